"""What a file says about itself: front matter of text files, the head of HTML pages."""

import re
from calendar import monthrange
from datetime import date, timedelta
from html.parser import HTMLParser

import msgspec

from pipeline.record.front_matter import front_matter

_FRONT_LINE = re.compile(r"(\w[\w-]*)[ \t]*:[ \t]*(.*)$")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ][\d:.,]+(?:Z|[+-]\d{2}:?\d{2})?)?$", re.ASCII)
_PUBLISHED_KEYS = ("published", "date")
_PUBLISHED_TAGS = frozenset(
    {"article:published_time", "date", "datepublished", "dc.date", "dc.date.issued", "pubdate", "parsely-pub-date", "sailthru.date"}
)
_TITLE_TAGS = frozenset({"og:title", "twitter:title"})
_URL_TAGS = frozenset({"og:url"})


class Metadata(msgspec.Struct, frozen=True):
    """The fields as they stand in the file, unchecked; None where it does not give them."""

    published: str | None = None
    title: str | None = None
    url: str | None = None


def as_edtf(value: str) -> str | None:
    """Return `YYYY`, `YYYY-MM` or `YYYY-MM-DD` for an ISO 8601 date or date and time, None for anything else.

    >>> as_edtf("2023-05-17T08:00:00Z"), as_edtf("2023-05"), as_edtf("2023-02-30"), as_edtf("May 5")
    ('2023-05-17', '2023-05', None, None)
    """
    match = _DAY.match(value.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year == 0 or (month is not None and not 1 <= month <= 12):
        return None
    if year and month and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return None
    return "-".join(part for part in match.groups() if part)


def day_after(stated: str) -> str | None:
    """Return the day after the last that a date of `as_edtf` may mean, as `YYYY-MM-DD`; None behind the end of the calendar.

    >>> day_after("2022-12-31"), day_after("2022-02"), day_after("2022"), day_after("9999")
    ('2023-01-01', '2022-03-01', '2023-01-01', None)
    """
    year, month, day = (*map(int, stated.split("-")), None, None)[:3]
    month = month or 12
    last = date(year or 1, month, day or monthrange(year or 1, month)[1])
    return (last + timedelta(days=1)).isoformat() if last < date.max else None


def of_front_matter(text: str) -> Metadata:
    """Return what a `---` block of `key: value` lines at the start of `text` gives."""
    block = front_matter(text)
    if block is None:
        return Metadata()
    fields: dict[str, str] = {}
    for line in block.lines:
        entry = _FRONT_LINE.match(line)
        if entry:
            fields.setdefault(entry[1].lower(), entry[2].rstrip(" \t").strip("\"'"))
    published = next((fields[key] for key in _PUBLISHED_KEYS if fields.get(key)), None)
    return Metadata(published, fields.get("title") or None, fields.get("url") or None)


def of_html(text: str) -> Metadata:
    """Return what the meta tags, the first `<time datetime>`, JSON-LD and `<title>` of a page give, in this order of trust."""
    head = _Head()
    # It is not closed: to say what a tag that never ends may have been, html.parser would read the rest once for every bracket in it.
    head.feed(text)
    title_tag = "".join(head.title_tag).strip()
    return Metadata(head.published or head.time or head.linked_data, head.title or title_tag or None, head.url)


class _Head(HTMLParser):
    """Collects the first value of each kind."""

    _LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.published: str | None = None
        self.title: str | None = None
        self.url: str | None = None
        self.time: str | None = None
        self.linked_data: str | None = None
        self.title_tag: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = {key: value or "" for key, value in attrs}
        self._inside = tag if tag in ("title", "script") else ""
        if tag == "meta":
            name, content = (fields.get("property") or fields.get("name") or fields.get("itemprop") or "").lower(), fields.get("content")
            if content and name in _PUBLISHED_TAGS:
                self.published = self.published or content
            elif content and name in _TITLE_TAGS:
                self.title = self.title or content
            elif content and name in _URL_TAGS and content.startswith(("http://", "https://")):
                self.url = self.url or content
        elif tag == "time":
            self.time = self.time or fields.get("datetime") or None

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - as html.parser has it
        """Pass over `<![...>` as browsers do, whatever stands in it; html.parser raises for what is no section it knows."""
        return self.rawdata.find(">", i) + 1 or -1

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title_tag.append(data)
        elif self._inside == "script" and self.linked_data is None:
            found = self._LINKED_DATE.search(data)
            self.linked_data = found[1] if found else None
