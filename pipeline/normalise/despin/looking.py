"""Everything in a text that a spinner may have written: swaps of the table, patterns, names, articles that do not fit."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from pipeline.language.wordings import is_glued
from pipeline.language.words import LINE_ENDS, Words, split
from pipeline.lexicon.loader import load
from pipeline.normalise.despin.articles import Sounds, misfits
from pipeline.normalise.despin.found import Found
from pipeline.normalise.despin.names import SpunNames, Witness
from pipeline.normalise.despin.neighbours import at_word
from pipeline.normalise.despin.places import STARTS
from pipeline.normalise.despin.table import Certainty, Kind, Swap, compiled, load_phrases
from pipeline.record.article import SisterName

# What a second witness of a name is worth: level, sign of a spun article, how likely the reading is right in one.
OF_WITNESS: dict[Witness, tuple[int, str, float]] = {
    "known": (1, "name", 0.85),
    "acronym": (1, "name", 0.9),
    "article": (1, "", 0.8),
    "sister": (1, "", 0.8),
    "part": (2, "", 0.75),
}
LEVELS = {"certain": 0, "strong": 1, "context": 2}
DIGIT_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
DIGITS = {word: str(number) for number, word in enumerate(DIGIT_WORDS)}
WHY = {
    "certain": "“{}” is no wording of clean text",
    "strong": "“{}” is rare in clean text here",
    "context": "“{}” is a common swap of spinners; the article reads as spun",
}


class PatternRow(msgspec.Struct, frozen=True):
    """A row of `spin_patterns`; the pattern is tried only where one of the pieces of `needs` stands in the text."""

    pattern: str
    needs: tuple[str, ...]
    after: str
    kind: Kind
    certainty: Certainty
    sign: str
    why: str


class Looker:
    """Loads the lists once; `look` goes over a text in one pass of its words."""

    def __init__(self, sounds: Sounds, links: Iterable[tuple[str, str]] = ()) -> None:
        self._sounds = sounds
        self._index = compiled(load_phrases())
        self._names = SpunNames(links)
        self._patterns = [(re.compile(row.pattern, re.IGNORECASE | re.ASCII), row) for row in load("spin_patterns", PatternRow)]

    def look(self, text: str, sisters: Iterable[SisterName] = ()) -> tuple[list[Found], Words]:
        """Return what was found, in no order and overlapping, and the words of the text; `sisters` are names of other articles."""
        words = split(text)
        found = [*self._names_in(words, sisters), *self._patterns_in(text), *self._swaps_in(words), *misfits(words, self._sounds)]
        return [one for one in found if not is_glued(text, one.start, one.end)], words

    def _swaps_in(self, words: Words) -> Iterator[Found]:
        lower, index = words.lower, self._index
        single = [(at, swap) for at, word in enumerate(lower) if word in index.words for swap in index.words[word]]
        longer = [(at, swap) for at, pair in enumerate(pairwise(lower)) if pair in index.phrases for swap in index.phrases[pair]]
        for at, swap in single + longer:
            past = at + len(swap.spun)
            if lower[at:past] == swap.spun and swap.neighbours.fit(words, at, past) and not _is_name(words, at, swap):
                start, end = words.span(at, past)
                yield Found(
                    start,
                    end,
                    swap.intended,
                    swap.kind,
                    LEVELS[swap.certainty],
                    swap.sign,
                    (WHY[swap.certainty].format(swap.phrase),),
                    swap.phrase,
                    swap.families,
                    swap.clean_rate,
                )

    def _patterns_in(self, text: str) -> Iterator[Found]:
        lowered = text.lower()
        for pattern, row in self._patterns:
            if not any(piece in lowered for piece in row.needs):
                continue
            for match in pattern.finditer(text):
                phrase = match[0].lower()
                if not any(end in match[0] for end in LINE_ENDS):
                    yield Found(
                        match.start(),
                        match.end(),
                        (_filled(row.after, match),),
                        row.kind,
                        LEVELS[row.certainty],
                        row.sign,
                        (row.why,),
                        phrase,
                    )

    def _names_in(self, words: Words, sisters: Iterable[SisterName]) -> Iterator[Found]:
        for broken in self._names.find(words, sisters):
            start, end = words.span(broken.first, broken.last)
            readings, phrase = (broken.name, *broken.others), words.text[start:end].lower()
            level, sign, chance = OF_WITNESS[broken.witness]
            yield Found(start, end, readings, "name", level, sign, (broken.why,), phrase, chance=chance)
        for at, meant in self._names.doubtful_words(words):
            start, end = words.span(at, at + 1)
            yield Found(start, end, meant, "name", 2, "", (f"spinners write “{words.text[start:end]}” inside names",), words.lower[at])


def _filled(template: str, match: re.Match[str]) -> str:
    """Return the reading: groups filled in, `{digit2}` being the figure of the number word in group 2."""
    with_digits = re.sub(r"\{digit(\d)\}", lambda slot: DIGITS[match[int(slot[1])].lower()], template)
    return re.sub(r"\\(\d)", lambda slot: match[int(slot[1])], with_digits)


def _is_name(words: Words, at: int, swap: Swap) -> bool:
    """Say whether swapped words are capitalised inside a sentence: then they are likely part of a name."""
    if len(swap.spun) > 1:
        inner = [words.text[words.starts[at + offset]].isupper() for offset in range(1, len(swap.spun))]
        return swap.certainty != "certain" and any(inner) and not words.text[words.starts[at]].isupper()
    if not words.text[words.starts[at]].isupper():
        return False
    return (
        at_word(words, at - 1) not in STARTS
        or at_word(words, at + 1)[:1].isupper()
        or words.text[words.starts[at] : words.ends[at]].isupper()
    )
