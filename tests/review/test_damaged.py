"""Records that hands have damaged: each gets its line and a sentence that helps."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main

CASES = Path(__file__).parents[1] / "cases" / "review"
# What a person may do without a decision: named, and taken over.
ONLY_REMARKS = {"64-value-changed.json"}


def rows():
    with (CASES / "damaged.tsv").open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def checked(folder, damaged, *arguments):
    """Return the exit status and the first problem, a damaged record standing where the tool wrote good.json."""
    (folder / "_written").mkdir()
    shutil.copy(CASES / "good.json", folder / "_written" / "article.json")
    shutil.copy(damaged, folder / "article.json")
    result = CliRunner().invoke(main, ["check", str(folder), "--json", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
def test_slip_is_named_where_it_stands(row, tmp_path):
    status, problems = checked(tmp_path, CASES / "damaged" / row["file"])
    assert status == (row["file"] not in ONLY_REMARKS)
    found = next((problem for problem in problems if problem["must"]), problems[0])
    told = f"{found['what']}; {found['remedy']}".casefold()
    assert found["line"] == int(row["line"]), found
    assert not row["column"] or found["column"] == int(row["column"]), found
    assert [word for word in row["words"].split("|") if word.casefold() not in told] == [], told


def test_every_damaged_file_has_its_row():
    assert {row["file"] for row in rows()} == {path.name for path in (CASES / "damaged").iterdir()}


def test_what_the_tool_wrote_has_nothing_to_mend(tmp_path):
    assert checked(tmp_path, CASES / "good.json") == (0, [])
