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
from pipeline.resolve import calendar
from pipeline.resolve import confidence as sure
from pipeline.resolve.calendar import Days

AnchorOf: TypeAlias = Literal["published"] | int | None
# From a year to the days in it of what comes once a year, None where that year has none.
YearlyDays: TypeAlias = Callable[[int], Days | None]
_FROM_APRIL = re.compile(r"\b(?:crore|lakh|rupees?)\b|₹|\bRs\.? ?\d")
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


class Earlier(NamedTuple):
    """A date before the one at hand."""

    place: int
    candidate: DateCandidate
    days: Days
    sentence: int
    paragraph: int


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
    def from_april(self) -> bool:
        """Whether the text counts in a way that goes with financial years from April to March."""
        return _FROM_APRIL.search(self._text) is not None

    def days(self, expression: Expression, at: DateCandidate) -> Placed:
        """Return the days of an expression that is part of a candidate's; raises UnresolvedError, ValueError as the reading of each kind does."""
        return self._days(self, expression, at)

    def remember(self, candidate: DateCandidate, place: int, days: Days) -> None:
        """Keep a date that was worked out, for those that are counted from it."""
        self.earlier.append(Earlier(place, candidate, days, *self.where(candidate)))

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

    def moved(self, days: Days, unit: Unit, count: int) -> Days:
        try:
            return calendar.moved(days, unit, count)
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
