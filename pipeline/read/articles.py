"""The articles of files, folders and standard input, one after the other, never all at once."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from pipeline import errors
from pipeline.config import Settings
from pipeline.read import archives, extraction, single
from pipeline.read.containers import up_to
from pipeline.read.lines import of_lines
from pipeline.read.listing import STANDARD_INPUT, Listing, Source, listing
from pipeline.read.tables import of_table
from pipeline.record import sources as kinds
from pipeline.record.article import Article, Markup

__all__ = ["Listing", "Source", "check_installed", "listing", "read"]

_MARKUP: dict[kinds.Kind, Markup] = {"plain": "plain", "markdown": "markdown", "html": "html"}


def check_installed(sources: Iterable[Source], settings: Settings) -> None:
    """Raise `UsageError` where reading `sources` needs a library that is not installed: nothing is read differently without it."""
    if settings.html == "trafilatura":
        extraction.check_installed()
    if any(kinds.kind(source.path.name) == "archive" for source in sources):
        archives.check_installed()


def read(sources: Iterable[Source], standard_input: BinaryIO, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    """Yield each article of `sources` in order, or the error that says why one cannot be read.

    Ids are unique: a second record `a` becomes `a-2`. A date that a person gave stands in for a missing
    one only; the file's own word is not overruled. Raises `UsageError` where a library is missing.
    """
    taken: dict[str, int] = {}
    for source in sources:
        for found in _articles(source, standard_input, settings):
            yield _with_own_id(found, taken) if isinstance(found, Article) else found


def _with_own_id(article: Article, taken: dict[str, int]) -> Article:
    """Number the second and later articles of one id, in the order they are read."""
    name = article.id
    while name.casefold() in taken:
        taken[article.id.casefold()] += 1
        name = f"{article.id}-{taken[article.id.casefold()]}"
    taken[name.casefold()] = 1
    return article if name == article.id else msgspec.structs.replace(article, id=name)


def _articles(source: Source, standard_input: BinaryIO, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    try:
        if str(source.path) == STANDARD_INPUT:
            yield from _of_stream(standard_input, source, settings)
            return
        kind = kinds.kind(source.path.name)
        with _opened(source.path, kind) as stream:
            match kind:
                case "lines":
                    yield from of_lines(stream, source.name, source.id, settings)
                case "table":
                    yield from of_table(stream, source, settings)
                case "archive":
                    yield from archives.of_archive(stream, source, settings)
                case _:
                    data = _whole(stream, source, settings)
                    markup = _MARKUP[kind] if kind else None
                    yield single.of_bytes(data, source.name, source.id, source.name, settings, markup=markup)
    except errors.ArticleError as fault:
        yield fault
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        yield errors.damaged_gzip(source.name, str(fault))
    except OSError as fault:
        yield errors.unreadable(source.name, fault.strerror or str(fault))


def _opened(path: Path, kind: kinds.Kind | None) -> BinaryIO:
    """Open a file, decompressed where its name says so; an archive is a row of compressed pieces, which it takes apart itself."""
    if path.name.lower().endswith(kinds.COMPRESSED) and kind != "archive":
        return cast(BinaryIO, gzip.open(path))
    return path.open("rb")


def _whole(stream: BinaryIO, source: Source, settings: Settings) -> bytes:
    """Return the bytes of one article; of a longer one no more is read than shows that it is."""
    data = up_to(stream, settings.max_bytes + 1)
    if len(data) > settings.max_bytes:
        packed = source.path.name.lower().endswith(kinds.COMPRESSED)
        raise errors.too_large(source.name, None if packed else source.path.stat().st_size / 1_000_000, settings.max_megabytes)
    return data


def _of_stream(stream: BinaryIO, source: Source, settings: Settings) -> Iterator[Article | errors.ArticleError]:
    """Read standard input: JSON Lines where it starts with a brace, else one article, plain or HTML."""
    first = stream.readline(settings.max_bytes + 1)
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from of_lines(stream, source.name, source.id, settings, first)
        return
    data = first + up_to(stream, settings.max_bytes + 1)
    if len(data) > settings.max_bytes:
        raise errors.too_large(source.name, None, settings.max_megabytes)
    yield single.of_bytes(data, source.name, source.id, source.name, settings)
