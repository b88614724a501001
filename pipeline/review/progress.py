"""How far a review is, counted from the decisions as they stand in the files."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from pipeline.record.article_record import Finding
from pipeline.record.doubts import is_decided, is_doubtful, waiting
from pipeline.record.kept_record import KeptRecord
from pipeline.record.parts import PARTS

_ID: Final = re.compile(rb'"id"\s*:\s*"([^"\\]*)"')
_DECISION: Final = re.compile(rb'(?<!\\)"decision"\s*:\s*"')
# Where the decision of a finding is missing, a record on one line is not searched to its end.
_LONGEST_FINDING: Final = 20_000


class Count(msgspec.Struct):
    """Findings; those of them that are decided, those that wait for a person, and those of the waiting that are doubtful."""

    findings: int = 0
    decided: int = 0
    open: int = 0
    doubtful: int = 0


class OpenFinding(msgspec.Struct, frozen=True):
    """A finding that waits for a person, and the place in its file where the decision is to be written."""

    file: str
    line: int
    column: int
    finding: Finding


class Turn(msgspec.Struct, frozen=True):
    """The file to open next, the line of its most doubtful finding, and how much waits in it."""

    file: str
    line: int
    open: int
    doubtful: int


class Progress(msgspec.Struct):
    """The count over all files, grown record by record. `settled` articles have nothing open."""

    articles: int = 0
    settled: int = 0
    unreadable: int = 0
    kinds: dict[str, Count] = msgspec.field(default_factory=lambda: {part: Count() for part in PARTS})
    next: Turn | None = None

    def add(self, kept: KeptRecord) -> None:
        """Count a record. The file with the most doubtful open findings is the next to open, then the one with the most open ones."""
        self.articles += 1
        opened = doubtful = 0
        for part, count in self.kinds.items():
            findings: tuple[Finding, ...] = getattr(kept.record, part)
            added = kept.added.get(part, 0)
            still_open = waiting(findings)
            in_doubt = sum(map(is_doubtful, still_open))
            count.findings += len(findings) + added
            count.decided += sum(map(is_decided, findings)) + added
            count.open += len(still_open)
            count.doubtful += in_doubt
            opened += len(still_open)
            doubtful += in_doubt
        if not opened:
            self.settled += 1
        elif self.next is None or (doubtful, opened) > (self.next.doubtful, self.next.open):
            self.next = Turn(kept.file, next(open_findings(kept)).line, opened, doubtful)


def open_findings(kept: KeptRecord) -> Iterator[OpenFinding]:
    """Yield what waits for a person in a record, the most doubtful first, each with the place in the file where its decision goes."""
    record = kept.record
    places = _places(kept)
    for finding in waiting((*record.entities, *record.figures, *record.dates, *record.edits)):
        line, column = places.get(finding.id, (kept.line, 1))
        yield OpenFinding(kept.file, line, column, finding)


def _places(kept: KeptRecord) -> dict[str, tuple[int, int]]:
    """Return line and column of the decision beside every id. An article may bear the id of a finding: the finding's comes later, and wins."""
    places: dict[str, tuple[int, int]] = {}
    line, column, at = kept.line, 1, 0
    for found in _ID.finditer(kept.data):
        decision = _DECISION.search(kept.data, found.end(), found.end() + _LONGEST_FINDING)
        goal = decision.end() if decision and b"\n" not in kept.data[found.end() : decision.end()] else found.start()
        # Two ids in front of one decision are that of the article or of a date's anchor: their own place will do.
        goal = max(goal, at)
        passed = kept.data[at:goal]
        lines = passed.count(b"\n")
        line, column = line + lines, (1 if lines else column) + len(passed[passed.rfind(b"\n") + 1 :].decode("utf-8", "replace"))
        at = goal
        places[found[1].decode()] = (line, column)
    return places
