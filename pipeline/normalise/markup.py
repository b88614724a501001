"""Markup: what of the source is tags, marks, navigation or metadata and no text of the article."""

import re

from pipeline.normalise.draft import Aside, Draft, Hint, Replace
from pipeline.normalise.html_markup import html_changes
from pipeline.normalise.markdown_markup import markdown_changes
from pipeline.normalise.notes import NoteMarks
from pipeline.record.article import Markup
from pipeline.record.front_matter import front_matter

_TAG = re.compile(r"<[a-zA-Z/!?]")


def strip_markup(raw: str, markup: Markup, chrome: re.Pattern[str], notes: NoteMarks) -> tuple[Draft, list[Hint]]:
    """Return the draft of `raw` without its markup, and what the markup says of its lines.

    `chrome` recognises the class names of the parts of an HTML page that are not the article, `notes` the marks of notes.

    >>> draft, hints = strip_markup("<h1>Plant opens</h1><p>It is <b>big</b>.</p>", "html", re.compile("menu"), NoteMarks())
    >>> draft.text
    'Plant opens\\nIt is big.'
    >>> hints
    [Hint(start=0, end=20, kind='heading')]
    """
    if markup == "html":
        changes, hints = html_changes(raw, chrome, notes)
        return Draft(raw, changes), hints
    changes, hints = [], []
    body = front_matter_end(raw)
    if markup == "markdown":
        changes, hints = markdown_changes(raw, body)
    if body:
        front: Replace | Aside = Aside(start=0, end=body, kind="front-matter", why=("metadata in front of the article",))
        changes = [front, *changes]
    return Draft(raw, changes), hints


def front_matter_end(raw: str) -> int:
    """Return where the block of `key: value` lines at the top of `raw` ends; 0 where there is none.

    >>> front_matter_end("---\\ntitle: A plant\\n---\\nText")
    22
    >>> front_matter_end("---\\nNo key here\\n---\\nText")
    0
    """
    found = front_matter(raw)
    return found.end if found is not None else 0


def actual_markup(raw: str, markup: Markup) -> Markup:
    """Return the markup that `raw` is really written in: a page without any tag is plain text, whose line ends count.

    >>> actual_markup("One line\\nand another", "html"), actual_markup("<p>One", "html")
    ('plain', 'html')
    """
    return "plain" if markup == "html" and _TAG.search(raw) is None else markup
