"""The articles of files, folders and standard input, one after the other, never all at once."""

import gzip
import hashlib
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from pipeline import errors
from pipeline.config import Settings
from pipeline.read import decoding, metadata
from pipeline.record.article import Article, Markup

_MARKUP: dict[str, Markup] = {".txt": "plain", ".md": "markdown", ".html": "html", ".htm": "html"}
_LINES = (".jsonl", ".jsonl.gz", ".ndjson")
STANDARD_INPUT = "-"
_HTML = re.compile(r"\s*<(?:!doctype|html)\b", re.IGNORECASE)


class Line(msgspec.Struct, frozen=True):
    """A record of a JSON Lines file; fields beside these are passed over."""

    text: str
    id: str | int | None = None
    published: str | int | None = None
    title: str | None = None
    url: str | None = None


class Source(msgspec.Struct, frozen=True):
    """A file to read, the name it goes by in records (its path within the folder that was named), and the id of its article."""

    path: Path
    name: str
    id: str

    @property
    def holds_lines(self) -> bool:
        """Say whether the file may hold any number of articles."""
        return _kind(self.path) in _LINES or str(self.path) == STANDARD_INPUT


class Listing(msgspec.Struct, frozen=True):
    """What was found under the paths: files to read in their order, what cannot be opened, and how many of which other kind."""

    sources: tuple[Source, ...]
    unreadable: tuple[errors.ArticleError, ...]
    passed_over: dict[str, int]


def listing(paths: Iterable[str]) -> Listing:
    """Return the files under `paths`, folders walked in the order of their names.

    Hidden files and those whose names start with `_` are the system's or the tool's own and left
    out. Symbolic links to folders are not followed. A file that is named twice is read once. Where
    two files' names differ in folder or ending only, both go by their path with ending, whatever
    the order. Raises `UsageError` where a path does not exist.
    """
    found: dict[Path, str] = {}
    unreadable: list[errors.ArticleError] = []
    other: Counter[str] = Counter()
    for given in paths:
        path = Path(given)
        try:
            if given == STANDARD_INPUT:
                found.setdefault(path, "standard input")
            elif path.is_dir():
                for file in sorted(_walk(path, unreadable), key=lambda file: file.relative_to(path).parts):
                    if not file.is_file():
                        other["no regular file"] += 1
                    elif _kind(file):
                        found.setdefault(file, _shown(file.relative_to(path).as_posix()))
                    else:
                        other[_shown(file.suffix or file.name)] += 1
            elif path.exists():
                found.setdefault(path, _shown(path.name))
            else:
                raise errors.no_such_path(_shown(given))
        except OSError as fault:
            unreadable.append(errors.unreadable(_shown(given), fault.strerror or str(fault)))
    stems = Counter(_stem(path).casefold() for path in found)
    sources = (
        Source(path, name, _stem(path) if stems[_stem(path).casefold()] == 1 else name.replace("/", "-")) for path, name in found.items()
    )
    return Listing(tuple(sources), tuple(unreadable), dict(sorted(other.items())))


