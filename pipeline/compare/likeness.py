"""How likely two facts of two articles are about the same thing: what is counted, the words and names around, the time."""

import math
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.compare.facts import Fact
from pipeline.compare.reader import PairReader
from pipeline.compare.values import Held, held, interval
from pipeline.language.context import BOUNDARY_ID, ContextModel, Ids, Numbers
from pipeline.lexicon import loader

Floats = npt.NDArray[np.float64]

FAMILIES: Final = ("figure one", "figure two", "date one", "date two")
"""The fits: figures and dates whose values can be one, and those of which one must be wrong."""
FEATURES: Final = (
    "one", "near words", "all words", "best words", "unit", "unit open", "counted", "rate same", "rate open", "names shared", "names other", "near name shared",
    "near name other", "years apart", "times meet", "times open", "stance same", "change same", "change other", "days between", "digits", "exactly one", "slip",
    "slip digits", "far apart", "near place", "rivals", "sentence alike", "precise day", "published day",
)  # fmt: skip
_NEAR, _CLOSE = 4.0, 5
_LEAST_COSINE = 0.25
_LONGEST_GAP = 60
_FARTHEST, _SUREST, _MOST_SCORE = 30.0, 0.9999, 6.0
WORTH_READING: Final = 0.04
"""From this chance of the first look on a pair is read a second time."""


class Weight(msgspec.Struct, frozen=True):
    """A row of `same_thing`: what a feature counts for in one of the fits."""

    fit: str
    feature: str
    weight: float


class Told(msgspec.Struct, frozen=True):
    """An article's facts, ready to be held against those of another: the words around all of them stacked in one array."""

    facts: tuple[Fact, ...]
    names: tuple[frozenset[int], ...]
    near_names: tuple[frozenset[int], ...]
    day: int | None
    """The day it was published, counted from year 1."""
    vectors: Numbers
    words: Ids
    weights: Numbers
    near: Numbers
    starts: tuple[int, ...]


class Pair(msgspec.Struct, frozen=True):
    """Two facts, one of each article, by their numbers there, how their values stand, and how likely they are about one thing."""

    one: int
    two: int
    held: Held
    features: Floats
    chance: float = 0.0


