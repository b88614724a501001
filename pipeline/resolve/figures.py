"""Figures that leave out what the sentence said before: the unit and the rate of “a total of 300k”."""

import re
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec

from pipeline.language.measures import measures
from pipeline.lexicon import loader
from pipeline.record.candidates import Direction, FigureCandidate

# Two counts of one thing in one sentence seldom differ more.
_MOST_APART = Decimal(60)
_OF = re.compile(
    r"[ \u00a0](?:out[ \u00a0])?of[ \u00a0](?:the[ \u00a0]|its[ \u00a0]|their[ \u00a0]|his[ \u00a0]|her[ \u00a0])?(?:[\w-]+['’]s?[ \u00a0])?(?:about[ \u00a0]|some[ \u00a0]|around[ \u00a0]|last[ \u00a0]|first[ \u00a0]|other[ \u00a0]|top[ \u00a0])?"
)
_TO = re.compile(r"[ \u00a0]to[ \u00a0]")
_LIST_END = re.compile(r",?[ \u00a0](?:and|or)[ \u00a0]")
_OR_SO_MUCH = re.compile(r",?[ \u00a0](?:or[ \u00a0])(?:about[ \u00a0]|nearly[ \u00a0]|some[ \u00a0]|almost[ \u00a0])?")
_LIST_COMMA = re.compile(r",[ \u00a0]")
_LISTED = "in a list that ends with"
# What stands before a number that is no part of the list or comparison: a place, a page, a vote.
_CARRIED_ON = re.compile(r"\b(?:no\.|number|page|room|route|highway|gate|article|section|chapter|aged|age)[ \u00a0]$", re.IGNORECASE)
_SET_BESIDE = re.compile(
    r"\b(?:against|compared (?:with|to)|versus|instead of|rather than|up from|down from|from|than|goal of|target of)\b[^,;]{0,12}$",
    re.IGNORECASE,
)
# “62 euros there, 11 in Romania and 6.50 in Morocco”.
_ELSEWHERE = re.compile(r"[ \u00a0](?:in|at|on|for)[ \u00a0](?:[A-Z]|the[ \u00a0]|a[ \u00a0])")
_WHOLE = Decimal(100)
_OF_THEM = re.compile(
    r"[ \u00a0](?:of[ \u00a0](?:them|these|those|whom|which)|others|more|wounded|injured|killed|dead|hurt|missing|arrested)\b"
)
_OF_THE = re.compile(
    r"(?:^|[\s,(])(?:of|out of|from|among)[ \u00a0](?:the[ \u00a0]|its[ \u00a0]|their[ \u00a0]|those[ \u00a0]|these[ \u00a0]|his[ \u00a0]|her[ \u00a0])(?:first[ \u00a0]|other[ \u00a0])?$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[,.;:)]|[ \u00a0](?:and|in|on|at|by|as|when|while|after|before|across|since|last|this)\b|$", re.MULTILINE)
_REACH_BACK = 40
_COMPARED = re.compile(r"\b(?:than|compared|against|versus|from|total|instead|rather|as (?:much|many))\b|[’']s[ \u00a0]$", re.IGNORECASE)
_REACH = 24
_LONGEST_GAP = 120
_SURE = 0.8


class Cue(msgspec.Struct, frozen=True):
    """A phrase between two figures; see `figure_inherit.tsv`."""

    cue: str
    takes: Literal["unit", "rate"]


class _Cues(msgspec.Struct, frozen=True):
    pattern: re.Pattern[str]
    takes: dict[str, str]


@cache
def _cues() -> _Cues:
    rows = loader.load("figure_inherit", Cue)
    words = "|".join(re.escape(row.cue) for row in sorted(rows, key=lambda row: -len(row.cue)))
    return _Cues(re.compile(rf"\b({words})\b", re.IGNORECASE), {row.cue: row.takes for row in rows})


class PersonWord(msgspec.Struct, frozen=True):
    word: str
    side: Literal["before", "after"]


class _PersonWords(msgspec.Struct, frozen=True):
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _person_words() -> _PersonWords:
    rows = loader.load("figure_person_words", PersonWord)
    before, after = ("|".join(row.word for row in rows if row.side == side) for side in ("before", "after"))
    bounds = r"(?:at[ \u00a0]least|more[ \u00a0]than|about|around|nearly|almost|over|some|another|up[ \u00a0]to|as[ \u00a0]many[ \u00a0]as|a[ \u00a0]further)"
    return _PersonWords(
        before=re.compile(rf"\b({before})[ \u00a0](?:{bounds}[ \u00a0])?$", re.IGNORECASE),
        after=re.compile(
            rf"[ \u00a0](?:(?:were|was|are|is|remain|still|(?:have|has|had)[ \u00a0]been)[ \u00a0])?(?:of[ \u00a0])?({after}|whom?)\b"
        ),
    )


