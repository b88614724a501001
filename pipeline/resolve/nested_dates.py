"""Dates that are part of another or stand beside one: "the last day of January", "the week after Easter"."""

import datetime as dt

from pipeline.record.expressions import Beside, DateCandidate, Nth
from pipeline.resolve import calendar
from pipeline.resolve import confidence as sure
from pipeline.resolve.calendar import Days
from pipeline.resolve.story import Placed, Story, UnresolvedError

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


def nth_days(story: Story, nth: Nth, at: DateCandidate) -> Placed:
    base = story.days(nth.of, at)
    if base.days is None:
        raise UnresolvedError("the period that it is a part of is not known")
    part = _weekday(base.days, nth.weekday, nth.number) if nth.weekday is not None else _part(base.days, nth)
    if not part.inside(base.days):
        raise UnresolvedError("the period that it is a part of is not so long")
    return base._replace(days=part)


def beside_days(story: Story, beside: Beside, at: DateCandidate) -> Placed:
    base = story.days(beside.of, at)
    if base.days is None:
        raise UnresolvedError("the date that it stands beside is not known")
    days, after = base.days, beside.side > 0
    if beside.weekday is not None:
        edge = days.last + _DAY if after else days.first - _DAY
        away = (beside.weekday - edge.weekday()) % 7 if after else -((edge.weekday() - beside.weekday) % 7)
        return base._replace(days=calendar.day(edge + away * _DAY))
    if beside.side == 0:
        return base._replace(days=_weekend_with(days) if beside.unit == "weekend" else calendar.containing(days.first, "week"))
    if beside.unit == "weekend":
        saturday = days.last + _DAY if after else days.first - _WEEK
        saturday += ((5 - saturday.weekday()) % 7) * _DAY
        return base._replace(days=Days(saturday, saturday + _DAY, "weekend"))
    if beside.unit in ("day", "week"):
        length = _DAY if beside.unit == "day" else beside.count * _WEEK
        first, last = (days.last + _DAY, days.last + length) if after else (days.first - length, days.first - _DAY)
        return base._replace(days=Days(first, last, "day" if first == last else "range"))
    if days.grain == "day" or beside.unit is None:
        raise UnresolvedError("its first and last day are not said")
    return base._replace(days=story.step(days, beside.unit, beside.side), trust=min(base.trust, sure.FROM_TEXT))


def _weekend_with(days: Days) -> Days:
    """Return the weekend that holds a feast, longer by the feast where that stands right beside it."""
    middle = days.first
    # A feast on Monday or Tuesday makes the weekend before it long, one on Thursday or Friday that after it.
    saturday = middle + (5 - middle.weekday()) * _DAY - (1 if middle.weekday() < 2 else 0) * _WEEK
    sunday = saturday + _DAY
    first, last = min(saturday, middle), max(sunday, days.last)
    if middle.weekday() in (1, 2, 3):
        first, last = saturday, sunday
    return Days(first, last, "weekend" if (first, last) == (saturday, sunday) else "range")


def _weekday(whole: Days, weekday: int, number: int) -> Days:
    if number > 0:
        return calendar.day(whole.first + ((weekday - whole.first.weekday()) % 7 + 7 * (number - 1)) * _DAY)
    return calendar.day(whole.last - ((whole.last.weekday() - weekday) % 7) * _DAY)


def _part(whole: Days, nth: Nth) -> Days:
    """Return the days of a numbered part; weeks of a month or year are counted from its first day, by sevens."""
    number, count = nth.number, nth.count
    if nth.unit == "half":
        middle = whole.first + (whole.last - whole.first) // 2
        if whole.grain == "month":
            middle = whole.first + 14 * _DAY
        elif whole.grain in ("year", "decade", "century"):
            middle = calendar.add_months(whole.first, ((whole.last.year - whole.first.year + 1) * 12) // 2) - _DAY
        return Days(whole.first, middle, "range") if number == 1 else Days(middle + _DAY, whole.last, "range")
    if nth.unit == "weekend":
        weekend = _weekday(whole, 5, number)
        return Days(weekend.first, weekend.first + _DAY, "weekend")
    if nth.unit in ("day", "week"):
        if nth.unit == "week" and whole.grain == "week":
            raise UnresolvedError("a week has one week only")
        length = count * (_DAY if nth.unit == "day" else _WEEK)
        first = whole.first + (number - 1) * length if number > 0 else whole.last + _DAY - length
        last = first + length - _DAY
        return Days(first, last, "day" if first == last else "range")
    if nth.unit is None:
        raise UnresolvedError("what it counts is not known")
    unit_at = calendar.containing(whole.first if number > 0 else whole.last, nth.unit)
    first_part = calendar.step(unit_at, nth.unit, number - 1 if number > 0 else 1 - count)
    last_part = calendar.step(first_part, nth.unit, count - 1)
    return first_part if count == 1 else Days(first_part.first, last_part.last, "range")
