"""A small cascade of patterns over words: the text becomes a line of signs, rules rewrite it level by level.

Every word of the vocabulary has a sign, one character; whatever else stands between two such words
breaks the line. A rule is a regular expression over signs and a function that builds one new word
from those it matched. So a rule costs a scan of a few hundred signs, not of the whole article, and
a rule of a later level can say "any date" for everything that an earlier one built.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from pipeline.extract.dates.confidence import CLEAR
from pipeline.record.candidates import DateKind
from pipeline.record.expressions import Expression, Relation

# Signs that rules build; the others come with the vocabulary or the shapes of digits.
BUILT = ("date", "span", "clock", "vague", "set")
PUNCTUATION = {",": ",", "-": "-", "–": "-", "—": "_", "'s": "'", "’s": "'", "'": "'", "’": "'", "/": "/", ".": ".", "(": "(", ")": ")"}
BREAK = "|"
# Lines of signs whose matches are kept, and how long one may be: the same short ones come again in every article.
_KEPT_LINES, _LONGEST_KEPT = 8192, 48
# A pattern's brackets with what may follow them, and a class of signs with its mark of being optional.
_INNERMOST = re.compile(r"\([^()]*\)[?*+]*")
_CLASS = re.compile(r"<(?:\w+:)?([\w|]+)>([?*]?)")


class Meaning(NamedTuple):
    """What a built word says; goes into the candidate as it is."""

    expression: Expression
    confidence: float = CLEAR
    why: tuple[str, ...] = ()
    kind: DateKind = "date"
    relation: Relation | None = None


class Span(NamedTuple):
    """A counted length of time: "two years", "a 12 months"; number None is unknown."""

    number: int | None
    unit: str
    spun: bool = False


Value: TypeAlias = str | int | Meaning | Span | None


class Word(NamedTuple):
    """A stretch of text under one sign."""

    sign: str
    start: int
    end: int
    text: str
    value: Value

    @property
    def number(self) -> int:
        """Return the number that the vocabulary gives the word; raises TypeError where it gives none."""
        if not isinstance(self.value, int):
            raise TypeError(self.text)
        return self.value


class Alphabet:
    """Which character stands for which named sign."""

    def __init__(self, names: Iterable[str]) -> None:
        self._chars = {name: chr(0xE000 + number) for number, name in enumerate(sorted(set(names)))}

    def char(self, name: str) -> str:
        return self._chars[name]

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Return the pattern over signs; `<name>` is a sign, `<group:a|b>` a named group of either, spaces mean nothing.

        Raises KeyError where a sign is unknown.
        """
        return re.compile(re.sub(r"<(?:(\w+):)?([\w|]+)>", self._piece, pattern.replace(" ", "")))

    def rules(self, table: Iterable[tuple[str, "Builder"]]) -> "list[Rule]":
        """Return the rules of a table of patterns and builders; raises KeyError where a sign is unknown."""
        return [Rule(self.compile(pattern), build, self._needed(pattern)) for pattern, build in table]

    def _needed(self, pattern: str) -> frozenset[str]:
        """Return signs of which every match of the pattern holds one: the smallest class that stands outside brackets and is not optional.

        Raises ValueError for a pattern that may match nothing.
        """
        bare = pattern.replace(" ", "")
        while (outside := _INNERMOST.sub("", bare)) != bare:
            bare = outside
        classes = [names.split("|") for names, optional in _CLASS.findall(bare) if not optional]
        return frozenset(self._chars[name] for name in min(classes, key=len))

    def _piece(self, found: re.Match[str]) -> str:
        signs = "".join(self._chars[name] for name in found[2].split("|"))
        return f"(?P<{found[1]}>[{signs}])" if found[1] else f"[{signs}]"


class Match:
    """What a rule matched: the words by the names of the pattern's groups."""

    def __init__(self, found: re.Match[str], words: Sequence[Word], text: str) -> None:
        self._found = found
        self._words = words
        self.text = text

    def __getitem__(self, group: str) -> Word:
        """Return the word of a group; raises KeyError where the group took no part."""
        at = self._found.start(group)
        if at < 0:
            raise KeyError(group)
        return self._words[at]

    def get(self, group: str) -> Word | None:
        at = self._found.start(group) if group in self._found.re.groupindex else -1
        return self._words[at] if at >= 0 else None

    def has(self, group: str) -> bool:
        return group in self._found.re.groupindex and self._found.start(group) >= 0

    @property
    def words(self) -> Sequence[Word]:
        return self._words[self._found.start() : self._found.end()]

    @property
    def start(self) -> int:
        return self._words[self._found.start()].start

    @property
    def end(self) -> int:
        return self._words[self._found.end() - 1].end

    @property
    def before(self) -> Word | None:
        """The word of the vocabulary that stands right before, a punctuation mark or break included."""
        return self.back(1)

    def back(self, count: int) -> Word | None:
        """Return the word that many places before the match, None where the line does not reach so far."""
        at = self._found.start() - count
        return self._words[at] if at >= 0 else None

    @property
    def after(self) -> Word | None:
        at = self._found.end()
        return self._words[at] if at < len(self._words) else None


Built: TypeAlias = tuple[str, Value] | None
Builder: TypeAlias = Callable[[Match], Built]


class Rule(NamedTuple):
    """A pattern over signs with its builder; a line without any of the `needed` signs cannot match."""

    pattern: re.Pattern[str]
    build: Builder
    needed: frozenset[str]


class Level:
    """Rules that rewrite a stretch of words together; what they match is kept for lines of signs seen before."""

    def __init__(self, rules: Sequence[Rule], alphabet: Alphabet) -> None:
        self._rules = tuple(rules)
        self._alphabet = alphabet
        self._kept = lru_cache(maxsize=_KEPT_LINES)(self._matches)

    def rewrite(self, words: list[Word], text: str) -> list[Word]:
        """Return the words with each stretch that a rule reads exchanged for one word; the longest match wins, then the first rule.

        A builder that returns None has looked closer and leaves the stretch to the other rules.
        """
        line = "".join([word.sign for word in words])
        matches = self._kept(line) if len(line) <= _LONGEST_KEPT else self._matches(line)
        if not matches:
            return words
        taken = bytearray(len(words))
        chosen: list[tuple[int, int, Word]] = []
        for start, end, match, build in matches:
            if taken.find(1, start, end) >= 0:
                continue
            whole = Match(match, words, text)
            built = build(whole)
            if built is None:
                continue
            taken[start:end] = b"\1" * (end - start)
            chosen.append(
                (start, end, Word(self._alphabet.char(built[0]), whole.start, whole.end, text[whole.start : whole.end], built[1]))
            )
        if not chosen:
            return words
        out: list[Word] = []
        at = 0
        for start, end, word in sorted(chosen, key=itemgetter(0)):
            out += words[at:start]
            out.append(word)
            at = end
        return out + words[at:]

    def _matches(self, line: str) -> tuple[tuple[int, int, re.Match[str], Builder], ...]:
        """Return what the rules match in a line of signs, in the order of their rank."""
        signs = set(line)
        found = [
            (match.start() - match.end(), order, match.start(), match, rule.build)
            for order, rule in enumerate(self._rules)
            if not rule.needed.isdisjoint(signs)
            for match in rule.pattern.finditer(line)
        ]
        found.sort(key=itemgetter(0, 1, 2))
        return tuple((match.start(), match.end(), match, build) for _, _, _, match, build in found)
