"""Marks of footnotes: a raised number behind a word, which is no part of it and of no figure."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from pipeline.lexicon.loader import load
from pipeline.normalise.draft import Aside

WHY = ("the mark of a note: a raised number behind the text",)
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]{1,3}(?![⁺⁻\w]|[⁰¹²³⁴-⁹])")
_BEFORE = 48
_WORD = re.compile(r"[^\W\d_]+\Z")
_BEHIND_NUMBER = re.compile(r"\d[ \u00a0-]?\Z")
_SIGN = r"(?:[$€£¥₹]|\b[A-Z]{3})[ \u00a0]?"
_MONEY = re.compile(rf"{_SIGN}\d[\d.,]*[ \u00a0]?(?:k|K|m|M|b|B|T)?\Z")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d\Z")
_CLOSED = re.compile(r"[\w%][.,;:!?%”\"’€£]{1,2}\Z")
_POWER_OF_TEN = re.compile(r"(?<![\d.,])10\Z")
RAISED_DIGITS = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")


class RaisedUnit(msgspec.Struct, frozen=True):
    """A row of `raised_units.tsv`."""

    written: str
    where: Literal["always", "counted"]


class NoteMarks:
    """Tells the marks of notes from exponents.

    >>> text = "It paid $1.2bn² for 40 m² of roof³, not 10³."
    >>> [text[mark.start : mark.end] for mark in NoteMarks().find(text)]
    ['²', '³']
    """

    def __init__(self) -> None:
        rows = load("raised_units", RaisedUnit)
        self._always = frozenset(row.written for row in rows if row.where == "always")
        self._counted = frozenset(row.written for row in rows if row.where == "counted")

    def find(self, text: str) -> list[Aside]:
        """Return the raised numbers of `text` that mark notes, sorted."""
        return [] if text.isascii() else list(self._marks(text))

    def _marks(self, text: str) -> Iterator[Aside]:
        for found in _RAISED.finditer(text):
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            if self.may_follow(before) and not self.is_base(before):
                yield Aside(start=found.start(), end=found.end(), kind="note", why=WHY)

    def may_follow(self, before: str) -> bool:
        """Return whether a raised number behind `before` can mark a note: behind a word, a sum of money, a year, a stop."""
        return bool(_WORD.search(before) or _MONEY.search(before) or _YEAR.search(before) or _CLOSED.search(before))

    def is_base(self, before: str) -> bool:
        """Return whether a raised number behind `before` is its exponent: m², CO², 10³.

        >>> marks = NoteMarks()
        >>> marks.is_base("40 m"), marks.is_base("on 5 in"), marks.is_base("came in"), marks.is_base("$5m")
        (True, True, False, False)
        """
        if _MONEY.search(before):
            return False
        word = _WORD.search(before)
        if word is None:
            return _POWER_OF_TEN.search(before) is not None
        if len(word[0]) == 1 or word[0] in self._always:
            return True
        return word[0] in self._counted and _BEHIND_NUMBER.search(before, 0, word.start()) is not None
