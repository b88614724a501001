"""Patterns over the words before and behind a date, made of the word list `date_context.tsv`."""

import re
from functools import cache
from typing import Literal

import msgspec

from pipeline.lexicon import loader

Sort = Literal["counted", "business", "season", "warmth", "function", "rate"]
Whole = Literal["yes", ""]


class ContextWord(msgspec.Struct, frozen=True):
    """A word beside dates; unless it is `whole`, letters may follow it."""

    word: str
    sort: Sort
    whole: Whole


@cache
def words(sort: Sort) -> str:
    """Return a regular expression for the words of a sort.

    >>> bool(re.match(words("counted"), "percent of all")), bool(re.match(words("counted"), "months"))
    (True, True)
    """
    rows = sorted(loader.load("date_context", ContextWord), key=lambda row: -len(row.word))
    return "(?:" + "|".join(re.escape(row.word) + (r"\b" if row.whole else "") for row in rows if row.sort == sort) + ")"


@cache
def counted() -> re.Pattern[str]:
    """Return what behind a number shows that it counts something."""
    return re.compile(rf"[\xa0 -]?{words('counted')}")


@cache
def business() -> re.Pattern[str]:
    return re.compile(words("business"))


@cache
def season() -> re.Pattern[str]:
    return re.compile(rf"[\xa0 ](?:[\w’'-]+ )?{words('season')}", re.IGNORECASE)


@cache
def warmth() -> re.Pattern[str]:
    return re.compile(rf"\b{words('warmth')}|°", re.IGNORECASE)


@cache
def closing() -> re.Pattern[str]:
    """Return what behind a bare season shows that it stands by itself: a function word, a mark, a name or the end."""
    return re.compile(rf"[\xa0 ]+{words('function')}|[^\w  -]|[\xa0 ]*$|[\xa0 ]+[A-Z(“\"‘—–]|\n")


@cache
def behind_a_day() -> re.Pattern[str]:
    """Return what behind "the 26th" shows that no noun follows."""
    return re.compile(rf"[^\w \xa0-]|[\xa0 ]*$|[\xa0 ]+{words('function')}")


@cache
def rate() -> re.Pattern[str]:
    """Return what before "each year" makes it the rate of a quantity: a number, with what is counted."""
    return re.compile(rf"(?:\d|\b{words('rate')})(?:[\xa0 ]+[^\W\d][\w’'-]*){{0,4}}[\xa0 ]+$", re.IGNORECASE)
