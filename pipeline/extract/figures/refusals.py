"""What looks like a figure and is none: names, labels, years, times, scores, codes, idioms."""

import re
from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from pipeline.extract.figures.cues import BoundCue
from pipeline.extract.figures.nouns import Stop
from pipeline.extract.figures.numeral_pattern import SPACE, any_of, lower
from pipeline.extract.figures.numerals import Numeral
from pipeline.lexicon import loader
from pipeline.record.candidates import RefusedCandidate

_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d|2100)"
_CLOCK = r"(?:[01]?\d|2[0-4])"
BEYOND_SENSE = "a value beyond any sense: more than forty digits"
_LOOKALIKES = (
    (
        "a web address",
        r"https?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.-]{0,64}|(?<![\w-])[\w-]{1,64}\.(?:com|org|net|co\.uk|gov|io)\b\S*",
    ),
    ("a tag or handle", r"(?<!\w)[#@][A-Za-z_]\w*"),
    (
        "a clock time",
        rf"\b{_CLOCK}(?:[:.][0-5]\d){{0,2}}{SPACE}?(?:[AaPp]\.[Mm]\b\.?|[AaPp][Mm]\b)|(?<![\d:])\b{_CLOCK}:[0-5]\d(?![:\d.]\d|\d)(?!{SPACE}?(?:ratio|odds))|\b{_CLOCK}[0-5]\d{SPACE}?(?:GMT|UTC|BST|CET|EST|EDT|hrs{SPACE}IST)\b|\b{_CLOCK}{SPACE}o['’]clock\b",
    ),
    (
        "a calendar date",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?{SPACE}(?:of{SPACE})?{_MONTH}\b(?:,?{SPACE}{_YEAR})?|\b{_MONTH}{SPACE}\d{{1,2}}(?:st|nd|rd|th)?\b(?![,.]?\d|{SPACE}?%)(?:,?{SPACE}{_YEAR})?|\b{_MONTH},?{SPACE}{_YEAR}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b\d{{1,2}}\.\d{{1,2}}\.(?:19|20)\d\d\b",
    ),
    (
        "a year",
        rf"\b\d[\d,]{{0,6}}{SPACE}(?:B\.?C\.?(?:E\.?)?|b\.c\.|A\.D\.|AD|CE)(?!\w)|(?:A\.D\.|AD){SPACE}?\d{{1,4}}(?:{SPACE}?(?:and|to|or|[-–]){SPACE}?\d{{1,4}})?\b",
    ),
    (
        "years",
        rf"\b{_YEAR}(?:[-–/]|{SPACE}?(?:to|and|or){SPACE})(?:\d\d|{_YEAR})(?![\d,.%]\d|\d)|\bFY{SPACE}?\d{{2,4}}\b|\b[QH][1-4]{SPACE}?(?:{_YEAR}|FY\d\d)?\b|[’']\d\d\b(?!s)",
    ),
    (
        "a decade or an age band",
        r"\b(?:mid|early|late)?-?(?:\d\d)?\d0['’]?s\b|\b(?:19|20)\d\d['’]?s\b|[’']\d0s\b|\b(?:over|under)-\d\ds?\b|\bU-?(?:1[5-9]|2[0-3])s?\b",
    ),
    ("an ordinal", r"\b\d[\d,]{0,12}(?:st|nd|rd|th)\b"),
    (
        "a phone number",
        rf"(?<![\w.,])\+\d{{1,3}}[ -]?(?:\(\d+\)[ -]?)?\d[\d -]{{5,12}}\d\b|(?<![\w.,])\(?\d{{3}}\)?[ -]\d{{3}}-\d{{4}}\b|\b0\d{{2,4}}{SPACE}\d{{3,4}}{SPACE}?\d{{3,4}}\b|\b1-8\d\d-[\w-]{{7,10}}",
    ),
    (
        "a version or code",
        r"\b(?!\d{1,3}(?:\.\d{3})+\b)[vV]?\d+(?:\.\d+){2,}\b(?!,\d)|\b(?=[A-Z]{1,9}\d{1,9}[A-Z])(?!\d+(?:\.\d+)?(?:[KMBTW]|[kMGT]?Wh?|MP|HP|PS|MB|GB|TB|KB|PB|L|V|C|F|KM|KG|M?Hz)\b)[A-Z\d]{3,20}\b",
    ),
    ("a score", r"\b\d{2,3}[ \u00a0]for[ \u00a0]\d\b(?=[^.\n]{0,20}\b(?:overs|stumps|lunch|tea|wickets)\b)"),
    ("a score", r"(?<![\w$€£.,-])\d{1,3}(?:[-–]\d{1,3}){2,}(?![\w%-])"),
    (BEYOND_SENSE, r"\d[\d,]{40,}(?:\.\d+)?"),
    ("a number in a computer's notation", r"\d+(?:\.\d+)?[eE][+-]?\d+\b"),
    ("a power of ten whose exponent lost its mark", r"\d+(?:\.\d+)?[ \u00a0]?×[ \u00a0]?10\d+\b"),
    (
        "part of a name or code",
        r"[A-Z]{3,9}[ \u00a0][-–‑]\d{1,3}\b(?![\d.,]*\d|%|[ \u00a0](?:%|per|point|million|billion|trillion|m\b|bn\b))",
    ),
    ("round the clock", r"(?<![\w/])24/7(?![\w/])"),
    ("the name of an event", r"(?<![\w/])(?:9/11|7/7|26/11)(?![\w/])"),
)
_INSIDE_WORD = re.compile(r"[\w-]")
_LIST_NUMBER = re.compile(r"(?m)^[ \t]*(?:\(?\d{1,3}[.)]|[•*-][ \t]*\d{1,3}[.)])(?=[ \t]+\S)|(?<=\s)\(\d{1,2}\)(?=\s[a-z])")
_NAMED_BEFORE = re.compile(r"\b[A-Z][\w’'-]+[ \u00a0][A-Z][\w’'-]+[ \u00a0]$")
_PREVIOUS = re.compile(r"([\w&’'.$-]*[\w.&#№])(['’]s)?[ \u00a0]?$")
_WEAK = frozenset(
    [
        "the",
        "these",
        "those",
        "all",
        "other",
        "both",
        "last",
        "first",
        "between",
        "any",
        "every",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "that",
        "this",
        "which",
        "no",
        "each",
    ]
)
_THESE = frozenset(["the", "these", "those", "all"])
_SPAN_OF_PERIOD = frozenset(
    [
        "first",
        "second",
        "the",
        "latter",
        "other",
        "this",
        "next",
        "last",
        "better",
        "final",
        "opening",
        "former",
        "that",
        "each",
        "either",
        "every",
        "one",
    ]
)
_REACH = 48
_IN_YEAR = re.compile(r"\b(?:by|in|since|until|till|before|after)[ \u00a0]$", re.IGNORECASE)
_CAPITAL_NEXT = re.compile(r"[ \u00a0][A-Z][a-z]{2,}")
_PARTITIVE = re.compile(r"[ \u00a0]of[ \u00a0]")
_BESIDE = 16
_DIGITS = re.compile(r"\d+")
_SPACE_BEFORE = re.compile(r"(?:^|\s)")
_SPACE_BEHIND = re.compile(r"\s|$")


