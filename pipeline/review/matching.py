"""Which finding of the new record a decision was taken on."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from pipeline.record.article_record import Edit, Entity, Finding, Record
from pipeline.record.prose import Prose
from pipeline.review.earlier import PARTS, DecidedFinding, is_by_hand
from pipeline.review.places import place

Span = tuple[int, int]
_LEAST_SHARED = 0.5
"""Two readings of one place share this much of the longer one."""


class Match(msgspec.Struct, frozen=True):
    """The id of the finding; `same` where it is what was decided on: by its id, or in the same place of the same text."""

    id: str
    same: bool


class Finder:
    """Finds decided findings in a new record: by id, by place in an unchanged text, by surroundings in a changed one."""

    def __init__(self, prose: Prose, record: Record) -> None:
        self._prose = prose
        self._record = record

    def matches(self, decided: Sequence[DecidedFinding]) -> list[Match | None]:
        """Return the finding for each of `decided`, None where there is none; no finding is given twice."""
        found: list[Match | None] = [None] * len(decided)
        free: dict[str, dict[str, Finding]] = {part: {item.id: item for item in getattr(self._record, part)} for part in PARTS}
        for number, item in enumerate(decided):
            name = item.finding.get("id")
            if isinstance(name, str) and free[item.part].pop(name, None) is not None:
                found[number] = Match(name, same=True)
        for number, item in enumerate(decided):
            if found[number] is None and (own := self._elsewhere(item, free[item.part].values())):
                free[item.part].pop(own.id)
                found[number] = own
        return found

    def _elsewhere(self, item: DecidedFinding, free: Iterable[Finding]) -> Match | None:
        if item.part == "edits" and not item.finding.get("id"):
            wanted = (item.finding.get("before"), item.finding.get("after"))
            return next((Match(own.id, same=True) for own in free if isinstance(own, Edit) and (own.before, own.after) == wanted), None)
        same_text = item.sha256 == self._record.sha256
        spans = _spans_of(item.part, item.finding) if same_text else self._spans_now(item)
        if not spans and item.part == "entities":
            return next((Match(own.id, same=False) for own in free if isinstance(own, Entity) and _is_named(own, item.finding)), None)
        best, shared = None, 0
        exactly = item.part == "edits" or is_by_hand(item.finding)
        for own in free:
            places = _spans(own)
            common = _common(spans, places)
            if common > shared and (spans == places if exactly else common >= _LEAST_SHARED * _longer(spans, places)):
                best, shared = own, common
        return Match(best.id, same=same_text) if best else None

    def _spans_now(self, item: DecidedFinding) -> list[Span]:
        """Return where the finding stands in a text that has changed, in raw offsets."""
        words, shown = item.finding.get(_WORDING[item.part]), item.finding.get("context")
        if not isinstance(words, str) or not isinstance(shown, str) or not words:
            return []
        if item.part == "edits":
            found = place(self._prose.article.raw, words, shown)
            return [found] if found else []
        found = place(self._prose.text, words, shown)
        return [self._prose.offsets.to_raw(*found)] if found else []


_WORDING = {"entities": "name", "figures": "text", "dates": "text", "edits": "before"}


def _spans(own: Finding) -> list[Span]:
    if isinstance(own, Entity):
        return [(mention.start, mention.end) for mention in own.mentions]
    return [(own.start, own.end)]


def _spans_of(part: str, finding: dict[str, Any]) -> list[Span]:
    """Return the spans that a finding as it stands in a file states, in text order."""
    items = finding.get("mentions", []) if part == "entities" else [finding]
    spans = [(item.get("start"), item.get("end")) for item in items if isinstance(item, dict)] if isinstance(items, list | tuple) else []
    return sorted((start, end) for start, end in spans if isinstance(start, int) and isinstance(end, int))


def _common(some: Sequence[Span], others: Sequence[Span]) -> int:
    """Return how many characters two lists of spans, each in text order, share."""
    shared = at = 0
    for start, end in some:
        while at < len(others) and others[at][1] <= start:
            at += 1
        further = at
        while further < len(others) and others[further][0] < end:
            shared += min(end, others[further][1]) - max(start, others[further][0])
            further += 1
    return shared


def _longer(some: Sequence[Span], others: Sequence[Span]) -> int:
    """Return how many characters the longest span has."""
    return max(end - start for start, end in (*some, *others))


def _is_named(entity: Entity, finding: dict[str, Any]) -> bool:
    """Return whether an entity bears the name or another form that the finding states, and its label."""
    own = finding.get("instead_of")
    name = own.get("name") if isinstance(own, dict) and "name" in own else finding.get("name")
    names = {form.casefold() for form in (entity.name, *entity.aliases)}
    return isinstance(name, str) and name.casefold() in names and finding.get("label") == entity.label
