"""The pattern of a numeral, built from the number lists: digits in any grouping, words, fractions, scales."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

SPACE = "[ \u00a0\u202f\u2009\t]"
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"


class NumberWord(msgspec.Struct, frozen=True):
    word: str
    value: int
    form: Literal["unit", "teen", "ten"]


class Scale(msgspec.Struct, frozen=True):
    """A scale word or letter; `form` says where it may stand."""

    scale: str
    factor: Decimal
    form: Literal["word", "plural", "letter", "money"]
    why: str = ""


class Denominator(msgspec.Struct, frozen=True):
    word: str
    denominator: int


def any_of(words: Iterable[str]) -> str:
    """Return the alternation of `words`, longest first; they are grouped by their first letter, which is four times faster to search.

    >>> any_of(["million", "m", "bn"])
    'bn|m(?:illion|)'
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(re.escape(first) + (f"(?:{'|'.join(rest)})" if len(rest) > 1 else rest[0]) for first, rest in sorted(groups.items()))


def pattern(words: tuple[NumberWord, ...], scales: tuple[Scale, ...], fractions: tuple[Denominator, ...]) -> str:
    """Return the pattern of one numeral; its last group says which form it has."""
    units = any_of([row.word for row in words if row.form == "unit"])
    teens = any_of([row.word for row in words if row.form == "teen"])
    tens = any_of([row.word for row in words if row.form == "ten"])
    big_words = [row.scale for row in scales if row.form == "word" and row.scale not in ("hundred", "gross", "dozen")]
    big = any_of(big_words)
    millions = any_of([word for word in big_words if word != "thousand"])
    long = [row.scale for row in scales if row.form == "letter" and len(row.scale) > 1]
    single = [row.scale for row in scales if row.form == "letter" and len(row.scale) == 1]
    vague = any_of([row.scale for row in scales if row.form == "plural"])
    parts = any_of([row.word for row in fractions])
    join = rf"(?:{SPACE}|-)"
    small = rf"(?:(?:{tens})(?:{join}(?:{units}))?|{teens}|{units})"
    point = rf"(?:{SPACE}point(?:{SPACE}(?:{units}))+)?"
    hundreds = rf"(?:(?:{small}|an?){join}hundred(?:{SPACE}and{SPACE}{small}|{join}{small})?|{small}{point})"
    more = rf"(?:{SPACE}and{SPACE}(?:a{SPACE}(?:half|quarter|third)|three[ -]quarters|two[ -]thirds))"
    tail = rf"(?:{SPACE}(?:and{SPACE})?{hundreds}(?!{join}(?:{big}|hundred|dozen)))"
    # Scales fall within one number: “two million, three million” are two.
    number_words = (
        rf"(?:(?:{hundreds}{more}?|an?){join}(?:{millions})s?\b(?:{join}(?:{big})s?\b)*(?:{more}|(?:,?{SPACE}{hundreds}{join}thousand\b)?{tail}?)"
        rf"|(?:{hundreds}{more}?|an?){join}thousand\b(?:{join}(?:{millions})s?\b)*(?:{more}|{tail}?)"
        rf"|(?:{small}|an?){join}dozens?\b|{hundreds}{more}?)"
    )
    letters = rf"(?:{SPACE}?(?:{any_of(long)})|(?:{any_of(single)}))(?![^\W_])"
    comma = (
        r"(?P<comma>\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d,.]\d|\d)|\d+,\d{1,2}(?![\d,])(?="
        + SPACE
        + r"?(?:%|€|(?:bn|mn|m|million|billion|per|Mio)\b))|(?<=[€£$])\d+,\d{1,2}(?![\d,]))"
    )
    digits = (
        rf"(?:{comma}|\d+\.\d\d[- ][1357]/[248](?![\d/])|\d+[ -]\d{{1,2}}/(?:[2-9]|10|16|32|64)(?![\d/])|\d{{1,2}}/(?:8|16|32|64)(?![\d/])|\d/(?:[2-9]|10)(?![\d/])|\d*{SPACE}?[{VULGAR}]"
        rf"|\d{{1,3}}(?:,\d{{2,3}})*,\d{{3}}(?!\d)(?:[.·]\d+)?|[1-9]\d{{0,2}}(?:{SPACE}\d{{3}}){{1,8}}(?!\d)(?:\.\d+|,\d{{1,2}}(?![\d,]))?|[1-9]\d{{0,2}}(?:['’]\d{{3}}){{1,8}}(?!\d)(?:\.\d+)?|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?![.\d])|\d+(?:[.·]\d+)?|\.\d+)"
    )
    big_tail = rf"(?:{join}?(?i:{big}|hundred|dozen)s?\b(?:{SPACE}(?i:{big})s?\b)*)"
    # What a spinner makes of digits: “six.85”, “$1.three”, “2,two hundred”, “one,050”, “seven-hundred,000”.
    tens_or_less = rf"(?:(?:{tens})(?:-(?:{units}))?|{teens}|{units})"
    respelt = (
        rf"(?:\d{{1,3}},(?:{small}){join}hundred\b(?:{SPACE}(?:and{SPACE})?{small}\b)?"
        rf"|(?:(?:an?|{small}){join}hundred|{tens_or_less}),\d{{3}}(?:,\d{{3}})*(?![\d,])(?:\.\d+)?"
        rf"|{tens_or_less}\.\d+(?!\d|[.:]\d)|\d+\.(?:{units})\b(?!\.))"
    )
    alternatives = (
        rf"(?P<respelt>(?i:(?P<mixed>{respelt}))(?P<by>{big_tail}|{letters})?)",
        rf"(?P<digits>(?P<number>{digits})(?P<more>(?i:{more}))?(?P<scale>{big_tail}|{letters})?)",
        rf"(?i:(?P<vague>(?:(?:{vague}){SPACE}of{SPACE})?(?:{vague})(?={SPACE}(?:of|more)\b)|(?:several|a{SPACE}few|many){SPACE}(?:hundred|dozen|{big})s?\b))",
        rf"(?i:(?P<part>half{join}(?:an?{join})?(?:hundred|dozen|{big})\b|(?:three[ -]quarters|a{SPACE}(?:quarter|third)|quarter){SPACE}(?:of{SPACE})?an?{SPACE}(?:hundred|{big})\b))",
        rf"(?i:(?P<fraction>(?:an?|{units}){join}(?:{parts})\b|half\b))",
        rf"(?i:(?P<words>{number_words}))(?:\b|(?=fold\b))",
        rf"(?i:(?P<article>an?(?={SPACE}(?:decade|century|fortnight)\b)|the(?:{SPACE}(?:next|past|last|coming|previous|preceding|following))?(?={SPACE}(?:decade|century)\b)))",
    )
    return r"(?<!\d[.,])(?:" + "|".join(alternatives) + ")"


