"""A figure before its cues are read."""

from decimal import Decimal

import msgspec

from pipeline.extract.figures.measures import Measure
from pipeline.extract.figures.numerals import Numeral
from pipeline.record.candidates import Direction, FigureKind


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One measure, or several joined, at `start:end`; `change` is set where the join says from or to."""

    measure: Measure
    start: int
    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    why: tuple[str, ...] = ()
    change: Direction | None = None
    of: str | None = None
    confidence: float


def single(measure: Measure) -> Draft:
    """Return the figure that one measure makes alone."""
    return Draft(measure=measure, start=measure.start, end=measure.end, value=measure.value, why=measure.why, confidence=measure.confidence)


def shaped(span: tuple[int, int], kind: FigureKind, unit: str | None, value: Decimal, confidence: float, why: str) -> Draft:
    """Return a figure known by its shape alone (“2:01:09”)."""
    start, end = span
    numeral = Numeral(start=start, end=end, mantissa=value, form="digits")
    measure = Measure(start=start, end=end, numeral=numeral, kind=kind, unit=unit, confidence=confidence, noun=unit or kind)
    return Draft(measure=measure, start=start, end=end, value=value, why=(why,), confidence=confidence)
