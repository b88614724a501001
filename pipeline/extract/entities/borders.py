"""Where a name starts and ends: titles, articles, possessives, quotes and brackets are no part of it."""

import re
from collections.abc import Iterator
from functools import cached_property

from pipeline.extract.entities.reading import Reading, in_order
from pipeline.extract.entities.words import WordLists
from pipeline.record.candidates import RefusedCandidate

_OPENING = re.compile(r"[\s\"'“”‘’«»(\[{<,.;:!?*#/|–—-]+")
_CLOSING = re.compile(r"[\s\"“”‘«»\[{<,;:*#/|–—-]+$")
_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=\S)")
_CAPITAL_ARTICLE = re.compile(r"(?:The|THE)\s+(?=\S)")
_POSSESSIVE = re.compile(r"\s?['’]\s?[sS]?$")
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_TITLED = frozenset({"WORK_OF_ART", "ORG"})
_SHORTENED = re.compile(r"(?:\b\w{1,3}|\.\w+)\.$")
_MONEY = re.compile(r"\s?[$£€¥]\s?\d")
_PERIOD = re.compile(r"(?:FY ?['’]?\d{2}(?:\d{2})?(?:[-/–]\d{2})?|[QH][1-4](?: ?(?:FY)?\d{2,4})?|[1-4][QH](?:\d{2})?)")
_LONGEST_PREFIX = 4
_PLAIN = re.compile(r"[^\W\d_a-z][a-z]+")
_SENTENCE_START = re.compile(r"(?:^|\n|[.!?:]['\"”’)]* )['\"“‘(]*$")
_DOUBTFUL = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT"})
# A name is no longer; what the model takes for one is a list, a table or litter, and too much to look at closely.
_LONGEST_NAME = 300
_WORD = re.compile(r"\w+")
_INNER_WORD = re.compile(r"(?<=[\w,;] )\w+")
_NUMBER = re.compile(r"[\d.,:/%$€£¥+\s–-]+(?:st|nd|rd|th|s|k|m|bn|x)?$")


def tidy(text: str, readings: list[Reading], words: WordLists) -> tuple[list[Reading], list[RefusedCandidate]]:
    """Return the readings with right borders, and those that are no names with the reason.

    A reading that holds a line break is cut there: nothing stands across two blocks.
    """
    kept: list[Reading] = []
    refused: list[RefusedCandidate] = []
    written = _Written(text)
    for reading in readings:
        for piece in _lines(text, reading):
            if piece.end - piece.start > _LONGEST_NAME:
                refused.append(
                    RefusedCandidate(start=piece.start, end=piece.end, seen_as="entity", why=(*piece.why, "too long for a name"))
                )
                continue
            start, end = _trim(text, piece, words)
            reason = _no_name(text[start:end], piece, words) or _ordinary(text, start, end, piece, written) or _of_money(text, start, end)
            if reason:
                refused.append(RefusedCandidate(start=piece.start, end=piece.end, seen_as="entity", why=(*piece.why, reason)))
            else:
                kept += _pair(text, piece.moved(start, end), words)
    return in_order(kept), refused


def _lines(text: str, reading: Reading) -> Iterator[Reading]:
    at = reading.start
    for line in text[reading.start : reading.end].split("\n"):
        if line.strip():
            yield reading.moved(at, at + len(line))
        at += len(line) + 1


def _trim(text: str, reading: Reading, words: WordLists) -> tuple[int, int]:
    start, end, label = reading.start, reading.end, reading.label
    before = (-1, -1)
    while (start, end) != before and start < end:
        before = (start, end)
        start = _cut_front(text, start, end, label, words)
        end = _cut_back(text, start, end, label, words)
    return start, _final_stop(text, start, end, words)


def _cut_front(text: str, start: int, end: int, label: str, words: WordLists) -> int:
    if (found := _OPENING.match(text, start, end)) and (text[start] != "." or found.end() > start + 1):
        return found.end()
    if found := _ARTICLE.match(text, start, end):
        return found.end()
    if label not in _TITLED and (found := _CAPITAL_ARTICLE.match(text, start, end)) and text[start + 4 : end] != "Hague":
        return found.end()
    if label == "PERSON" and (found := words.titles.match(text, start, end)) and found.end() < end:
        return found.end()
    return start


def _cut_back(text: str, start: int, end: int, label: str, words: WordLists) -> int:
    name = text[start:end]
    if found := _CLOSING.search(name):
        return start + found.start()
    last = name[-1:]
    if last in _BRACKETS and _BRACKETS[last] not in name:
        return end - 1
    if (found := _POSSESSIVE.search(name)) and not (label == "ORG" and name[: found.start()] in words.apostrophes):
        return start + found.start()
    return end


def _final_stop(text: str, start: int, end: int, words: WordLists) -> int:
    """Take in the stop of a legal form ("Corp."), leave out that of the sentence."""
    last = text[start:end].rsplit(" ", 1)[-1]
    if text[end : end + 1] == "." and last + "." in words.proving:
        return end + 1
    if last.endswith(".") and last not in words.proving and not _SHORTENED.search(last) and not last.endswith(("Jr.", "Sr.")):
        return end - 1
    return end


def _no_name(name: str, reading: Reading, words: WordLists) -> str | None:
    """Return why this is no name, None where it may be one."""
    if not any(map(str.isalpha, name)) or _NUMBER.fullmatch(name):
        return "a number by itself is no name"
    if _PERIOD.fullmatch(name):
        return "a stretch of the calendar is no name"
    entry = words.not_names.get(name)
    if entry and not (entry.person == "maybe" and reading.label == "PERSON"):
        return f"“{name}” is {entry.reason}"
    if name.islower() and not any(map(str.isdigit, name)):
        return "nothing in it is written with a capital"
    return None


def _of_money(text: str, start: int, end: int) -> str | None:
    """Return why the country before a dollar sign is no name: "US $4 billion" is a sum."""
    return "it belongs to the sum behind it" if _MONEY.match(text, end) and end - start <= _LONGEST_PREFIX else None


class _Written:
    """Which words stand in a text, and which of them inside a sentence; looked up where first needed."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self._text))

    @cached_property
    def inside(self) -> frozenset[str]:
        """The words behind a word or a comma."""
        return frozenset(_INNER_WORD.findall(self._text))


def _ordinary(text: str, start: int, end: int, reading: Reading, written: _Written) -> str | None:
    """Return why a single word at the start of a sentence is no name: the article writes it small elsewhere."""
    word = text[start:end]
    if reading.label not in _DOUBTFUL or not _PLAIN.fullmatch(word) or not _SENTENCE_START.search(text, max(0, start - 4), start):
        return None
    if word.lower() not in written.words or word in written.inside:
        return None
    return f"the article writes “{word.lower()}” small inside a sentence"


def _pair(text: str, reading: Reading, words: WordLists) -> list[Reading]:
    """Cut "China-U.S." in two where both halves are in a list."""
    name = text[reading.start : reading.end]
    if name.count("-") != 1 or name in words.entries:
        return [reading]
    first, second = name.split("-")
    if first not in words.entries or second not in words.entries:
        return [reading]
    middle = reading.start + len(first)
    return [
        reading.moved(reading.start, middle).settled(words.entries[first].label, f"“{first}” is in a list of names"),
        reading.moved(middle + 1, reading.end).settled(words.entries[second].label, f"“{second}” is in a list of names"),
    ]
