"""The encoder reads names at their offsets, in any text."""

from itertools import pairwise, product

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.config import SHIPPED
from pipeline.errors import UsageError
from pipeline.extract.entities.encoder import TAGS, _paths
from pipeline.model.loader import load

LONG = "The plant in Leeds made 40 vans. " * 200


@pytest.fixture(scope="module")
def nlp():
    return load(SHIPPED["accurate"])


@pytest.fixture(scope="module")
def encoder(nlp):
    return nlp.get_pipe("unspun_encoder")


def test_names_stand_where_they_are_read(encoder):
    text = "Shares of Deutsche Bank fell.\nIts rival in Paris, BNP Paribas, gained, said Ana Brkić."
    assert [(text[start:end], label) for start, end, label in encoder.names(text)] == [
        ("Deutsche Bank", "ORG"),
        ("Paris", "GPE"),
        ("BNP Paribas", "ORG"),
        ("Ana Brkić", "PERSON"),
    ]


def test_a_line_longer_than_the_network_takes_is_read_to_its_end(encoder):
    places = [start for start, _, label in encoder.names(LONG) if label == "GPE"]
    assert max(places) > len(LONG) - 40


@pytest.mark.parametrize("text", ["", "\n\n", " ", "…", "\u200b\u0301", "a" * 5000])
def test_text_without_names(encoder, text):
    assert encoder.names(text) == []


def test_the_doc_gets_the_names(nlp):
    doc = nlp("The mayor of Toulouse spoke.")
    assert isinstance(doc, Doc)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Toulouse", "GPE")]


def test_it_is_the_same_after_saving(nlp, encoder, tmp_path):
    nlp.to_disk(tmp_path / "copy")
    again = load(tmp_path / "copy").get_pipe("unspun_encoder")
    assert again.names(LONG[:200]) == encoder.names(LONG[:200])


def test_a_component_without_files_says_so():
    nlp = spacy.blank("en")
    nlp.add_pipe("unspun_encoder")
    with pytest.raises(UsageError, match="unusable-model"):
        nlp("Leeds")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text(encoder, text):
    names = encoder.names(text)
    assert names == encoder.names(text)
    end = 0
    for start, stop, label in names:
        assert end <= start < stop <= len(text)
        assert f"B-{label}" in TAGS
        end = stop


def test_only_what_was_begun_goes_on():
    scores = np.random.default_rng(7).normal(size=(20, 3, len(TAGS))).astype(np.float32)
    paths = list(_paths([*scores, scores[0, :1]]))
    for rows, path in zip(scores, paths, strict=False):
        allowed = [way for way in product(range(len(TAGS)), repeat=3) if _goes_on_well([TAGS[tag] for tag in way])]
        assert path == list(max(allowed, key=lambda way: sum(rows[at, tag] for at, tag in enumerate(way))))
    assert len(paths[-1]) == 1


def _goes_on_well(tags):
    return all(tag[0] != "I" or before[1:] == tag[1:] for before, tag in pairwise(["O", *tags]))
