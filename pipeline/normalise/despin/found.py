"""What the looking found, before anything is judged."""

from collections.abc import Iterable
from math import log10

import msgspec

from pipeline.normalise.despin.table import Kind

COMMON_PER_MILLION = 200.0
UNSEEN_RATE = 0.5


class Found(msgspec.Struct, frozen=True):
    """A sign of swapped wording at `text[start:end]`.

    `readings` are best first; none where only the sign counts. `level` is 0 for certain, 1 for strong and 2 for
    what counts in a spun article only; `clean_rate` is how often the wording stands in a million clean words.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    kind: Kind
    level: int
    sign: str
    why: tuple[str, ...]
    phrase: str
    families: frozenset[str] = frozenset()
    clean_rate: float = UNSEEN_RATE
    chance: float | None = None
    """How likely it is right in a spun article, where that is not said by the level."""


def rarity(per_million: float) -> float:
    """Return how telling a wording is that stands so often in clean text: 0 for common ones, about 2.6 for unseen ones.

    >>> rarity(2.0), rarity(500.0)
    (2.0, 0.0)
    """
    return max(0.0, log10(COMMON_PER_MILLION / per_million))


def family_of(found: Iterable[Found]) -> str:
    """Return the letter of the spinner family whose marks lead clearly, or an empty string."""
    marks: dict[str, dict[str, float]] = {}
    for one in found:
        for letter in one.families:
            marks.setdefault(letter, {})[one.phrase] = rarity(one.clean_rate) / len(one.families)
    totals = sorted(((sum(phrases.values()), letter) for letter, phrases in marks.items() if len(phrases) > 1), reverse=True)
    if not totals or (len(totals) > 1 and totals[0][0] < 1.5 * totals[1][0]):
        return ""
    return totals[0][1]
