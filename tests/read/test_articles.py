"""Files, folders, lines and standard input to articles."""

import errno
import gzip
import io
import json
import os
import time
import tracemalloc
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.errors import ArticleError, UsageError
from pipeline.read.articles import read
from pipeline.read.listing import listing
from pipeline.read.metadata import of_html
from pipeline.record.article import Article
from tests.read.archive import response


def articles(*paths, stdin=b"", settings=None):
    return list(read(listing(map(str, paths)).sources, io.BytesIO(stdin), settings or Settings()))


def test_folder_is_walked_in_order_and_the_tools_own_files_left_out(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.html", "_own.txt", ".hidden.txt", "d.pdf", "e.PNG"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Some text.", encoding="utf-8")
    found = listing([str(tmp_path)])
    assert [source.name for source in found.sources] == ["a.md", "b.txt", "sub/c.html"]
    assert found.passed_over == {".PNG": 1, ".pdf": 1}
    assert [(article.id, article.markup, article.source) for article in articles(tmp_path)] == [
        ("a", "markdown", "a.md"),
        ("b", "plain", "b.txt"),
        ("c", "html", "sub/c.html"),
    ]


def test_link_to_a_folder_is_not_followed(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "a.txt").write_text("Some text.", encoding="utf-8")
    assert [source.name for source in listing([str(tmp_path / "in")]).sources] == ["a.txt"]


def test_colliding_names_are_told_apart_whatever_their_order(tmp_path):
    names = ("a.md", "a.txt", "x/a.txt", "B.txt", "x/b.html", "c.txt")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Some text.", encoding="utf-8")
    ids = {"a.md", "a.txt", "x-a.txt", "B.txt", "x-b.html", "c"}
    assert {article.id for article in articles(tmp_path)} == ids
    one_by_one = [str(tmp_path / name) for name in names]
    assert {article.id for article in articles(*one_by_one)} == {article.id for article in articles(*one_by_one[::-1])}
    assert len(articles(tmp_path / "c.txt", tmp_path / "c.txt")) == 1


def test_equal_ids_of_records_are_numbered(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "One."}\n' * 3, encoding="utf-8")
    assert [article.id for article in articles(tmp_path / "in.jsonl")] == ["a", "a-2", "a-3"]


def test_line_ends_and_bytes_stay_as_they_are(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfOne\r\nTwo\rThree\n")
    assert articles(tmp_path)[0].raw == "One\r\nTwo\rThree\n"


@pytest.mark.parametrize(
    ("name", "text", "published", "title"),
    [
        ("a.txt", "---\npublished: 2023-05-17\ntitle: A title\n---\nText.", "2023-05-17", "A title"),
        ("a.md", '---\r\ndate: "2023-05"\r\n---\r\nText.', "2023-05", None),
        ("a.txt", "Text without front matter.\n---\npublished: 2023-05-17\n---\n", None, None),
        (
            "a.html",
            '<meta property="article:published_time" content="2023-10-19T08:00:00+02:00"><title>T &amp; U</title>',
            "2023-10-19",
            "T & U",
        ),
        ("a.html", '<p>Text</p><time datetime="2023-10-19">today</time>', "2023-10-19", None),
        ("a.html", '<script type="application/ld+json">{"datePublished": "2023-10-19"}</script><p>x', "2023-10-19", None),
        ("a.html", '<meta name="date" content="Thursday"><p>Text', None, None),
        ("a.html", '<title>T</title><p>Text<![ endif]--><time datetime="2023-10-19">today</time>', "2023-10-19", "T"),
        ("a.html", "<title>T</title><p>Text" + "<![" * 50, None, "T"),
        ("a.txt", "---\ntitle: 'A title' \t\n---\nText.", None, "A title"),
    ],
)
def test_metadata(tmp_path, name, text, published, title):
    (tmp_path / name).write_bytes(text.encode())
    article = articles(tmp_path)[0]
    assert (article.published, article.title) == (published, title)
    assert article.published_how == ("metadata" if published else None)


@pytest.mark.parametrize("start", ["", "<title>", "<script>", "<a"])
@pytest.mark.parametrize("piece", ["<a ", "<a b='", "<!--", "<![", "</", "</a", "a<", "&x ", "<?", "<!a", " a=b", "</script", "<"])
def test_no_page_takes_long_to_tell_of_itself(start, piece):
    before = time.process_time()
    of_html(f"<html>{start}{piece * 50_000}")
    assert time.process_time() - before < 2


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.warc", "a.warc.gz", "-"])
def test_room_for_long_articles_takes_no_memory(tmp_path, name):
    data = response("https://post.example/a", b"Some text.", kind="text/plain") if ".warc" in name else b"Some text."
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    tracemalloc.start()
    found = articles("-" if name == "-" else tmp_path / name, stdin=data, settings=Settings(max_megabytes=1_000_000.0))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.raw for article in found] == ["Some text."]
    assert peak < 10_000_000


def test_no_front_matter_takes_long(tmp_path):
    (tmp_path / "a.txt").write_text(f"---\ntitle: a{' ' * 200_000}b\n---\nText.", encoding="utf-8")
    before = time.process_time()
    assert articles(tmp_path)[0].title.endswith(" b")
    assert time.process_time() - before < 2


