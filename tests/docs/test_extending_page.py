"""The entries that docs/extending.md shows are such as the lists take, and do what the page says."""

import re
from pathlib import Path

import pytest

from pipeline.extract.dates import DateReader
from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.lexicon import loader

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
TABLES = dict(re.findall(r"```tsv\n(.*)\n(.*)\n```", PAGE))
LISTS = {
    head: next(path for path in sorted(loader.DATA.glob("*.tsv")) if f"\n{head}\n" in path.read_text(encoding="utf-8"))
    for head in TABLES
    if not head.startswith("text\t")
}


@pytest.fixture
def extended(tmp_path, monkeypatch):
    """The word lists with the entries of the page at their ends."""
    for path in loader.DATA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for head, path in LISTS.items():
        with (tmp_path / path.name).open("a", encoding="utf-8") as file:
            file.write(TABLES[head] + "\n")
    monkeypatch.setattr(loader, "DATA", tmp_path)
    loader.load.cache_clear()
    yield
    loader.load.cache_clear()


def test_lists_are_those_that_the_page_names():
    assert len(LISTS) == 4
    assert all(f"`{path.name}`" in PAGE for path in LISTS.values())
    for case in ("figures_quantities.tsv", "dates.tsv", "dates_lookalikes.tsv"):
        assert (ROOT / "tests" / "cases" / "extract" / case).exists()


def figure():
    text = "The chip reaches 90 ZFLOPS."
    return [(text[found.start : found.end], found.unit) for found in FigureGrammar().read(text, (), ())[0]]


def date():
    text = "It opened on 3 Febr. 2021."
    return [text[found.start : found.end] for found in DateReader().read(text, [0])[0]]


def test_without_the_entries():
    assert figure() != [("90 ZFLOPS", "zettaflop")]
    assert date() != ["3 Febr. 2021"]


@pytest.mark.usefixtures("extended")
def test_with_the_entries():
    assert figure() == [("90 ZFLOPS", "zettaflop")]
    assert date() == ["3 Febr. 2021"]
