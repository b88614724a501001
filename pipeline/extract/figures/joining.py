"""Measures joined: ranges, changes from one value to another, ratios, and units in steps (“4 minutes and 49 seconds”)."""

import re
from decimal import Decimal

import msgspec

from pipeline.extract.figures.ages import AGED
from pipeline.extract.figures.cues import Cues
from pipeline.extract.figures.drafts import Draft, single
from pipeline.extract.figures.measures import Measure
from pipeline.extract.figures.numeral_pattern import SPACE
from pipeline.extract.figures.numerals import plain, ratio
from pipeline.extract.figures.refusals import Refusals, refuse
from pipeline.extract.figures.units import Units
from pipeline.record.candidates import RefusedCandidate

_DASH = re.compile(rf"{SPACE}?(?:--|[-–—]){SPACE}?|-?to-")
_TO = re.compile(rf"-?{SPACE}(?:up{SPACE})?to(?:-|(?:{SPACE}(?:about|around|roughly|some|nearly))?{SPACE})")
_AND = re.compile(rf"{SPACE}and{SPACE}")
_OR = re.compile(rf"{SPACE}or{SPACE}(?:even{SPACE})?")
_BETWEEN = re.compile(rf"\b(?:between|from{SPACE}between){SPACE}(?:about{SPACE}|roughly{SPACE}|an{SPACE}estimated{SPACE})?$", re.IGNORECASE)
_FROM = re.compile(
    rf"\bfrom{SPACE}(?:about{SPACE}|around{SPACE}|roughly{SPACE}|nearly{SPACE}|some{SPACE}|just{SPACE}(?:over{SPACE}|under{SPACE})?|more{SPACE}than{SPACE}|less{SPACE}than{SPACE}|over{SPACE})?$",
    re.IGNORECASE,
)
_RANGING = re.compile(
    rf"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|aged|ages|anywhere|anything|priced|price|prices|sizes|starting|spanning|span){SPACE}(?:in{SPACE}[a-z]+{SPACE})?(?:from{SPACE})?$",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"(?:{SPACE}[A-Za-z]+)?{SPACE}(?:(?:out{SPACE}of|in|per)(?:{SPACE}(?:every|each))?|(?:out{SPACE})?of{SPACE}(?:every|each)){SPACE}|-in-"
)
_OUT = re.compile(rf"{SPACE}(?:out{SPACE}of(?:{SPACE}(?:every|each))?|of{SPACE}(?:every|each)){SPACE}")
_BY = re.compile(rf"\bby{SPACE}$", re.IGNORECASE)
_TO_ONE = re.compile(r"[-–]to[-–]")
_PLAYED = re.compile(r"\b(?:won|win|beat|beaten|lost|lose|defeated|drew|score|scored|led|trailed|down|up)\b", re.IGNORECASE)
_MAYBE = re.compile(r"\b(?:may|might|could|can|will|would|should|expected|forecast|likely|typically|usually|between)\b", re.IGNORECASE)
_STEPS = {
    ("year", "month"): 12,
    ("year", "day"): 365,
    ("month", "day"): 0,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("foot", "inch"): 12,
    ("pound", "ounce"): 16,
    ("stone", "pound"): 14,
}
_STEP_GAP = re.compile(rf"{SPACE}|,?{SPACE}and{SPACE}|,{SPACE}")
# “3 to 6” is a range; of two numbers farther apart the first is rather by how much the second was reached.
_RANGE_AT_MOST = 4
_SHORT_TERMS = Decimal(1000)
_REACH = 64
_LONGEST_GAP = 24


