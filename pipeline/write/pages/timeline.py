"""The dates of an article on a line of time, each with the figures that stand in its sentence.

The years that an article speaks of lie side by side with equal room, and stretches of years that it passes over are folded: a tram line
closed in 1952 and opened in 2019 is to be seen month by month all the same. A figure is not said to belong to a date: the line shows
what stands in one sentence.
"""

import calendar
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date as day
from typing import Final, NamedTuple

from pipeline.language.sentences import Sentences
from pipeline.record.article_record import Date, Record
from pipeline.record.doubts import is_refused
from pipeline.record.offsets import OffsetMap
from pipeline.write.pages.findings import Told

_MOST: Final = 40
_FOLD: Final = 0.35
"""The room of a fold, measured in years."""
_LEAST_LABEL: Final = 7.5
"""Per cent of the width that the name of a year takes on a narrow screen, about."""
_NARROWEST: Final = 0.9


class Tick(NamedTuple):
    """A year: where it begins on the line and how wide it is, in per cent, and its name where there is room for it."""

    at: str
    width: str
    name: str
    fold: bool


class Stretch(NamedTuple):
    """One time, where it lies on the line in per cent, the dates that name it and the figures of their sentences."""

    first_day: str
    last_day: str
    at: str
    width: str
    is_day: bool
    dates: tuple[Told, ...]
    figures: tuple[Told, ...]


class Timeline(NamedTuple):
    """The stretches in the order of time; the published day's place; how many stretches were left out; dates without bounds; figures without dates."""

    stretches: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    published: str
    left_out: int
    unbounded: int
    undated: int

    @property
    def folded(self) -> bool:
        return any(tick.fold for tick in self.ticks)


def timeline(record: Record, dates: tuple[Told, ...], figures: tuple[Told, ...], text: OffsetMap | None) -> Timeline | None:
    """Return the line of time of an article, None where it names no day, month or year; figures stand on it where `text` is known."""
    named: dict[tuple[day, day], list[int]] = defaultdict(list)
    for nth, date in enumerate(record.dates):
        bounds = _bounds(date)
        if bounds is not None and not is_refused(date):
            named[bounds].append(nth)
    if not named:
        return None
    sentences = _Sentences(text)
    figures_of: dict[int, list[int]] = defaultdict(list)
    for nth, figure in enumerate(record.figures):
        if not is_refused(figure):
            for sentence in sentences.at(figure.start, figure.end):
                figures_of[sentence].append(nth)
    # The most often named times are shown where there are too many; equals keep the order of time.
    kept = sorted(sorted(named), key=lambda bounds: -len(named[bounds]))[:_MOST]
    scale = _Scale(kept)
    stretches: list[Stretch] = []
    dated: set[int] = set()
    for first, last in sorted(kept):
        own = named[first, last]
        at_hand = dict.fromkeys(
            figure
            for nth in own
            for sentence in sentences.at(record.dates[nth].start, record.dates[nth].end)
            for figure in figures_of[sentence]
        )
        dated.update(at_hand)
        start, end = scale.at(first), scale.at(last, after=True)
        stretches.append(
            Stretch(
                first_day=first.isoformat(),
                last_day=last.isoformat(),
                at=_per_cent(start),
                width=_per_cent(max(end - start, _NARROWEST)),
                is_day=first == last,
                dates=tuple(dates[nth] for nth in own),
                figures=tuple(figures[nth] for nth in sorted(at_hand)),
            )
        )
    return Timeline(
        stretches=tuple(stretches),
        ticks=scale.ticks,
        published=_published(record, scale),
        left_out=len(named) - len(kept),
        unbounded=len(record.dates) - sum(map(len, named.values())),
        undated=len(record.figures) - len(dated),
    )


def _bounds(date: Date) -> tuple[day, day] | None:
    """Return first and last day, None where one is open or, after a person's change, in no calendar."""
    if date.first_day is None or date.last_day is None:
        return None
    try:
        first, last = day.fromisoformat(date.first_day), day.fromisoformat(date.last_day)
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _published(record: Record, scale: "_Scale") -> str:
    """Return the place of the publication date where it is a day within the line."""
    try:
        known = day.fromisoformat(record.published.value or "")
    except ValueError:
        # Only a month or a year is known, or nothing.
        return ""
    return _per_cent(scale.at(known)) if scale.holds(known) else ""


class _Sentences:
    """Which sentences of the text a span of the raw text touches, by their numbers."""

    def __init__(self, text: OffsetMap | None) -> None:
        self._text = text
        self._starts = Sentences().starts(text.text) if text is not None else []

    def at(self, start: int, end: int) -> range:
        if self._text is None or not 0 <= start < end <= len(self._text.raw):
            return range(0)
        first, last = self._text.to_text(start, end)
        return range(bisect_right(self._starts, first), bisect_right(self._starts, max(last - 1, first)) + 1)


class _Scale:
    """From days to per cent of the line's width."""

    def __init__(self, bounds: Iterable[tuple[day, day]]) -> None:
        years = sorted({each.year for pair in bounds for each in pair})
        rooms: list[tuple[int, float, bool]] = []
        for year, following in zip(years, [*years[1:], None], strict=True):
            rooms.append((year, 1.0, False))
            if following is not None and following > year + 1:
                rooms.append((year + 1, _FOLD, True))
        whole = sum(room for _, room, _ in rooms)
        self._years = [year for year, _, _ in rooms]
        self._rooms: list[tuple[float, float, int]] = []
        at = 0.0
        for (year, room, _), following_year in zip(rooms, [*self._years[1:], years[-1] + 1], strict=True):
            width = 100 * room / whole
            self._rooms.append((at, width, following_year - year))
            at += width
        self.ticks = tuple(self._ticks([fold for _, _, fold in rooms]))

    def holds(self, each: day) -> bool:
        """Return whether the day lies between the first and the last year."""
        return self._years[0] <= each.year < self._years[-1] + self._rooms[-1][2]

    def at(self, each: day, *, after: bool = False) -> float:
        """Return where the day begins, or ends with `after`."""
        nth = bisect_right(self._years, each.year) - 1
        start, width, years = self._rooms[nth]
        year_length = 366 if calendar.isleap(each.year) else 365
        passed = each.year - self._years[nth] + (each.timetuple().tm_yday - 1 + after) / year_length
        return start + width * passed / years

    def _ticks(self, folds: list[bool]) -> Iterable[Tick]:
        free_from = 0.0
        for year, (start, width, _), fold in zip(self._years, self._rooms, folds, strict=True):
            named = not fold and start >= free_from
            if named:
                free_from = start + _LEAST_LABEL
            yield Tick(_per_cent(start), _per_cent(width), str(year) if named else "", fold)


def _per_cent(share: float) -> str:
    return f"{share:.2f}%"
