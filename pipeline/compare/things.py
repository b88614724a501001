"""From likely pairs to things: the facts of several articles that speak of one and the same."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from pipeline.compare.values import Held, Relation

Place = tuple[int, int]
"""A fact: its article's number, and its own there."""

JOINED_FROM: Final[dict[tuple[bool, Relation], float]] = {
    (False, "agree"): 0.65,
    (False, "compatible"): 0.5,
    (False, "conflict"): 0.3,
    (True, "agree"): 0.65,
    (True, "compatible"): 0.3,
    (True, "conflict"): 0.5,
}
"""From this chance on two figures (False) or dates (True) are joined. A doubtful conflict of figures is worth a look, a doubtful agreement
is not; a story holds many dates, so that two which differ are seldom of one thing."""
KEPT_FROM: Final = 0.05
"""Pairs below this chance are not kept at all."""
_HOLDS_TOGETHER = 0.8


class Likely(msgspec.Struct, frozen=True):
    """Two facts that may be of one thing."""

    one: Place
    two: Place
    chance: float
    held: Held
    dates: bool
    """Whether the two are dates."""

    @property
    def share(self) -> float:
        """How the chance stands to the least that joins."""
        return self.chance / JOINED_FROM[self.dates, self.held.relation]


class Things:
    """Joins pairs, the likeliest first, as long as all of a thing hold together.

    Greedy average linkage (Sokal and Michener, 1958): two groups become one where the chances between their members are high on
    average. An article that tells a thing twice tells it alike: `values` gives what a fact says.
    """

    def __init__(self, pairs: Iterable[Likely], values: Mapping[Place, Hashable]) -> None:
        self._pairs = {(pair.one, pair.two): pair for pair in pairs}
        self._values = values
        self._of: dict[Place, frozenset[Place]] = {}
        for pair in sorted(self._pairs.values(), key=lambda pair: (-pair.chance, pair.one, pair.two)):
            if pair.share >= 1:
                self._join(pair)

    def __iter__(self) -> Iterator[tuple[Place, ...]]:
        """Yield the members of each thing that several articles tell, in order."""
        things = {members for members in self._of.values() if len({article for article, _ in members}) > 1}
        yield from sorted(tuple(sorted(members)) for members in things)

    def pair(self, one: Place, two: Place) -> Likely | None:
        """Return what is known of two facts; None where they were not held against each other or are unlike."""
        return self._pairs.get((one, two)) or self._pairs.get((two, one))

    def _join(self, pair: Likely) -> None:
        first, second = (self._of.get(place, frozenset({place})) for place in (pair.one, pair.two))
        if first == second:
            return
        shares = []
        for one in first:
            for two in second:
                if one[0] != two[0]:
                    known = self.pair(one, two)
                    shares.append(known.share if known else 0.0)
                elif self._values[one] != self._values[two]:
                    return
        if sum(shares) >= _HOLDS_TOGETHER * len(shares):
            joined = first | second
            for place in joined:
                self._of[place] = joined
