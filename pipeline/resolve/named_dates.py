"""Dates by their name: days, months, weekdays, feasts; which year or week is meant where the text leaves it open."""

import datetime as dt

from pipeline.record.expressions import CalendarDate, DateCandidate, Holiday, MonthOf, Tense, Weekday
from pipeline.resolve import calendar
from pipeline.resolve import confidence as sure
from pipeline.resolve.calendar import Days
from pipeline.resolve.feasts import feast_days
from pipeline.resolve.passage import next_told, next_weekday_told, passage_year
from pipeline.resolve.story import Placed, Story, UnresolvedError, YearlyDays, tense_of

# How many days farther away an occurrence counts that the tense speaks against: "said ... on Dec. 9" in
# November is still the coming one, while a bare month of half a year ago stays behind.
_BY_THE_MOON = frozenset({"table ramadan", "table eid-al-fitr", "table eid-al-adha"})
_AGAINST_TENSE = {"day": 100, "period": 150}
# So many days back in the month, a bare day of it is one of the next month.
_MONTH_TURNS = 14
# How many days on the second of two joined weekdays may lie: "Thursday and Friday", not "Friday and Thursday".
_JOINED_DAYS = 3
_AGAINST_TOLD = 190


def calendar_date(story: Story, date: CalendarDate, at: DateCandidate) -> Placed:
    if date.year is not None:
        if date.month is None:
            return Placed(calendar.year(date.year))
        if date.day is None:
            return Placed(calendar.month(date.year, date.month))
        days = calendar.day(dt.date(date.year, date.month, date.day))
        return _weekday_checked(Placed(days), date.weekday)
    if date.month is None:
        return day_of_month(story, date.day or 1, date.weekday, at)
    month, day = date.month, date.day

    def in_year(year: int) -> Days | None:
        if day is None:
            return calendar.month(year, month)
        # 29 February stands in leap years only; any other day that a month lacks stands in none.
        if day > calendar.days_in_month(year, month):
            if (month, day) != (2, 29):
                raise ValueError(day)
            return None
        return calendar.day(dt.date(year, month, day))

    if day is not None and date.weekday is not None and story.published is not None:
        fitting = [
            days
            for days in map(in_year, range(story.published.first.year - 1, story.published.first.year + 2))
            if days and days.first.weekday() == date.weekday
        ]
        if len(fitting) == 1:
            return Placed(
                fitting[0],
                "published",
                ("no year in the text: the weekday fits only this one near the publication date",),
                sure.WEEKDAY_FITS * story.trust,
            )
    return yearly(story, in_year, at)


def day_of_month(story: Story, number: int, weekday: int | None, at: DateCandidate) -> Placed:
    if weekday is not None:
        return _day_by_weekday(story, number, weekday, at)
    before = story.before(at, finest="month", paragraph=story.published is not None)
    if before:
        first = before.days.first
        # Behind the 30th of a month, the 2nd is rather of the next one.
        over = before.days.grain == "day" and first.day - number > _MONTH_TURNS
        return Placed(
            calendar.day((calendar.add_months(first.replace(day=1), 1) if over else first).replace(day=number)),
            before.place,
            (f"month and year from the date before it, {before.days.edtf}",),
            sure.FROM_TEXT,
        )
    base = story.known("month", "a day of the month needs its month")
    first = base.first
    found = first.replace(day=number)
    if base.grain == "day" and at.context.tense == "future" and found < base.first:
        found = calendar.add_months(found, 1)
    elif base.grain == "day" and at.context.tense != "future" and found > base.first:
        found = calendar.add_months(found, -1)
    return Placed(
        calendar.day(found), "published", (f"month and year from the publication date {story.name}",), sure.FROM_TEXT * story.trust
    )


