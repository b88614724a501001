"""What is kept of a figure or date to find the same thing told elsewhere: its amount, its words, its names, its time."""

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal

import msgspec

from pipeline.compare.sentences import Placed, RecordText
from pipeline.language.contexts import context
from pipeline.language.measures import measures
from pipeline.language.rounding import last_place, shown, stretch
from pipeline.language.words import split
from pipeline.record.article_record import Date, Figure, Record
from pipeline.record.candidates import Stance

Sort = Literal["money", "share", "duration", "count", "measure", "date"]
CONTEXT_WIDTH: Final = 160
_DAYS: Final = {
    unit: Decimal(days)
    for unit, days in {
        "day": "1", "night": "1", "week": "7", "fortnight": "14", "month": "30.4375", "quarter": "91.3125", "year": "365.25", "decade": "3652.5",
        "century": "36525",
    }.items()
} | {"hour": Decimal(1) / 24, "minute": Decimal(1) / 1440, "second": Decimal(1) / 86400}  # fmt: skip
_PERCENT: Final = Decimal("0.01")
_POINTS: Final = {"percentage point": Decimal(1), "basis point": Decimal("0.01")}
_SIGNS: Final = frozenset(',;:()—–"“”')
_REACH = 25


class Amount(msgspec.Struct, frozen=True):
    """What a figure says in the base unit of its sort: `low` and `high` are all that it can mean as it is written, either open."""

    sort: Sort
    unit: str
    """What makes amounts comparable: the currency, the dimension of a measure, the noun that is counted."""
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    written: Decimal | None
    """The value as it is written, in the unit that stands there."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or a date of an article, with what tells it from others. Offsets and line are of the raw text."""

    id: str
    start: int
    end: int
    line: int
    text: str
    context: str
    value: str
    said_by: str | None
    stance: Stance
    sort: Sort
    unit: str
    amount: Amount | None = None
    """None for a date."""
    days: tuple[str | None, str | None] = (None, None)
    """The first and the last day of a date."""
    relation: str | None = None
    bound: str = "exact"
    per: str | None = None
    change: str | None = None
    of: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """The words of its sentence that are no part of it, in order."""
    steps: tuple[int, ...] = ()
    """How many words away each of them stands: below 0 before the fact."""
    names: tuple[tuple[int, int], ...] = ()
    """The entities of its sentence, by their number in the record, and how many words away they stand."""
    times: tuple[tuple[str, str], ...] = ()
    """First and last days of the other dates of the sentence, the nearest first."""
    paragraph: int = 0


def facts(record: Record, text: RecordText) -> tuple[Fact, ...]:
    """Return the figures and dates of a record that can be held against others: those with a value, in the text that is kept."""
    return tuple(_Reader(record, text).facts())


