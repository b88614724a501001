"""Measured units: what they measure, and how they convert into one another."""

from decimal import Decimal
from functools import cache

import msgspec

from pipeline.lexicon import loader


class Measure(msgspec.Struct, frozen=True):
    """A row of `unit_dimensions`: `(value - offset) * factor` is an amount in the base unit of its dimension."""

    unit: str
    dimension: str
    factor: Decimal
    offset: Decimal


@cache
def measures() -> dict[str, Measure]:
    """Return the measured units by name; the numbers of all others are counted."""
    return {row.unit: row for row in loader.load("unit_dimensions", Measure)}


def converted(value: Decimal, unit: str, other: str) -> Decimal | None:
    """Return the amount in another unit of the same dimension; None where there is no way from one to the other.

    >>> converted(Decimal(8), "mile", "kilometre"), converted(Decimal(8), "mile", "litre")
    (Decimal('12.874752'), None)
    """
    one, two = measures().get(unit), measures().get(other)
    if one is None or two is None or one.dimension != two.dimension:
        return None
    return (value - one.offset) * one.factor / two.factor + two.offset
