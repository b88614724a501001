"""A run that is stopped at any moment loses nothing that was done, and the next one takes up where it stopped."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.write import files
from tests.engine.articles import results, write_articles

ROUNDS = int(os.environ.get("UNSPUN_KILLS", "3"))
ARTICLES = int(os.environ.get("UNSPUN_KILLED_ARTICLES", "40"))
COMMAND = [sys.executable, "-m", "pipeline", "run"]


def unspun(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def children(process: int) -> list[int]:
    """Return the processes that a process has started, and theirs."""
    listed = Path(f"/proc/{process}/task/{process}/children")
    own = [int(child) for child in listed.read_text().split()] if listed.exists() else []
    return own + [each for child in own for each in children(child)]


def named(process: int) -> str:
    """Return how a process calls itself, nothing where it is gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many") / "in"
    write_articles(folder, ARTICLES)
    out = folder.with_name("whole")
    assert unspun("run", folder, "--out", out, "--model", "small").exit_code == 0
    lines = folder.with_name("whole.jsonl")
    assert unspun("run", folder, "--out", lines, "--model", "small").exit_code == 0
    return folder, out, lines


@pytest.mark.parametrize("target", ["out", "out.jsonl"])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_killed_runs_end_up_as_one_that_was_not(corpus, tmp_path, target, workers):
    articles, whole, lines = corpus
    chance = random.Random(f"{target}{workers}")
    out = tmp_path / target
    for _ in range(ROUNDS):
        arguments = [*COMMAND, str(articles), "--out", str(out), "--model", "small", "--workers", workers]
        run = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(1.0, 6.0))
        mates = children(run.pid)
        # A worker alone, or the run itself with all that it started.
        if mates and chance.random() < 0.4:
            os.kill(chance.choice(mates), signal.SIGKILL)
            time.sleep(chance.uniform(0.0, 2.0))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    assert unspun("run", articles, "--out", out, "--model", "small").exit_code == 0
    if target == "out":
        assert results(out) == results(whole)
    else:
        assert out.read_bytes() == lines.read_bytes()
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith((".tmp", ".next")) or "_parts" in path.name]


def test_what_is_done_is_not_done_again(corpus):
    articles, whole, _ = corpus
    before = {path: path.stat().st_mtime_ns for path in whole.glob("*.json")}
    assert f"{ARTICLES} left as they were" in unspun("run", articles, "--out", whole, "--model", "small").stderr
    assert {path: path.stat().st_mtime_ns for path in whole.glob("*.json")} == before


def test_only_what_changed_is_computed_again(tmp_path):
    write_articles(tmp_path / "in", 6)
    arguments = ("run", tmp_path / "in", "--out", tmp_path / "out", "--model", "small")
    unspun(*arguments)
    changed = tmp_path / "in" / "00003.txt"
    changed.write_text(changed.read_text() + "\nSales rose 12% in May.\n")
    assert "5 left as they were" in unspun(*arguments).stderr
    decided = tmp_path / "out" / "00001.json"
    decided.write_text(decided.read_text().replace('"decision": ""', '"decision": "ok"', 1))
    assert "5 left as they were" in unspun(*arguments).stderr
    assert json.loads(decided.read_bytes())["review"]["decided"] == 1
    assert "left as they were" not in unspun(*arguments, "--published", "2021-05-05").stderr
    assert "6 left as they were" in unspun(*arguments, "--published", "2021-05-05").stderr
    assert "left as they were" not in unspun(*arguments, "--published", "2021-05-05", "--fresh").stderr


def test_the_report_follows_the_articles_of_the_run(tmp_path):
    write_articles(tmp_path / "in", 3)
    arguments = ("run", tmp_path / "in", "--out", tmp_path / "out", "--model", "small")
    unspun(*arguments)
    report = tmp_path / "out" / "_corpus.json"
    whole = report.read_bytes()
    (tmp_path / "in" / "00002.txt").unlink()
    unspun(*arguments)
    assert report.read_bytes() != whole
    assert "00002" not in report.read_text()


def test_lines_that_a_person_edited_are_worked_on_and_the_others_stand(tmp_path):
    write_articles(tmp_path / "in", 4)
    out = tmp_path / "out.jsonl"
    arguments = ("run", tmp_path / "in", "--out", out, "--model", "small")
    unspun(*arguments)
    lines = out.read_text().splitlines(keepends=True)
    lines[2] = lines[2].replace('"decision":""', '"decision":"ok"', 1)
    out.write_text("".join(lines))
    assert "3 left as they were" in unspun(*arguments).stderr
    assert "4 left as they were" in unspun(*arguments).stderr
    (tmp_path / "in" / "00002.txt").unlink()
    unspun(*arguments)
    (orphan,) = json.loads((tmp_path / "out.jsonl_orphans.json").read_bytes())
    assert (orphan["article"], orphan["finding"]["decision"]) == ("00002", "ok")


def test_a_second_run_into_one_place_says_who_holds_it(corpus, tmp_path):
    articles, _, _ = corpus
    out = tmp_path / "out"
    arguments = [*COMMAND, str(articles), "--out", str(out), "--model", "small"]
    first = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not (out / "_running.json").exists():
            time.sleep(0.05)
        second = unspun("run", articles, "--out", out, "--model", "small")
    finally:
        first.kill()
        first.wait()
    assert second.exit_code == 2
    assert f"another run is writing here (process {first.pid} on " in second.stderr


