"""How much of what groups of articles tell in common is found, and how much of what is found is there: groups that no weight was fitted on.

`pytest tests/gold/test_compare.py -s` prints precision and recall. A pair of expressions of two articles counts as found where the
report holds it in a relation between two sides; taking agreement for compatibility, or the other way round, is not counted as invented.
"""

import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from pipeline.compare.corpus import Comparison, summary
from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.training.groups import load

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors_compare.toml").read_text(encoding="utf-8"))
KINDS = ("conflict", "agree", "compatible")


def told(report):
    """The pairs of spans of each kind of relation."""
    found = {kind: set() for kind in KINDS}
    for relation in report.relations:
        for one, two in combinations(relation.sides, 2):
            for a in one:
                for b in two:
                    spans = [(item.article, item.start, item.end) for item in (relation.items[a], relation.items[b])]
                    if spans[0][0] != spans[1][0]:
                        found[relation.relation].add(tuple(sorted(spans)))
    return found


def touch(one, two):
    return all(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for a, b in zip(one, two, strict=True))


@pytest.fixture(scope="module")
def scores():
    flow, counts = Flow(Settings()), Counter()
    for group in load(HERE.parent / "cases" / "compare"):
        with Comparison() as comparison:
            for marked in group.articles:
                comparison.add(summary(flow.read(marked.article(group.name))))
            report = comparison.report()
        found = told(report)
        wanted = {kind: {tuple(sorted(pair)) for pair, of in group.pairs.items() if of == kind} for kind in KINDS}
        for kind in KINDS:
            shades = wanted[{"agree": "compatible", "compatible": "agree"}.get(kind, kind)] if kind != "conflict" else set()
            counted = {pair for pair in found[kind] if not any(touch(pair, shade) for shade in shades)}
            counts[kind, "found"] += len(counted)
            counts[kind, "right"] += sum(any(touch(pair, want) for want in wanted[kind]) for pair in counted)
            counts[kind, "wanted"] += len(wanted[kind])
            counts[kind, "got"] += sum(any(touch(want, pair) for pair in found[kind]) for want in wanted[kind])
        counts["copies", "wanted"] += len(group.copies)
        counts["copies", "got"] += sum(any(copy <= set(each.articles) for each in report.copies) for copy in group.copies)
    return counts


@pytest.mark.parametrize("kind", KINDS)
def test_relations(scores, kind):
    precision = 100 * scores[kind, "right"] / scores[kind, "found"]
    recall = 100 * scores[kind, "got"] / scores[kind, "wanted"]
    print(f"{kind}: precision {precision:.1f} of {scores[kind, 'found']}, recall {recall:.1f} of {scores[kind, 'wanted']} pairs")  # noqa: T201 - the figure is what the test is for
    assert precision >= FLOORS[f"{kind}, precision"]
    assert recall >= FLOORS[f"{kind}, recall"]


def test_copies(scores):
    share = 100 * scores["copies", "got"] / scores["copies", "wanted"]
    print(f"copies: {share:.1f} of {scores['copies', 'wanted']}")  # noqa: T201 - the figure is what the test is for
    assert share >= FLOORS["copies, recall"]