def _neighbourhoods(text: str) -> list[tuple[int, int]]:
    """Return the stretches around digits, from white space to white space: no look-alike lies outside them."""
    stretches: list[tuple[int, int]] = []
    for digits in _DIGITS.finditer(text):
        if stretches and digits.end() + _BESIDE <= stretches[-1][1]:
            continue
        start = _SPACE_BEFORE.search(text, max(0, digits.start() - _BESIDE), digits.start())
        end = _SPACE_BEHIND.search(text, min(len(text), digits.end() + _BESIDE))
        left, right = (start.end() if start else digits.start()), (end.start() if end else len(text))
        if stretches and left <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], right)
        else:
            stretches.append((left, right))
    return stretches


class Idiom(msgspec.Struct, frozen=True):
    phrase: str
    why: str


class NameHead(msgspec.Struct, frozen=True):
    word: str
    kind: str


class Mask(msgspec.Struct, frozen=True):
    """A stretch of text whose numbers are no figures. Without `why` another finding accounts for it."""

    start: int
    end: int
    why: str


class Masks:
    """The masks of one article, sorted, none overlapping another."""

    def __init__(self, masks: Iterable[Mask]) -> None:
        kept: list[Mask] = []
        for mask in sorted(masks, key=lambda mask: (mask.start, -mask.end)):
            start = max(mask.start, kept[-1].end) if kept else mask.start
            if start < mask.end:
                kept.append(mask if start == mask.start else Mask(start, mask.end, mask.why))
        self._masks = kept
        self._starts = [mask.start for mask in kept]

    def over(self, start: int, end: int) -> Mask | None:
        """Return the mask that touches `start:end`, or None."""
        at = bisect_right(self._starts, end - 1) - 1
        return self._masks[at] if at >= 0 and self._masks[at].end > start else None


