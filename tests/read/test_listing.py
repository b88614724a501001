"""Which files are read: patterns, lists of paths, links."""

import io
import os
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.read.articles import read
from pipeline.read.listing import Patterns, listing, paths_in
from pipeline.record.sources import ENDINGS, holds_many, kind

PATTERNS = Path(__file__).parents[1] / "cases" / "read" / "patterns.tsv"
FILES = ("a.txt", "c.html", "drafts/b.txt", "web/d.html", "web/old/e.txt")


def rows():
    _, *body = (line.split("\t") for line in PATTERNS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [pytest.param(*map(str.split, cells), id="|".join(cells[:2])) for cells in body]


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        (tmp_path / "news" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "news" / name).write_text("Some text.", encoding="utf-8")
    return tmp_path / "news"


def names(found):
    return [source.name for source in found.sources]


@pytest.mark.parametrize(("include", "exclude", "takes"), rows())
def test_patterns(folder, include, exclude, takes):
    found = listing([str(folder)], Patterns(tuple(include), tuple(exclude)))
    assert sorted(names(found)) == sorted(takes)
    assert found.passed_over == {}


def test_what_a_pattern_leaves_out_is_not_told_of_and_what_is_named_is_read(folder):
    (folder / "a.pdf").write_bytes(b"%PDF")
    nothing = Patterns(include=("*.nothing",))
    assert names(listing([str(folder), str(folder / "a.txt")], nothing)) == ["a.txt"]
    assert listing([str(folder)], nothing).passed_over == {}
    assert listing([str(folder)], Patterns(include=("a.*",))).passed_over == {".pdf": 1}


def test_listed_files_go_by_their_path(folder, monkeypatch):
    (folder / "drafts" / "a.txt").write_text("Another text.", encoding="utf-8")
    monkeypatch.chdir(folder)
    found = listing([], listed=paths_in(b"drafts/a.txt\n./a.txt\ngone.txt\nweb\n"))
    assert [(source.name, source.id) for source in found.sources] == [
        ("drafts/a.txt", "drafts-a.txt"),
        ("a.txt", "a.txt"),
        ("d.html", "d"),
        ("old/e.txt", "e"),
    ]
    assert [fault.where for fault in found.unreadable] == ["gone.txt"]


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        (b"", ()),
        (b"\n\r\n", ()),
        (b"\xef\xbb\xbfa.txt\r\n b c.txt ", ("a.txt", " b c.txt ")),
        (b"a\nb.txt\0c.txt\0", ("a\nb.txt", "c.txt")),
        ("caf\u00e9.txt\n".encode(), ("caf\u00e9.txt",)),
        (b"bad\xff.txt\n", (os.fsdecode(b"bad\xff.txt"),)),
    ],
)
def test_lists(data, paths):
    assert paths_in(data) == paths


def test_links_lead_to_files_and_never_to_folders(tmp_path, folder):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("Some text.", encoding="utf-8")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "web" / "up").symlink_to(tmp_path, target_is_directory=True)
    (folder / "away").symlink_to(tmp_path / "outside", target_is_directory=True)
    (folder / "turning.txt").symlink_to(folder / "turning.txt")
    (folder / "z.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    found = listing([str(folder)])
    assert names(found) == [*FILES, "z.txt"]
    assert found.passed_over == {"no regular file": 1}
    assert names(listing([str(folder / "loop")])) == [*FILES, "z.txt"]


@pytest.mark.parametrize("ending", [*ENDINGS, *(f"{ending}.gz" for ending in ENDINGS)])
def test_each_kind_is_found_in_folders_and_its_ending_is_no_part_of_the_id(tmp_path, ending):
    (tmp_path / f"News of May{ending.upper()}").write_bytes(b"")
    (source,) = listing([str(tmp_path)]).sources
    assert source.id == "News of May"
    assert source.holds_lines == holds_many(source.name) == (kind(source.name) in {"lines", "table", "archive"})


def test_same_stem_packed_and_not_are_two_articles(tmp_path):
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "a.txt.gz").write_bytes(b"")
    assert [source.id for source in listing([str(tmp_path)]).sources] == ["a.txt", "a.txt.gz"]
    assert next(read(listing([str(tmp_path)]).sources, io.BytesIO(), Settings())).id == "a.txt"
