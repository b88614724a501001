"""Every kind of file in gzip: the same article as without, and no more of a bomb than shows that it is one."""

import gzip
import hashlib
import io
import tracemalloc

import msgspec
import pytest

from pipeline.config import Settings
from pipeline.read.articles import read
from pipeline.read.listing import listing

KINDS = {
    ".txt": b"---\npublished: 2022-05-06\n---\nSome caf\xe9.",
    ".md": b"# A title\n\nSome *text*.",
    ".html": b"<title>A title</title><p>Some text.",
    ".htm": b"<p>Some text.",
    ".jsonl": b'{"text": "One."}\n{"id": "x", "text": "Two."}\n',
    ".ndjson": b'{"text": "One."}',
    ".csv": b"id,text\nx,One.\n",
    ".tsv": b"id\ttext\nx\tOne.\n",
}


def given(path, **settings):
    return list(read(listing([str(path)]).sources, io.BytesIO(), Settings(**settings)))


@pytest.mark.parametrize("ending", KINDS)
def test_same_articles_as_without(tmp_path, ending):
    data = KINDS[ending]
    (tmp_path / f"a{ending}").write_bytes(data)
    (tmp_path / f"a{ending}.gz").write_bytes(gzip.compress(data))
    plain, packed = given(tmp_path / f"a{ending}"), given(tmp_path / f"a{ending}.gz")
    assert [msgspec.structs.replace(article, source=f"a{ending}") for article in packed] == plain
    assert plain
    if ending in {".txt", ".md", ".html", ".htm"}:
        assert plain[0].sha256 == hashlib.sha256(data).hexdigest()


def test_file_of_no_known_kind_that_is_named(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"<!doctype html><p>Some text."))
    (article,) = given(tmp_path / "a.gz")
    assert (article.id, article.markup) == ("a", "html")


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.jsonl.gz", "a.jsonl"])
def test_bomb_fills_no_memory(tmp_path, name):
    data = b"a" * 50_000_000
    (tmp_path / name).write_bytes(gzip.compress(data, 1) if name.endswith(".gz") else data)
    tracemalloc.start()
    (fault,) = given(tmp_path / name, max_megabytes=0.1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (fault.code, fault.where.partition(":")[0]) == ("too-large", name)
    assert peak < 3_000_000


def test_line_too_long_leaves_its_neighbours_alone(tmp_path):
    line = b'{"text": "%s"}\n'
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line % b"One." + line % (b"a" * 500_000) + line % b"Three."))
    found = given(tmp_path / "a.jsonl.gz", max_megabytes=0.1)
    assert [getattr(item, "id", None) or item.where for item in found] == ["a-1", "a.jsonl.gz:2", "a-3"]


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize(
    "data",
    [b"", b"plain", gzip.compress(b"text\nSome text.")[:20], gzip.compress(b"Some text.")[:-8] + bytes(8)],
    ids=["empty", "not packed", "cut off", "false sum"],
)
def test_damage_is_named(tmp_path, ending, data):
    (tmp_path / f"a{ending}.gz").write_bytes(data)
    codes = [fault.code for fault in given(tmp_path / f"a{ending}.gz")][-1:]
    # A compressed file of no bytes holds nothing, and a list of nothing is none the worse for it.
    assert codes == (["damaged-gzip"] if data else [] if ending in {".jsonl", ".ndjson"} else ["empty-article"])
