"""Figures: tables of cases, look-alikes, and properties that hold for any text."""

import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

import pipeline.extract.figures  # noqa: F401 - registers the component
from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.extract.figures.nouns import Nouns
from pipeline.record.candidates import FigureCandidate

CASES = Path(__file__).parents[1] / "cases" / "extract"
ATTRIBUTE = re.compile(r" (bound|per|change|of)=(.+?)(?= (?:bound|per|change|of)=|$)")
FIGURE = re.compile(r"(?P<span>.+?) = (?P<kind>\w+) (?P<value>[-\d.]+|[-\d.]*\.\.[-\d.]*)(?: \[(?P<unit>[^\]]+)\])?(?P<rest>.*)")
GRAMMAR = FigureGrammar()


def rows():
    for path in sorted(CASES.glob("figures_*.tsv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        assert lines[0] == "text\tfigures\trefused\txfail"
        for line in lines[1:]:
            text, figures, refused, xfail = line.split("\t")
            marks = [pytest.mark.xfail(reason=xfail, strict=True)] if xfail else []
            yield pytest.param(text, figures, refused, marks=marks, id=f"{path.stem}: {text[:60]}")


def read(text, names=(), dates=()):
    return GRAMMAR.read(text, names, dates)


def described(text, figure, *, of):
    value = str(figure.value) if figure.value is not None else f"{_plain(figure.low)}..{_plain(figure.high)}"
    said = f"{text[figure.start : figure.end]} = {figure.kind} {value}"
    unit = figure.currency or figure.unit
    said += f" [{unit}]" if unit else ""
    attributes = {"bound": figure.bound if figure.bound != "exact" else None, "per": figure.per, "change": figure.change}
    attributes |= {"of": figure.of} if of else {}
    return said + "".join(f" {name}={value}" for name, value in attributes.items() if value)


def _plain(value):
    return "" if value is None else str(value)


@pytest.mark.parametrize(("text", "figures", "refused"), list(rows()))
def test_case(text, figures, refused):
    found, not_found = read(text)
    wanted = [cell for cell in figures.split(" || ") if cell]
    of = [" of=" in cell for cell in wanted] + [False] * len(found)
    assert [described(text, figure, of=of[number]) for number, figure in enumerate(found)] == wanted
    assert {cell for cell in refused.split(" || ") if cell} <= {text[one.start : one.end] for one in not_found}


def test_every_case_is_well_formed():
    for case in rows():
        for cell in filter(None, case.values[1].split(" || ")):
            assert FIGURE.fullmatch(cell), cell


def test_values_are_exact():
    (figure,), _ = read("It costs $0.1 today.")
    assert figure.value == Decimal("0.1")
    (figure,), _ = read("Rs 1.54 lakh crore was spent.")
    assert figure.value == Decimal(1540000000000)
    assert str(figure.value) == "1540000000000"


def test_an_assumption_lowers_confidence_and_is_said():
    (sure,), _ = read("It paid US$5m.")
    (assumed,), _ = read("It paid $5m.")
    (vague,), _ = read("Thousands of fans came.")
    assert sure.confidence > assumed.confidence > vague.confidence
    assert any("without a country" in why for why in assumed.why)


def test_names_hold_their_numbers():
    text = "The 7 Eleven chain opened 12 shops."
    figures, refused = read(text, names=[(4, 12)])
    assert [text[figure.start : figure.end] for figure in figures] == ["12 shops"]
    assert [one.why for one in refused] == [("part of the name “7 Eleven”",)]


def test_a_name_that_only_touches_a_number_does_not_hide_it():
    text = "It sold 500 Airbus jets."
    figures, _ = read(text, names=[(12, 18)])
    assert figures[0].value == 500


def test_dates_hold_their_numbers_silently():
    text = "It opened 12 shops 14 months before."
    assert read(text, dates=[(19, 35)])[1] == ()


@pytest.mark.parametrize(
    ("text", "name", "figures"),
    [
        ("The Lamborghini 640bhp coupe left.", "Lamborghini 640bhp", ["640bhp"]),
        ("It fell to RM23.50 today.", "RM23.50", ["RM23.50"]),
        ("It has USD1,700 left.", "USD1,700", ["USD1,700"]),
        ("It held 771.3 billion here.", "771.3 billion", ["771.3 billion"]),
        ("Dozens of boats sank.", "Dozens", ["Dozens of boats"]),
        ("It fell to minus-130 degrees.", "minus-130", ["minus-130 degrees"]),
        ("The MacBook Pro 16 inch sold out.", "MacBook Pro 16", ["16 inch"]),
        ("The $100,000 Pyramid came back.", "$100,000 Pyramid", []),
        ("The Three Mile Island plant shut.", "Three Mile Island", []),
        ("The iPhone 14 sold 500 times.", "iPhone 14", ["500 times"]),
        ("He saw 50 Cent live.", "50 Cent", []),
        ("The Five Eyes met.", "Five Eyes", []),
        ("The Fortune 500 firms met.", "Fortune 500", []),
    ],
)
def test_what_outweighs_a_name(text, name, figures):
    start = text.index(name)
    found, _ = read(text, names=[(start, start + len(name))])
    assert [text[figure.start : figure.end] for figure in found] == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Burglaries rose over the past eight weeks.", ["eight weeks"]),
        ("It closed two years ago.", []),
        ("Six minutes later he left.", []),
        ("He left after the match six minutes later.", []),
    ],
)
def test_a_window_is_a_length_of_time_and_a_distance_is_a_date(text, figures):
    nlp = spacy.blank("en")
    nlp.add_pipe("unspun_dates")
    nlp.add_pipe("unspun_figures")
    assert [text[figure.start : figure.end] for figure in nlp(text)._.unspun_figures] == figures