def resolve(figures: tuple[FigureCandidate, ...], text: str, sentences: tuple[tuple[int, int], ...]) -> tuple[FigureCandidate, ...]:
    """Return `figures` with units and rates that a bare number takes from another figure of its sentence.

    `figures` are sorted; offsets, those of `sentences` too, are of `text`. What was inherited stands in `why`
    with a lower confidence; nothing is inherited over a sentence's end or where the numbers are far apart.

    >>> bare = FigureCandidate(start=32, end=36, kind="number", value=Decimal(300000), confidence=0.6, why=())
    >>> cars = FigureCandidate(start=0, end=12, kind="quantity", value=Decimal(150000), unit="car", per="year", confidence=0.9, why=())
    >>> text = "150,000 cars a year, a total of 300k."
    >>> [(f.unit, f.per) for f in resolve((cars, bare), text, ((0, len(text)),))]
    [('car', 'year'), ('car', 'year')]
    """
    starts = [start for start, _ in sentences]
    found: list[FigureCandidate] = []
    for at, figure in enumerate(_listed(figures, text, starts)):
        taken = None
        if _is_bare(figure):
            following = figures[at + 1] if at + 1 < len(figures) else None
            taken = _part_of(figure, following, text) if following is not None else None
            if taken is None and found and _same_sentence(found[-1], figure, starts):
                taken = (
                    _inherited(found[-1], figure, text)
                    or _index_level(found, figure, text, starts)
                    or _measured_like(found, figure, text, starts)
                )
            if taken is None:
                taken = _persons(figure, text)
        found.append(_like_before(found[-1], taken or figure, text, starts) if found else taken or figure)
    return tuple(found)


def _listed(figures: tuple[FigureCandidate, ...], text: str, starts: list[int]) -> list[FigureCandidate]:
    """Return the figures where each number of a list has the unit that its last one states (“3, 5 and 7 percent”)."""
    out = list(figures)
    for at in range(len(out) - 1, 0, -1):
        last, before = out[at], out[at - 1]
        if last.kind in ("number", "ratio", "duration") or not _is_bare(before) or not _same_sentence(before, last, starts):
            continue
        gap = text[before.end : last.start]
        # A comma alone joins two numbers only where the list has begun from behind: “In Room 12, 15 people”.
        joined = _LIST_END.fullmatch(gap) or (_LIST_COMMA.fullmatch(gap) and last.why[-1:] and last.why[-1].startswith(_LISTED))
        if (
            not joined
            or before.bound != "exact"
            or before.change in ("from", "to")
            or _CARRIED_ON.search(text, max(0, before.start - _REACH), before.start)
        ):
            continue
        size, other = _size(last), before.value
        if size and other and 1 / _MOST_APART <= abs(other / size) <= _MOST_APART:
            out[at - 1] = _like(before, last, f"{_LISTED} “{text[last.start : last.end]}”", 0.85, change=last.change)
    return out


def _measured_like(found: list[FigureCandidate], figure: FigureCandidate, text: str, starts: list[int]) -> FigureCandidate | None:
    """Read “74.73 birr, against 57.48 on Friday”, “rose 650 birr to 5,150”, “5.1% from 4.9”: money and shares of the same sentence."""
    if figure.value is None or _CARRIED_ON.search(text, max(0, figure.start - _REACH), figure.start):
        return None
    for source in reversed(found[-3:]):
        if not _same_sentence(source, figure, starts):
            return None
        gap = text[source.end : figure.start]
        size = _size(source)
        if source.kind not in ("money", "percent") or not size or len(gap) > _LONGEST_GAP or "\n" in gap:
            continue
        if not 1 / _MOST_APART <= abs(figure.value / size) <= _MOST_APART:
            continue
        # “rose 5% from 200”: how much says nothing of where it began.
        amount = source.change in ("up", "down")
        if source.kind == "percent" and (amount or figure.value > _WHOLE):
            continue
        compared = _SET_BESIDE.search(gap) is not None
        if (
            figure.change in ("to", "from")
            or (compared and not amount)
            or (source.kind == "money" and _ELSEWHERE.match(text, figure.end) and "," in gap)
        ):
            written = text[source.start : source.end]
            return _like(figure, source, f"no unit beside it: taken from “{written}”", 0.7)
        return None
    return None


def _like_before(source: FigureCandidate, figure: FigureCandidate, text: str, starts: list[int]) -> FigureCandidate:
    """Return a figure with what the one before it says for both: the rate of “£3,549 a year, from £1,971”, the fall of “31 points, or 2 percent”."""
    if not _same_sentence(source, figure, starts):
        return figure
    gap = text[source.end : figure.start]
    per, change, why = figure.per, figure.change, figure.why
    alike = (figure.kind, figure.unit, figure.currency) == (source.kind, source.unit, source.currency)
    if per is None and source.per is not None and alike and figure.change in ("from", "to") and len(gap) < _LONGEST_GAP:
        per, why = source.per, (*why, f"per {source.per}, as what it is compared with")
    if change is None and source.change in ("up", "down") and figure.kind == "percent" != source.kind and _OR_SO_MUCH.fullmatch(gap):
        change, why = source.change, (*why, "the same change, said again in per cent")
    return figure if (per, change) == (figure.per, figure.change) else msgspec.structs.replace(figure, per=per, change=change, why=why)


