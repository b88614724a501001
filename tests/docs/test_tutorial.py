"""Every line of the tutorial does what the page says."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
# A command and what it prints, up to the next.
STEPS = [step for block in BLOCKS for step in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]


def test_every_line(tmp_path):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "unspun"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m pipeline "$@"\n')
    command.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "COLUMNS": "300"}
    assert len(STEPS) > 12
    for line, shown in STEPS:
        done = subprocess.run(
            ["bash", "-c", f"{line} 2>&1"], cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        alike = doctest.OutputChecker().check_output(shown, done.stdout, doctest.ELLIPSIS)
        assert alike, f"$ {line}\n{done.stdout}"