@pytest.mark.parametrize("target", ["out", "out.jsonl"])
def test_a_full_disk_stops_the_run_with_one_line_and_damages_nothing(tmp_path, target):
    write_articles(tmp_path / "in", 8)
    out = tmp_path / target
    arguments = [*COMMAND, str(tmp_path / "in"), "--out", str(out), "--model", "small", "--corpus-report", str(tmp_path / "report.json")]
    subprocess.run(arguments, check=True, capture_output=True)
    before = results(tmp_path)
    for path in (tmp_path / "in").glob("*.txt"):
        path.write_text(path.read_text() + "\nSales rose 12% in May.\n" * 200)

    def small_files_only():
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    full = subprocess.run(arguments, check=False, capture_output=True, text=True, preexec_fn=small_files_only)
    assert full.returncode == 74
    (line,) = [line for line in full.stderr.splitlines() if "cannot be written" in line]
    assert "Traceback" not in full.stderr
    now = results(tmp_path)
    assert {name: now[name] for name in before if not name.startswith("in/")} == {
        name: data for name, data in before.items() if not name.startswith("in/")
    }
    assert line.endswith("[cannot-write]")


def test_a_manifest_cut_off_in_its_last_line_counts_up_to_there(tmp_path):
    write_articles(tmp_path / "in", 20)
    arguments = ("run", tmp_path / "in", "--out", tmp_path / "out", "--model", "small")
    unspun(*arguments)
    manifest = tmp_path / "out" / "_manifest.jsonl"
    first, second, _ = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(first + second[: len(second) // 2])
    assert "16 left as they were" in unspun(*arguments).stderr
    assert "20 left as they were" in unspun(*arguments).stderr


def test_a_manifest_that_is_none_is_named(tmp_path):
    write_articles(tmp_path / "in", 2)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "_manifest.jsonl").write_text("{}\nnonsense\n")
    refused = unspun("run", tmp_path / "in", "--out", tmp_path / "out")
    assert refused.exit_code == 2
    assert "_manifest.jsonl" in refused.stderr


def test_an_article_that_takes_for_ever_is_given_up(tmp_path, monkeypatch):
    from pipeline import flow

    write_articles(tmp_path / "in", 3)
    process = flow.Flow.process

    def slow(self, article, decided=()):
        while article.id == "00001":
            pass
        return process(self, article, decided)

    monkeypatch.setattr(flow.Flow, "process", slow)
    result = unspun("run", tmp_path / "in", "--out", tmp_path / "out", "--model", "small", "--seconds", "0.5")
    assert result.exit_code == 1
    assert "00001.txt: reading it took more than 0.5 seconds of computing" in result.stderr
    assert sorted(path.name for path in (tmp_path / "out").glob("0*.json")) == ["00000.json", "00002.json"]


def test_temporary_files_of_the_dead_are_cleared_away(tmp_path):
    write_articles(tmp_path / "in", 1)
    out = tmp_path / "out"
    (out / "_written").mkdir(parents=True)
    left = [out / ".00000.json.77.unspun.tmp", out / "_written" / ".00000.json.next.77.unspun.tmp"]
    for path in left:
        path.write_text("half a rec")
    unspun("run", tmp_path / "in", "--out", out, "--model", "small")
    assert not any(path.exists() for path in left)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a\0b", "x" * 300, "CON", "a/../../b", "..", "_corpus", ".hidden", "\ud800"])
def test_results_stay_in_their_folder_whatever_the_id(tmp_path, name):
    lines = tmp_path / "in.jsonl"
    lines.write_text(json.dumps({"id": name, "text": "Xiaomi sold 5 cars in May 2021."}) + "\n")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    result = unspun("run", lines, "--out", tmp_path / "deep" / "out", "--model", "small")
    made = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert result.exit_code in {0, 1}
    assert all((tmp_path / "deep" / "out") in path.parents for path in made)


def test_the_same_bytes_come_from_a_cluster(corpus, tmp_path):
    articles, _, lines = corpus
    result = unspun("run", articles, "--out", tmp_path / "out.jsonl", "--model", "small", "--engine", "ray", "--workers", "2")
    assert result.exit_code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == lines.read_bytes()


def test_a_cluster_whose_worker_is_killed_ends_with_the_same_bytes(corpus, tmp_path):
    articles, _, lines = corpus
    out = tmp_path / "out.jsonl"
    arguments = [*COMMAND, str(articles), "--out", str(out), "--model", "small", "--engine", "ray", "--workers", "2"]
    run = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    killed = 0
    while run.poll() is None:
        busy = [mate for mate in children(run.pid) if named(mate).startswith("ray::_worked_on")]
        if busy and not killed:
            killed = busy[0]
            os.kill(killed, signal.SIGKILL)
        time.sleep(0.02)
    assert (run.returncode, bool(killed)) == (0, True)
    assert out.read_bytes() == lines.read_bytes()


def test_append_and_sync_say_what_they_cannot_write(tmp_path):
    from pipeline.errors import OutputError

    with pytest.raises(OutputError):
        files.append(tmp_path / "no" / "file", b"x")
    with pytest.raises(OutputError):
        files.sync([tmp_path / "no"])
