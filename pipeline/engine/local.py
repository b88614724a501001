"""Run shards in this process, or in several of this machine; results come back in the shards' order."""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from pipeline.config import Settings
from pipeline.engine.shards import Folder, Lines, Outcome, Shard, process_shard


def run(shards: Iterable[Shard], destination: Folder | Lines, settings: Settings, workers: int) -> Iterator[tuple[Outcome, ...]]:
    """Yield the outcomes of each shard in order; the bytes written do not depend on `workers`."""
    if workers == 1:
        for shard in shards:
            yield process_shard(shard, destination, settings)
        return
    # Fresh processes, not forks: a forked one inherits threads' locks in whatever state they are.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_stopping_to_the_parent)
    try:
        waiting: deque[Future[tuple[Outcome, ...]]] = deque()
        for shard in shards:
            waiting.append(pool.submit(process_shard, shard, destination, settings))
            # No more in flight than keeps every worker busy: articles are read as they are needed.
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        # Where the run was stopped, what is waiting is let go; what is being worked on ends its shard.
        pool.shutdown(cancel_futures=True)


def _leave_stopping_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal; only the parent answers, so that no worker dies within a file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
