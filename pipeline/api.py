"""The product as a library: a text in, its record out, with no file read or written but those that are named."""

import datetime as dt
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from os import PathLike, fspath
from pathlib import Path
from threading import Lock
from typing import TypeAlias

import msgspec

from pipeline import errors
from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.lexicon import personal
from pipeline.lexicon.personal import Personal
from pipeline.read import articles, metadata
from pipeline.record.article import Article, Markup
from pipeline.record.article_record import Record

Lexicon: TypeAlias = "str | PathLike[str] | Personal"
_KEPT_READERS = 2
"""Each holds its word lists and models in memory."""
_HTML = re.compile(r"\s*<(?:!doctype|html)\b", re.IGNORECASE)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def read(
    text: str,
    *,
    published: str | dt.date | None = None,
    id: str = "",  # noqa: A002 - the record's own name for it
    title: str | None = None,
    url: str | None = None,
    markup: Markup | None = None,
    model: str | PathLike[str] | None = None,
    lexicon: "Lexicon | Iterable[Lexicon] | None" = None,
    max_megabytes: float = 5.0,
) -> Record:
    """Return the record of one text; what stands in it is in docs/record.md, all offsets are half-open code points of `text`.

    The first call with a model and a lexicon takes seconds to load them; the last two readers are kept. Arguments and errors are those of
    `Reader` and `Reader.read`.

    >>> record = read("Sales rose 12% in March.", published="2022-08-26", model="small")
    >>> record.figures[0].value, record.figures[0].unit, record.dates[0].first_day, record.dates[0].last_day
    (Decimal('12'), '%', '2022-03-01', '2022-03-31')
    >>> read("Sales rose.", published="May 5")
    Traceback (most recent call last):
    pipeline.errors.UsageError: published: 'May 5' is no date; write YYYY-MM-DD, YYYY-MM or YYYY [bad-option]
    """
    reader = _kept(_settings(None, model, lexicon, max_megabytes))
    return reader.read(text, published=published, id=id, title=title, url=url, markup=markup)


class Reader:
    """Reads any number of texts with one set of word lists and models, which is loaded here.

    `model` is `accurate` (where nothing is said), `small`, a spaCy pipeline's folder or the name of an installed one; `lexicon` one or more
    files of names and wordings of your own (docs/lexicon.md), of which later ones win; `published` the date of texts that state none and are
    given none; `max_megabytes` how long a text may be. The records are those of `unspun run` with the same settings. Threads may share a
    reader: they wait for one another. It can be pickled, and is built anew where it is unpickled.

    Raises `UsageError` for a date, a size, a model or a file that is none, `LexiconError` for a lexicon that is not as it must be.

    >>> reader = Reader(model="small", published="2022-08-26")
    >>> [reader.read(text).dates[0].value for text in ("It closed on Monday.", "It opens tomorrow.")]
    ['2022-08-22', '2022-08-27']
    """

    def __init__(
        self,
        *,
        published: str | dt.date | None = None,
        model: str | PathLike[str] | None = None,
        lexicon: "Lexicon | Iterable[Lexicon] | None" = None,
        max_megabytes: float = 5.0,
    ) -> None:
        self._begin(_settings(published, model, lexicon, max_megabytes))

    def _begin(self, settings: Settings) -> None:
        self.settings = settings
        """Frozen; its `digest` stands in every record (`made_by.settings`)."""
        self._flow = Flow(settings)
        self._lock = Lock()

    def __reduce__(self) -> "tuple[Callable[[Settings], Reader], tuple[Settings]]":
        return _built, (self.settings,)

    def read(
        self,
        text: str,
        *,
        published: str | dt.date | None = None,
        id: str = "",  # noqa: A002 - the record's own name for it
        title: str | None = None,
        url: str | None = None,
        markup: Markup | None = None,
    ) -> Record:
        """Return the record of one text.

        `published` is its date (`2022-08-26`, `2022-08`, `2022` or a `datetime.date`) where it does not state one itself, in front matter or the head of a
        page; `id` goes into the record and into messages; `markup` is `plain`, `markdown` or `html`, told by the text's beginning where
        nothing is said.

        Raises `UsageError` for a date or another argument that is none, and `ArticleError` for a text that is empty, too long or cannot be encoded, or in
        which this program has a fault (`internal-fault`, its cause is chained).
        """
        article = _article(text, self.settings, published=published, id=id, title=title, url=url, markup=markup)
        return self._record(article)

    def read_files(self, paths: "str | PathLike[str] | Iterable[str | PathLike[str]]") -> "Iterator[Record | errors.ArticleError]":
        """Yield the record of each article under `paths` (files and folders, as `unspun run` takes them), in order.

        Where an article cannot be read the error that says why is yielded in its place. Raises `UsageError` where a path does not exist.
        Unlike a run, each article is read by itself: names in one are no evidence for another.
        """
        named = [paths] if isinstance(paths, str | PathLike) else paths
        for found in articles.read(articles.listing(fspath(path) for path in named).sources, BytesIO(), self.settings):
            if isinstance(found, errors.ArticleError):
                yield found
                continue
            try:
                record = self._record(found)
            except errors.ArticleError as fault:
                yield fault
            else:
                yield record

    def _record(self, article: Article) -> Record:
        with self._lock:
            record = self._flow.read(article)
        if not record.text:
            raise errors.empty_article(article.source)
        return record


