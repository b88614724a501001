"""Pages through trafilatura: its text, and of its metadata only what the page states."""

import hashlib
import io
import json
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.read import articles as reading
from pipeline.read.articles import read
from pipeline.read.listing import listing
from tests.read.archive import response

CASES = Path(__file__).parents[1] / "cases" / "read" / "pages.jsonl"
TRAFILATURA = Settings(html="trafilatura")


def given(path, settings=TRAFILATURA):
    return list(read(listing([str(path)]).sources, io.BytesIO(), settings))


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["why"]) for case in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())]
)
def test_pages(tmp_path, case):
    (tmp_path / "a.html").write_text(case["page"], encoding="utf-8")
    (article,) = given(tmp_path / "a.html")
    assert (article.published, article.published_how) == (case["published"], "metadata" if case["published"] else None)
    assert (article.title, article.url) == (case.get("title", "Plant opens"), case.get("url"))
    assert bool(article.notes) == case.get("noted", False)
    assert "said Mara Lindholm" in article.raw
    assert "More news" not in article.raw
    assert "<" not in article.raw


def test_extracted_text_is_the_raw_text(tmp_path):
    (tmp_path / "a.html").write_text(json.loads(CASES.read_text(encoding="utf-8").splitlines()[0])["page"], encoding="utf-8")
    (article,) = given(tmp_path / "a.html")
    assert article.markup == "plain"
    assert article.sha256 == hashlib.sha256(article.raw.encode()).hexdigest()
    assert article.extracted == f"trafilatura {version('trafilatura')}"
    assert article.source == "a.html"
    assert article.raw.endswith(".\n")
    assert "\n\n" in article.raw
    (own,) = given(tmp_path / "a.html", Settings())
    assert (own.extracted, own.markup) == (None, "html")


def test_other_kinds_are_read_as_ever(tmp_path):
    for name, text in (("a.txt", "Some text."), ("b.jsonl", '{"text": "<p>One."}'), ("c.csv", "text\n<p>One.\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert given(tmp_path) == given(tmp_path, Settings())


def test_pages_of_archives_too(tmp_path):
    page = json.loads(CASES.read_text(encoding="utf-8").splitlines()[0])["page"].encode()
    (tmp_path / "a.warc").write_bytes(
        response("https://post.example/news/1", page) + response("https://post.example/2", b"x", kind="text/plain")
    )
    first, second = given(tmp_path)
    assert (first.url, first.published, second.extracted) == ("https://post.example/news/1", "2022-05-06", None)
    assert first.raw.startswith("Plant opens\n\nThe pump plant")


def test_page_without_an_article_is_named(tmp_path):
    (tmp_path / "a.html").write_text("<html><body><script>let home = 1</script></body></html>", encoding="utf-8")
    (fault,) = given(tmp_path)
    assert fault.code == "nothing-extracted"


def test_page_over_which_it_would_sit_for_hours_is_given_up(tmp_path):
    (tmp_path / "a.html").write_text(f"<html><body><article><p>{'<span>a</span> ' * 100_000}", encoding="utf-8")
    (fault,) = given(tmp_path, Settings(html="trafilatura", seconds=0.5))
    assert fault.code == "too-slow"


@pytest.mark.parametrize(
    ("name", "settings", "library", "extra"),
    [
        ("a.html", TRAFILATURA, "trafilatura", "html"),
        ("a.txt", TRAFILATURA, "trafilatura", "html"),
        ("a.warc.gz", Settings(), "warcio", "warc"),
        ("a.warc", Settings(), "brotli", "warc"),
    ],
)
def test_missing_library_is_said_in_one_line(tmp_path, monkeypatch, name, settings, library, extra):
    (tmp_path / name).write_bytes(b"")
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError) as refusal:
        reading.check_installed(listing([str(tmp_path)]).sources, settings)
    assert f"pip install 'unspun[{extra}]'" in str(refusal.value)


def test_nothing_is_asked_for_that_is_not_needed(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text("<p>Some text.", encoding="utf-8")
    for library in ("trafilatura", "warcio", "brotli"):
        monkeypatch.setitem(sys.modules, library, None)
    reading.check_installed(listing([str(tmp_path)]).sources, Settings())
    assert len(given(tmp_path, Settings())) == 1


def test_settings_that_change_nothing_leave_the_digest_as_it_was():
    assert Settings().digest == "1057cb17"
    assert TRAFILATURA.digest != Settings().digest
