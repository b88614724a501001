"""Is this article machine-spun? The independent signs, weighed and set against the length."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from pipeline.lexicon.loader import load
from pipeline.normalise.despin.found import Found, rarity
from pipeline.normalise.despin.ranker import Ranked
from pipeline.record.prose import Spin

Verdict = Literal["clean", "light", "spun"]
USUAL_WORDS = 300
LIGHT_POINTS, SPUN_POINTS = 1.5, 3.0
DENSE_FROM, DENSITY_WORDS, DENSITY_STEEPNESS = 2.0, 120, 1.2
MOST_TELLING = 2.0
FEWEST_MARKS = 6
WEIGHED_FROM, WEIGHED_WORDS, FEWEST_WEIGHED = 1.0, 180, 4
SURE = 0.6


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

    def judge(self, found: Iterable[Found], words: int, ranked: Sequence[Ranked] = ()) -> Spin:
        """Return the verdict on an article of so many words.

        `ranked` are the places that were weighed in context. `spun` needs `SPUN_POINTS` from two different signs or from the weighed
        places alone; the score is half at that point and nears 1 beyond it.
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
            if sign == "weighed":
                continue
            phrases = finds.get(sign, {})
            amount = _over_usual(sum(phrases.values()), words) if sign == "density" else float(len(phrases))
            if amount > 0:
                points[sign] = min(row.cap, row.weight * amount)
        total = sum(points.values()) / max(1.0, words / USUAL_WORDS) ** 0.75
        finds["weighed"] = _likely_swapped(ranked)
        weighed = self._weighed(len(finds["weighed"]), words)
        if weighed:
            points["weighed"] = weighed
            total += weighed
        verdict: Verdict = "clean"
        if total >= SPUN_POINTS and (len(points) > 1 or weighed >= SPUN_POINTS):
            verdict = "spun"
        elif total >= LIGHT_POINTS:
            verdict = "light"
        ordered = sorted(points, key=lambda sign: (-points[sign], sign))
        why = tuple(self._signs[sign].says.format(n=len(finds[sign]), example=f"“{_rarest(finds[sign])}”") for sign in ordered)
        return Spin(score=round(total / (total + SPUN_POINTS), 2), verdict=verdict, why=why if verdict != "clean" else ())

    def _weighed(self, finds: int, words: int) -> float:
        """Return the points of the places that are likely swapped: what 100 words hold of them beyond what clean text may hold."""
        row = self._signs["weighed"]
        beyond = 100 * finds / max(words, WEIGHED_WORDS) - WEIGHED_FROM
        return min(row.cap, row.weight * beyond) if beyond > 0 and finds >= FEWEST_WEIGHED else 0.0


def _likely_swapped(ranked: Sequence[Ranked]) -> dict[str, float]:
    """Return the different wordings that are likely swapped, with their probabilities, the likelier one of two that overlap."""
    found: dict[str, float] = {}
    taken: set[int] = set()
    likely = [(one.options[0].chance, one) for one in ranked if one.options[0].chance > SURE]
    for chance, one in sorted(likely, key=lambda item: (-item[0], item[1].first)):
        place = range(one.first, one.last)
        if taken.isdisjoint(place):
            taken.update(place)
            found.setdefault(one.spun, chance)
    return found


def _over_usual(surprise: float, words: int) -> float:
    """Return the points of what stands in 100 words beyond what clean text may hold; a little beyond is worth little."""
    beyond = max(0.0, 100 * surprise / max(words, DENSITY_WORDS) - DENSE_FROM)
    return DENSITY_STEEPNESS * beyond**2


def _rarest(phrases: dict[str, float]) -> str:
    return max(sorted(phrases), key=lambda phrase: phrases[phrase])
