"""The records of a run measured against reviewed ones."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.engine import records
from pipeline.review.scoring import Difference, Reading, Score, Tally, reading


class Scored(msgspec.Struct, kw_only=True):
    """What came of scoring. `left_out` articles are in both, but not reviewed to the end."""

    articles: int = 0
    left_out: int = 0
    only_gold: int = 0
    only_out: int = 0
    unfinished: int = 0
    """Articles that were compared although something in them is open."""
    untouched: int = 0
    """Articles that count as reviewed as nothing in them was open, though they bear no decision."""
    helped: int = 0
    """Decisions of a person in what is measured."""
    scores: tuple[Score, ...] = ()
    differences: tuple[Difference, ...] = ()
    faults: tuple[errors.ArticleError, ...] = ()


def score(gold: Path, out: Path, *, everything: bool = False, most: int = 0) -> Scored:
    """Return how well the records of `out` agree with the reviewed ones of `gold`, and the first `most` differences.

    Articles that are not reviewed to the end are left out unless `everything` is asked for. Raises
    `UsageError` where nothing is left to compare.
    """
    scored, tally, faults = Scored(), Tally(most), list[errors.ArticleError]()
    truth = {true.article: (where, true) for where, true in _readings(gold, faults)}
    for where, found in _readings(out, faults):
        if found.article not in truth:
            scored.only_out += 1
            continue
        true_where, true = truth.pop(found.article)
        if true.sha256 != found.sha256:
            faults.append(errors.another_text(where, found.article, true_where))
        elif true.waiting and not everything:
            scored.left_out += 1
        else:
            scored.articles += 1
            scored.unfinished += bool(true.waiting)
            scored.untouched += not true.decided and not true.waiting
            scored.helped += found.decided
            tally.add(true, found)
    scored.only_gold = len(truth)
    scored.scores, scored.differences, scored.faults = tally.scores(), tuple(tally.differences), tuple(faults)
    return scored


def _readings(path: Path, faults: list[errors.ArticleError]) -> Iterator[tuple[str, Reading]]:
    """Yield where each record stands and what it says; what cannot be read, or comes twice, goes to `faults`."""
    seen: set[str] = set()
    for found in records.kept(path):
        if isinstance(found, errors.ArticleError):
            faults.append(found)
        elif found.record.id in seen:
            faults.append(errors.article_twice(found.where, found.record.id))
        else:
            seen.add(found.record.id)
            yield found.where, reading(found)
