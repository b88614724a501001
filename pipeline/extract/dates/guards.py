"""What looks like a date and is none: the words that are something else, numbers that count, parts of names."""

import re
from collections.abc import Collection
from typing import Literal

import msgspec

from pipeline.extract.dates.signs import Meaning, Word
from pipeline.extract.dates.surroundings import rate
from pipeline.lexicon import loader
from pipeline.record.expressions import CalendarDate, Expression, Weekday

# No date, and nobody would take it for one: refused without a word.
SILENT = "-"

Sort = Literal[
    "placed", "loose", "saying", "title", "name", "verb", "day", "numbered", "approximate", "uncounted", "dated", "dayname", "street"
]


class Guard(msgspec.Struct, frozen=True):
    """A word beside a bare number, month or weekday, and what it tells about that."""

    word: str
    sort: Sort


_NEXT = re.compile(r"[\xa0 ]+([^\W\d_][\w’'-]*)")
_PREVIOUS = re.compile(r"([^\W_][\w’'.&-]*)[\xa0 ]+$|\b(pre|post)-$", re.IGNORECASE)
_CODE_BEFORE = re.compile(
    r"(?:^|[^\w’'-])(?!(?i:mid|pre|post|early|late|since|to|non|anti|ante|circa)-)[\w.]*[A-Z][\w.]*-$|(?:^|\W)[a-z]-$"
)
_MEASURED = re.compile(
    r"[\xa0 -]?(?:km|kg|mph|kph|hp|ml|MW|GW|kW|MWh|kWh|GWh|metres?|meters?|miles?|feet|ft|tonnes?|tons?|people|workers"
    r"|dollars|euros|pounds|percent|per cent|million|billion|points?|seats?|square)\b|%"
)
_COUNTED_OF = re.compile(
    r"\b(?:average|total|sum|maximum|minimum|fleet|batch|crowd|load|cost|price|crew|staff|population|capacity)[\xa0 ]of[\xa0 ]$",
    re.IGNORECASE,
)
_DIGIT_BEFORE = re.compile(r"\d[\xa0 -]$")
_DIGIT_BEHIND = re.compile(r"[\xa0 -]\d")
_PLURAL = re.compile(r"[\xa0 ]+(?:[a-z]+(?:ed|al|ic|an|ive|ous|ful|new)[\xa0 ])?([a-z]+s)\b")
_BEFORE_OUR_ERA = re.compile(r"[\xa0 ]?(?:BCE?|B\.C\.)(?!\w)")
# How far back a word beside a date may begin.
_LONGEST_WORD = 30
_LONGEST_RATE = 60
# What reads as a year without any word that says so.
_FIRST_LIKELY_YEAR, _LAST_LIKELY_YEAR = 1900, 2100


