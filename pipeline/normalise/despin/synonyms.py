"""The wide list: what spinners write for the words of news."""

import msgspec

from pipeline.language.inflection import Inflector, PartOfSpeech
from pipeline.lexicon.loader import load


class SynonymRow(msgspec.Struct, frozen=True):
    """A row of `swap_synonyms`: a wording and what spinners put in its place, likeliest first."""

    intended: str
    pos: PartOfSpeech
    spun: tuple[str, ...]


class Pair(msgspec.Struct, frozen=True):
    """A swap in one form of its words; `share` is the part of the swaps of `intended` that read `spun`, by their order in the row."""

    intended: str
    spun: str
    share: float


def pairs() -> list[Pair]:
    """Return every swap of `swap_synonyms` in all forms of its words; `LexiconError` where a row is wrong."""
    inflector, best = Inflector(), dict[tuple[str, str], float]()
    for row in load("swap_synonyms", SynonymRow):
        whole = sum((1 + rank) ** -0.5 for rank in range(len(row.spun)))
        forms = inflector.forms(row.intended, row.pos)
        for rank, spun in enumerate(row.spun):
            share = (1 + rank) ** -0.5 / whole
            for form, written in zip(forms, inflector.forms(spun, row.pos), strict=True):
                if form != written and share > best.get((form, written), 0.0):
                    best[form, written] = share
    return [Pair(intended, spun, share) for (intended, spun), share in best.items()]
