"""What two values say of one another, were they told of the same thing."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal

import msgspec

from pipeline.compare.facts import Amount, Fact

Relation = Literal["agree", "compatible", "conflict"]
_SAME = Decimal("0.0001")
_UNITS_APART = Decimal("0.06")
"""“30 days” and “a month”, “8 miles” and “13 km”: converted amounts are no nearer than writers round."""
_A_YEAR: Final = {"day": Decimal(365), "week": Decimal(52), "month": Decimal(12), "quarter": Decimal(4), "year": Decimal(1)}
_NOT_AFTER, _NOT_BEFORE = frozenset({"by", "before", "until"}), frozenset({"after", "since", "from"})
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


class Held(msgspec.Struct, frozen=True):
    """How two values stand to one another, and what a reader should know of it."""

    relation: Relation
    why: str
    slip: bool = False
    """Whether the digits are the same and the size, the rate, the unit or the currency is another."""


def held(one: Fact, two: Fact) -> Held | None:
    """Return how the values of two facts stand to one another; None where they cannot be of the same thing."""
    if one.amount is not None and two.amount is not None:
        return _figures(one, one.amount, two, two.amount)
    if one.amount is None and two.amount is None:
        return _dates(one, two)
    return None


def _figures(one: Fact, a: Amount, two: Fact, b: Amount) -> Held | None:
    if a.sort != b.sort:
        return None
    if a.sort == "money" and a.unit != b.unit:
        return Held("conflict", f"{a.unit} and {b.unit}", slip=True) if a.value is not None and a.value == b.value else None
    if a.sort == "measure" and a.unit != b.unit:
        return None
    if one.per != two.per and one.per and two.per:
        return _rates(one, a, two, b)
    if a.value is not None and b.value is not None:
        apart = abs(a.value - b.value)
        if apart <= _SAME * abs(a.value):
            return Held("agree", "the same value") if one.bound == two.bound else Held("agree", "the same value, bounded otherwise in one")
        written_otherwise = one.unit != two.unit or _noun(one) != _noun(two)
        if a.sort in ("duration", "measure") and written_otherwise and apart <= _UNITS_APART * max(abs(a.value), abs(b.value)):
            return Held("compatible", "the same but for rounding between units")
    if _meet(a, b):
        return Held("compatible", "both can be true as they are rounded or bounded")
    return Held("conflict", "the values differ", slip=_slipped(a, b))


def _noun(fact: Fact) -> str:
    return fact.text.rsplit(" ", 1)[-1].lower()


def _rates(one: Fact, a: Amount, two: Fact, b: Amount) -> Held | None:
    first, second = _A_YEAR.get(one.per or ""), _A_YEAR.get(two.per or "")
    if a.value is None or b.value is None or not first or not second:
        return None
    if abs(a.value * first - b.value * second) <= _UNITS_APART * abs(a.value * first):
        return Held("agree", f"the same rate, counted per {one.per} and per {two.per}")
    return Held("conflict", f"per {one.per} and per {two.per}", slip=True) if a.value == b.value else None


def _meet(a: Amount, b: Amount) -> bool:
    return (a.low is None or b.high is None or a.low <= b.high) and (b.low is None or a.high is None or b.low <= a.high)


def _slipped(a: Amount, b: Amount) -> bool:
    """Say whether the two are one number with a slip: in another unit, of another size (8,000 and 80,000), or with two digits changed."""
    if not a.value or not b.value or a.value < 0 or b.value < 0:
        return False
    if a.written == b.written:
        return True
    left, right = ("".join(map(str, value.normalize().as_tuple().digits)) for value in (a.value, b.value))
    if left == right:
        return True
    return len(left) == len(right) > 1 and sorted(left) == sorted(right)


def interval(fact: Fact) -> tuple[int, int]:
    """Return the first and the last day that a date allows, counted from year 1; open ends reach as far as days do."""
    first, last = (date.fromisoformat(day).toordinal() if day else None for day in fact.days)
    if fact.relation in _NOT_AFTER:
        first = None
    if fact.relation in _NOT_BEFORE:
        last = None
    return first if first is not None else _FIRST, last if last is not None else _LAST


def _dates(one: Fact, two: Fact) -> Held:
    if one.days == two.days and None not in one.days:
        clocks = [fact.value.partition("T")[2] for fact in (one, two)]
        if all(clocks) and clocks[0] != clocks[1]:
            return Held("conflict", "another time of the same day")
        return Held("agree", "the same day" if one.days[0] == one.days[1] else "the same time")
    a, b = interval(one), interval(two)
    if a[0] <= b[1] and b[0] <= a[1]:
        return Held("compatible", "one lies within the other" if _within(a, b) or _within(b, a) else "the times overlap")
    return Held("conflict", "the times differ", slip=_date_slip(one, two))


def _within(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return b[0] <= a[0] and a[1] <= b[1]


def _date_slip(one: Fact, two: Fact) -> bool:
    """Say whether two days differ in day, month or year alone (9 and 19 May), or two years in the order of their digits (1968, 1986)."""
    (a, last), (b, end) = one.days, two.days
    if not (a and b and last and end):
        return False
    if a == last and b == end:
        return sum(x == y for x, y in zip(a.split("-"), b.split("-"), strict=True)) == 2
    whole = all(first.endswith("-01-01") and stop == f"{first[:4]}-12-31" for first, stop in ((a, last), (b, end)))
    return whole and sorted(a[:4]) == sorted(b[:4])
