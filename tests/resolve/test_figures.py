"""Units and rates that a figure takes from another one of its sentence."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.record.candidates import FigureCandidate
from pipeline.resolve.figures import resolve

CASES = Path(__file__).parents[1] / "cases" / "resolve" / "figures.tsv"
GRAMMAR = FigureGrammar()


def rows():
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        text, figures, xfail = line.split("\t")
        yield pytest.param(text, figures, marks=[pytest.mark.xfail(reason=xfail, strict=True)] if xfail else [], id=text[:60])


def sentences(text):
    first = text.find(". ") + 1
    return ((0, first), (first + 1, len(text))) if first else ((0, len(text)),)


@pytest.mark.parametrize(("text", "wanted"), list(rows()))
def test_case(text, wanted):
    figures = resolve(GRAMMAR.read(text, (), ())[0], text, sentences(text))
    said = [f"{text[f.start : f.end]} = {f.unit or f.currency or '-'}" + (f" per {f.per}" if f.per else "") for f in figures]
    assert " || ".join(said) == wanted


def test_what_is_taken_is_said_and_less_sure():
    text = "It runs 24 cities and wants to reach 30."
    source, taken = resolve(GRAMMAR.read(text, (), ())[0], text, ((0, len(text)),))
    assert taken.confidence < source.confidence
    assert any("24 cities" in why for why in taken.why)


def test_a_line_break_parts():
    text = "It runs 24 cities and wants\nto reach 30."
    assert resolve(GRAMMAR.read(text, (), ())[0], text, ((0, len(text)),))[1].unit is None


values = st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal(-10), max_value=Decimal(10**6)))
spans = st.lists(st.tuples(values, st.sampled_from([None, "car"]), st.sampled_from(["number", "quantity", "money"])), max_size=6)


@given(spans)
def test_any_figures(parts):
    text = "12 cars, total 13 " * 6
    figures = tuple(
        FigureCandidate(start=9 * at, end=9 * at + 2, kind=kind, value=value, unit=unit, confidence=0.9, why=("a",))
        for at, (value, unit, kind) in enumerate(parts)
    )
    found = resolve(figures, text, ((0, len(text)),))
    assert [(f.start, f.end, f.value) for f in found] == [(f.start, f.end, f.value) for f in figures]
    assert resolve(figures, text, ((0, len(text)),)) == found
