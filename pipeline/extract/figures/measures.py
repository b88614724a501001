"""A numeral with what it measures: money, a unit, a percentage, a counted noun, or nothing."""

import re
from decimal import Decimal

import msgspec

from pipeline.extract.figures.money import ArticleCurrencies, Currencies, Sign
from pipeline.extract.figures.nouns import Nouns
from pipeline.extract.figures.numeral_pattern import SPACE
from pipeline.extract.figures.numerals import Numeral, Numerals, plain
from pipeline.extract.figures.units import Units
from pipeline.record.candidates import FigureKind

_AGE = re.compile(rf"(?:{SPACE}|-)(years?|months?|weeks?|days?|hours?)(?:{SPACE}|-)(?:old(?:s\b|\b)|of{SPACE}age\b)")
_TIMES = re.compile(rf"{SPACE}times\b|[x×]\b|-?fold\b")
_COMPARED = re.compile(
    rf"{SPACE}(?:as|what|more|less|fewer|the|their|its|his|her|that|those|higher|larger|bigger|greater|faster|better|cheaper|lower|smaller|longer|stronger|over|now|earnings|sales|revenues?|profits?|turnover|income|book|[a-z]+er)\b"
)
_OF = re.compile(rf"{SPACE}of(?:{SPACE}(?:the|its|their|his|her|our|all|these|those))?(?={SPACE})")
_BOUNDED = re.compile(rf"\+|-(?:odd|plus|strong|some)(?={SPACE})|{SPACE}or{SPACE}(?:more|fewer|so|less)(?={SPACE}[a-z])")
_PART = re.compile(
    rf"{SPACE}of{SPACE}(?:the|its|their|his|her|our|all|these|those|my|your|(?:[A-Z][\w-]*{SPACE}){{0,2}}[A-Z][\w-]*['’]s?)(?={SPACE})"
)
_MORE = re.compile(rf"{SPACE}(?:more|other|another|extra)(?={SPACE})")
_HYPHEN = re.compile(r"-([a-z]{3,})(?![\w-]|['’]s)|-([a-z]{3,})(?=-)")
_M = re.compile(rf"{SPACE}?m(?![\w²³/])")
_MILLION_NEXT = re.compile(rf"m(?={SPACE}of\b)")
_MILLIONS = re.compile(r"[€£$¥₹]\d[\d.,]*m(?!\w)|\d[\d.,]*m[ \u00a0](?:[a-z-]+[ \u00a0])?(?:tonnes|tons|barrels|people|[a-z]{3,}s)\b")
_LENGTH_NEAR = re.compile(
    r"\b(?:long|high|tall|deep|wide|height|length|depth|width|altitude|race|sprint|dash|swim|swam|freestyle|backstroke|hurdles|throw|threw|jump|jumped|leap|cleared|metres?|meters?|feet|ft|cm|km|above|below sea|underground|runway|pole|wave|waves|wall|tower|relay)\b|\d ?(?:km|cm|mm|ft)\b"
)
_NEAR_BY = 60
_BILLION = re.compile(rf"{SPACE}?B(?={SPACE}[a-z])")
_MINOR_HYPHEN = re.compile(r"[a-z]+(?:ed|ly|ish|wide|way|plus|some)$")
_HALF_A = re.compile(rf"(?:{SPACE}of{SPACE}|{SPACE}|-)an?(?={SPACE})")
_NEAR_HEAD = 2
_LEAST_BEHIND_A_LETTER = 10
_DIRECTIONS = (
    "north",
    "south",
    "east",
    "west",
    "old",
    "long",
    "high",
    "tall",
    "wide",
    "deep",
    "odd",
    "fold",
    "strong",
    "plus",
    "ish",
    "off",
    "up",
    "down",
    "nil",
    "and",
    "way",
)


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A numeral and what it measures, at `start:end`; `noun` is the first word of the counted phrase."""

    start: int
    end: int
    numeral: Numeral
    kind: FigureKind
    unit: str | None = None
    currency: str | None = None
    factor: Decimal = Decimal(1)
    of: str | None = None
    noun: str | None = None
    negative: bool = False
    confidence: float
    why: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal:
        value = self.numeral.value if self.factor == 1 else plain(self.numeral.value * self.factor)
        return -value if self.negative else value

    @property
    def bare(self) -> bool:
        return self.unit is None and self.currency is None and self.kind == "number"


class Measures:
    """Reads what stands on both sides of a numeral."""

    def __init__(self, numerals: Numerals, currencies: Currencies, units: Units, nouns: Nouns) -> None:
        self._numerals = numerals
        self._currencies = currencies
        self._units = units
        self._nouns = nouns

    def read(self, text: str, numeral: Numeral, article: ArticleCurrencies) -> Measure:
        """Return the measure of `numeral`; a bare number where nothing tells what it measures."""
        negative, start = _minus(text, numeral.start)
        if numeral.form in ("vague", "fraction", "article"):
            return self._inexact(text, numeral, article)
        money = self._money(text, numeral, article)
        if money is not None:
            return money
        age = _AGE.match(text, numeral.end)
        if age is not None:
            return self._measure(numeral, age.end(), "duration", age[1].lower().removesuffix("s"), 0.93, why=("an age",), noun="old")
        times = _TIMES.match(text, numeral.end)
        if times is not None:
            compared = not times[0].strip().startswith("times") or numeral.mantissa % 1 or _COMPARED.match(text, times.end())
            if compared:
                return self._measure(numeral, times.end(), "ratio", None, 0.85, why=("so many times as much",), noun="times")
        return self._with_unit(text, numeral, start, negative=negative) or self._counted(text, numeral, start, negative=negative)

    def _money(self, text: str, numeral: Numeral, article: ArticleCurrencies) -> Measure | None:
        before = self._currencies.before(text, numeral.start)
        if before is not None and (
            not self._believable(before, self._numerals.money_scale(text, numeral)) or self._lone_letter(before, article)
        ):
            before = None
        scaled = self._numerals.money_scale(text, numeral)
        if before is not None:
            return self._priced(text, scaled, before, article, before.start, scaled.end)
        for candidate in (numeral, scaled):
            after = self._currencies.after(text, candidate.end)
            if after is not None and self._believable(after, candidate) and not self._weighs(text, after, candidate):
                return self._priced(text, candidate, after, article, numeral.start, after.end)
        return None

    def _believable(self, sign: Sign, numeral: Numeral) -> bool:
        if sign.written.form == "letter":
            # “R6” and “K9” are codes anywhere.
            return numeral.grouped or numeral.scale != 1 or numeral.value >= _LEAST_BEHIND_A_LETTER
        return not sign.plain_word or numeral.grouped or numeral.scale != 1

    def _lone_letter(self, sign: Sign, article: ArticleCurrencies) -> bool:
        """Return whether a single letter before a number is no currency here: “R6” is one where the article tells of South Africa."""
        return sign.written.form == "letter" and not article.names_country(sign.written)

    def attached_letter(self, text: str, numeral: Numeral, article: ArticleCurrencies) -> bool:
        """Return whether a number hangs on a letter that is no currency in this article, as in a code."""
        sign = text[numeral.start - 1 : numeral.start]
        if sign not in self._currencies.single_letters:
            return False
        before = self._currencies.before(text, numeral.start)
        return (
            before is None or self._lone_letter(before, article) or not self._believable(before, self._numerals.money_scale(text, numeral))
        )

    def _weighs(self, text: str, sign: Sign, numeral: Numeral) -> bool:
        """Return whether “pounds” is a weight: money in pounds is mostly written with its sign."""
        word = text[sign.start : sign.end].lower()
        return word in ("pound", "pounds") and numeral.scale < 1000 and "£" not in text

    def _priced(self, text: str, numeral: Numeral, sign: Sign, article: ArticleCurrencies, start: int, end: int) -> Measure:
        reading = article.read(sign.written)
        negative, begin = _minus(text, min(start, numeral.start)) if sign.end != numeral.start else _minus(text, start)
        if text[numeral.start - 1 : numeral.start] in ("-", "−", "–") and sign.end == numeral.start:
            negative = True
        why = (*numeral.why, *reading.why, *((sign.written.why,) if sign.written.why else ()))
        return Measure(
            start=begin,
            end=end,
            numeral=numeral,
            kind="money",
            currency=reading.code,
            factor=sign.written.factor,
            negative=negative,
            confidence=round(0.97 * reading.confidence, 2),
            why=why,
        )

    def _with_unit(self, text: str, numeral: Numeral, start: int, *, negative: bool) -> Measure | None:
        billion = _BILLION.match(text, numeral.end) if numeral.form == "digits" and numeral.scale == 1 else None
        if billion is not None:
            head = self._nouns.after(text, billion.end(), one=False)
            if head is not None:
                scaled = msgspec.structs.replace(numeral, end=billion.end(), scale=Decimal(10) ** 9, why=(*numeral.why, "“B” is billion"))
                return self._counted(text, scaled, start, negative=negative)
        unit = self._units.match(text, numeral.end)
        attached_m = numeral.scale == 1 and numeral.form == "digits" and _M.match(text, numeral.end)
        if attached_m:
            head = self._nouns.after(text, attached_m.end(), one=False)
            if head is not None or _MILLION_NEXT.match(text, numeral.end):
                scaled = msgspec.structs.replace(
                    numeral,
                    end=attached_m.end(),
                    scale=Decimal(10) ** 6,
                    why=(*numeral.why, "“m” is read as million: it stands before what is counted"),
                )
                counted = self._counted(text, scaled, start, negative=negative)
                return msgspec.structs.replace(counted, confidence=0.75)
        if attached_m and unit is not None and unit.unit.unit == "metre" and self._counts_millions(text, numeral.start):
            why = (*numeral.why, "“m” is read as million, as elsewhere in the article")
            scaled = msgspec.structs.replace(numeral, end=attached_m.end(), scale=Decimal(10) ** 6, why=why)
            return self._measure(scaled, scaled.end, "number", None, 0.6, why=why, start=start, negative=negative)
        if unit is None:
            return None
        why = numeral.why
        meant = self._units.in_article(text, numeral.end, unit)
        if meant is not unit.unit:
            why = (*why, f"“{text[numeral.end : unit.end].strip(' -')}” is read as {meant.unit}: the article counts in such units")
            unit = msgspec.structs.replace(unit, unit=meant)
            return self._measure(
                numeral,
                unit.end,
                meant.kind,
                meant.unit,
                0.6,
                why=why,
                start=start,
                negative=negative,
                factor=meant.factor,
                noun=meant.unit,
            )
        if unit.unit.factor != 1:
            why = (*why, f"“{text[numeral.end : unit.end].strip(' -')}” is counted as {unit.unit.factor} {unit.unit.unit}s each")
        if text[numeral.end : unit.end].strip().lower().startswith("several"):
            why = (*why, "“several” beside a number adds nothing")
        confidence = 0.95 if not (unit.symbol and unit.end - numeral.end <= 1 and unit.unit.unit != "%") else 0.75
        unit_noun = text[numeral.end : unit.end].strip(" -")
        return self._measure(
            numeral,
            unit.end,
            unit.unit.kind,
            unit.unit.unit,
            confidence,
            why=why,
            start=start,
            negative=negative,
            factor=unit.unit.factor,
            noun=unit_noun or "%",
        )

    def _counts_millions(self, text: str, at: int) -> bool:
        """Return whether “1.8m” stands for millions: the article counts so, and no word of length, height or sport is near."""
        near = text[max(0, at - _NEAR_BY) : at + _NEAR_BY]
        return _LENGTH_NEAR.search(near) is None and _MILLIONS.search(text) is not None

    def _counted(self, text: str, numeral: Numeral, start: int, *, negative: bool) -> Measure:
        at = numeral.end
        bounded = _BOUNDED.match(text, at)
        if bounded is None and text[at : at + 1] == "-":
            return self._hyphened(text, numeral, start)
        if bounded is not None:
            at = bounded.end()
        head = self._nouns.after(text, at, one=numeral.value == 1)
        if numeral.value != 1 and (head is None or text.count(" ", at, head.end) > _NEAR_HEAD):
            # “the 11 member trade bloc covers”: a plural so far off is more likely a verb.
            head = self._nouns.compound(text, at) or head
        if head is None:
            return self._part(text, numeral, start) or self._measure(
                numeral, numeral.end, "number", None, 0.6, why=numeral.why, start=start, negative=negative
            )
        unit = self._units.named(head.unit)
        kind: FigureKind = unit.kind if unit is not None else "quantity"
        name = unit.unit if unit is not None else head.unit
        factor = unit.factor if unit is not None else Decimal(1)
        return self._measure(
            numeral,
            head.end,
            kind,
            name,
            0.88,
            why=numeral.why,
            start=start,
            negative=negative,
            factor=factor,
            of=head.phrase if unit is None else None,
            noun=head.first_word,
        )

    def _part(self, text: str, numeral: Numeral, start: int) -> Measure | None:
        """Read “six of the women”: the unit stands behind “of the”, outside the figure."""
        partitive = _PART.match(text, numeral.end)
        head = self._nouns.after(text, partitive.end(), one=False) if partitive is not None else None
        if head is None:
            return None
        why = (*numeral.why, f"“{text[numeral.end : head.end].strip()}” says what is counted")
        return self._measure(numeral, numeral.end, "quantity", head.unit, 0.85, why=why, start=start, noun=head.first_word, of=head.phrase)

    def _hyphened(self, text: str, numeral: Numeral, start: int) -> Measure:
        found = _HYPHEN.match(text, numeral.end)
        word = (found[1] or found[2]) if found is not None else ""
        if not word or self._nouns.stops(word) or _MINOR_HYPHEN.match(word) or word in _DIRECTIONS:
            return self._measure(numeral, numeral.end, "number", None, 0.5, why=numeral.why, start=start)
        end = numeral.end + 1 + len(word)
        return self._measure(numeral, end, "quantity", self._nouns.singular(word), 0.75, why=numeral.why, start=start, noun=word)

    def _inexact(self, text: str, numeral: Numeral, article: ArticleCurrencies) -> Measure:
        at = numeral.end
        if numeral.form == "fraction":
            half_a = _HALF_A.match(text, at)
            unit = self._units.match(text, half_a.end() if half_a is not None else at)
            if unit is not None and unit.unit.kind != "percent" and not unit.symbol:
                return self._measure(
                    numeral, unit.end, unit.unit.kind, unit.unit.unit, 0.9, why=numeral.why, factor=unit.unit.factor, noun="unit"
                )
            return self._measure(numeral, at, "ratio", None, 0.8, why=numeral.why)
        if numeral.form == "article":
            unit = self._units.match(text, at)
            if unit is None:
                return self._measure(numeral, at, "number", None, 0.3)
            word = text[at : unit.end].strip()
            return self._measure(
                numeral,
                unit.end,
                "duration",
                unit.unit.unit,
                0.8,
                why=(f"a {word} is {unit.unit.factor} {unit.unit.unit}s",),
                factor=unit.unit.factor,
                noun=word,
            )
        partitive = _OF.match(text, at)
        if partitive is None:
            more = _MORE.match(text, at)
            head_from = more.end() if more is not None else at
        else:
            head_from = partitive.end()
        named = self._units.match(text, head_from)
        currency = self._currencies.after(text, head_from)
        if currency is not None:
            reading = article.read(currency.written)
            return Measure(
                start=numeral.start,
                end=currency.end,
                numeral=numeral,
                kind="money",
                currency=reading.code,
                factor=currency.written.factor,
                confidence=0.35,
                why=(*numeral.why, *reading.why),
            )
        if named is not None and not named.symbol:
            return self._measure(
                numeral, named.end, named.unit.kind, named.unit.unit, 0.4, why=numeral.why, factor=named.unit.factor, noun="unit"
            )
        head = self._nouns.after(text, head_from, one=False)
        if head is None:
            return self._measure(numeral, at, "number", None, 0.35, why=numeral.why)
        return self._measure(numeral, head.end, "quantity", head.unit, 0.4, why=numeral.why, of=head.phrase, noun=head.first_word)

    def _measure(
        self,
        numeral: Numeral,
        end: int,
        kind: FigureKind,
        unit: str | None,
        confidence: float,
        *,
        why: tuple[str, ...] = (),
        start: int | None = None,
        negative: bool = False,
        factor: Decimal = Decimal(1),
        of: str | None = None,
        noun: str | None = None,
    ) -> Measure:
        begin = numeral.start if start is None else start
        return Measure(
            start=begin,
            end=end,
            numeral=numeral,
            kind=kind,
            unit=unit,
            factor=factor,
            of=of,
            noun=noun,
            negative=negative,
            confidence=confidence,
            why=why,
        )


def _minus(text: str, start: int) -> tuple[bool, int]:
    """Return whether a minus stands before `start`, and where the figure then starts.

    >>> _minus("fell to -5", 9), _minus("a 5-7", 4), _minus("minus 40", 6)
    ((True, 8), (False, 4), (True, 0))
    """
    if start and text[start - 1] in "-−" and (start == 1 or text[start - 2] in " \u00a0(\n"):
        return True, start - 1
    for word in ("minus ", "minus-", "Minus ", "negative "):
        if text.startswith(word, start - len(word)) and start >= len(word):
            tolerance = text[: start - len(word)].rstrip().endswith("plus or")
            return (False, start) if tolerance else (True, start - len(word))
    return False, start
