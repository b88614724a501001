"""Work that kills whoever does it, for tests that look on from another process."""

import os
import signal
import time

from pipeline.engine.shards import Outcome, Shard


def process(shard: Shard) -> tuple[Outcome, ...]:
    """Return an outcome for each article; one whose id says so kills this process, or takes its time."""
    for work in shard.work:
        if "deadly" in work.article.id:
            os.kill(os.getpid(), signal.SIGKILL)
        if "slow" in work.article.id:
            time.sleep(0.5)
        if "endless" in work.article.id:
            time.sleep(600)
    return tuple(Outcome(article=work.article.id, source=work.article.source, settled=True) for work in shard.work)
