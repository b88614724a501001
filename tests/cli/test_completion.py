"""Completion as a shell asks for it, and exit statuses that are documented."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import errors
from pipeline.cli import main
from pipeline.cli.faults import EXITS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("shell", "words"), [("bash", "complete -o"), ("zsh", "#compdef unspun"), ("fish", "complete --no-files")])
def test_script(shell, words):
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert words in result.stdout
    assert "_UNSPUN_COMPLETE" in result.stdout


def completed(*words):
    line = " ".join(("unspun", *words))
    env = {"_UNSPUN_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    result = CliRunner().invoke(main, [], env=env, prog_name="unspun")
    return [line.split(",", 1) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("com",), ["plain", "compare"]),
        (("run", "--mod"), ["plain", "--model"]),
        (("run", "--engine", ""), ["plain", "ray"]),
        (("run", "art"), ["file", "art"]),
        (("run", "--out", "o"), ["file", "o"]),
        (("compare", "--sources", "c"), ["file", "c"]),
        (("review", "--kind", "d"), ["plain", "dates"]),
    ],
)
def test_words_and_files_are_completed(words, expected):
    assert expected in completed(*words)


def test_completion_heeds_no_broken_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "unspun.toml").write_text("nonsense", encoding="utf-8")
    assert ["plain", "--model"] in completed("run", "--mod")


def test_the_bash_script_works_in_bash(tmp_path):
    bash = shutil.which("bash")
    assert bash, "the tests of the documents need bash too"
    caller = tmp_path / "unspun"
    caller.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -c "from pipeline.cli import main; main(prog_name=\'unspun\')" "$@"\n'
    )
    caller.chmod(0o755)
    script = 'eval "$(unspun completion bash)"; COMP_WORDS=(unspun sta); COMP_CWORD=1; _unspun_completion unspun; echo "${COMPREPLY[@]}"'
    done = subprocess.run(
        [bash, "-c", script], capture_output=True, text=True, check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, cwd=tmp_path
    )
    assert done.stdout.split() == ["status"]


def test_exit_statuses_are_those_that_are_documented():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.UnspunError)]
    assert {kind.exit_code for kind in kinds} <= EXITS.keys()
    for name in main.list_commands(None):
        said = re.search(r"Exit status: (.*?)(?:\n\n|\Z)", main.get_command(None, name).help, re.DOTALL)
        statuses = {int(number) for number in re.findall(r"(?:^|[,;:]\s)(\d+) ", said[1])} if said else set()
        assert statuses <= EXITS.keys(), name
        assert said is None or 0 in statuses, name
