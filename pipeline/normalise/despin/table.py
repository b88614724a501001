"""The table of directed swaps, compiled for one pass over the words of a text."""

from typing import Literal

import msgspec

from pipeline.language.inflection import Inflector, PartOfSpeech
from pipeline.language.words import keys
from pipeline.lexicon.loader import load
from pipeline.normalise.despin.neighbours import Neighbours, NeighbourTests

Certainty = Literal["certain", "strong", "context"]
Kind = Literal["phrase", "name", "number", "time"]
UNSEEN_RATE = 0.5


class PhraseRow(msgspec.Struct, frozen=True):
    """A row of `swap_phrases`."""

    spun: str
    intended: tuple[str, ...]
    pos: PartOfSpeech
    certainty: Certainty
    kind: Kind
    sign: str = ""
    families: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class RateRow(msgspec.Struct, frozen=True):
    """A row of `spin_rates`: how often a swapped wording stands in a million words of clean text."""

    spun: str
    per_million: float


class Swap(msgspec.Struct, frozen=True):
    """A directed swap: the spun words, what they stand for, and where."""

    spun: tuple[str, ...]
    intended: tuple[str, ...]
    certainty: Certainty
    kind: Kind
    sign: str
    families: frozenset[str]
    neighbours: Neighbours
    clean_rate: float
    conditions: int

    @property
    def phrase(self) -> str:
        return " ".join(self.spun)


class Index(msgspec.Struct, frozen=True):
    """The swaps of one word by that word, longer ones by their first two words."""

    words: dict[str, tuple[Swap, ...]]
    phrases: dict[tuple[str, str], tuple[Swap, ...]]


NO_CONDITION = Neighbours()


def load_phrases() -> list[Swap]:
    """Return every swap of `swap_phrases`, written out into all forms; `LexiconError` where a row is wrong."""
    tests, inflector = NeighbourTests(), Inflector()
    rates = {row.spun: row.per_million for row in load("spin_rates", RateRow)}
    swaps = []
    for row in load("swap_phrases", PhraseRow):
        cells = (row.after, row.before, row.not_after, row.not_before)
        neighbours = Neighbours(*(tests.of(cell) for cell in cells)) if any(cells) else NO_CONDITION
        for spun, intended in inflector.written_out(row.spun, row.intended, row.pos):
            words = keys(spun)
            swaps.append(
                Swap(
                    spun=words,
                    intended=tuple(reading for reading in intended if reading != spun),
                    certainty=row.certainty,
                    kind=row.kind,
                    sign=row.sign or {"certain": "signature", "strong": "strong", "context": ""}[row.certainty],
                    families=frozenset(row.families),
                    neighbours=neighbours,
                    clean_rate=rates.get(" ".join(words), UNSEEN_RATE),
                    conditions=sum(map(bool, cells)),
                )
            )
    return [swap for swap in swaps if swap.intended]


def compiled(swaps: list[Swap]) -> Index:
    """Return the swaps ready for the pass: a look-up costs the same however many phrases begin with a common word."""
    words: dict[str, list[Swap]] = {}
    phrases: dict[tuple[str, str], list[Swap]] = {}
    for swap in swaps:
        if len(swap.spun) == 1:
            words.setdefault(swap.spun[0], []).append(swap)
        else:
            phrases.setdefault((swap.spun[0], swap.spun[1]), []).append(swap)
    return Index({word: tuple(found) for word, found in words.items()}, {pair: tuple(found) for pair, found in phrases.items()})
