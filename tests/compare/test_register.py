"""One register over all articles: a row a case."""

import csv
import re
from pathlib import Path

import pytest

from pipeline.compare.register import NamedEntity, Names, Register

CASES = Path(__file__).parents[1] / "cases" / "register.tsv"
with CASES.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def article(cell):
    return tuple(
        NamedEntity(readings.split("/")[0], label, tuple(readings.split("/")), 1)
        for readings, label in re.findall(r"([^()|+]+?) \((\w+)\)", cell)
    )


def register(articles, stories):
    names = Names()
    kept = [names.add(entities) for entities in articles]
    return Register(names.entities, [numbers for numbers, _ in kept], stories).entities([str(at) for at in range(len(articles))], kept)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["articles"])
def test_cases(row, request):
    if row["known"]:
        request.applymarker(pytest.mark.xfail(strict=True, reason=row["known"]))
    stories, articles = [], []
    for story in row["articles"].split(" | "):
        first = len(articles)
        articles += [article(cell.strip()) for cell in story.split(" + ")]
        stories += [(one, two) for one in range(first, len(articles)) for two in range(one + 1, len(articles))]
    found = register(articles, stories)
    assert sorted(sorted(entity.names) for entity in found) == sorted(sorted(thing.split("/")) for thing in row["things"].split("|"))


def test_a_mangled_name_is_shown_beside_the_restored_one():
    restored = NamedEntity("Beijing Automotive Group", "ORG", ("Beijing Automotive Group",), 2, ("Beijing Automotive Team",))
    (found,) = register([(restored,)], [])
    assert found.names == ("Beijing Automotive Group", "Beijing Automotive Team")
