"""Places in the articles' sources, as editors and people read them."""

from pathlib import PurePath

from pipeline.record.sources import holds_many


def place(source: str, article: str, line: int, folder: str = "") -> str:
    """Return file and line; of a file that holds many articles, the line is that of the article's text.

    >>> place("a.txt", "a", 13, "corpus"), place("news.csv", "a", 13)
    ('corpus/a.txt:13', 'news.csv#a:13')
    """
    name = str(PurePath(folder, source))
    return f"{name}#{article}:{line}" if holds_many(source) else f"{name}:{line}"
