"""From probabilities to edits: what is applied, what is offered and what is left, in which case and for which reasons."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from pipeline.language.words import Words, keys
from pipeline.normalise.despin.amounts import Amounts
from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.confidence import measured
from pipeline.normalise.despin.found import Found, family_of
from pipeline.normalise.despin.names import OPENERS
from pipeline.normalise.despin.neighbours import word_classes
from pipeline.normalise.despin.quotations import quoted
from pipeline.normalise.despin.ranker import Option, Ranked
from pipeline.record.prose import EditKind, ProposedEdit, Spin, Verdict

KINDS: dict[str, EditKind] = {"phrase": "spun-phrase", "name": "spun-name", "number": "spun-number", "time": "spun-time"}
APPLIED_FROM: dict[Verdict, float] = {"clean": 0.9, "light": 0.8, "spun": 0.66}
APPLIED_WIDE_FROM: Final = 0.8
"""For readings that only the wide list has: it was written from knowledge of spinners, not read on spun pages."""
APPLIED_IN_QUOTATION: Final = 0.8
SURE_NAME: Final = 0.85
OFFERED_FROM: Final = 0.5
HIGHEST_LEVEL: dict[Verdict, int] = {"clean": 0, "light": 1, "spun": 2}
"""Up to which level a find counts on its own: only what is certain in clean text."""
CHANCE_OF_LEVEL = (0.95, 0.85, 0.45)
MOST_ALTERNATIVES: Final = 5
TELLING_GAIN: Final = 1.5
_UNSAID = 3
_SHORTEST_CONTENT = 4
_IDIOM_WORDS = frozenset({"this", "that", "than", "with", "from", "been", "last", "next", "each", "such", "over", "about", "more", "their"})


class Proposal(msgspec.Struct, frozen=True):
    """Readings of `text[start:end]`, likeliest first; `chance` is that of the first, `doubt` that anything was swapped at all."""

    start: int
    end: int
    readings: tuple[str, ...]
    chance: float
    doubt: float
    kind: EditKind
    level: int
    curated: bool
    """Whether a row that was written for this wording says so."""
    confidence: float
    """How often readings of such a chance were right."""
    why: tuple[str, ...]


def edits(words: Words, ranked: Sequence[Ranked], found: Sequence[Found], spin: Spin, sounds: Sounds) -> tuple[ProposedEdit, ...]:
    """Return the edits, at offsets of the text that was looked at: sorted, without overlaps, the most certain chosen first."""
    proposals = [*_of_places(words, ranked, family_of(found), spin.verdict, sounds), *_of_finds(ranked, words, found, spin.verdict)]
    if not proposals:
        return ()
    quotations = quoted(words.text)
    chosen = [
        _edit(words.text, one, spin.verdict, sounds, in_quotation=quotations.holds(one.start)) for one in _apart(proposals, len(words.text))
    ]
    return tuple(sorted(chosen, key=lambda edit: edit.start))


def fit_case(spun: str, reading: str) -> str:
    """Return the reading in the case of the swapped words.

    >>> fit_case("Men and women", "people"), fit_case("AN LAWYER", "an attorney"), fit_case("iot", "Internet of Things"), fit_case("The Planet", "the world")
    ('People', 'AN ATTORNEY', 'Internet of Things', 'The World')
    """
    letters = [letter for letter in spun if letter.isalpha()]
    if len(letters) > 3 and all(letter.isupper() for letter in letters):
        return reading.upper()
    words = spun.split(" ")
    if len(words) > 1 and words[-1][:1].isupper() and reading.islower():
        # The words of a name: "the Planet".
        reading = " ".join(word if word in OPENERS else word.capitalize() for word in reading.split(" "))
    if spun[:1].isupper() and reading[:1].islower():
        return reading[:1].upper() + reading[1:]
    return reading


def _of_places(words: Words, ranked: Sequence[Ranked], family: str, verdict: Verdict, sounds: Sounds) -> Iterator[Proposal]:
    """Yield a proposal for each weighed place that is doubtful enough."""
    present = _Present(words)
    for one in ranked:
        options = sorted(one.options, key=lambda option: -_chance(option))
        best = options[0]
        chance, level = _chance(best), best.said.level if best.said else _UNSAID
        doubt = max(chance, one.doubt)
        if doubt >= OFFERED_FROM and (verdict != "clean" or level == 0):
            start, end = words.span(one.first, one.last)
            kind = KINDS[best.said.found.kind] if best.said else _kind(f"{one.spun} {best.text}")
            why = tuple(_reasons(words, one, best, family, sounds, present))
            confidence = chance if level == 0 else measured(chance, "curated" if best.said else "wide")
            yield Proposal(
                start, end, tuple(option.text for option in options), chance, doubt, kind, level, best.said is not None, confidence, why
            )


def _kind(wording: str) -> EditKind:
    """Return what a swap is about, by the words of both sides."""
    words = frozenset(wording.split(" "))
    if not words.isdisjoint(_class("time")):
        return "spun-time"
    number = any(letter.isdigit() for letter in wording) or not words.isdisjoint(_class("number_word"))
    return "spun-number" if number else "spun-phrase"


@cache
def _amounts() -> Amounts:
    return Amounts()


@cache
def _class(name: str) -> frozenset[str]:
    return word_classes()[name]


def _chance(option: Option) -> float:
    """Return the probability of an option; what the curated table calls certain is not doubted because it is rare."""
    certain = option.said is not None and option.said.level == 0 and option.said.rank == 0
    return max(option.chance, CHANCE_OF_LEVEL[0]) if certain else option.chance


def _reasons(words: Words, one: Ranked, best: Option, family: str, sounds: Sounds, present: "_Present") -> Iterator[str]:
    yield from best.said.found.why if best.said else (f"spinners write “{one.spun}” for “{best.text}”",)
    if best.gain > TELLING_GAIN:
        yield f"“{best.text}” fits the words around it better"
    if present.holds(best.text):
        yield f"“{best.text}” stands elsewhere in the article"
    article = words.lower[one.first - 1] if one.first else ""
    if article in ("a", "an") and sounds.fits(article, best.text) and not sounds.fits(article, one.spun):
        yield f"“{article}” fits “{best.text}”, not “{one.spun}”"
    if best.said and family and family in best.said.found.families:
        yield "the article's other swaps are of the same spinner"


class _Present:
    """What stands in an article: asked for many readings, it looks for each of them once."""

    def __init__(self, words: Words) -> None:
        self._words, self._whole = frozenset(words.lower), f" {' '.join(words.lower)} "
        self._known: dict[str, bool] = {}

    def holds(self, reading: str) -> bool:
        if " " not in reading:
            return reading in self._words
        if reading not in self._known:
            self._known[reading] = f" {' '.join(keys(reading))} " in self._whole
        return self._known[reading]


def _of_finds(ranked: Sequence[Ranked], words: Words, found: Sequence[Found], verdict: Verdict) -> Iterator[Proposal]:
    """Yield what is not weighed in context: names, patterns, readings of many words."""
    weighed = {words.span(one.first, one.last) for one in ranked}
    for one in found:
        if one.readings and one.level <= HIGHEST_LEVEL[verdict] and (one.kind == "name" or (one.start, one.end) not in weighed):
            chance = CHANCE_OF_LEVEL[one.level] if one.chance is None else one.chance
            yield Proposal(
                one.start, one.end, one.readings, chance, chance, KINDS[one.kind], one.level, one.kind != "name", chance, one.why
            )


def _apart(proposals: Iterable[Proposal], length: int) -> Iterator[Proposal]:
    """Yield the proposals that do not overlap a likelier one; of equally likely ones the longest, then the first.

    A name with two witnesses comes before whatever one word of it may stand for by itself.
    """
    taken = bytearray(length)

    def order(one: Proposal) -> tuple[bool, float, int, int, int]:
        is_sure_name = one.kind == "spun-name" and one.chance >= SURE_NAME
        return not is_sure_name, -round(one.chance, 1), one.start - one.end, one.start, one.level

    for one in sorted(proposals, key=order):
        if taken.find(1, one.start, one.end) < 0:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


def _edit(text: str, one: Proposal, verdict: Verdict, sounds: Sounds, *, in_quotation: bool) -> ProposedEdit:
    least = max(APPLIED_FROM[verdict], APPLIED_WIDE_FROM) if one.level == _UNSAID else APPLIED_FROM[verdict]
    why = list(one.why)
    if in_quotation:
        why.append("in a quotation")
        least = max(least, APPLIED_IN_QUOTATION)
    changes_amount = not one.curated and _amounts().differ(text[one.start : one.end], one.readings[0])
    if changes_amount:
        why.append("it would change an amount")
    applied = (
        one.chance >= least and not changes_amount and (verdict == "spun" or (one.level <= HIGHEST_LEVEL[verdict] and not in_quotation))
    )
    start, end, readings = _trimmed(text, one)
    cased = [fit_case(text[start:end], reading) for reading in readings]
    start, cased, said = with_article(text, start, end, cased, sounds)
    why += said
    return ProposedEdit(
        start=start,
        end=end,
        after=cased[0],
        kind=one.kind,
        status="applied" if applied else "suggested",
        why=tuple(why),
        confidence=round(min(0.99, max(0.01, one.confidence)), 2),
        alternatives=tuple(dict.fromkeys(cased[1 : 1 + MOST_ALTERNATIVES])),
    )


def with_article(text: str, start: int, end: int, readings: list[str], sounds: Sounds) -> tuple[int, list[str], list[str]]:
    """Return start and readings with the “a” or “an” before them where it fits what stands there and not the first reading; and why."""
    article = _article_before(text, start)
    if not article or sounds.fits(article, readings[0]) or not sounds.fits(article, text[start:end]):
        return start, readings, []
    first = start - len(article) - 1
    grown = [_with_article(article, reading, sounds) for reading in readings]
    return first, grown, [f"“{text[first:end]}” would be “{grown[0]}”"]


def _trimmed(text: str, one: Proposal) -> tuple[int, int, tuple[str, ...]]:
    """Return the span and the readings without the words at the ends that no reading changes.

    Only where one of them has content ("cell apps", "in the second 50 percent", a name): an idiom of small words stays whole.
    """
    spun = text[one.start : one.end]
    phrases = [phrase.split(" ") for phrase in (spun, *one.readings)]
    most = min(map(len, phrases)) - 1
    head = _common([phrase[:most] for phrase in phrases])
    tail = _common([phrase[len(phrase) - most + head :][::-1] for phrase in phrases])
    left_out = phrases[0][:head] + phrases[0][len(phrases[0]) - tail :]
    inner = [phrase[head : len(phrase) - tail] for phrase in phrases]
    if not any(map(_has_content, left_out)) or (one.kind != "spun-name" and not all(any(map(_has_content, words)) for words in inner)):
        return one.start, one.end, one.readings
    first = one.start + sum(len(word) + 1 for word in phrases[0][:head])
    return first, first + len(" ".join(inner[0])), tuple(" ".join(words) for words in inner[1:])


def _has_content(word: str) -> bool:
    return len(word) >= _SHORTEST_CONTENT and word.lower() not in _IDIOM_WORDS


def _common(phrases: list[list[str]]) -> int:
    """Return with how many words all phrases begin."""
    return next((at for at, words in enumerate(zip(*phrases, strict=True)) if len({word.lower() for word in words}) > 1), len(phrases[0]))


def _article_before(text: str, start: int) -> str:
    tail = text[max(0, start - 4) : start].lower()
    for article in ("an", "a"):
        if tail.endswith(f"{article} ") and not tail[: -len(article) - 1][-1:].isalnum():
            return text[start - len(article) - 1 : start - 1]
    return ""


def _with_article(article: str, reading: str, sounds: Sounds) -> str:
    """Return the reading with “a” or “an” before it, whichever fits."""
    other = {"a": "an", "an": "a"}[article.lower()]
    fitting = article if sounds.fits(article, reading) else fit_case(article, other)
    return f"{fitting} {reading}"
