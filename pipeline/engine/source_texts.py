"""The raw texts that records were made of, wherever they can still be had."""

from collections.abc import Container
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from pipeline import errors
from pipeline.config import Settings
from pipeline.engine import extracts
from pipeline.read.articles import listing, read
from pipeline.record.article import Article
from pipeline.record.article_record import Record
from pipeline.record.source_text import SourceState, put_together

# Megabytes: what a run was allowed to read is not too large to be read again.
_LARGEST = 100


class Found(NamedTuple):
    """A raw text and how it is known."""

    raw: str
    known: SourceState


class SourceTexts:
    """Finds the raw texts of records: put together from the record where its digest bears that out, else as it was taken out of its page and
    kept beside the record, else from the folder of sources, which is read when the first is asked for.
    """

    def __init__(self, folder: Path | None, missing: Container[str] | None = None) -> None:
        """Look into `folder` for texts that records do not give; only those of the digests `missing` are kept in memory, where they are known."""
        self.unreadable: list[errors.ArticleError] = []
        """What cannot be read among the sources, as far as they were."""
        self._folder = folder
        self._missing = missing
        self._raws: dict[str, str] | None = None
        self._ids: set[str] = set()

    def of(self, record: Record, file: Path) -> Found:
        """Return the raw text of a record that stands in `file`."""
        own = put_together(record)
        if own.exact:
            return Found(own.raw, "proved")
        raw = extracts.kept(file, record.id, record.sha256) or self._sources().get(record.sha256)
        if raw is not None:
            return Found(raw, "read")
        return Found(own.raw, "changed" if record.id in self._ids else "unproved")

    def _sources(self) -> dict[str, str]:
        """Return the raw texts of the sources by their digests."""
        if self._raws is None:
            self._raws = {}
            found = listing([str(self._folder)]) if self._folder else None
            self.unreadable += found.unreadable if found else ()
            for article in read(found.sources, BytesIO(), Settings(max_megabytes=_LARGEST)) if found else ():
                if isinstance(article, Article):
                    self._ids.add(article.id)
                    if self._missing is None or article.sha256 in self._missing:
                        self._raws[article.sha256] = article.raw
                else:
                    self.unreadable.append(article)
        return self._raws
