"""Sentence starts by rule."""

import csv
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import sentences

CASES = Path(__file__).parents[1] / "cases" / "extract" / "sentences.tsv"
with CASES.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("unspun_sentences")
    return nlp


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:30])
def test_cases(nlp, row):
    assert [sentence.text for sentence in nlp(row["text"]).sents] == row["sentences"].split("|")


def test_a_line_end_ends_a_sentence(nlp):
    assert [sentence.text.strip() for sentence in nlp("A heading\n\nThe text runs\non.").sents] == ["A heading", "The text runs", "on."]


@given(st.text(max_size=60))
def test_starts_lie_inside_and_rise(text):
    starts = sentences.SentenceStarts().starts(text)
    assert starts == sorted(set(starts))
    assert all(0 < start <= len(text) for start in starts)
