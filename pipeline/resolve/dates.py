"""From what date expressions say to the days they mean.

Dates are worked out in text order. Each is counted from what the text itself anchors it to where it
does that ("a year later" from the dated event before it), else from the publication date. Where
neither is known to the needed precision the bounds stay empty and the reason is given.

dateparser reads clock times (`clock.py`) and nothing else. Asked for every case row of the tests
with the publication date as its base, it gives all written-out days (9 of 9), months with their year
(2 of 2), "... ago" (5 of 5), "yesterday", "today" and "tomorrow"; it also makes 13 May of
"2022-13-05", takes the coming Friday for the last one (7 of 13 bare weekdays right), the running year
for any month (11 of 19 right), and reads no quarter, half, season, decade, edge or range. What it has
right, the grammar has read already when the words were found, while an uncached string costs it 0.4
to 1 ms, and an article holds some twenty dates: as long as this whole room may take is spent on two.
So days are worked out here, and the tests hold the plain classes against dateparser.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterator

import msgspec

from pipeline.record.candidates import PublicationDate, ValuedDate
from pipeline.record.expressions import (
    Beside,
    CalendarDate,
    Century,
    DateCandidate,
    Decade,
    Edge,
    Expression,
    FiscalYear,
    Holiday,
    MonthOf,
    Nth,
    Offset,
    PartOfDay,
    Period,
    PeriodEnding,
    Range,
    Recurring,
    Side,
    TimeOfDay,
    Vague,
    Weekday,
    Window,
    YearPart,
)
from pipeline.resolve import calendar
from pipeline.resolve import confidence as sure
from pipeline.resolve.clock import clock_time
from pipeline.resolve.counted_dates import offset_days, period_days, window_days
from pipeline.resolve.named_dates import calendar_date, holiday_date, month_of, weekday_date
from pipeline.resolve.nested_dates import beside_days, nth_days
from pipeline.resolve.part_dates import edge_days, fiscal_year, period_ending, range_days, side_days, year_part
from pipeline.resolve.story import Placed, Story, UnresolvedError

_PLAIN_REASON = "read as it stands in the text"
_JOINED = re.compile(r"[\xa0 ]?(?:and|to|or|until|till|-|–|—)[\xa0 ]?")
_NO_BOUNDS = "the text names no bounds"


def resolve(
    dates: tuple[DateCandidate, ...], published: PublicationDate, text: str, sentences: tuple[tuple[int, int], ...]
) -> tuple[ValuedDate, ...]:
    """Return every candidate with its interval, in the order given; offsets stay as they are.

    Nothing depends on the day of the run: without a publication date, relative dates that the text
    does not anchor have neither value nor bounds, and `why` says so.
    """
    story = Story(published, text, sentences, _days)
    out = []
    for place, candidate in enumerate(_with_days(dates, text)):
        placed = _placed(story, candidate)
        story.remember(candidate, place, placed)
        out.append(_valued(candidate, placed))
    return tuple(out)


def _with_days(dates: tuple[DateCandidate, ...], text: str) -> Iterator[DateCandidate]:
    """Yield the candidates; a clock time takes the day of the one it is joined with ("between 6 p.m. and 8 p.m. on Wednesday")."""
    for candidate, behind in itertools.zip_longest(dates, dates[1:]):
        time = candidate.expression
        if isinstance(time, TimeOfDay) and time.day is None and behind is not None:
            other = behind.expression
            if isinstance(other, TimeOfDay) and other.day is not None and _JOINED.fullmatch(text, candidate.end, behind.start):
                yield msgspec.structs.replace(candidate, expression=msgspec.structs.replace(time, day=other.day), context=behind.context)
                continue
        yield candidate


def _placed(story: Story, candidate: DateCandidate) -> Placed:
    try:
        return story.days(candidate.expression, candidate)
    except UnresolvedError as reason:
        return Placed(None, why=(str(reason),), trust=sure.UNDATED if story.published is None else sure.UNRESOLVED)
    except (ValueError, OverflowError):
        return Placed(None, why=("there is no such day in the calendar",), trust=sure.CONTRADICTED)


def _days(story: Story, expression: Expression, at: DateCandidate) -> Placed:
    match expression:
        case CalendarDate():
            return calendar_date(story, expression, at)
        case Weekday():
            return weekday_date(story, expression, at)
        case Period():
            return period_days(story, expression, at)
        case MonthOf():
            return month_of(story, expression, at)
        case Window():
            return window_days(story, expression, at)
        case Offset():
            return offset_days(story, expression, at)
        case YearPart():
            return year_part(story, expression, at)
        case PeriodEnding():
            return period_ending(story, expression, at)
        case FiscalYear():
            return fiscal_year(story, expression)
        case Decade():
            return Placed(calendar.containing(dt.date(expression.first_year, 1, 1), "decade"))
        case Century():
            return Placed(calendar.containing(dt.date(max(1, (expression.number - 1) * 100), 1, 1), "century"))
        case Edge():
            return edge_days(story, expression, at)
        case Side():
            return side_days(story, expression, at)
        case Range():
            return range_days(story, expression, at)
        case Nth():
            return nth_days(story, expression, at)
        case Beside():
            return beside_days(story, expression, at)
        case Holiday():
            return holiday_date(story, expression, at)
        case TimeOfDay():
            return _time(story, expression, at)
        case PartOfDay():
            return story.days(expression.of, at)
        case Recurring() | Vague():
            return Placed(None)


def _time(story: Story, time: TimeOfDay, at: DateCandidate) -> Placed:
    clock = clock_time(time.clock)
    if clock is None:
        raise UnresolvedError("there is no such time of day")
    written = clock.isoformat(timespec="minutes")
    why = (f"“{time.zone}” is kept as written",) if time.zone else ()
    if time.day is not None:
        base = story.days(time.day, at)
        return base._replace(clock=written, why=(*base.why, *why))
    sentence, _ = story.where(at)
    for before in reversed(story.earlier[-2:]):
        if before.sentence == sentence and before.days.grain == "day":
            return Placed(before.days, before.place, ("the day that stands in the same sentence", *why), sure.SAME_SENTENCE, written)
    raise UnresolvedError("its day is not said")


def _valued(candidate: DateCandidate, placed: Placed) -> ValuedDate:
    days = placed.days
    value = days.edtf if days else None
    if days and placed.clock and days.grain == "day":
        value = f"{value}T{placed.clock}"
    return ValuedDate(
        start=candidate.start,
        end=candidate.end,
        kind=candidate.kind,
        value=value,
        first_day=days.first.isoformat() if days else None,
        last_day=days.last.isoformat() if days else None,
        relation=candidate.relation,
        anchor=placed.anchor if days else None,
        confidence=round(min(candidate.confidence, placed.trust), 2),
        why=(*candidate.why, *placed.why) or (_PLAIN_REASON if days else _NO_BOUNDS,),
    )
