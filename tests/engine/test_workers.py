"""A worker that dies is replaced, and the article that killed it is found; whoever works, the order is the same."""

import multiprocessing
import signal
import subprocess
import sys
import time

import pytest

from pipeline.engine.bisection import searched
from pipeline.engine.local import Processes
from pipeline.engine.ordered import through
from pipeline.engine.records import kept
from pipeline.engine.shards import Outcome, Shard, Work
from pipeline.record.article import Article
from tests.engine import deadly
from tests.engine.articles import write_articles


def shard(number, *names):
    return Shard(number, tuple(Work(Article(id=name, source=f"{name}.txt", raw="x", sha256=name)) for name in names))


SHARDS = [shard(0, "a", "slow"), shard(1, "deadly", "b"), shard(2, "c")]
ORDER = ["a", "slow", "deadly", "b", "c"]


def told(outcomes):
    return [outcome.article for each in outcomes for outcome in each], [
        outcome.article for each in outcomes for outcome in each if outcome.fault and "killed-worker" in outcome.fault
    ]


def test_processes_survive_what_kills_them():
    assert told(list(through(Processes(2, deadly.process), SHARDS))) == (ORDER, ["deadly"])


def test_a_cluster_survives_what_kills_its_workers():
    from pipeline.engine.cluster import Cluster

    assert told(list(through(Cluster(None, 2, deadly.process), SHARDS))) == (ORDER, ["deadly"])


@pytest.mark.parametrize("size", range(1, 18))
@pytest.mark.parametrize("culprits", [(), (0,), (3,), (0, 5), tuple(range(18))])
def test_the_culprits_and_nobody_else(size, culprits):
    names = [f"n{at}" for at in range(size)]
    killing = {f"n{at}" for at in culprits if at < size}

    def alone(tried):
        if any(work.article.id in killing for work in tried.work):
            return None
        return tuple(Outcome(article=work.article.id, source="") for work in tried.work)

    outcomes = searched(shard(0, *names), alone)
    assert [outcome.article for outcome in outcomes] == names
    assert {outcome.article for outcome in outcomes if outcome.fault} == killing


def test_a_worker_that_died_of_something_else_costs_nobody_their_article():
    """Its shard is tried again whole, and where that dies too, by halves."""
    tries = []

    def alone(tried):
        tries.append(len(tried.work))
        return None if len(tries) == 1 else tuple(Outcome(article=work.article.id, source="") for work in tried.work)

    outcomes = searched(shard(0, "a", "b", "c"), alone)
    assert ([outcome.fault for outcome in outcomes], tries) == ([None, None, None], [3, 3, 3])


def test_whoever_is_stopped_waits_for_nobody():
    begun = time.monotonic()
    outcomes = through(Processes(1, deadly.process), [shard(0, "a"), shard(1, "endless"), shard(2, "b"), shard(3, "c")])
    assert [outcome.article for outcome in next(outcomes)] == ["a"]
    outcomes.close()
    assert time.monotonic() - begun < 30
    assert not multiprocessing.active_children()


def test_articles_that_are_too_much_together_are_tried_again_by_the_next_run():
    def alone(tried):
        return None if len(tried.work) == 4 else tuple(Outcome(article=work.article.id, source="") for work in tried.work)

    outcomes = searched(shard(0, "a", "b", "c", "d"), alone)
    assert all("killed-worker" in outcome.fault and outcome.done is None for outcome in outcomes)


@pytest.mark.parametrize("target", ["out", "out.jsonl"])
def test_an_article_that_killed_the_run_itself_is_found_by_the_next(tmp_path, target):
    """A small run works in one process; where that was killed the next one does not do the work itself."""
    write_articles(tmp_path / "in", 3)
    (tmp_path / "in" / "00001.txt").write_text("deadly")
    run = [
        sys.executable,
        "-m",
        "tests.engine.deadly_run",
        "run",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / target),
        "--model",
        "small",
    ]
    killed, found, again = (subprocess.run(run, capture_output=True, text=True, check=False) for _ in range(3))
    assert killed.returncode == -signal.SIGKILL
    for each in (found, again):
        assert each.returncode == 1
        assert "00001.txt: " in each.stderr
        assert "[killed-worker]" in each.stderr
    written = [record.record.id for record in kept(tmp_path / target)]
    assert written == ["00000", "00002"]
