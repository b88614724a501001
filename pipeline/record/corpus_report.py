"""The corpus report, `unspun/corpus/1`: what the articles of a run have in common and where they differ."""

from typing import Final, Literal

import msgspec

from pipeline.record.candidates import Label, Stance

SCHEMA: Final = "unspun/corpus/1"


class RegisteredEntity(msgspec.Struct, frozen=True):
    """An entity with all its readings and the articles that name it."""

    name: str
    label: Label
    names: tuple[str, ...]
    articles: tuple[str, ...]
    mentions: int


class Item(msgspec.Struct, frozen=True):
    """A figure or date of an article; `start`, `end` and `line` are of the raw text, `context` its sentence, with the item between ⟦ and ⟧."""

    article: str
    source: str
    id: str
    start: int
    end: int
    line: int
    text: str
    context: str
    value: str
    said_by: str | None
    stance: Stance


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """What articles tell of one thing.

    The relation holds between items of different `sides`, which are lists of places in `items`. `witnesses` counts sources: articles
    that copy one another, or rest on one report, are one.
    """

    relation: Literal["conflict", "compatible", "agree"]
    what: str
    confidence: float
    sides: tuple[tuple[int, ...], ...]
    items: tuple[Item, ...]
    witnesses: int
    why: tuple[str, ...]


class Copy(msgspec.Struct, frozen=True):
    """Two articles of which one repeats the other; `share` is the part of the shorter that the longer holds too."""

    articles: tuple[str, str]
    share: float
    why: str


class CorpusReport(msgspec.Struct, frozen=True):
    """What the articles of a run have in common: conflicts first, the most widely named entity first."""

    schema: Literal["unspun/corpus/1"]
    entities: tuple[RegisteredEntity, ...]
    relations: tuple[Relation, ...]
    copies: tuple[Copy, ...]
    only_here: tuple[Item, ...]


# What tables and other programs hold as a whole number.
_LARGEST: Final = 2**31 - 1


def parsed(data: bytes) -> CorpusReport:
    """Return the report that a file holds; raises `ValueError` where it cannot be understood."""
    try:
        report = msgspec.json.decode(data, type=CorpusReport)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise ValueError(str(fault)) from None
    for relation in report.relations:
        if not all(0 <= at < len(relation.items) for side in relation.sides for at in side):
            raise ValueError(f"a side of “{relation.what}” names an item that is not there")
    items = [*report.only_here, *(item for relation in report.relations for item in relation.items)]
    numbers = [number for item in items for number in (item.start, item.end, item.line)]
    numbers += [each.mentions for each in report.entities] + [each.witnesses for each in report.relations]
    if not all(0 <= number <= _LARGEST for number in numbers):
        raise ValueError("a number in it is none that a report has")
    return report
