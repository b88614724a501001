"""Dates by their name: days, months, weekdays, feasts; which year or week is meant where the text leaves it open."""

import datetime as dt

from pipeline.record.expressions import CalendarDate, DateCandidate, Holiday, MonthOf, Tense, Weekday
from pipeline.resolve import calendar
from pipeline.resolve import confidence as sure
from pipeline.resolve.calendar import Days
from pipeline.resolve.feasts import feast_days
from pipeline.resolve.story import Placed, Story, UnresolvedError, YearlyDays, says_year, tense_of

# How many days farther away an occurrence counts that the tense speaks against: "said ... on Dec. 9" in
# November is still the coming one, while a bare month of half a year ago stays behind.
_BY_THE_MOON = frozenset({"table ramadan", "table eid-al-fitr", "table eid-al-adha"})
_AGAINST_TENSE = {"day": 100, "period": 150}


def calendar_date(story: Story, date: CalendarDate, at: DateCandidate) -> Placed:
    if date.year is not None:
        if date.month is None:
            return Placed(calendar.year(date.year))
        if date.day is None:
            return Placed(calendar.month(date.year, date.month))
        days = calendar.day(dt.date(date.year, date.month, date.day))
        return _weekday_checked(Placed(days), date.weekday)
    if date.month is None:
        return day_of_month(story, date.day or 1, at)
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


def day_of_month(story: Story, number: int, at: DateCandidate) -> Placed:
    before = story.before(at, finest="month", paragraph=True)
    if before:
        first = before.days.first
        return Placed(
            calendar.day(first.replace(day=number)),
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


def yearly(story: Story, in_year: YearlyDays, at: DateCandidate) -> Placed:
    """Return the occurrence that is meant of something that comes once a year."""
    passage = passage_year(story, in_year, at)
    if passage:
        return passage
    base = story.published
    if base is None:
        before = story.before(at, finest="year", paragraph=True)
        if before and before.days.first.year == before.days.last.year and before.candidate.context.fronted:
            days = in_year(before.days.first.year)
            return Placed(days, before.place, (f"no year in the text: taken from the date before it, {before.days.edtf}",), sure.BORROWED)
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
    choices = [days for days in (in_year(base.first.year + shift) for shift in (-1, 0, 1)) if days is not None]
    if not choices:
        choices = [days for days in (in_year(base.first.year + shift) for shift in (-4, -3, -2, 2, 3, 4)) if days is not None]
    if at.relation == "since":
        choices = [days for days in choices if days.first <= base.last]
    return _chosen(story, choices, base, tense)


def _chosen(story: Story, choices: list[Days], base: Days, tense: Tense | None) -> Placed:
    """Return the nearest one, where those that the tense speaks against count as farther away."""

    def against(days: Days) -> bool:
        return (tense == "past" and days.first > base.last) or (tense == "future" and days.last < base.first)

    def distance(days: Days) -> int:
        away = max((days.first - base.last).days, (base.first - days.last).days, 0)
        return away + (_AGAINST_TENSE["day" if days.grain == "day" else "period"] if against(days) else 0)

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


def passage_year(story: Story, in_year: YearlyDays, at: DateCandidate) -> Placed | None:
    """Return the occurrence in the year that the passage tells of, None where it tells of none."""
    sentence, paragraph = story.where(at)
    for before in reversed(story.earlier[-3:]):
        if before.paragraph != paragraph or sentence - before.sentence > 1 or before.candidate.context.compared:
            continue
        if not says_year(before.candidate.expression) or before.days.first.year != before.days.last.year:
            continue
        linked = sentence == before.sentence or (before.candidate.context.fronted and (at.context.fronted or at.context.perfect))
        fronted_year = before.days.grain == "year" and before.candidate.context.fronted and not before.candidate.context.compared
        if not (linked if before.days.grain in ("day", "month", "quarter", "season", "half") else fronted_year and linked):
            continue
        days = in_year(before.days.first.year)
        if days is not None and before.days.grain != "year" and days.last < before.days.first:
            days = in_year(before.days.first.year + 1)
        if days is None or (
            story.published
            and ((tense_of(at) != "future" and days.first > story.published.last) or before.days.first > story.published.last)
        ):
            continue
        if story.published and before.days.first.year == story.published.last.year:
            continue
        return Placed(days, before.place, (f"no year in the text: the passage tells of {before.days.first.year}",), sure.PASSAGE)
    return None


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
    base = story.known("day", "a weekday needs the day of publication").first
    back, ahead = (base.weekday() - weekday.day) % 7, (weekday.day - base.weekday()) % 7
    tense = tense_of(at)
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


def month_of(story: Story, date: MonthOf, at: DateCandidate) -> Placed:
    if date.anchor == "text":
        before = story.before(at, finest="year")
        if before is None:
            raise UnresolvedError("the year that it is counted from is not dated")
        year, anchor = before.days.first.year + date.shift, before.place
        return Placed(_of_month(year, date.month, date.day), anchor, (f"counted from {before.days.edtf}",), sure.FROM_TEXT)
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
    return _chosen(story, choices, known, tense_of(at))


def _of_month(year: int, month: int, day: int | None) -> Days:
    return calendar.month(year, month) if day is None else calendar.day(dt.date(year, month, day))


def _weekday_checked(placed: Placed, weekday: int | None) -> Placed:
    if weekday is None or placed.days is None or placed.days.first.weekday() == weekday:
        return placed
    return placed._replace(why=(*placed.why, "that day was no such weekday: one of the two is wrong"), trust=sure.CONTRADICTED)
