"""Shards on their way through many hands, their results in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from pipeline.engine.shards import Outcome, Shard

Outcomes = tuple[Outcome, ...]
Process = Callable[[Shard], Outcomes]
"""Works on a shard, puts its results where they belong, and returns what became of each article."""
Waiting = deque[tuple[Shard, Any]]
"""The shards in flight, each with what its hands gave for it."""


class Hands(Protocol):
    """Whoever works on shards: processes of this machine, or of a cluster. `width` is how many work at once."""

    width: int

    def submit(self, shard: Shard) -> Any:  # noqa: ANN401 - each kind of hands has its own
        """Begin a shard; return what stands for its result."""
        ...

    def first(self, waiting: Waiting) -> Outcomes:
        """Take the first shard from those that wait and return its outcomes, whatever dies meanwhile."""
        ...

    def close(self) -> None:
        """Let the workers go; nothing is waiting."""
        ...

    def stop(self) -> None:
        """Send the workers away at once, in the middle of what they do: no result is half written, whoever is stopped."""
        ...


def through(hands: Hands, shards: Iterable[Shard]) -> Iterator[Outcomes]:
    """Yield the outcomes of each shard in order."""
    try:
        waiting: Waiting = deque()
        for shard in shards:
            waiting.append((shard, hands.submit(shard)))
            # No more in flight than keeps everybody busy: articles are read as they are needed.
            if len(waiting) > 2 * hands.width:
                yield hands.first(waiting)
        while waiting:
            yield hands.first(waiting)
    except BaseException:
        # Ctrl-C among them: nobody waits for shards that nobody asks for any more.
        hands.stop()
        raise
    hands.close()
