"""On whose word an article tells something: attributions found in the words of a paragraph, without a parser.

A verb of saying gives its subject, to the left ("the company said") or, behind a comma or a quotation, to the right (", said the
mayor"), and what it says: the words behind it, or those before the comma. What stands between commas with "who" or "which" is the
article's own. The nearest attribution that covers a place is its source.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from pipeline.lexicon import loader
from pipeline.record.candidates import Stance
from pipeline.resolve.claims.scopes import AHEAD, Scopes
from pipeline.resolve.claims.speakers import MOST_SUBJECT, MOST_WORDS_OF_FORM, Speakers
from pipeline.resolve.claims.vocabulary import Verb
from pipeline.resolve.claims.words import COMMAS, DAYS, LONGEST_SENTENCE, NEAR, QUOTES, STOPS, Antecedent, IsName, Span

_OPEN, _CLOSE = "“«", "”»"
_HEAD = re.compile(r"([A-Z][^:.!?\n]{1,60}?): (?=\S)")
_TAIL = re.compile(r"(?: [-–—]|:) ((?:the )?[A-Za-z][^-–—:.,!?\n]{1,40})$")
_SAYS = Verb("says", None, finite=True)
_BRANDS = Verb("says", "denied", finite=True)
_TITLE_REACH = 40
_LEAST_TOLD = 3


class Title(msgspec.Struct, frozen=True):
    """A row of `person_titles`."""

    title: str
    use: str


class Attribution(msgspec.Struct, frozen=True):
    """A source and the spans that are told on its word; `start` and `end` are those of the words of saying, which are the article's."""

    source: str
    scopes: tuple[Span, ...]
    stance: Stance | None
    start: int
    end: int


class Paragraph:
    """The sentences of a paragraph while its attributions are looked for; all offsets are of `text`."""

    def __init__(self, text: str, spans: list[Span], sentences: Sequence[Span], names: Sequence[tuple[int, int, str]]) -> None:
        self._text = text
        self._spans = spans
        self._sentences = sentences
        self._names = names
        self._quotations = _quotations(text, spans[0][0], spans[-1][1]) if spans else []

    def attributions(self) -> Iterator[Attribution]:
        """Yield the attributions in order; a quotation that goes on in the next sentence is still its speaker's."""
        last: Attribution | None = None
        for start, end in self._spans:
            found = list(Sentence(self._text, (start, end), self._quotations, self._antecedent, self._is_name).attributions())
            if not found and last is not None and (scopes := self._goes_on(last, start, end)):
                found = [msgspec.structs.replace(last, scopes=scopes, start=-1, end=-1, stance=None)]
            yield from found
            if found:
                last = found[-1]
            elif not any(a < end and start < b for a, b in self._quotations):
                last = None

    def _goes_on(self, last: Attribution, start: int, end: int) -> tuple[Span, ...]:
        quoted = any(a < stop and first < b for first, stop in last.scopes for a, b in self._quotations)
        return tuple((max(a, start), min(b, end)) for a, b in self._quotations if a < end and start < b) if quoted else ()

    def _is_name(self, start: int, end: int) -> bool:
        at = bisect_left(self._names, (start, 0, ""))
        return at < len(self._names) and self._names[at][:2] == (start, end)

    def _antecedent(self, offset: int, label: str) -> str | None:
        """Return whom “he” or “the company” means at `offset`: the first that the last sentence before with such a name named."""
        sentence = bisect_right(self._sentences, (offset, len(self._text))) - 1
        start = self._sentences[sentence][0] if sentence >= 0 else offset
        last = next((n for n in range(bisect_left(self._names, (start, 0, "")) - 1, -1, -1) if self._names[n][2] == label), None)
        if last is None:
            return None
        nearest = self._sentences[max(0, bisect_right(self._sentences, (self._names[last][0], len(self._text))) - 1)][0]
        first = next(n for n in range(bisect_left(self._names, (nearest, 0, "")), last + 1) if self._names[n][2] == label)
        begin, end = self._names[first][:2]
        title = _titles().search(self._text, max(nearest, begin - _TITLE_REACH), begin)
        return self._text[title.start() if title else begin : end]


