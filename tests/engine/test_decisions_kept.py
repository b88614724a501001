"""Decisions and files of a person's outlive failed articles, moved ones, lost copies and other people's files."""

import json
import shutil

import pytest
from click.testing import CliRunner

from pipeline import errors, flow
from pipeline.cli import main
from pipeline.engine.ledger import Settling
from pipeline.engine.lock import held
from pipeline.review.earlier import DecidedFinding
from tests.engine.articles import write_articles


def unspun(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def run(tmp_path):
    write_articles(tmp_path / "in", 2)

    def again(out, *more):
        return unspun("run", tmp_path / "in", "--out", tmp_path / out, "--model", "small", *more)

    return again


def failing(monkeypatch, name):
    process = flow.Flow.process

    def broken(self, article, decided=()):
        if article.id == name:
            raise errors.internal_fault(article.source, "extract", "KeyError: 1")
        return process(self, article, decided)

    monkeypatch.setattr(flow.Flow, "process", broken)


def decide(path, decision):
    before = path.read_text()
    after = before.replace('"decision":""', f'"decision":"{decision}"', 1).replace('"decision": ""', f'"decision": "{decision}"', 1)
    assert after != before
    path.write_text(after)


def test_a_line_whose_article_fails_leaves_its_decisions_for_the_next_run(run, tmp_path, monkeypatch):
    run("out.jsonl")
    decide(tmp_path / "out.jsonl", "ok")
    with monkeypatch.context() as broken:
        failing(broken, "00000")
        assert run("out.jsonl", "--published", "2021-05-05").exit_code == 1
    (kept,) = json.loads((tmp_path / "out.jsonl_orphans.json").read_bytes())
    assert (kept["article"], kept["finding"]["decision"]) == ("00000", "ok")
    run("out.jsonl", "--published", "2021-05-05")
    assert json.loads((tmp_path / "out.jsonl").read_text().splitlines()[0])["review"]["decided"] == 1
    assert not (tmp_path / "out.jsonl_orphans.json").exists()


def test_an_article_that_moves_and_fails_keeps_what_was_decided_in_its_old_place(run, tmp_path, monkeypatch):
    run("out")
    decide(tmp_path / "out" / "00000.json", "ok")
    source = tmp_path / "in" / "00000.txt"
    source.rename(tmp_path / "in" / "renamed.txt")
    source.write_text("Floods closed four schools in Leeds, where 210 pupils stayed at home on Monday and their teachers answered letters.")
    with monkeypatch.context() as broken:
        failing(broken, "renamed")
        assert run("out").exit_code == 1
    assert json.loads((tmp_path / "out" / "00000.json").read_bytes())["review"]["decided"] == 0
    run("out")
    assert json.loads((tmp_path / "out" / "renamed.json").read_bytes())["review"]["decided"] == 1
    assert not (tmp_path / "out" / "_orphans.json").exists()


def test_a_moved_article_keeps_its_own_decisions_whose_finding_is_gone():
    kept = DecidedFinding(article="old", sha256="1", part="figures", finding={"id": "f-1", "decision": "ok"})
    settling = Settling(())
    settling.move("1")
    settling.add("new", "1", (kept,))
    settling.add("old", "2", (kept,))
    assert settling.left() == [kept]


def test_what_a_person_deletes_counts_where_the_copies_of_the_results_were_lost(run, tmp_path):
    run("out")
    shutil.rmtree(tmp_path / "out" / "_written")
    (tmp_path / "out" / "_manifest.jsonl").unlink()
    run("out")
    path = tmp_path / "out" / "00000.json"
    lines = path.read_text().splitlines(keepends=True)
    gone = next(line for line in lines if '"id": "f-' in line)
    path.write_text("".join(line for line in lines if line != gone))
    run("out")
    (figure,) = [each for each in json.loads(path.read_bytes())["figures"] if each["decision"]]
    assert (figure["id"], figure["decision"]) == (json.loads(gone.strip().rstrip(","))["id"], "wrong")


def test_a_fault_within_a_run_is_not_told_as_one_of_its_lock(tmp_path):
    with pytest.raises(IsADirectoryError), held(tmp_path / "_lock", tmp_path / "_running.json"):
        tmp_path.read_bytes()
    assert not (tmp_path / "_running.json").exists()
    with held(tmp_path / "_lock", tmp_path / "_running.json"):
        pass


@pytest.mark.parametrize(
    "mine", [".notes.tmp", ".other.jsonl.77.unspun.tmp", "out.jsonl_parts/mine.jsonl", "out/_orphans/mine.txt", "out/.draft.tmp"]
)
def test_files_of_other_people_stay(run, tmp_path, mine):
    path = tmp_path / mine
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("not yours")
    run("out.jsonl")
    run("out")
    assert path.read_text() == "not yours"


def test_of_two_lines_of_one_article_no_decision_is_lost(run, tmp_path):
    run("out.jsonl")
    out = tmp_path / "out.jsonl"
    lines = out.read_text().splitlines(keepends=True)
    decide(out, "ok")
    out.write_text("\ufeff" + out.read_text().splitlines(keepends=True)[0] + "".join(lines))
    run("out.jsonl")
    assert [json.loads(line)["review"]["decided"] for line in out.read_text().splitlines()] == [1, 0]


def test_reports_are_not_written_over_what_is_none(run, tmp_path):
    run("out")
    for mine in (tmp_path / "notes.txt", tmp_path / "out" / "00000.json"):
        mine.exists() or mine.write_text("mine")
        before = mine.read_bytes()
        assert "[not-our-report]" in run("out", "--corpus-report", mine).stderr
        assert "[not-our-report]" in unspun("compare", tmp_path / "out", "--out", mine).stderr
        assert mine.read_bytes() == before
    for _ in range(2):
        assert run("out", "--fresh", "--corpus-report", tmp_path / "report.json").exit_code == 0
        assert unspun("compare", tmp_path / "out", "--out", tmp_path / "report.md").exit_code == 0


def test_a_refused_run_leaves_nothing_beside_the_file(run, tmp_path):
    (tmp_path / "articles.jsonl").write_text('{"id": "a", "text": "Sales rose."}\n')
    assert run("articles.jsonl").exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl", "in"]