class Joins:
    """Joins the measures of a text where two or more of them make one figure."""

    def __init__(self, cues: Cues, units: Units, refusals: Refusals) -> None:
        self._cues = cues
        self._units = units
        self._refusals = refusals

    def join(self, text: str, measures: list[Measure], refused: list[RefusedCandidate]) -> list[Draft]:
        """Return the figures that `measures` make, in order; scores and results are added to `refused`."""
        drafts: list[Draft] = []
        at = 0
        while at < len(measures):
            one = measures[at]
            two = measures[at + 1] if at + 1 < len(measures) else None
            joined = self._pair(text, one, two, refused) if two is not None else None
            joined = self._to_range(text, measures, at) or joined
            if joined is not None:
                found, used = joined
                drafts += found
                at += used
                continue
            steps, value, end = self._steps(text, measures, at)
            if steps > 1:
                last = measures[at + steps - 1]
                why = f"“{text[one.start : end]}” is counted in {last.unit}s"
                drafts.append(Draft(measure=last, start=one.start, end=end, value=value, why=(why,), confidence=0.9))
                at += steps
                continue
            drafts.append(single(one))
            at += 1
        return drafts

    def _pair(self, text: str, one: Measure, two: Measure, refused: list[RefusedCandidate]) -> tuple[list[Draft], int] | None:
        """Return the figures that two measures make together and how many measures they use, or None."""
        if two.start < one.numeral.end:
            return None
        gap = text[one.end : two.start]
        if one.bare and not two.bare and self._refusals.year(text, one.numeral, noun=None):
            return None
        if len(gap) > _LONGEST_GAP or "\n" in gap:
            return None
        share = self._share(text, one, two)
        if share is not None:
            return [share], 2
        dashed_price = one.kind == "money" and two.bare and one.value < two.value and _DASH.fullmatch(gap) is not None
        if not dashed_price and not _alike(one, two):
            return None
        bare = one.bare and two.bare
        if _TO_ONE.fullmatch(gap) and bare and one.value >= two.value > 0:
            return [_odds(one, two)], 2
        if _DASH.fullmatch(gap):
            if dashed_price:
                return self._range(one, two)
            return self._dashed(one, two, refused, bare=bare)
        before = text[max(0, one.start - _REACH) : one.start]
        if _TO.fullmatch(gap):
            return self._from_to(text, one, two, before, bare=bare)
        if _AND.fullmatch(gap) and _BETWEEN.search(before):
            return self._range(one, two)
        if _OR.fullmatch(gap) and one.value < two.value and (one.bare or not two.bare):
            if self._shared(one, two).value + self._shared(one, two).numeral.scale * two.factor == two.value:
                return self._range(one, two)
            return [single(self._shared(one, two)), single(two)], 2
        return None

    def _to_range(self, text: str, measures: list[Measure], at: int) -> tuple[list[Draft], int] | None:
        """Read “from 7.5 to 11-12 million pounds”: a start and a range where it ends."""
        if at + 2 >= len(measures):
            return None
        one, two, three = measures[at : at + 3]
        if two.start < one.end or three.start < two.end or not _TO.fullmatch(text[one.end : two.start]):
            return None
        if not _DASH.fullmatch(text[two.end : three.start]) or not _FROM.search(text[max(0, one.start - _REACH) : one.start]):
            return None
        ends = self._dashed(two, three, [], bare=two.bare and three.bare) if _alike(two, three) else None
        if ends is None or not ends[0] or not _alike(one, three):
            return None
        first = single(self._shared(one, three))
        return [msgspec.structs.replace(first, change="from"), *ends[0]], 3

    def _dashed(self, one: Measure, two: Measure, refused: list[RefusedCandidate], *, bare: bool) -> tuple[list[Draft], int] | None:
        spread = self._range(one, two)
        large = one.numeral.grouped or one.numeral.scale != 1 or two.numeral.scale != 1
        if spread is not None and (large or not bare):
            return spread
        if bare or two.kind == "quantity":
            refused.append(refuse(one.start, two.numeral.end, "a score or a result"))
            return [], 2
        return None

    def _from_to(self, text: str, one: Measure, two: Measure, before: str, *, bare: bool) -> tuple[list[Draft], int] | None:
        started = _FROM.search(before) is not None and not _RANGING.search(before)
        moves = self._cues.moves(text, one.start)
        if started and (moves or bare or self._range(one, two) is None):
            first = self._shared(one, two)
            return [msgspec.structs.replace(single(first), change="from"), msgspec.structs.replace(single(two), change="to")], 2
        far = not 0 < one.value < two.value <= _RANGE_AT_MOST * one.value
        if _BY.search(before) and (bare or not one.bare or far):
            return None
        # What a verb took away and what it then stood at differ widely: “shed Rs 2,505 to Rs 47,650”.
        percent = one.kind == "percent" or one.factor != two.factor or far
        turn = self._cues.change(text, one.start, one.end, percent=percent, cue="")
        if turn in ("up", "down") and not one.bare and not (one.kind == two.kind and _MAYBE.search(before)):
            return None
        if turn in ("up", "down") and one.bare and far:
            # “fell 7/8 to $16 1/4”, “added 2.06 to 755.20”: by how much, and to where.
            delta = single(self._shared(one, two) if two.kind == "money" else one)
            return [msgspec.structs.replace(delta, change=turn), msgspec.structs.replace(single(two), change="to")], 2
        if bare and two.value == 1 and one.value > 1 and not _PLAYED.search(before):
            return [_odds(one, two)], 2
        large = one.numeral.scale != 1 or (one.numeral.grouped and one.value >= _SHORT_TERMS)
        told = AGED.search(before) or _RANGING.search(before) or large
        if bare and not told and (far or turn is not None or moves):
            return None
        return self._range(one, two)

    def _range(self, one: Measure, two: Measure) -> tuple[list[Draft], int] | None:
        first = self._shared(one, two)
        last = two if two.currency or not one.currency else msgspec.structs.replace(two, kind="money", currency=one.currency)
        if last.unit is None and one.unit is not None and two.bare:
            last = msgspec.structs.replace(last, kind=one.kind, unit=one.unit, factor=one.factor)
        low, high = first.value, last.value
        if low >= high or one.numeral.form in ("vague", "fraction") or two.numeral.form in ("vague", "fraction"):
            return None
        why = tuple(dict.fromkeys((*first.why, *last.why)))
        confidence = min(max(one.confidence, two.confidence), 0.93) if not (one.bare and two.bare) else 0.6
        return [Draft(measure=last, start=min(one.start, two.start), end=two.end, low=low, high=high, why=why, confidence=confidence)], 2

    def _shared(self, one: Measure, two: Measure) -> Measure:
        """Return `one` with what the range writes only once: currency, unit, and the scale of a short first number."""
        numeral, why = one.numeral, one.why
        if (
            numeral.scale == 1
            and two.numeral.scale > 1
            and abs(numeral.mantissa) < _SHORT_TERMS
            and two.numeral.mantissa < _SHORT_TERMS
            and numeral.mantissa <= two.numeral.mantissa
        ):
            numeral = msgspec.structs.replace(numeral, scale=two.numeral.scale)
            why = (*why, "the scale word behind the second number holds for the first")
        if one.bare or (one.kind == "money" and two.kind == "money"):
            currency = one.currency or two.currency
            return msgspec.structs.replace(
                one, numeral=numeral, kind=two.kind, unit=two.unit, currency=currency, factor=two.factor, confidence=two.confidence, why=why
            )
        return msgspec.structs.replace(one, numeral=numeral, why=why)

    def _share(self, text: str, one: Measure, two: Measure) -> Draft | None:
        """Return the ratio of “two in five”, “one train in 25”, “177 out of every 100,000”, or None."""
        if one.numeral.form not in ("digits", "words") or two.numeral.form not in ("digits", "words"):
            return None
        gap = text[one.numeral.end : two.numeral.start]
        if not _OUT_OF.fullmatch(gap) or one.currency or two.currency or two.kind in ("duration", "percent", "money"):
            return None
        if one.numeral.value >= two.numeral.value or (
            two.unit is not None and two.kind == "quantity" and self._units.named(two.unit) is not None
        ):
            return None
        if one.kind not in ("number", "quantity") or self._refusals.year(text, two.numeral, noun=two.noun) or two.numeral.value < 2:
            return None
        rate = " per " in gap
        if rate and two.numeral.value < 100:
            return None
        sure = rate or _OUT.fullmatch(gap) is not None
        alone = one.numeral.value == 1
        if not sure and (one.numeral.value > 20 or (two.numeral.grouped and not alone) or (one.unit is not None and not alone)):
            return None
        why = f"{plain(one.numeral.value)} of {plain(two.numeral.value)}"
        kind = msgspec.structs.replace(two, kind="ratio", unit=None, factor=Decimal(1), of=None)
        of = one.unit or (text[two.numeral.end : two.end].strip() or None)
        return Draft(
            measure=kind,
            start=one.start,
            end=two.end if two.noun else two.numeral.end,
            value=ratio(one.numeral.value, two.numeral.value),
            why=(why,),
            of=of,
            confidence=0.85,
        )

    def _steps(self, text: str, measures: list[Measure], at: int) -> tuple[int, Decimal, int]:
        """Return how many measures from `at` are one (“4 minutes and 49 seconds”), their sum in the last unit, and its end."""
        total = measures[at].value
        used = 1
        while at + used < len(measures):
            one, two = measures[at + used - 1], measures[at + used]
            step = _STEPS.get((one.unit or "", two.unit or ""))
            if not step or two.value >= step or one.factor != 1 or not _STEP_GAP.fullmatch(text[one.end : two.start]):
                break
            if text[one.end : two.start].strip() == "," and at + used + 1 >= len(measures):
                break
            total = total * step + two.value
            used += 1
        return used, total, measures[at + used - 1].end


def _odds(one: Measure, two: Measure) -> Draft:
    measure = msgspec.structs.replace(one, kind="ratio")
    why = (f"{plain(one.value)} to {plain(two.value)}",)
    return Draft(measure=measure, start=one.start, end=two.end, value=ratio(one.value, two.value), why=why, confidence=0.85)


def _alike(one: Measure, two: Measure) -> bool:
    """Return whether two measures can be the ends of one range."""
    if one.kind == two.kind and one.unit == two.unit and one.currency == two.currency:
        return True
    return one.bare or (two.bare and one.kind == "money" and two.numeral.scale != 1)
