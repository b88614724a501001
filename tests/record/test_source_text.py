"""A raw text put together from its record is the source's to the character, or said not to be."""

import codecs
import hashlib
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from pipeline.config import Settings
from pipeline.read.articles import listing, read
from pipeline.record.article_record import Record
from pipeline.record.source_text import put_together, told
from tests.records import record
from tests.write.pages.made import TEXTS, made

ROOT = Path(__file__).parents[2]
SOURCES = {article.id: article for article in read(listing([str(ROOT / "corpus")]).sources, BytesIO(), Settings())}


@pytest.mark.parametrize("article", sorted(SOURCES))
def test_sample_articles(article):
    record = msgspec.json.decode((ROOT / "outputs" / f"{article}.json").read_bytes(), type=Record)
    assert put_together(record) == (SOURCES[article].raw, True)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", [0, 1, 3])
@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"", "cp1252")]
)
def test_line_ends_and_encodings(line_end, end, mark, encoding):
    raw = "\n\nA café in the wood\n\nIt opened on Friday and\nclosed again \n \n- one\n- two".replace("\n", line_end) + line_end * end
    record = made(raw, digest=hashlib.sha256(mark + raw.encode(encoding)).hexdigest())
    assert put_together(record) == (raw, True)


def test_other_digest():
    raw = "A wood\n\nIt burned."
    assert put_together(made(raw, digest="0" * 64)) == (raw, False)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_what_is_exact_is_the_source(raw):
    together = put_together(made(raw))
    assert together.raw == raw if together.exact else raw.splitlines() != together.raw.splitlines() or raw != together.raw


def test_gaps_count_together():
    count = 200
    places = tuple((at * 90_000, at * 90_000 + 1) for at in range(count))
    bent = msgspec.structs.replace(record(text=("A",) * count), paragraphs=places)
    assert len(told(bent)) < 10_000_000 < places[-1][1]
