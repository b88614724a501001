"""Parts of periods and stretches between dates: quarters, halves, seasons, fiscal years, "the end of 2027", ranges."""

import datetime as dt
from typing import Literal

import msgspec

from pipeline.record.expressions import (
    CalendarDate,
    DateCandidate,
    Edge,
    Expression,
    FiscalYear,
    Nth,
    Period,
    PeriodEnding,
    Range,
    Side,
    Unit,
    Weekday,
    YearPart,
)
from pipeline.resolve import calendar, seasons
from pipeline.resolve import confidence as sure
from pipeline.resolve.calendar import Days
from pipeline.resolve.named_dates import yearly
from pipeline.resolve.seasons import season_days
from pipeline.resolve.story import Placed, Story, UnresolvedError, says_year


def year_part(story: Story, part: YearPart, at: DateCandidate) -> Placed:
    placed = _year_part(story, part, at)
    if part.part == "season":
        return placed._replace(why=(*placed.why, seasons.SOUTHERN if story.southern else seasons.NORTHERN))
    return placed


def _year_part(story: Story, part: YearPart, at: DateCandidate) -> Placed:
    # A quarter without its year is counted in the financial year where the article says when that begins.
    known = story.financial_year if part.part != "season" and part.of is None else None

    def in_year(year: int) -> Days | None:
        return _part_of_year(story, part, year) if known is None else _of_financial(_financial_year(year, known[0]), part)

    if part.number == 0:
        topic = story.topic(at, ("quarter",) if part.part == "quarter" else ("quarter", "half", "season", "month", "range"))
        if topic is None or part.of is None:
            raise UnresolvedError("which quarter is not said")
        named = story.days(part.of, at)
        shift = (named.days.first.year - topic.days.first.year) * 12 if named.days else 0
        return Placed(story.moved(topic.days, "month", shift), topic.place, ("the same quarter of that year",), sure.ASSUMED)
    if isinstance(part.of, FiscalYear):
        fiscal = fiscal_year(story, part.of)
        return fiscal if fiscal.days is None else fiscal._replace(days=_of_financial(fiscal.days, part))
    if part.of is not None:
        whole = story.days(part.of, at)
        if whole.days is None:
            raise UnresolvedError("the year that it is a part of is not known")
        return Placed(in_year(whole.days.first.year - part.years_back), whole.anchor, whole.why, whole.trust)
    if part.anchor == "text" and part.shift is not None:
        return _season_from(story, part, part.shift, at)
    if part.shift is not None:
        base = story.known("month", "it is counted from the publication date")
        if part.shift == 0:
            near = (in_year(base.first.year + shift) for shift in (-1, 0))
            here = next((days for days in near if days is not None and base.first <= days.last), None) or in_year(base.first.year)
            return Placed(here, "published", (f"counted from the publication date {story.name}",), sure.COUNTED * story.trust)
        choices = [days for days in (in_year(base.first.year + shift) for shift in (-2, -1, 0, 1)) if days is not None]
        fit = [days for days in choices if (days.first > base.last if part.shift > 0 else days.last < base.first)]
        return Placed(
            fit[0] if part.shift > 0 else fit[-1],
            "published",
            (f"counted from the publication date {story.name}",),
            sure.NO_TENSE * story.trust,
        )
    placed = yearly(story, in_year, at)
    if part.years_back and placed.days is not None:
        return placed._replace(days=story.moved(placed.days, "year", -part.years_back))
    return placed


def _season_from(story: Story, part: YearPart, shift: int, at: DateCandidate) -> Placed:
    """Return the season of the year of the date before it, or the one next to that date."""
    before = story.before(at, finest="year")
    if before is None:
        raise UnresolvedError("the time that it is counted from is not dated")
    here = before.days
    choices = [days for days in (_part_of_year(story, part, here.first.year + step) for step in (-1, 0, 1)) if days is not None]
    if shift == 0:
        fit = [days for days in choices if days.first <= here.last and here.first <= days.last] or choices[1:2]
    else:
        fit = [days for days in choices if (days.first > here.last if shift > 0 else days.last < here.first)]
    if not fit:
        raise UnresolvedError("the time that it is counted from reaches over it")
    return Placed(fit[-1] if shift < 0 else fit[0], before.place, (f"counted from {here.edtf}",), sure.FROM_TEXT)


def _of_financial(year: Days, part: YearPart) -> Days:
    """Return the quarter, half or first months of a financial year."""
    if part.part == "months":
        count = abs(part.number)
        return calendar.months(year.first if part.number > 0 else calendar.add_months(year.first, 12 - count), count, "range")
    size = 3 if part.part == "quarter" else 6
    number = part.number if part.number > 0 else 12 // size
    return calendar.months(calendar.add_months(year.first, size * (number - 1)), size, "quarter" if size == 3 else "half")


def period_ending(story: Story, ending: PeriodEnding, at: DateCandidate) -> Placed:
    end = story.days(ending.end, at)
    if end.days is None:
        return end
    grain = {3: "quarter", 6: "half", 12: "year"}.get(ending.months, "range")
    last = end.days.last
    if end.days.grain == "day":
        first = calendar.add_months(last + dt.timedelta(days=1), -ending.months)
    else:
        first = calendar.add_months(end.days.first, 1 - ending.months)
    aligned = first.day == 1 and (last + dt.timedelta(days=1)).day == 1 and (grain != "year" or first.month == 1)
    return end._replace(days=Days(first, last, grain if aligned else "range"))  # type: ignore[arg-type]


