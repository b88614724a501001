"""Is this article machine-spun? The independent signs, weighed and set against the length."""

from collections.abc import Iterable
from math import log10
from typing import Literal

import msgspec

from pipeline.lexicon.loader import load
from pipeline.normalise.despin.found import Found
from pipeline.record.prose import Spin

Verdict = Literal["clean", "light", "spun"]
USUAL_WORDS = 300
LIGHT_POINTS, SPUN_POINTS = 1.5, 3.0
DENSE_FROM, DENSITY_WORDS, DENSITY_STEEPNESS = 2.0, 120, 1.2
COMMON_PER_MILLION = 200.0
MOST_TELLING = 2.0
FEWEST_MARKS = 6


class SignRow(msgspec.Struct, frozen=True):
    """A row of `spin_signs`: the weight of a distinct find, the most points of the sign, and the words of the reason."""

    sign: str
    weight: float
    cap: float
    says: str


class Gate:
    """Weighs signs; the settings are the rows of `spin_signs`."""

    def __init__(self) -> None:
        self._signs = {row.sign: row for row in load("spin_signs", SignRow)}

    def judge(self, found: Iterable[Found], words: int) -> Spin:
        """Return the verdict on an article of so many words.

        `spun` needs two different signs and `SPUN_POINTS`; the score is half at that point and nears 1 beyond it.
        """
        finds: dict[str, dict[str, float]] = {}
        for one in found:
            if one.sign == "mark":
                finds.setdefault("density", {})[one.phrase] = min(MOST_TELLING, rarity(one.clean_rate))
            elif one.sign:
                finds.setdefault(one.sign, {})[one.phrase] = 1.0
        if len(finds.get("density", {})) < FEWEST_MARKS:
            finds.pop("density", None)
        points: dict[str, float] = {}
        for sign, row in self._signs.items():
            phrases = finds.get(sign, {})
            amount = _over_usual(sum(phrases.values()), words) if sign == "density" else float(len(phrases))
            if amount > 0:
                points[sign] = min(row.cap, row.weight * amount)
        total = sum(points.values()) / max(1.0, words / USUAL_WORDS) ** 0.75
        verdict: Verdict = "clean"
        if total >= SPUN_POINTS and len(points) > 1:
            verdict = "spun"
        elif total >= LIGHT_POINTS:
            verdict = "light"
        ordered = sorted(points, key=lambda sign: (-points[sign], sign))
        why = tuple(self._signs[sign].says.format(n=len(finds[sign]), example=f"“{_rarest(finds[sign])}”") for sign in ordered)
        return Spin(score=round(total / (total + SPUN_POINTS), 2), verdict=verdict, why=why if verdict != "clean" else ())


def rarity(per_million: float) -> float:
    """Return how telling a wording is that stands so often in clean text: 0 for common ones, about 2.6 for unseen ones.

    >>> rarity(2.0), rarity(500.0)
    (2.0, 0.0)
    """
    return max(0.0, log10(COMMON_PER_MILLION / per_million))


def _over_usual(surprise: float, words: int) -> float:
    """Return the points of what stands in 100 words beyond what clean text may hold; a little beyond is worth little."""
    beyond = max(0.0, 100 * surprise / max(words, DENSITY_WORDS) - DENSE_FROM)
    return DENSITY_STEEPNESS * beyond**2


def _rarest(phrases: dict[str, float]) -> str:
    return max(sorted(phrases), key=lambda phrase: phrases[phrase])
