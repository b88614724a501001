"""Shards worked on by a Ray cluster. Ray only says who works on which: what is written, and how, is the shard's own business.

The output must lie where every machine of the cluster sees it under the same path. The model is built where it is used.
"""

from typing import Any

import ray
from ray.exceptions import NodeDiedError, OutOfMemoryError, WorkerCrashedError

from pipeline.engine.bisection import searched
from pipeline.engine.ordered import Outcomes, Process, Waiting
from pipeline.engine.shards import Shard

_DEATHS = (WorkerCrashedError, NodeDiedError, OutOfMemoryError)


class Cluster:
    """The workers of a Ray cluster: the one at `address`, or one of this machine's cores that is started for the run."""

    def __init__(self, address: str | None, width: int, process: Process) -> None:
        self._own = not ray.is_initialized()
        if self._own:
            size = {} if address else {"num_cpus": width}
            ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level="ERROR", **size)
        self.width = max(1, int(ray.cluster_resources().get("CPU", 1)))
        # Repeating is our own business: a shard that kills is taken apart, not tried again as it is.
        self._work = ray.remote(max_retries=0, num_cpus=1)(_worked_on)
        self._process = ray.put(process)

    def submit(self, shard: Shard) -> Any:  # noqa: ANN401 - a reference of Ray's
        return self._work.remote(self._process, shard)

    def first(self, waiting: Waiting) -> Outcomes:
        shard, reference = waiting.popleft()
        try:
            done: Outcomes = ray.get(reference)
        except _DEATHS:
            return searched(shard, self._alone)
        return done

    def close(self) -> None:
        if self._own:
            ray.shutdown()

    def stop(self) -> None:
        self.close()

    def _alone(self, shard: Shard) -> Outcomes | None:
        try:
            done: Outcomes = ray.get(self.submit(shard))
        except _DEATHS:
            return None
        return done


def _worked_on(process: Process, shard: Shard) -> Outcomes:
    return process(shard)
