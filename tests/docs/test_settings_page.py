"""docs/settings.md: its file is one, its refusal is what is said, its commands run, its variables are read."""

import os
import re
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import main
from pipeline.cli.settings_file import read

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
FILE = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1]


def test_file_is_read(tmp_path):
    path = tmp_path / "unspun.toml"
    path.write_text(FILE, encoding="utf-8")
    found = read(path, {name: main.get_command(None, name) for name in main.list_commands(None)})
    assert len(found["run"]) == 5
    assert found["compare"]["most"].value == 50
    assert found["review"]["kinds"].value == ["figures", "dates"]
    assert found["run"]["lexicons"].value == [str(tmp_path / "names.toml"), str(Path.home() / "everywhere.toml")]


def test_refusal_is_what_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "unspun.toml").write_text('# mine\nmodle = "small"\n', encoding="utf-8")
    begin, end = re.search(r"^(unspun: unspun.toml:2: .*), \.\.\. (\[.*\])$", PAGE, re.MULTILINE).groups()
    said = CliRunner().invoke(main, ["config"]).stderr.rstrip()
    assert said.startswith(begin)
    assert said.endswith(end)


def test_commands_run(tmp_path):
    example = re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)[1]
    script = f'set -e\nunspun() {{ "$PYTHON" -c "from pipeline.cli import main; main()" "$@"; }}\n{example}unspun config > unspun.toml; unspun run --help'
    environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "workers = 2 " in done.stdout


def test_variables_are_read_somewhere():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline" / "cli").glob("*.py"))
    table = PAGE.partition("## Other variables")[2]
    for name in re.findall(r"`([A-Z_]+)`", table):
        assert name in code, name
