"""CSV and TSV to articles: the cases of the table, encodings, and what must not fill the memory."""

import codecs
import gzip
import io
import json
import time
import tracemalloc
from pathlib import Path

import pytest

from pipeline.config import Columns, Settings
from pipeline.errors import ArticleError
from pipeline.read.articles import read
from pipeline.read.listing import listing

CASES = Path(__file__).parents[1] / "cases" / "read"


def rows(name):
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["why"]) for case in map(json.loads, lines)]


def given(path, **settings):
    return list(read(listing([str(path)]).sources, io.BytesIO(), Settings(**settings)))


@pytest.mark.parametrize("case", rows("tables.jsonl"))
def test_rows(tmp_path, case):
    path = tmp_path / case.get("file", "t.csv")
    path.write_bytes(case["raw"].encode())
    found = given(path, columns=Columns(**case.get("columns", {})))
    assert len(found) == len(case["gives"])
    for item, gives in zip(found, case["gives"], strict=True):
        if isinstance(item, ArticleError):
            where, code, *words = gives.split(" ", 2)
            assert (item.where, item.code) == (where, code)
            assert all(word in str(item) for word in words)
        else:
            assert "|".join((item.id, item.published or "", item.title or "", item.url or "", item.raw)) == gives
            assert item.source == path.name


TEXT = "id,text\nx,The café’s owner paid £5m – and left.\n"


@pytest.mark.parametrize(
    ("data", "remarked"),
    [
        (TEXT.encode(), False),
        (codecs.BOM_UTF8 + TEXT.encode(), False),
        (TEXT.encode("cp1252"), True),
        (TEXT.encode("utf-16"), False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), False),
    ],
)
def test_same_text_from_each_encoding(tmp_path, data, remarked):
    (tmp_path / "t.csv").write_bytes(data)
    (article,) = given(tmp_path / "t.csv")
    assert (article.id, article.raw) == ("x", "The café’s owner paid £5m – and left.")
    assert (article.notes != ()) == remarked


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (TEXT.encode("utf-16-le"), ["binary-file"]),
        (TEXT.encode("utf-32"), ["binary-file"]),
        (codecs.BOM_UTF16_LE + "text\n".encode("utf-16-le") + b"\x00\xd8a\0", ["damaged-text"]),
        (b"id,text\nx,caf" + b"\xc3\xa9 \xff broken\ny,Two.\n", ["damaged-text", "y"]),
        (b"id,text\nx,One\0.\ny,Two.\n", ["binary-file", "y"]),
        (b"%PDF-1.4", ["binary-file"]),
    ],
)
def test_bytes_that_are_no_text_are_named(tmp_path, data, codes):
    (tmp_path / "t.csv").write_bytes(data)
    assert [getattr(item, "code", None) or item.id for item in given(tmp_path / "t.csv")] == codes


def test_article_too_long_is_named_and_the_rest_is_read(tmp_path):
    (tmp_path / "t.csv").write_text(f"id,text\nx,{'word ' * 5000}\ny,Two.\n", encoding="utf-8")
    found = given(tmp_path / "t.csv", max_megabytes=0.01)
    assert [getattr(item, "code", None) or item.id for item in found] == ["too-large", "y"]


def test_row_that_does_not_end_ends_the_file(tmp_path):
    (tmp_path / "t.csv").write_text('id,text\nx,One.\ny,"' + "word " * 50_000, encoding="utf-8")
    found = given(tmp_path / "t.csv", max_megabytes=0.01)
    assert [getattr(item, "code", None) or item.id for item in found] == ["x", "endless-row"]
    assert found[-1].where == "t.csv:3"


@pytest.mark.parametrize("beginning", [b'text\n"', b"text\n", b""], ids=["quoted", "one line", "header"])
def test_bomb_fills_no_memory(tmp_path, beginning):
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(beginning + b"a" * 20_000_000, 1))
    tracemalloc.start()
    (fault,) = given(tmp_path / "t.csv.gz", max_megabytes=0.1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fault.code == "endless-row"
    assert peak < 5_000_000


def test_many_lines_before_a_header_that_is_none_take_no_time(tmp_path):
    (tmp_path / "t.csv").write_text('"' + "\n" * 500_000, encoding="utf-8")
    before = time.process_time()
    (fault,) = given(tmp_path / "t.csv")
    assert fault.code == "bad-quotes"
    assert time.process_time() - before < 4


def test_long_table_is_read_row_by_row(tmp_path):
    (tmp_path / "t.csv").write_text("id,text\n" + '"a","One\ntwo."\n' * 5000, encoding="utf-8")
    articles = read(listing([str(tmp_path)]).sources, io.BytesIO(), Settings())
    assert next(articles).id == "a"
    assert sum(1 for _ in articles) == 4999
