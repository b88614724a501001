"""A sentence as the words in which its sources are looked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pipeline.resolve.claims.vocabulary import Verb, sentence_words, vocabulary

Span = tuple[int, int]
Antecedent = Callable[[int, str], str | None]
"""Gives the person or organisation (its label) that a pronoun at an offset means."""

IsName = Callable[[int, int], bool]
"""Says whether a span is the name of a person or an organisation."""

COMMAS = frozenset(",–—")
STOPS = frozenset(".!?;:()[]") | COMMAS
QUOTES = frozenset('"“”«»')
DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
LONGEST_SENTENCE: Final = 300
NEAR: Final = 8
LONGEST_ASIDE: Final = 14


class SentenceWords:
    """One sentence as words. A word is named by its number, `first:last` is half-open; a sentence too long for any has no asides."""

    def __init__(self, text: str, span: Span, quotations: Sequence[Span], antecedent: Antecedent, is_name: IsName) -> None:
        self._text, (self._start, self._end) = text, span
        self._is = vocabulary().uses
        self._verbs = vocabulary().verbs
        self._antecedent = antecedent
        self._is_name = is_name
        self.lower, self._starts, self._ends = sentence_words(text, *span)
        quoted = [(a, b) for a, b in quotations if a < self._end and self._start < b]
        self._quoted = [any(a < at < b for a, b in quoted) for at in self._starts]
        self._asides = list(self._find_asides()) if len(self.lower) <= LONGEST_SENTENCE else []

    def _word(self, at: int) -> str:
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def _capital(self, at: int) -> bool:
        return 0 <= at < len(self.lower) and self._text[self._starts[at]].isupper()

    def _between(self, first: int, last: int) -> str:
        return self._text[self._starts[first] : self._ends[last - 1]]

    def _verb(self, at: int) -> Verb | None:
        """Return the verb of saying that stands at a word; “Omar Said” is a name."""
        if at and self._capital(at) and self._capital(at - 1):
            return None
        return self._verbs.get(f"{self.lower[at]} {self._word(at + 1)}") or self._verbs.get(self.lower[at])

    def _find_asides(self) -> Iterator[Span]:
        """Yield what is told by the way: between commas with “who”, a participle, a number, or the title of the name before."""
        closed = 0
        for at in range(1, len(self.lower)):
            if self.lower[at - 1] not in COMMAS or self._quoted[at] or at - 1 == closed:
                continue
            word = self.lower[at]
            stop = next((n for n in range(at + 1, len(self.lower)) if self.lower[n] in COMMAS), len(self.lower))
            if word in self._is["relative"] or (word in self._is["preposition"] and self._word(at + 1) in self._is["relative"]):
                closed = stop if stop < len(self.lower) else len(self.lower) - (self.lower[-1] in ".!?")
                yield at, closed
            elif (
                stop < len(self.lower)
                and stop - at < LONGEST_ASIDE
                and (word[0].isdigit() or self._is_participle(at) or self._is_title(at))
            ):
                closed = stop
                yield at, stop

    def _is_participle(self, at: int) -> bool:
        word = self.lower[at]
        return word in self._is["participle"] or (word.endswith("ed") and len(word) > len("need") and word not in self._verbs)

    def _is_title(self, at: int) -> bool:
        """Say whether “, the operator of 46 tankers,” follows the name that opens the sentence."""
        return self.lower[at] in ("the", "a", "an") and at < NEAR and "," not in self.lower[: at - 1] and self._capital(at - 2)
