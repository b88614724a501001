"""The kinds of files that articles come in, told by the endings of their names."""

from typing import Final, Literal

Kind = Literal["plain", "markdown", "html", "lines", "table", "archive"]

ENDINGS: Final[dict[str, Kind]] = {
    ".txt": "plain",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "table",
    ".tsv": "table",
    ".warc": "archive",
}
COMPRESSED: Final = ".gz"
"""The ending that may stand behind each of them."""
STANDARD_INPUT: Final = "standard input"
"""The name that standard input goes by as a source."""
_OF_MANY: Final = frozenset({"lines", "table", "archive"})


def ending(name: str) -> str | None:
    """Return the ending by which a file's name tells its kind, in small letters, None where it tells none.

    >>> ending("News.HTML"), ending("news.csv.gz"), ending("news.gz"), ending("news.pdf")
    ('.html', '.csv.gz', None, None)
    """
    small = name.lower()
    bare = small.removesuffix(COMPRESSED)
    found = next((each for each in ENDINGS if bare.endswith(each)), None)
    return None if found is None else found + small[len(bare) :]


def kind(name: str) -> Kind | None:
    """Return the kind of a file of this name, None where it tells none.

    >>> kind("news.csv.gz"), kind("news.pdf")
    ('table', None)
    """
    found = ending(name)
    return None if found is None else ENDINGS[found.removesuffix(COMPRESSED)]


def holds_many(name: str) -> bool:
    """Return whether a source of this name may hold any number of articles.

    >>> holds_many("news.jsonl.gz"), holds_many("news.txt"), holds_many("standard input")
    (True, False, True)
    """
    return name == STANDARD_INPUT or kind(name) in _OF_MANY
