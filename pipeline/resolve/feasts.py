"""The day of a feast in a year, by its rule in `holidays.tsv`."""

import datetime as dt
from functools import lru_cache

import msgspec

from pipeline.lexicon import loader
from pipeline.resolve.calendar import Days, day, days_in_month, easter, orthodox_easter


class LunarNewYear(msgspec.Struct, frozen=True):
    year: int
    day: dt.date


class MovingFeast(msgspec.Struct, frozen=True):
    feast: str
    first: dt.date
    last: dt.date


@lru_cache(maxsize=1)
def _moving() -> dict[tuple[str, int], tuple[dt.date, dt.date]]:
    """Return the days of each feast of the table by its name and the year in which it begins; the earlier one where there are two."""
    rows = reversed(loader.load("date_moving_feasts", MovingFeast))
    return {(row.feast, row.first.year): (row.first, row.last) for row in rows}


@lru_cache(maxsize=1)
def _lunar() -> dict[int, dt.date]:
    return {row.year: row.day for row in loader.load("date_lunar_new_year", LunarNewYear)}


def feast_days(rule: str, year: int) -> Days | None:
    """Return the days of a feast in a year, None where its calendar is not worked out; ValueError for no such year.

    >>> feast_days("table ramadan", 2023).edtf
    '2023-03-23/2023-04-20'
    """
    if rule.startswith("table "):
        found = _moving().get((rule.removeprefix("table "), year))
        return Days(*found, "day" if found[0] == found[1] else "range") if found else None
    one = feast_day(rule, year)
    return day(one) if one else None


def feast_day(rule: str, year: int) -> dt.date | None:
    """Return the day on which a feast falls in a year, None where no rule gives it; ValueError for no such year.

    >>> feast_day("nth 11 3 4", 2022)
    datetime.date(2022, 11, 24)
    """
    if rule == "unknown":
        return None
    if rule == "lunar":
        return _lunar().get(year)
    if rule.startswith("orthodox"):
        return orthodox_easter(year) + dt.timedelta(days=int(rule.removeprefix("orthodox")))
    if rule.startswith("easter"):
        return easter(year) + dt.timedelta(days=int(rule.removeprefix("easter")))
    if rule.startswith("nth"):
        month, weekday, number, *after = (int(part) for part in rule.split()[1:])
        if number > 0:
            first = dt.date(year, month, 1)
            found = first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
        else:
            last = dt.date(year, month, days_in_month(year, month))
            found = last - dt.timedelta(days=(last.weekday() - weekday) % 7)
        return found + dt.timedelta(days=after[0] if after else 0)
    month, number = (int(part) for part in rule.split("-"))
    return dt.date(year, month, number)
