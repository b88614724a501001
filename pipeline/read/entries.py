"""From what a file says of an article to the article."""

import hashlib

import msgspec

from pipeline.config import Settings
from pipeline.read import metadata
from pipeline.record.article import Article, Markup


class Entry(msgspec.Struct, frozen=True):
    """An article as a file gives it: a record of a JSON Lines file, where fields beside these are passed over, a row, a page."""

    text: str
    id: str | int | None = None
    published: str | int | None = None
    title: str | None = None
    url: str | None = None


def digest(text: str) -> str:
    """Return the digest of an article that is no file of its own: that of its text's UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def article_of(
    entry: Entry,
    source: str,
    sha256: str,
    settings: Settings,
    *,
    markup: Markup = "plain",
    notes: tuple[str, ...] = (),
    extracted: str | None = None,
) -> Article:
    """Return the article; a date in no form of ours is left out, and `notes` say so.

    A date that a person gave stands in for a missing one only; the file's own word is not overruled.
    """
    stated = metadata.as_edtf(str(entry.published)) if entry.published is not None else None
    if entry.published and stated is None:
        notes = (*notes, f"its publication date {entry.published!r} is none of YYYY, YYYY-MM, YYYY-MM-DD and was left out")
    published = stated or settings.published
    return Article(
        id=str(entry.id),
        source=source,
        raw=entry.text,
        sha256=sha256,
        markup=markup,
        title=entry.title,
        published=published,
        published_how=None if published is None else "metadata" if stated else "given",
        url=entry.url,
        notes=notes,
        extracted=extracted,
    )
