"""Mentions of one thing become one entity, on stated evidence only."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.candidates import EntityCandidate
from pipeline.resolve.entities import link
from pipeline.training import markup

CASES = Path(__file__).parents[1] / "cases" / "resolve" / "entities.tsv"
with CASES.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def candidate(start, end, label, confidence=0.9):
    return EntityCandidate(start=start, end=end, label=label, confidence=confidence, why=("read",), source="model")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["read"][:50])
def test_cases(row):
    text = markup.parse(row["read"])
    linked = link(tuple(candidate(*name) for name in text.names), text.text)
    things = [[thing.name, *thing.aliases] for thing in linked]
    assert [sorted(thing) for thing in things] == [sorted(thing.split("/")) for thing in row["things"].split("|")]
    assert [thing[0] for thing in things] == [thing.split("/")[0] for thing in row["things"].split("|")]


def test_every_joined_name_says_why():
    text = markup.parse("[Norvik](ORG) rose. [Norvik Corp.](ORG) fell.")
    (thing,) = link(tuple(candidate(*name) for name in text.names), text.text)
    assert any("Norvik" in why for why in thing.why)
    assert [(m.start, m.end) for m in thing.mentions] == [(0, 6), (13, 25)]


@given(st.text(alphabet="ABab. '’-(", max_size=40), st.data())
def test_every_candidate_is_in_one_thing(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    labels = st.sampled_from(["ORG", "PERSON", "GPE"])
    spans = [(a, b, data.draw(labels)) for a, b in itertools.pairwise(cuts) if text[a:b].strip()]
    linked = link(tuple(candidate(*span) for span in spans), text)
    assert sorted((m.start, m.end) for thing in linked for m in thing.mentions) == [(a, b) for a, b, _ in spans]
    assert [thing.mentions[0].start for thing in linked] == sorted(thing.mentions[0].start for thing in linked)
