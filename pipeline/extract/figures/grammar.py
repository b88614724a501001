"""From a text to its figures: measures are joined, look-alikes refused, and the words beside each figure read."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from pipeline.extract.figures.ages import AGED, is_age
from pipeline.extract.figures.cues import Cues
from pipeline.extract.figures.doubts import SPACED_DIGITS, Doubts
from pipeline.extract.figures.drafts import Draft, shaped
from pipeline.extract.figures.joining import Joins
from pipeline.extract.figures.measures import Measure, Measures
from pipeline.extract.figures.money import ArticleCurrencies, Countries, Currencies
from pipeline.extract.figures.nouns import Nouns
from pipeline.extract.figures.numeral_pattern import SPACE
from pipeline.extract.figures.numerals import Numeral, Numerals, plain, ratio
from pipeline.extract.figures.refusals import BEYOND_SENSE, Mask, Masks, Refusals, refuse
from pipeline.extract.figures.units import Units
from pipeline.record.candidates import FigureCandidate, RefusedCandidate

_COLON = re.compile(r"\d:\d")
_COLON_RATIO = re.compile(rf"(?<![\d:.,])(\d{{1,4}}):(\d{{1,4}})(?![\d:])(?={SPACE}(?:ratio|odds|split))")
_CLOCKED = re.compile(
    r"(?<![\d:.])(?:(\d{1,2}):([0-5]\d):([0-5]\d(?:\.\d+)?)|(2[5-9]|[3-9]\d):([0-5]\d(?:\.\d+)?)|(\d{1,2}):([0-5]\d\.\d{1,3}))(?![\d:]| ?[AaPp]\.?[Mm]\b| (?:GMT|UTC|BST|CET|E[SD]T|P[SD]T)\b)"
)
_MORE_THAN = re.compile(r"\b(?:for|just|well|of|after|with|in|lasted|took|to)\sover\s$", re.IGNORECASE)
# Behind money inside a name: “the $100,000 Pyramid” goes on, “RM120,000” does not.
_TITLED = re.compile(r"[A-Z][a-z]{3}")
_NAME_GOES_ON = re.compile(rf"(?:{SPACE}|-)[A-Z][a-z]")
_LABEL = "part of a name or label"
_LIST_GAP = re.compile(rf",?{SPACE}(?:and|or|to){SPACE}|,{SPACE}|[-–]")
# “shot down 17” counts; “was up 300,000” is a change.
_SMALL = 100
_PLACES = frozenset(["beneath", "under", "below"])
_DEPTHS = frozenset(["foot", "inch", "metre", "centimetre", "millimetre", "yard", "fathom"])
_OF_WHAT = re.compile(rf"{SPACE}of{SPACE}[^\W\d_]")
_SPACED_AT_MOST = 0.8
_TORN_AT_MOST = 0.4
_REACH = 64


class FigureGrammar:
    """Reads the figures of one text.

    >>> figures, refused = FigureGrammar().read("It fell from 5-7% to about $3m a year at the No. 2 plant.", (), ())
    >>> [(f.kind, f.low, f.value, f.bound, f.per) for f in figures]
    [('percent', Decimal('5'), None, 'exact', None), ('money', None, Decimal('3000000'), 'about', 'year')]
    >>> [r.why[0] for r in refused]
    ['part of a name or label: “No. 2”']
    """

    def __init__(self) -> None:
        self._currencies = Currencies()
        self._countries = Countries()
        self._numerals = Numerals(self._currencies.letters)
        self._nouns = Nouns()
        self._units = Units()
        self._measures = Measures(self._numerals, self._currencies, self._units, self._nouns)
        self._cues = Cues(self._nouns)
        self._refusals = Refusals()
        self._joins = Joins(self._cues, self._units, self._refusals)
        self._doubts = Doubts(self._refusals, self._cues, self._nouns, self._units)

    def read(
        self, text: str, names: Iterable[tuple[int, int]], dates: Iterable[tuple[int, int]]
    ) -> tuple[tuple[FigureCandidate, ...], tuple[RefusedCandidate, ...]]:
        """Return figures and refused look-alikes of `text`, in order; `names` and `dates` are spans found before."""
        article = ArticleCurrencies(text, self._countries)
        drafts = self._shaped(text)
        taken = [Mask(draft.start, draft.end, "") for draft in drafts]
        accounted = [Mask(start, end, "") for start, end in dates]
        named = [Mask(start, end, f"part of the name “{text[start:end]}”") for start, end in names]
        lookalikes = [mask for mask in self._refusals.lookalikes(text) if not self._is_price(text, mask, article)]
        masks = Masks([*taken, *accounted, *lookalikes])
        name_masks = Masks(named)
        measures: list[Measure] = []
        refused = [refuse(mask.start, mask.end, mask.why) for mask in lookalikes if mask.why == BEYOND_SENSE]
        said = {one.start for one in refused}
        for numeral in self._parted(text, masks, name_masks):
            if self._measures.attached_letter(text, numeral, article):
                continue
            mask = masks.over(numeral.start, numeral.end)
            name = name_masks.over(numeral.start, numeral.end) if mask is None else None
            measure = self._measures.read(text, numeral, article) if mask is None else None
            if measure is None or (name is not None and not self._outweighs(text, measure, name)):
                mask = mask or name
                if mask is not None and mask.why and mask.start not in said:
                    said.add(mask.start)
                    refused.append(refuse(mask.start, mask.end, mask.why))
                continue
            if measures and measure.start < measures[-1].end:
                if numeral.start < measures[-1].end:
                    continue
                measure = msgspec.structs.replace(measure, start=numeral.start)
            measures.append(measure)
        drafts += self._joins.join(text, measures, refused)
        figures = []
        for draft in sorted(drafts, key=lambda draft: (draft.start, draft.end)):
            reason = self._doubts.reason(text, draft) or self._listed(text, draft, refused)
            if reason is not None:
                counts = draft.measure.kind in ("number", "quantity") and draft.value is not None
                end = draft.measure.numeral.end if counts else draft.end
                refused.append(refuse(draft.start, end, reason))
                continue
            figures.append(self._figure(text, draft))
        return tuple(figures), tuple(sorted(refused, key=lambda one: (one.start, one.end)))

    def _is_price(self, text: str, mask: Mask, article: ArticleCurrencies) -> bool:
        """Return whether what looks like a code (“N145”) is money with the letter of its currency."""
        if text[mask.start] not in self._currencies.single_letters or not text[mask.start + 1 : mask.start + 2].isdigit():
            return False
        sign = self._currencies.before(text, mask.start + 1)
        return sign is not None and article.names_country(sign.written)

    def _parted(self, text: str, *masks: Masks) -> Iterator[Numeral]:
        """Yield the numerals; one that spaces group is parted where only its first groups belong to a date or a name."""
        for numeral in self._numerals.find(text):
            over = [mask for one in masks if numeral.spaced and (mask := one.over(numeral.start, numeral.start + 1)) is not None]
            inside = [mask.end for mask in over if mask.end < numeral.end]
            if inside:
                yield from self._numerals.split(text, numeral, max(inside))
            else:
                yield numeral

    def _shaped(self, text: str) -> list[Draft]:
        """Return the figures known by their shape alone: times taken and ratios with a colon."""
        drafts: list[Draft] = []
        if _COLON.search(text) is None:
            return drafts
        for found in _CLOCKED.finditer(text):
            hours, minutes, seconds, *short = found.groups()
            short_minutes, short_seconds = short[0] or short[2], short[1] or short[3]
            taken = Decimal(hours or 0) * 3600 + Decimal(minutes or short_minutes) * 60 + Decimal(seconds or short_seconds)
            why = f"“{found[0]}” is read as a time taken, in seconds"
            drafts.append(shaped(found.span(), "duration", "second", plain(taken), 0.75 if hours or short[2] else 0.6, why))
        drafts += [
            shaped(found.span(), "ratio", None, ratio(Decimal(found[1]), Decimal(found[2])), 0.85, f"{found[1]} to {found[2]}")
            for found in _COLON_RATIO.finditer(text)
            if int(found[2])
        ]
        return drafts

    def _listed(self, text: str, draft: Draft, refused: list[RefusedCandidate]) -> str | None:
        """Return why a bare number behind a refused one is refused too: “junctions 10 and 11”."""
        before = refused[-1] if refused else None
        if before is None or not draft.measure.bare or not before.why[0].startswith(_LABEL) or draft.start <= before.start:
            return None
        return before.why[0] if _LIST_GAP.fullmatch(text[before.end : draft.start]) else None

    def _outweighs(self, text: str, measure: Measure, name: Mask) -> bool:
        """Return whether a number inside what was taken for a name is a figure all the same (“Lamborghini 640bhp”).

        Money with its sign is, and so is a unit of measure at the name's end, and a name that is nothing but a number.
        """
        numeral = measure.numeral
        if not (name.start <= numeral.start and numeral.end <= name.end):
            return True
        if numeral.form == "digits" and numeral.mantissa >= 0 and measure.kind == "money" and measure.start < numeral.start:
            return not _NAME_GOES_ON.match(text, measure.end)
        if measure.start <= name.start and name.end <= numeral.end:
            return not text[numeral.start].isupper() or numeral.form == "vague"
        measured = measure.kind in ("percent", "duration", "money") or (measure.unit is not None and self._units.is_reported(measure.unit))
        written = text[numeral.end : measure.end].strip(" -\u00a0")
        return numeral.form == "digits" and measured and measure.end >= name.end and not _TITLED.match(written)

    def _counted(self, measure: Measure) -> bool:
        return (
            measure.kind == "quantity"
            and measure.unit is not None
            and self._units.named(measure.unit.lower()) is None
            and measure.noun is not None
            and not self._units.is_reported(measure.unit)
        )

    def _figure(self, text: str, draft: Draft) -> FigureCandidate:
        measure = draft.measure
        before = text[max(0, draft.start - _REACH) : draft.start]
        why, confidence, kind, unit = draft.why, draft.confidence, measure.kind, measure.unit
        if measure.bare and draft.value is not None and is_age(text, draft, before):
            kind, unit, why, confidence = "duration", "year", (*why, "an age: it stands beside a name or “aged”"), 0.8
        elif measure.bare and draft.low is not None and AGED.search(before):
            kind, unit, why, confidence = "duration", "year", (*why, "an age range"), 0.9
        bound, cue = self._cues.bound(text, draft.start, draft.end, measure.numeral.end)
        if cue in ("past", "beyond") and kind == "duration":
            bound, cue = "exact", ""
        if cue in _PLACES and unit in _DEPTHS and _OF_WHAT.match(text, draft.end):
            # “beneath four feet of mud” says where.
            bound, cue = "exact", ""
        if cue == "over" and kind == "duration":
            # “over five years” is mostly the time in which; “for over five years” is more than five.
            bound, cue = (bound, cue) if _MORE_THAN.search(before) else ("exact", "")
        if measure.numeral.form == "article" and text.startswith(("the ", "The "), draft.start):
            # “about the decade” is a reworded “over the decade”.
            bound, cue = "exact", ""
        if measure.numeral.form == "vague" and draft.low is None:
            low: Decimal | None = draft.value
            value: Decimal | None = None
            high: Decimal | None
            high = measure.numeral.most
            high = plain(high * measure.factor) if high is not None else None
            bound = bound if bound != "exact" else "at_least" if high is None else "about"
        else:
            low, value, high = draft.low, draft.value, draft.high
        end = self._cues.after_bound(text, draft.end) if cue and not _ends_with(text, draft.start, cue) else draft.end
        per, rate_end = self._cues.per(text, end) if kind != "ratio" else (None, end)
        partitive = kind == "quantity" and draft.low is None and draft.end == measure.numeral.end
        of = measure.of if partitive else draft.of or self._cues.of(text, rate_end) or self._cues.of(text, draft.end) or measure.of
        change = draft.change or self._cues.change(
            text,
            draft.start,
            draft.end,
            percent=kind == "percent",
            cue=cue,
            counted=self._counted(measure) or (measure.bare and measure.numeral.value < _SMALL),
        )
        if (kind == "duration" and change in ("up", "down")) or (
            draft.low is not None and change in ("from", "to") and draft.change is None
        ):
            change = None
        if text[measure.numeral.end : measure.numeral.end + 1] == "-" and kind == "quantity" and change in ("up", "down"):
            # “tumbled down a 60-foot slope” tells its height.
            change = None
        if SPACED_DIGITS.search(text[draft.start : draft.end]):
            confidence = min(confidence, _SPACED_AT_MOST)
        torn = self._numerals.next_line_scale(text, draft.end)
        if torn is not None:
            confidence = min(confidence, _TORN_AT_MOST)
            why = (*why, f"the next line starts with “{torn}”, which may belong to it")
        if cue:
            why = (*why, f"“{cue}” is read as {bound.replace('_', ' ')}")
        if per is not None:
            why = (*why, f"“{text[end:rate_end].strip()}” gives the rate")
        return FigureCandidate(
            start=draft.start,
            end=draft.end,
            kind=kind,
            value=value,
            low=low,
            high=high,
            unit=None if kind == "money" else unit,
            currency=measure.currency,
            bound=bound,
            per=per,
            of=of,
            change=change,
            confidence=round(confidence, 2),
            why=why or (_written(kind, unit, measure.currency),),
        )


def _ends_with(text: str, at: int, cue: str) -> bool:
    """Return whether `cue` stands right before an offset."""
    return text[max(0, at - _REACH - len(cue)) : at].rstrip().lower().endswith(cue)


def _written(kind: str, unit: str | None, currency: str | None) -> str:
    if currency is not None:
        return f"an amount in {currency}, as written"
    if kind == "number":
        return "a number beside which no unit stands"
    return f"a {kind} as written" + (f", counted in “{unit}”" if unit and unit != "%" else "")
