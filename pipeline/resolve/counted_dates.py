"""Dates that are counted from the publication date or from another date: "last year", "two years ago", "a year later"."""

import datetime as dt

import msgspec

from pipeline.record.expressions import Context, DateCandidate, Offset, Period, Unit, Weekday, Window
from pipeline.resolve import calendar
from pipeline.resolve import confidence as sure
from pipeline.resolve.calendar import Days
from pipeline.resolve.story import Placed, Story, UnresolvedError, says_year

_NEVER = "no day of it can be said"


def period_days(story: Story, period: Period, at: DateCandidate) -> Placed:
    if period.anchor == "text":
        before = story.before(at, finest=period.unit)
        if before is None:
            raise UnresolvedError("the time that it is counted from is not dated")
        return Placed(
            story.step(before.days, period.unit, period.shift or 0), before.place, (f"counted from {before.days.edtf}",), sure.FROM_TEXT
        )
    if period.shift is None:
        return _bare_period(story, period.unit, at)
    base = story.known(period.unit, f"“{period.unit}” is counted from the publication date")
    why = (f"counted from the publication date {story.name}",)
    if period.fiscal:
        return Placed(
            story.step(base, period.unit, period.shift),
            "published",
            (*why, "the financial year's start is not said: read as calendar year"),
            sure.ASSUMED * story.trust,
        )
    return Placed(story.step(base, period.unit, period.shift), "published", why, sure.COUNTED * story.trust)


def _bare_period(story: Story, unit: Unit, at: DateCandidate) -> Placed:
    before = story.topic(at, ("quarter",), ended=True) or story.topic(at, ("quarter",)) if unit == "quarter" else None
    if before:
        return Placed(before.days, before.place, ("the quarter that the text speaks of",), sure.TOPIC)
    base = story.known(unit if unit != "weekend" else "day", "it is placed by the publication date only")
    if unit == "weekend":
        past = at.context.tense != "future"
        here = calendar.containing(base.first, "weekend")
        if past and here.first > base.last:
            here = calendar.step(here, "weekend", -1)
        return Placed(here, "published", (f"the {'last' if past else 'next'} one around {story.name}",), sure.AROUND * story.trust)
    if unit == "quarter":
        return Placed(
            story.step(base, "quarter", -1), "published", (f"the last full quarter before {story.name}",), sure.ASSUMED * story.trust
        )
    return Placed(
        story.step(base, unit, -1 if at.relation == "since" else 0), "published", (f"around {story.name}",), sure.AROUND * story.trust
    )


def window_days(story: Story, window: Window, at: DateCandidate) -> Placed:
    if window.count is None:
        raise UnresolvedError(_NEVER)
    if window.unit in ("hour", "minute"):
        raise UnresolvedError("shorter than a day")
    if window.anchor == "text":
        beside = _window_beside(story, window, at)
        if beside:
            return beside
    base = story.known("day", "it is counted from the day of publication")
    today, sign = base.first, 1 if window.direction == "future" else -1
    if window.unit in ("day", "week", "weekend"):
        other = today + dt.timedelta(days=sign * window.count * (1 if window.unit == "day" else 7))
    else:
        other = calendar.add_months(
            today,
            sign * window.count * {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}.get(window.unit, 12),
        )
    return Placed(
        Days(min(today, other), max(today, other), "range"),
        "published",
        (f"counted from the publication date {story.name}",),
        sure.NO_TENSE * story.trust,
    )


def _window_beside(story: Story, window: Window, at: DateCandidate) -> Placed | None:
    """Return the stretch right before or after the period of the same sentence ("from the preceding 12 months"), None where it has none."""
    sentence, _ = story.where(at)
    size = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(window.unit)
    before = story.earlier[-1] if story.earlier else None
    if size is None or window.count is None or before is None or before.sentence != sentence:
        return None
    if before.days.first.day != 1 or (before.days.last + dt.timedelta(days=1)).day != 1:
        return None
    count = size * window.count
    start = before.days.last + dt.timedelta(days=1) if window.direction == "future" else calendar.add_months(before.days.first, -count)
    return Placed(calendar.months(start, count, "range"), before.place, (f"counted from {before.days.edtf}",), sure.FROM_TEXT)


def offset_days(story: Story, offset: Offset, at: DateCandidate) -> Placed:
    if offset.count is None or offset.unit in ("hour", "minute"):
        raise UnresolvedError("the distance is not said")
    count = offset.count if offset.direction == "after" else -offset.count
    if offset.of is not None:
        # "a week on Tuesday" is counted from the coming Tuesday, whatever the tense of the saying.
        coming = isinstance(offset.of, Weekday) and offset.of.shift == 0 and offset.direction == "after"
        base = story.days(offset.of, msgspec.structs.replace(at, context=Context(tense="future")) if coming else at)
        if base.days is None:
            raise UnresolvedError("the date that it is counted from is not known")
        same_day = isinstance(offset.of, (Period, Weekday))
        return Placed(story.moved(base.days, offset.unit, count, to_the_day=same_day), base.anchor, base.why, base.trust)
    if offset.present:
        here = story.known(offset.unit, "it is counted from the publication date")
        return Placed(
            story.step(here, offset.unit, 0),
            "published",
            (f"“now” puts it at the publication date {story.name}",),
            sure.AROUND * story.trust,
        )
    yearly = offset.unit == "year" or (offset.unit == "month" and offset.count % 12 == 0)
    if yearly and (offset.anchor == "text" or offset.count == 1):
        reported: tuple[str, ...] = ("quarter", "half")
        if offset.anchor == "text":
            reported = (*reported, "season", "month", "range", *(("year",) if offset.unit == "year" else ()))
        topic = story.topic(at, reported)
        if topic and offset.direction == "before":
            return Placed(story.moved(topic.days, offset.unit, count), topic.place, (f"compared with {topic.days.edtf}",), sure.COMPARED)
    if offset.anchor == "published":
        here = story.known(offset.unit, "it is counted from the publication date")
        return Placed(
            story.step(here, offset.unit, count),
            "published",
            (f"counted from the publication date {story.name}, to the {offset.unit}",),
            (sure.COUNTED if offset.unit == "day" else sure.COUNTED_AGO) * story.trust,
        )
    before = story.before(at, finest=offset.unit, passing_comparisons=True, passing_reports=yearly)
    if before is not None and not (story.published and before.days.first > story.published.last and at.context.tense != "future"):
        whole_year = offset.unit == "year" and offset.direction == "after" and before.days.first.year == before.days.last.year
        return Placed(
            story.step(before.days, "year", count) if whole_year else story.moved(before.days, offset.unit, count),
            before.place,
            (f"counted from the date before it, {before.days.edtf}",),
            sure.FROM_EVENT,
            of_passage=before.of_passage or says_year(before.candidate.expression),
        )
    if yearly and story.published is not None:
        shift = count if offset.direction == "before" else 0
        days = story.step(story.published, "year", shift // (12 if offset.unit == "month" else 1))
        return Placed(
            days, "published", (f"no dated event before it: counted from the publication date {story.name}",), sure.BORROWED * story.trust
        )
    raise UnresolvedError("the event that it is counted from is not dated")
