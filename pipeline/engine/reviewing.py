"""Findings taken one by one, and decisions written at once into the files that they stand in."""

from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.engine.records import kept
from pipeline.engine.standing import WRITTEN
from pipeline.record.article_record import Edit, Finding, Record
from pipeline.record.doubts import doubtful_first, is_doubtful, waiting
from pipeline.review.readings import NotUnderstood, ReadAlone, corrected
from pipeline.review.verdicts import verdict
from pipeline.review.writing import NotFound, Place, decided, found
from pipeline.write import files


class Turn(msgspec.Struct, frozen=True):
    """A finding whose turn comes: its file and its id."""

    file: Path
    name: str


class Shown(msgspec.Struct, frozen=True):
    """A finding as a person sees it, and its place when it was looked up."""

    turn: Turn
    place: Place
    finding: Finding
    record: Record


class Change(msgspec.Struct, frozen=True):
    """A decision that was written: the finding before and after, as it stands in its file."""

    turn: Turn
    before: str
    after: str


class Queue(msgspec.Struct, frozen=True):
    """The findings to go through, and what is to be said of files that cannot be read."""

    turns: tuple[Turn, ...]
    faults: tuple[errors.ArticleError, ...]


def queue(path: Path, parts: tuple[str, ...], *, everything: bool) -> Queue:
    """Return what waits for a person in the lists `parts` of a folder's files or of one file, with `everything` all that stands there.

    The file with the most doubtful open findings comes first, then the one with the most open ones, as `Progress` names them; within a
    file the most doubtful finding. Raises `UsageError` where there are no records whose files could take a decision.
    """
    if not path.is_dir() and path.suffix != ".json":
        raise errors.not_a_review(str(path))
    # What the tool wrote last is no place for decisions: the next run would not see them.
    if WRITTEN in (path.name, path.parent.name):
        raise errors.not_a_review(str(path))
    ranked: list[tuple[int, int, list[Turn]]] = []
    faults: list[errors.ArticleError] = []
    for record in kept(path):
        if isinstance(record, errors.ArticleError):
            faults.append(record)
            continue
        findings = [finding for part in parts for finding in getattr(record.record, part)]
        still_open = waiting(findings)
        turns = [Turn(Path(record.file), finding.id) for finding in (doubtful_first(findings) if everything else still_open)]
        ranked.append((sum(map(is_doubtful, still_open)), len(still_open), turns))
    if not ranked and not faults:
        raise errors.no_records(str(path))
    # Equals keep their order, which is that of the names.
    ranked.sort(key=lambda each: each[:2], reverse=True)
    return Queue(tuple(turn for *_, turns in ranked for turn in turns), tuple(faults))


def look_up(turn: Turn) -> Shown:
    """Return the finding as its file has it now; raises `ArticleError` where it is not to be found there any more."""
    place = _place(turn)
    (record,) = kept(turn.file)
    if isinstance(record, errors.ArticleError):
        raise record
    own = record.record
    findings: tuple[Finding, ...] = (*own.entities, *own.figures, *own.dates, *own.edits)
    return Shown(turn, place, next(item for item in findings if item.id == turn.name), own)


def unusable(shown: Shown, decision: str, read_alone: ReadAlone) -> str | None:
    """Return why a decision could not be carried out by the next run, None where it can; `read_alone` reads the words of corrections."""
    said = verdict(decision.strip())
    if said is None:
        return f"“{decision}” is none of ok, wrong, =correction"
    if said.says == "correction" and not isinstance(shown.finding, Edit):
        try:
            corrected(shown.finding, said.text, read_alone, shown.record.published.value)
        except NotUnderstood as fault:
            return f"“{decision}” cannot be carried out: {fault}"
    return None


def decide(shown: Shown, decision: str | None, note: str | None = None) -> Change:
    """Write a decision and a note into the finding's file; what is None stays as it is there.

    Raises `ArticleError` where the finding is not as it was shown any more, `OutputError` where the file cannot be written.
    """
    return _exchange(Change(shown.turn, shown.place.written, decided(shown.place.written, decision, note)))


def undo(change: Change) -> None:
    """Put the finding back as it was; raises what `decide` raises."""
    _exchange(Change(change.turn, change.after, change.before))


def _exchange(change: Change) -> Change:
    place = _place(change.turn)
    file = change.turn.file
    if place.written != change.before:
        raise errors.finding_lost(f"{file}:{place.line}", f"{change.turn.name} was changed meanwhile")
    if change.after != change.before:
        try:
            files.replace(file, place.holding(change.after))
        except errors.OutputError as fault:
            raise errors.cannot_decide(str(file), fault.what) from None
    return change


def _place(turn: Turn) -> Place:
    try:
        return found(turn.file.read_bytes(), turn.name)
    except NotFound as fault:
        raise errors.finding_lost(str(turn.file), str(fault)) from None
    except OSError as fault:
        raise errors.unreadable(str(turn.file), fault.strerror or str(fault)) from None
