"""Shards worked on in several processes of this machine."""

import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context

from pipeline.engine.bisection import searched
from pipeline.engine.ordered import Outcomes, Process, Waiting
from pipeline.engine.shards import Shard


class Processes:
    """Worker processes. One that dies is replaced with all of them: which shard it had is not known.

    What was in flight is done again, the shard whose turn it is alone, and the article that kills is looked for by halves.
    """

    def __init__(self, width: int, process: Process) -> None:
        self.width = width
        self._process = process
        self._pool = self._fresh()

    def submit(self, shard: Shard) -> "Future[Outcomes]":
        try:
            return self._pool.submit(self._process, shard)
        except BrokenProcessPool as broken:
            # A death may be noticed before anybody asks for the result that it cost.
            failed: Future[Outcomes] = Future()
            failed.set_exception(broken)
            return failed

    def first(self, waiting: Waiting) -> Outcomes:
        shard, future = waiting.popleft()
        try:
            done: Outcomes = future.result()
        except BrokenProcessPool:
            rest = [other for other, _ in waiting]
            waiting.clear()
            done = searched(shard, self._alone)
            self._renew()
            waiting.extend((other, self.submit(other)) for other in rest)
        return done

    def close(self) -> None:
        self._pool.shutdown()

    def stop(self) -> None:
        for worker in active_children():
            worker.terminate()
        self._pool.shutdown(cancel_futures=True)

    def _alone(self, shard: Shard) -> Outcomes | None:
        """Return the outcomes of a shard that is worked on with nothing beside it, None where its worker dies."""
        self._renew()
        try:
            return self._pool.submit(self._process, shard).result()
        except BrokenProcessPool:
            return None

    def _renew(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._pool = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        # Fresh processes, not forks: a forked one inherits threads' locks in whatever state they are.
        return ProcessPoolExecutor(self.width, mp_context=get_context("spawn"), initializer=_leave_stopping_to_the_parent)


def _leave_stopping_to_the_parent() -> None:
    """Ctrl-C reaches every process of a terminal; only the parent answers, and sends the others away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
