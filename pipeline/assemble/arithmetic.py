"""The sums that an article itself makes, done again: what agrees is said, what does not add up is put before a person.

Only numbers that the wording binds together are compared, as they are rounded in the text. Where it is
not sure that the article means that sum, nothing is said.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

import msgspec

from pipeline.language.measures import converted, measures
from pipeline.language.rounding import Stretch, last_place, percent_of, shown, stretch
from pipeline.lexicon import loader
from pipeline.record.candidates import FigureCandidate

_DOUBTED = 0.45
# A conversion is held against others of the article only where they lie further apart than rates move.
_RATES_APART = Decimal("1.5")
_UNITS_APART = Decimal("0.25")
_DEGREES_APART = Decimal(6)
_NEAR = Decimal("0.05")
_AWAY = Decimal("0.02")
_FACTORS = {"double": Decimal(2), "triple": Decimal(3), "quadruple": Decimal(4), "half": Decimal("0.5")}
_FACTOR_SLACK = (Decimal("0.75"), Decimal("1.35"))
_MOST_PARTS = 100
_WHOLE = Decimal(100)
_SPACE = "[ \u00a0]"
_HEDGES = "(?:about|around|roughly|some|nearly|almost|just|over|under|a|an|the|record|high|low|of|only)"
_TO = re.compile(rf",?{_SPACE}to{_SPACE}(?:{_HEDGES}{_SPACE}){{0,3}}$")
_FROM = re.compile(rf",?{_SPACE}from{_SPACE}(?:{_HEDGES}{_SPACE}){{0,3}}$")
_LOOSE_TO = re.compile(rf"[^.;:()]{{0,60}}\bto{_SPACE}(?:{_HEDGES}{_SPACE}){{0,3}}$")
_LOOSE_FROM = re.compile(
    rf"[^.;:]{{0,60}}\b(?:from|against|compared{_SPACE}with|compared{_SPACE}to|versus){_SPACE}(?:[a-z]+{_SPACE}){{0,3}}$"
)
_BY = re.compile(
    rf",{_SPACE}(?:or{_SPACE})?(up|down|a{_SPACE}[a-z]+{_SPACE}of|an{_SPACE}[a-z]+{_SPACE}of){_SPACE}(?:{_HEDGES}{_SPACE}){{0,2}}$"
)
_CHANGED_BY = re.compile(
    rf"(?:,|{_SPACE}[-–—]|{_SPACE}?\(){_SPACE}?(?:(?:up|down|or|a|an|by|which{_SPACE}is|that{_SPACE}is|[a-z]+{_SPACE}of){_SPACE}){{0,4}}$"
)
_CHANGE_BEHIND = re.compile(rf"{_SPACE}([a-z]+)")
_LEADS_FROM = re.compile(rf"\bfrom{_SPACE}(?:{_HEDGES}{_SPACE}){{0,3}}$", re.IGNORECASE)
_LEADS_TO = re.compile(rf"\bto{_SPACE}(?:{_HEDGES}{_SPACE}){{0,3}}$", re.IGNORECASE)
_OPENS = re.compile(rf"{_SPACE}\((?:or{_SPACE})?(?:about{_SPACE}|around{_SPACE}|roughly{_SPACE}|approximately{_SPACE}|some{_SPACE}|~)?$")
_OF = re.compile(rf"{_SPACE}(?:out{_SPACE})?of{_SPACE}(?:(?:the|its|their|all|his|her){_SPACE})?$")
_OF_WHOLE = re.compile(rf"{_SPACE}of{_SPACE}(?:(?:the|its|their|all|his|her){_SPACE})(?:[a-z]+{_SPACE}){{0,2}}$")
_OR = re.compile(rf"(?:,{_SPACE}or|{_SPACE}\(|{_SPACE}or){_SPACE}?(?:{_HEDGES}{_SPACE}){{0,2}}$")
_ENDS = re.compile(rf"\)|[,.;]|{_SPACE}of\b|$")
_REST = re.compile(rf"\bthe{_SPACE}(?:remaining|other|rest,)(?:{_SPACE}[a-z]+)?{_SPACE}$", re.IGNORECASE)
_SUBSET = re.compile(rf"\bof{_SPACE}(?:those|these|them|whom|which)\b|\bamong{_SPACE}(?:those|them)\b", re.IGNORECASE)
_BEFORE = 48
_LONGEST_GAP = 90
_CLOSE_WORDS = 7
_MORE_THINGS = re.compile(
    r"\b(?:with|including|plus|other|existing|already|another|also|besides|first|second|initial|later)\b", re.IGNORECASE
)


class Cue(msgspec.Struct, frozen=True):
    cue: str
    binds: str


class Change(msgspec.Struct, frozen=True):
    word: str
    form: str
    change: str = ""


class Finding(msgspec.Struct, frozen=True):
    """A sum over the figures at `places`, said in words."""

    places: tuple[int, ...]
    said: str
    agrees: bool


class _Words(msgspec.Struct, frozen=True):
    each: re.Pattern[str]
    total: re.Pattern[str]
    totalled: re.Pattern[str]
    factor: re.Pattern[str]
    hedge: re.Pattern[str]
    factors: dict[str, Decimal]
    ways: dict[str, str]


@cache
def _words() -> _Words:
    rows = loader.load("arithmetic_cues", Cue)

    def written(*binds: str) -> str:
        return "|".join(
            re.escape(row.cue).replace(r"\ ", _SPACE) for row in sorted(rows, key=lambda row: -len(row.cue)) if row.binds in binds
        )

    return _Words(
        each=re.compile(rf"\b(?:{written('each')})\b", re.IGNORECASE),
        total=re.compile(rf"\b(?:{written('total')}){_SPACE}(?:{_HEDGES}{_SPACE}){{0,2}}$", re.IGNORECASE),
        totalled=re.compile(rf"(?:{_SPACE}[a-z]+)?,?{_SPACE}(?:{written('totalled')})\b", re.IGNORECASE),
        factor=re.compile(
            rf"\b({written(*_FACTORS)})(?:{_SPACE}[a-z]+)?{_SPACE}(?:from|to){_SPACE}(?:{_HEDGES}{_SPACE}){{0,2}}$", re.IGNORECASE
        ),
        hedge=re.compile(rf"\b(?:{written('hedge')})\b", re.IGNORECASE),
        factors={row.cue: _FACTORS[row.binds] for row in rows if row.binds in _FACTORS},
        ways={row.word: row.change for row in loader.load("figure_changes", Change) if row.change in ("up", "down")},
    )


def check(figures: tuple[FigureCandidate, ...], text: str, sentences: tuple[tuple[int, int], ...]) -> tuple[FigureCandidate, ...]:
    """Return `figures` with what their own sums say added to `why`; those that do not add up are below 0.5 in confidence.

    `figures` are in text order; offsets, those of `sentences` too, are of `text`. Values never change.

    >>> def figure(written, unit, value):
    ...     start = text.index(written)
    ...     return FigureCandidate(start=start, end=start + len(written), kind="quantity", value=Decimal(value), unit=unit, confidence=0.9, why=())
    >>> text = "Two phases, each of 150,000 cars, for a total of 300k."
    >>> both = figure("Two phases", "phase", 2), figure("150,000 cars", "car", 150000), figure("300k", "car", 300000)
    >>> check(both, text, ((0, len(text)),))[2].why
    ('2 × 150,000 = 300,000: agrees',)
    """
    if len(figures) < 2:
        return figures
    starts = [start for start, _ in sentences]
    sums = _Sums(figures, text)
    said: dict[int, list[Finding]] = {}
    for group in _groups(figures, starts):
        for finding in sums.of_sentence(group):
            for place in finding.places:
                said.setdefault(place, []).append(finding)
    for finding in sums.of_article():
        for place in finding.places:
            said.setdefault(place, []).append(finding)
    return tuple(_with(figure, said[at]) if at in said else figure for at, figure in enumerate(figures))


def _groups(figures: tuple[FigureCandidate, ...], starts: list[int]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for at, figure in enumerate(figures):
        groups.setdefault(bisect_right(starts, figure.start), []).append(at)
    return [group for group in groups.values() if len(group) > 1]


def _with(figure: FigureCandidate, findings: list[Finding]) -> FigureCandidate:
    why = tuple(dict.fromkeys((*figure.why, *(finding.said for finding in findings))))
    doubted = any(not finding.agrees for finding in findings)
    return msgspec.structs.replace(figure, why=why, confidence=min(figure.confidence, _DOUBTED) if doubted else figure.confidence)


class _Sums:
    """The sums of one article; figures are named by their place in `figures`."""

    def __init__(self, figures: tuple[FigureCandidate, ...], text: str) -> None:
        self._figures = figures
        self._text = text
        self._words = _words()

    def of_sentence(self, group: list[int]) -> Iterator[Finding]:
        """Yield what the figures at the places of `group`, those of one sentence, say of one another."""
        for one, two in pairwise(group):
            yield from filter(None, (self._multiplied(one, two), self._measured(one, two)))
        for at in range(len(group) - 2):
            one, two, three = group[at : at + 3]
            found = self._changed(one, two, three) or self._product(one, two, three) or self._share(one, two, three)
            if found is not None:
                yield found
        rest = self._shares(group)
        if rest is not None:
            yield rest

    def of_article(self) -> Iterator[Finding]:
        """Yield the exchange rates of the article, each held against the others of its two currencies."""
        pairs: dict[tuple[str, str], list[tuple[int, int, Decimal]]] = {}
        for one, two in pairwise(range(len(self._figures))):
            first, second = self._figures[one], self._figures[two]
            if not (first.currency and second.currency and first.currency != second.currency and first.value and second.value):
                continue
            if first.value < 0 or second.value < 0 or not self._bracketed(one, two) or (first.per or second.per) not in (None, second.per):
                continue
            base, quote = (two, one) if abs(first.value) >= abs(second.value) else (one, two)
            key = (self._figures[base].currency or "", self._figures[quote].currency or "")
            if key[::-1] in pairs:
                key, base, quote = key[::-1], quote, base
            rate = (self._figures[quote].value or _WHOLE) / (self._figures[base].value or _WHOLE)
            pairs.setdefault(key, []).append((one, two, rate))
        for (base_code, quote_code), found in pairs.items():
            rates = sorted(rate for _, _, rate in found)
            usual = rates[len(rates) // 2]
            apart = rates[-1] / rates[0] > _RATES_APART
            for one, two, rate in found:
                by_this = f"1 {base_code} = {shown(round(rate, 4 if rate < 10 else 2))} {quote_code} by this"
                off = max(rate / usual, usual / rate) > _RATES_APART if len(rates) > 2 else apart
                if off:
                    other = rates[0] if rate == rates[-1] else rates[-1]
                    other = usual if len(rates) > 2 else other
                    yield Finding(
                        (one, two), f"{by_this}, {shown(round(other, 2))} elsewhere in the article: does not add up", agrees=False
                    )
                else:
                    yield Finding((one, two), by_this, agrees=True)

    def _gap(self, one: int, two: int) -> str:
        return self._text[self._figures[one].end : self._figures[two].start]

    def _led(self, at: int) -> str:
        start = self._figures[at].start
        return self._text[max(0, start - _BEFORE) : start]

    def _bracketed(self, one: int, two: int) -> bool:
        return bool(_OPENS.fullmatch(self._gap(one, two))) and self._text.startswith(")", self._figures[two].end)

    def _place(self, figure: FigureCandidate) -> Decimal:
        counted = figure.kind == "number" or (figure.kind == "quantity" and figure.unit not in measures())
        return last_place(figure.value or Decimal(0), self._text[figure.start : figure.end], counted=counted)

    def _around(self, figure: FigureCandidate) -> Stretch:
        value = figure.value if figure.value is not None else Decimal(0)
        return stretch(value, self._place(figure))

    def _hedged(self, first: int, last: int) -> bool:
        start = max(0, self._figures[first].start - _BEFORE)
        return self._words.hedge.search(self._text, start, self._figures[last].end + _BEFORE) is not None

    def _changed(self, one: int, two: int, three: int) -> Finding | None:
        """Check “rose 10% to 55 from 50” in the orders that news writes it."""
        roles = self._roles(one, two, three)
        if roles is None:
            return None
        by, start, end, strict = roles
        change, begun, ended = (self._figures[at] for at in (by, start, end))
        if not (change.value and begun.value and ended.value) or begun.value < 0 or ended.value < 0 or change.value < 0:
            return None
        if not _comparable(begun, ended) or begun.kind == "duration":
            return None
        way = change.change if change.change in ("up", "down") else self._way(by)
        sign = {"up": 1, "down": -1}.get(way or "", 1 if ended.value >= begun.value else -1)
        places = tuple(sorted((one, two, three)))
        if change.kind == "percent":
            if begun.kind == "percent":
                return None
            said = f"{shown(begun.value)} {'+' if sign > 0 else '−'} {shown(change.value)} %"
            meant = begun.value * (1 + sign * change.value / _WHOLE)
            low, high = self._around(begun), self._around(ended)
            if low.low <= 0:
                return None
            possible = Stretch(percent_of(high.low - low.high, low.high) * sign, percent_of(high.high - low.low, low.low) * sign)
            possible = Stretch(min(possible.low, possible.high), max(possible.low, possible.high))
        else:
            points = begun.kind == "percent" and change.unit in ("percentage point", "basis point")
            if not points and not _comparable(change, ended):
                return None
            size = change.value / _WHOLE if change.unit == "basis point" and points else change.value
            change = msgspec.structs.replace(change, value=size) if size != change.value else change
            said = f"{shown(begun.value)} {'+' if sign > 0 else '−'} {shown(size)}"
            meant = begun.value + sign * size
            low, high = self._around(begun), self._around(ended)
            possible = Stretch((high.low - low.high) * sign, (high.high - low.low) * sign)
            possible = Stretch(min(possible.low, possible.high), max(possible.low, possible.high))
        exact = all(self._figures[at].bound == "exact" for at in places)
        value = change.value or Decimal(0)
        place = self._place(self._figures[by]) * (value / (self._figures[by].value or 1))
        right = (percent_of(ended.value - begun.value, begun.value) if change.kind == "percent" else ended.value - begun.value) * sign
        if abs(right - value) <= max(place / 2, value * _NEAR) and (possible.touches(stretch(value, place)) or not exact):
            same = shown(meant) == shown(ended.value)
            result = f"= {shown(meant)}: agrees" if same else f"is {shown(meant)}, the text says {shown(ended.value)}: agrees as rounded"
            return Finding(places, f"{said} {result}", agrees=True)
        # Some writers cut figures off instead of rounding them: twice the last place is allowed.
        if not exact or not strict or self._hedged(places[0], places[-1]) or possible.touches(stretch(value, place * 2)):
            return None
        if abs(meant - ended.value) <= abs(ended.value) * _AWAY and right * value > 0 and abs(right - value) < 1:
            return None
        return Finding(places, f"{said} is {shown(meant)}, the text says {shown(ended.value)}: does not add up", agrees=False)

    def _roles(self, one: int, two: int, three: int) -> tuple[int, int, int, bool] | None:
        """Return which figure is the change, which the start and which the end, and whether the wording is strict."""
        first, second = self._gap(one, two), self._gap(two, three)
        if len(first) > _LONGEST_GAP or len(second) > _LONGEST_GAP:
            return None
        if self._is_change(one):
            if _LOOSE_TO.fullmatch(first) and _LOOSE_FROM.fullmatch(second):
                return one, three, two, bool(_TO.fullmatch(first) and _FROM.fullmatch(second))
            if _LOOSE_FROM.fullmatch(first) and _LOOSE_TO.fullmatch(second):
                return one, two, three, bool(_FROM.fullmatch(first) and _TO.fullmatch(second))
        if self._is_change(two) and _BY.fullmatch(first) and _LOOSE_FROM.fullmatch(second):
            return two, three, one, _FROM.fullmatch(second) is not None and first.strip(", ").startswith(("up", "down"))
        if self._is_change(three) and _CHANGED_BY.search(second[-_BEFORE:]):
            strict = _CHANGED_BY.fullmatch(second) is not None and self._way(three) is not None
            if _LEADS_FROM.search(self._led(one)) and _LOOSE_TO.fullmatch(first):
                return three, one, two, strict and _TO.fullmatch(first) is not None
            if _LEADS_TO.search(self._led(one)) and _LOOSE_FROM.fullmatch(first):
                return three, two, one, strict and _FROM.fullmatch(first) is not None
        return None

    def _is_change(self, at: int) -> bool:
        figure = self._figures[at]
        if figure.value is None:
            return False
        if figure.kind == "percent":
            return figure.change not in ("from", "to")
        return figure.change in ("up", "down") or (
            figure.kind in ("money", "quantity") and self._way(at) is not None and figure.change is None
        )

    def _way(self, at: int) -> str | None:
        """Return the direction that the words beside a figure say: “an increase of 5”, “a 5% drop”."""
        ways = self._words.ways
        behind = _CHANGE_BEHIND.match(self._text, self._figures[at].end)
        if behind is not None and behind[1] in ways:
            return ways[behind[1]]
        words = re.findall(r"[a-z]+", self._led(at).lower())[-3:]
        return next((ways[word] for word in reversed(words) if word in ways), None)

    def _multiplied(self, one: int, two: int) -> Finding | None:
        """Check “doubled from 40 to 80”."""
        found = self._words.factor.search(self._led(one))
        first, second = self._figures[one], self._figures[two]
        if found is None or not (first.value and second.value) or not _comparable(first, second):
            return None
        gap = self._gap(one, two)
        if _LEADS_FROM.search(self._led(one)) and _TO.fullmatch(gap):
            begun, ended = first.value, second.value
        elif _LEADS_TO.search(self._led(one)) and _FROM.fullmatch(gap):
            begun, ended = second.value, first.value
        else:
            return None
        factor = self._words.factors[found[1].lower()]
        times = ended / begun / factor
        said = f"{shown(begun)} × {shown(factor)} = {shown(begun * factor)}"
        if abs(times - 1) <= _NEAR:
            return Finding((one, two), f"{said}: agrees", agrees=True)
        loose = re.search(
            rf"\b(?:more|less|over|nearly|almost|about|roughly){_SPACE}(?:than{_SPACE})?{found[1]}", self._led(one), re.IGNORECASE
        )
        if loose or first.bound != "exact" or second.bound != "exact" or _FACTOR_SLACK[0] <= times <= _FACTOR_SLACK[1]:
            return None
        return Finding((one, two), f"{said}, the text says {shown(ended)}: does not add up", agrees=False)

    def _product(self, one: int, two: int, three: int) -> Finding | None:
        """Check “two phases, each of 150,000 cars a year, for a total of 300,000”."""
        count, part, whole = (self._figures[at] for at in (one, two, three))
        if not (count.value and part.value and whole.value) or count.kind not in ("quantity", "number") or count.value % 1:
            return None
        if not 2 <= count.value <= _MOST_PARTS or not _comparable(part, whole) or part.kind == "percent" or count.unit == part.unit:
            return None
        first, second = self._gap(one, two), self._gap(two, three)
        behind = self._text[part.end : part.end + 24]
        each = self._words.each.search(first) or re.match(rf"{_SPACE}(?:[a-z]+{_SPACE})?(?:each|apiece)\b", behind)
        summed = self._words.total.search(second) or self._words.totalled.match(self._text, whole.end)
        if not each or not summed or len(first) > _LONGEST_GAP or len(second) > _LONGEST_GAP:
            return None
        meant = count.value * part.value
        said = f"{shown(count.value)} × {shown(part.value)} = {shown(meant)}"
        if abs(meant - whole.value) <= max(self._place(whole) / 2, abs(meant) * _NEAR / 10):
            return Finding((one, two, three), f"{said}: agrees", agrees=True)
        exact = count.bound == part.bound == whole.bound == "exact" and part.per == whole.per
        near = self._around(part)
        possible = Stretch(near.low * count.value, near.high * count.value)
        behind = self._text[whole.end : whole.end + _BEFORE]
        loose = " and " in second or len(second.split()) > _CLOSE_WORDS or _MORE_THINGS.search(first + second + behind)
        if not exact or loose or possible.touches(self._around(whole).wider(self._place(whole))):
            return None
        return Finding((one, two, three), f"{said}, the text says {shown(whole.value)}: does not add up", agrees=False)

    def _share(self, one: int, two: int, three: int) -> Finding | None:
        """Check “34 of 69 economists (49%)” and “22 people, or 44% of the 50”."""
        first, second = self._gap(one, two), self._gap(two, three)
        if self._figures[three].kind == "percent" and _OF.fullmatch(first) and _OR.fullmatch(second):
            part, whole, share = one, two, three
            if not _ENDS.match(self._text, self._figures[three].end):
                return None
        elif self._figures[two].kind == "percent" and _OR.fullmatch(first) and _OF_WHOLE.fullmatch(second):
            part, share, whole = one, two, three
        else:
            return None
        some, total, percent = (self._figures[at] for at in (part, whole, share))
        if not (some.value and total.value and percent.value) or not _comparable(some, total) or not 0 < some.value < total.value:
            return None
        if percent.change is not None or some.kind in ("percent", "duration", "ratio"):
            return None
        right = percent_of(some.value, total.value)
        said = f"{shown(some.value)} of {shown(total.value)} is {shown(round(right, 1))} %"
        around = self._around(percent)
        places = tuple(sorted((one, two, three)))
        if around.wider(Decimal("0.01")).touches(Stretch(right, right)):
            return Finding(places, f"{said}: agrees", agrees=True)
        upper, lower = self._around(some), self._around(total)
        possible = Stretch(percent_of(upper.low, lower.high), percent_of(upper.high, lower.low)) if lower.low > 0 else around
        exact = some.bound == total.bound == percent.bound == "exact"
        if not exact or possible.touches(around.wider(max(self._place(percent), Decimal(1)))):
            return None
        return Finding(places, f"{said}, the text says {shown(percent.value)} %: does not add up", agrees=False)

    def _shares(self, group: list[int]) -> Finding | None:
        """Check “60% in Ohio, 30% in Iowa and the remaining 10% abroad”."""
        percents = [at for at in group if self._figures[at].kind == "percent"]
        last = next((at for at in percents if _REST.search(self._led(at))), None)
        if last is None:
            return None
        listed = [at for at in percents if at <= last]
        values = [self._figures[at].value for at in listed]
        known = [value for value in values if value is not None and value > 0]
        if len(listed) < 2 or len(known) != len(values) or any(self._figures[at].change is not None for at in listed):
            return None
        slack = Decimal("0.5") * len(known)
        for size in range(2, len(known) + 1):
            run = known[-size:]
            if abs(sum(run) - _WHOLE) <= slack:
                sum_said = " + ".join(shown(value) for value in run)
                return Finding(tuple(listed[-size:]), f"{sum_said} = {shown(sum(run, Decimal(0)))} %: agrees", agrees=True)
            if size < len(known) and abs(sum(run) - known[-size - 1]) <= slack:
                return None
        exact = all(self._figures[at].bound == "exact" for at in listed)
        sentence = self._text[max(0, self._figures[group[0]].start - 2 * _BEFORE) : self._figures[group[-1]].end + _BEFORE]
        two_last = known[-2] + known[-1]
        if not exact or two_last <= _WHOLE + slack + 1 or _SUBSET.search(sentence):
            return None
        said = f"{shown(known[-2])} % and “the remaining” {shown(known[-1])} % are {shown(two_last)} %"
        return Finding(tuple(listed[-2:]), f"{said}: does not add up", agrees=False)

    def _measured(self, one: int, two: int) -> Finding | None:
        """Check “8 miles (13 km)”."""
        first, second = self._figures[one], self._figures[two]
        if not first.unit or not second.unit or first.value is None or second.value is None or not self._bracketed(one, two):
            return None
        meant = converted(first.value, first.unit, second.unit) if first.unit != second.unit else None
        if meant is None:
            return None
        degrees = bool(measures()[first.unit].offset or measures()[second.unit].offset)
        said = f"{shown(first.value)} {first.unit} = {shown(round(meant, 1 if abs(meant) >= 10 else 2))} {second.unit}"
        allowed = Decimal(1) if degrees else max(self._place(second), abs(meant) * _NEAR)
        if abs(meant - second.value) <= allowed:
            return Finding((one, two), f"{said}: agrees", agrees=True)
        apart = _DEGREES_APART if degrees else abs(meant) * _UNITS_APART + self._place(second)
        # A rise of 1.5 degrees is converted without the offset.
        step = first.value * measures()[first.unit].factor / measures()[second.unit].factor
        if min(abs(meant - second.value), abs(step - second.value)) <= apart or first.bound != second.bound:
            return None
        return Finding((one, two), f"{said}, the text says {shown(second.value)}: does not add up", agrees=False)


def _comparable(one: FigureCandidate, two: FigureCandidate) -> bool:
    """Return whether two figures count the same: one of them may leave the unit out."""
    if one.kind == two.kind and one.unit == two.unit and one.currency == two.currency:
        return True
    bare = [figure for figure in (one, two) if figure.kind == "number" and figure.unit is None]
    return len(bare) == 1 and all(figure.kind in ("number", "quantity") for figure in (one, two))
