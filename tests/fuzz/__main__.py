"""Fuzz one target: `.venv/bin/python -m tests.fuzz records -max_total_time=600` (any option of libFuzzer; `pip install atheris`).

What breaks it is written to tests/cases/fuzz/<target>/, where the tests take it up; what was learned on the way lies in a folder under /tmp.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipeline"]):
    from tests.fuzz.targets import ENDINGS, TARGETS

ROOT = Path(__file__).parents[2]


def seeds(target: str) -> list[bytes]:
    """Return what is known to be read: the sample articles, their records."""
    corpus = [path.read_bytes() for path in sorted((ROOT / "corpus").glob("*")) if path.is_file()]
    if target == "records":
        return [path.read_bytes()[:20_000] for path in sorted((ROOT / "tests" / "cases" / "review").rglob("*.json"))]
    if target == "files":
        return [bytes([number]) + data[:4_000] for data in corpus for number in range(len(ENDINGS))]
    if target == "lexicons":
        return [path.read_bytes() for path in sorted((ROOT / "tests").rglob("*.toml"))]
    return [data[at : at + 400] for data in corpus for at in range(0, len(data), 400)]


def main() -> None:
    target, *options = sys.argv[1:]
    learned = Path(tempfile.gettempdir()) / f"unspun-fuzz-{target}"
    learned.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (learned / f"seed-{number}").write_bytes(seed)
    found = ROOT / "tests" / "cases" / "fuzz" / target
    found.mkdir(parents=True, exist_ok=True)
    work = TARGETS[target]
    atheris.Setup([sys.argv[0], str(learned), f"-artifact_prefix={found}/", "-timeout=60", *options], work)
    atheris.Fuzz()


main()
