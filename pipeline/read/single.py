"""A text or a page that is one article: a file of its own, or a page out of an archive."""

import hashlib
import re

from pipeline import errors
from pipeline.config import Settings
from pipeline.read import decoding, extraction, metadata
from pipeline.read.entries import Entry, article_of, digest
from pipeline.read.metadata import Metadata
from pipeline.record.article import Article, Markup

_HEAD = 4096
_CHARSET = re.compile(rb"<meta\b[^<>]{0,200}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:!doctype|html)\b", re.IGNORECASE)


def of_bytes(
    data: bytes,
    where: str,
    name: str,
    source: str,
    settings: Settings,
    *,
    markup: Markup | None = None,
    url: str | None = None,
    fetched: str | None = None,
    charset: str | None = None,
    notes: tuple[str, ...] = (),
) -> Article:
    """Return the article of id `name` in the bytes of a text or a page; `where` is its place in messages.

    Where `markup` is None the text itself tells whether it is a page. `url` is where it was fetched, which counts more than what it says
    of itself, `charset` the encoding that the server named, and `fetched` the day: a later date of publication is none. Raises `ArticleError` where there is no text in it.
    """
    text, remark = decoding.decode(data, where, declared=charset or _declared(data, markup))
    if not text.strip():
        raise errors.empty_article(where)
    markup = markup or ("html" if _HTML.match(text) else "plain")
    stated = metadata.of_html(text) if markup == "html" else metadata.of_front_matter(text)
    published, lie = _possible(stated, fetched)
    notes = (*notes, *(note for note in (remark, lie) if note))
    if markup == "html" and settings.html == "trafilatura":
        found = extraction.extract(text, where, url, settings)
        entry = Entry(found.text, name, published, found.title or stated.title, url or found.url or stated.url)
        return article_of(entry, source, digest(found.text), settings, notes=notes, extracted=found.made_by)
    entry = Entry(text, name, published, stated.title, url or stated.url)
    return article_of(entry, source, hashlib.sha256(data).hexdigest(), settings, markup=markup, notes=notes)


def _declared(data: bytes, markup: Markup | None) -> str | None:
    """Return the encoding that a page names in its head.

    >>> _declared(b"<!doctype html><meta charset='iso-8859-15'>", None), _declared(b"<meta charset='iso-8859-15'>", "plain")
    ('iso-8859-15', None)
    """
    if markup != "html" and not (markup is None and _HTML.match(data[:_HEAD].decode("latin-1"))):
        return None
    found = _CHARSET.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None


def _possible(stated: Metadata, fetched: str | None) -> tuple[str | None, str | None]:
    """Return the publication date that a page states, and a remark in its place where the page was fetched before.

    >>> _possible(Metadata(published="2031-01-01"), "2022-05-06")
    (None, 'its publication date 2031-01-01 is later than 2022-05-06, when it was fetched, and was left out')
    >>> _possible(Metadata(published="2022-05"), "2022-05-06"), _possible(Metadata(published="2022-05-07"), "2022-05-06")
    (('2022-05', None), ('2022-05-07', None))
    >>> _possible(Metadata(published="2022-07-01"), "2022-05")[0], _possible(Metadata(published="2022-07-01"), "2022")[0]
    (None, '2022-07-01')
    """
    said = metadata.as_edtf(stated.published) if stated.published else None
    # One day more: the date is that of the publisher's clock, the other that of Greenwich.
    limit = metadata.day_after(fetched) if fetched else None
    if said is None or limit is None or said <= limit:
        return stated.published, None
    return None, f"its publication date {said} is later than {fetched}, when it was fetched, and was left out"
