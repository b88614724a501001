"""Web archives to articles: which records are pages, what is packed how, and what is damaged."""

import gzip
import io
import time
import tracemalloc
import zlib

import brotli
import pytest

from pipeline.config import Settings
from pipeline.errors import ArticleError
from pipeline.read.archives import page_id
from pipeline.read.articles import read
from pipeline.read.listing import listing
from tests.read.archive import packed, record, response

PAGE = "<!doctype html><title>Pumps</title><p>The café in Aker sold 40 pumps.".encode()
URL = "https://post.example/news/{}"


def given(path, **settings):
    return list(read(listing([str(path)]).sources, io.BytesIO(), Settings(**settings)))


def told(found):
    return [item.code if isinstance(item, ArticleError) else item.url.rpartition("/")[2] for item in found]


def page(name, **more):
    return response(URL.format(name), PAGE, **more)


@pytest.fixture(params=["a.warc", "a.warc.gz"])
def archive(request, tmp_path):
    def write(*records):
        (tmp_path / request.param).write_bytes(packed(records) if request.param.endswith(".gz") else b"".join(records))
        return tmp_path / request.param

    return write


def test_pages_and_what_is_none(archive):
    path = archive(
        record("warcinfo", "", b"software: by hand\r\n"),
        record("request", URL.format("a"), b"GET /news/a HTTP/1.1\r\n\r\n"),
        page("a"),
        page("gone", status="404 Not Found"),
        page("picture", kind="image/png"),
        page("kind-with-more", kind="Text/HTML; charset=utf-8"),
        page("xhtml", kind="application/xhtml+xml"),
        response(URL.format("plain"), b"Some words.", kind="text/plain"),
        response("https://post.example/robots.txt", b"Disallow: /", kind="text/plain"),
        record("revisit", URL.format("a"), b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        record("metadata", URL.format("a"), b"fetchTimeMs: 3\r\n"),
        response("ftp://post.example/x", PAGE),
        record("response", "dns:post.example", b"20220507 1.2.3.4"),
    )
    found = given(path)
    assert told(found) == ["a", "kind-with-more", "xhtml", "plain"]
    assert found[0].raw == PAGE.decode()
    assert {article.source for article in found} == {path.name}
    assert [article.markup for article in found] == ["html", "html", "html", "plain"]
    assert (found[0].title, found[0].published) == ("Pumps", None)


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/a",
        "http://../../../../etc/passwd",
        "http://[::1/broken",
        "https://post.example/" + "a" * 5000,
        "https://post.example/%00%2e%2e%2f\x1b[31mred\x07",
        "http://user:word@post.example:8080/con",
        "https://пост.example/новости/насосы",
        "http://",
    ],
)
def test_ids_are_safe_whatever_the_address(archive, url):
    (article,) = given(archive(response(url, PAGE)))
    assert len(article.id) < 80
    assert set(article.id) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
    assert article.id[0] not in "._-"
    assert article.url == url


def test_ids_are_made_of_the_address_alone(archive):
    found = given(archive(page("a"), page("a?x=1"), page("a?x=2"), page("a")))
    ids = [article.id for article in found]
    assert ids == [page_id(URL.format("a")), page_id(URL.format("a?x=1")), page_id(URL.format("a?x=2")), f"{page_id(URL.format('a'))}-2"]
    assert [article.id for article in given(archive(page("other"), page("a?x=2")))][1] == ids[2]


def chunked(data, size=10):
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (PAGE, ["Transfer-Encoding: chunked"]),
        (gzip.compress(PAGE), ["Content-Encoding: gzip"]),
        (gzip.compress(PAGE[:30]) + gzip.compress(PAGE[30:]), ["Content-Encoding: gzip"]),
        (b"".join(gzip.compress(PAGE[at : at + 1]) for at in range(len(PAGE))), ["Content-Encoding: gzip"]),
        (gzip.compress(PAGE) + bytes(5000), ["Content-Encoding: gzip"]),
        (PAGE, ["Content-Encoding: gzip"]),
        (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
        (raw_deflate(PAGE), ["Content-Encoding: deflate"]),
        (brotli.compress(PAGE), ["Content-Encoding: br"]),
        (chunked(gzip.compress(PAGE)), ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]),
        (PAGE, ["Content-Encoding: identity"]),
    ],
)
def test_page_as_it_was_before_it_was_packed(archive, body, head):
    (article,) = given(archive(response(URL.format("a"), body, head=head)))
    assert article.raw == PAGE.decode()