def _day_by_weekday(story: Story, number: int, weekday: int, at: DateCandidate) -> Placed:
    """Return "Tuesday the 2nd": of the months around the publication date, the one in which the two fit."""
    base = story.known("day", "the month of the day is not said").first
    months = [calendar.add_months(base.replace(day=1), shift) for shift in (-3, -2, -1, 0, 1, 2, 3)]
    fit = [day for first in months if (day := first + dt.timedelta(days=number - 1)).month == first.month and day.weekday() == weekday]
    tense = tense_of(at)
    told = [day for day in fit if (day >= base if tense == "future" else day <= base if tense == "past" else True)] or fit
    if not told:
        raise UnresolvedError("in no month around the publication date is that day such a weekday")
    return Placed(
        calendar.day(min(told, key=lambda day: (abs((day - base).days), day))),
        "published",
        (f"month and year near the publication date {story.name}, where the weekday fits",),
        sure.WEEKDAY_FITS * story.trust,
    )


def yearly(story: Story, in_year: YearlyDays, at: DateCandidate) -> Placed:
    """Return the occurrence that is meant of something that comes once a year."""
    passage = passage_year(story, in_year, at)
    if passage:
        return passage
    base = story.published
    if base is None:
        told = next_told(story, in_year, at)
        if told:
            return told
        raise UnresolvedError("no year in the text and no publication date to take it from")
    if base.grain == "year":
        return Placed(
            in_year(base.first.year),
            "published",
            (f"no year in the text: taken from the publication date {story.name}",),
            sure.ASSUMED * story.trust,
        )
    tense = tense_of(at)
    if at.relation == "by" and tense == "past" and not at.context.perfect:
        # "said it would be done by February": the past belongs to the saying.
        tense = None
    elif at.relation == "by" and tense is None:
        tense = "future"
    choices = [days for days in (in_year(base.first.year + shift) for shift in (-1, 0, 1)) if days is not None]
    if not choices:
        choices = [days for days in (in_year(base.first.year + shift) for shift in (-4, -3, -2, 2, 3, 4)) if days is not None]
    if at.relation == "since":
        choices = [days for days in choices if days.first <= base.last]
    return _chosen(story, choices, base, tense, told=at.context.told and tense == "past")


def _chosen(story: Story, choices: list[Days], base: Days, tense: Tense | None, *, told: bool = False) -> Placed:
    """Return the nearest one, where those that the tense speaks against count as farther away.

    What a past verb of the date's own clause tells has happened, unless it is near: "payment was delayed to Nov. 16".
    """

    def against(days: Days) -> bool:
        return (tense == "past" and days.first > base.last) or (tense == "future" and days.last < base.first)

    penalty = _AGAINST_TOLD if told else _AGAINST_TENSE["day" if choices[0].grain == "day" else "period"]

    def distance(days: Days) -> int:
        away = max((days.first - base.last).days, (base.first - days.last).days, 0)
        return away + (penalty if against(days) else 0)

    chosen = min(choices, key=lambda days: (distance(days), days.first))
    where = (
        "that holds the publication date" if chosen.first <= base.last and base.first <= chosen.last else "nearest to the publication date"
    )
    if tense is None:
        return Placed(chosen, "published", (f"no year in the text: the one {where} {story.name}",), sure.NO_TENSE * story.trust)
    if against(chosen):
        return Placed(
            chosen,
            "published",
            (f"no year in the text: the one {where} {story.name}, though the tense is {tense}",),
            sure.TENSE_AGAINST * story.trust,
        )
    return Placed(
        chosen,
        "published",
        (f"no year in the text: the one {where} {story.name}, as the tense is {tense}",),
        sure.TENSE_AGREES * story.trust,
    )