class _Reader:
    """Reads the facts of one record, with the names and the dates of each sentence at hand."""

    def __init__(self, record: Record, text: RecordText) -> None:
        self._record, self._text = record, text
        self._names: dict[Placed, list[tuple[int, int]]] = {}
        self._days: dict[Placed, list[tuple[int, str, str]]] = {}
        for number, entity in enumerate(record.entities):
            for mention in entity.mentions:
                if place := text.place(mention.start, mention.text):
                    self._names.setdefault(place[0], []).append((place[1], number))
        for item in record.dates:
            if item.first_day and item.last_day and (place := text.place(item.start, item.text)):
                self._days.setdefault(place[0], []).append((place[1], item.first_day, item.last_day))

    def facts(self) -> Iterator[Fact]:
        for figure in self._record.figures:
            if (amount := amount_of(figure)) and (place := self._text.place(figure.start, figure.text)):
                yield msgspec.structs.replace(
                    self._told(figure, *place),
                    sort=amount.sort,
                    unit=amount.unit,
                    amount=amount,
                    value=_shown(figure),
                    bound=figure.bound,
                    per=figure.per,
                    change=figure.change,
                    of=tuple((figure.of or "").lower().split()),
                )
        for day in self._record.dates:
            if day.kind != "set" and (day.first_day or day.last_day) and (place := self._text.place(day.start, day.text)):
                yield msgspec.structs.replace(
                    self._told(day, *place),
                    value=day.value or f"{day.first_day or '..'}/{day.last_day or '..'}",
                    days=(day.first_day, day.last_day),
                    relation=day.relation,
                )

    def _told(self, item: Figure | Date, sentence: Placed, at: int) -> Fact:
        """Return the item with its surroundings, as a date without a value."""
        words, end = split(sentence.text), at + len(item.text)
        first = next((n for n, stop in enumerate(words.ends) if stop > at), len(words.ends))
        last = next((n for n, start in enumerate(words.starts) if start >= end), len(words.starts))
        steps = [n - first if n < first else n - last + 1 for n in range(len(words.lower))]
        kept = [
            (words.lower[n], step)
            for n, step in enumerate(steps)
            if abs(step) <= _REACH and not first <= n < last and (words.lower[n][0].isalpha() or words.lower[n] in _SIGNS)
        ]
        names = [(number, bisect_right(words.starts, place) - 1 - first) for place, number in self._names.get(sentence, ())]
        times = sorted((day for day in self._days.get(sentence, ()) if day[0] != at), key=lambda day: abs(day[0] - at))
        return Fact(
            id=item.id,
            start=item.start,
            end=item.end,
            line=item.line,
            text=item.text,
            context=context(sentence.text, at, end, (0, len(sentence.text)), CONTEXT_WIDTH),
            value="",
            said_by=item.said_by,
            stance=item.stance,
            sort="date",
            unit="",
            words=tuple(word for word, _ in kept),
            steps=tuple(step for _, step in kept),
            names=tuple(names),
            times=tuple((start, stop) for _, start, stop in times),
            paragraph=sentence.paragraph,
        )


def amount_of(figure: Figure) -> Amount | None:
    """Return what the figure says in the base unit of its sort; None where it has no value."""
    unit, measure = figure.unit or "", measures().get(figure.unit or "")
    factor, offset = Decimal(1), Decimal(0)
    sort: Sort
    if figure.kind == "money":
        sort, unit = "money", figure.currency or ""
    elif measure:
        sort, unit, factor, offset = "measure", measure.dimension, measure.factor, measure.offset
    elif unit in _POINTS:
        sort, unit, factor = "measure", "percentage point", _POINTS[unit]
    elif figure.kind in ("percent", "ratio"):
        sort, unit, factor = "share", "", _PERCENT if figure.kind == "percent" else factor
    elif figure.kind == "duration":
        if unit not in _DAYS:
            return None
        sort, unit, factor = "duration", "day", _DAYS[unit]
    else:
        sort = "count"
    if figure.value is None:
        if figure.low is None and figure.high is None:
            return None
        return Amount(sort, unit, None, _scaled(figure.low, factor, offset), _scaled(figure.high, factor, offset), None)
    around = stretch(figure.value, last_place(figure.value, figure.text, counted=sort in ("count", "duration")))
    low, high = _bounded(figure.value, around.low, around.high, figure.bound)
    value = _scaled(figure.value, factor, offset)
    return Amount(sort, unit, value, _scaled(low, factor, offset), _scaled(high, factor, offset), figure.value)


def _bounded(value: Decimal, low: Decimal, high: Decimal, bound: str) -> tuple[Decimal | None, Decimal | None]:
    """Return what a number with its bound can mean: “about 20” is a tenth more or less, “more than 200” stays below its half more."""
    slack = abs(value) / 10
    match bound:
        case "about":
            return min(low, value - slack), max(high, value + slack)
        case "more_than" | "at_least":
            return low, value + abs(value) / 2
        case "less_than" | "up_to":
            return value - abs(value) / 2, high
    return low, high


def _scaled(value: Decimal | None, factor: Decimal, offset: Decimal) -> Decimal | None:
    return None if value is None else (value - offset) * factor


def _shown(figure: Figure) -> str:
    value = (
        shown(figure.value)
        if figure.value is not None
        else f"{'..' if figure.low is None else shown(figure.low)}–{'..' if figure.high is None else shown(figure.high)}"
    )
    unit = figure.currency or figure.unit or ""
    rate = f" per {figure.per}" if figure.per else ""
    return f"{value}{'' if unit == '%' else ' '}{unit}".strip() + rate
