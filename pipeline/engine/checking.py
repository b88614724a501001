"""Edited records, checked one by one against what the tool wrote and, where they are at hand, against the articles."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.config import Settings
from pipeline.engine.records import places
from pipeline.engine.standing import written
from pipeline.flow import Flow
from pipeline.read.articles import listing, read
from pipeline.record.article import Article
from pipeline.record.article_record import Record
from pipeline.review.check import Known, Problem, problems
from pipeline.write.names import file_name


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A record's file, for a JSON Lines file with the line in which the record stands, and what is to be said of it."""

    file: str
    line: int
    problems: tuple[Problem, ...]


def check(paths: tuple[Path, ...], sources: Path | None) -> Iterator[Checked]:
    """Yield every record under `paths` with its problems: files, folders of records, JSON Lines files.

    Raises `UsageError` where there is no record.
    """
    raws = _raw_texts(sources)
    any_found = False
    for file, line, data in (place for path in paths for place in places(path)):
        any_found = True
        if isinstance(data, errors.ArticleError):
            raise data
        yield _checked_line(file, line, data, raws) if line else _checked(file, data, raws)
    if not any_found:
        raise errors.no_records(", ".join(map(str, paths)))


def _checked(file: Path, data: bytes, raws: dict[str, str]) -> Checked:
    name = _id(data)
    right_name = name is not None and file_name(name) == file.stem
    known = Known(written=written(file), raw=raws.get(name or ""), id=name if right_name else file.stem)
    return Checked(file=str(file), line=1, problems=tuple(problems(data, known, read_alone)))


def _checked_line(file: Path, number: int, data: bytes, raws: dict[str, str]) -> Checked:
    found = problems(data, Known(raw=raws.get(_id(data) or "")), read_alone)
    moved = tuple(msgspec.structs.replace(problem, line=problem.line + number - 1) for problem in found)
    return Checked(file=str(file), line=number, problems=moved)


class _Named(msgspec.Struct):
    id: str


def _id(data: bytes) -> str | None:
    """Return the id of a record, None where it cannot be read: what is wrong then is said elsewhere."""
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Named).id
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _raw_texts(sources: Path | None) -> dict[str, str]:
    """Return the articles' raw texts by their ids."""
    if sources is None:
        return {}
    found = listing([str(sources)])
    articles = read(found.sources, BytesIO(), Settings())
    return {article.id: article.raw for article in articles if isinstance(article, Article)}


def read_alone(text: str, published: str | None) -> Record:
    """Read the words of a correction; what reads them is built for the first of them."""
    return _flow().read_alone(text, published)


@cache
def _flow() -> Flow:
    # Names are not asked for, so the smaller model does.
    return Flow(Settings(model="small"))