def read(sources: Iterable[Source], standard_input: BinaryIO, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    """Yield each article of `sources` in order, or the error that says why one cannot be read.

    Ids are unique: a second record `a` becomes `a-2`. A date that a person gave stands in for a missing
    one only; the file's own word is not overruled.
    """
    taken: dict[str, int] = {}
    for source in sources:
        for found in _articles(source, standard_input, settings):
            yield _with_own_id(found, taken) if isinstance(found, Article) else found


def _walk(folder: Path, unreadable: list[errors.ArticleError]) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError as fault:
        unreadable.append(errors.unreadable(_shown(str(folder)), fault.strerror or str(fault)))
        return
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(entry, unreadable)
        else:
            yield entry


def _shown(name: str) -> str:
    """Return a file's name as text; bytes that are none are shown as replacement characters."""
    return os.fsencode(name).decode("utf-8", "replace")


def _stem(path: Path) -> str:
    if str(path) == STANDARD_INPUT:
        return "stdin"
    name = _shown(path.name)
    return name[: -len(_kind(path) or path.suffix)] if _kind(path) or path.suffix else name


def _kind(path: Path) -> str | None:
    name = path.name.lower()
    return next((ending for ending in (*_LINES, *_MARKUP) if name.endswith(ending)), None)


def _with_own_id(article: Article, taken: dict[str, int]) -> Article:
    """Number the second and later articles of one id, in the order they are read."""
    name = article.id
    while name.casefold() in taken:
        taken[article.id.casefold()] += 1
        name = f"{article.id}-{taken[article.id.casefold()]}"
    taken[name.casefold()] = 1
    return article if name == article.id else msgspec.structs.replace(article, id=name)


def _articles(source: Source, standard_input: BinaryIO, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    limit = int(settings.max_megabytes * 1_000_000)
    try:
        if str(source.path) == STANDARD_INPUT:
            yield from _of_stream(standard_input, source, limit, settings)
        elif _kind(source.path) in _LINES:
            with gzip.open(source.path) if source.path.name.lower().endswith(".gz") else source.path.open("rb") as stream:
                yield from _of_lines(stream, source, limit, settings)
        else:
            with source.path.open("rb") as stream:
                data = stream.read(limit + 1)
            if len(data) > limit:
                raise errors.too_large(source.name, source.path.stat().st_size / 1_000_000, settings.max_megabytes)
            yield _of_file(data, source, settings)
    except errors.ArticleError as fault:
        yield fault
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        yield errors.damaged_gzip(source.name, str(fault))
    except OSError as fault:
        yield errors.unreadable(source.name, fault.strerror or str(fault))


def _of_file(data: bytes, source: Source, settings: Settings) -> Article:
    text, remark = decoding.decode(data, source.name)
    if not text.strip():
        raise errors.empty_article(source.name)
    markup = _MARKUP.get(_kind(source.path) or "", "html" if _HTML.match(text) else "plain")
    found = metadata.of_html(text) if markup == "html" else metadata.of_front_matter(text)
    line = Line(text, source.id, found.published, found.title, found.url)
    return _article(line, source.name, hashlib.sha256(data).hexdigest(), markup, (remark,) if remark else (), settings)


def _of_lines(stream: Iterable[bytes], source: Source, limit: int, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    for number, data in enumerate(stream, 1):
        where = f"{source.name}:{number}"
        try:
            if len(data) > limit:
                raise errors.too_large(where, len(data) / 1_000_000, settings.max_megabytes)
            if data.strip():
                yield _of_line(data, where, f"{source.id}-{number}", source.name, settings)
        except errors.ArticleError as fault:
            yield fault


def _of_line(data: bytes, where: str, default_id: str, source: str, settings: Settings) -> Article:
    try:
        line = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Line)
    except msgspec.ValidationError as fault:
        raise errors.bad_json_field(where, str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise errors.bad_json_line(where, str(fault)) from None
    if not line.text.strip():
        raise errors.empty_article(where)
    line = msgspec.structs.replace(line, id=default_id if line.id in (None, "") else str(line.id))
    return _article(line, source, hashlib.sha256(line.text.encode()).hexdigest(), "plain", (), settings)


def _of_stream(stream: BinaryIO, source: Source, limit: int, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    """Read standard input: JSON Lines where it starts with a brace, else one article, plain or HTML."""
    first = stream.readline(limit + 1)
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from _of_lines(_chain(first, stream), source, limit, settings)
        return
    data = first + stream.read(limit + 1)
    if len(data) > limit:
        raise errors.too_large(source.name, len(data) / 1_000_000, settings.max_megabytes)
    yield _of_file(data, source, settings)


def _chain(first: bytes, rest: BinaryIO) -> Iterator[bytes]:
    yield first
    yield from rest


def _article(line: Line, source: str, digest: str, markup: Markup, notes: tuple[str, ...], settings: Settings) -> Article:
    stated = metadata.as_edtf(str(line.published)) if line.published is not None else None
    if line.published and stated is None:
        notes = (*notes, f"its publication date {line.published!r} is none of YYYY, YYYY-MM, YYYY-MM-DD and was left out")
    published = stated or settings.published
    return Article(
        id=str(line.id),
        source=source,
        raw=line.text,
        sha256=digest,
        markup=markup,
        title=line.title,
        published=published,
        published_how=None if published is None else "metadata" if stated else "given",
        url=line.url,
        notes=notes,
    )
