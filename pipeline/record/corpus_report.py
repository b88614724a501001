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