def refuse(start: int, end: int, why: str) -> RefusedCandidate:
    """Return the record of a look-alike at `start:end`."""
    return RefusedCandidate(start=start, end=end, seen_as="figure", why=(why,))


class Refusals:
    """Knows the look-alikes of figures.

    >>> [mask.why for mask in Refusals().lookalikes("On 14 October at 9.30pm, 24/7")]
    ['a calendar date', 'a clock time', 'round the clock']
    """

    def __init__(self) -> None:
        idioms = loader.load("figure_idioms", Idiom)
        heads = loader.load("figure_name_heads", NameHead)
        self._reasons = tuple(why for why, _ in _LOOKALIKES)
        shapes = "|".join(f"(?P<r{number}>{pattern})" for number, (_, pattern) in enumerate(_LOOKALIKES))
        # Two tests at the head spare thirty inside and before every word; none looks farther than a web address is long.
        self._pattern = re.compile(rf"(?<!\w)(?=[^\s\d]{{0,500}}+\d|[JFMASOND][a-z]{{2}}|FY|AD|A\.D|[A-Z]{{3}})(?:{shapes})")
        self._idioms = {row.phrase: row.why for row in idioms}
        # A pattern that starts with its words is searched for by their first letters.
        self._idiom = re.compile(rf"(?:{any_of(row.phrase for row in idioms)})(?![\w-])")
        self._heads = {row.word: row.kind for row in heads}
        self._openers = frozenset(row.word for row in loader.load("figure_stops", Stop)) | frozenset(
            word for row in loader.load("figure_bounds", BoundCue) for word in row.cue.split()
        )
        self._longest = max(len(row.word.split()) for row in heads)

    def lookalikes(self, text: str) -> list[Mask]:
        """Return the stretches of `text` that are known for what they are by their shape."""
        stretches = _neighbourhoods(text)
        masks = [
            Mask(found.start(), found.end(), self._reasons[int((found.lastgroup or "r0")[1:])])
            for start, end in stretches
            for found in self._pattern.finditer(text, start, end)
        ]
        masks += [
            Mask(found.start(), found.end(), self._idioms[found[0]])
            for found in self._idiom.finditer(lower(text))
            if not (found.start() and _INSIDE_WORD.match(text, found.start() - 1))
        ]
        masks += [
            Mask(found.start(), found.end(), "the number of a list item")
            for start, end in stretches
            for found in _LIST_NUMBER.finditer(text, start, end)
            # “Jagpal Tomar (62) of Shamli” is somebody's age.
            if not (text[found.start()] == "(" and _NAMED_BEFORE.search(text, max(0, found.start() - _REACH), found.start()))
        ]
        return masks

    def named(self, text: str, numeral: Numeral, *, counts: bool) -> str | None:
        """Return why the words before a numeral make it part of a name, or None.

        `counts` says that a unit or a plural noun follows, so that only a sure sign refuses it.
        """
        start = numeral.start
        before = text[max(0, start - _REACH) : start]
        if (
            before.endswith("-")
            and len(before) > 1
            and before[-2].isalpha()
            and not before.lower().endswith(("minus-", "to-", "sub-", "and-", "or-"))
        ):
            return "part of a hyphenated name or code"
        if before.rstrip(" ").endswith(("#", "№")):
            return "a label"
        if numeral.form != "digits" or numeral.scale != 1:
            return None
        line = before.rsplit("\n", 1)[-1]
        whole_line = len(line) < len(before) or start < _REACH
        words = line.split(" ") if before.endswith((" ", "\u00a0")) else []
        words = [word for word in words if word]
        for length in range(min(self._longest, len(words)), 0, -1):
            head = " ".join(words[-length:]).lstrip("(“\"‘'")
            kind = self._heads.get(head)
            if kind is not None and not (counts and kind not in ("label", "index")) and "," not in text[start : numeral.end]:
                return f"part of a name or label: “{head} {text[start : numeral.end]}”"
            if kind == "product" and counts and not numeral.grouped and head in ("Model", "Boeing", "Airbus", "iPhone"):
                return f"part of a name: “{head} {text[start : numeral.end]}”"
        if not counts and not numeral.grouped and numeral.value <= 9999 and _CAPITAL_NEXT.match(text, numeral.end):
            return "part of a name or an address"
        if counts or numeral.grouped or numeral.value > 9999 or not words:
            return None
        last = words[-1].lstrip("(“\"‘'")
        first_of_sentence = (len(words) == 1 and whole_line) or (len(words) > 1 and words[-2].endswith((".", "!", "?", ":")))
        if (
            last[:1].isupper()
            and last[-1:].isalnum()
            and last.lower() not in _WEAK
            and not last.endswith(("'s", "’s"))
            and not (first_of_sentence and last.lower() in self._openers)
        ):
            return f"part of a name: “{last} {text[start : numeral.end]}”"
        return None

    def heads_number(self, text: str, start: int) -> bool:
        """Return whether the words before `start` are a name that a number may belong to: “Flight”, “Boeing”, a capitalised word."""
        words = text[max(0, start - _REACH) : start].rsplit("\n", 1)[-1].split()
        if any(" ".join(words[-length:]).lstrip("(“\"‘'") in self._heads for length in range(1, min(self._longest, len(words)) + 1)):
            return True
        last = words[-1].lstrip("(“\"‘'") if words else ""
        opens = len(words) == 1 or (len(words) > 1 and words[-2].endswith((".", "!", "?", ":")))
        return last[:1].isupper() and last[-1:].isalnum() and not (opens and last.lower() in self._openers)

    def pronoun(self, text: str, numeral: Numeral) -> str | None:
        """Return why a bare number word stands for persons or things named before, or None."""
        words = text[max(0, numeral.start - _REACH) : numeral.start].lower().split()
        if numeral.form == "digits" and numeral.scale == 1 and not numeral.grouped and words and words[-1] in _THESE:
            return None if _PARTITIVE.match(text, numeral.end) else "stands for persons or things named before, or is a name"
        if numeral.form != "words" or numeral.scale != 1 or numeral.value > 20:
            return None
        if words and words[-1].strip("“”\"‘’'(") in _WEAK:
            return "stands for persons or things named before"
        if numeral.value <= 10 and not _PARTITIVE.match(text, numeral.end) and not (words and words[-1] == "to"):
            return "a small number in words beside which nothing stands that it counts"
        return None

    def year(self, text: str, numeral: Numeral, *, noun: str | None) -> str | None:
        """Return why four digits are a year, or None; `noun` is the first word of the noun phrase that follows."""
        written = text[numeral.start : numeral.end]
        if numeral.form != "digits" or len(written) != 4 or not written.isdigit() or not 1000 <= int(written) <= 2200:
            return None
        if noun is None:
            sure = 1800 <= int(written) <= 2100 or _IN_YEAR.search(text, max(0, numeral.start - 12), numeral.start)
            return "a year" if sure else None
        if not 1800 <= int(written) <= 2100:
            return None
        words = text[max(0, numeral.start - _REACH) : numeral.start].split()
        last = words[-1].lower() if words else ""
        if (
            noun[:1].isupper()
            or last in _WEAK
            or last in ("in", "since", "by", "of", "a", "an", "until", "from")
            or last.endswith(("'s", "’s"))
            or int(written) % 50
        ):
            return "a year"
        return None

    def period_half(self, text: str, start: int) -> bool:
        """Return whether “half” at `start` is a part of a year or of a game."""
        words = text[max(0, start - _REACH) : start].lower().split()
        return bool(words) and words[-1] in _SPAN_OF_PERIOD