def test_nothing_spans_a_line_break():
    figures, _ = read("Sales were 5\nmillion cars and 3\nto 4 per cent")
    assert all("\n" not in "Sales were 5\nmillion cars and 3\nto 4 per cent"[figure.start : figure.end] for figure in figures)


def test_component_in_a_pipeline():
    nlp = spacy.blank("en")
    nlp.add_pipe("unspun_figures")
    doc = nlp("The No. 2 plant made 40 cars.")
    assert [(figure.value, figure.unit) for figure in doc._.unspun_figures] == [(40, "car")]
    assert [one.seen_as for one in doc._.unspun_refused] == ["figure"]


def test_component_respects_entities():
    nlp = spacy.blank("en")
    doc = nlp.make_doc("Maroon Five sold 40 records.")
    doc.ents = [Span(doc, 0, 2, label="ORG")]
    component = nlp.add_pipe("unspun_figures")
    component(doc)
    assert [doc.text[figure.start : figure.end] for figure in doc._.unspun_figures] == ["40 records"]
    assert Doc.has_extension("unspun_refused")


def test_digits_parted_by_spaces_are_less_sure():
    (spaced,), _ = read("It sold 300 000 cars.")
    (written,), _ = read("It sold 300,000 cars.")
    assert spaced.value == written.value
    assert spaced.confidence < written.confidence
    assert any("groups of three" in why for why in spaced.why)


@pytest.mark.parametrize("text", ["It paid $5\nbillion.", "It paid €12\n\nmillion.", "It paid 5\r\ncrore."])
def test_a_scale_word_on_the_next_line_is_a_doubt(text):
    figures, _ = read(text)
    assert figures[0].confidence < 0.5
    assert any("next line" in why for why in figures[0].why)


@pytest.mark.parametrize("text", ["Cars\n4,000\nLorries", "Cars\n5\n"])
def test_a_line_above_is_no_part_of_a_number(text):
    assert len(read(text)[0]) == 1


def test_what_the_dates_refused_has_one_reason():
    nlp = spacy.blank("en")
    nlp.add_pipe("unspun_dates")
    nlp.add_pipe("unspun_figures")
    refused = nlp("Flight 2022 left.")._.unspun_refused
    assert [one.seen_as for one in refused] == ["date"]


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("visits", "visit"),
        ("companies", "company"),
        ("boxes", "box"),
        ("people", "person"),
        ("match-ups", "match-up"),
        ("EVs", "EV"),
        ("series", "series"),
    ],
)
def test_singular(plural, singular):
    assert Nouns().singular(plural) == singular


@pytest.mark.parametrize("word", ["business", "status", "crisis", "politics", "this", "various", "news", "gas"])
def test_no_plural(word):
    assert not Nouns().is_plural(word)


PIECES = [
    "$",
    "€",
    "5",
    "12,000",
    "1,00,000",
    "-",
    "–",
    " ",
    "to",
    "million",
    "bn",
    "%",
    "per cent",
    "half",
    "a",
    "one",
    "hundred",
    "and",
    "the",
    "of",
    "men",
    "km",
    "between",
    "from",
    "fell",
    "rose",
    ".",
    ",",
    "\n",
    ":",
    "/",
    "2021",
    "No.",
    "about",
    "GW",
    "m",
    "½",
    "½ ",
    "in",
    "year",
    "ago",
]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    )
)
def test_any_text(text):
    figures, refused = read(text)
    assert (figures, refused) == read(text)
    last = 0
    for figure in figures:
        check(text, figure)
        assert figure.start >= last
        last = figure.end
    for one in refused:
        assert 0 <= one.start < one.end <= len(text)
        assert one.why


def check(text: str, figure: FigureCandidate) -> None:
    assert 0 <= figure.start < figure.end <= len(text)
    assert 0 <= figure.confidence <= 1
    assert figure.why
    assert "\n" not in text[figure.start : figure.end]
    assert (figure.kind == "money") == (figure.currency is not None)
    assert (figure.value is None) == (figure.low is not None or figure.high is not None)
    assert figure.low is None or figure.high is None or figure.low < figure.high
    for value in (figure.value, figure.low, figure.high):
        assert value is None or value.is_finite()


@pytest.mark.parametrize(
    "text",
    [
        "1," * 20000,
        "1 " + "000 " * 10000,
        "1’" + "000’" * 10000,
        "$1 000\nmillion " * 3000,
        "one hundred " * 5000,
        "5 to " * 10000,
        "$" * 30000,
        "1" * 60000,
        "3-" * 20000,
        "a " * 30000,
        "half a " * 8000,
        "two and " * 8000,
        "1:" * 15000,
        "x1" * 20000,
        "twenty-" * 8000,
        "12 and the " * 5000,
        " " * 50000 + "5",
        "Rs" * 20000,
    ],
    ids=lambda text: text[:12],
)
def test_no_text_stalls_the_grammar(text):
    before = time.process_time()
    read(text)
    assert time.process_time() - before < 4
