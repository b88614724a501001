"""What a date expression says, before anything is counted: the words of the text as values.

Reading (`extract`) fills these in from the words alone; working out days (`resolve`) needs the
publication date and the dates around. "last year" is `Period(unit="year", shift=-1)` whatever the
year of the article is.
"""

from typing import Literal

import msgspec

from pipeline.record.candidates import DateKind

Unit = Literal["minute", "hour", "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"]
Anchor = Literal["published", "text"]
Tense = Literal["past", "future"]
Relation = Literal["by", "before", "since", "until", "after", "from", "early", "mid", "late"]
Part = Literal["quarter", "half", "season", "months"]
DayPart = Literal["morning", "noon", "afternoon", "evening", "night", "midnight"]


class CalendarDate(msgspec.Struct, frozen=True, kw_only=True, tag="calendar"):
    """A day, month or year by its name; a part that the text leaves out is None.

    `weekday` (Monday is 0) is what the text says beside it; a resolver may find that it contradicts.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


class Weekday(msgspec.Struct, frozen=True, kw_only=True, tag="weekday"):
    """A day of the week, Monday is 0; `shift` is -1 for "last", 0 for "this", 1 for "next", None where it stands bare."""

    day: int
    shift: int | None = None
    anchor: Anchor = "published"
    coming: bool = False
    """Whether the text says that it is the coming one, so that no tense is needed."""
    told: bool = False
    """Whether it stands with its article ("on the Monday"), as stories do that go on from a day."""


class Period(msgspec.Struct, frozen=True, kw_only=True, tag="period"):
    """A calendar period counted from an anchor: "last year" is year -1, "today" is day 0.

    `shift` None is the bare period ("the quarter", "the weekend"), which only its context can place.
    """

    unit: Unit
    shift: int | None
    anchor: Anchor = "published"
    fiscal: bool = False


class MonthOf(msgspec.Struct, frozen=True, kw_only=True, tag="month-of"):
    """A month, or a day of it, with a relative year: "June last year"; with `year` None and a shift: "last May", "this April"."""

    month: int
    day: int | None = None
    shift: int
    by_year: bool
    """Whether `shift` counts years ("June last year") or occurrences ("last June"); with `anchor` text, from the date before it."""
    anchor: Anchor = "published"


class Window(msgspec.Struct, frozen=True, kw_only=True, tag="window"):
    """A stretch that ends or begins at the anchor: "over the past 10 months", "in the next two years"; `count` None is "few"."""

    unit: Unit
    count: int | None
    direction: Tense
    anchor: Anchor = "published"


class Offset(msgspec.Struct, frozen=True, kw_only=True, tag="offset"):
    """A distance from an anchor or from another date: "two years ago", "a year later", "three weeks after May 3".

    `count` None is an unknown number ("several years ago"). `present` says that the text puts it at the
    time of writing ("now, a year later").
    """

    unit: Unit
    count: int | None
    direction: Literal["before", "after"]
    anchor: Anchor
    of: "Expression | None" = None
    present: bool = False


class YearPart(msgspec.Struct, frozen=True, kw_only=True, tag="year-part"):
    """A quarter, half or season of a year, or its first months.

    `number` counts from 1 (seasons: spring is 1), -1 is the last one; for `months` it is how many.
    `of` is the year, None where the text leaves it open; `years_back` is 1 for "the year-ago quarter".
    """

    part: Part
    number: int
    of: "Expression | None" = None
    fiscal: bool = False
    years_back: int = 0
    shift: int | None = None
    """-1 for "last spring", 0 for "this spring", 1 for "next spring"."""
    anchor: Anchor = "published"


class PeriodEnding(msgspec.Struct, frozen=True, kw_only=True, tag="period-ending"):
    """Some months that end with a date: "the quarter to September", "the year ended June 30"."""

    months: int
    end: "Expression"


class FiscalYear(msgspec.Struct, frozen=True, kw_only=True, tag="fiscal-year"):
    """A financial year named by the year it ends in (FY23) or by both its years (2021-22).

    `start_month` is 1 where the text does not say when it begins.
    """

    ends_in: int
    start_month: int = 1


class Decade(msgspec.Struct, frozen=True, kw_only=True, tag="decade"):
    first_year: int


class Century(msgspec.Struct, frozen=True, kw_only=True, tag="century"):
    """The 20th century is number 20: 1900 to 1999, as people and EDTF count."""

    number: int


class Edge(msgspec.Struct, frozen=True, kw_only=True, tag="edge"):
    """The start or end of a period: "the end of 2027", "year-end"."""

    of: "Expression"
    edge: Literal["start", "end"]


class Side(msgspec.Struct, frozen=True, kw_only=True, tag="side"):
    """The part of a period on one side of the time of writing: "earlier this year", "later this month"."""

    of: "Expression"
    side: Literal["earlier", "later"]


class Range(msgspec.Struct, frozen=True, kw_only=True, tag="range"):
    """From one date to another, both included; an end may say less than the other ("May 3-5")."""

    first: "Expression"
    last: "Expression"


class Nth(msgspec.Struct, frozen=True, kw_only=True, tag="nth"):
    """A part of a period by its number: "the last day of January", "the third Sunday of May", "the first two days of next week".

    `number` counts from 1, -1 is the last; `weekday` (Monday is 0) stands in place of a unit; `count` is how many.
    """

    number: int
    of: "Expression"
    unit: Unit | None = None
    weekday: int | None = None
    count: int = 1


class Beside(msgspec.Struct, frozen=True, kw_only=True, tag="beside"):
    """The time right before (-1), around (0) or after (1) a date: "the week after Easter", "the Tuesday after Easter", "the week of June 12"."""

    side: Literal[-1, 0, 1]
    of: "Expression"
    unit: Unit | None = None
    weekday: int | None = None
    count: int = 1


class Holiday(msgspec.Struct, frozen=True, kw_only=True, tag="holiday"):
    """A feast by its rule (see `holidays.tsv`); `of` is the year where the text says one, `shift` -1 for "last Christmas"."""

    name: str
    rule: str
    of: "Expression | None" = None
    shift: int | None = None
    eve: bool = False


class TimeOfDay(msgspec.Struct, frozen=True, kw_only=True, tag="time"):
    """A clock time as it is written, with the day that stands beside it."""

    clock: str
    zone: str | None = None
    day: "Expression | None" = None


class PartOfDay(msgspec.Struct, frozen=True, kw_only=True, tag="day-part"):
    """A morning or night of a day: "Saturday night", "this morning"."""

    part: DayPart
    of: "Expression"


class Recurring(msgspec.Struct, frozen=True, kw_only=True, tag="recurring"):
    """What comes back: "every Monday", "each year", "daily"; has no single interval."""

    unit: str


class Vague(msgspec.Struct, frozen=True, kw_only=True, tag="vague"):
    """A time without bounds: "recently", "in recent years", "soon", "now"."""

    direction: Literal["past", "present", "future", "open"]


Expression = (
    CalendarDate
    | Weekday
    | Period
    | MonthOf
    | Window
    | Offset
    | YearPart
    | PeriodEnding
    | FiscalYear
    | Decade
    | Century
    | Edge
    | Side
    | Range
    | Nth
    | Beside
    | Holiday
    | TimeOfDay
    | PartOfDay
    | Recurring
    | Vague
)


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What the words around a date say about which one is meant.

    `tense` is that of the nearest cue in its sentence. `told`: that cue is a past verb of the date's own
    clause and no verb of saying ("it opened in May", not "he said in May"). `fronted`: the date opens its sentence.
    `perfect`: a past perfect stands beside it. `compared`: it is only what something is compared
    with ("up 2% on May"), not what the sentence is about.
    """

    tense: Tense | None = None
    told: bool = False
    fronted: bool = False
    perfect: bool = False
    compared: bool = False


class DateCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A date expression located in the normalised text, with what it says and what stands around it."""

    start: int
    end: int
    kind: DateKind
    expression: Expression
    relation: Relation | None = None
    confidence: float
    why: tuple[str, ...] = ()
    context: Context = Context()
