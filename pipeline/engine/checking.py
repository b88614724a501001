"""Edited records, checked one by one against what the tool wrote and, where they are at hand, against the articles."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.config import Settings
from pipeline.engine import extracts
from pipeline.engine.records import places
from pipeline.engine.standing import written
from pipeline.flow import Flow
from pipeline.read.articles import read
from pipeline.read.listing import listing
from pipeline.record.article import Article
from pipeline.record.article_record import Record
from pipeline.review.check import Known, Problem, problems
from pipeline.write.names import file_name


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A record's file, for a JSON Lines file with the line in which the record stands, and what is to be said of it."""

    file: str
    line: int
    problems: tuple[Problem, ...]


def check(paths: tuple[Path, ...], sources: Path | None, settings: Settings) -> Iterator[Checked]:
    """Yield every record under `paths` with its problems: files, folders of records, JSON Lines files.

    `settings` say how the articles under `sources` are read. Raises `UsageError` where there is no record.
    """
    articles = _articles(sources, settings)
    any_found = False
    for file, line, data in (place for path in paths for place in places(path)):
        any_found = True
        if isinstance(data, errors.ArticleError):
            raise data
        yield _checked_line(file, line, data, articles) if line else _checked(file, data, articles)
    if not any_found:
        raise errors.no_records(", ".join(map(str, paths)))


def _checked(file: Path, data: bytes, articles: dict[str, Article]) -> Checked:
    name = _id(data)
    right_name = name is not None and file_name(name) == file.stem
    known = Known(written=written(file), raw=_raw_text(data, file, articles), id=name if right_name else file.stem)
    return Checked(file=str(file), line=1, problems=tuple(problems(data, known, read_alone)))


def _checked_line(file: Path, number: int, data: bytes, articles: dict[str, Article]) -> Checked:
    found = problems(data, Known(raw=_raw_text(data, file, articles)), read_alone)
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


class _Text(msgspec.Struct):
    """The members that tell which text a record's places are places in."""

    id: str
    sha256: str
    made_by: dict[str, str]


def _raw_text(data: bytes, file: Path, articles: dict[str, Article]) -> str | None:
    """Return the raw text of a record: of one that was taken out of its page the text kept beside it, else that of its article."""
    try:
        text = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        text = _Text(id=_id(data) or "", sha256="", made_by={})
    article = articles.get(text.id)
    if "extracted" in text.made_by:
        same = article.raw if article is not None and article.sha256 == text.sha256 else None
        return extracts.kept(file, text.id, text.sha256) or same
    return article.raw if article is not None and article.extracted is None else None


def _articles(sources: Path | None, settings: Settings) -> dict[str, Article]:
    """Return the articles by their ids."""
    if sources is None:
        return {}
    found = listing([str(sources)])
    articles = read(found.sources, BytesIO(), settings)
    return {article.id: article for article in articles if isinstance(article, Article)}


def read_alone(text: str, published: str | None) -> Record:
    """Read the words of a correction; what reads them is built for the first of them."""
    return _flow().read_alone(text, published)


@cache
def _flow() -> Flow:
    # Names are not asked for, so the smaller model does.
    return Flow(Settings(model="small"))
