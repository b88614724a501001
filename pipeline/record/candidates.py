"""What extraction and resolution hand on. All offsets here are of the normalised text."""

from decimal import Decimal
from typing import Literal

import msgspec

Label = Literal["PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"]
FigureKind = Literal["money", "quantity", "percent", "duration", "ratio", "number"]
Bound = Literal["about", "more_than", "less_than", "at_least", "up_to", "exact"]
Direction = Literal["up", "down", "from", "to"]
DateKind = Literal["date", "time", "set"]
Stance = Literal["stated", "reported", "planned", "possible", "denied"]
"""How an article tells something: in its own voice, on somebody's word, as intended, as uncertain, or as rejected by somebody."""
Source = Literal["model", "lexicon"]


class EntityCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A name in the text. `source` says whether the model or a word list saw it, `meant` the right name where a person says which."""

    start: int
    end: int
    label: Label
    confidence: float
    why: tuple[str, ...]
    source: Source
    meant: str | None = None


class FigureCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with what stands beside it; `low` and `high` hold a range, one of them None where it is open."""

    start: int
    end: int
    kind: FigureKind
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    currency: str | None = None
    bound: Bound = "exact"
    per: str | None = None
    of: str | None = None
    change: Direction | None = None
    confidence: float
    why: tuple[str, ...]
    said_by: str | None = None
    stance: Stance = "stated"


class RefusedCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """What looked like a finding and is none: `seen_as` is `figure`, `date` or `entity`."""

    start: int
    end: int
    seen_as: Literal["figure", "date", "entity"]
    why: tuple[str, ...]


class LocatedMention(msgspec.Struct, frozen=True, kw_only=True):
    """One place where an entity is named."""

    start: int
    end: int


class LinkedEntity(msgspec.Struct, frozen=True, kw_only=True):
    """All mentions of one thing in the article under its fullest name."""

    name: str
    label: Label
    confidence: float
    aliases: tuple[str, ...]
    mentions: tuple[LocatedMention, ...]
    why: tuple[str, ...]


class ValuedDate(msgspec.Struct, frozen=True, kw_only=True):
    """A date with its interval. `anchor` is `published` or the index of the date it was counted from."""

    start: int
    end: int
    kind: DateKind
    value: str | None
    first_day: str | None
    last_day: str | None
    relation: str | None
    anchor: Literal["published"] | int | None
    confidence: float
    why: tuple[str, ...]
    said_by: str | None = None
    stance: Stance = "stated"


class ClaimedSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that is told on somebody's word; `answers` is the place in the list of the claim that it denies."""

    start: int
    end: int
    said_by: str
    stance: Stance
    answers: int | None


class PublicationDate(msgspec.Struct, frozen=True, kw_only=True):
    """The article's date as EDTF and how it is known."""

    value: str | None
    how: Literal["given", "metadata", "dateline", "inferred", "unknown"]
    why: tuple[str, ...]


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found in an article, valued and linked, in text order."""

    published: PublicationDate
    entities: tuple[LinkedEntity, ...]
    figures: tuple[FigureCandidate, ...]
    dates: tuple[ValuedDate, ...]
    claims: tuple[ClaimedSentence, ...]
    refused: tuple[RefusedCandidate, ...]
