"""Find the article that kills whoever works on it, and do the others."""

from collections.abc import Callable

from pipeline import errors
from pipeline.engine.shards import Outcome, Shard, Work, failed, killed

Outcomes = tuple[Outcome, ...]


def searched(shard: Shard, alone: Callable[[Shard], Outcomes | None]) -> Outcomes:
    """Return the outcomes of a shard, in order, of which some article kills its worker; `alone` gives None where that happens.

    The shard as a whole is tried again first: the worker may have died of something else.
    """
    done = alone(shard)
    if done is not None:
        return done
    deadly: set[str] = set()
    _search(shard.work, shard.number, alone, deadly)
    # Once more as a whole, so that its results are one part file, whatever had to be tried to find the culprits.
    rest = Shard(shard.number, tuple(work for work in shard.work if work.article.id not in deadly))
    done = alone(rest)
    # Where each half can be done and the whole cannot, for want of memory maybe, nobody is to blame: the next run tries again.
    found = {outcome.article: outcome for outcome in done or map(_undone, rest.work)}
    return tuple(found.get(work.article.id) or killed(work) for work in shard.work)


def _undone(work: Work) -> Outcome:
    return failed(work, errors.killed_worker(work.article.source))


def _search(works: tuple[Work, ...], number: int, alone: Callable[[Shard], Outcomes | None], deadly: set[str]) -> None:
    """Put the ids of the articles that kill into `deadly`."""
    if alone(Shard(number, works)) is not None:
        return
    if len(works) == 1:
        deadly.add(works[0].article.id)
        return
    middle = len(works) // 2
    _search(works[:middle], number, alone, deadly)
    _search(works[middle:], number, alone, deadly)
