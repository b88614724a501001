"""From text to words: the date vocabulary and the shapes of digits, found in one pass."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from pipeline.extract.dates.signs import BUILT, PUNCTUATION, Alphabet, Word
from pipeline.lexicon import loader


class Entry(msgspec.Struct, frozen=True):
    """A word that date expressions are made of."""

    word: str
    sign: str
    value: str


class VagueEntry(msgspec.Struct, frozen=True):
    phrase: str
    direction: Literal["past", "present", "future", "open"]


class HolidayEntry(msgspec.Struct, frozen=True):
    name: str
    rule: str


class ZoneEntry(msgspec.Struct, frozen=True):
    name: str


# Shapes of digits over lower-case text; the first that fits wins.
_SHAPES = (
    ("iso", r"\d{4}-\d{2}-\d{2}(?:t\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:?\d{2})?)?|\d{4}/\d{2}/\d{2}"),
    ("numeric", r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}-\d{1,2}-\d{4}"),
    (
        "clock",
        (
            r"\d{1,2}(?:[:.]\d{2}){1,2} ?(?:a\.m\.|p\.m\.|am|pm)(?!\w)|\d{1,2} ?(?:a\.m\.|p\.m\.|am|pm)(?!\w)"
            r"|\d{1,2}:\d{2}(?::\d{2})?|\d{4}(?= ?(?:hrs|gmt|utc|hours)\b)"
        ),
    ),
    ("years", r"(?:1[5-9]|20)\d\d[-–/]\d\d(?:\d\d)?"),
    ("quartercode", r"q[1-4](?: ?(?:fy)?[’']?(?:\d{4}|\d{2}))?|[1-4]q(?: ?(?:fy)?[’']?(?:\d{4}|\d{2}))?"),
    ("halfcode", r"h[12](?: ?(?:fy)?[’']?(?:\d{4}|\d{2}))?|[12]h(?: ?(?:fy)?[’']?(?:\d{4}|\d{2}))?"),
    ("fycode", r"fy[ -]?[’']?(?:\d{4}|\d{2})(?:[-–/]\d{2,4})?|(?:fiscal|financial)(?: year)? (?:\d{4}|\d{2})(?:[-–/]\d{2,4})?"),
    (
        "decade",
        r"(?:1[0-9]|20)\d0['’]?s|['’]?[1-9]0s|(?:nineteen[ -])?(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)",
    ),
    ("shortyear", r"['’‘]\d\d"),
    (
        "spoken",
        r"(?:nineteen|twenty)[ -](?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)|two thousand(?! \w+[ -]hundred)(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?",
    ),
    ("nth", r"\d{1,2}(?:st|nd|rd|th|(?<=[23])d)"),
    ("year", r"(?:1[0-9]|20)\d\d"),
    ("day", r"0?[1-9]|[12]\d|3[01]"),
    ("number", r"\d{1,3}"),
)
# No digit of a larger number, price, decimal, version, address or unit sign may be read as a date's.
_BEFORE = r"(?<![\w$€£¥₹#@+&])(?<![\d][.,:/])(?<![\d]-(?=\d{5}))"
_AFTER = r"(?![\w%$€£°]|[.,:/]\d|\.[a-z])"
# With which characters a shape begins; which ones make a stretch worth a closer look.
_SHAPED = "[0-9'’‘]|[qh][1-4]|fy|fi[ns]|ninet|two t|twent|thirt|fort|fift|sixt|sevent|eight"
_TELLING_SHAPES = r"\d+(?:[-–/.:]\d|['’]?[a-z]|(?<=\d\d\d\d)| ?[ap]\.?m\b)\w*|(?<=['’‘])\d\d\b|[qh]\d\w*|fy\w*"
# What shapes are made of beside digits and words of the vocabulary.
_SHAPE_WORDS = (
    *("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"),
    *("nineteen", "twenty", "thousand", "a.m", "p.m", "am", "pm"),
)
# How many characters before a telling word its stretch may begin.
_LONGEST_LEAD = 400
_WORD_NEXT = re.compile(r" \w")
# What may stand between two words that hang together.
_BETWEEN = r"[^\w\n!?;\"“”%$€£]"
_ASCII_LOWER = {ord(big): ord(big.lower()) for big in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
# Signs of words that make no date without one of another sign: a stretch of them alone is passed over.
_FUNCTION_SIGNS = [
    "the",
    "a",
    "its",
    "of",
    "in",
    "to",
    "and",
    "between",
    "from",
    "by",
    "before",
    "after",
    "since",
    "until",
    "or",
    "so",
    "about",
    "just",
    "more",
    "than",
    "day",
    "number",
    "word",
    "some",
    "this",
    "that",
    "same",
    "every",
    "half",
    "last",
    "next",
    "final",
    "previous",
    "following",
    "coming",
    "current",
    "latest",
    "recent",
    "corresponding",
    "fulladj",
    "early",
    "late",
    "earlier",
    "later",
    "mid",
    "end",
    "start",
    "ago",
    "ended",
    "ordinal",
    "eve",
    "timeword",
    "feastword",
    "spunlast",
]


class Vocabulary:
    """Finds the words of date expressions in a text; built once, read-only."""

    def __init__(self) -> None:
        entries: dict[str, tuple[str, str | int]] = {}
        for entry in loader.load("date_vocabulary", Entry):
            entries[entry.word] = (entry.sign, int(entry.value) if entry.value.lstrip("-").isdigit() else entry.value)
        for vague in loader.load("date_vague", VagueEntry):
            entries[vague.phrase] = ("vagueword", vague.direction)
        for holiday in loader.load("holidays", HolidayEntry):
            entries[holiday.name] = ("holiday", holiday.rule)
        zones = [zone.name for zone in loader.load("date_zones", ZoneEntry)]
        names = {sign for sign, _ in entries.values()} | {name for name, _ in _SHAPES} | set(BUILT) | {"zone"}
        self.alphabet = Alphabet(names)
        self._telling = re.compile(f"[{''.join(self.alphabet.char(name) for name in sorted(names - set(_FUNCTION_SIGNS)))}]")
        char = self.alphabet.char
        self._signs: dict[str, tuple[str, str | int]] = {word: (char(sign), value) for word, (sign, value) in entries.items()}
        self._shape_signs = {name: char(name) for name, _ in _SHAPES}
        self._zone_sign = char("zone")
        shapes = "|".join(f"(?P<{name}>{shape})" for name, shape in _SHAPES)
        # A stop belongs to an abbreviation only; elsewhere it ends the sentence.
        ends = r"(?:(?<=\.)|(?!\w))"
        self._pattern = re.compile(
            rf"(?=[\w'’‘]){_BEFORE}(?:(?={_SHAPED})(?:{shapes}){_AFTER}|(?P<word>{trie_pattern([*entries, *zones])}){ends})"
        )
        telling = [word for word, (sign, _) in entries.items() if sign not in _FUNCTION_SIGNS]
        self._trigger = re.compile(rf"\b(?:{_TELLING_SHAPES}|{trie_pattern([*telling, *_SHAPE_WORDS])}{ends})")
        # Read backwards from a trigger: the words that may stand before it in its stretch.
        function = [word[::-1] for word, (sign, _) in entries.items() if sign in _FUNCTION_SIGNS]
        zoned = [zone[::-1] for zone in zones]
        self._lead = re.compile(rf"['’‘]?(?:{_BETWEEN}+(?:s['’])?(?:{trie_pattern([*function, *zoned])}|\d{{1,3}})(?!\w))*")

    def stretches(self, text: str) -> Iterator[list[Word]]:
        """Yield the words in text order with the marks between them, in stretches that no other text breaks.

        One scan finds where a telling word or shape stands; only the stretches around these are taken
        apart into words. What cannot be part of a date is left out.
        """
        lower = plain(text)
        backwards = lower[::-1]
        end = 0
        for trigger in self._trigger.finditer(lower):
            at = trigger.start()
            if at < end:
                continue
            lead = self._lead.match(backwards, len(lower) - at, len(lower) - max(end, at - _LONGEST_LEAD))
            stretch = self._stretch(text, lower, at - (lead.end() - lead.start() if lead else 0), at)
            if not stretch:
                continue
            if self._telling.search("".join([word.sign for word in stretch])):
                yield stretch
            end = stretch[-1].end

    def _stretch(self, text: str, lower: str, start: int, trigger: int) -> list[Word]:
        """Return the words from an offset on that hang together around a trigger, with the marks between them."""
        out: list[Word] = []
        end = start
        signs, shapes = self._signs, self._shape_signs
        found = self._pattern.search(lower, start)
        while found is not None:
            start, name = found.start(), found.lastgroup
            gap = text[end:start]
            if out and gap != " " and not _bridge(out, gap, end, start):
                if start > trigger:
                    break
                out.clear()
            end = found.end()
            surface = text[start:end]
            if name != "word":
                out.append(Word(shapes[name or ""], start, end, surface, found[0]))
            elif found[0] in signs:
                sign, value = signs[found[0]]
                out.append(Word(sign, start, end, surface, value))
            elif surface.isupper() or " " in surface or surface[0].isupper():
                out.append(Word(self._zone_sign, start, end, surface, found[0]))
            elif start > trigger:
                break
            else:
                out.clear()
            if end > trigger and _WORD_NEXT.match(lower, end):
                # The usual end of a stretch: a plain word, which must belong to the vocabulary right here or ends it.
                found = self._pattern.match(lower, end + 1)
            else:
                found = self._pattern.search(lower, end)
        return out


def plain(text: str) -> str:
    """Return the text in lower case with plain spaces, every character at its own offset.

    >>> plain("26\xa0August")
    '26 august'
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = text.translate(_ASCII_LOWER)
    return lower.replace("\xa0", " ").replace("\u202f", " ")


def _bridge(out: list[Word], gap: str, start: int, end: int) -> bool:
    """Add what lies between two words, nothing for a space and a mark for punctuation; return whether they hang together."""
    if "\n" in gap or not gap:
        return False
    bare = gap.strip()
    if bare:
        mark = PUNCTUATION.get(bare)
        if mark is None:
            return False
        out.append(Word(mark, start, end, gap, None))
    return True


def trie_pattern(words: list[str]) -> str:
    """Return a regular expression for exactly these words, longest first, which tries each letter once.

    >>> trie_pattern(["may", "march", "mar."])
    'ma(?:r(?:\\\\.|ch)|y)'
    """
    tree: dict[str, object] = {}
    for word in words:
        node: dict[str, object] = tree
        for letter in word:
            node = node.setdefault(letter, {})  # type: ignore[assignment]
        node[""] = True
    return _branch(tree)


def _branch(node: dict[str, object]) -> str:
    ways = [re.escape(letter) + _branch(below) for letter, below in sorted(node.items()) if letter and isinstance(below, dict)]
    if not ways:
        return ""
    joined = ways[0] if len(ways) == 1 and "" not in node else "(?:" + "|".join(ways) + ")"
    return joined + "?" if "" in node else joined
