"""The words of saying, compiled."""

from functools import cache
from typing import Literal

import msgspec

from pipeline.language.inflection import Inflector
from pipeline.language.saying import saying_words
from pipeline.language.words import split
from pipeline.lexicon import loader
from pipeline.record.candidates import Stance

Kind = Literal["says", "tells", "clause", "shows", "rejects"]


class SayingVerb(msgspec.Struct, frozen=True):
    """A row of `saying_verbs`."""

    verb: str
    kind: Kind
    stance: Stance | Literal[""]


class StanceCue(msgspec.Struct, frozen=True):
    """A row of `stance_cues`."""

    cue: str
    stance: Stance
    reach: Literal["clause", "before", "sentence", "headline"]


class Verb(msgspec.Struct, frozen=True):
    """A form of a verb of saying."""

    kind: Kind
    stance: Stance | None
    finite: bool
    """Whether it can be a sentence's verb: every form but the one in -ing."""
    base: bool = False
    """Whether only a plural says it so: “report”, which is a noun behind anything else."""


class Vocabulary:
    """All of it, by form and by use."""

    def __init__(self) -> None:
        inflect = Inflector()
        self.verbs: dict[str, Verb] = {}
        for row in loader.load("saying_verbs", SayingVerb):
            forms = inflect.forms(row.verb, "verb")
            for form in forms:
                verb = Verb(row.kind, row.stance or None, finite=form != forms[-1], base=form == forms[0] and form not in forms[2:4])
                self.verbs.setdefault(form, verb)
        self.uses = saying_words()
        self.cues: dict[str, list[tuple[tuple[str, ...], StanceCue]]] = {}
        for cue in loader.load("stance_cues", StanceCue):
            words = tuple(cue.cue.split(" "))
            self.cues.setdefault(words[0], []).append((words, cue))
        for found in self.cues.values():
            found.sort(key=lambda item: -len(item[0]))


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, built once a process."""
    return Vocabulary()


def sentence_words(text: str, start: int, end: int) -> tuple[tuple[str, ...], list[int], list[int]]:
    """Return the words of a sentence in lower case with their starts and ends in `text`; a mark within a number is the word 0.

    >>> sentence_words("It paid 1,200.", 0, 14)[0]
    ('it', 'paid', '1', '0', '200', '.')
    """
    found = split(text[start:end])
    starts = [start + at for at in found.starts]
    lower = tuple(
        "0" if word in ".,:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit() else word
        for word, at in zip(found.lower, starts, strict=True)
    )
    return lower, starts, [start + at for at in found.ends]
