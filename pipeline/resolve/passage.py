"""The year or week that a passage tells of, for dates that leave it out: "In 1944 he was captured. ... He reached the lines on the 2nd of April"."""

import datetime as dt

from pipeline.record.expressions import DateCandidate, Offset, Period, Weekday, YearPart
from pipeline.resolve import calendar
from pipeline.resolve import confidence as sure
from pipeline.resolve.story import Earlier, Placed, Story, YearlyDays, says_year, tense_of

# What lies so few days back is rather of the article's own time than of the passage's.
_OF_LATE = 60
# A story that is so many days older than the article is not the article's own time.
_LONG_AGO = 21


def passage_year(story: Story, in_year: YearlyDays, at: DateCandidate) -> Placed | None:
    """Return the occurrence in the year that the passage tells of, None where it tells of none."""
    sentence, paragraph = story.where(at)
    if at.context.tense == "future" and story.published is not None:
        return None
    for before in reversed(story.earlier[-3:]):
        if before.paragraph != paragraph or sentence - before.sentence > 2 or before.candidate.context.compared:
            continue
        if not tells_year(before) or before.days.first.year != before.days.last.year:
            continue
        if before.candidate.relation == "since" and not story.goes_on(before.candidate, at):
            continue
        context = before.candidate.context
        near = sentence - before.sentence < 2
        linked = near and (sentence == before.sentence or (context.fronted and (at.context.fronted or at.context.perfect)))
        if before.days.grain in ("day", "month", "quarter", "season", "half"):
            linked = linked or (at.context.told and context.tense == "past" and not _of_late(story, in_year))
        elif before.days.grain != "year" or not (context.fronted or story.same_clause(before.candidate, at)):
            continue
        if not linked:
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
        why = f"no year in the text: the passage tells of {before.days.first.year}"
        return Placed(days, before.place, (why,), sure.PASSAGE, of_passage=True)
    return None


def _of_late(story: Story, in_year: YearlyDays) -> bool:
    """Return whether it came shortly before the article appeared."""
    if story.published is None:
        return False
    near = (in_year(story.published.first.year + shift) for shift in (-1, 0))
    return any(days is not None and 0 <= (story.published.last - days.last).days <= _OF_LATE for days in near)


def tells_year(before: Earlier) -> bool:
    """Return whether a date says its year, or has it from one that does, or opens its sentence with a year counted back ("Four years ago")."""
    said = before.candidate.expression
    counted = (
        (isinstance(said, Offset) and said.unit == "year")
        or (isinstance(said, Period) and said.unit == "year" and said.shift == -1)
        or (isinstance(said, YearPart) and said.shift == -1)
    )
    return (
        says_year(said) or before.of_passage or (counted and before.candidate.context.fronted and before.days.grain in ("year", "season"))
    )


def next_told(story: Story, in_year: YearlyDays, at: DateCandidate) -> Placed | None:
    """Return the occurrence that goes on from the date told before it, where no publication date is known; None where nothing is told.

    Histories give the year once and go forward from there.
    """
    before = _last_told(story, at)
    if before is None or at.context.tense == "future":
        return None
    days = in_year(before.days.first.year)
    if days is None or days.last < before.days.first:
        days = in_year(before.days.first.year + 1)
    if days is None:
        return None
    return Placed(
        days,
        before.place,
        (f"no year in the text: the one that goes on from the date before it, {before.days.edtf}",),
        sure.BORROWED,
        of_passage=True,
    )


def next_weekday_told(story: Story, weekday: Weekday, at: DateCandidate) -> Placed | None:
    """Return the weekday of the week after the day told before it, None where none is told, or one of the article's own time."""
    before = _last_told(story, at)
    if before is None or before.days.grain != "day" or at.context.tense == "future" or weekday.shift is not None:
        return None
    day = before.days.first
    if story.published is not None and (story.published.first - day).days < _LONG_AGO:
        return None
    away = (weekday.day - day.weekday()) % 7
    return Placed(
        calendar.day(day + dt.timedelta(days=away)),
        before.place,
        (f"the one that goes on from the day before it, {day.isoformat()}",),
        sure.BORROWED,
        of_passage=True,
    )


def _last_told(story: Story, at: DateCandidate) -> Earlier | None:
    """Return the last date before this one that the story tells of, with its year."""
    sentence, _ = story.where(at)
    for before in reversed(story.earlier[-4:]):
        if sentence - before.sentence > 3:
            return None
        passed_over = (
            before.candidate.context.compared or before.candidate.context.tense == "future" or before.candidate.relation == "since"
        )
        if not passed_over and before.days.grain not in ("decade", "century") and before.days.first.year == before.days.last.year:
            return before
    return None