def _like(
    figure: FigureCandidate, source: FigureCandidate, reason: str, confidence: float, *, change: Direction | None = None
) -> FigureCandidate:
    """Return a bare figure as one of the kind of another."""
    kept = tuple(why for why in figure.why if why != "a number beside which no unit stands")
    return msgspec.structs.replace(
        figure,
        kind=source.kind,
        unit=source.unit,
        currency=source.currency,
        per=figure.per or source.per,
        of=figure.of or source.of,
        change=figure.change or change,
        why=(*kept, reason),
        confidence=min(confidence, source.confidence),
    )


def _is_bare(figure: FigureCandidate) -> bool:
    return figure.kind == "number" and figure.unit is None and figure.currency is None and figure.value is not None


def _counts(figure: FigureCandidate) -> bool:
    return figure.kind == "quantity" and figure.unit is not None and _size(figure) is not None


def _size(figure: FigureCandidate) -> Decimal | None:
    return figure.value if figure.value is not None else figure.low


def _same_sentence(one: FigureCandidate, two: FigureCandidate, starts: list[int]) -> bool:
    return not any(one.start < start <= two.start for start in starts)


def _part_of(figure: FigureCandidate, whole: FigureCandidate, text: str) -> FigureCandidate | None:
    """Read “34 of 69 economists” and “61 to 34 votes”."""
    gap = text[figure.end : whole.start]
    size = _size(whole)
    if not _counts(whole) or size is None or figure.value is None:
        return None
    if (_OF.fullmatch(gap) and figure.value <= size) or (_TO.fullmatch(gap) and figure.bound == "exact" and figure.value >= size):
        return _with(figure, whole, text, 0.9, rate=False)
    return None


def _inherited(source: FigureCandidate, figure: FigureCandidate, text: str) -> FigureCandidate | None:
    gap = text[source.end : figure.start]
    size = _size(source)
    if not _counts(source) or not size or not figure.value or len(gap) > _LONGEST_GAP or "\n" in gap:
        return None
    apart = abs(figure.value / size)
    if not 1 / _MOST_APART <= apart <= _MOST_APART:
        return None
    if _TO.fullmatch(gap):
        return _with(figure, source, text, 0.85, rate=False)
    if _OF_THEM.match(text, figure.end) or _OF_THE.search(text, max(0, source.start - _REACH), source.start):
        return _with(figure, source, text, 0.8, rate=False)
    cues = [_cues().takes[found[1].lower()] for found in _cues().pattern.finditer(gap)]
    if source.unit in measures() and figure.change is None and not _COMPARED.search(gap):
        # What is measured in millimetres says nothing of “only 12”.
        return None
    if not cues and figure.change is None and figure.bound == "exact":
        return None
    return _with(figure, source, text, 0.8 if "rate" in cues or figure.change else 0.65, rate="rate" in cues)


def _index_level(earlier: list[FigureCandidate], figure: FigureCandidate, text: str, starts: list[int]) -> FigureCandidate | None:
    """Read “rose 64 points to 4,577”, and “fell to 1,463 points while the other climbed to 1,333”: levels of an index."""
    if figure.change != "to" or figure.confidence >= _SURE:
        return None
    for source in reversed(earlier):
        if not _same_sentence(source, figure, starts):
            return None
        if source.unit == "point":
            return _with(figure, source, text, 0.7, rate=False)
    return None


def _persons(figure: FigureCandidate, text: str) -> FigureCandidate | None:
    """Read “95,800 who”, “injuring more than 1,000” and “150 missing”."""
    words = _person_words()
    found = words.after.match(text, figure.end)
    if found is None:
        found = words.before.search(text, max(0, figure.start - _REACH_BACK), figure.start)
        if found is not None and not _CLAUSE_ENDS.match(text, figure.end):
            return None
    if found is None:
        return None
    kept = tuple(why for why in figure.why if why != "a number beside which no unit stands")
    why = (*kept, f"“{found[1]}” beside it: persons are counted")
    return msgspec.structs.replace(figure, kind="quantity", unit="person", why=why, confidence=0.75)


def _with(figure: FigureCandidate, source: FigureCandidate, text: str, confidence: float, *, rate: bool) -> FigureCandidate:
    written = text[source.start : source.end]
    reasons = [f"no unit beside it: “{source.unit}” is taken from “{written}”"]
    per = figure.per
    if rate and source.per is not None and per is None:
        per = source.per
        reasons.append(f"a total of what is counted per {per}")
    kept = tuple(why for why in figure.why if why != "a number beside which no unit stands")
    return msgspec.structs.replace(
        figure,
        kind="quantity",
        unit=source.unit,
        per=per,
        of=figure.of or source.of,
        why=(*kept, *reasons),
        confidence=min(confidence, source.confidence),
    )
