"""Who speaks: the subject of a verb of saying, read from its words to the left or to the right."""

from pipeline.resolve.claims.vocabulary import Verb
from pipeline.resolve.claims.words import COMMAS, DAYS, LONGEST_ASIDE, NEAR, STOPS, SentenceWords, Span

MOST_SUBJECT, MOST_ADDRESSEE, MOST_WORDS_OF_FORM = 14, 6, 5
_LONGEST_NAME = 4


class Speakers(SentenceWords):
    """Finds and names the subjects of a sentence."""

    def _who(self, first: int, last: int, source: str | None) -> str:
        """Return the source's name; a pronoun is the speaker of the same sentence or one named before."""
        word = self.lower[last - 1]
        if last - first == 1 and word in ("he", "she", "they", "it") and source is not None:
            return source
        if last - first == 1 and word in self._is["pronoun"]:
            return self._antecedent(self._starts[first], "PERSON") or self._between(first, last)
        lone = last - first == 1 or (last - first == 2 and self.lower[first] in ("the", "its"))
        if lone and word in self._is["self"] and (meant := self._antecedent(self._starts[first], "ORG")):
            return meant
        return self._named(self._starts[first], self._ends[last - 1])

    def _named_beside(self, first: int, last: int, begin: int, stop: int) -> str | None:
        """Return the name that stands beside a speaker who is only described: “its lawyer, Dominic Falleiro,”; None where none does."""
        if any(self._capital(n) for n in range(first + 1, last)) or not 1 < stop - begin <= _LONGEST_NAME:
            return None
        named = all(self._capital(n) or self.lower[n] == "-" for n in range(begin, stop))
        return self._between(begin, stop) if named and self.lower[last - 1] not in DAYS else None

    def _named(self, start: int, end: int) -> str:
        """Return the source's words without article; of “a report by X”, X."""
        words = self._text[start:end].split()
        articles = self._is["determiner"] - {"some", "both", "these", "those"}
        while words and words[0].lower() in articles:
            words = words[1:]
        lower = [word.lower().strip(",") for word in words]
        for at, word in enumerate(lower[:MOST_WORDS_OF_FORM]):
            if (
                word in self._is["vessel"]
                and len(words) > at + 2
                and lower[at + 1] in ("by", "from", "of")
                and not words[at + 2][0].isdigit()
            ):
                words = words[at + 2 :]
                while words and words[0].lower() in articles:
                    words = words[1:]
                break
        return " ".join(words).strip(" ,;:–—'\"“”")

    def _with_medium(self, name: str, at: int) -> str:
        """Return the chain where somebody tells a paper: “two bankers told Reuters” is Reuters citing two bankers."""
        stop = at + 1
        while (
            stop < min(len(self.lower), at + MOST_ADDRESSEE)
            and self.lower[stop] not in STOPS
            and self.lower[stop] not in self._is["after"]
            and self.lower[stop] != "that"
        ):
            stop += 1
        words = [word for word in self.lower[at + 1 : stop] if word not in self._is["determiner"]]
        if words and words[0] in self._is["medium"]:
            stop = at + 2 if self.lower[at + 1] not in self._is["determiner"] else at + 3
        elif len(words) < 2 or words[-1] not in self._is["medium end"]:
            return name
        return f"{self._named(self._starts[at + 1], self._ends[stop - 1])} citing {name}"

    def _subject(self, at: int) -> Span:
        """Return the words of the subject that ends before the verb at `at`; empty where there is none."""
        last = at
        while last > 0 and (
            self.lower[last - 1] in self._is["helper"]
            or self.lower[last - 1] in self._is["not"]
            or self.lower[last - 1] in DAYS
            or self._is_adverb(last - 1)
            or (self.lower[last - 1] == "on" and self.lower[last] in DAYS)
        ):
            last -= 1
        opening = self._aside_before(last)
        last = opening if opening is not None else last
        first = last
        while first > 0 and last - first < MOST_SUBJECT:
            word = self.lower[first - 1]
            if word in ("who", "not", "to", "was", "were", "is", "are"):
                # “Sources who asked not to be named said”: what is told of the speaker stands without commas.
                who = first - 1 if word == "who" else self._told_of_speaker(first - 1)
                if who is not None and first < last and self._word(who - 1) not in STOPS and who > 0:
                    first = last = who
                    continue
            if not (word[0].isalnum() or word[0] in "'’") or word in self._is["stop"] or (word == "and" and self._holds_verb(first - 1)):
                break
            first -= 1
        return self._without_lead(first, last), last

    def _told_of_speaker(self, at: int) -> int | None:
        for n in range(at - 1, max(0, at - NEAR), -1):
            if self.lower[n] in STOPS:
                return None
            if self.lower[n] == "who":
                return n
        return None

    def _holds_verb(self, at: int) -> bool:
        """Say whether a verb stands between the last mark and the word: “and” then joins clauses, not names."""
        for n in range(at - 1, -1, -1):
            word = self.lower[n]
            if word in STOPS:
                return False
            if (
                word in self._is["auxiliary"]
                or word in self._is["brands"]
                or (word in self._verbs and not self._verbs[word].base)
                or word.endswith("ed")
            ):
                return True
        return False

    def _is_adverb(self, at: int) -> bool:
        word = self.lower[at]
        return word.endswith("ly") and word not in self._is["noun in ly"] and not self._capital(at)

    def _aside_before(self, at: int) -> int | None:
        """Return where the comma stands that opens an aside which ends right before the word; None where none does."""
        if at < 2 or self.lower[at - 1] not in COMMAS:
            return None
        for begin, stop in self._asides:
            if stop == at - 1:
                return begin - 1
        opening = next((n for n in range(at - 2, max(0, at - 3 - LONGEST_ASIDE), -1) if self.lower[n] in COMMAS), None)
        if opening is None:
            return None
        named = self._capital(opening + 1) and at - opening < NEAR
        return opening if named or self.lower[opening + 1] in self._is["apposition"] else None

    def _without_lead(self, first: int, last: int) -> int:
        """Return where the subject begins behind “On Friday”, “In Lagos”, “Last week”."""
        while first < last and self.lower[first] in self._is["lead"]:
            if self.lower[first] in self._is["preposition"] or self.lower[first] in (
                "after",
                "before",
                "during",
                "last",
                "this",
                "earlier",
                "later",
            ):
                first = min(last, first + (3 if self._word(first + 1) in ("a", "an", "the", "this", "last") else 2))
            else:
                first += 1
        return first

    def _may_speak(self, first: int, last: int, verb: Verb) -> bool:
        words = [word for word in self.lower[first:last] if word not in self._is["determiner"]]
        if not words or self._word(first - 1) in self._is["unsure"] or self.lower[last - 1] in self._is["determiner"]:
            return False
        head = words[-1]
        if (
            head in self._is["no source"]
            or head in self._is["not speaking"]
            or head in self._is["preposition"]
            or all(word[0].isdigit() for word in words)
        ):
            return False
        if (said := self._verb(last - 1)) is not None and said.finite and head not in self._is["paper"]:
            return False
        singular = not ("and" in words or any(word.endswith("s") or word in self._is["plural"] for word in (head, words[0])))
        if verb.base and singular and self._word(last) not in self._is["auxiliary"]:
            return False
        return verb.kind != "shows" or not self._is["paper"].isdisjoint(words) or self._word(last + 1) == "that"

    def _ends_name(self, at: int) -> bool:
        word, following = self.lower[at], self._word(at + 1)
        if word in ("of", "for", "from"):
            return False
        if word in ("in", "at", "on"):
            return not following or following in ("a", "an", "the") or following in DAYS or not self._capital(at + 1)
        return word in self._is["after"] or word in DAYS