def test_given_date_stands_in_for_a_missing_one_only(tmp_path):
    (tmp_path / "a.txt").write_text("---\npublished: 2023-05-17\n---\nText.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Text.", encoding="utf-8")
    found = articles(tmp_path, settings=Settings(published="2020"))
    assert [(article.published, article.published_how) for article in found] == [("2023-05-17", "metadata"), ("2020", "given")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"---\npublished: last week\n---\nText."),
        ("a.html", b'<meta name="date" content="last week"><p>Text.'),
        ("a.jsonl", b'{"text": "One.", "published": "2023-13-01"}'),
        ("b.jsonl", b'{"text": "One.", "published": 20231301}'),
    ],
)
def test_date_in_no_form_of_ours_is_left_out_and_said(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    (article,) = articles(tmp_path)
    assert article.published is None
    assert "was left out" in article.notes[-1]


def test_year_as_a_number(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "One.", "published": 2023}', encoding="utf-8")
    assert articles(tmp_path)[0].published == "2023"


def test_what_cannot_be_opened_is_named_and_what_is_no_file_passed_over(tmp_path, monkeypatch):
    (tmp_path / "locked").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    walk = Path.iterdir

    def refuse(path):
        if path.name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied")
        return walk(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = listing([str(tmp_path)])
    assert [source.name for source in found.sources] == ["a.txt"]
    assert [(fault.code, fault.where.endswith("locked")) for fault in found.unreadable] == [("unreadable", True)]
    assert found.passed_over == {"no regular file": 2}


def test_file_name_that_is_no_text(tmp_path):
    (tmp_path / os.fsdecode(b"bad\xff.txt")).write_text("Text.", encoding="utf-8")
    (article,) = articles(tmp_path)
    assert (article.id, article.source) == ("bad\ufffd", "bad\ufffd.txt")


def test_lines_plain_and_compressed(tmp_path):
    rows = [
        {"id": "x", "text": "One.", "published": "2022-01-02", "url": "https://example.org/1"},
        {"text": "Two.", "other": [1]},
        {"id": 7, "text": "Three."},
    ]
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (tmp_path / "in.jsonl").write_bytes(data + b"\n")
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(data))
    plain = articles(tmp_path / "in.jsonl")
    assert [(article.id, article.raw, article.published) for article in plain] == [
        ("x", "One.", "2022-01-02"),
        ("in-2", "Two.", None),
        ("7", "Three.", None),
    ]
    assert [article.raw for article in articles(tmp_path / "in.jsonl.gz")] == ["One.", "Two.", "Three."]


def test_standard_input_as_text_and_as_lines():
    assert [(article.id, article.raw) for article in articles("-", stdin="Un café.\n".encode())] == [("stdin", "Un café.\n")]
    assert [article.id for article in articles("-", stdin=b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')] == ["a", "b"]
    broken = articles("-", stdin=b'{"text": broken}\n{"id": "b", "text": "Two."}\n')
    assert [getattr(item, "code", None) or item.id for item in broken] == ["bad-json-line", "b"]
    assert articles("-", stdin=b"<!DOCTYPE html><p>Text.")[0].markup == "html"


BAD = [
    ("empty.txt", b"", "empty-article"),
    ("blank.txt", b" \r\n\t\n", "empty-article"),
    ("binary.txt", b"\x89PNG\r\n\x1a\n\0\0", "binary-file"),
    ("invalid.txt", "café ".encode() + b"\xff\xfe broken", "damaged-text"),
    ("huge.txt", b"word " * 4_000_000, "too-large"),
    ("broken.jsonl", b'{"id": "a", "text": "One."', "bad-json-line"),
    ("list.jsonl", b'["a"]', "bad-json-field"),
    ("wrong.jsonl", b'{"id": "a", "text": 5}', "bad-json-field"),
    ("none.jsonl", b'{"id": "a", "text": " "}', "empty-article"),
    ("latin.jsonl", b'{"id": "a", "text": "caf\xe9"}', "bad-json-line"),
    ("lone.jsonl", b'{"id": "a", "text": "\\ud800"}', "bad-json-line"),
    ("cut.jsonl.gz", gzip.compress(b'{"text": "One."}\n' * 99)[:40], "damaged-gzip"),
    ("no.jsonl.gz", b"plain", "damaged-gzip"),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_input_is_named_and_the_others_come_out(tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz-good.txt").write_text("Good text.", encoding="utf-8")
    found = articles(tmp_path)
    faults = [item for item in found if isinstance(item, ArticleError)]
    assert [fault.code for fault in faults] == [code]
    assert str(faults[0]).startswith(name)
    assert [item.raw for item in found if isinstance(item, Article)][-1] == "Good text."


def test_bad_line_leaves_its_neighbours_alone(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(b'{"text": "One."}\n{"text": \n{"text": "Three."}\n')
    found = articles(tmp_path / "in.jsonl")
    assert [getattr(item, "id", None) or item.where for item in found] == ["in-1", "in.jsonl:2", "in-3"]


def test_missing_path_is_wrong_use():
    with pytest.raises(UsageError) as refusal:
        listing(["no/such/file.txt"])
    assert refusal.value.exit_code == 2


def test_file_that_vanishes_or_is_a_folder_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    found = listing([str(tmp_path)])
    (tmp_path / "a.txt").unlink()
    (fault,) = read(found.sources, io.BytesIO(), Settings())
    assert isinstance(fault, ArticleError)
    assert fault.code == "unreadable"
