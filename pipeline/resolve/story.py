"""What the dates of an article are counted from: when it appeared, and the dates before the one at hand."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from pipeline.record.candidates import PublicationDate
from pipeline.record.expressions import (
    CalendarDate,
    DateCandidate,
    Edge,
    Expression,
    Offset,
    PartOfDay,
    Period,
    Range,
    Side,
    Tense,
    Unit,
    Weekday,
    Window,
    YearPart,
)
from pipeline.resolve import calendar, fiscal, seasons
from pipeline.resolve import confidence as sure
from pipeline.resolve.calendar import Days

AnchorOf: TypeAlias = Literal["published"] | int | None
# From a year to the days in it of what comes once a year, None where that year has none.
YearlyDays: TypeAlias = Callable[[int], Days | None]
_JOINT = re.compile(r",?[\xa0 ](?:and|or)[\xa0 ](?:again on |on )?|, ")
_WHEN = re.compile(r",? (?:when|in which|where|the year)\b")
_BREAK = re.compile(r"[,;:.!?—–\n“”\"()]|\b(?:and|but|while|which|who|when|that|as)\b")
_LONGEST_JOINT, _LONGEST_CLAUSE = 15, 120
_FINER: dict[str, int] = {
    "day": 0,
    "week": 1,
    "weekend": 1,
    "month": 2,
    "quarter": 3,
    "season": 3,
    "half": 4,
    "range": 4,
    "year": 5,
    "decade": 6,
    "century": 7,
}
# How many sentences back an anchor may stand.
_REACH = 4
# How many dates back an anchor is looked for.
_LOOK_BACK = 50


class UnresolvedError(Exception):
    """An expression whose days cannot be known; the message is the reason."""


class Placed(NamedTuple):
    """The days of an expression, what they were counted from, and what was assumed."""

    days: Days | None
    anchor: AnchorOf = None
    why: tuple[str, ...] = ()
    trust: float = sure.CERTAIN
    clock: str | None = None
    of_passage: bool = False


class Earlier(NamedTuple):
    """A date before the one at hand."""

    place: int
    candidate: DateCandidate
    days: Days
    sentence: int
    paragraph: int
    of_passage: bool = False
    """Whether its year is that of the passage."""


class Story:
    """What is known at a place of the text: the publication date and every date worked out so far."""

    def __init__(
        self,
        published: PublicationDate,
        text: str,
        sentences: Sequence[tuple[int, int]],
        days: "Callable[[Story, Expression, DateCandidate], Placed]",
    ) -> None:
        self.published = edtf_days(published.value) if published.value else None
        self.name = published.value or ""
        self.trust = sure.INFERRED if published.how == "inferred" else sure.CERTAIN
        self._text = text
        self.earlier: list[Earlier] = []
        self._days = days
        self._starts = [start for start, _ in sentences]
        self._lines = [found.start() for found in re.finditer("\n", text)]

    @cached_property
    def financial_year(self) -> tuple[int, str] | None:
        """The month in which the financial year of the article begins, with the reason; None where nothing says it."""
        return fiscal.first_month(self._text)

    @cached_property
    def southern(self) -> bool:
        """Whether the article tells of the southern half of the earth, where July is winter."""
        return seasons.southern(self._text)

    def days(self, expression: Expression, at: DateCandidate) -> Placed:
        """Return the days of an expression that is part of a candidate's; raises UnresolvedError, ValueError as the reading of each kind does."""
        return self._days(self, expression, at)

    def remember(self, candidate: DateCandidate, place: int, placed: Placed) -> None:
        """Keep a date that was worked out, for those that are counted from it."""
        if placed.days is not None:
            self.earlier.append(Earlier(place, candidate, placed.days, *self.where(candidate), placed.of_passage))

    def joined(self, first: DateCandidate, second: DateCandidate) -> bool:
        """Return whether nothing but "and", "or" or a comma stands between two dates."""
        return second.start - first.end < _LONGEST_JOINT and _JOINT.fullmatch(self._text, first.end, second.start) is not None

    def runs_through(self, at: DateCandidate) -> bool:
        """Return whether "through" stands before a date ("worked through Wednesday night"), which tells how long something took."""
        return self._text[max(0, at.start - 12) : at.start].lower().rstrip().endswith("through")

    def same_clause(self, first: DateCandidate, second: DateCandidate) -> bool:
        """Return whether two dates stand in one clause ("last year it did not begin before 1 October")."""
        return second.start - first.end < _LONGEST_CLAUSE and _BREAK.search(self._text, first.end, second.start) is None

    def goes_on(self, first: DateCandidate, second: DateCandidate) -> bool:
        """Return whether the sentence goes on to tell of the first date ("since 1965, when Betsy passed through in September")."""
        return second.start - first.end < _LONGEST_CLAUSE and _WHEN.match(self._text, first.end, second.start) is not None

    def known(self, unit: Unit, need: str) -> Days:
        """Return the publication date; raises UnresolvedError where it is not known to the unit."""
        if self.published is None:
            raise UnresolvedError(f"{need}, and that is not known")
        if not self.published.inside(calendar.containing(self.published.first, "day" if unit == "weekend" else unit)):
            raise UnresolvedError(f"{need}, and that is known only as {self.name}")
        return self.published

    def step(self, days: Days, unit: Unit, count: int) -> Days:
        try:
            return calendar.step(days, unit, count)
        except ValueError as reason:
            raise UnresolvedError(str(reason)) from None

    def moved(self, days: Days, unit: Unit, count: int, *, to_the_day: bool = False) -> Days:
        try:
            return calendar.moved(days, unit, count, to_the_day=to_the_day)
        except ValueError as reason:
            raise UnresolvedError(str(reason)) from None

    def where(self, at: DateCandidate) -> tuple[int, int]:
        return bisect_right(self._starts, at.start), bisect_right(self._lines, at.start)

    def before(
        self,
        at: DateCandidate,
        finest: Unit = "year",
        *,
        grains: tuple[str, ...] = (),
        paragraph: bool = False,
        passing_comparisons: bool = False,
        passing_reports: bool = False,
    ) -> Earlier | None:
        """Return the nearest date before this one that is known to the unit (or has one of the grains).

        A date that stands many sentences back is no anchor: the story has moved on.
        """
        sentence, here = self.where(at)
        for before in reversed(self.earlier[-_LOOK_BACK:]):
            if (paragraph and before.paragraph != here) or sentence - before.sentence > _REACH:
                return None
            if passing_comparisons and before.candidate.context.compared:
                continue
            if passing_reports and before.days.grain == "day" and isinstance(before.candidate.expression, (Weekday, PartOfDay)):
                continue
            if passing_reports and before.days.grain == "day" and isinstance(before.candidate.expression, Period):
                continue
            if grains and before.days.grain not in grains:
                continue
            if not grains and _FINER[before.days.grain] > _FINER.get(finest, 0):
                continue
            return before
        return None

    def topic(self, at: DateCandidate, grains: tuple[str, ...], *, ended: bool = False) -> Earlier | None:
        """Return the period that the sentence, or one shortly before it, reports on; `year` counts in the same sentence only."""
        sentence, _ = self.where(at)
        for before in reversed(self.earlier[-_LOOK_BACK:]):
            if sentence - before.sentence > 3:
                return None
            if before.candidate.context.compared or isinstance(before.candidate.expression, (Offset, Window, Side)):
                continue
            if isinstance(before.candidate.expression, YearPart) and before.candidate.expression.years_back:
                continue
            if ended and self.published is not None and before.days.last > self.published.last:
                continue
            if before.days.grain in grains and (before.days.grain != "year" or before.sentence == sentence):
                return before
        return None


def edtf_days(value: str) -> Days | None:
    """Return the days of a publication date (`2022`, `2022-08`, `2022-08-26`), None where it is no date.

    >>> edtf_days("2022-02").last
    datetime.date(2022, 2, 28)
    """
    parts = value.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return calendar.year(numbers[0])
        if len(numbers) == 2:
            return calendar.month(numbers[0], numbers[1])
        return calendar.day(dt.date(*numbers[:3]))
    except (ValueError, TypeError):
        return None


def tense_of(at: DateCandidate) -> Tense | None:
    if at.relation == "since":
        return "past"
    if at.relation == "until" and at.context.tense is None:
        return "future"
    return at.context.tense


def says_year(expression: Expression) -> bool:
    match expression:
        case CalendarDate() | YearPart():
            return (expression.year if isinstance(expression, CalendarDate) else expression.of) is not None
        case PartOfDay() | Edge():
            return says_year(expression.of)
        case Range():
            return says_year(expression.first)
        case _:
            return False