def left_edge(signs: Iterable[str]) -> str:
    """Return the pattern of where a numeral can start: at a word's start, or its digits right behind one of `signs`."""
    by_length: dict[int, list[str]] = {}
    for sign in sorted(signs):
        by_length.setdefault(len(sign), []).append(re.escape(sign))
    attached = "".join(rf"|(?<={'|'.join(group)})(?=\d)" for group in by_length.values())
    return rf"(?:(?<!\w){attached})"


def lower(text: str) -> str:
    """Return `text` in lower case with every character at its place: a pattern without case is twice as fast.

    >>> len(lower("İ")), lower("Nine")
    (1, 'nine')
    """
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def starts(openers: Iterable[str], scaled: Iterable[str]) -> str:
    """Return the pattern of where the grammar is worth trying, for text in lower case; `scaled` are words that an article makes a number (“a dozen”)."""
    long_spans = "(?:decade|century|fortnight)"
    turned = rf"(?:(?:next|past|last|coming|previous|preceding|following){SPACE})?(?:decade|century)\b"
    article = rf"a(?=n?{SPACE}(?:few|{any_of(scaled)}|{long_spans}\b))|the(?={SPACE}{turned})"
    # Every alternative starts with a letter or digit of its own, so that the pattern is searched for by these.
    digits = "|".join((*"0123456789", *VULGAR, rf"\.[\d{VULGAR}]"))
    return rf"(?:{digits}|{any_of(openers)}|{article})"