@pytest.mark.parametrize(
    ("body", "head", "words"),
    [
        (chunked(PAGE)[:40], ["Transfer-Encoding: chunked"], "chunks"),
        (gzip.compress(PAGE)[:-12], ["Content-Encoding: gzip"], "end too soon"),
        (gzip.compress(PAGE[:30]) + gzip.compress(PAGE[30:])[:-12], ["Content-Encoding: gzip"], "end too soon"),
        (gzip.compress(PAGE)[:-8] + bytes(8), ["Content-Encoding: gzip"], "damaged"),
        (brotli.compress(PAGE)[:-9], ["Content-Encoding: br"], "end too soon"),
        (PAGE, ["Content-Encoding: br"], "br"),
        (PAGE, ["Content-Encoding: zstd"], "'zstd', which is not read"),
    ],
)
def test_what_is_not_whole_is_named_and_the_rest_comes_out(archive, body, head, words):
    fault, other = given(archive(response(URL.format("a"), body, head=head), page("b")))
    assert (fault.code, other.url) == ("broken-record", URL.format("b"))
    assert fault.where.endswith(f"#{page_id(URL.format('a'))}")
    assert words in str(fault)


@pytest.mark.parametrize("how", ["gzip", "br"])
def test_bomb_fills_no_memory(archive, how):
    bomb = b"a" * 20_000_000
    path = archive(
        response(
            URL.format("a"),
            gzip.compress(bomb, 1) if how == "gzip" else brotli.compress(bomb, quality=1),
            head=[f"Content-Encoding: {how}"],
        )
    )
    tracemalloc.start()
    (fault,) = given(path, max_megabytes=0.1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fault.code == "too-large"
    assert peak < 5_000_000


def test_large_records_of_other_kinds_are_read_over(archive):
    path = archive(
        response(URL.format("film"), bytes(8_000_000), kind="video/mp4"), response(URL.format("long"), b"a" * 8_000_000), page("b")
    )
    tracemalloc.start()
    found = given(path, max_megabytes=0.1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told(found) == ["too-large", "b"]
    assert peak < 8_000_000


def garbled(data):
    return data[: len(data) // 2] + b"\xff\x00\xff\x00" + data[len(data) // 2 + 4 :]


DAMAGES = {
    "no length": lambda each: each.replace(b"Content-Length", b"Content-Longth"),
    "length that is none": lambda each: each.replace(b"Content-Length: ", b"Content-Length: -"),
    "too long": lambda each: each.replace(b"Content-Length: 1", b"Content-Length: 2"),
    "far too long": lambda each: each.replace(b"Content-Length: ", b"Content-Length: 99999999"),
    "too short": lambda each: each.replace(b"Content-Length: 1", b"Content-Length: "),
    "no record": lambda each: each.replace(b"WARC/1.0", b"CRAW/1.0"),
    "no answer": lambda each: each.replace(b"HTTP/1.1 200 OK", b"SMTP/1.1 200 O_"),
    "no line's end": lambda each: each.replace(b"WARC/1.0\r\n", b"WARC/1.0 "),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_broken_record_is_named_and_the_rest_comes_out(archive, damage):
    found = given(archive(page("a"), DAMAGES[damage](page("b")), page("c"), page("d")))
    assert told(found) == ["a", "broken-record", "c", "d"]
    assert "byte " in found[1].where


@pytest.mark.parametrize("at", [0, 1, 2])
def test_damaged_member_is_named_and_the_rest_comes_out(tmp_path, at):
    members = [packed([page(name)]) for name in "abc"]
    members[at] = garbled(members[at])
    (tmp_path / "a.warc.gz").write_bytes(b"".join(members))
    expected = ["a", "b", "c"]
    expected[at] = "broken-record"
    found = given(tmp_path / "a.warc.gz")
    assert told(found) == expected
    assert found[at].where == f"a.warc.gz, byte {sum(map(len, members[:at])):,}"


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "too long"])
def test_broken_record_of_an_archive_packed_as_one_is_named_and_the_rest_comes_out(tmp_path, damage):
    records = page("a") + DAMAGES[damage](page("b")) + page("c") + DAMAGES[damage](page("d")) + page("e")
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(records))
    assert told(given(tmp_path / "a.warc.gz")) == ["a", "broken-record", "c", "broken-record", "e"]


def test_records_that_say_they_are_endless_are_not_read_to_the_end_each(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(packed([b"WARC/1.0\r\nContent-Length: 999999999999\r\n\r\n\r\n\r\n"] * 2000))
    before = time.process_time()
    assert told(given(tmp_path / "a.warc.gz")) == ["broken-record"] * 2000
    assert time.process_time() - before < 4


def test_archive_that_was_cut_off(archive):
    path = archive(page("a"), page("b"))
    path.write_bytes(path.read_bytes()[:-30])
    assert told(given(path)) == ["a", "broken-record"]


def test_archive_packed_as_one(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(page("a") + page("b")))
    assert told(given(tmp_path / "a.warc.gz")) == ["a", "b"]


@pytest.mark.parametrize(
    ("records", "codes"),
    [((), ["no-pages"]), ((record("warcinfo", "", b""),), ["no-pages"]), ((b"Some words.\n",), ["broken-record"])],
)
def test_archive_without_a_page_is_named(archive, records, codes):
    assert told(given(archive(*records))) == codes


def test_page_that_is_no_text_is_named(archive):
    found = given(archive(response(URL.format("a"), b"%PDF-1.4"), response(URL.format("b"), b"  "), page("c")))
    assert told(found) == ["binary-file", "empty-article", "c"]
    assert found[0].where.endswith(f"#{page_id(URL.format('a'))}")


DATED = '<meta property="article:published_time" content="{}"><p>Some text.'


@pytest.mark.parametrize(
    ("stated", "published", "noted"),
    [
        ("2022-05-06T08:00:00+02:00", "2022-05-06", False),
        ("2022-05-08", "2022-05-08", False),
        ("2022-05-09", None, True),
        ("2031-01-01", None, True),
        ("2022", "2022", False),
        ("soon", None, True),
    ],
)
def test_page_that_lies_about_its_date(archive, stated, published, noted):
    (article,) = given(archive(response(URL.format("a"), DATED.format(stated).encode())))
    assert (article.published, article.notes != ()) == (published, noted)


@pytest.mark.parametrize(
    ("fetched", "published"), [("2022", "2022-07-01"), ("2022-05", None), ("9999-12-31T23:59:59Z", "2022-07-01"), ("soon", "2022-07-01")]
)
def test_day_of_fetching_in_any_form(archive, fetched, published):
    found = given(archive(response(URL.format("a"), DATED.format("2022-07-01").encode(), date=fetched), page("b")))
    assert [article.published for article in found] == [published, None]


def test_day_of_fetching_is_no_date_of_publication(archive):
    (article,) = given(archive(page("a")))
    assert (article.published, article.published_how) == (None, None)


def test_page_cut_short_by_the_crawler_is_said_so(archive):
    (article,) = given(archive(page("a", more=("WARC-Truncated: length",))))
    assert "cut short" in article.notes[0]


EURO = "<!doctype html><html><head>{}</head><p>Kelvarra will spend €4 billion on a plant.</p></html>"


@pytest.mark.parametrize(
    ("kind", "meta", "noted"),
    [
        ("text/html; charset=ISO-8859-15", "", "read as iso8859-15"),
        ("text/html", "<meta charset='iso-8859-15'>", "read as iso8859-15"),
        ("text/html", '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15">', "read as iso8859-15"),
    ],
)
def test_encoding_that_is_declared(archive, kind, meta, noted):
    (article,) = given(archive(response(URL.format("a"), EURO.format(meta).encode("iso-8859-15"), kind=kind)))
    assert "€4 billion" in article.raw
    assert article.notes[0].startswith(noted)


def test_gzip_signs_without_members_take_no_time(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"\x1f\x8b\x08" * 100_000)
    before = time.process_time()
    assert told(given(tmp_path / "a.warc.gz")) == ["broken-record"]
    assert time.process_time() - before < 4


def test_later_versions_of_http(archive):
    assert told(given(archive(page("a").replace(b"HTTP/1.1 200 OK", b"HTTP/2   200   ")))) == ["a"]


def test_address_in_angle_brackets(archive):
    (article,) = given(archive(response(f"<{URL.format('a')}>", PAGE)))
    assert article.url == URL.format("a")
