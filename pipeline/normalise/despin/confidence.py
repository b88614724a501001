"""How often edits of a given probability were right, on articles of spinners that the weights had not been fitted on."""

from bisect import bisect_right
from functools import cache
from typing import Literal

import msgspec

from pipeline.lexicon.loader import load

Source = Literal["curated", "wide"]


class MeasuredRow(msgspec.Struct, frozen=True):
    """A row of `spin_confidence`: of `seen` readings with a probability about `chance`, the part `right` was right."""

    source: Source
    chance: float
    seen: int
    right: float


def measured(chance: float, source: Source) -> float:
    """Return how often readings of this probability were right, between the rows of the table.

    >>> measured(0.99, "wide") > measured(0.7, "wide")
    True
    """
    chances, shares = _table(source)
    at = bisect_right(chances, chance)
    if at == 0:
        return shares[0] * chance / chances[0]
    if at == len(chances):
        return shares[-1]
    part = (chance - chances[at - 1]) / (chances[at] - chances[at - 1])
    return shares[at - 1] + part * (shares[at] - shares[at - 1])


@cache
def _table(source: Source) -> tuple[tuple[float, ...], tuple[float, ...]]:
    rows = sorted((row.chance, row.right) for row in load("spin_confidence", MeasuredRow) if row.source == source)
    return tuple(chance for chance, _ in rows), tuple(right for _, right in rows)
