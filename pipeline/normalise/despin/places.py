"""Where a swapped wording may stand, and what may be meant there: finds of the curated table joined with the wide one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from pipeline.language.wordings import is_glued
from pipeline.language.words import Words
from pipeline.normalise.despin.found import Found, family_of, rarity
from pipeline.normalise.despin.neighbours import QUOTES, STOPS, at_word
from pipeline.normalise.despin.swap_table import SwapTable

STARTS = STOPS | QUOTES


class Said(msgspec.Struct, frozen=True):
    """What the curated table says of a reading: level 0 to 2, its place among the readings, how rare the wording is in clean text.

    `family` is 1 where the article's other swaps are of the same spinner, -1 where they are of another.
    """

    level: int
    rank: int
    rarity: float
    family: int
    found: Found


class Place(msgspec.Struct, frozen=True):
    """Words `first` to `last` (not included), the number of their wording, and what the curated table says of some of its rows."""

    first: int
    last: int
    wording: int
    said: dict[int, Said]


class Placer:
    """Finds the places of a text."""

    def __init__(self, table: SwapTable) -> None:
        self._table = table

    def places(self, words: Words, found: Sequence[Found]) -> list[Place]:
        """Return the places, sorted, overlapping ones among them; finds whose readings are too long to be weighed are left out."""
        places = {(first, last): Place(first, last, wording, {}) for first, last, wording in self._listed(words)}
        if found:
            starts, ends = {start: at for at, start in enumerate(words.starts)}, {end: at + 1 for at, end in enumerate(words.ends)}
            family = family_of(found)
            for one in found:
                if one.kind != "name" and one.start in starts and one.end in ends:
                    self._add(places, words, starts[one.start], ends[one.end], one, family)
        return [places[span] for span in sorted(places)]

    def _listed(self, words: Words) -> Iterator[tuple[int, int, int]]:
        """Yield the wordings of the wide list: first word, last word (not included), number."""
        lower, table = words.lower, self._table
        single, longest = table.single, table.longest
        for first in [at for at, word in enumerate(lower) if word in single]:
            if may_be_swapped(words, first, first + 1):
                yield first, first + 1, single[lower[first]]
        pairs = map(" ".join, pairwise(lower))
        for first, most in [(at, longest[pair]) for at, pair in enumerate(pairs) if pair in longest]:
            for last in range(first + 2, min(first + most, len(lower)) + 1):
                wording = table.number.get(" ".join(lower[first:last]))
                if wording is not None and table.listed[table.starts[wording]] and may_be_swapped(words, first, last):
                    yield first, last, wording

    def _add(self, places: dict[tuple[int, int], Place], words: Words, first: int, last: int, one: Found, family: str) -> None:
        wording = self._table.number.get(" ".join(words.lower[first:last]))
        if wording is None:
            return
        of_family = 0 if not family or not one.families else 1 if family in one.families else -1
        ranks = {reading: rank for rank, reading in enumerate(one.readings)}
        place = places.setdefault((first, last), Place(first, last, wording, {}))
        for row, reading in zip(self._table.rows(wording), self._table.readings_of(wording), strict=True):
            if (rank := ranks.get(reading)) is None:
                continue
            standing = place.said.get(row)
            if standing is None or (one.level, rank) < (standing.level, standing.rank):
                place.said[row] = Said(one.level, rank, rarity(one.clean_rate), of_family, one)


def may_be_swapped(words: Words, first: int, last: int) -> bool:
    """Say whether the words are plain ones: no part of a name, of an address or of a handle."""
    text, starts = words.text, words.starts
    if text[starts[first]].isupper() and (at_word(words, first - 1) not in STARTS or _capital(words, last)):
        return False
    if last - first > 1 and any(text[starts[at]].isupper() for at in range(first + 1, last)):
        return False
    return not is_glued(text, starts[first], words.ends[last - 1])


def inside(places: Iterable[Place], words: Words, spans: Sequence[tuple[int, int]]) -> list[Place]:
    """Return the places that lie within one of the spans of the text, which are sorted and apart."""
    part = [-1] * len(words.lower)
    number = 0
    for at, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        while number < len(spans) and spans[number][1] <= start:
            number += 1
        if number < len(spans) and spans[number][0] <= start and end <= spans[number][1]:
            part[at] = number
    return [place for place in places if part[place.first] >= 0 and part[place.first] == part[place.last - 1]]


def _capital(words: Words, at: int) -> bool:
    return at < len(words.lower) and words.text[words.starts[at]].isupper()
