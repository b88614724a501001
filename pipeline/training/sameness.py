"""Fit the weights by which two facts of two articles are taken for the same thing: `lexicon/data/same_thing.tsv`.

Each group of `data/compare/` is read as a run of its own, and all of them as one run, so that articles of other stories are held
against each other too. Logistic regression with a ridge (iteratively reweighted least squares), one fit for figures and dates whose
values can be one and for those of which one must be wrong.

    python -m pipeline.training.sameness
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.compare.corpus import Comparison, summary
from pipeline.compare.likeness import FAMILIES, FEATURES, Pair, Told, family
from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.lexicon.loader import DATA
from pipeline.training.groups import Group, Span, load

GROUPS = Path(__file__).parent / "data" / "compare"
WEIGHTS = DATA / "same_thing.tsv"
_RIDGE = 1.0
_STEPS = 40
_HEAD = """\
# How much each feature of a pair of facts counts for their being about the same thing; see pipeline/compare/likeness.py for what they mean.
# Fitted on the groups of pipeline/training/data/compare/ with `python -m pipeline.training.sameness`. Origin: fitted for this project, Apache-2.0.
"""

Floats = npt.NDArray[np.float64]


class Example(msgspec.Struct, frozen=True):
    """A pair of facts of two articles: its fit, its features, and whether the group says that they are one thing."""

    group: str
    fit: str
    features: Floats
    same: bool
    one: str
    two: str
    """The contexts of the two facts."""
    other: bool
    """Whether their values cannot both be true."""


def examples(flow: Flow, groups: Sequence[Group]) -> list[Example]:
    """Return all pairs that a run over all groups would weigh."""
    comparison = Comparison()
    with comparison:
        for group in groups:
            for marked in group.articles:
                record = flow.read(marked.article(group.name))
                comparison.add(summary(msgspec.structs.replace(record, id=f"{group.name}/{marked.id}")))
        by_name = {group.name: group for group in groups}
        return [_example(by_name, *weighed) for weighed in comparison.weighed()]


def _example(groups: dict[str, Group], one: str, two: str, first: Told, second: Told, pair: Pair) -> Example:
    a, b = first.facts[pair.one], second.facts[pair.two]
    (group, _, name), (other, _, named) = one.partition("/"), two.partition("/")
    same = group == other and _is_one(groups[group], (name, a.start, a.end), (named, b.start, b.end))
    return Example(
        group=group if group == other else "",
        fit=family(a, pair.held),
        features=pair.features,
        same=same,
        one=a.context,
        two=b.context,
        other=pair.held.relation == "conflict",
    )


def _is_one(group: Group, one: Span, two: Span) -> bool:
    """Say whether two expressions bear the same key: whatever the relations of the group make of it."""
    return not group.keys_at(one).isdisjoint(group.keys_at(two))


def fit(rows: Sequence[Example]) -> dict[str, Floats]:
    """Return the weights of each fit."""
    found = {}
    for name in FAMILIES:
        of_fit = [row for row in rows if row.fit == name]
        found[name] = fitted(np.array([row.features for row in of_fit]), np.array([row.same for row in of_fit], dtype=np.float64))
    return found


def fitted(features: Floats, wanted: Floats) -> Floats:
    """Return the weights of a logistic regression; the first feature is the constant 1, which the ridge hardly holds."""
    ridge = np.full(features.shape[1], _RIDGE)
    ridge[0] = _RIDGE / 100
    weights = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = chance * (1 - chance) + 1e-6
        step = np.linalg.solve((features * slope[:, None]).T @ features + np.diag(ridge), features.T @ (wanted - chance) - ridge * weights)
        weights = weights + step
    return weights


def write(path: Path, head: str, features: Sequence[str], fits: dict[str, Floats]) -> None:
    """Write weights as a word list."""
    rows = [f"{name}\t{feature}\t{weight:.3f}" for name, weights in fits.items() for feature, weight in zip(features, weights, strict=True)]
    path.write_text(head + "fit\tfeature\tweight\n" + "\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Read the groups, fit and write the weights."""
    found = examples(Flow(Settings()), load(GROUPS))
    write(WEIGHTS, _HEAD, FEATURES, fit(found))
    print(f"{len(found):,} pairs, {sum(example.same for example in found):,} of them of one thing")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
