"""The output record, `unspun/article/1`: what is written, read back and corrected by a person.

Field order is the order in the file. All offsets are half-open code-point ranges of the raw text.
"""

from decimal import Decimal
from typing import Final, Literal

import msgspec

from pipeline.record.candidates import Bound, DateKind, Direction, FigureKind, Label, PublicationDate, Stance
from pipeline.record.prose import EditKind, EditStatus, Spin

SCHEMA: Final = "unspun/article/1"


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """How far a person is: open and decided findings, and the open ones, most doubtful first."""

    open: int
    decided: int
    look_first: tuple[str, ...]


class Mention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    start: int
    end: int
    line: int
    text: str
    raw: str | None = None


class EntityReading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an entity is read as; a decision may change it. Here as below, what is not set is not said."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    label: Label | msgspec.UnsetType = msgspec.UNSET


class FigureReading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a figure is read as."""

    kind: FigureKind | msgspec.UnsetType = msgspec.UNSET
    value: Decimal | msgspec.UnsetType | None = msgspec.UNSET
    low: Decimal | msgspec.UnsetType | None = msgspec.UNSET
    high: Decimal | msgspec.UnsetType | None = msgspec.UNSET
    unit: str | msgspec.UnsetType | None = msgspec.UNSET
    currency: str | msgspec.UnsetType | None = msgspec.UNSET
    bound: Bound | msgspec.UnsetType = msgspec.UNSET
    per: str | msgspec.UnsetType | None = msgspec.UNSET
    of: str | msgspec.UnsetType | None = msgspec.UNSET
    change: Direction | msgspec.UnsetType | None = msgspec.UNSET
    said_by: str | msgspec.UnsetType | None = msgspec.UNSET
    stance: Stance | msgspec.UnsetType = msgspec.UNSET


class DateReading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a date is read as."""

    kind: DateKind | msgspec.UnsetType = msgspec.UNSET
    value: str | msgspec.UnsetType | None = msgspec.UNSET
    first_day: str | msgspec.UnsetType | None = msgspec.field(name="from", default=msgspec.UNSET)
    last_day: str | msgspec.UnsetType | None = msgspec.field(name="to", default=msgspec.UNSET)
    relation: str | msgspec.UnsetType | None = msgspec.UNSET
    said_by: str | msgspec.UnsetType | None = msgspec.UNSET
    stance: Stance | msgspec.UnsetType = msgspec.UNSET


class EditReading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an edit makes of the raw text: `after`, in the text or only offered."""

    after: str | msgspec.UnsetType = msgspec.UNSET
    status: EditStatus | msgspec.UnsetType = msgspec.UNSET


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    label: Label
    confidence: float
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    context: str | msgspec.UnsetType = msgspec.UNSET
    why: tuple[str, ...]
    instead_of: EntityReading | msgspec.UnsetType = msgspec.UNSET
    stale: str | msgspec.UnsetType = msgspec.UNSET
    decision: str
    note: str | msgspec.UnsetType = msgspec.UNSET


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    start: int
    end: int
    line: int
    text: str
    kind: FigureKind
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    currency: str | None
    bound: Bound
    per: str | None
    of: str | None
    change: Direction | None
    said_by: str | None
    stance: Stance
    confidence: float
    context: str | msgspec.UnsetType = msgspec.UNSET
    why: tuple[str, ...]
    instead_of: FigureReading | msgspec.UnsetType = msgspec.UNSET
    stale: str | msgspec.UnsetType = msgspec.UNSET
    decision: str
    note: str | msgspec.UnsetType = msgspec.UNSET


class Date(msgspec.Struct, frozen=True, kw_only=True):
    """`anchor` is `published` or the id of the date that this one was counted from."""

    id: str
    start: int
    end: int
    line: int
    text: str
    kind: DateKind
    value: str | None
    first_day: str | None = msgspec.field(name="from")
    last_day: str | None = msgspec.field(name="to")
    relation: str | None
    anchor: str | None
    said_by: str | None
    stance: Stance
    confidence: float
    context: str | msgspec.UnsetType = msgspec.UNSET
    why: tuple[str, ...]
    instead_of: DateReading | msgspec.UnsetType = msgspec.UNSET
    stale: str | msgspec.UnsetType = msgspec.UNSET
    decision: str
    note: str | msgspec.UnsetType = msgspec.UNSET


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    start: int
    end: int
    line: int
    before: str
    after: str
    kind: EditKind
    status: EditStatus
    alternatives: tuple[str, ...]
    confidence: float
    context: str | msgspec.UnsetType = msgspec.UNSET
    why: tuple[str, ...]
    instead_of: EditReading | msgspec.UnsetType = msgspec.UNSET
    stale: str | msgspec.UnsetType = msgspec.UNSET
    decision: str
    note: str | msgspec.UnsetType = msgspec.UNSET


class ClaimSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence on somebody's word, as it reads normalised; `answers` is the id of the claim that it denies."""

    id: str
    start: int
    end: int
    line: int
    text: str
    said_by: str
    stance: Stance
    answers: str | None


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    start: int
    end: int
    line: int
    kind: str
    text: str
    why: tuple[str, ...]


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    start: int
    end: int
    line: int
    text: str
    seen_as: Literal["figure", "date", "entity"] = msgspec.field(name="as")
    why: tuple[str, ...]


class MadeBy(msgspec.Struct, frozen=True, kw_only=True):
    """What made the record. `content` is the digest of all that the tool wrote: it tells when a person changed more than decisions.

    `extracted` says what took the text out of its page, where the offsets are to that text and not to the page.
    """

    tool: str
    model: str
    settings: str
    extracted: str | msgspec.UnsetType = msgspec.UNSET
    content: str = ""


Finding = Entity | Figure | Date | Edit
"""What a person decides on. `context` is some of its sentence with the span marked, `instead_of` what the tool itself reads where a
decision says otherwise, `stale` what a decision was taken on where that has changed since.
"""
FINDINGS: Final[dict[str, type[Finding]]] = {"entities": Entity, "figures": Figure, "dates": Date, "edits": Edit}
"""What each of the lists holds whose items a person decides (see `parts`)."""

Reading = EntityReading | FigureReading | DateReading | EditReading
READINGS: Final[dict[str, type[Reading]]] = {
    "entities": EntityReading,
    "figures": FigureReading,
    "dates": DateReading,
    "edits": EditReading,
}


def field_names(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the names of a type's fields as they stand in a file.

    >>> field_names(EntityReading)
    ('name', 'label')
    """
    return tuple(field.encode_name for field in msgspec.structs.fields(kind))


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One article's record; see docs/record.md for what each field means."""

    schema: Literal["unspun/article/1"]
    id: str
    source: str
    url: str | msgspec.UnsetType = msgspec.UNSET
    sha256: str
    title: str | None
    published: PublicationDate
    spin: Spin
    review: Review
    text: tuple[str, ...]
    paragraphs: tuple[tuple[int, int], ...]
    entities: tuple[Entity, ...]
    figures: tuple[Figure, ...]
    dates: tuple[Date, ...]
    claims: tuple[ClaimSentence, ...]
    edits: tuple[Edit, ...]
    set_aside: tuple[SetAside, ...]
    refused: tuple[Refused, ...]
    made_by: MadeBy

    @property
    def place(self) -> str:
        """What its lines are lines of: the file, or the text that was taken out of a page, `page.html#page`."""
        return f"{self.source}#{self.id}" if self.made_by.extracted else self.source
