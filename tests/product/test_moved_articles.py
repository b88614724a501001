"""Decisions go with the text they were taken on, whatever id or name the article has in a later run."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli import main

XIAOMI = "Xiaomi will spend $10 billion on a plant in Beijing. Lei Jun said so in May 2021. It hired 1,000 engineers for the work there."
FERRY = "The ferry to Oslo carried 300 cars last winter, and Xiaomi sold none of them. A second ship of $5 million comes in June 2022 from Bergen."


def run(source, out):
    result = CliRunner().invoke(main, ["run", str(source), "--out", str(out), "--model", "small"])
    assert result.exit_code == 0, result.output
    return result.stderr


def records(out):
    if out.is_dir():
        found = [json.loads(path.read_bytes()) for path in out.glob("[!_]*.json")]
    else:
        found = [json.loads(line) for line in out.read_text().splitlines()]
    return {record["id"]: record for record in found}


def decide(out, article, part, words, **fields):
    """Write into a finding of an article as a person would."""
    lines = {}
    for name, record in records(out).items():
        if name == article:
            next(item for item in record[part] if words in (item.get("name"), item.get("text"))).update(fields)
        lines[name] = json.dumps(record, ensure_ascii=False)
    if out.is_dir():
        (out / f"{article}.json").write_text(lines[article] + "\n")
    else:
        out.write_text("".join(f"{line}\n" for line in lines.values()))


def notes(out):
    return {
        (name, item["note"])
        for name, record in records(out).items()
        for part in ("entities", "figures", "dates")
        for item in record[part]
        if "note" in item and item["decision"] and "stale" not in item
    }


@pytest.fixture(params=["out", "out.jsonl"])
def out(request, tmp_path):
    return tmp_path / request.param


def test_equal_texts_keep_their_own_decisions(tmp_path, out):
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / f"{name}.txt").write_text(XIAOMI)
    run(tmp_path / "in", out)
    decide(out, "a", "figures", "$10 billion", decision="=$12 billion", note="A")
    decide(out, "b", "figures", "$10 billion", decision="wrong", note="B")
    for _ in range(3):
        run(tmp_path / "in", out)
        assert notes(out) == {("a", "A"), ("b", "B")}


def test_numbered_articles_keep_their_decisions_when_one_comes_before_them(tmp_path, out):
    source = tmp_path / "news.jsonl"
    source.write_text(json.dumps({"text": XIAOMI}) + "\n")
    run(source, out)
    decide(out, "news-1", "entities", "Xiaomi", decision="=Xiaomi Group", note="A")
    decide(out, "news-1", "figures", "$10 billion", decision="ok", note="B")
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in (FERRY, XIAOMI)))
    told = run(source, out)
    assert notes(out) == {("news-2", "A"), ("news-2", "B")}
    assert "kept whose finding is gone" not in told
    assert records(out)["news-1"]["entities"][0]["decision"] == ""


def test_a_renamed_article_keeps_its_decisions(tmp_path, out):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(XIAOMI)
    run(tmp_path / "in", out)
    decide(out, "a", "figures", "$10 billion", decision="ok", note="A")
    (tmp_path / "in" / "a.txt").rename(tmp_path / "in" / "b.txt")
    run(tmp_path / "in", out)
    assert ("b", "A") in notes(out)


def test_an_article_that_others_now_share_the_name_of_keeps_its_decisions(tmp_path, out):
    (tmp_path / "in" / "x").mkdir(parents=True)
    (tmp_path / "in" / "y").mkdir()
    (tmp_path / "in" / "x" / "a.txt").write_text(XIAOMI)
    run(tmp_path / "in", out)
    decide(out, "a", "figures", "$10 billion", decision="ok", note="A")
    (tmp_path / "in" / "y" / "a.txt").write_text(FERRY)
    run(tmp_path / "in", out)
    assert ("x-a.txt", "A") in notes(out)


def test_an_article_under_another_path_and_changed_keeps_its_decisions(tmp_path, out):
    folder = tmp_path / "in" / "x"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(XIAOMI * 2)
    run(tmp_path / "in", out)
    decide(out, "a", "figures", "$10 billion", decision="ok", note="A")
    (folder / "a.txt").write_text(f"{XIAOMI * 2} It is so.")
    run(folder, out)
    assert ("a", "A") in notes(out)


def test_decisions_whose_place_another_article_took_wait_and_come_back(tmp_path, out):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(XIAOMI)
    run(tmp_path / "in", out)
    decide(out, "a", "figures", "$10 billion", decision="ok", note="A")
    (tmp_path / "in" / "a.txt").write_text(FERRY)
    assert "1 decision kept whose finding is gone" in run(tmp_path / "in", out)
    assert notes(out) == set()
    (tmp_path / "in" / "b.txt").write_text(XIAOMI)
    run(tmp_path / "in", out)
    assert notes(out) == {("b", "A")}