def weekday_date(story: Story, weekday: Weekday, at: DateCandidate) -> Placed:
    if weekday.anchor == "text":
        before = story.before(at, finest="day")
        if before is None or before.days.grain != "day":
            raise UnresolvedError("the day that it is counted from is not dated")
        base = before.days.first
        if weekday.shift == 0:
            gap = (base.weekday() - weekday.day) % 7
            return Placed(calendar.day(base - dt.timedelta(days=gap)), before.place, (f"in the week up to {base}",), sure.FROM_TEXT)
        away = (base.weekday() - weekday.day - 1) % 7 + 1 if weekday.shift == -1 else -((weekday.day - base.weekday() - 1) % 7 + 1)
        return Placed(calendar.day(base - dt.timedelta(days=away)), before.place, (f"counted from {base}",), sure.FROM_TEXT)
    if story.published is None or weekday.told:
        told = next_weekday_told(story, weekday, at)
        if told:
            return told
    base = story.known("day", "a weekday needs the day of publication").first
    back, ahead = (base.weekday() - weekday.day) % 7, (weekday.day - base.weekday()) % 7
    tense = tense_of(at)
    joined = _joined_weekday(story, weekday, at)
    if joined:
        return joined
    # "ordered back by noon on Wednesday", "closed until Tuesday": what a deadline is given for lies ahead.
    deadline = (at.relation == "until" and not story.runs_through(at)) or (
        at.relation == "by" and not (at.context.fronted or at.context.perfect or at.context.told)
    )
    if weekday.shift is None and deadline and tense == "past":
        tense = "future"
    if weekday.shift == -1:
        return Placed(
            calendar.day(base - dt.timedelta(days=back or 7)),
            "published",
            (f"the last one before {story.name}",),
            sure.LAST_WEEKDAY * story.trust,
        )
    if weekday.shift == 1:
        monday = base - dt.timedelta(days=base.weekday()) + dt.timedelta(days=7)
        return Placed(
            calendar.day(monday + dt.timedelta(days=weekday.day)),
            "published",
            (f"in the week after {story.name}; “next” may also mean the coming one",),
            sure.NEXT_WEEKDAY * story.trust,
        )
    if weekday.coming:
        return Placed(
            calendar.day(base + dt.timedelta(days=ahead or 7)),
            "published",
            (f"the next one after {story.name}, as the text says",),
            sure.COUNTED * story.trust,
        )
    if back == 0:
        return Placed(
            calendar.day(base),
            "published",
            ("the article appeared on that weekday",),
            (sure.NEXT_WEEKDAY if tense == "future" else sure.WEEKDAY_OF_PUBLICATION) * story.trust,
        )
    if tense == "future" or (weekday.shift == 0 and tense is None):
        return Placed(
            calendar.day(base + dt.timedelta(days=ahead)),
            "published",
            (f"the next one after {story.name}, as the tense is future",),
            sure.WEEKDAY_AHEAD * story.trust,
        )
    said = "as the tense is past" if tense == "past" else "as nothing says that it is ahead"
    return Placed(
        calendar.day(base - dt.timedelta(days=back)),
        "published",
        (f"the last one before {story.name}, {said}",),
        (sure.WEEKDAY_BACK if tense else sure.NO_TENSE) * story.trust,
    )


def _joined_weekday(story: Story, weekday: Weekday, at: DateCandidate) -> Placed | None:
    """Return the day that goes on from the one before it ("on Monday and Tuesday"), None where it stands alone."""
    before = story.earlier[-1] if story.earlier else None
    if weekday.shift is not None or before is None or not isinstance(before.candidate.expression, Weekday) or before.days.grain != "day":
        return None
    if not story.joined(before.candidate, at) or before.candidate.expression.anchor == "text":
        return None
    away = (weekday.day - before.days.first.weekday()) % 7
    if away > _JOINED_DAYS:
        return None
    said = before.days.first.isoformat()
    return Placed(
        calendar.day(before.days.first + dt.timedelta(days=away)),
        before.place,
        (f"the one after {said}, which stands beside it",),
        sure.FROM_TEXT,
    )


