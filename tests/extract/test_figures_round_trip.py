"""A value written in any shape that news uses is read back as that value."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.figures.grammar import FigureGrammar

GRAMMAR = FigureGrammar()
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = {"million": 10**6, "billion": 10**9, "trillion": 10**12, "crore": 10**7, "lakh": 10**5, "bn": 10**9, "mn": 10**6}
SIGNS = [
    ("$", "USD"),
    ("US$", "USD"),
    ("£", "GBP"),
    ("€", "EUR"),
    ("₹", "INR"),
    ("Rs ", "INR"),
    ("A$", "AUD"),
    ("HK$", "HKD"),
    ("CHF ", "CHF"),
    ("EUR ", "EUR"),
]
NAMES = [("euros", "EUR"), ("yuan", "CNY"), ("yen", "JPY"), ("US dollars", "USD"), ("Swiss francs", "CHF"), ("baht", "THB")]
UNITS = [
    ("km", "kilometre"),
    ("kg", "kilogram"),
    ("tonnes", "tonne"),
    ("MW", "MW"),
    ("miles", "mile"),
    ("people", "person"),
    ("cars", "car"),
    ("litres", "litre"),
]
SPANS = [("years", "year"), ("months", "month"), ("hours", "hour"), ("seconds", "second")]


def words(number):
    """Return `number` below a million in English words, hyphened and with “and”."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + ("-" + ONES[number % 10] if number % 10 else "")
    if number < 1000:
        rest = number % 100
        return ONES[number // 100] + " hundred" + (" and " + words(rest) if rest else "")
    rest = number % 1000
    joint = " and " if 0 < rest < 100 else " "
    return words(number // 1000) + " thousand" + (joint + words(rest) if rest else "")


def indian(number):
    """Return `number` grouped by lakh and crore."""
    head, tail = str(number)[:-3], str(number)[-3:]
    groups = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*groups, tail])


def only(text):
    figures, _ = GRAMMAR.read(text, (), ())
    assert len(figures) == 1, (text, figures)
    return figures[0]


WHOLE = st.integers(2, 10**9).filter(lambda number: not 1000 <= number <= 2200)
PLACES = st.decimals(min_value="0.01", max_value="999.99", places=2, allow_nan=False, allow_infinity=False)


@settings(max_examples=200, deadline=None)
@given(WHOLE, st.sampled_from(UNITS + SPANS))
def test_grouped_digits(number, unit):
    figure = only(f"They saw {number:,} {unit[0]} there.")
    assert (figure.value, figure.unit) == (number, unit[1])


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 999_999), st.sampled_from(UNITS))
def test_number_words(number, unit):
    figure = only(f"They saw {words(number)} {unit[0]} there.")
    assert (figure.value, figure.unit) == (number, unit[1])


@settings(max_examples=200, deadline=None)
@given(PLACES, st.sampled_from(SIGNS), st.sampled_from(sorted(SCALES)), st.booleans())
def test_money_with_sign_and_scale(amount, sign, scale, spaced):
    joint = " " if spaced or len(scale) > 2 else ""
    figure = only(f"It paid {sign[0]}{amount}{joint}{scale} for it.")
    assert (figure.kind, figure.value, figure.currency) == ("money", amount * SCALES[scale], sign[1])


@settings(max_examples=200, deadline=None)
@given(PLACES, st.sampled_from(NAMES), st.sampled_from(["", " million", " billion"]))
def test_money_with_name(amount, name, scale):
    figure = only(f"It paid {amount}{scale} {name[0]} for it.")
    assert (figure.value, figure.currency) == (amount * SCALES.get(scale.strip(), 1), name[1])


@settings(max_examples=100, deadline=None)
@given(st.integers(100_000, 10**9))
def test_indian_grouping(number):
    assert only(f"It paid Rs {indian(number)} for it.").value == number


@settings(max_examples=100, deadline=None)
@given(PLACES, st.sampled_from(["%", " %", " per cent", " percent", " pct", " p.c"]))
def test_percent(amount, sign):
    figure = only(f"It holds {amount}{sign} there.")
    assert (figure.kind, figure.value, figure.unit) == ("percent", amount, "%")


@settings(max_examples=200, deadline=None)
@given(
    st.integers(2, 900),
    st.integers(1, 90),
    st.sampled_from(["{0}-{1} km", "{0} to {1} km", "between {0} and {1} km", "{0}km to {1}km", "{0}–{1} km"]),
)
def test_ranges(low, more, shape):
    figure = only(f"It lies {shape.format(low, low + more)} away.")
    assert (figure.value, figure.low, figure.high, figure.unit) == (None, low, low + more, "kilometre")


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 400),
    st.integers(1, 90),
    st.sampled_from(["${0}m to ${1}m", "${0}m-${1}m", "${0}-{1} million", "between ${0} million and ${1} million", "${0}M–${1}M"]),
)
def test_money_ranges(low, more, shape):
    figure = only(f"It will cost {shape.format(low, low + more)} there.")
    assert (figure.low, figure.high, figure.currency) == (low * 10**6, (low + more) * 10**6, "USD")


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 19), st.integers(1, 80), st.sampled_from(["{0} in {1}", "{0} out of {1}", "{0} out of every {1}"]))
def test_shares(part, more, shape):
    whole = part + more + 1
    figure = only(f"It strikes {shape.format(part, whole)} there.")
    assert figure.kind == "ratio"
    assert abs(figure.value - Decimal(part) / Decimal(whole)) < Decimal("0.000001")


@settings(max_examples=60, deadline=None)
@given(st.integers(41, 400))
def test_a_number_beyond_any_sense_is_refused_or_left(digits):
    figures, _ = GRAMMAR.read(f"It has {'7' * digits} cars and 1e{digits} ships.", (), ())
    assert all(figure.value is None or figure.value < Decimal(10) ** 40 for figure in figures)
