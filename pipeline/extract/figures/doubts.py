"""Why a figure that was read is none: names, years, pronouns, calendar stretches, dates counted from another."""

import re

from pipeline.extract.figures.ages import is_age
from pipeline.extract.figures.cues import Cues
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.nouns import Nouns
from pipeline.extract.figures.numeral_pattern import SPACE
from pipeline.extract.figures.refusals import Refusals
from pipeline.extract.figures.units import Units

_ANCHOR = re.compile(
    rf"{SPACE}(?:ago|later|earlier|before|after|afterwards?|previously|from{SPACE}now|hence|prior|thereafter|since|on{SPACE}from)\b"
)
_STATED_SPAN = re.compile(
    rf"\b(?:for|lasted|lasting|took|takes|within|over|another)(?:{SPACE}(?:the|about|around|nearly|almost|more|less|than|over|some|just|at|least))*{SPACE}$",
    re.IGNORECASE,
)
_TWELVE_PAST = re.compile(rf"\b(?:a|this|last|final|every|each|per){SPACE}$", re.IGNORECASE)
_CALENDAR = re.compile(
    rf"{SPACE}(?:of|to|through){SPACE}(?:(?:19|20)\d\d|the{SPACE}(?:year|season|decade|month)|next{SPACE}|last{SPACE}|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
# At the very end: `$` would see the word of the line above too.
_INSIDE = re.compile(r"[^\W_]\Z|\d[:/]\Z")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_NUMBER = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_COUNT_BEHIND = re.compile(rf"(?:,|,?{SPACE}and){SPACE}{_NUMBER}{SPACE}[a-z]")
_COUNT_BEFORE = re.compile(rf"\b{_NUMBER}{SPACE}(?:[\w-]+{SPACE}){{0,2}}[a-z]+,?{SPACE}and{SPACE}$", re.IGNORECASE)
_THE = re.compile(rf"\b(?:the|these|those){SPACE}$", re.IGNORECASE)
# “a third day”, “a fifth year” count in order; “half a day” and “a quarter mile” measure.
_ORDINAL_TURN = re.compile(
    rf"an?{SPACE}(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|twentieth){SPACE}(?!of\b)[a-z]", re.IGNORECASE
)
_REACH = 64
_NOUGHTS = re.compile(rf"(?<![\d.,:'’/])(?<!\d{SPACE})00+(?![\d.,:'’/]?\d)")
_NUMBER_BEFORE = re.compile(rf"(?<!\w)(\d[\d.,]*){SPACE}\Z")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d")
SPACED_DIGITS = re.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+(?!\d)")
"""A number whose groups of digits are parted by spaces."""


class Doubts:
    """Judges drafts by the words around them."""

    def __init__(self, refusals: Refusals, cues: Cues, nouns: Nouns, units: Units) -> None:
        self._refusals = refusals
        self._cues = cues
        self._nouns = nouns
        self._units = units

    def reason(self, text: str, draft: Draft) -> str | None:
        """Return why `draft` is no figure, or None."""
        measure = draft.measure
        numeral = measure.numeral
        unread = self._unread_digits(text, draft)
        if unread is not None:
            return unread
        if measure.kind == "duration" and draft.low is not None and not measure.bare:
            return self._dated(text, draft)
        if measure.kind == "money" or (draft.value is None and draft.low is not None and not measure.bare):
            return None
        if draft.start != measure.start and draft.value is not None and measure.kind in ("duration", "ratio"):
            return self._dated(text, draft)
        before = text[max(0, draft.start - _REACH) : draft.start]
        counts = measure.noun is not None or measure.kind in ("percent", "ratio", "duration")
        if numeral.form == "digits" and _INSIDE.search(text, max(0, numeral.start - 2), numeral.start):
            return "part of a code or a name"
        if measure.noun is None and measure.kind == "number" and self._refusals.year(text, numeral, noun=None):
            return "a year"
        named = self._refusals.named(text, numeral, counts=counts)
        if named is not None and not (measure.kind == "duration" and measure.unit is not None and measure.noun == "old"):
            return named
        tail = text[numeral.end : numeral.end + 2]
        if (
            numeral.form == "digits"
            and measure.end == numeral.end
            and (tail[:1].isalpha() or tail[:1] == "_" or (tail[:1] in "./:" and tail[1:].isdigit()))
        ):
            return "part of a code or a name"
        if numeral.form == "digits" and measure.bare and tail[:1] in _RAISED:
            return "a number with an exponent or the mark of a note"
        if numeral.form == "fraction":
            return self._fraction_reason(text, draft, before)
        if numeral.form == "article":
            return self._article_reason(text, draft, before)
        if measure.kind == "duration":
            return self._dated(text, draft)
        if measure.kind in ("number", "quantity"):
            return self._count_reason(text, draft, before)
        return None

    def _unread_digits(self, text: str, draft: Draft) -> str | None:
        """Return why the digits of `draft` make no number that can be stood for."""
        written = text[draft.start : draft.end]
        if _NOUGHTS.search(written):
            return "noughts alone are the rest of a number"
        spaced = SPACED_DIGITS.search(written)
        if spaced is None:
            return None
        start = draft.start + spaced.start()
        if draft.measure.bare and draft.measure.numeral.scale == 1:
            return "digits in groups of three: one number or several, and no unit tells"
        if draft.measure.kind != "money" and self._refusals.heads_number(text, start):
            return "digits in groups of three: the first may belong to the name before them"
        before = _NUMBER_BEFORE.search(text, max(0, start - _REACH), start)
        if before is not None and _YEAR_BEFORE.fullmatch(before[1]) is None:
            return "digits in groups of three behind another number"
        return None

    def _count_reason(self, text: str, draft: Draft, before: str) -> str | None:
        measure, numeral = draft.measure, draft.measure.numeral
        word = text[numeral.start : numeral.end].lower()
        is_unit = measure.unit is not None and self._units.named(measure.unit) is not None
        if word == "one" and not is_unit and not self._one_counts(text, draft):
            return "“one” stands for “a” or for a person or thing"
        if word == "two" and not is_unit and _THE.search(before):
            return "“the two” is “both”: it points back and counts nothing new"
        if word == "zero" and measure.bare:
            return "“zero” counts nothing here"
        year = self._refusals.year(text, numeral, noun=measure.noun) if not is_unit else None
        if year is not None:
            return year
        if measure.bare and is_age(text, draft, before):
            return None
        if measure.bare:
            return self._refusals.pronoun(text, numeral)
        return None

    def _one_counts(self, text: str, draft: Draft) -> bool:
        """Return whether “one” is a count: it has a bound, or stands in a list of counts (“one soldier and two guards”)."""
        if draft.measure.kind != "quantity":
            return False
        return bool(
            self._cues.bound(text, draft.start, draft.end)[0] != "exact"
            or _COUNT_BEHIND.match(text, draft.end)
            or _COUNT_BEFORE.search(text, max(0, draft.start - _REACH), draft.start)
        )

    def _dated(self, text: str, draft: Draft) -> str | None:
        before = text[max(0, draft.start - _REACH) : draft.start]
        if _ANCHOR.match(text, draft.end) and not (_STATED_SPAN.search(before) and not text.startswith(" ago", draft.end)):
            return "a date counted from another"
        written = text[draft.start : draft.end].lower()
        if written == "12 months" and _TWELVE_PAST.search(before):
            return "a reworded “year”: a date or a rate"
        return None

    def _fraction_reason(self, text: str, draft: Draft, before: str) -> str | None:
        numeral = draft.measure.numeral
        if draft.measure.kind != "ratio":
            ordinal = _ORDINAL_TURN.match(text, numeral.start)
            return "an ordinal" if ordinal is not None else self._dated(text, draft)
        word = text[numeral.start : numeral.end].lower()
        tail = text[numeral.end : numeral.end + 24].lower()
        if _CALENDAR.match(text, numeral.end) or self._refusals.period_half(text, numeral.start):
            return "a part of a year or of a game"
        if word.startswith(("one ", "one-")) or (word.endswith(("s", "half")) and word != "half"):
            return None
        if tail.startswith((" of ", " of\u00a0")):
            return None
        if word == "half":
            return (
                None
                if re.match(r" (?:the|its|their|his|her|our|a|an|that|those|these|as|what)\b", tail)
                else "“half” without what it is half of"
            )
        words = before.lower().split()
        moved = bool(words) and (words[-1] == "by" or self._cues.change(text, draft.start, draft.end, percent=True, cue="") is not None)
        ends_there = re.match(r"[ -][a-z]", tail[:2]) is None or self._stop_follows(tail)
        if (moved and ends_there) or tail.startswith((" off", " more", " less", " fewer", "-")):
            return None
        return "an ordinal or a quarter of a year"

    def _stop_follows(self, tail: str) -> bool:
        word = re.match(r" ([a-z]+)", tail)
        return word is not None and self._nouns.stops(word[1])

    def _article_reason(self, text: str, draft: Draft, before: str) -> str | None:
        words = before.lower().split()
        if text[draft.start : draft.start + 3].lower() == "the" and (
            not words or words[-1] not in ("over", "about", "around", "during", "within", "in", "throughout", "for")
        ):
            return "a stretch of the calendar"
        if words and words[-1] in ("per", "every", "each"):
            return "a rate"
        return self._dated(text, draft)
