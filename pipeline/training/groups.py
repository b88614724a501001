"""Groups of articles that tell one story, with marks on what they say: read from TOML, checked strictly.

A mark is `{key: expression}` around a figure or a date; the same key in two articles means the same thing. See `data/compare/` for the
form: `relations` says for each key how the articles' values stand to one another, sides parted by `|`.
"""

import re
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.record.article import Article

Kind = Literal["agree", "compatible", "conflict"]
Span = tuple[str, int, int]
"""An article's id and the offsets of an expression in its text."""
_MARK = re.compile(r"\{([\w.-]+): ([^{}]*)\}")


class Marked(msgspec.Struct, frozen=True):
    """An article of a group: its text without marks, and what they said."""

    id: str
    published: str
    text: str
    marks: tuple[tuple[str, int, int], ...]

    def article(self, group: str) -> Article:
        """Return it as it would have been read."""
        return Article(
            id=self.id, source=f"{group}/{self.id}.txt", raw=self.text, sha256="0" * 64, published=self.published, published_how="given"
        )


class Group(msgspec.Struct, frozen=True):
    """A group with its right answers: how the expressions of each pair of spans stand to one another."""

    name: str
    articles: tuple[Marked, ...]
    pairs: dict[tuple[Span, Span], Kind]
    copies: tuple[frozenset[str], ...]

    def keys_at(self, span: Span) -> frozenset[str]:
        """Return the keys of the marks that a span of an article touches."""
        article = next(article for article in self.articles if article.id == span[0])
        return frozenset(key for key, start, end in article.marks if start < span[2] and span[1] < end)


def load(folder: Path) -> list[Group]:
    """Return the groups of a folder in the order of their names; raises `ValueError` naming file and fault where one is wrong."""
    return [_group(path) for path in sorted(folder.glob("*.toml"))]


def _group(path: Path) -> Group:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    articles = tuple(_marked(row) for row in data["articles"])
    by_id = {article.id: article for article in articles}
    pairs: dict[tuple[Span, Span], Kind] = {}
    kinds: tuple[Kind, ...] = ("agree", "compatible", "conflict")
    for kind in kinds:
        for line in data["relations"].get(kind, []):
            key, _, rest = line.partition(":")
            sides = [side.split() for side in rest.split("|")]
            for one, two in _across(sides):
                places = [[(name, a, b) for mark, a, b in by_id[name].marks if mark == key.strip()] for name in (one, two)]
                if not all(places):
                    raise ValueError(f"{path}: {kind} {line!r}: the key is not marked in {one} or {two}")
                for first in places[0]:
                    for second in places[1]:
                        pairs[min(first, second), max(first, second)] = kind
    return Group(path.stem, articles, pairs, tuple(frozenset(line.split()) for line in data["relations"].get("copies", [])))


def _across(sides: list[list[str]]) -> Iterator[tuple[str, str]]:
    if len(sides) == 1:
        yield from combinations(sides[0], 2)
        return
    for first, second in combinations(sides, 2):
        yield from ((one, two) for one in first for two in second)


def _marked(row: dict[str, str]) -> Marked:
    parts: list[str] = []
    marks: list[tuple[str, int, int]] = []
    at = length = 0
    text = row["text"].strip("\n")
    for mark in _MARK.finditer(text):
        parts += text[at : mark.start()], mark[2]
        length += mark.start() - at
        marks.append((mark[1], length, length + len(mark[2])))
        length += len(mark[2])
        at = mark.end()
    return Marked(row["id"], row["published"], "".join((*parts, text[at:])), tuple(marks))