def _built(settings: Settings) -> Reader:
    reader = Reader.__new__(Reader)
    reader._begin(settings)  # noqa: SLF001 - a second way of building one's own class
    return reader


_kept = lru_cache(maxsize=_KEPT_READERS)(_built)


def _settings(
    published: str | dt.date | None, model: str | PathLike[str] | None, lexicon: "Lexicon | Iterable[Lexicon] | None", max_megabytes: float
) -> Settings:
    if not (math.isfinite(max_megabytes) and max_megabytes > 0):
        raise errors.not_a_size(str(max_megabytes))
    given = [] if lexicon is None else [lexicon] if isinstance(lexicon, str | PathLike | Personal) else lexicon
    return Settings(
        published=_date(published),
        model=None if model is None else fspath(model),
        max_megabytes=float(max_megabytes),
        lexicon=personal.joined(one if isinstance(one, Personal) else personal.load(Path(one)) for one in given),
    )


def _date(published: str | dt.date | None) -> str | None:
    if published is None:
        return None
    date = metadata.as_edtf(published.isoformat() if isinstance(published, dt.date) else str(published))
    if date is None:
        raise errors.published_needs_date(str(published), "published")
    return date


def _article(
    text: str,
    settings: Settings,
    *,
    published: str | dt.date | None,
    id: str,  # noqa: A002 - as above
    title: str | None,
    url: str | None,
    markup: Markup | None,
) -> Article:
    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}; decode it, or give the file to Reader.read_files")
    if half := _HALF_CHARACTER.search(text):
        raise errors.half_character(id, half.start())
    data = text.encode()
    if len(data) > settings.max_megabytes * 1_000_000:
        raise errors.too_large(id, len(data) / 1_000_000, settings.max_megabytes)
    if not text.strip():
        raise errors.empty_article(id)
    written: Markup = markup or ("html" if _HTML.match(text) else "plain")
    found = metadata.of_html(text) if written == "html" else metadata.of_front_matter(text)
    stated = metadata.as_edtf(found.published) if found.published else None
    date = stated or _date(published) or settings.published
    article = Article(
        id=id,
        source=id,
        raw=text,
        sha256=hashlib.sha256(data).hexdigest(),
        markup=written,
        title=title or found.title,
        published=date,
        published_how=None if date is None else "metadata" if stated else "given",
        url=url or found.url,
    )
    try:
        return msgspec.convert(msgspec.structs.asdict(article), Article)
    except msgspec.ValidationError as fault:
        raise errors.bad_argument(str(fault)) from None
