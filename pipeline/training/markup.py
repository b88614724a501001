"""Read the annotated text: one paragraph a line, names as `[name](LABEL)`, `# article` before each whole article."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import msgspec

from pipeline import errors
from pipeline.record.candidates import Label

NAME = re.compile(r"\[([^\[\]]+)\]\(([A-Z_]+)\)")
LABELS: frozenset[str] = frozenset(get_args(Label))


class Annotated(msgspec.Struct, frozen=True):
    """A text with its names as half-open offsets. A whole article has one block a line."""

    text: str
    names: tuple[tuple[int, int, str], ...]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text, which decides on which side of the split it falls."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def parse(marked: str, where: str = "") -> Annotated:
    """Return the plain text of one marked-up line and the names in it.

    Raises `LexiconError` for a label that is none of ours.

    >>> parse("The [Xiaomi](ORG)-[BAIC](ORG) venture")
    Annotated(text='The Xiaomi-BAIC venture', names=((4, 10, 'ORG'), (11, 15, 'ORG')))
    """
    parts: list[str] = []
    names: list[tuple[int, int, str]] = []
    at = length = 0
    for found in NAME.finditer(marked):
        name, label = found.groups()
        if label not in LABELS:
            raise errors.bad_entry(where, f"{label!r} is no label of ours")
        parts += marked[at : found.start()], name
        start = length + found.start() - at
        length = start + len(name)
        names.append((start, length, label))
        at = found.end()
    parts.append(marked[at:])
    return Annotated("".join(parts), tuple(names))


def join(blocks: Iterable[Annotated]) -> Annotated:
    """Return the blocks of an article as one text, one block a line.

    >>> join([parse("[Nio](ORG) up"), parse("By [A. Li](PERSON)")])
    Annotated(text='Nio up\\nBy A. Li', names=((0, 3, 'ORG'), (10, 15, 'PERSON')))
    """
    texts: list[str] = []
    names: list[tuple[int, int, str]] = []
    at = 0
    for block in blocks:
        names += ((start + at, end + at, label) for start, end, label in block.names)
        texts.append(block.text)
        at += len(block.text) + 1
    return Annotated("\n".join(texts), tuple(names))


def read(path: Path) -> tuple[Annotated, ...]:
    """Return the articles of a file, or its paragraphs where it does not group them."""
    return tuple(join(parse(line, f"{path.name}:{number}") for number, line in group) for group in _groups(path))


def _groups(path: Path) -> Iterator[list[tuple[int, str]]]:
    """Yield the numbered lines of each article; before the first `# article` each line is one of its own."""
    whole = False
    group: list[tuple[int, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() == "# article":
            whole = True
        if group and (not whole or line.startswith("#")):
            yield group
            group = []
        if line.strip() and not line.startswith("#"):
            group.append((number, line))
    if group:
        yield group


def split(texts: Iterable[Annotated], share: float = 0.1) -> tuple[list[Annotated], list[Annotated]]:
    """Return the texts to train on and those held out: the `share` of them whose digests come first."""
    in_order = sorted(texts, key=lambda text: text.digest)
    held = round(len(in_order) * share)
    return in_order[held:], in_order[:held]
