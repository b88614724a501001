"""The noun that a numeral counts, found by word lists alone: no tagger is needed."""

import re
from functools import lru_cache

import msgspec

from pipeline.extract.figures.numeral_pattern import SPACE
from pipeline.lexicon import loader

_TOKEN = re.compile(rf"{SPACE}((?:[^\W\d_]\.){{2,}}|[^\W\d_](?:[\w’'&/-]{{0,60}}[^\W_])?|[A-Z]\d+\w*)")
_NAME_NUMBER = re.compile(rf"{SPACE}\d{{1,3}}(?={SPACE}[a-z])")
_WOMEN = re.compile(rf"{SPACE}(?:and|or|and/or){SPACE}((?:wo)?men)\b")
_SINGULAR_ENDS = ("ss", "us", "is", "ics", "’s", "'s")
_LONGEST_RUN = 7
# Words that add to a count without saying more of what is counted.
_ADDING = frozenset(["more", "additional", "extra", "further", "such"])
_PARTICIPLE = re.compile(r"\w{2,}(?:ed|ing)$")


class Stop(msgspec.Struct, frozen=True):
    word: str
    group: str


class Plural(msgspec.Struct, frozen=True):
    plural: str
    singular: str


class NotPlural(msgspec.Struct, frozen=True):
    word: str


class Compound(msgspec.Struct, frozen=True):
    word: str


class Head(msgspec.Struct, frozen=True):
    """A head noun: where it ends, its singular, and the whole phrase where that says more than the noun."""

    end: int
    unit: str
    phrase: str | None
    first_word: str


class Nouns:
    """Finds head nouns and makes plurals singular.

    >>> nouns = Nouns()
    >>> nouns.after("64 different factory tours in addition", 2, one=False).unit
    'tour'
    >>> nouns.singular("men"), nouns.singular("EVs"), nouns.singular("copies"), nouns.singular("boxes")
    ('man', 'EV', 'copy', 'box')
    """

    def __init__(self) -> None:
        stops = loader.load("figure_stops", Stop)
        self._stops = frozenset(row.word for row in stops if row.group != "first")
        self._first_stops = frozenset(row.word for row in stops if row.group == "first")
        self._plurals = {row.plural: row.singular for row in loader.load("figure_plurals", Plural)}
        self._compounds = frozenset(row.word for row in loader.load("figure_compounds", Compound))
        self._before_nouns = frozenset(row.word for row in loader.load("figure_plurals_before", Compound))
        self._not_plural = frozenset(row.word for row in loader.load("figure_not_plural", NotPlural))

    def stops(self, word: str) -> bool:
        """Return whether `word`, in lower case, can be no part of a counted noun phrase."""
        return word in self._stops

    def compound(self, text: str, at: int) -> Head | None:
        """Return the singular noun behind `text[:at]` that a numeral counts although another noun follows, or None.

        >>> Nouns().compound("the 11 member trade bloc", 6).unit
        'member'
        """
        first = _TOKEN.match(text, at)
        if first is None or first[1] not in self._compounds:
            return None
        second = _TOKEN.match(text, first.end())
        if second is None or second[1].lower() in self._stops:
            return None
        return Head(first.end(), first[1], None, first[1])

    def after(self, text: str, at: int, *, one: bool) -> Head | None:
        """Return the head noun of the words that follow `text[:at]`, or None.

        The head is the first plural noun before a function word, a finite verb or punctuation; a count of
        `one` takes the last word of that run.
        """
        run = self._run(text, at)
        if not run:
            return None
        heads = [number for number, (_, _, word) in enumerate(run) if self.is_plural(word)]
        if heads and not (one and heads[0] > 0):
            head = heads[0]
            # “1,512 Canadian adults suggests”: a second plural is the noun only where the first one is used before nouns (“sports clubs”).
            while head + 1 in heads and run[head][2].lower() in self._before_nouns:
                head += 1
        elif one:
            head = next((number for number, (_, _, word) in enumerate(run) if number and _PARTICIPLE.match(word)), len(run)) - 1
        else:
            return None
        start, end, word = run[head]
        unit = self.singular(word)
        if unit in ("man", "woman"):
            both = _WOMEN.match(text, end)
            if both is not None and both[1] != word.lower():
                return Head(both.end(), "person", None, run[0][2])
        said = next((begin for begin, _, other in run if other.lower() not in _ADDING), start)
        phrase = f"{text[said:start]}{unit}" if said < start else None
        return Head(end, unit, phrase, run[0][2])

    def _run(self, text: str, at: int) -> list[tuple[int, int, str]]:
        run: list[tuple[int, int, str]] = []
        joined = 0
        while len(run) < _LONGEST_RUN:
            token = _TOKEN.match(text, at)
            if token is None:
                break
            word = token[1]
            low = word.lower()
            if low in self._stops:
                # “Volvo and Scania lorries”: the noun comes behind the second name.
                if low not in ("and", "or") or not run or joined or self.is_plural(run[-1][2]):
                    break
                joined = len(run)
            elif not run and low in self._first_stops and not self._plural_next(text, token.end()):
                break
            else:
                run.append((token.start(1), token.end(1), word))
            at = token.end()
            # “63,000 Model 3 sedans”: the number of a name does not end the phrase.
            number = _NAME_NUMBER.match(text, at) if run and run[-1][2][0].isupper() else None
            at = number.end() if number is not None else at
        if joined and not any(self.is_plural(word) for _, _, word in run):
            return run[:joined]
        return run

    def _plural_next(self, text: str, at: int) -> bool:
        following = _TOKEN.match(text, at)
        return following is not None and following[1].lower() not in self._stops and self.is_plural(following[1])

    @lru_cache(maxsize=4096)  # noqa: B019 - bounded, and one object of this class lives as long as its component
    def is_plural(self, word: str) -> bool:
        """Return whether `word` looks like a plural noun."""
        low = word.lower()
        tail = low.rsplit("-", 1)[-1]
        if low in self._plurals or tail in self._plurals:
            return True
        if not low.endswith("s") or low.endswith(_SINGULAR_ENDS) or low in self._not_plural or tail in self._not_plural or len(tail) < 3:
            return False
        return not word.isupper()

    @lru_cache(maxsize=4096)  # noqa: B019 - as above
    def singular(self, word: str) -> str:
        """Return the singular of `word`, in lower case but for names and abbreviations."""
        kept = word if any(letter.isupper() for letter in word[1:]) or word[0].isupper() else word.lower()
        low = word.lower()
        head, dash, tail = low.rpartition("-")
        if low in self._plurals:
            return str(self._plurals[low])
        if tail in self._plurals and dash:
            return f"{head}-{self._plurals[tail]}"
        if not self.is_plural(word):
            return kept
        if low.endswith("ies") and len(low) > 4:
            return kept[:-3] + "y"
        if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
            return kept[:-2]
        return kept[:-1]