def month_of(story: Story, date: MonthOf, at: DateCandidate) -> Placed:
    if date.anchor == "text":
        before = story.before(at, finest="year")
        if before is None:
            raise UnresolvedError("the year that it is counted from is not dated")
        return Placed(_near(before.days, date), before.place, (f"counted from {before.days.edtf}",), sure.FROM_TEXT)
    base = story.known("year", "it is counted from the publication date")
    why = (f"counted from the publication date {story.name}",)
    if date.by_year or date.shift == 0:
        return Placed(_of_month(base.first.year + date.shift, date.month, date.day), "published", why, sure.COUNTED * story.trust)
    ahead = date.shift > 0
    if base.grain == "year":
        return Placed(_of_month(base.first.year + date.shift, date.month, date.day), "published", why, sure.BORROWED * story.trust)
    choices = [_of_month(base.first.year + shift, date.month, date.day) for shift in (-1, 0, 1)]
    fit = [days for days in choices if (days.first > base.last if ahead else days.last < base.first)]
    return Placed(fit[0] if ahead else fit[-1], "published", why, sure.COUNTED * story.trust)


def _near(here: Days, date: MonthOf) -> Days:
    """Return the month or day in the year of a date of the text, or the one next to that date ("the following March 2")."""
    if date.by_year or date.shift == 0:
        return _of_month(here.first.year + date.shift, date.month, date.day)
    choices = [_of_month(here.first.year + shift, date.month, date.day) for shift in (-1, 0, 1)]
    if here.grain in ("year", "decade", "century"):
        return choices[1 + date.shift]
    fit = [days for days in choices if (days.first > here.last if date.shift > 0 else days.last < here.first)]
    if not fit:
        raise UnresolvedError("the time that it is counted from reaches over it")
    return fit[0] if date.shift > 0 else fit[-1]


def holiday_date(story: Story, holiday: Holiday, at: DateCandidate) -> Placed:
    placed = _feast(story, holiday, at)
    if holiday.rule in _BY_THE_MOON:
        return placed._replace(
            why=(*placed.why, "by the Umm al-Qura calendar; where the moon is sighted, a day earlier or later"),
            trust=min(sure.BY_THE_MOON, placed.trust),
        )
    return placed


def _feast(story: Story, holiday: Holiday, at: DateCandidate) -> Placed:
    if holiday.rule == "unknown":
        raise UnresolvedError("its day moves by a calendar that is not worked out here")

    def in_year(year: int) -> Days | None:
        found = feast_days(holiday.rule, year)
        return calendar.day(found.first - dt.timedelta(days=1)) if found and holiday.eve else found

    if holiday.of is not None:
        base = story.days(holiday.of, at)
        if base.days is None:
            raise UnresolvedError("its year is not known")
        found = in_year(base.days.first.year)
        if found is None:
            raise UnresolvedError("its day in that year is not in the table")
        return Placed(found, base.anchor, base.why, base.trust)
    if story.published is None:
        told = passage_year(story, in_year, at) or next_told(story, in_year, at)
        if told:
            return told
    known = story.known("year", "its year is not said")
    choices = [days for days in (in_year(known.first.year + shift) for shift in (-1, 0, 1)) if days]
    if not choices:
        raise UnresolvedError("its day near the publication date is not in the table")
    if holiday.shift in (-1, 1):
        ahead = holiday.shift > 0
        fit = [days for days in choices if (days.first > known.last if ahead else days.last < known.first)]
        if not fit:
            raise UnresolvedError("its day near the publication date is not in the table")
        return Placed(
            fit[0] if ahead else fit[-1], "published", (f"counted from the publication date {story.name}",), sure.COUNTED * story.trust
        )
    passage = passage_year(story, in_year, at)
    if passage:
        return passage
    return _chosen(story, choices, known, tense_of(at), told=at.context.told and tense_of(at) == "past")


def _of_month(year: int, month: int, day: int | None) -> Days:
    return calendar.month(year, month) if day is None else calendar.day(dt.date(year, month, day))


def _weekday_checked(placed: Placed, weekday: int | None) -> Placed:
    if weekday is None or placed.days is None or placed.days.first.weekday() == weekday:
        return placed
    return placed._replace(why=(*placed.why, "that day was no such weekday: one of the two is wrong"), trust=sure.CONTRADICTED)
