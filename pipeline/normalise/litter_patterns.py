"""The patterns of litter, compiled from the word lists once and found by the first word of a line."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

import msgspec

from pipeline.lexicon.loader import load

Where = Literal["whole", "start", "line", "label", "glued", "beside", "note", "field", "bar", "network"]
_FIRST_WORD = re.compile(r"[^\w©]*+(©|[\w+-]+(?:['’][\w]+)?)")
_ORNAMENT = r"[\s.!?:;,…*•·|→»›>▶►←«‹<)\]#_=+-]*"
_LEAD = r"[\s•·|→»›>▶►←«‹<(\[*#_=–—-]*"
_AFTER: dict[str, str] = {
    "whole": rf"{_ORNAMENT}\Z",
    "beside": rf"{_ORNAMENT}\Z",
    "field": rf"{_ORNAMENT}\Z",
    "start": r"(?!\w)",
    "line": r"(?!\w)",
    "label": r"\s*(?:[:|»›→▶►]|>>?|[-–—]\s)",
    "note": r"\s*(?:[:|»›→▶►]|>>?|[-–—]\s)",
    "glued": r"(?-i:(?=[“‘\"']?[A-Z][a-z]))",
}


class Phrase(msgspec.Struct, frozen=True):
    """A row of `litter_phrases.tsv`."""

    kind: str
    where: Where
    phrase: str


class WordClass(msgspec.Struct, frozen=True):
    """A row of `litter_words.tsv`: words that stand for one another in a phrase."""

    class_: str = msgspec.field(name="class")
    words: tuple[str, ...]


class ClassName(msgspec.Struct, frozen=True):
    """A row of `litter_classes.tsv`: what web pages call a part that is not the article."""

    name: str


class Kind(msgspec.Struct, frozen=True):
    """A row of `litter_kinds.tsv`: what a kind is, in words."""

    kind: str
    what: str


class CaptionLabel(msgspec.Struct, frozen=True):
    """A row of `caption_labels.tsv`."""

    label: str


class Match(msgspec.Struct, frozen=True):
    """Which row a line meets, and the reason to give for it."""

    kind: str
    where: Where
    why: tuple[str, ...]
    end: int = 0
    """Where the phrase ends in the line."""


class LitterPatterns:
    """All rows, ready to be asked what a line or sentence is.

    >>> patterns = LitterPatterns()
    >>> patterns.match("Leave a Reply").kind
    'comments'
    >>> patterns.match("Leave a reply from the minister aside, little is known.") is None
    True
    """

    def __init__(self) -> None:
        classes = {row.class_: row.words for row in load("litter_words", WordClass)}
        rows = load("litter_phrases", Phrase)
        self._whats = {row.kind: row.what for row in load("litter_kinds", Kind)}
        by_first: dict[str, list[tuple[str, Match]]] = {}
        for row in rows:
            if row.where in _AFTER:
                pattern = _LEAD + _phrase(row.phrase, classes) + _AFTER[row.where]
                for word in _first_words(row.phrase, classes):
                    by_first.setdefault(word, []).append((pattern, self._found(row.kind, row.where, row.phrase)))
        self._by_first = by_first
        self._bar = _alternatives(row.phrase for row in rows if row.where in {"bar", "network"})
        self._sure_bar = frozenset(row.phrase for row in rows if row.where == "bar")
        self._bar_kind = next(row.kind for row in rows if row.where == "bar")
        separator = r"[\s|•·,/→»›←«‹:–—-]+"
        self._row_of_buttons = re.compile(rf"{_LEAD}{self._bar}(?:{separator}{self._bar})+{_ORNAMENT}\Z", re.IGNORECASE)
        self._button = re.compile(rf"\b{self._bar}", re.IGNORECASE)

    def match(self, line: str, allowed: frozenset[Where] | None = None) -> Match | None:
        """Return the first row that `line` meets, None where it meets none."""
        first = _FIRST_WORD.match(line)
        if not first:
            return None
        for pattern, match in self._by_first.get(first[1].lower().replace("’", "'"), ()):
            if (allowed is None or match.where in allowed) and (found := _compiled(pattern).match(line)):
                return msgspec.structs.replace(match, end=found.end())
        return None

    def row_of_buttons(self, line: str) -> Match | None:
        """Return what `line` is if it holds nothing but buttons: "Tweet  Share  Pin"."""
        if not self._row_of_buttons.match(line):
            return None
        buttons = [found[0].lower() for found in self._button.finditer(line)]
        if len(buttons) < 3 and not any(button in self._sure_bar for button in buttons):
            return None
        return self._found(self._bar_kind, "bar", ", ".join(buttons))

    def _found(self, kind: str, where: Where, phrase: str) -> Match:
        return Match(kind, where, (f"{self._whats[kind]}: “{phrase}”",))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a phrase, compiled when a line first begins like it: few of the hundreds of phrases ever stand in an article."""
    return re.compile(pattern, re.IGNORECASE)


def caption_labels() -> re.Pattern[str]:
    """Return what recognises the start of a picture's caption or credit."""
    return re.compile(rf"{_alternatives(row.label for row in load('caption_labels', CaptionLabel))}\s*[:|©]", re.IGNORECASE)


def chrome_names() -> re.Pattern[str]:
    """Return what recognises the class names of page parts that are not the article."""
    return re.compile(rf"{_alternatives(row.name for row in load('litter_classes', ClassName))}(?:[-_].*)?", re.IGNORECASE)


def _alternatives(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_word(word) for word in ordered) + r")(?!\w)"


def _word(word: str) -> str:
    return re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s+")


def _phrase(phrase: str, classes: Mapping[str, Sequence[str]]) -> str:
    parts: list[str] = []
    for part in phrase.split():
        gap = r",?\s+" if parts else ""
        if part == "...":
            parts.append(r"(?:\s+\S+?){0,12}?")
        elif part in {",", ";", ".", ")"}:
            parts.append(rf"\s*{re.escape(part)}")
        elif part == "(":
            parts.append(rf"{gap}\(\s*")
        elif part.endswith("?"):
            parts.append(f"(?:{gap}{_one_of(part[:-1], classes)})?")
        else:
            parts.append(gap + _one_of(part, classes))
    return "".join(parts)


def _one_of(part: str, classes: Mapping[str, Sequence[str]]) -> str:
    if part.startswith("{"):
        return _alternatives(classes[part[1:-1]])
    return "(?:" + "|".join(_word(word) for word in part.split("/")) + ")"


def _first_words(phrase: str, classes: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the words that a line can begin with to meet `phrase`."""
    words: set[str] = set()
    for part in phrase.split():
        if part in {"(", "-"}:
            continue
        plain = part.removesuffix("?")
        members = classes[plain[1:-1]] if plain.startswith("{") else plain.split("/")
        for member in members:
            first = _FIRST_WORD.match(member)
            if first:
                words.add(first[1].lower())
        if not part.endswith("?"):
            break
    return words
