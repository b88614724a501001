"""docs/lexicon.md: its example runs and shows what it says, its entries are read, and no table is left out."""

import os
import re
import subprocess
import sys
from pathlib import Path

from pipeline.lexicon import personal

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "lexicon.md").read_text(encoding="utf-8")


def test_example_gives_what_the_page_says(tmp_path):
    example = re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)[1]
    script = f'set -e\nunspun() {{ "$PYTHON" -c "from pipeline.cli import main; main()" "$@"; }}\n{example}'
    environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert '"name": "Great Wall Motor"' in done.stdout
    said = re.search(r"with `(your lexicon: [^`]*)`", PAGE)[1]
    assert said in done.stdout


def test_entries_are_read():
    entries = personal.parse(re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1].encode(), "page")
    assert [personal.table_of(entry) for entry in entries.entries()] == list(personal.TABLES)