class Likeness:
    """Compares the facts of two articles; built once for a run."""

    def __init__(self, context: ContextModel, reader: PairReader) -> None:
        self._context = context
        self._reader = reader
        self._known: dict[str, int] = {}

    def told(self, facts: Sequence[Fact], names: Sequence[dict[int, int]], day: int | None) -> Told:
        """Prepare the facts of an article; `names` gives for each the register's entities of its sentence and how many words away they are."""
        words = [word for fact in facts for word in fact.words]
        ids = np.array(self._context.ids(tuple(words)), dtype=np.int64) if words else np.zeros(0, dtype=np.int64)
        vectors = self._context.meanings(ids) if words else np.zeros((0, 64), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors = np.where(lengths > 0, vectors / np.maximum(lengths, 1e-6), 0)
        steps = np.array([step for fact in facts for step in fact.steps], dtype=np.float32)
        weights = np.where(ids > BOUNDARY_ID, self._context.topic_weight(ids), 1.0).astype(np.float32)
        weights[[not word[0].isalpha() for word in words]] = 0
        keys = np.array([self._known.setdefault(word, len(self._known)) for word in words], dtype=np.int64)
        starts = [0]
        for fact in facts:
            starts.append(starts[-1] + len(fact.words))
        return Told(
            tuple(facts), tuple(frozenset(each) for each in names), tuple(frozenset(name for name, far in each.items() if abs(far) <= 8) for each in names),
            day, vectors.astype(np.float32), keys, weights, np.exp(-np.abs(steps) / _NEAR).astype(np.float32), tuple(starts),
        )  # fmt: skip

    def likely(self, one: Told, two: Told, least: float) -> list[Pair]:
        """Return the pairs that are likely to be of one thing, with their chance, from `least` on.

        What the first look does not rule out is read a second time, both sentences side by side.
        """
        first = [
            (pair, chance(weights("same_thing")[family(one.facts[pair.one], pair.held)], pair.features)) for pair in self.pairs(one, two)
        ]
        doubtful = [(pair, at) for pair, at in first if at >= WORTH_READING]
        scores = self._reader.scores(
            [(one.facts[pair.one].context, two.facts[pair.two].context, pair.held.relation == "conflict") for pair, _ in doubtful]
        )
        found = []
        for (pair, at), score in zip(doubtful, scores, strict=True):
            second = chance(weights("same_thing_read")[family(one.facts[pair.one], pair.held)], READ_FEATURES.values(at, score))
            if second >= least:
                found.append(msgspec.structs.replace(pair, chance=second))
        return found

    def pairs(self, one: Told, two: Told) -> list[Pair]:
        """Return all pairs of facts that can be compared, with their features."""
        alike = _alike(one, two)
        found: list[Pair] = []
        rivals: dict[tuple[int, int], int] = {}
        for i, a in enumerate(one.facts):
            for j, b in enumerate(two.facts):
                how = held(a, b)
                if how is None:
                    continue
                found.append(Pair(i, j, how, self._features(one, i, two, j, how, alike)))
        for pair in found:
            for key in ((0, pair.one), (1, pair.two)):
                rivals[key] = rivals.get(key, 0) + 1
        at = FEATURES.index("rivals")
        for pair in found:
            pair.features[at] = math.log1p(min(rivals[0, pair.one], rivals[1, pair.two]))
        return found

    def _features(self, one: Told, i: int, two: Told, j: int, how: Held, alike: Numbers) -> Floats:
        a, b = one.facts[i], two.facts[j]
        rows, columns = slice(one.starts[i], one.starts[i + 1]), slice(two.starts[j], two.starts[j + 1])
        block = alike[rows, columns]
        wa, wb = one.weights[rows], two.weights[columns]
        na, nb = wa * one.near[rows], wb * two.near[columns]
        unit, unit_open = self._units(a, b)
        shared, near_shared = one.names[i] & two.names[j], one.near_names[i] & two.near_names[j]
        times = _times(a, b)
        gap = abs(one.day - two.day) if one.day and two.day else 0
        return np.array([
            1.0,
            _cover(block, na, nb, near=(one.near[rows], two.near[columns])),
            _cover(block, wa, wb),
            _best(block, wa, wb, a, b),
            unit,
            unit_open,
            self._counted(a, b),
            float(a.per == b.per and a.per is not None),
            float((a.per is None) != (b.per is None)),
            min(3, len(shared)),
            float(bool(one.names[i]) and bool(two.names[j]) and not shared),
            min(2, len(near_shared)),
            float(bool(one.near_names[i]) and bool(two.near_names[j]) and not near_shared),
            times[0], times[1], times[2],
            float(a.stance == b.stance),
            float(a.change is not None and a.change == b.change),
            float((a.change or "") != (b.change or "")),
            math.log1p(min(gap, _LONGEST_GAP)),
            _digits(a) if how.relation == "agree" else 0.0,
            float(how.relation == "agree"),
            float(how.slip),
            _digits(a) if how.slip else 0.0,
            _far_apart(a, b),
            1 / (1 + abs(a.paragraph - b.paragraph)),
            0.0,
            float(a.words == b.words and bool(a.words)),
            _precise(a, b),
            float(a.amount is None and (_is_day(a, one.day) or _is_day(b, two.day))),
        ])  # fmt: skip

    def _units(self, a: Fact, b: Fact) -> tuple[float, float]:
        if a.sort != "count" or a.unit == b.unit:
            return (1.0, 0.0) if a.unit else (0.0, 1.0)
        if not a.unit or not b.unit:
            return 0.0, 1.0
        return self._near((a.unit.lower(),), (b.unit.lower(),)), 0.0

    def _counted(self, a: Fact, b: Fact) -> float:
        return self._near(a.of, b.of) if a.of and b.of else 0.0

    def _near(self, a: tuple[str, ...], b: tuple[str, ...]) -> float:
        """Return how near the last words of two wordings are, between 0 and 1."""
        if a[-1].rsplit(" ", 1)[-1] == b[-1].rsplit(" ", 1)[-1]:
            return 1.0
        ids = np.array(self._context.ids((a[-1].rsplit(" ", 1)[-1], b[-1].rsplit(" ", 1)[-1])))
        vectors = self._context.meanings(ids)
        length = float(np.linalg.norm(vectors[0]) * np.linalg.norm(vectors[1]))
        return max(0.0, float(vectors[0] @ vectors[1]) / length) if length else 0.0


def _alike(one: Told, two: Told) -> Numbers:
    """Return how alike each word around the facts of `one` is to each of `two`: 1 for the same word, else by meaning."""
    cosine = one.vectors @ two.vectors.T
    found: Numbers = np.where(
        one.words[:, None] == two.words[None, :], 1.0, np.maximum(0, (cosine - _LEAST_COSINE) / (1 - _LEAST_COSINE))
    ).astype(np.float32)
    return found


def _cover(block: Numbers, wa: Numbers, wb: Numbers, near: tuple[Numbers, Numbers] | None = None) -> float:
    """Return how much of the weight of either side's words finds a like word on the other."""
    if not wa.sum() or not wb.sum():
        return 0.0
    if near is not None:
        ahead, back = (block * np.sqrt(near[1])[None, :]).max(axis=1), (block * np.sqrt(near[0])[:, None]).max(axis=0)
    else:
        ahead, back = (block * (wb > 0)[None, :]).max(axis=1), (block * (wa > 0)[:, None]).max(axis=0)
    return float(ahead @ wa / wa.sum() + back @ wb / wb.sum()) / 2


def _best(block: Numbers, wa: Numbers, wb: Numbers, a: Fact, b: Fact) -> float:
    """Return how alike the likest of the closest words are."""
    close_a = np.array([abs(step) <= _CLOSE for step in a.steps], dtype=bool) & (wa > 0.5)
    close_b = np.array([abs(step) <= _CLOSE for step in b.steps], dtype=bool) & (wb > 0.5)
    return float(block[close_a][:, close_b].max()) if close_a.any() and close_b.any() else 0.0


def _times(a: Fact, b: Fact) -> tuple[float, float, float]:
    """Return whether the other dates of the two sentences are of years apart, meet, or stand in one of them only."""
    if not a.times or not b.times:
        return 0.0, 0.0, float(bool(a.times) != bool(b.times))
    first, second = a.times[0], b.times[0]
    if first[0] <= second[1] and second[0] <= first[1]:
        return 0.0, 1.0, 0.0
    return float({first[0][:4], first[1][:4]}.isdisjoint({second[0][:4], second[1][:4]})), 0.0, 0.0


def _digits(a: Fact) -> float:
    """Return how telling it is that the two are equal: nearly nothing for 2, much for 1,150."""
    if a.amount is None:
        return 0.0
    numeral = "".join(letter for letter in a.value if letter.isdigit()).strip("0")
    return float(min(4, len(numeral)))


def _far_apart(a: Fact, b: Fact) -> float:
    if a.amount is not None and b.amount is not None:
        x, y = a.amount.value, b.amount.value
        if not x or not y or (x < 0) != (y < 0):
            return 0.0 if x == y else 1.0
        return min(3.0, abs(math.log(float(x / y))))
    (first, last), (start, end) = interval(a), interval(b)
    between = max(0, first - end, start - last)
    return min(3.0, math.log1p(between) / 3)


def _precise(a: Fact, b: Fact) -> float:
    """Return whether both are single days."""
    return float(a.amount is None and a.days[0] == a.days[1] and b.days[0] == b.days[1])


def _is_day(fact: Fact, day: int | None) -> bool:
    """Say whether a date is that of the article itself or the day before: such a day is mostly that of saying."""
    if day is None or fact.days[0] is None or fact.days[0] != fact.days[1]:
        return False
    return day - 1 <= date.fromisoformat(fact.days[0]).toordinal() <= day


def family(one: Fact, how: Held) -> str:
    """Return which fit weighs the pair."""
    return f"{'figure' if one.amount is not None else 'date'} {'two' if how.relation == 'conflict' else 'one'}"


def chance(weights: Floats, features: Floats) -> float:
    """Return the probability that a fit gives to features."""
    return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, float(weights @ features)))))


class ReadFeatures:
    """What the second look weighs: the first look's odds and the reader's."""

    names: Final = ("one", "first look", "read")

    def values(self, first: float, score: float) -> Floats:
        """Return the features for the first look's chance and the reader's logit."""
        sure = min(_SUREST, max(1 - _SUREST, first))
        return np.array([1.0, math.log(sure / (1 - sure)), max(-_MOST_SCORE, min(_MOST_SCORE, score))])


READ_FEATURES: Final = ReadFeatures()


@cache
def weights(name: str) -> dict[str, Floats]:
    """Return the weights of each fit of the list `name`; `KeyError` where one lacks a feature."""
    features = FEATURES if name == "same_thing" else READ_FEATURES.names
    rows = {(row.fit, row.feature): row.weight for row in loader.load(name, Weight)}
    return {fit: np.array([rows[fit, feature] for feature in features]) for fit in FAMILIES}