def fiscal_year(story: Story, fiscal: FiscalYear) -> Placed:
    known = story.financial_year
    month, why = (4, ()) if fiscal.start_month == 4 else (known[0], (known[1],)) if known else (1, ())
    if month > 1 or known:
        return Placed(_financial_year(fiscal.ends_in, month), None, why)
    return Placed(calendar.year(fiscal.ends_in), None, ("the financial year's start is not said: read as calendar year",), sure.ASSUMED)


def _financial_year(ends_in: int, month: int) -> Days:
    """Return the twelve months from a month on that end in a year."""
    return calendar.months(dt.date(ends_in - (month > 1), month, 1), 12, "range" if month > 1 else "year")


def edge_days(story: Story, edge: Edge, at: DateCandidate) -> Placed:
    inner = edge.of
    if isinstance(inner, Period) and inner.shift is None and inner.unit == "year":
        inner = Period(unit="year", shift=-1 if at.relation == "since" else 0)
    elif isinstance(inner, Period) and inner.anchor == "published" and inner.shift == 0:
        passage = _edge_passage(story, inner.unit, at)
        if passage:
            return passage._replace(days=_edge_of(passage.days, edge.edge) if passage.days else None)
    base = story.days(inner, at)
    if base.days is None:
        return base
    return base._replace(days=_edge_of(base.days, edge.edge))


def _edge_passage(story: Story, unit: Unit, at: DateCandidate) -> Placed | None:
    """Return the year that "the end of the year" belongs to where the sentence before names one that is over."""
    if unit != "year" or at.context.tense == "future":
        return None
    sentence, _ = story.where(at)
    for before in reversed(story.earlier[-2:]):
        same = before.sentence == sentence and says_year(before.candidate.expression) and before.days.first.year == before.days.last.year
        if same and story.published and before.days.last < story.published.first and before.days.first.year < story.published.first.year:
            return Placed(calendar.year(before.days.first.year), before.place, ("the year that the sentence tells of",), sure.TOPIC)
    return None


def side_days(story: Story, side: Side, at: DateCandidate) -> Placed:
    base = story.days(side.of, at)
    if base.days is None or story.published is None or base.days.grain == "day" or story.published.grain != "day":
        return base
    today = story.published.first
    if not base.days.first <= today <= base.days.last:
        return base
    days = Days(base.days.first, today, "range") if side.side == "earlier" else Days(today, base.days.last, "range")
    return base._replace(days=days, why=(*base.why, f"{side.side} than the publication date {story.name}"))


def range_days(story: Story, span: Range, at: DateCandidate) -> Placed:
    begin, finish = span.first, span.last
    whole = _months_range(story, begin, finish, at)
    if whole:
        return whole
    if isinstance(begin, Weekday) and begin.shift is None and isinstance(finish, Nth) and finish.weekday is not None:
        begin = Nth(number=finish.number, of=finish.of, weekday=begin.day)
    first = story.days(begin, at)
    if first.days and isinstance(begin, CalendarDate) and isinstance(finish, CalendarDate) and begin.year is None and finish.year is None:
        # One year for both ends, the next one where the range runs over its end.
        ahead = finish.month is not None and begin.month is not None and finish.month < begin.month
        finish = msgspec.structs.replace(finish, year=first.days.first.year + ahead) if finish.month else finish
    last = story.days(finish, at)
    if first.days is None or last.days is None:
        raise UnresolvedError("an end of the range is not known")
    end = last.days.last
    if end < first.days.first:
        if isinstance(span.last, Weekday):
            end = end + dt.timedelta(days=7)
        else:
            raise UnresolvedError("the range ends before it begins")
    return Placed(
        Days(first.days.first, end, "range"),
        first.anchor if first.anchor is not None else last.anchor,
        first.why or last.why,
        min(first.trust, last.trust),
    )


def _months_range(story: Story, begin: Expression, finish: Expression, at: DateCandidate) -> Placed | None:
    """Return "between April and December" as the one that the tense and the publication date tell; None for another range or a real year."""
    if not isinstance(begin, CalendarDate) or not isinstance(finish, CalendarDate):
        return None
    if begin.year is not None or finish.year is not None or begin.month is None or finish.month is None:
        return None

    def in_year(year: int) -> Days | None:
        ahead = 1 if (finish.month or 0) < (begin.month or 0) else 0
        first, last = (_month_or_day(year + step, date) for step, date in ((0, begin), (ahead, finish)))
        return Days(first.first, last.last, "range") if first.first <= last.last else None

    return yearly(story, in_year, at)


def _month_or_day(year: int, date: CalendarDate) -> Days:
    month = date.month or 1
    return calendar.month(year, month) if date.day is None else calendar.day(dt.date(year, month, date.day))


def _part_of_year(story: Story, part: YearPart, year: int) -> Days:
    if part.part == "season":
        return season_days(year, part.number, southern=story.southern)
    if part.part == "months":
        count = abs(part.number)
        start = dt.date(year, 1, 1) if part.number > 0 else dt.date(year, 13 - count, 1)
        grain = {3: "quarter", 6: "half", 12: "year"}.get(count, "range")
        return calendar.months(start, count, grain)  # type: ignore[arg-type]
    size = 3 if part.part == "quarter" else 6
    number = part.number if part.number > 0 else 12 // size
    return calendar.months(dt.date(year, size * (number - 1) + 1, 1), size, "quarter" if size == 3 else "half")


def _edge_of(days: Days, edge: Literal["start", "end"]) -> Days:
    """Return the last (first) month of a year or part of it, the last (first) year of a decade, else the period itself."""
    at = days.last if edge == "end" else days.first
    if days.grain in ("year", "half", "quarter", "season", "range"):
        return calendar.month(at.year, at.month)
    if days.grain == "decade":
        return calendar.year(at.year)
    if days.grain == "century":
        return calendar.containing(at, "decade")
    return days
