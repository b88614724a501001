"""A person's decisions, carried into a new record of the article and put into effect there.

A decision finds its finding again by the id, and where wording or place have changed by its span or its surroundings. What it says
of a reading that has changed since is kept and said to be stale; a decision whose finding is gone is handed back as an orphan.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET

from pipeline.record.article_record import READINGS, Edit, Entity, Finding, Record
from pipeline.record.doubts import review
from pipeline.record.parts import PARTS
from pipeline.record.prose import Prose
from pipeline.record.seal import sealed
from pipeline.review.earlier import Decided, DecidedFinding, as_text
from pipeline.review.matching import Finder
from pipeline.review.readings import NotUnderstood, ReadAlone, corrected, reading_of
from pipeline.review.verdicts import NOT_UNDERSTOOD, Verdict, verdict
from pipeline.review.vouched import Voucher

_PLACES = frozenset({"start", "end", "line", "mentions", "context", "instead_of", "stale", "why", "confidence"})
"""What a copied line says of the finding that it was copied from."""
_CORRECTIONS_KEPT = 4096
# Who says it, and how surely, is not what a finding was called wrong for.
_BESIDE = ("said_by", "stance")


class Impossible(Exception):  # noqa: N818 - what it says is about a person's change, not about the program
    """A field that a person changed holds what no finding can."""


class Merged(msgspec.Struct, frozen=True):
    """A record with its decisions, and the decided findings it no longer holds."""

    record: Record
    orphans: Decided = ()
    remarks: tuple[str, ...] = ()


class Merger:
    """Puts decisions into records; `read_alone` reads the words of a correction."""

    def __init__(self, read_alone: ReadAlone) -> None:
        # The same corrections are read again on every run, and often in many articles.
        self._read_alone = lru_cache(maxsize=_CORRECTIONS_KEPT)(read_alone)

    def merge(self, prose: Prose, record: Record, decided: Decided) -> Merged:
        """Return the record with the decisions on findings it holds in effect, sealed, and the decided findings it does not hold."""
        # Of two decisions on one finding the later counts: what was kept apart from the file comes first.
        unique = {(item.part, item.finding.get("id") or number): item for number, item in enumerate(decided)}
        waiting = [_as_it_stands(item, prose) for item in unique.values()]
        if not waiting:
            return Merged(sealed(record))
        findings = {part: {item.id: item for item in getattr(record, part)} for part in PARTS}
        matches = Finder(prose, record).matches(waiting)
        remarks: list[str] = []
        left: list[DecidedFinding] = []
        for item, match in zip(waiting, matches, strict=True):
            if match is None:
                left.append(item)
                continue
            merged = self._with_decision(findings[item.part][match.id], item, same=match.same, published=record.published.value)
            findings[item.part][match.id] = merged
            remarks += _remarks(merged)
        orphans = self._vouched(prose, record, left, waiting, findings, remarks)
        parts: dict[str, Any] = {part: tuple(sorted(items.values(), key=_place)) for part, items in findings.items()}
        return Merged(sealed(msgspec.structs.replace(record, **parts, review=review(**parts))), tuple(orphans), tuple(remarks))

    def _with_decision(self, own: Finding, item: DecidedFinding, *, same: bool, published: str | None) -> Finding:
        """Return the tool's own finding with the decision on it; `same` where it is what was decided on, not a later version of it."""
        decision, note = as_text(item.finding.get("decision")), as_text(item.finding.get("note"))
        stale = _still_stale(item) if same else _decided_where(item)
        said = verdict(decision)
        reading: Mapping[str, Any] = {}
        if said is None:
            stale = f"{NOT_UNDERSTOOD}write ok, wrong or =correction" if decision else None
        elif stale is None and isinstance(own, Edit):
            stale = _not_in_effect(own, item, said)
        elif stale is None:
            try:
                reading = self._reading(own, item, published)
            except NotUnderstood as fault:
                stale = f"{NOT_UNDERSTOOD}{fault}"
            except Impossible as fault:
                # What was written there is gone with this run: the note stays until the person decides anew.
                stale = str(fault)
            else:
                stale = _changed_since(own, item) if said.says == "wrong" else None
        return msgspec.structs.replace(
            own,
            **reading,
            **_instead_of(item.part, own, reading),
            decision=decision,
            note=note or UNSET,
            stale=stale or UNSET,
        )

    def _reading(self, own: Finding, item: DecidedFinding, published: str | None) -> dict[str, Any]:
        """Return the fields, by their names here, which the decision reads otherwise than the tool."""
        said = verdict(as_text(item.finding.get("decision")))
        if said is None or said.says == "wrong":
            return {}
        shown = reading_of(item.part, item.finding)
        if shown is None:
            raise Impossible("a field held what it cannot hold: this is the tool's own reading again")
        read = _set_fields(shown)
        if said.says == "correction":
            read |= _set_fields(corrected(msgspec.structs.replace(own, **read), said.text, self._read_alone, published))
        return {name: value for name, value in read.items() if getattr(own, name) != value}

    def _vouched(
        self,
        prose: Prose,
        record: Record,
        left: list[DecidedFinding],
        decided: list[DecidedFinding],
        findings: dict[str, dict[str, Finding]],
        remarks: list[str],
    ) -> list[DecidedFinding]:
        """Add what stands on the person's word to `findings`; return what can stand nowhere."""
        voucher = Voucher(prose, record, decided, self._read_alone)
        at = {part: {_place(own): own for own in items.values()} for part, items in findings.items()}
        orphans = []
        for item in left:
            try:
                found = self._on_their_word(voucher, record, item, at[item.part])
            except NotUnderstood as fault:
                orphans.append(item)
                if not item.finding.get("id"):
                    remarks.append(f"{_words(item)}: {fault}; what you added is kept in _orphans.json")
                continue
            findings[item.part][found.id] = found
            at[item.part][_place(found)] = found
        return orphans

    def _on_their_word(self, voucher: Voucher, record: Record, item: DecidedFinding, at: Mapping[tuple[int, int], Finding]) -> Finding:
        """Return the finding that a person vouches for; one that the tool reads of the very words keeps its id.

        Raises `NotUnderstood` where nobody vouches for it, or it has no place.
        """
        said = verdict(as_text(item.finding.get("decision")))
        if item.part == "edits":
            raise NotUnderstood("these words do not stand in the article exactly once, or another edit holds them")
        if said is None or said.says == "wrong":
            raise NotUnderstood("its decision does not say what it is")
        spans = voucher.spans(item.part, item.finding, same_text=item.sha256 == record.sha256)
        own = at.get(spans[0]) if spans else None
        if own is not None and (own.decision or own.note):
            raise NotUnderstood("another line says something of these words")
        if own is not None:
            return self._with_decision(own, item, same=True, published=record.published.value)
        found = voucher.finding(item.part, item.finding, spans)
        said = verdict(found.decision)
        if said is None or said.says != "correction":
            return found
        return msgspec.structs.replace(found, **_set_fields(corrected(found, said.text, self._read_alone, record.published.value)))