class Guards:
    """Says why what the grammar read is no date."""

    def __init__(self) -> None:
        rows = loader.load("date_guards", Guard)
        streets = "|".join(row.word for row in rows if row.sort == "street")
        self._street = re.compile(rf",?[\xa0 ](?:[A-Z][\w’'.-]*[\xa0 ]){{0,3}}(?:{streets})\b")
        self._words = {sort: frozenset(row.word for row in rows if row.sort == sort) for sort in Sort.__args__}  # type: ignore[attr-defined]

    def year(self, text: str, word: Word) -> str | None:
        """Return why a bare four-digit number is no year, None where it is one."""
        number = int(str(word.value))
        before = _previous(text, word)
        previous = before.lower().rstrip(".")
        likely = _FIRST_LIKELY_YEAR <= number <= _LAST_LIKELY_YEAR
        placed = previous in self._words["placed"]
        if _MEASURED.match(text, word.end):
            return "a number with its unit, no year"
        if not placed and (_DIGIT_BEFORE.search(text, max(0, word.start - 2), word.start) or _DIGIT_BEHIND.match(text, word.end)):
            return "digits among digits, no year" if likely else SILENT
        counted = _PLURAL.match(text, word.end)
        if counted and counted[1] not in self._words["uncounted"] and not (previous in self._words["dated"] and likely):
            return f"a number of {counted[1]}, no year"
        following = _next(text, word)
        if self._street.match(text, word.end):
            return "part of an address"
        if _CODE_BEFORE.search(text, max(0, word.start - 12), word.start):
            return "part of a name"
        if not placed and before[:1].isupper() and not before.endswith(("'s", "’s", "'", "’")) and not _opens(text, word, before):
            return "part of a name"
        if not placed and not likely:
            return "a number that nothing shows to be a year"
        if _COUNTED_OF.search(text, max(0, word.start - _LONGEST_WORD), word.start):
            return "a number, no year"
        if previous in self._words["numbered"] or (previous in self._words["approximate"] and not (likely and not following)):
            return "a number, no year"
        if number < 1500 and (previous in self._words["loose"] or previous in self._words["approximate"]):
            return "a number that nothing shows to be a year"
        return None

    def rate(self, text: str, word: Word) -> str | None:
        """Return why "each year" behind a quantity is no date."""
        if word.text[:4].lower() not in ("each", "ever") or not rate().search(text, max(0, word.start - _LONGEST_RATE), word.start):
            return None
        return f"“{word.text}” tells how much or how many, not when"

    def model_year(self, text: str, word: Word, products: Collection[int]) -> str | None:
        """Return why a year right before the name of a product is none of the article's ("the 2022 Corolla", not "in 2022 iPhone sales")."""
        if word.end + 1 not in products or _previous(text, word).lower() in self._words["placed"]:
            return None
        return "the model year of a product"

    def names_a_day(self, text: str, word: Word) -> bool:
        """Return whether the word before a weekday makes the two a name ("Black Friday", "The Mail on Sunday")."""
        return _previous(text, word).lower() in self._words["dayname"]

    def era(self, text: str, word: Word) -> str | None:
        """Return the reason where the date lies before our era."""
        return "a date before the common era, which is not worked out" if _BEFORE_OUR_ERA.match(text, word.end) else None

    def short_year(self, text: str, word: Word) -> str | None:
        """Return why an apostrophe with two digits ("'21") is no year, None where it is one."""
        if _previous(text, word).lower() in self._words["placed"]:
            return None
        return "an apostrophe with two digits that nothing shows to be a year"

    def name(self, text: str, word: Word, meaning: Meaning) -> str | None:
        """Return why a bare month or weekday is part of a name or another word, None where it is a date."""
        expression: Expression = meaning.expression
        surface = word.text.rstrip(".").lower()
        if isinstance(expression, Weekday) and expression.shift is None:
            return f"“{word.text}” is more likely another word or a name here" if surface in self._words["day"] else None
        if not isinstance(expression, CalendarDate) or expression.year is not None:
            return None
        if expression.day is not None:
            return "part of an address" if self._street.match(text, word.end) else None
        previous, following = _previous(text, word), _next(text, word)
        placed = previous.lower() in self._words["placed"]
        if previous.lower().rstrip(".") in self._words["title"]:
            return "a person's name"
        if not placed and len(word.text) <= 3:
            return "a short form without day or year is more likely another word or a name"
        if surface not in self._words["name"]:
            return None
        if not placed:
            named = following[:1].isupper() or following.lower() in self._words["saying"]
            if named or previous[:1].isupper():
                return "a name, not the month"
            if surface in self._words["verb"]:
                return "not the month: no word places it in time"
        if previous.lower() in self._words["loose"] and following[:1].isupper():
            return "a name, not the month"
        return None


def _previous(text: str, word: Word) -> str:
    found = _PREVIOUS.search(text, max(0, word.start - _LONGEST_WORD), word.start)
    return (found[1] or found[2]) if found else ""


def _next(text: str, word: Word) -> str:
    found = _NEXT.match(text, word.end)
    return found[1] if found else ""


def _opens(text: str, word: Word, before: str) -> bool:
    """Return whether the word before opens its sentence, where any word is capitalised."""
    rest = text[max(0, word.start - _LONGEST_WORD - 4) : word.start].rstrip()
    return rest.removesuffix(before).rstrip(' "“‘(')[-1:] in (".", "!", "?", "\n", "")
