"""What people marked in another program, written as decisions into the records that were exported."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

import msgspec

from pipeline import errors
from pipeline.engine import records
from pipeline.engine.standing import WRITTEN, written
from pipeline.engine.stores import lock_of
from pipeline.record.annotation import AnnotatedText, annotations
from pipeline.record.article_record import Record
from pipeline.record.kept_record import KeptRecord
from pipeline.record.offsets import OffsetMap
from pipeline.record.parts import PARTS
from pipeline.record.replay import AnotherText, aligned
from pipeline.review import earlier
from pipeline.review.annotated import ByHand, Outcome, outcome
from pipeline.review.earlier import as_text
from pipeline.review.rewriting import rewritten
from pipeline.review.writing import NotFound
from pipeline.write import files
from pipeline.write.exports import doccano, webanno
from pipeline.write.names import file_name

Form = Literal["webanno", "doccano"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
_ENDINGS: dict[str, Form] = {webanno.ENDING: "webanno", doccano.ENDING: "doccano"}
_NAMES: dict[Form, str] = {"webanno": "INCEpTION or WebAnno", "doccano": "doccano"}


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one marked text: where it stands, the file of its record, and what was written there and what not."""

    where: str
    record: str
    outcome: Outcome


class _Marked(NamedTuple):
    """A marked text: where it stands, and the names that its record may have."""

    where: str
    text: AnnotatedText
    names: tuple[str, ...]


def take(paths: Sequence[Path], into: Path, form: Form | None = None, *, accept: bool = False) -> Iterator[Imported | errors.ArticleError]:
    """Write what was marked in the files, or in those of folders, into the records of the folder `into`, a text at a time.

    An error stands in the place of what cannot be taken. Raises `UsageError` where `into` holds no records, a run is at work on
    it, or there is nothing to take, `OutputError` where a record cannot be written.
    """
    if not into.is_dir() or WRITTEN in (into.name, into.parent.name):
        raise errors.not_a_review(str(into))
    if not any(into.glob("[!_.]*.json")):
        raise errors.no_records(str(into))
    found = list(_files(paths, form))
    if not found:
        raise errors.nothing_to_import(", ".join(map(str, paths)))
    # A run would write over what is decided while it is at work.
    with lock_of(into):
        for file, own in found:
            for marked in _texts(file, own):
                try:
                    yield marked if isinstance(marked, errors.ArticleError) else _taken(marked, into, accept=accept)
                except errors.ArticleError as fault:
                    yield fault


def _files(paths: Sequence[Path], form: Form | None) -> Iterator[tuple[Path, Form]]:
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                own = _ENDINGS.get(file.suffix.lower())
                if own and form in (None, own) and file.is_file():
                    yield file, own
        elif own := form or _ENDINGS.get(path.suffix.lower()):
            yield path, own
        else:
            raise errors.unknown_form(str(path))


def _texts(file: Path, form: Form) -> Iterator[_Marked | errors.ArticleError]:
    try:
        if form == "webanno":
            yield _document(file)
            return
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _line(line, f"{file}:{number}")
    except OSError as fault:
        yield errors.unreadable(str(file), fault.strerror or str(fault))


def _document(file: Path) -> _Marked | errors.ArticleError:
    try:
        # INCEpTION names the file for who marked it, and its folder for the document.
        return _Marked(str(file), webanno.parsed(file.read_bytes().decode()), (file.parent.name.removesuffix(webanno.ENDING), file.stem))
    except (webanno.Unreadable, UnicodeDecodeError) as fault:
        return errors.not_of_form(str(file), _NAMES["webanno"], str(fault))


def _line(line: bytes, where: str) -> _Marked | errors.ArticleError:
    try:
        text = doccano.parsed(line)
    except doccano.Unreadable as fault:
        return errors.not_of_form(where, _NAMES["doccano"], str(fault))
    return _Marked(where, text, (file_name(text.article),) if text.article else ())


def _taken(marked: _Marked, into: Path, *, accept: bool) -> Imported:
    kept, text, offsets = _record_of(marked, into)
    place = Path(kept.file)
    found = outcome(kept.record, _by_hand(kept, place), text, offsets, accept=accept)
    if found.decisions or found.additions:
        additions = [(part, msgspec.json.format(msgspec.json.encode(finding), indent=0).decode()) for part, finding in found.additions]
        try:
            data = rewritten(kept.data, found.decisions, additions)
            if place.read_bytes() != kept.data:
                raise errors.finding_lost(str(place), "it was changed meanwhile")
            files.replace(place, data)
        except NotFound as fault:
            raise errors.finding_lost(str(place), str(fault)) from None
        except OSError as fault:
            raise errors.unreadable(str(place), fault.strerror or str(fault)) from None
        except errors.OutputError as fault:
            raise errors.cannot_decide(str(place), fault.what) from None
    return Imported(where=marked.where, record=kept.file, outcome=found)


def _record_of(marked: _Marked, into: Path) -> tuple[KeptRecord, AnnotatedText, OffsetMap]:
    """Return the record that was made of the text: the one of its name, or else the only one whose text it is; and what is marked in it.

    Raises `ArticleError` where there is none.
    """
    faults: list[errors.ArticleError] = []
    for name in marked.names:
        place = into / f"{name}.json"
        if place.parent == into and not name.startswith(("_", ".")) and place.is_file():
            for kept in records.kept(place):
                if isinstance(kept, errors.ArticleError):
                    faults.append(kept)
                    continue
                try:
                    return kept, *aligned(kept.record, marked.text)
                except AnotherText as fault:
                    faults.append(errors.not_its_text(marked.where, str(place), str(fault)))
    matching = []
    for kept in records.kept(into):
        if isinstance(kept, errors.ArticleError):
            faults.append(kept)
            continue
        try:
            matching.append((kept, *aligned(kept.record, marked.text)))
        except AnotherText:
            # Of any number of records all but one are of other texts.
            continue
    if len(matching) == 1:
        return matching[0]
    raise faults[0] if faults and not matching else errors.no_such_record(marked.where, str(into), len(matching))


def _by_hand(kept: KeptRecord, place: Path) -> ByHand:
    """Return what a person did to the record beside deciding: what they added, overwrote and deleted.

    Raises `ArticleError` where a finding has two decisions.
    """
    copies = written(place)
    decided = {
        str(each.finding["id"]): as_text(each.finding.get("decision"))
        for each in earlier.of_record(kept.data, str(place), copies).decided
        if "id" in each.finding
    }
    return ByHand(added=_added(kept), decided=decided, before=frozenset(_before(kept.record, copies)))


def _before(record: Record, copies: Sequence[bytes]) -> Iterator[tuple[int, int, str]]:
    """Yield what the record marked when the tool wrote it."""
    for copy in copies:
        try:
            base = msgspec.json.decode(copy, type=Record)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # A copy of our own that was damaged is as good as none.
            continue
        if base.made_by == record.made_by:
            yield from ((each.start, each.end, each.label) for each in annotations(base))
            return


def _added(kept: KeptRecord) -> dict[str, list[dict[str, Any]]]:
    """Return the findings that a person added and no run has completed."""
    if not kept.added:
        return {}
    members = msgspec.json.decode(kept.data.removeprefix(b"\xef\xbb\xbf"))
    return {part: [item for item in members[part] if not item.get("id")] for part in PARTS if part in kept.added}
