"""What normalising gives: readable text, and how it came out of the raw one."""

from typing import Final, Literal

import msgspec

from pipeline.record.article import Article
from pipeline.record.offsets import OffsetMap

EditKind = Literal["encoding", "spacing", "typography", "spun-phrase", "spun-name", "spun-number", "spun-time"]
EditStatus = Literal["applied", "suggested"]
BlockKind = Literal["heading", "caption", "paragraph", "item"]
Verdict = Literal["clean", "light", "spun"]


GIVEN: Final = "you decided so"
"""The reason of an edit that only a person made."""


class ProposedEdit(msgspec.Struct, frozen=True, kw_only=True):
    """A change of wording at raw offsets: part of the text (`applied`) or offered to the reviewer (`suggested`)."""

    start: int
    end: int
    after: str
    kind: EditKind
    status: EditStatus
    why: tuple[str, ...]
    confidence: float
    alternatives: tuple[str, ...] = ()
    own_after: str | None = None
    """What the tool itself would read here, where a person decided otherwise."""
    own_status: EditStatus | None = None


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """A person's word on an edit: `raw[start:end]` reads `after`, or stands as it is where that is None."""

    start: int
    end: int
    after: str | None
    kind: EditKind


class SetAsidePart(msgspec.Struct, frozen=True, kw_only=True):
    """A raw span that is not the article: share buttons, teasers, markup."""

    start: int
    end: int
    kind: str
    why: tuple[str, ...]


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph, heading, caption or list item: a span of the normalised text without line ends."""

    start: int
    end: int
    kind: BlockKind


class Spin(msgspec.Struct, frozen=True, kw_only=True):
    """How likely the article's wording was swapped by a machine, and by which signs."""

    score: float
    verdict: Verdict
    why: tuple[str, ...]


class Prose(msgspec.Struct, frozen=True, kw_only=True):
    """The article as it reads after normalising.

    `offsets.text` is the normalised text. `edits` and `set_aside` are in raw offsets and sorted;
    replaying the applied ones on the raw text gives the normalised text. `blocks` are in normalised
    offsets, sorted, and hold every character of it that is not white space.
    """

    article: Article
    offsets: OffsetMap
    edits: tuple[ProposedEdit, ...]
    set_aside: tuple[SetAsidePart, ...]
    blocks: tuple[Block, ...]
    spin: Spin

    @property
    def text(self) -> str:
        return self.offsets.text
