"""Tables with named columns (CSV, TSV): one article a row.

The `csv` module splits the text into cells while it is read, so a table may be of any size. Each cell is decoded for itself, as a file
of its own would be: tables are put together from many sources, and a row in another encoding is no reason to misread the others.
"""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from difflib import get_close_matches
from typing import BinaryIO, NamedTuple

import msgspec

from pipeline import errors
from pipeline.config import OWN_COLUMNS, Columns, Settings
from pipeline.read import decoding
from pipeline.read.entries import Entry, article_of, digest
from pipeline.read.listing import Source
from pipeline.record.article import Article

_DELIMITERS = (",", ";", "\t")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# How many times as long as an article a row may be: that of one too long is named and the rest is read; where a row goes on for longer
# than this, a quote is open.
_ROOM = 4


class Columned(NamedTuple):
    """The columns of a table, and the place of each field of ours among them; None where there is none for it."""

    names: list[str]
    text: int
    id: int | None
    published: int | None
    title: int | None
    url: int | None


def of_table(stream: BinaryIO, source: Source, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    """Yield the article of each row of a table, or the error that says why there is none.

    The first line names the columns. What stands between them is a comma, a semicolon or a tab, whichever gives a column for the text.
    A row without an id of its own is the source's with its number. Raises `ArticleError` where the columns are not those that are asked
    for, and where no more can be read.
    """
    encoding = _encoding(stream, source.name)
    cells = _Cells("latin-1" if encoding == "latin-1" else "utf-8")
    # The module has one limit for the whole program; ours counts a row, and no cell is longer than that.
    csv.field_size_limit(_ROOM * settings.max_bytes + 1)
    with io.TextIOWrapper(stream, encoding, newline="") as text:
        feed = _Feed(text, _ROOM * settings.max_bytes)
        delimiter, columns = _header(feed, cells, source.name, settings.columns)
        number, lost, within_quotes = 0, False, False
        for row in _rows(feed, delimiter, source.name):
            if isinstance(row, _Row) and not any(row.cells):
                continue
            if lost and (within_quotes or not _is_clear(row, columns)):
                raise errors.lost_rows(row.where if isinstance(row, errors.ArticleError) else f"{source.name}:{row.line}")
            lost = isinstance(row, errors.ArticleError)
            if isinstance(row, errors.ArticleError):
                within_quotes = feed.ends_within_quotes
                yield row
            else:
                number += 1
                where = f"{source.name}:{row.line}"
                try:
                    yield _article(row.cells, columns, cells, f"{source.id}-{number}", where, source.name, settings)
                except errors.ArticleError as fault:
                    yield fault


class _Row(NamedTuple):
    """The cells of a row, and the line that it begins on."""

    cells: list[str]
    line: int


def _is_clear(row: _Row | errors.ArticleError, columns: Columned) -> bool:
    """Return whether a row behind one whose quotes make no sense is surely one, and not the rest of that one's text."""
    if isinstance(row, errors.ArticleError):
        return True
    return len(row.cells) == len(columns.names) > 1 and not any('"' in cell for cell in row.cells)


class _EndlessError(Exception):
    """A row is longer than any may be."""


class _Feed:
    """The lines of a table, for the `csv` module; counts them, and the characters of the row that is being read."""

    def __init__(self, text: io.TextIOWrapper, most: int) -> None:
        self._text = text
        self._most = most
        self._waiting: deque[str] = deque()
        self._row: list[str] = []
        self._size = 0
        self.line = 0
        """The line that was given last."""

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._text.readline(self._most - self._size + 1)
        if not line:
            raise StopIteration
        self.line += 1
        self._row.append(line)
        self._size += len(line)
        if self._size > self._most:
            raise _EndlessError
        return line

    def begin_row(self) -> None:
        self._size = 0
        self._row = []

    @property
    def ends_within_quotes(self) -> bool:
        """Say whether a quote is open where the row that was read last ends."""
        return sum(line.count('"') for line in self._row) % 2 == 1

    def give_again(self) -> None:
        """Take the lines of the row back, which then are given once more."""
        self._waiting.extendleft(reversed(self._row))
        self.line -= len(self._row)
        self.begin_row()


def _rows(feed: _Feed, delimiter: str, name: str) -> Iterator[_Row | errors.ArticleError]:
    """Yield the rows; an error stands in the place of one whose quotes make no sense. Raises `ArticleError` where no more can be read."""
    # Strictly: what the module reads otherwise from quotes that make no sense is not what stands in the file.
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.begin_row()
        first = feed.line + 1
        try:
            yield _Row(next(reader), first)
        except StopIteration:
            return
        except csv.Error as fault:
            yield errors.bad_quotes(f"{name}:{first}", feed.line, str(fault))
        except _EndlessError:
            raise errors.endless_row(f"{name}:{first}") from None
        except UnicodeDecodeError as fault:
            raise errors.damaged_text(f"{name}:{first}", "UTF-16", fault.start) from None


def _encoding(stream: BinaryIO, name: str) -> str:
    """Return how the bytes are to be split into cells, `latin-1` for one character a byte; the stream is left behind its byte order mark."""
    start = stream.read(4)
    decoding.check_signature(start, name)
    if start.startswith(_UTF16) and not start.startswith(codecs.BOM_UTF32_LE):
        stream.seek(0)
        return "utf-16"
    if b"\0" in start:
        raise errors.binary_file(name, "it holds NUL bytes")
    stream.seek(len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0)
    return "latin-1"


class _Cells:
    """Reads cells as text; `encoding` gives back the bytes of what the `csv` module has seen."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding

    def read(self, cell: str, where: str) -> tuple[str, str | None]:
        """Return what `decoding.decode` returns, and raise what it raises."""
        if "\0" in cell:
            raise errors.binary_file(where, "it holds NUL characters")
        return decoding.decode(cell.encode(self._encoding), where, is_file=False)

    def text(self, cell: str, where: str) -> str:
        return self.read(cell, where)[0].strip()


def _header(feed: _Feed, cells: _Cells, name: str, wanted: Columns) -> tuple[str, Columned]:
    """Return the delimiter and the columns; raises `ArticleError` where there is none for the text."""
    faults: list[errors.ArticleError] = []
    read: list[tuple[list[str], str]] = []
    for delimiter in _DELIMITERS:
        row = next((row for row in _rows(feed, delimiter, name) if isinstance(row, errors.ArticleError) or any(row.cells)), None)
        if row is None:
            raise errors.empty_article(name)
        if isinstance(row, errors.ArticleError):
            faults.append(row)
        else:
            where = f"{name}:{row.line}"
            names = [cells.text(cell, where) for cell in row.cells]
            if _place(names, wanted.text) is not None:
                return delimiter, _columned(names, where, wanted)
            read.append((names, where))
        feed.give_again()
    if not read:
        raise faults[0]
    # There is no such column, which is said of what looks most like a header.
    return _DELIMITERS[0], _columned(*max(read, key=lambda each: len(each[0])), wanted)


def _columned(names: list[str], where: str, wanted: Columns) -> Columned:
    """Return the columns; raises `ArticleError` where one that is asked for is not there, or stands twice."""
    places: dict[str, int | None] = {}
    for field in msgspec.structs.fields(Columns):
        column: str = getattr(wanted, field.name)
        places[field.name] = _place(names, column)
        if places[field.name] is None and (field.name == "text" or column != getattr(OWN_COLUMNS, field.name)):
            near = get_close_matches(column.casefold(), [name.casefold() for name in names], 1)
            shown = next((name for name in names if name.casefold() in near), None)
            raise errors.no_column(where, column, [_shown(name) for name in names], _shown(shown) if shown else None)
        if sum(name.casefold() == column.casefold() for name in names) > 1:
            raise errors.column_twice(where, column)
    text = places.pop("text")
    return Columned(names, text if text is not None else 0, **places)


def _place(names: list[str], column: str) -> int | None:
    return next((at for at, name in enumerate(names) if name.casefold() == column.casefold()), None)


def _shown(name: str) -> str:
    """Return a column's name as it can stand in a message: short, on one line, with nothing that a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in name)[:60]


def _article(row: list[str], columns: Columned, cells: _Cells, default_id: str, where: str, source: str, settings: Settings) -> Article:
    # Empty cells more than there are columns say nothing; a missing or a full one says that the cells are not where they should be.
    if len(row) < len(columns.names) or any(row[len(columns.names) :]):
        raise errors.bad_row(where, len(row), len(columns.names))
    text, remark = cells.read(row[columns.text], where)
    if not text.strip():
        raise errors.empty_article(where)
    if len(row[columns.text]) > settings.max_bytes:
        raise errors.too_large(where, None, settings.max_megabytes)
    rest = {
        field: cells.text(row[at], where) or None
        for field in ("id", "published", "title", "url")
        if (at := getattr(columns, field)) is not None
    }
    entry = Entry(text, rest.pop("id", None) or default_id, **rest)
    return article_of(entry, source, digest(text), settings, notes=(remark,) if remark else ())
