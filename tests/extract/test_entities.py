"""Names: what lists and the article add to what a model reads."""

import csv
import itertools
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.entities import confidence
from pipeline.extract.entities.article import fits
from pipeline.extract.entities.reading import Reading
from pipeline.training import markup

CASES = Path(__file__).parents[1] / "cases" / "extract"


def rows(name):
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def cases():
    for row in rows("entities.tsv"):
        marks = [pytest.mark.xfail(reason=row["known"])] if row["known"] else []
        yield pytest.param(row, marks=marks, id=row["read"][:40])


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("unspun_entities", config={"model": None})
    return nlp


def read(nlp, marked):
    """Return the Doc that the component makes where a model read the marked names."""
    text = markup.parse(marked)
    doc = nlp.make_doc(text.text)
    spans = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in text.names]
    doc.ents = spacy.util.filter_spans([span for span in spans if span is not None])
    return nlp.get_pipe("unspun_entities")(doc)


@pytest.mark.parametrize("row", list(cases()))
def test_cases(nlp, row):
    doc = read(nlp, row["read"])
    found = [f"{doc.text[c.start : c.end]} {c.label}" for c in doc._.unspun_entities]
    assert found == [name for name in row["found"].split("|") if name]
    assert all(c.why for c in doc._.unspun_entities)


@pytest.mark.parametrize("row", rows("entities_lookalikes.tsv"), ids=lambda row: row["read"][:40])
def test_lookalikes(nlp, row):
    doc = read(nlp, row["read"])
    assert [doc.text[c.start : c.end] for c in doc._.unspun_entities] == []
    reasons = [" ".join(refused.why) for refused in doc._.unspun_refused]
    assert bool(reasons) == bool(row["reason"])
    assert all(row["reason"] in reason for reason in reasons)


def test_candidates_stay_in_doc_ents(nlp):
    doc = read(nlp, "Shares of [Norvik](ORG) Inc. fell in Germany.")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Norvik Inc.", "ORG"), ("Germany", "GPE")]


def test_nothing_spans_a_line_end(nlp):
    doc = read(nlp, "Norvik\nHarlan grew.")
    doc.ents = [doc[0:3].char_span(0, 13, label="ORG")]
    nlp.get_pipe("unspun_entities")(doc)
    assert [doc.text[c.start : c.end] for c in doc._.unspun_entities] == ["Norvik", "Harlan"]


def test_a_list_alone_says_so(nlp):
    only = read(nlp, "A port in Germany.")._.unspun_entities[0]
    both = read(nlp, "A port in [Germany](GPE).")._.unspun_entities[0]
    assert (only.source, both.source) == ("lexicon", "model")
    assert only.confidence <= both.confidence


def test_every_kind_of_reading_has_a_measured_confidence():
    table = confidence.Table.load()
    reading = Reading.of_model(0, 3, "ORG")
    assert 0.05 <= table.of(reading, 1) <= 0.99
    assert table.of(reading, 2) == table.of(reading, 7)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "P", "Z", "N"]), max_size=80), st.data())
def test_any_text_gives_names_inside_it(nlp, text, data):
    doc = nlp.make_doc(text)
    if len(doc):
        start = data.draw(st.integers(0, len(doc) - 1))
        doc.ents = [] if doc[start].is_space else [spacy.tokens.Span(doc, start, start + 1, label="ORG")]
    found = nlp.get_pipe("unspun_entities")(doc)._.unspun_entities
    assert all(0 <= c.start < c.end <= len(text) for c in found)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))


@pytest.mark.parametrize(
    "text", ["A " * 5000, "Mr " * 5000, "No. 2 " * 3000, "A. " * 4000, "(AB) " * 3000, ", " * 9000, "THE TOWN " * 2000]
)
def test_long_runs_take_no_longer_than_their_length(nlp, text):
    assert read(nlp, text) is not None


def test_acronyms_fit_their_names():
    assert fits("SEC", "Securities and Exchange Commission")
    assert not fits("SEC", "Exchange Commission")


def test_labels_of_other_models_are_mapped_or_left_out():
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PER", "pattern": "Ana Brkić"},
            {"label": "CARDINAL", "pattern": "forty"},
            {"label": "ORGANIZATION", "pattern": "Halden Cell"},
        ]
    )
    nlp.add_pipe("unspun_entities", config={"model": None})
    found = nlp("Ana Brkić of Halden Cell counted forty.")._.unspun_entities
    assert [candidate.label for candidate in found] == ["PERSON", "ORG"]
