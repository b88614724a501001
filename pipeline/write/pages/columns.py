"""The source and the restored text side by side, a paragraph a row, with every finding drawn in its places."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from pipeline.record.article_record import Record
from pipeline.record.offsets import Change, OffsetMap
from pipeline.write.pages.findings import Told
from pipeline.write.pages.segments import Segment, Span, segments

_ASIDE: Final = "aside"


class Mark(NamedTuple):
    """What lies over a stretch of text: kind of finding, entry in the lists, its words for a reader, and the place's anchor."""

    kind: str
    entry: str
    summary: str
    place: str
    open: bool
    status: str


class Piece(NamedTuple):
    """A stretch of text as it is drawn. `mark` leads to the entry, `classes` are of all marks over it, `anchors` begin here."""

    text: str
    mark: Mark | None = None
    classes: str = ""
    summary: str = ""
    """What the marks say, in the column that bears the anchors: the other leads to the same entries."""
    anchors: tuple[str, ...] = ()
    stop: bool = False
    """Whether this is the place of `mark` where a person who walks with the keyboard stops."""
    entries: str = ""
    """The entries in the lists that describe it, where they are not just that of `mark` and of no use to whoever reads along."""
    applied: bool = False
    """Whether an applied edit is among the marks."""
    quiet: bool = False
    """White space between paragraphs: it is there, and takes no room."""


class Row(NamedTuple):
    """A paragraph in both columns, or a stretch of the source that is not the article (`aside`: its kinds)."""

    raw: tuple[Piece, ...]
    text: tuple[Piece, ...] = ()
    aside: str = ""
    same: bool = False
    """Whether it reads the same in both columns."""


class Columns(NamedTuple):
    """The rows; whether the record's parts contradict one another, so that only the raw text bears marks; how many places lie outside."""

    rows: tuple[Row, ...]
    bent: bool
    misplaced: int
    text: OffsetMap | None

    @property
    def anchors(self) -> frozenset[str]:
        """The places that a link can lead to."""
        return frozenset(anchor for row in self.rows for piece in row.raw for anchor in piece.anchors)


def columns(record: Record, raw: str, findings: Iterable[Told]) -> Columns:
    """Return the rows of an article. The pieces of their `raw`, joined, are `raw` to the character."""
    marks, spans = _marks(findings)
    inside = [span for span in spans if 0 <= span.start <= span.end <= len(raw)]
    asides = [part for part in record.set_aside if 0 <= part.start <= part.end <= len(raw)]
    first_aside = len(marks)
    marks += [
        Mark(_ASIDE, "", f"set aside, {part.kind}: {'; '.join(part.why)}", f"x-{nth}", open=False, status="")
        for nth, part in enumerate(asides, 1)
    ]
    inside += [Span(part.start, part.end, first_aside + nth) for nth, part in enumerate(asides)]
    misplaced = len(spans) + len(record.set_aside) - len(inside)
    offsets = _offsets(record, raw)
    if offsets is None:
        drawn = _Drawn(raw, segments(len(raw), inside), marks, anchored=True).upto(len(raw))
        plain = (Piece("\n\n".join(record.text)),)
        return Columns((Row(drawn, plain),), bent=True, misplaced=misplaced, text=None)
    return Columns(tuple(_rows(record, offsets, marks, inside)), bent=False, misplaced=misplaced, text=offsets)


def _marks(findings: Iterable[Told]) -> tuple[list[Mark], list[Span]]:
    marks: list[Mark] = []
    spans: list[Span] = []
    for finding in findings:
        summary = finding.summary
        for place in finding.places:
            spans.append(Span(place.start, place.end, len(marks)))
            marks.append(Mark(finding.kind, finding.anchor, summary, place.anchor, finding.open, finding.status))
    return marks, spans


