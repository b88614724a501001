"""JSON Lines: one article a line."""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from pipeline import errors
from pipeline.config import Settings
from pipeline.read.entries import Entry, article_of, digest
from pipeline.record.article import Article

_MARK = b"\xef\xbb\xbf"


class Lines(Protocol):
    """A stream that gives its lines, or as much of one as is asked for."""

    def readline(self, size: int, /) -> bytes: ...


def of_lines(stream: Lines, name: str, stem: str, settings: Settings, first: bytes = b"") -> Iterator[Article | errors.ArticleError]:
    """Yield the article of each line of a source `name`, or the error that says why there is none.

    A line without an id of its own is `stem` with its number. `first` is what was read of the first line before.
    """
    for number, line in enumerate(_lines(stream, settings.max_bytes, first), 1):
        where = f"{name}:{number}"
        try:
            if len(line) > settings.max_bytes:
                raise errors.too_large(where, None, settings.max_megabytes)
            if line.strip():
                yield _of_line(line, where, f"{stem}-{number}", name, settings)
        except errors.ArticleError as fault:
            yield fault


def _lines(stream: Lines, limit: int, first: bytes) -> Iterator[bytes]:
    """Yield the lines; of one that is longer than `limit` no more than shows that it is."""
    line = first or stream.readline(limit + 1)
    while line:
        yield line
        # Whatever a line's length, it is never in memory as a whole.
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)
        line = stream.readline(limit + 1)


def _of_line(line: bytes, where: str, default_id: str, source: str, settings: Settings) -> Article:
    try:
        entry = msgspec.json.decode(line.removeprefix(_MARK), type=Entry)
    except msgspec.ValidationError as fault:
        raise errors.bad_json_field(where, str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise errors.bad_json_line(where, str(fault)) from None
    if not entry.text.strip():
        raise errors.empty_article(where)
    entry = msgspec.structs.replace(entry, id=default_id if entry.id in (None, "") else str(entry.id))
    return article_of(entry, source, digest(entry.text), settings)
