"""Seasons by their months, in the half of the earth that the article tells of."""

import re
from functools import cache
from typing import Literal

import msgspec

from pipeline.lexicon import loader
from pipeline.resolve import calendar
from pipeline.resolve.calendar import Days

NORTHERN = "seasons are those of the northern half of the earth"
SOUTHERN = "seasons are those of the southern half of the earth, of which the article tells"

_CAPITALISED = re.compile(r"[A-Z][\w.-]*")


class Place(msgspec.Struct, frozen=True):
    place: str
    half: Literal["north", "south"]


@cache
def _places() -> tuple[dict[str, Literal["north", "south"]], tuple[Place, ...]]:
    """Return the places of one word by their name, and those of several."""
    rows = loader.load("season_places", Place)
    return {row.place: row.half for row in rows if " " not in row.place}, tuple(row for row in rows if " " in row.place)


def southern(text: str) -> bool:
    """Return whether the text names more places of the southern half of the earth than of the northern.

    >>> southern("Sydney had its wettest summer."), southern("Leeds had its wettest summer.")
    (True, False)
    """
    single, several = _places()
    count = {"north": 0, "south": 0}
    for word in _CAPITALISED.findall(text):
        half = single.get(word) or single.get(word.rstrip("."))
        if half:
            count[half] += 1
    for row in several:
        count[row.half] += text.count(row.place)
    return count["south"] > count["north"]


def season_days(year: int, number: int, *, southern: bool) -> Days:
    """Return a season by the year in which it begins; spring is 1. A southern one has no short form in EDTF here: it is written as a range.

    >>> season_days(2019, 2, southern=True).edtf
    '2019-12/2020-02'
    """
    if not southern:
        return calendar.season(year, number)
    return calendar.season(year, (number + 1) % 4 + 1)._replace(grain="range")
