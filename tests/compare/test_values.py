"""How values stand to one another: a row a pair of sentences."""

import csv
from pathlib import Path

import pytest

from pipeline.compare.facts import facts
from pipeline.compare.sentences import RecordText
from pipeline.compare.values import held
from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.language.sentences import Sentences
from pipeline.record.article import Article

CASES = Path(__file__).parents[1] / "cases" / "values.tsv"
with CASES.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def flow():
    return Flow(Settings(model="small"))


def fact(flow, sentence):
    article = Article(id="a", source="a.txt", raw=sentence, sha256="0" * 64, published="2024-04-08", published_how="given")
    record = flow.read(article)
    (found,) = facts(record, RecordText(record, Sentences()))
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['one']} {row['two']}")
def test_cases(flow, row):
    one, two = fact(flow, row["one"]), fact(flow, row["two"])
    for how in (held(one, two), held(two, one)):
        assert (how.relation if how else "") == row["relation"]
        assert ("yes" if how and how.slip else "") == row["slip"]