@cache
def _titles() -> re.Pattern[str]:
    titles = sorted((re.escape(row.title) for row in loader.load("person_titles", Title)), key=lambda title: -len(title))
    return re.compile(rf"\b(?:{'|'.join(titles)})\.? $")


def _quotations(text: str, start: int, end: int) -> list[Span]:
    """Return the quotations of a paragraph, their marks included; one that is not closed reaches to the end."""
    found, opened = [], -1
    for at in range(start, end):
        letter = text[at]
        if letter not in QUOTES:
            continue
        if opened < 0 and letter not in _CLOSE:
            opened = at
        elif opened >= 0 and letter not in _OPEN:
            found.append((opened, at + 1))
            opened = -1
    if opened >= 0:
        found.append((opened, end))
    return found


class Sentence(Speakers, Scopes):
    """The attributions in one sentence."""

    def __init__(self, text: str, span: Span, quotations: Sequence[Span], antecedent: Antecedent, is_name: IsName) -> None:
        super().__init__(text, span, quotations, antecedent, is_name)
        self._cited: str | None = None

    def attributions(self) -> Iterator[Attribution]:
        """Yield the attributions of the sentence in the order of their words of saying; none of one that is too long for any."""
        if len(self.lower) > LONGEST_SENTENCE:
            return
        found = list(self._of_form())
        for at, word in enumerate(self.lower):
            if self._quoted[at]:
                continue
            source = found[-1].source if found else None
            if word in ("citing", "quoting"):
                found = self._chained(at, found)
                continue
            one = self._at(at, word, source)
            if one is not None and not self._is_pronoun_within(at, found):
                found.append(one)
        if self._cited and found:
            found[0] = msgspec.structs.replace(found[0], source=f"{found[0].source} citing {self._cited}")
        yield from found

    def _at(self, at: int, word: str, source: str | None) -> Attribution | None:
        """Return the attribution that a word makes."""
        if word == "according" and self._word(at + 1) == "to":
            return self._according(at, at + 2)
        if word == "per" and self._word(at - 1) == "as":
            return self._according(at - 1, at + 1)
        if word == "words" and self._word(at - 2) == "in" and self._word(at + 1) == "of":
            return self._according(at - 2, at + 2)
        if word in self._is["saying on"] and self._word(at - 1) in COMMAS and source is not None:
            return self._made(source, self._behind(at, _SAYS), None, at, at + 1)
        if word in self._is["brands"] and not self._is["false"].isdisjoint(self.lower[at + 2 :]):
            return self._said(at, _BRANDS, source)
        if word in ("quoted", "quotes", "cited", "cites"):
            return self._quoting(at)
        verb = self._verb(at)
        if verb is not None and verb.finite:
            return self._said(at, verb, source)
        if word in ("put", "puts") and "at" in self.lower[at : at + NEAR]:
            return self._said(at, _SAYS, source)
        return None

    def _is_pronoun_within(self, at: int, found: list[Attribution]) -> bool:
        """Say whether “it expects” stands within what somebody says already: that speaker is the source."""
        subject = next((n for n in range(at - 1, max(-1, at - 4), -1) if self.lower[n] not in self._is["helper"]), -1)
        pronoun = self._word(subject) in ("it", "they", "he", "she", "we", "i") and subject >= 0
        return pronoun and any(first <= self._starts[at] < last for one in found for first, last in one.scopes)

    def _of_form(self) -> Iterator[Attribution]:
        line = self._text[self._start : self._end].rstrip()
        if line[-1:] not in '.!?”"' and (tail := _TAIL.search(line)):
            words = tail[1].lower().split()
            colon = tail[0][0] == ":"
            speaks = any(words[-1] in self._is[use] for use in ("head speaker", "paper", "medium"))
            if len(words) < MOST_WORDS_OF_FORM and words[-1] not in DAYS and (speaks or not colon):
                begin, end = self._start + tail.start(1), self._start + tail.end(1)
                yield Attribution(self._named(begin, end), ((self._start, self._start + tail.start()),), None, begin, end)
                return
        head = _HEAD.match(line)
        if head is None or line[-1:] in ".!?":
            return
        end = self._start + head.end(1)
        words = head[1].lower().split()
        told = sum(word.isalpha() and word.islower() for word in line[head.end() :].split())
        named = words[-1] in self._is["head speaker"] or self._is_name(self._start, end)
        if len(words) <= MOST_WORDS_OF_FORM and named and told >= _LEAST_TOLD and self._verbs.keys().isdisjoint(words[:-1]):
            yield Attribution(self._named(self._start, end), ((self._start + head.end(), self._end),), None, self._start, end)

    def _said(self, at: int, verb: Verb, source: str | None) -> Attribution | None:
        """Return what the verb at a word attributes to its subject."""
        before, behind = self._word(at - 1), self._word(at + 1)
        verb_at = at
        if before == "to" and self._word(at - 2) in self._is["refuses"]:
            if verb.stance != "denied":
                return None
            verb_at, verb = at - 2, msgspec.structs.replace(verb, stance="possible", base=False)
        elif before in self._is["not"] or before == "nor":
            if verb.stance != "denied":
                return None
            verb = msgspec.structs.replace(verb, stance="possible" if before == "nor" or behind == "out" else None, base=False)
        elif before in self._is["being"]:
            return None
        if self._is_noun(at, verb) or (verb.kind == "rejects" and self._is["claimed"].isdisjoint(self.lower[at + 1 : at + NEAR])):
            return None
        if self._inverted(at):
            return self._right(at, verb)
        first, last = self._subject(verb_at)
        if first >= last:
            return self._without_subject(at, verb, source)
        if not self._may_speak(first, last, verb):
            return None
        scopes: list[Span] = []
        if self._parenthetical(first, at, verb):
            scopes = [*self._before(first), *self._on_behind(at)]
        elif self._content_follows(at, verb):
            scopes = list(self._behind(at, verb, embedded=self._word(first - 1) in self._is["stop"]))
        if not scopes:
            return None
        opening = self._aside_before(verb_at)
        beside = self._named_beside(first, last, last + 1, verb_at - 1) if opening == last else None
        name = beside or self._who(first, last, source)
        return Attribution(
            self._with_medium(name, at) if verb.kind == "tells" else name, tuple(scopes), verb.stance, self._starts[first], self._ends[at]
        )

    def _is_noun(self, at: int, verb: Verb) -> bool:
        """Say whether “claims from” and “said no to” tell nothing."""
        behind = self._word(at + 1)
        if behind in self._is["wordless"] and self._word(at + 2) in self._is["preposition"]:
            return True
        plural = (verb.base or self.lower[at].endswith("s")) and verb.kind != "shows"
        return plural and behind in self._is["preposition"] and behind not in ("on", "in", "at", "by", "to")

    def _without_subject(self, at: int, verb: Verb, source: str | None) -> Attribution | None:
        """Return the attribution of “…, who said” or “and said”: the subject stands further left."""
        before = self._word(at - 1)
        aside = next(((begin, stop) for begin, stop in self._asides if begin < at < stop and self.lower[begin] == "who"), None)
        if aside is not None and all(self.lower[n] in self._is["helper"] for n in range(aside[0] + 1, at)):
            if not self._content_follows(at, verb):
                return None
            first, last = self._subject(aside[0] - 1)
            # “…,” said Ms Haddad, who insisted
            speaking = source is not None and (first >= last or any(self._verb(n) for n in range(first, last)))
            name = source if speaking and source else self._who(first, last, source) if first < last else None
            return self._made(name, self._cut(self._behind(at, verb), aside[1]), verb.stance, at, at + 1) if name else None
        if before in ("and", "but", "then") and source is not None and self._content_follows(at, verb):
            return self._made(source, self._behind(at, verb), verb.stance, at, at + 1)
        return None

    def _made(self, source: str, scopes: Iterator[Span], stance: Stance | None, first: int, last: int) -> Attribution | None:
        told = tuple(scopes)
        return Attribution(source, told, stance, self._starts[first], self._ends[last - 1]) if told else None

    def _quoting(self, at: int) -> Attribution | None:
        """Return “the paper quoted the minister as saying that …”."""
        first, last = self._subject(at)
        middle = next((n for n in range(at + 2, min(len(self.lower), at + AHEAD)) if self.lower[n] == "as"), None)
        if first >= last or middle is None or not self._word(middle + 1).endswith("ing"):
            return None
        behind = middle + 2 + (self._word(middle + 2) == "that")
        source = f"{self._who(first, last, None)} citing {self._named(self._starts[at + 1], self._ends[middle - 1])}"
        stance: Stance | None = "denied" if self.lower[middle + 1] == "denying" else None
        return self._made(source, self._without_asides(behind, len(self.lower)), stance, first, middle + 2)

    def _chained(self, at: int, found: list[Attribution]) -> list[Attribution]:
        """Return the attributions with “citing X” joined to the last of them, or keep it for the first that follows."""
        first = last = at + 1
        while (
            last < len(self.lower)
            and self.lower[last] not in STOPS
            and self.lower[last] not in self._is["after"]
            and last - first < MOST_SUBJECT
        ):
            last += 1
        if last == first:
            return found
        cited = self._named(self._starts[first], self._ends[last - 1])
        if not found:
            self._cited = cited
            return found
        return [*found[:-1], msgspec.structs.replace(found[-1], source=f"{found[-1].source} citing {cited}")]

    def _inverted(self, at: int) -> bool:
        """Say whether the subject stands behind the verb: “…,” said the mayor."""
        mark, behind = self._word(at - 1), self._word(at + 1)
        if at == 0 or not behind or behind in STOPS or behind in ("that", "it", "he", "she", "they") or behind in self._is["preposition"]:
            return False
        if mark in QUOTES:
            return True
        ends = any(word in STOPS for word in self.lower[at + 1 : at + 2 + MOST_SUBJECT]) or len(self.lower) - at <= MOST_SUBJECT
        return mark in COMMAS and self.lower[at] in self._is["turns"] and ends and self._aside_before(at) is None

    def _right(self, at: int, verb: Verb) -> Attribution | None:
        first = last = at + 1
        while (
            last < len(self.lower)
            and last - first < MOST_SUBJECT
            and self.lower[last] not in STOPS
            and (last == first or not self._ends_name(last))
        ):
            last += 1
        if last == first:
            return None
        scopes = (*self._before(at), *self._on_behind(last - 1))
        end = next((n for n in range(last + 1, min(len(self.lower), last + NEAR)) if self.lower[n] in STOPS), last)
        name = self._named_beside(first, last, last + 1, end) or self._who(first, last, None)
        return Attribution(name, scopes, verb.stance, self._starts[at], self._ends[last - 1])

    def _according(self, at: int, first: int) -> Attribution | None:
        """Return the attribution of “according to”, which begins at `at` and whose source begins at `first`."""
        last = first
        while last < len(self.lower) and self.lower[last] not in STOPS and self.lower[last] not in QUOTES and last - first < MOST_SUBJECT:
            if last > first and (
                self.lower[last] in self._is["relative"]
                or self.lower[last] in ("that", "but")
                or (self.lower[last] == "on" and self._word(last + 1) in DAYS)
            ):
                break
            last += 1
        if last == first or self.lower[last - 1] in self._is["no source"]:
            return None
        opens = at == 0 or self.lower[at - 1] in ".;"
        scopes = [] if opens else list(self._before(at))
        interrupts = self._word(last) in COMMAS and (opens or self.lower[at - 1] in COMMAS)
        if interrupts:
            end = next((n for n in range(last, len(self.lower)) if self.lower[n] == ";"), len(self.lower))
            scopes += self._without_asides(last + 1, end)
        return Attribution(self._who(first, last, None), tuple(scopes), None, self._starts[at], self._ends[last - 1])
