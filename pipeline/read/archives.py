"""Web archives (WARC): each page that was fetched whole, as HTML or plain text, is an article.

What stands in a record is read by `warcio`. Where each record begins and ends is found here: that library passes a damaged record off as
a short one and stops at the first that it cannot make out, while here such a record is named and the rest goes on.
"""

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import unquote, urlsplit

from pipeline import errors
from pipeline.config import Settings
from pipeline.read import metadata, single
from pipeline.read.bodies import NotWholeError, body
from pipeline.read.containers import Compressed, Container, DamagedError, Plain
from pipeline.read.listing import Source
from pipeline.record.article import Article, Markup
from pipeline.record.sources import COMPRESSED

_MARKUP: dict[str, Markup] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "plain"}
_FIRST_LINE = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n")
_BLOCK = 2**16
_LONGEST_HEAD = 2**20
_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")
_LONGEST_NAME = 60


def check_installed() -> None:
    """Raise `UsageError` where warcio is not installed."""
    try:
        import brotli  # noqa: F401, PLC0415 - an extra of its own
        import warcio  # noqa: F401, PLC0415 - as above
    except ImportError as fault:
        raise errors.missing_extra("reading .warc files", "warc", str(fault)) from None


def of_archive(stream: BinaryIO, source: Source, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    """Yield the article of each page of an archive, or the error that says why there is none, one also for each damaged record.

    Pages are responses with status 200 whose type is HTML or plain text. An article's id is made of its address (see `page_id`).
    """
    check_installed()
    container = Compressed(stream) if source.path.name.lower().endswith(COMPRESSED) else Plain(stream)
    records, told = 0, False
    for record in _records(container, settings.max_bytes + _LONGEST_HEAD):
        records += 1
        try:
            if isinstance(record, DamagedError):
                raise errors.broken_record(f"{source.name}, byte {record.place:,}", record.reason)
            page = _page(record, source.name)
            if page is not None:
                told = True
                yield _article(page, record, source, settings)
        except errors.ArticleError as fault:
            told = True
            yield fault
    if not told:
        raise errors.no_pages(source.name, records)


def page_id(url: str) -> str:
    """Return the id of the article at an address: its readable part and eight hex digits of the whole.

    >>> page_id("https://www.example.org/news/plant%20opens.html?from=rss")
    'www.example.org-news-plant-opens.html-070e6cf9'
    """
    try:
        parts = urlsplit(url)
        readable = f"{parts.hostname or ''}{unquote(parts.path)}"
    except ValueError:
        readable = ""
    name = _UNSAFE.sub("-", readable)[:_LONGEST_NAME].strip("-.") or "page"
    return f"{name}-{hashlib.sha256(url.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


class _Record(NamedTuple):
    """A record: its place in the file, its head and as much of its block as a page may have, and how long the block is."""

    place: int
    head: bytes
    block: bytes
    length: int


class _Page(NamedTuple):
    """A page that was fetched whole: its id, its place in messages, and what warcio reads in its record."""

    id: str
    where: str
    markup: Markup
    url: str
    read: Any


def _records(container: Container, most: int) -> Iterator[_Record | DamagedError]:
    """Yield the records; where one is damaged its `DamagedError` stands, and the next that can be read follows."""
    damaged: DamagedError | None = None
    while damaged is None or container.find_after(damaged.place):
        try:
            yield from _whole_records(container, most)
        except DamagedError as fault:
            damaged = fault
            yield fault
        else:
            return


def _whole_records(container: Container, most: int) -> Iterator[_Record]:
    """Yield the records up to the end or the first that is damaged, for which `DamagedError` is raised."""
    line, place, _ = _next_line(container)
    while line:
        head = _head(container, line, place)
        length = _length(head, place)
        if length > container.most:
            raise DamagedError(place, "it ends too soon")
        block = container.read(min(length, most))
        if len(block) + _passed(container, length - len(block)) < length:
            raise DamagedError(place, "it ends too soon")
        record = _Record(place, head, block, length)
        try:
            line, following, blanks = _next_line(container)
        except DamagedError as fault:
            if fault.place > place:
                yield record
            raise
        # Two blank lines stand between records.
        if line and not _FIRST_LINE.fullmatch(line) and blanks < 2:
            raise DamagedError(place, "it is not as long as it says")
        yield record
        place = following


def _next_line(container: Container) -> tuple[bytes, int, int]:
    """Return the next line that is not blank, empty at the end, its place, and how many blank ones stand before it."""
    line, blanks = container.readline(), 0
    while line and not line.strip():
        line, blanks = container.readline(), blanks + 1
    return line, container.place, blanks


def _head(container: Container, first: bytes, place: int) -> bytes:
    if not _FIRST_LINE.fullmatch(first):
        raise DamagedError(place, "its first line is not that of a record")
    lines, size = [first], len(first)
    while lines[-1].strip():
        lines.append(container.readline())
        size += len(lines[-1])
        if not lines[-1] or size > _LONGEST_HEAD:
            raise DamagedError(place, "its head has no end")
    return b"".join(lines)


def _length(head: bytes, place: int) -> int:
    found = re.search(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", head, re.IGNORECASE | re.MULTILINE)
    if found is None:
        raise DamagedError(place, "it does not say how long it is")
    return int(found[1])


def _passed(container: Container, size: int) -> int:
    """Read over `size` bytes; return how many there were."""
    left = size
    while left > 0 and (block := container.read(min(left, _BLOCK))):
        left -= len(block)
    return size - left


def _page(record: _Record, name: str) -> _Page | None:
    """Return the page that a record holds, None where it holds none; raises `ArticleError` where it cannot be understood."""
    from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415 - an extra of its own

    if re.search(rb"^warc-type[ \t]*:[ \t]*response[ \t]*\r?$", record.head, re.IGNORECASE | re.MULTILINE) is None:
        return None
    # The first line of the answer is looked at below: warcio knows of no version of HTTP behind 1.1.
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    try:
        read = loader.parse_record_stream(BytesIO(record.head + record.block), known_format="warc")
        url = read.rec_headers.get_header("WARC-Target-URI") or ""
        http = read.http_headers
        status = http.get_statuscode() if http else ""
    except Exception as fault:
        raise errors.broken_record(f"{name}, byte {record.place:,}", f"{type(fault).__name__}: {fault}") from fault
    if http and not http.protocol.startswith("HTTP/"):
        raise errors.broken_record(f"{name}, byte {record.place:,}", "it holds no answer of a web server")
    if status != "200":
        return None
    stated = http.get_header("Content-Type") or read.rec_headers.get_header("WARC-Identified-Payload-Type") or ""
    markup = _MARKUP.get(stated.partition(";")[0].strip().lower())
    # What a site tells those who fetch its pages is none of them.
    if markup is None or url.partition("?")[0].endswith("/robots.txt"):
        return None
    return _Page(page_id(url), f"{name}#{page_id(url)}", markup, url, read)


def _article(page: _Page, record: _Record, source: Source, settings: Settings) -> Article:
    if len(record.block) < record.length:
        raise errors.too_large(page.where, None, settings.max_megabytes)
    try:
        data = body(page.read, settings.max_bytes)
    except NotWholeError as fault:
        raise errors.broken_record(page.where, str(fault)) from None
    if len(data) > settings.max_bytes:
        raise errors.too_large(page.where, None, settings.max_megabytes)
    headers = page.read.rec_headers
    cut = headers.get_header("WARC-Truncated")
    return single.of_bytes(
        data,
        page.where,
        page.id,
        source.name,
        settings,
        markup=page.markup,
        url=page.url,
        fetched=metadata.as_edtf(headers.get_header("WARC-Date") or ""),
        charset=_charset(page.read.http_headers.get_header("Content-Type") or ""),
        notes=("the archive says that the page was cut short when it was fetched",) if cut else (),
    )


def _charset(kind: str) -> str | None:
    """Return the encoding that the type of an answer names.

    >>> _charset('text/html; Charset="ISO-8859-15"'), _charset("text/html")
    ('ISO-8859-15', None)
    """
    found = re.search(r";\s*charset\s*=\s*[\"']?([\w:.-]{1,40})", kind, re.ASCII | re.IGNORECASE)
    return found[1] if found else None
