"""Names of places in pages, the same wherever a link to them is made."""

import re
from urllib.parse import quote

from pipeline.write.names import file_name

INDEX = "index.html"
_UNSAFE = re.compile(r"[^\w.-]", re.ASCII)


def page_name(article_id: str, part: int = 1) -> str:
    """Return the name of an article's page, of a long article that of one part; no article takes the place of the index.

    >>> page_name("byd-szeged"), page_name("byd-szeged", 2), page_name("index")
    ('byd-szeged.html', 'byd-szeged~part2.html', 'index~article.html')
    """
    name = file_name(article_id)
    own = "index~article" if f"{name}.html".casefold() == INDEX else name
    return f"{own}{'' if part == 1 else f'~part{part}'}.html"


def link(article_id: str, place: str = "", part: int = 1) -> str:
    """Return what leads from one page to an article's, and there to the anchor `place`.

    >>> link("a 50% rise", "at-f-1")
    'a%2050_%20rise~963a63f8.html#at-f-1'
    """
    return quote(page_name(article_id, part)) + (f"#{place}" if place else "")


def of_finding(finding_id: str) -> str:
    """Return the anchor of a finding in the lists of its page.

    >>> of_finding("f-x72q72"), of_finding('"> <script>')
    ('f-x72q72', '____script_')
    """
    return _UNSAFE.sub("_", finding_id)


def of_place(finding_id: str, nth: int = 0) -> str:
    """Return the anchor of the place in the text where a finding stands; of a name the `nth` one, counted from 0.

    >>> of_place("e-a6dkcq"), of_place("e-a6dkcq", 1)
    ('at-e-a6dkcq', 'at2-e-a6dkcq')
    """
    return f"at{nth + 1 if nth else ''}-{of_finding(finding_id)}"
