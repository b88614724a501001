"""Stretches of days with a grain (day, month, quarter ...), stepping through them, and writing them as EDTF."""

import datetime as dt
from functools import lru_cache
from typing import Literal, NamedTuple

from pipeline.record.expressions import Unit

Grain = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century", "range"]
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


class Days(NamedTuple):
    """From the first to the last day, both included; `grain` says which kind of period it is."""

    first: dt.date
    last: dt.date
    grain: Grain

    @property
    def edtf(self) -> str:
        """Return the interval as EDTF, as short as the grain allows.

        >>> Days(dt.date(2024, 1, 1), dt.date(2024, 6, 30), "half").edtf
        '2024-01/2024-06'
        """
        year = f"{self.first.year:04}"
        if self.grain == "day":
            return self.first.isoformat()
        if self.grain == "year":
            return year
        if self.grain == "month":
            return self.first.isoformat()[:7]
        if self.grain == "season":
            return f"{year}-{20 + (self.first.month // 3)}"
        if self.grain == "decade" and self.first.year % 10 == 0:
            return year[:3] + "X"
        if self.grain == "century" and self.first.year % 100 == 0:
            return year[:2] + "XX"
        return f"{_edge(self.first, self)}/{_edge(self.last, self)}"

    def inside(self, other: "Days") -> bool:
        return other.first <= self.first and self.last <= other.last


def _edge(day: dt.date, days: Days) -> str:
    """Return one end of a range, without the day or month where the range is made of whole ones."""
    whole_months = days.first.day == 1 and (days.last + dt.timedelta(days=1)).day == 1 if days.last < dt.date.max else False
    if whole_months and days.first.month == 1 and days.last.month == 12 and days.grain != "half":
        return f"{day.year:04}"
    if whole_months:
        return day.isoformat()[:7]
    return day.isoformat()


def months(first: dt.date, count: int, grain: Grain) -> Days:
    """Return `count` whole months from the month of `first` on; raises ValueError outside years 1 to 9999."""
    start = first.replace(day=1)
    return Days(start, add_months(start, count) - dt.timedelta(days=1) if (start.year, start.month) != (9999, 12) else dt.date.max, grain)


def add_months(day: dt.date, count: int) -> dt.date:
    """Return the same day of another month, its last day where that month is shorter; ValueError outside years 1 to 9999.

    >>> add_months(dt.date(2024, 3, 31), -1)
    datetime.date(2024, 2, 29)
    """
    number = day.year * 12 + day.month - 1 + count
    first = dt.date(number // 12, number % 12 + 1, 1)
    return first.replace(day=min(day.day, days_in_month(first.year, first.month)))


def days_in_month(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (dt.date(year, month + 1, 1) - dt.timedelta(days=1)).day


def day(date: dt.date) -> Days:
    return Days(date, date, "day")


def year(number: int) -> Days:
    """Return a year; raises ValueError where there is no such one."""
    return Days(dt.date(number, 1, 1), dt.date(number, 12, 31), "year")


@lru_cache(maxsize=4096)
def month(year_number: int, month_number: int) -> Days:
    return months(dt.date(year_number, month_number, 1), 1, "month")


def containing(date: dt.date, unit: Unit) -> Days:
    """Return the calendar period of a unit that holds a day; weeks begin on Monday, a weekend belongs to the week it ends."""
    if unit in ("day", "hour", "minute"):
        return day(date)
    if unit in ("week", "weekend"):
        monday = date - dt.timedelta(days=date.weekday())
        start = monday if unit == "week" else monday + dt.timedelta(days=5)
        return Days(start, monday + dt.timedelta(days=6), "week" if unit == "week" else "weekend")
    if unit == "season":
        return season(date.year - (date.month < 3), (date.month // 3) or 4)
    size = _MONTHS[unit]
    if unit in ("decade", "century"):
        years = size // 12
        start_year = date.year - date.year % years
        return Days(dt.date(max(1, start_year), 1, 1), dt.date(start_year + years - 1, 12, 31), "decade" if years == 10 else "century")
    return months(date.replace(month=(date.month - 1) // size * size + 1, day=1), size, unit)  # type: ignore[arg-type]


def step(days: Days, unit: Unit, count: int) -> Days:
    """Return the period `count` units on from the one that holds `days`.

    Raises ValueError where `days` reaches over more than one such period (no day of "2021" is
    "yesterday"), or the result leaves the calendar.
    """
    here = containing(days.first, unit)
    if not days.inside(here) and not (unit == "weekend" and days.grain == "day"):
        raise ValueError(f"the time it counts from is not known to the {unit}")
    if unit in ("day", "hour", "minute"):
        return day(days.first + dt.timedelta(days=count))
    if unit in ("week", "weekend"):
        shift = dt.timedelta(days=7 * count)
        return Days(here.first + shift, here.last + shift, here.grain)
    if unit == "season":
        start = add_months(here.first, 3 * count)
        return months(start, 3, "season")
    return containing(add_months(here.first, _MONTHS[unit] * count), unit)


def moved(days: Days, unit: Unit, count: int, *, to_the_day: bool = False) -> Days:
    """Return `days` carried on by `count` units at its own grain; ValueError where the unit is finer than the grain.

    A day is carried on by months or years to that month or year, as people count ("a year after May 3");
    `to_the_day` keeps the day, the week or the weekend ("fifty years ago today").
    """
    if unit in ("week", "weekend", "day", "hour", "minute"):
        if days.grain not in ("day", "week", "weekend") or (unit not in ("week", "day")):
            raise ValueError("the time it counts from is not known to the day")
        shift = dt.timedelta(days=count * (7 if unit == "week" else 1))
        return Days(days.first + shift, days.last + shift, days.grain)
    size = _MONTHS.get(unit)
    if size is None:
        raise ValueError(f"a {unit} cannot be counted")
    if to_the_day and days.grain in ("day", "week", "weekend"):
        return containing(add_months(days.first, size * count), days.grain)
    if days.grain == "day":
        return containing(add_months(days.first, size * count), unit)
    if days.grain in ("week", "weekend"):
        raise ValueError(f"a week is not carried on by a {unit}")
    whole = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1
    if size * abs(count) % 12 and days.grain in ("year", "decade", "century"):
        raise ValueError("the time it counts from is not known to the month")
    return months(add_months(days.first, size * count), whole, days.grain)


def season(year_number: int, number: int) -> Days:
    """Return a season of the northern half of the earth by its months; winter begins in December of its year."""
    return months(dt.date(year_number, 3 * number, 1), 3, "season")


def easter(year_number: int) -> dt.date:
    """Return Western Easter Sunday (the anonymous Gregorian computus).

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    golden = year_number % 19
    century, rest = divmod(year_number, 100)
    skipped, left = divmod(century, 4)
    moon = (19 * golden + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    number = moon + sunday - 7 * late + 114
    return dt.date(year_number, number // 31, number % 31 + 1)


def orthodox_easter(year_number: int) -> dt.date:
    """Return Orthodox Easter Sunday as a day of the Gregorian calendar (Meeus's Julian computus); ValueError where it leaves the calendar.

    >>> orthodox_easter(2024)
    datetime.date(2024, 5, 5)
    """
    moon = (19 * (year_number % 19) + 15) % 30
    sunday = (2 * (year_number % 4) + 4 * (year_number % 7) - moon + 34) % 7
    number = moon + sunday + 114
    julian_lag = year_number // 100 - year_number // 400 - 2
    return dt.date(year_number, number // 31, number % 31 + 1) + dt.timedelta(days=julian_lag)
