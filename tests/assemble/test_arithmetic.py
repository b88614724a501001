"""The article's own sums: what agrees, what does not add up, and what is no sum."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.assemble.arithmetic import check
from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.record.candidates import FigureCandidate
from pipeline.resolve import figures as resolving

CASES = Path(__file__).parents[1] / "cases" / "assemble"
GRAMMAR = FigureGrammar()


def lines(name):
    rows = [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return rows[1:]


def rows():
    for line in lines("arithmetic.tsv"):
        text, says, xfail = line.split("\t")
        marks = [pytest.mark.xfail(reason=xfail, strict=True)] if xfail else []
        yield pytest.param(text, says, marks=marks, id=text[:60])


def found(text):
    figures, _ = GRAMMAR.read(text, (), ())
    return resolving.resolve(figures, text, ((0, len(text)),))


def said(text):
    """Return what the sums add to `why`, each once, and the figures."""
    before = found(text)
    after = check(before, text, ((0, len(text)),))
    added = [why for old, new in zip(before, after, strict=True) for why in new.why if why not in old.why]
    return list(dict.fromkeys(added)), after


@pytest.mark.parametrize(("text", "says"), list(rows()))
def test_case(text, says):
    added, figures = said(text)
    assert added == says.split(" || ")
    doubted = [figure for figure in figures if any("does not add up" in why for why in figure.why)]
    assert bool(doubted) == ("does not add up" in says)
    assert all(figure.confidence < 0.5 for figure in doubted)


@pytest.mark.parametrize("text", lines("arithmetic_lookalikes.tsv"))
def test_correct_text_is_never_doubted(text):
    added, figures = said(text)
    assert not [why for why in added if "does not add up" in why]
    assert [figure.confidence for figure in figures] == [figure.confidence for figure in found(text)]


def test_conversions_are_compared_over_the_whole_article():
    text = "It cost 72 yuan ($10). It sold for 144 yuan ($20). The next cost 730 yuan ($10)."
    figures = check(found(text), text, ((0, 22), (22, 50), (50, len(text))))
    assert [figure.confidence < 0.5 for figure in figures] == [False, False, False, False, True, True]


def test_nothing_is_bound_over_a_sentence():
    text = "Sales rose 10%. It went to 90 from 50."
    assert check(found(text), text, ((0, 15), (15, len(text)))) == found(text)


NUMBERS = st.decimals(min_value=-1000, max_value=10**9, allow_nan=False, allow_infinity=False, places=2)
PIECES = [
    "rose",
    "10%",
    "to",
    "55",
    "from",
    "50",
    "$5m",
    "each",
    "two plants",
    "for a total of",
    "(",
    ")",
    "8 miles",
    "(13 km)",
    "of the",
    "0",
    "the remaining",
    ",",
    "doubled",
    "72 yuan ($10)",
    "0%",
    "-5",
    "or",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map(" ".join))
def test_any_text(text):
    before = found(text)
    after = check(before, text, ((0, len(text)),))
    assert after == check(before, text, ((0, len(text)),))
    for old, new in zip(before, after, strict=True):
        assert (old.start, old.end, old.value, old.low, old.high, old.unit) == (new.start, new.end, new.value, new.low, new.high, new.unit)
        assert new.confidence <= old.confidence
        assert new.why[: len(old.why)] == old.why


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["money", "percent", "quantity", "number"]), NUMBERS), min_size=2, max_size=6))
def test_any_figures(drawn):
    text = " ".join(["up 1 to "] * len(drawn))
    figures = tuple(
        FigureCandidate(
            start=9 * at + 3,
            end=9 * at + 4,
            kind=kind,
            value=Decimal(value),
            currency="USD" if kind == "money" else None,
            confidence=0.9,
            why=("x",),
        )
        for at, (kind, value) in enumerate(drawn)
    )
    assert len(check(figures, text, ((0, len(text)),))) == len(figures)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 900), st.integers(1, 95), st.sampled_from(["rose", "fell"]))
def test_what_is_worked_out_and_rounded_is_never_doubted(start, percent, verb):
    change = Decimal(percent) / 100 * (1 if verb == "rose" else -1)
    end = (start * (1 + change)).quantize(Decimal("0.1"))
    text = f"Sales {verb} {percent}% to ${end}m from ${start}m."
    _, figures = said(text)
    assert all(figure.confidence >= 0.5 for figure in figures), text