def _offsets(record: Record, raw: str) -> OffsetMap | None:
    """Return the way from the raw text to the text, None where the record's edits do not lead from one to the other."""
    changes = [Change(edit.start, edit.end, edit.after) for edit in record.edits if edit.status == "applied"]
    changes += [Change(part.start, part.end, "") for part in record.set_aside]
    changes.sort(key=lambda change: (change.start, change.end))
    try:
        offsets = OffsetMap(raw, changes)
    except ValueError:
        # A person moved or added something that no run has taken over yet: the page says so.
        return None
    return offsets if [line for line in offsets.text.splitlines() if line] == list(record.text) else None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every line that is not empty."""
    at = 0
    for line in text.splitlines(keepends=True):
        length = len(line.splitlines()[0])
        if length:
            yield at, at + length
        at += len(line)


def _rows(record: Record, offsets: OffsetMap, marks: list[Mark], spans: list[Span]) -> list[Row]:
    raw = offsets.raw
    lines = list(_lines(offsets.text))
    places = [offsets.to_raw(start, end) for start, end in lines]
    left = _Drawn(raw, segments(len(raw), spans, (cut for place in places for cut in place)), marks, anchored=True)
    right = _Drawn(
        offsets.text, segments(len(offsets.text), _in_text(offsets, marks, spans), (cut for line in lines for cut in line)), marks
    )
    kinds = _Kinds(sorted((part.start, part.end, part.kind) for part in record.set_aside))
    rows: list[Row] = []
    quiet: tuple[Piece, ...] = ()
    at = 0
    for line, place in zip([*lines, None], [*places, (len(raw), len(raw))], strict=True):
        start, end = max(place[0], at), max(place[1], at)
        between = left.upto(start)
        if any(sign.isprintable() and not sign.isspace() for sign in raw[at:start]):
            rows.append(Row(quiet + _with_quiet_ends(between), aside=kinds.within(at, start)))
            quiet = ()
        elif rows:
            rows[-1] = rows[-1]._replace(raw=rows[-1].raw + _quiet(between))
        else:
            quiet = _quiet(between)
        if line is not None:
            right.upto(line[0])
            same = raw[start:end] == offsets.text[line[0] : line[1]]
            rows.append(Row(quiet + left.upto(end), right.upto(line[1]), same=same))
            quiet = ()
        at = end
    return rows or [Row(quiet)]


def _quiet(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece._replace(quiet=True) for piece in pieces)


def _with_quiet_ends(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces of a part that was set aside without the room of the white space around it."""
    ends = (0, len(pieces) - 1)
    return tuple(piece._replace(quiet=True) if at in ends and not piece.text.strip() else piece for at, piece in enumerate(pieces))


def _in_text(offsets: OffsetMap, marks: list[Mark], spans: list[Span]) -> Iterator[Span]:
    """Yield where the spans lie in the text; what has no character there is left out."""
    for span in spans:
        if marks[span.mark].kind != _ASIDE:
            start, end = offsets.to_text(span.start, span.end)
            if span.start == span.end and marks[span.mark].status == "applied":
                # What an edit puts between two characters grows from a place without width.
                start, end = (
                    offsets.to_text(span.start - 1, span.start)[1] if span.start else 0,
                    offsets.to_text(span.start, span.start + 1)[0],
                )
            if start < end:
                yield Span(start, end, span.mark)


class _Kinds:
    """The kinds of set-aside parts within ranges that are asked for in order."""

    def __init__(self, parts: list[tuple[int, int, str]]) -> None:
        self._parts = parts
        self._next = 0

    def within(self, start: int, end: int) -> str:
        found: dict[str, None] = {}
        while self._next < len(self._parts) and self._parts[self._next][0] < end:
            if self._parts[self._next][1] > start:
                found[self._parts[self._next][2]] = None
            self._next += 1
        return ", ".join(found) or "taken out by an edit"


class _Drawn:
    """Segments of one column, handed out as pieces from its beginning to its end."""

    def __init__(self, text: str, cut: list[Segment], marks: list[Mark], *, anchored: bool = False) -> None:
        self._text, self._cut, self._marks, self._anchored = text, cut, marks, anchored
        self._next = 0
        self._begun: set[int] = set()
        self._stopped: set[str] = set()

    def upto(self, end: int) -> tuple[Piece, ...]:
        """Return the pieces that end at or before `end` and were not handed out yet."""
        pieces: list[Piece] = []
        while self._next < len(self._cut) and self._cut[self._next].end <= end:
            pieces.append(self._piece(self._cut[self._next]))
            self._next += 1
        return tuple(pieces)

    def _piece(self, segment: Segment) -> Piece:
        text = self._text[segment.start : segment.end]
        if not segment.marks:
            return Piece(text)
        over = [self._marks[at] for at in segment.marks]
        leading = next((mark for mark in over if mark.entry), None)
        new = [at for at in segment.marks if at not in self._begun]
        self._begun.update(new)
        first = leading is not None and leading.place not in self._stopped
        if leading is not None:
            self._stopped.add(leading.place)
        classes: dict[str, None] = {}
        for mark in over:
            classes |= dict.fromkeys([mark.kind, *([mark.status] if mark.status else [])])
        if any(self._marks[at].open for at in new):
            classes["doubt"] = None
        entries = dict.fromkeys(mark.entry for mark in over if mark.entry)
        return Piece(
            text=text,
            mark=leading or over[0],
            classes=" ".join(classes),
            applied="applied" in classes,
            summary="\n\n".join(mark.summary for mark in over) if self._anchored else "",
            anchors=tuple(self._marks[at].place for at in new) if self._anchored else (),
            stop=first and self._anchored,
            entries=" ".join(entries) if self._anchored or len(entries) > 1 else "",
        )
