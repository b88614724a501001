"""What stands behind each place of an article: a source, a stance, and which claim a denial answers."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from pipeline.language.words import split
from pipeline.record.candidates import ClaimedSentence, FigureCandidate, Stance, ValuedDate
from pipeline.resolve.claims.sources import Attribution, Paragraph
from pipeline.resolve.claims.stances import Stances
from pipeline.resolve.claims.vocabulary import vocabulary

_Valued = TypeVar("_Valued", FigureCandidate, ValuedDate)
_LONGEST_CLAIM = 600
_SHORTEST_WORD = 5
_OF_A_NAME = 2
_LEAST_SHARED = 1
_NEAR = 40


Span = tuple[int, int]


class Claim(msgspec.Struct, frozen=True):
    """What stands behind a place of the text."""

    said_by: str | None
    stance: Stance


class Claims:
    """The sources of one article's sentences; paragraphs are read when they are first asked for.

    `blocks` and `sentences` are the spans of paragraphs and sentences of `text`, `names` the places of persons and organisations with
    their label, all in order.

    >>> text = "The plant will cost $2bn, a Hyundai spokesman said."
    >>> Claims(text, ((0, len(text)),), ((0, len(text)),), ()).at(text.index("$2bn"), text.index("$2bn") + 4)
    Claim(said_by='Hyundai spokesman', stance='planned')
    """

    def __init__(
        self, text: str, blocks: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]], names: Sequence[tuple[int, int, str]]
    ) -> None:
        self._text = text
        self._blocks = blocks
        self._starts = [start for start, _ in blocks]
        self._sentences = sentences
        self._sentence_starts = [start for start, _ in sentences]
        self._names = names
        self._stances: dict[Span, Stances] = {}
        self._read: set[int] = set()
        self._found: dict[Span, list[Attribution]] = {}

    def of(self, valued: _Valued) -> _Valued:
        """Return a figure or date with its source and stance."""
        claim = self.at(valued.start, valued.end)
        if claim.said_by is None and claim.stance == "stated":
            return valued
        return msgspec.structs.replace(valued, said_by=claim.said_by, stance=claim.stance)

    def at(self, start: int, end: int) -> Claim:
        """Return who says what stands at `text[start:end]`, and how sure it is."""
        return self._claim(self._covering(start, end), start)

    def sentences(self) -> tuple[ClaimedSentence, ...]:
        """Return the sentences that are told on somebody's word, in order, each denial with the claim that it answers."""
        found: list[ClaimedSentence] = []
        rejects: list[bool] = []
        for start, end in self._sentences:
            attribution = next((one for one in self._attributions((start, end)) if one.scopes), None)
            if attribution is not None:
                stance = self._claim(attribution, attribution.scopes[0][1] - 1).stance
                length = len(self._text[start : min(end, start + _LONGEST_CLAIM)].rstrip())
                found.append(ClaimedSentence(start=start, end=start + length, said_by=attribution.source, stance=stance, answers=None))
                rejects.append(stance == attribution.stance == "denied")
        words = [_telling(self._text[claim.start : claim.end]) for claim in found] if any(rejects) else []
        return tuple(
            msgspec.structs.replace(claim, answers=_answered(found, words, at)) if rejects[at] else claim for at, claim in enumerate(found)
        )

    def _claim(self, attribution: Attribution | None, start: int) -> Claim:
        sentence = self._sentence(start)
        if sentence not in self._stances:
            # Places are asked for in order: the sentence asked about last is kept.
            self._stances = {sentence: Stances(self._text, sentence, self._walls(sentence))}
        stance = self._stances[sentence].at(start, attribution.stance if attribution else None)
        if stance == "stated" and attribution:
            stance = "reported"
        return Claim(attribution.source if attribution else None, stance)

    def _walls(self, sentence: Span) -> list[int]:
        """Return the offsets in a sentence where the words of a source, or those about its saying, begin or end."""
        spans = [span for one in self._attributions(sentence) for span in (*one.scopes, (one.start, one.end))]
        return [offset for span in spans for offset in span if sentence[0] <= offset < sentence[1]]

    def _sentence(self, offset: int) -> Span:
        at = bisect_right(self._sentence_starts, offset) - 1
        return self._sentences[at] if at >= 0 else (0, len(self._text))

    def _covering(self, start: int, end: int) -> Attribution | None:
        """Return the narrowest attribution that covers a place."""
        covering = [
            (last - first, found)
            for found in self._attributions(self._sentence(start))
            for first, last in found.scopes
            if first <= start and end <= last and not (found.start <= start < found.end)
        ]
        return min(covering, key=lambda item: item[0])[1] if covering else None

    def _attributions(self, sentence: Span) -> list[Attribution]:
        """Return the attributions of a sentence; its paragraph is read when one of its sentences is first asked for."""
        number = bisect_right(self._starts, sentence[0]) - 1
        if number < 0:
            return []
        if number not in self._read:
            self._read.add(number)
            start, end = self._blocks[number]
            first = max(0, bisect_right(self._sentence_starts, start) - 1)
            last = bisect_right(self._sentence_starts, end - 1)
            spans = [(max(a, start), min(b, end)) for a, b in self._sentences[first:last] if b > start]
            for found in Paragraph(self._text, spans, self._sentences, self._names).attributions():
                place = found.scopes[0][0] if found.scopes else found.start
                self._found.setdefault(self._sentence(place), []).append(found)
        return self._found.get(sentence, [])


def _telling(text: str) -> dict[str, bool]:
    """Return the words of a sentence by which another that speaks of the same is known, and whether each is a name's."""
    words = split(text)
    verbs = vocabulary().verbs
    return {
        word: text[start].isupper() and start > 0
        for word, start in zip(words.lower, words.starts, strict=True)
        if (len(word) >= _SHORTEST_WORD or text[start].isupper()) and word[0].isalpha() and (word not in verbs or verbs[word].base)
    }


def _answered(claims: Sequence[ClaimedSentence], words: Sequence[dict[str, bool]], denial: int) -> int | None:
    """Return the claim of which a denial speaks: the one near it that shares most words with it, names counted twice."""
    best, place = (_LEAST_SHARED, 0), None
    for at in range(max(0, denial - _NEAR), min(len(claims), denial + _NEAR + 1)):
        if claims[at].stance != "denied":
            shared = sum(_OF_A_NAME if name else 1 for word, name in words[at].items() if word in words[denial])
            if (shared, -abs(denial - at)) > best:
                best, place = (shared, -abs(denial - at)), at
    return place
