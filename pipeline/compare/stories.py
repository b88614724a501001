"""Which articles tell the same story: they share the words that are rare elsewhere.

Cosine of word weights (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988), with how rare a word is
taken from the shipped counts of English, so that two articles alone can be compared as well as twenty thousand. Each article keeps its
weightiest words only and looks along them; no two articles are compared that share none.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

import msgspec
import numpy as np

from pipeline.language.context import UNKNOWN_ID, ContextModel
from pipeline.language.words import split

KEPT_WORDS: Final = 40
LEAST_SHARE: Final = 0.1
MOST_NEIGHBOURS: Final = 12
# Two articles that share no rare words are of one story through a third; only so many of its nearest are put together.
_MOST_BETWEEN = 6
# A word of more articles than this says what a paper writes about, not which story it is.
_MOST_ARTICLES = 200
_SHORTEST = 3
_UNKNOWN_RARITY = 13.0
# Words that the article writes with a capital only are mostly names, which tell stories apart best.
_OF_NAMES = 1.8


class Theme(msgspec.Struct, frozen=True):
    """The weightiest words of an article, the weights squared sum up to 1."""

    words: tuple[str, ...]
    weights: tuple[float, ...]


def theme(paragraphs: Iterable[str], context: ContextModel) -> Theme:
    """Return what an article is about, by its words."""
    counts: Counter[str] = Counter()
    small: set[str] = set()
    for text in paragraphs:
        words_of = split(text)
        for word, start in zip(words_of.lower, words_of.starts, strict=True):
            if len(word) >= _SHORTEST and word[0].isalpha():
                counts[word] += 1
                if text[start].islower():
                    small.add(word)
    words = tuple(counts)
    ids = np.array(context.ids(words), dtype=np.int64)
    rarity = np.where(ids == UNKNOWN_ID, _UNKNOWN_RARITY, -context.log_share[ids]) * np.where(
        ids == UNKNOWN_ID, 1.0, context.topic_weight(ids)
    )
    weighed = sorted(
        ((1 + math.log(counts[word])) * float(rare) * (1.0 if word in small else _OF_NAMES), word)
        for word, rare in zip(words, rarity, strict=True)
    )[::-1][:KEPT_WORDS]
    length = math.sqrt(sum(weight * weight for weight, _ in weighed)) or 1.0
    return Theme(tuple(word for _, word in weighed), tuple(round(weight / length, 4) for weight, _ in weighed))


def neighbours(themes: Sequence[Theme]) -> list[tuple[int, int, float]]:
    """Return the pairs of articles that tell one story, by their numbers, the lower first, and how alike they are."""
    places: dict[str, array[int]] = {}
    for number, each in enumerate(themes):
        for word in each.words:
            places.setdefault(word, array("I")).append(number)
    weight = [dict(zip(each.words, each.weights, strict=True)) for each in themes]
    near: list[dict[int, float]] = [{} for _ in themes]
    for number, each in enumerate(themes):
        shared: dict[int, float] = {}
        for word, mine in zip(each.words, each.weights, strict=True):
            others = places[word]
            if 1 < len(others) <= _MOST_ARTICLES:
                for other in others:
                    if other != number:
                        shared[other] = shared.get(other, 0.0) + mine * weight[other][word]
        for share, other in sorted((-share, other) for other, share in shared.items() if share >= LEAST_SHARE)[:MOST_NEIGHBOURS]:
            near[number][other] = near[other][number] = -share
    found = {(one, two): share for one, others in enumerate(near) for two, share in others.items() if one < two}
    # Two that each tell the story of a third tell it too, in other words.
    for close in near:
        nearest = sorted((-share, other) for other, share in close.items())[:_MOST_BETWEEN]
        for (first, one), (second, two) in combinations(nearest, 2):
            found.setdefault((min(one, two), max(one, two)), min(-first, -second) / 2)
    return sorted((one, two, share) for (one, two), share in found.items())
