"""Spun articles with their answers: each swap marked as `[[spun||intended||as good]]`, each article headed by `=== id | spinner | date | density`."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

DATA = Path(__file__).parent / "data" / "spun"
_MARK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


class Swap(msgspec.Struct, frozen=True):
    """`text[start:end]` stands where one of `intended` was meant, the original first."""

    start: int
    end: int
    intended: tuple[str, ...]


class SpunArticle(msgspec.Struct, frozen=True):
    """A spun article with its answers."""

    id: str
    spinner: str
    text: str
    swaps: tuple[Swap, ...]

    @property
    def clean(self) -> "SpunArticle":
        """The article as it was before."""
        parts: list[str] = []
        at = 0
        for swap in self.swaps:
            parts += self.text[at : swap.start], swap.intended[0]
            at = swap.end
        return SpunArticle(f"{self.id}-clean", self.spinner, "".join((*parts, self.text[at:])), ())


def read(path: Path) -> Iterator[SpunArticle]:
    """Yield the articles of a file."""
    yield from parse(path.read_text(encoding="utf-8"))


def parse(marked: str) -> Iterator[SpunArticle]:
    """Yield the articles of a marked text.

    >>> [(article.text, article.clean.text) for article in parse("=== a1 | T | 2024-05-01 | 0.1\\nA [[vehicle||car]] stood.")]
    [('A vehicle stood.', 'A car stood.')]
    """
    for block in re.split(r"^=== ", marked, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        name, spinner = (part.strip() for part in head.split("|")[:2])
        parts: list[str] = []
        swaps: list[Swap] = []
        at = length = 0
        body = body.strip()
        for mark in _MARK.finditer(body):
            spun, *intended = (part.strip() for part in mark[1].split("||"))
            parts += body[at : mark.start()], spun
            start = length + mark.start() - at
            length, at = start + len(spun), mark.end()
            swaps.append(Swap(start, length, tuple(intended)))
        yield SpunArticle(name, spinner, "".join((*parts, body[at:])), tuple(swaps))
