"""What is said: the words behind a verb of saying, or those before a closing “X said”."""

from collections.abc import Iterator

from pipeline.resolve.claims.speakers import MOST_ADDRESSEE
from pipeline.resolve.claims.vocabulary import Verb
from pipeline.resolve.claims.words import COMMAS, DAYS, NEAR, QUOTES, STOPS, SentenceWords, Span

CONTRASTS = frozenset({"but", "while", "whereas", "although", "though"})
AHEAD = 14


class Scopes(SentenceWords):
    """Finds how far the words of a source reach in a sentence."""

    def _content_follows(self, at: int, verb: Verb) -> bool:
        """Say whether what stands behind the verb can be what is said."""
        rest = self.lower[at + 1 :]
        if not rest or rest[0] in ".!?":
            return False
        if verb.kind == "clause":
            ahead = rest[:NEAR]
            clause = rest[0][0].isalpha() and rest[0] not in self._is["preposition"] and not self._is["auxiliary"].isdisjoint(ahead)
            return "that" in ahead or rest[0] in QUOTES or rest[0] == ":" or clause or rest[0].endswith("ing")
        if verb.kind == "tells":
            return "that" in rest[:AHEAD] or ("to" not in rest[1:4] and not self._is["auxiliary"].isdisjoint(rest[2:AHEAD]))
        return not (self.lower[at] in ("reported", "reports") and "to" in rest[:MOST_ADDRESSEE])

    def _behind(self, at: int, verb: Verb, *, embedded: bool = False) -> Iterator[Span]:
        """Yield the words that follow the verb as far as they are said; day and addressee before “that” are not.

        What an `embedded` clause ("after the agency said that …") says ends where the sentence goes on with "and" behind a comma.
        """
        first = at + 1
        ahead = self.lower[first : first + AHEAD]
        that = first + ahead.index("that") if "that" in ahead else None
        if that is not None and (verb.kind == "tells" or all(self._is_of_saying(n) for n in range(first, that))):
            first = that + 1
        elif self._word(first) in ("on", "in", "at"):
            while first < len(self.lower) and (
                self.lower[first] in ("on", "in", "at", "a", "an", "the", "statement", "interview") or self.lower[first] in DAYS
            ):
                first += 1
        last = next(
            (n for n in range(first, len(self.lower)) if not self._quoted[n] and self._ends_saying(n, verb, embedded=embedded)),
            len(self.lower),
        )
        yield from self._without_asides(first, last)

    def _ends_saying(self, at: int, verb: Verb, *, embedded: bool) -> bool:
        word, before = self.lower[at], self.lower[at - 1]
        if (
            word == ";"
            or (word in self._is["saying on"] and before in COMMAS)
            or (
                word in CONTRASTS - {"but"}
                and before in COMMAS
                and any(other in self._verbs for other in self.lower[at + 1 : at + 1 + NEAR])
            )
        ):
            return True
        if word not in ("and", "but"):
            return False
        if before == "," and (embedded or any(other in self._verbs for other in self.lower[at + 1 : at + 1 + NEAR])):
            return True
        following = self._verbs.get(self._word(at + 1))
        return following is not None and following.stance != verb.stance

    def _is_of_saying(self, at: int) -> bool:
        """Say whether a word between “said” and “that” tells of the saying: its day, its place, its statement."""
        word = self.lower[at]
        return word in self._is["of saying"] or word in DAYS or word[0].isdigit() or self._capital(at)

    def _parenthetical(self, first: int, at: int, verb: Verb) -> bool:
        """Say whether “X said” closes or interrupts a sentence: a comma or quotation stands before the subject, and an end behind the verb."""
        before, behind = self._word(first - 1), self._word(at + 1)
        if first == 0 or (before not in COMMAS and before not in QUOTES) or self._leads_in(first):
            return False
        if verb.kind == "tells":
            stop = next((n for n in range(at + 1, len(self.lower)) if self.lower[n] in STOPS), len(self.lower))
            addressed = self.lower[at + 1 : stop]
            return "that" not in addressed and self._is["auxiliary"].isdisjoint(addressed)
        if behind == "" or behind in STOPS or behind in QUOTES or behind in self._is["medium"]:
            return True
        return behind in self._is["after"] and "that" not in self.lower[at : at + AHEAD]

    def _leads_in(self, first: int) -> bool:
        """Say whether only an adverbial stands before the subject: “After the meeting, the mayor said”."""
        return self.lower[0] in self._is["lead"] and 1 < first <= NEAR and "," not in self.lower[: first - 1]

    def _before(self, first: int) -> Iterator[Span]:
        """Yield what stands before a closing “X said”, back to a semicolon or to where another was speaking."""
        last = first
        while last > 0 and self.lower[last - 1] in COMMAS:
            last -= 1
        begin = 0
        for n in range(last - 1, 0, -1):
            contrast = self.lower[n] in CONTRASTS and self.lower[n - 1] in COMMAS and any(self._verb(m) for m in range(n))
            if not self._quoted[n] and (self.lower[n] == ";" or contrast):
                begin = n + 1
                break
        yield from self._without_asides(begin, last)

    def _on_behind(self, at: int) -> Iterator[Span]:
        """Yield what goes on behind an interrupting “X said,” and the quotations behind a closing one; `at` is its last word."""
        n = next(
            (n for n in range(at + 1, len(self.lower)) if self.lower[n] in COMMAS or self.lower[n] in QUOTES or self.lower[n] in ".!?;:"),
            len(self.lower),
        )
        following = self._word(n + 1)
        if n >= len(self.lower) or self.lower[n] in ".!?;" or not following:
            return
        if self.lower[n] in QUOTES:
            yield self._starts[n], self._end
        elif (
            self.lower[n] == ":"
            or following in self._is["auxiliary"]
            or (
                n == at + 1
                and following not in self._is["apposition"]
                and following not in self._is["saying on"]
                and following not in ("but", "and", "while", "after", "as", "when", "citing", "quoting")
                and not following.endswith("ing")
            )
        ):
            yield from self._without_asides(n + 1, len(self.lower))

    def _without_asides(self, first: int, last: int) -> Iterator[Span]:
        """Yield the words from `first` to `last` without what is told by the way."""
        for begin, stop in self._asides:
            if first < begin < last:
                if begin - 1 > first:
                    yield self._starts[first], self._ends[begin - 2]
                first = max(first, stop)
        if first < last:
            yield self._starts[first], self._ends[last - 1]

    def _cut(self, scopes: Iterator[Span], last: int) -> Iterator[Span]:
        end = self._ends[last - 1]
        yield from ((a, min(b, end)) for a, b in scopes if a < end)
