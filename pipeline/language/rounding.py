"""How exactly a figure is written: “1.2bn” stands for all between 1.15 and 1.25 billion, “seven cars” for seven."""

import re
from decimal import Decimal

import msgspec

_WRITTEN = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
# From here on the zeros at a number's end are taken for rounding.
_ROUND_FROM = 1000
_SIX_DIGITS = 6
_HUNDRED = Decimal(100)


class Stretch(msgspec.Struct, frozen=True):
    """All values that a number as written can stand for."""

    low: Decimal
    high: Decimal

    def touches(self, other: "Stretch") -> bool:
        return self.low <= other.high and other.low <= self.high

    def wider(self, by: Decimal) -> "Stretch":
        return Stretch(self.low - by, self.high + by)


def last_place(value: Decimal, written: str, *, counted: bool) -> Decimal:
    """Return the size of the last digit of a number of `value` that `written` gives as meant; 0 where it is exact, as a count is.

    >>> last_place(Decimal(1200000000), "$1.2bn", counted=False)
    Decimal('100000000')
    """
    found = _WRITTEN.search(written)
    if found is None or not value:
        return Decimal(0)
    digits = found[0].replace(",", "")
    mantissa = Decimal(digits)
    if not mantissa:
        return Decimal(0)
    scale = abs(value / mantissa)
    _, _, places = digits.partition(".")
    if places:
        return scale * Decimal(10) ** -len(places)
    if scale != 1:
        return scale
    zeros = len(digits) - len(digits.rstrip("0"))
    if mantissa >= _ROUND_FROM and zeros:
        return Decimal(10) ** zeros
    return Decimal(0) if counted else Decimal(1)


def stretch(value: Decimal, place: Decimal) -> Stretch:
    return Stretch(value - place / 2, value + place / 2)


def shown(value: Decimal) -> str:
    """Return `value` for a reader: six digits are more than any article means.

    >>> shown(Decimal("300000.00")), shown(Decimal("7.204576"))
    ('300,000', '7.20458')
    """
    if value and abs(value.adjusted()) <= 40:
        value = round(value, max(0, _SIX_DIGITS - 1 - value.adjusted()))
    if value == value.to_integral_value():
        return f"{value.to_integral_value():,}"
    return f"{value.normalize():,f}"


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """Return how many per cent of `whole` `part` is; `whole` is not 0."""
    return part / whole * _HUNDRED
