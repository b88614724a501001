"""Word lists: read strictly, and each with its origin."""

import re
from pathlib import Path

import msgspec
import pytest

from pipeline.errors import LexiconError
from pipeline.lexicon import loader


class Row(msgspec.Struct, frozen=True):
    word: str
    count: int
    forms: tuple[str, ...] = ()


def read(tmp_path, text):
    path = tmp_path / "list.tsv"
    path.write_text(text, encoding="utf-8")
    return loader.read(path, Row)


def test_rows_in_file_order(tmp_path):
    assert read(tmp_path, "# a comment\nword\tcount\tforms\nb\t2\tx|y\n\na\t1\t\n") == (Row("b", 2, ("x", "y")), Row("a", 1))
    assert read(tmp_path, "count\tword\n3\tc\n") == (Row("c", 3),)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("word\tnumber\nb\t2\n", "list.tsv:1", "unknown columns ['number'] and lacks ['count']"),
        ("word\tcount\nb\t2\t3\n", "list.tsv:2", "3 cells where the header has 2"),
        ("word\tcount\nb\ttwo\n", "list.tsv:2", "Expected `int`"),
        ("word\tcount\nb \t2\n", "list.tsv:2", "white space"),
        ("word\tcount\nb\t2\n\nb\t2\n", "list.tsv:4", "stands already in line 2"),
    ],
)
def test_faults_are_named_with_file_and_line(tmp_path, text, place, words):
    with pytest.raises(LexiconError) as refusal:
        read(tmp_path, text)
    assert refusal.value.where == place
    assert words in refusal.value.what


def test_every_list_has_its_origin():
    sources = (loader.DATA.parent / "SOURCES.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([\w.-]+)` \|", sources, re.MULTILINE))
    assert named == {path.name for path in loader.DATA.iterdir()}


@pytest.mark.parametrize("path", sorted(loader.DATA.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_list_says_what_it_is(path: Path):
    comment = " ".join(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    assert len(comment.split()) > 10
    assert re.search(r"Apache-2\.0|CC BY|Unicode License|public domain", comment)