def _set_fields(reading: msgspec.Struct) -> dict[str, Any]:
    return {name: value for name in reading.__struct_fields__ if (value := getattr(reading, name)) is not UNSET}


def _instead_of(part: str, own: Finding, reading: Mapping[str, Any]) -> dict[str, Any]:
    """Return the member that keeps what the tool itself reads, where a decision says otherwise."""
    return {"instead_of": READINGS[part](**{name: getattr(own, name) for name in reading})} if reading else {}


def _not_in_effect(own: Edit, item: DecidedFinding, said: Verdict) -> str | None:
    """Return why the decision on an edit does not hold, where the text does not read as it says."""
    if said.says == "wrong":
        if own.status == "applied":
            return "its place in the text could not be told from another"
        offered = _own_fields(item.finding).get("after") or item.finding.get("after")
        now = own.instead_of.after if own.instead_of and own.instead_of.after else own.after
        return f"decided when it was to read: {offered}" if isinstance(offered, str) and offered != now else None
    wanted = said.text if said.says == "correction" else item.finding.get("after")
    if own.status == "applied" and own.after == wanted:
        return None
    return None if wanted == own.before and own.status == "suggested" else "its place in the text could not be told from another"


def _changed_since(own: Finding, item: DecidedFinding) -> str | None:
    """Return what a finding was read as when it was called wrong, where the tool reads it otherwise now."""
    before = reading_of(item.part, item.finding | _own_fields(item.finding))
    if before is None or isinstance(own, Edit):
        return None
    fields = {field.name: field.encode_name for field in msgspec.structs.fields(type(before)) if field.name not in _BESIDE}
    changed = [
        f"{fields[name]} {_shown(value)}" for name, value in _set_fields(before).items() if name in fields and getattr(own, name) != value
    ]
    return f"decided when it was read as: {', '.join(changed)}" if changed else None


def _own_fields(finding: Mapping[str, Any]) -> dict[str, Any]:
    own = finding.get("instead_of")
    return own if isinstance(own, dict) else {}


def _decided_where(item: DecidedFinding) -> str:
    finding = item.finding
    shown = next((finding[name] for name in ("context", "text", "name", "before") if isinstance(finding.get(name), str)), "")
    return f"decided where it read: {shown}"


def _still_stale(item: DecidedFinding) -> str | None:
    """Return why the decision did not hold before, where that was not about the decision's own words."""
    stale = item.finding.get("stale")
    return stale if isinstance(stale, str) and not stale.startswith(NOT_UNDERSTOOD) else None


def _as_it_stands(item: DecidedFinding, prose: Prose) -> DecidedFinding:
    """Return an added finding without places that are not its own: whoever copies a line to write another takes them along."""
    finding = item.finding
    if finding.get("id"):
        return item
    quoted = finding.get({"entities": "name", "edits": "before"}.get(item.part, "text"))
    places = finding.get("mentions", ()) if item.part == "entities" else [finding]
    for each in places if isinstance(places, list | tuple) else ():
        start, end = (each.get("start"), each.get("end")) if isinstance(each, dict) else (None, None)
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end and item.sha256 == prose.article.sha256:
            raw = prose.article.raw[start:end]
            if quoted in {raw, prose.text[slice(*prose.offsets.to_text(start, end))]}:
                return item
    typed = "start" not in finding and "mentions" not in finding
    own = {key: value for key, value in finding.items() if key not in _PLACES or (key == "line" and typed)}
    return msgspec.structs.replace(item, finding=own)


def _remarks(finding: Finding) -> Iterable[str]:
    if isinstance(finding.stale, str):
        yield f"decision {finding.decision!r} of {finding.id} does not hold: {finding.stale}"


def _words(item: DecidedFinding) -> str:
    shown = item.finding.get("name") or item.finding.get("text") or item.finding.get("before")
    return f"added to {item.part}: “{shown}”" if isinstance(shown, str) else f"a line added to {item.part}"


def _place(finding: Finding) -> tuple[int, int]:
    if isinstance(finding, Entity):
        return finding.mentions[0].start, finding.mentions[0].end
    return finding.start, finding.end


def _shown(value: object) -> str:
    return "none" if value is None else str(value)
