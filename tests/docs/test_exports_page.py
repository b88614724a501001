"""docs/exports.md names every form, table, column and view, and no other; its commands run."""

import re
import shlex
import shutil
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import main
from pipeline.cli.export import command
from pipeline.engine.exporting import FORMS
from pipeline.write.exports.sqlite_file import VIEWS
from pipeline.write.exports.tables import described

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


def table(head):
    return re.findall(r"^\| `(\w+)` \|", PAGE.partition(head)[2].partition("\n\n")[0], re.MULTILINE)


def test_columns():
    assert described() in PAGE
    assert PAGE.count("\n### ") == described().count("### ")


def test_forms():
    assert table("| `--to` |") == list(FORMS)
    assert tuple(command.params[1].type.choices) == FORMS
    assert re.findall(r"`(\w+)` \| a folder", PAGE) == ["csv", "parquet", "webanno", "markdown"]


def test_views():
    assert table("| view |") == re.findall(r"CREATE VIEW (\w+)", VIEWS.read_text(encoding="utf-8"))


def test_commands_run(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "outputs", tmp_path / "outputs")
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^    \$ unspun (.*)", PAGE, re.MULTILINE)
    assert len(lines) > 3
    for line in lines:
        result = CliRunner().invoke(main, shlex.split(line))
        assert (line, result.exit_code) == (line, 0), result.output
