"""Which findings of a record wait for a person, the most doubtful first."""

import re
from collections.abc import Iterable

import msgspec

from pipeline.record.article_record import Date, Edit, Entity, Figure, Finding, Record, Review
from pipeline.record.parts import PARTS

# Below this a finding is wrong in more than one of five cases: worth a look by itself.
DOUBTFUL_BELOW = 0.8

_DECISION = re.compile(r"\s*(?:ok|wrong|=\s*\S.*)\s*", re.DOTALL)


def review(entities: tuple[Entity, ...], figures: tuple[Figure, ...], dates: tuple[Date, ...], edits: tuple[Edit, ...]) -> Review:
    """Return how many findings wait for a person and in which order: the least certain first."""
    everything: list[Finding] = [*entities, *figures, *dates, *edits]
    open_ids = tuple(item.id for item in waiting(everything))
    return Review(open=len(open_ids), decided=sum(map(is_decided, everything)), look_first=open_ids)


def waiting(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that are open, the least certain first."""
    return doubtful_first(filter(is_open, findings))


def doubtful_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings in the order in which they want a look: the least certain first, then as they stand in the text."""
    return sorted(findings, key=lambda item: (item.confidence, _start(item), item.id))


def is_decided(item: Finding) -> bool:
    """Return whether a person's decision on the finding holds: it can be understood, and what it was taken on has not changed since."""
    return is_understood(item) and not is_stale(item)


def is_open(item: Finding) -> bool:
    """Return whether the finding waits for a person.

    A fact waits where nobody decided it and it is doubtful; an edit that is offered waits where it
    would change a name, a number or a time. Offered wording alone is there to be read, not to be decided.
    A decision that cannot be understood or no longer holds makes every finding wait.
    """
    return not is_decided(item) and (bool(item.decision.strip()) or is_stale(item) or _waits(item))


def is_understood(item: Finding) -> bool:
    """Return whether the decision is one of `ok`, `wrong` and `=correction`."""
    return _DECISION.fullmatch(item.decision) is not None


def is_stale(item: Finding) -> bool:
    """Return whether the decision was taken on something that has changed since."""
    return bool(item.stale)


def is_refused(item: Finding) -> bool:
    """Return whether a person called the finding wrong, and that still holds."""
    return item.decision.strip() == "wrong" and not is_stale(item)


def is_doubtful(item: Finding) -> bool:
    """Return whether the finding is likely enough wrong to be worth a look by itself."""
    return item.confidence < DOUBTFUL_BELOW


def without_refused(record: Record) -> Record:
    """Return the record without the findings that a person called wrong: what may be counted on, compared and passed on."""
    kept = {part: tuple(item for item in getattr(record, part) if not is_refused(item)) for part in PARTS if part != "edits"}
    return msgspec.structs.replace(record, **kept)


def _waits(item: Finding) -> bool:
    if isinstance(item, Edit) and item.status == "suggested":
        return item.kind != "spun-phrase"
    return is_doubtful(item)


def _start(item: Finding) -> int:
    return item.mentions[0].start if isinstance(item, Entity) else item.start
