"""Whatever a file of any kind holds, there are articles or plain errors, never a traceback."""

import gzip
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Settings
from pipeline.errors import ArticleError
from pipeline.read.articles import read
from pipeline.read.listing import listing
from pipeline.record.sources import ENDINGS
from tests.read.archive import packed, record, response

PAGE = b'<!doctype html><head><title>T</title><script type=\'application/ld+json\'>{"datePublished": "2022-05-06"}</script></head><article><p>The plant in Aker opened.</p></article>'
PAGES = [
    response("https://post.example/a", PAGE),
    record("request", "https://post.example/b", b"GET / HTTP/1.1\r\n\r\n"),
    response("https://post.example/b", b"5\r\nSome \r\n5\r\ntext.\r\n0\r\n\r\n", kind="text/plain", head=("Transfer-Encoding: chunked",)),
    response("https://post.example/c", gzip.compress(PAGE, mtime=0), head=("Content-Encoding: gzip",)),
]
WHOLE = {
    "plain": b"---\npublished: 2022-05-06\n---\nSome text.",
    "markdown": b"# A title\n\nSome text.",
    "html": PAGE,
    "lines": b'{"id": "a", "text": "One."}\n{"text": "Two.", "published": 2022}\n',
    "table": b'id,text,published\nx,"One, ""two""\nand three.",2022\ny,Two.,\n',
    "archive": b"".join(PAGES),
}
NAMES = [f"a{ending}{packing}" for ending in ENDINGS for packing in ("", ".gz")]


def whole(name):
    kind = ENDINGS[name.removesuffix(".gz").removeprefix("a")]
    if not name.endswith(".gz"):
        return WHOLE[kind]
    return packed(PAGES) if kind == "archive" else gzip.compress(WHOLE[kind], mtime=0)


@st.composite
def files(draw):
    """A file of any kind: any bytes, or a whole one in which some bytes were taken out, put in, or written over."""
    name = draw(st.sampled_from(NAMES))
    if draw(st.integers(0, 4)) == 0:
        return name, draw(st.binary(max_size=200))
    data = whole(name)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.integers(0, 20))
        data = (
            data[:start]
            + draw(st.binary(max_size=8) | st.sampled_from([b'"', b"\r\n", b"\r\n\r\n", b"WARC/1.0\r\n", b"\xff", b"\0", b"<"]))
            + data[end:]
        )
    return name, data


@given(file=files(), html=st.sampled_from(["own", "trafilatura"]))
@settings(deadline=None, max_examples=300)
def test_articles_or_plain_errors(file, html):
    name, data = file
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(data)
        found = list(read(listing([folder]).sources, io.BytesIO(), Settings(html=html, max_megabytes=0.01)))
    ids = []
    for item in found:
        if isinstance(item, ArticleError):
            assert item.where.startswith(name)
            assert "\n" not in str(item)
        else:
            ids.append(item.id)
            assert item.raw.strip()
            assert item.raw.encode().decode() == item.raw
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", NAMES)
def test_whole_files_give_articles_alone(tmp_path, name):
    (tmp_path / name).write_bytes(whole(name))
    found = list(read(listing([str(tmp_path)]).sources, io.BytesIO(), Settings()))
    assert found
    assert not any(isinstance(item, ArticleError) for item in found)
