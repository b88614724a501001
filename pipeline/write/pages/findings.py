"""Findings as their page tells them: in the lists, and as marks in the text."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from pipeline.record.article_record import Date, Edit, Entity, Figure, Finding, Mention, Record
from pipeline.record.doubts import is_open, is_refused, waiting
from pipeline.record.parts import PARTS
from pipeline.write.pages import anchors
from pipeline.write.wording import one_line, reading, reasons

_KINDS: Final = {Entity: "name", Figure: "figure", Date: "date"}
_LONGEST_QUOTE: Final = 300
_LONGEST_REASON: Final = 200
"""Beside a place in the text; the lists have all of it."""


class Place(NamedTuple):
    """Where a finding stands: a half-open range of the raw text, its line, and its anchor in the page."""

    start: int
    end: int
    line: int
    anchor: str


class Told(NamedTuple):
    """A finding in words. `kind` is name, figure, date, edit (of wording) or cleaning; `anchor` that of its entry in the lists."""

    anchor: str
    kind: str
    words: str
    reading: str
    confidence: str
    decision: str
    note: str
    why: tuple[str, ...]
    places: tuple[Place, ...]
    open: bool
    status: str
    """`applied` or `suggested` for an edit, `wrong` for what a person called wrong, else empty."""
    after: str
    """What an edit puts in the place of its words, else empty."""
    offered: tuple[str, ...]
    """Further readings of an edit, and what the tool itself reads where a decision says otherwise."""

    @property
    def summary(self) -> str:
        """The finding on a few lines, as shown beside its place in the text."""
        verdict = f", decided: {one_line(self.decision)}" if self.decision.strip() else ", open" if self.open else ""
        head = f"{self.kind}{', ' + self.status if self.status else ''}: {self.words} → {self.reading}"
        return "\n".join((head, f"confidence {self.confidence}{verdict}", quoted("; ".join(self.why), _LONGEST_REASON)))


def told(record: Record) -> dict[str, tuple[Told, ...]]:
    """Return the findings of the record by its lists, in their order."""
    return {part: tuple(map(_told, getattr(record, part))) for part in PARTS}


def doubts(record: Record) -> tuple[Told, ...]:
    """Return what waits for a person, the most doubtful first, by the decisions as they stand in the record."""
    return tuple(map(_told, waiting(finding for part in PARTS for finding in getattr(record, part))))


def quoted(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Return the text on one line, cut where it is too long for a quotation."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[:longest]}…"


def _told(finding: Finding) -> Told:
    is_edit = isinstance(finding, Edit)
    wrong = is_refused(finding)
    return Told(
        anchor=anchors.of_finding(finding.id),
        kind=("edit" if finding.kind.startswith("spun") else "cleaning") if isinstance(finding, Edit) else _KINDS[type(finding)],
        words=quoted(_words(finding)),
        reading=quoted(_reading(finding)),
        confidence=f"{finding.confidence:.2f}",
        decision=finding.decision,
        note=finding.note if isinstance(finding.note, str) else "",
        why=tuple(reasons(finding)),
        places=tuple(_places(finding)),
        open=is_open(finding),
        status=finding.status if isinstance(finding, Edit) else "wrong" if wrong else "",
        after=finding.after if isinstance(finding, Edit) else "",
        offered=tuple(_offered(finding)) if is_edit or finding.instead_of else (),
    )


def _words(finding: Finding) -> str:
    return finding.name if isinstance(finding, Entity) else finding.before if isinstance(finding, Edit) else finding.text


def _reading(finding: Finding) -> str:
    """Return what a finding is read as, with white space and nothing named where an edit ends in them."""
    if not isinstance(finding, Edit):
        return reading(finding)
    return finding.after if finding.after.strip() else "(taken out)" if not finding.after else "(white space)"


def _offered(finding: Finding) -> Iterator[str]:
    if isinstance(finding, Edit):
        yield from (f"or “{quoted(other)}”" for other in finding.alternatives)
    if finding.instead_of:
        fields = finding.instead_of.__struct_fields__
        said = (
            f"{name.replace('_', ' ')} {getattr(finding.instead_of, name)}" for name in fields if getattr(finding.instead_of, name) or False
        )
        yield f"the tool itself reads: {', '.join(said)}"


def _places(finding: Finding) -> Iterator[Place]:
    spots: tuple[Mention | Figure | Date | Edit, ...] = finding.mentions if isinstance(finding, Entity) else (finding,)
    for nth, spot in enumerate(spots):
        yield Place(spot.start, spot.end, spot.line, anchors.of_place(finding.id, nth))
