"""What a person marked in another program, as decisions on the record that was marked.

    what the record shows  +  what is marked now  ->  wrong, =LABEL, findings added by hand

A record decides on a thing that is named as a whole: what was done to some of its mentions only cannot be taken over, and is said.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pipeline.record.annotation import DATE, FIGURE, OWN_LABELS, AnnotatedText, annotations
from pipeline.record.article_record import Date, Entity, Figure, Mention, Record
from pipeline.record.doubts import is_stale
from pipeline.record.offsets import OffsetMap
from pipeline.review.verdicts import LABELS, name_and_label

Span = tuple[int, int]
Written = Mapping[str, Sequence[Mapping[str, Any]]]
"""The findings without an id, as they stand in the file, by their lists."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What follows for a record: `decisions` by the ids of findings, `additions` to its lists, and what cannot be taken over.

    `clashes` are decisions that stand in the record and say otherwise, `left` what a record cannot express; both in words for a person.
    """

    decisions: dict[str, str]
    additions: tuple[tuple[str, dict[str, Any]], ...]
    clashes: tuple[str, ...]
    left: tuple[str, ...]


class ByHand(msgspec.Struct, frozen=True, kw_only=True):
    """What a person did to the record itself: findings that they `added` and no run has completed, the decisions that what they
    overwrote amounts to, by the ids of findings, and what was marked `before` they did so.
    """

    added: Written = {}
    decided: Mapping[str, str] = {}
    before: frozenset[tuple[int, int, str]] = frozenset()


def outcome(record: Record, by_hand: ByHand, marked: AnnotatedText, offsets: OffsetMap, *, accept: bool) -> Outcome:
    """Return what the marked text says of the record, whose raw text it is; `offsets` is the map between raw and restored text.

    `accept` makes `ok` of what was left as it is and nobody decided on. What is missing in the marked text counts as refused only where
    that was made from this very record, as its `content` tells.
    """
    return _Comparison(record, by_hand, marked, offsets, accept=accept).outcome()


class _Comparison:
    def __init__(self, record: Record, by_hand: ByHand, marked: AnnotatedText, offsets: OffsetMap, *, accept: bool) -> None:
        self._record = record
        self._by_hand = by_hand
        self._offsets = offsets
        self._accept = accept
        content = record.made_by.content
        self._same_record = bool(content) and marked.content == content
        self._labels: dict[Span, list[str]] = defaultdict(list)
        self._left: list[str] = []
        self._unclear: set[Span] = set()
        for each in marked.annotations:
            span = _trimmed(offsets.raw, each.start, each.end)
            if span[0] == span[1] or (each.label not in LABELS and each.label not in OWN_LABELS):
                self._left.append(f"{self._shown(span)} is marked “{each.label}”, which is none of {', '.join((*LABELS, *OWN_LABELS))}")
                self._unclear.add(span)
            elif each.label not in self._labels[span]:
                self._labels[span].append(each.label)
        self._known = {(_trimmed(offsets.raw, each.start, each.end), each.label) for each in annotations(record)}
        self._before = {(_trimmed(offsets.raw, start, end), label) for start, end, label in by_hand.before}
        self._accounted: set[tuple[Span, str]] = set()
        self._missing: list[str] = []
        self._decisions: dict[str, str] = {}
        self._clashes: list[str] = []

    def outcome(self) -> Outcome:
        for entity in self._record.entities:
            self._entity(entity)
        for figure in self._record.figures:
            self._one(figure, FIGURE)
        for date in self._record.dates:
            self._one(date, DATE)
        if self._missing:
            self._left.append(
                f"{len(self._missing)} findings are not marked there ({', '.join(self._missing[:5])}{', …' if len(self._missing) > 5 else ''}), "
                "but the record is another than the one that was exported, or the file does not say which: that is not taken as wrong"
            )
        return Outcome(
            decisions=self._decisions,
            additions=tuple(self._additions()),
            clashes=tuple(map(_plain, self._clashes)),
            left=tuple(map(_plain, self._left)),
        )

    def _one(self, finding: Figure | Date, label: str) -> None:
        span = self._place(finding)
        if label in self._labels.get(span, ()):
            self._accounted.add((span, label))
            self._kept(finding)
        else:
            self._gone(finding, {span})

    def _entity(self, entity: Entity) -> None:
        spans = sorted({self._place(item) for item in entity.mentions})
        now: dict[Span, str | None] = {}
        for span in spans:
            here = [label for label in self._labels.get(span, ()) if label in LABELS]
            # A label that another entity has here is that one's.
            own = [label for label in here if label == entity.label or (span, label) not in self._known]
            now[span] = entity.label if entity.label in own else own[0] if own else None
        labels = {label for label in now.values() if label is not None}
        self._accounted |= {(span, label) for span, label in now.items() if label is not None}
        if not labels:
            self._gone(entity, set(spans))
            return
        unmarked = [span for span, label in now.items() if label is None]
        if unmarked and self._decision(entity) != "wrong":
            if self._same_record:
                places = ", ".join(map(_characters, unmarked))
                self._left.append(f"{entity.id} “{entity.name}” is not marked any more at {places}: a decision is on all of its mentions")
            else:
                self._missing.append(entity.id)
        if len(labels) > 1:
            self._left.append(f"{entity.id} “{entity.name}” is marked {' and '.join(sorted(labels))}: a decision is on all of its mentions")
        elif labels == {entity.label}:
            self._kept(entity, unsure=bool(unmarked))
        else:
            self._relabelled(entity, labels.pop())

    def _kept(self, finding: Entity | Figure | Date, *, unsure: bool = False) -> None:
        decision = self._decision(finding)
        if decision == "wrong" and not is_stale(finding):
            # What was wrong before it was exported was marked anew there; what is wrong since was left as it is: the file does not tell.
            self._clash(finding, "is marked there")
        elif self._accept and not decision and not unsure:
            self._decisions[finding.id] = "ok"

    def _gone(self, finding: Entity | Figure | Date, spans: set[Span]) -> None:
        decision = self._decision(finding)
        if decision == "wrong" or spans & self._unclear:
            # What is marked as something that is not known here is not refused by that.
            return
        if not self._same_record:
            self._missing.append(finding.id)
        elif decision:
            self._clash(finding, "is not marked there any more")
        else:
            self._decisions[finding.id] = "wrong"

    def _relabelled(self, entity: Entity, label: str) -> None:
        decision = self._decision(entity)
        if not decision:
            self._decisions[entity.id] = f"={label}"
        elif not (decision.startswith("=") and name_and_label(decision[1:].strip())[1] == label):
            self._clash(entity, f"is marked {label} there")

    def _decision(self, finding: Entity | Figure | Date) -> str:
        """Return what a person decided, be it by what they overwrote."""
        return finding.decision.strip() or self._by_hand.decided.get(finding.id, "")

    def _clash(self, finding: Entity | Figure | Date, what: str) -> None:
        wording = finding.name if isinstance(finding, Entity) else finding.text
        self._clashes.append(f"{finding.id} “{wording}” {what}, but is decided “{self._decision(finding)}” here: that stays")

    def _additions(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the findings that stand on what was marked anew: of a name, all the places that read the same are one."""
        named: dict[tuple[str, str], list[Span]] = defaultdict(list)
        additions: list[tuple[str, dict[str, Any]]] = []
        for span in sorted(self._labels):
            reading = self._reading(span)
            for label in self._labels[span]:
                if (span, label) in self._accounted or self._is_written(span, label, reading):
                    continue
                if (span, label) in self._before:
                    self._clashes.append(f"{self._shown(span)} is marked {label} there, but was taken out of the record here: that stays")
                elif not reading or not reading.isprintable():
                    self._left.append(f"{self._shown(span)} is marked {label}, but stands on no one line of the restored text")
                elif label in OWN_LABELS:
                    start, end = span
                    additions.append((OWN_LABELS[label], {"start": start, "end": end, "text": reading}))
                else:
                    named[reading, label].append(span)
        for (name, label), spans in named.items():
            mentions = [{"start": start, "end": end, "text": name} for start, end in spans]
            additions.append(("entities", {"name": name, "label": label, "mentions": mentions}))
        return additions

    def _is_written(self, span: Span, label: str, reading: str) -> bool:
        """Return whether the file holds such a finding that no run has completed yet."""
        part = OWN_LABELS.get(label, "entities")
        for item in self._by_hand.added.get(part, ()):
            if part == "entities":
                places = item.get("mentions")
                if item.get("name") == reading and label in {item.get("label"), *str(item.get("decision", "")).removeprefix("=").split()}:
                    at = (
                        [(each.get("start"), each.get("end")) for each in places if isinstance(each, dict)]
                        if isinstance(places, list)
                        else []
                    )
                    if not at or span in at:
                        return True
            elif item.get("text") == reading and item.get("start", span[0]) == span[0]:
                return True
        return False

    def _place(self, item: Mention | Figure | Date) -> Span:
        return _trimmed(self._offsets.raw, item.start, item.end)

    def _reading(self, span: Span) -> str:
        return " ".join(self._offsets.text[slice(*self._offsets.to_text(*span))].split())

    def _shown(self, span: Span) -> str:
        return f"“{' '.join(self._offsets.raw[slice(*span)].split())}” ({_characters(span)})"


def _plain(said: str) -> str:
    """Return what is said with signs that would command a terminal written out: labels are other people's text."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in said)


def _characters(span: Span) -> str:
    return f"characters {span[0]} to {span[1]}"


def _trimmed(raw: str, start: int, end: int) -> Span:
    """Return the span without the white space at its ends: a mouse takes it along easily."""
    marked = raw[start:end]
    first = start + len(marked) - len(marked.lstrip())
    return first, max(first, end - (len(marked) - len(marked.rstrip())))
