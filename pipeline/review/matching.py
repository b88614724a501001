"""Which finding of the new record a decision was taken on."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from pipeline.record.article_record import Edit, Entity, Finding, Record
from pipeline.record.parts import PARTS
from pipeline.record.prose import Prose
from pipeline.review.earlier import DecidedFinding, is_by_hand
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
        self._sha256 = record.sha256
        self._free = {part: _Free(getattr(record, part)) for part in PARTS}

    def matches(self, decided: Sequence[DecidedFinding]) -> list[Match | None]:
        """Return the finding for each of `decided`, None where there is none; no finding is given twice.

        In the same text the place is the surest sign, then the id; two equal wordings of a sentence have their ids by their order only.
        """
        found: list[Match | None] = [None] * len(decided)
        for look in (self._in_place, self._by_id, self._elsewhere):
            for number, item in enumerate(decided):
                if found[number] is None and (match := look(item)):
                    found[number] = match
                    self._free[item.part].take(match.id)
        return found

    def _in_place(self, item: DecidedFinding) -> Match | None:
        """Return the finding of exactly the same places in the same text."""
        own = self._free[item.part].at(_spans_of(item)) if item.sha256 == self._sha256 else None
        return Match(own.id, same=True) if own else None

    def _by_id(self, item: DecidedFinding) -> Match | None:
        own = self._free[item.part].named(item.finding.get("id"))
        if own is None:
            return None
        # An id that has moved to another place of the same text is that of an equal wording beside it.
        moved = item.sha256 == self._sha256 and not isinstance(own, Entity) and not _common(_spans_of(item), _spans(own))
        return None if moved else Match(own.id, same=True)

    def _elsewhere(self, item: DecidedFinding) -> Match | None:
        free, finding = self._free[item.part], item.finding
        added = not finding.get("id")
        if item.part == "edits":
            wanted = next((own for own in free if isinstance(own, Edit) and _reads_alike(own, finding)), None) if added else None
            own = wanted or free.at(self._spans_now(item))
            return Match(own.id, same=added) if own else None
        same_text = item.sha256 == self._sha256
        spans = _spans_of(item) if same_text else self._spans_now(item)
        if spans:
            own = free.at(spans) if is_by_hand(finding) else free.sharing(spans)
            return Match(own.id, same=same_text) if own else None
        own = free.called(finding) if item.part == "entities" else None
        return Match(own.id, same=added) if own else None

    def _spans_now(self, item: DecidedFinding) -> tuple[Span, ...]:
        """Return where the finding stands in a text that has changed, in raw offsets."""
        words, shown = item.finding.get(_WORDING[item.part]), item.finding.get("context")
        if not isinstance(words, str) or not isinstance(shown, str) or not words:
            return ()
        if item.part == "edits":
            found = place(self._prose.article.raw, words, shown)
            return (found,) if found else ()
        found = place(self._prose.text, words, shown)
        return (self._prose.offsets.to_raw(*found),) if found else ()


class _Free:
    """The findings of one list that no decision has found yet, looked up by id, place and name."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = {own.id: own for own in findings}
        self._by_places: defaultdict[tuple[Span, ...], list[str]] = defaultdict(list)
        self._by_name: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for own in self._findings.values():
            self._by_places[_spans(own)].append(own.id)
            if isinstance(own, Entity):
                for name in {form.casefold() for form in (own.name, *own.aliases)}:
                    self._by_name[name, own.label].append(own.id)
        self._spans = sorted((span, own.id) for own in self._findings.values() for span in _spans(own))
        self._longest = max((end - start for (start, end), _ in self._spans), default=0)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings.values())

    def take(self, name: str) -> None:
        self._findings.pop(name, None)

    def named(self, name: object) -> Finding | None:
        return self._findings.get(name) if isinstance(name, str) else None

    def at(self, spans: tuple[Span, ...]) -> Finding | None:
        """Return a finding of exactly these places."""
        return self._first(self._by_places.get(spans, ())) if spans else None

    def called(self, finding: Mapping[str, Any]) -> Finding | None:
        """Return an entity that bears the name or another form that the finding states, and its label."""
        own = finding.get("instead_of")
        said = {**finding, **own} if isinstance(own, dict) else finding
        name, label = said.get("name"), said.get("label")
        return self._first(self._by_name.get((name.casefold(), label), ())) if isinstance(name, str) and isinstance(label, str) else None

    def sharing(self, spans: tuple[Span, ...]) -> Finding | None:
        """Return the finding that shares most characters with the spans, and half of the longest at least."""
        shared: defaultdict[str, int] = defaultdict(int)
        longest: dict[str, int] = {}
        for start, end in spans:
            at = bisect_left(self._spans, ((start - self._longest, 0), ""))
            while at < len(self._spans) and self._spans[at][0][0] < end:
                (first, last), name = self._spans[at]
                if last > start and name in self._findings:
                    shared[name] += min(end, last) - max(start, first)
                    longest[name] = max(longest.get(name, 0), last - first, end - start)
                at += 1
        best = max(shared, key=lambda name: shared[name], default=None)
        return self._findings[best] if best is not None and shared[best] >= _LEAST_SHARED * longest[best] else None

    def _first(self, names: Iterable[str]) -> Finding | None:
        return next((self._findings[name] for name in names if name in self._findings), None)


_WORDING = {"entities": "name", "figures": "text", "dates": "text", "edits": "before"}


def _spans(own: Finding) -> tuple[Span, ...]:
    if isinstance(own, Entity):
        return tuple((mention.start, mention.end) for mention in own.mentions)
    return ((own.start, own.end),)


def _spans_of(item: DecidedFinding) -> tuple[Span, ...]:
    """Return the spans that a finding as it stands in a file states, in text order."""
    items = item.finding.get("mentions", []) if item.part == "entities" else [item.finding]
    spans = [(each.get("start"), each.get("end")) for each in items if isinstance(each, dict)] if isinstance(items, list | tuple) else []
    return tuple(sorted((start, end) for start, end in spans if isinstance(start, int) and isinstance(end, int)))


def _common(some: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    """Return whether two places share a character."""
    return any(start < last and first < end for start, end in some for first, last in others)


def _reads_alike(own: Edit, finding: Mapping[str, Any]) -> bool:
    return (own.before, own.after) == (finding.get("before"), finding.get("after"))
