"""docs/input.md names every kind of file and option there is, and its commands run."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.cli.run import command
from pipeline.record.sources import ENDINGS
from tests.read.archive import packed, response

PAGE = (Path(__file__).parents[2] / "docs" / "input.md").read_text(encoding="utf-8")
OF_INPUT = {"include", "exclude", "files_from", "html", "text_column", "columns", "max_megabytes"}
COMMANDS = [line.strip() for line in PAGE.splitlines() if re.match(r" {4}.*unspun run", line)]
TEXT = "The pump plant in Aker opened with 340 workers."


def test_kinds():
    cells = re.findall(r"^\| ((?:`\.\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    assert [ending for cell in cells for ending in re.findall(r"`(\.\w+)`", cell)] == list(ENDINGS)


def test_options():
    named = re.findall(r"^\| `(--[\w-]+)[^`]*` \|", PAGE, re.MULTILINE)
    assert {option.opts[0] for option in command.params if option.name in OF_INPUT} == set(named)
    assert len(named) == len(OF_INPUT)


@pytest.fixture
def inputs(tmp_path, monkeypatch):
    """What the page's commands read."""
    monkeypatch.chdir(tmp_path)
    html = f"<!doctype html><title>A plant</title><article><p>{TEXT}</p></article>"
    for name in ("news/a.html", "news/drafts/b.html", "news/web/old/c.html", "pages/page.html"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(html, encoding="utf-8")
    Path("news.csv").write_text(f"nr,day,body\n7,2022-05-06,{TEXT}\n", encoding="utf-8")
    Path("crawl.warc.gz").write_bytes(packed([response("https://post.example/news/plant-1", html.encode())]))


@pytest.mark.parametrize("line", COMMANDS)
def test_commands(inputs, line):  # noqa: ARG001 - it makes the files
    arguments = shlex.split(line.partition("| ")[2] or line)[1:]
    result = CliRunner().invoke(main, [*arguments, "--model", "small"], input=b"news/a.html\0")
    assert result.exit_code == 0, result.stderr
    assert "1 article," in result.stderr


def test_the_id_that_it_shows(inputs):  # noqa: ARG001 - as above
    CliRunner().invoke(main, ["run", "crawl.warc.gz", "--model", "small"])
    (record,) = Path("outputs").glob("[!_]*.json")
    assert f"`{record.stem}`" in PAGE
