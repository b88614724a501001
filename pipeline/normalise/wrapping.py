"""Lines that a program broke at a fixed width, joined to paragraphs again.

A program that wraps text breaks a line only where the next word does not fit any more. That can be
checked: with the width of the longest line, the first word of the next line would not have fitted.
Lists, verses, headlines and one-line paragraphs fail the check, since their lines end early.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from pipeline.lexicon.loader import load
from pipeline.normalise.draft import Replace

_LINE = re.compile(r"[^\r\n]+")
_ITEM = re.compile(r"(?:[•◦▪‣·●○*+–—-]|\d{1,3}[.)]|[A-Za-z][.)])\s")
_BULLET = re.compile(r"[•◦▪‣·●○*+]\s")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_SINGLE_LINE_ENDS = frozenset({"\n", "\r\n", "\r"})
_NARROWEST, _WIDEST = 45, 110
_SLACK = 2
"""Programs differ in whether the line end counts into the width."""
_ENOUGH_BREAKS = 3
_SHARE_OF_WRAPPED = 0.8
_WHY = ("the line was broken at a fixed width",)

_WHY_AMOUNT = ("a line that begins with a scale word or unit goes on with the number before it",)

_Line = tuple[int, int]


class WrappedWord(msgspec.Struct, frozen=True):
    """A row of `wrapped_words.tsv`."""

    word: str
    form: Literal["scale", "unit"]


class AmountJoiner:
    """Joins the lines that a number and its scale word or unit were torn to.

    >>> text = "It paid $5\\nbillion in 2021\\nmiles away."
    >>> [(change.start, change.after) for change in AmountJoiner().find(text)]
    [(10, ' ')]
    """

    def __init__(self) -> None:
        rows = load("wrapped_words", WrappedWord)
        scales, units = (
            "|".join(re.escape(row.word) for row in sorted(rows, key=lambda row: -len(row.word)) if row.form == form)
            for form in ("scale", "unit")
        )
        self._torn = re.compile(
            rf"(?<=\d)(?P<gap>(?:\r\n|\r|\n)(?=(?:{scales})\b)|(?<!(?<!\d)(?:19|20)\d\d)(?:\r\n|\r|\n)(?=(?:{units})\b))"
        )

    def find(self, text: str) -> list[Replace]:
        """Return the line ends of `text` that part a number from its scale word or unit, each as a space."""
        return [
            Replace(start=found.start("gap"), end=found.end("gap"), after=" ", kind="spacing", why=_WHY_AMOUNT)
            for found in self._torn.finditer(text)
        ]


def joined_lines(text: str) -> list[Replace]:
    """Return the line ends of `text` that only wrap a paragraph, each as a space.

    >>> text = '''The ministry said on Friday that work on the new railway line
    ... between the two ports would start early, and that the money for
    ... the first part of it had been found. It named no sum and did not
    ... say who would build it.'''
    >>> [change.start for change in joined_lines(text)]
    [61, 125, 190]
    >>> joined_lines("Roses are red,\\nviolets are blue,\\nsugar is sweet.")
    []
    """
    groups = [group for group in _groups(text) if len(group) > 1 and _width(group) <= _WIDEST]
    width = max(map(_width, groups), default=0)
    if width < _NARROWEST:
        return []
    breaks = [pair for group in groups for pair in _breaks(text, group)]
    wrapped = [(left, right) for left, right in breaks if _overflows(text, left, right, width)]
    if len(wrapped) < _ENOUGH_BREAKS or len(wrapped) < _SHARE_OF_WRAPPED * len(breaks):
        return []
    if all(_SENTENCE_END.search(text, left[0], left[1]) for left, _ in wrapped):
        return []
    return [_join(text, left, right) for left, right in wrapped]


def _breaks(text: str, group: Sequence[_Line]) -> list[tuple[_Line, _Line]]:
    """Return the neighbours in `group` of which the second begins no list item.

    A single line that begins with a number or dash goes on with a sentence: "August / 22. The".
    """
    items = {line for line in group if _ITEM.match(text, line[0])}
    if len(items) == 1:
        items = {line for line in items if _BULLET.match(text, line[0])}
    return [(left, right) for left, right in pairwise(group) if right not in items]


def _groups(text: str) -> Iterator[Sequence[_Line]]:
    """Yield the lines that stand under one another without a blank line between."""
    group: list[_Line] = []
    for found in _LINE.finditer(text):
        if group and text[group[-1][1] : found.start()] not in _SINGLE_LINE_ENDS:
            yield group
            group = []
        group.append(found.span())
    if group:
        yield group


def _width(group: Sequence[_Line]) -> int:
    return max(end - start for start, end in group)


def _overflows(text: str, left: _Line, right: _Line, width: int) -> bool:
    word_end = text.find(" ", right[0], right[1])
    word = (word_end if word_end >= 0 else right[1]) - right[0]
    return left[1] - left[0] + 1 + word + _SLACK > width


def _join(text: str, left: _Line, right: _Line) -> Replace:
    at_hyphen = text[left[1] - 1] == "-" and text[left[1] - 2 : left[1] - 1].isalnum() and text[right[0]].isalnum()
    return Replace(start=left[1], end=right[0], after="" if at_hyphen else " ", kind="spacing", why=_WHY)
