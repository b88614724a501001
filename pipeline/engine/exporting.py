"""Records of an earlier run, written in the forms that other programs read."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date as calendar
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Protocol, get_args

import msgspec

from pipeline import errors
from pipeline.engine import records
from pipeline.engine.batch import CORPUS_REPORT
from pipeline.engine.source_texts import SourceTexts
from pipeline.language.sentences import Sentences
from pipeline.record.annotation import AnnotatedText, annotations
from pipeline.record.article_record import Edit, Entity, Finding, Record
from pipeline.record.corpus_report import CorpusReport, parsed
from pipeline.record.doubts import is_decided, without_refused
from pipeline.record.kept_record import KeptRecord
from pipeline.record.parts import PARTS
from pipeline.record.replay import AnotherText, Joined, replayed
from pipeline.record.source_text import put_together
from pipeline.review.verdicts import name_and_label, verdict
from pipeline.write import files
from pipeline.write.names import file_name

Form = Literal["csv", "parquet", "sqlite", "spacy", "webanno", "doccano", "markdown"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
_FOLDERS = ("csv", "parquet", "webanno", "markdown")
_TABLES = {"csv": "csv_files", "parquet": "parquet_files", "sqlite": "sqlite_file"}
# No finding has more digits, before its point or behind it.
_MOST_DIGITS = 30
_MOST_LINES = 2**31 - 1
# Megabytes: what a run was allowed to read is not too large to be read again.
_LARGEST_SOURCE = 100


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What was written, by its kind; what an export leaves out or changes, and how often; and the records that cannot be exported."""

    counts: dict[str, int]
    remarks: tuple[str, ...]
    faults: tuple[errors.ArticleError, ...]


class _Sink(Protocol):
    """What takes rows of tables."""

    def add(self, rows: dict[str, Iterator[tuple[Any, ...]]]) -> None: ...


class _Usable(NamedTuple):
    """A record that can be exported, as its file has it and without what a person refused."""

    kept: KeptRecord
    record: Record


def export(path: Path, form: Form, out: Path, sources: Path | None = None, *, replace: bool = False) -> Exported:
    """Write the records of a folder, of a JSON Lines file, or of one file to `out`, and return what was written.

    `sources` is the folder of the articles, for the forms that hold their raw text where a record alone does not give it. Raises `UsageError` where there is no record, something
    stands at `out` and must not be replaced, or a library is missing; `OutputError` where nothing can be written.
    """
    _check_place(path, form, out, sources, replace=replace)
    if path.is_dir() and not any(path.glob("[!_.]*.json")):
        raise errors.no_records(str(path))
    chosen = _Chosen(path)
    try:
        if form in _TABLES:
            counts, remarks = _tables(chosen, form, out)
        elif form == "spacy":
            counts, remarks = _documents(chosen, out)
        elif form == "markdown":
            counts, remarks = _pages(chosen, out), []
        else:
            counts, remarks = _marked_texts(chosen, form, out, sources)
    except _NothingToPutThere:
        counts, remarks = {}, [f"no record could be exported: what stands at {out} stays"]
    return Exported(counts=counts, remarks=(*remarks, *chosen.remarks()), faults=tuple(chosen.faults))


class _Chosen:
    """Reads the records one after the other; `faults` are those that cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[errors.ArticleError] = []
        self._added = self._not_in_effect = 0

    def __iter__(self) -> Iterator[_Usable]:
        seen: set[str] = set()
        for found in records.kept(self.path):
            if isinstance(found, errors.ArticleError):
                self.faults.append(found)
                continue
            record = found.record
            try:
                _check(record)
            except ValueError as fault:
                self.faults.append(errors.unclear_record(found.where, str(fault)))
                continue
            if record.id in seen:
                self.faults.append(errors.article_twice(found.where, record.id))
                continue
            seen.add(record.id)
            self._added += sum(found.added.values())
            self._not_in_effect += sum(_waits_for_a_run(item) for part in PARTS for item in getattr(record, part))
            yield _Usable(found, without_refused(record))
        if not seen and not self.faults:
            raise errors.no_records(str(self.path))

    def remarks(self) -> Iterator[str]:
        """Yield what a next run would change in what was exported."""
        if self._added:
            yield f"findings that you added and no run has completed yet, left out: {self._added:,}; run again, then export"
        if self._not_in_effect:
            yield f"corrections that are in their decision only, not in the finding yet: {self._not_in_effect:,}; run again, then export"


def _check_place(path: Path, form: Form, out: Path, sources: Path | None, *, replace: bool) -> None:
    """Raise `UsageError` where `out` is no place for an export of this form."""
    place, own = out.resolve(), path.resolve()
    among_articles = sources is not None and place.is_relative_to(sources.resolve())
    if among_articles or place == own or _is_of_the_records(place, own):
        raise errors.among_records(str(out))
    if str(out) == "-":
        raise errors.not_the_place("-", form, "a folder" if form in _FOLDERS else "a file")
    if form in _FOLDERS:
        if out.exists() and not out.is_dir():
            raise errors.not_the_place(str(out), form, "a folder")
        if not replace and out.is_dir() and any(out.iterdir()):
            raise errors.stands_there(str(out))
    elif out.is_dir():
        raise errors.not_the_place(str(out), form, "a file")
    elif out.exists() and not replace:
        raise errors.stands_there(str(out))


def _is_of_the_records(place: Path, own: Path) -> bool:
    """Return whether a place is that of a record, or one of those that the tool keeps in a folder of records or beside a file of them."""
    folder = own if own.is_dir() else own.parent
    if not place.is_relative_to(folder) or place == folder:
        return False
    first, *inner = place.relative_to(folder).parts
    if own.suffix != ".json" and not own.is_dir():
        return first.casefold().startswith(f"{own.name}_".casefold())
    return first.startswith(("_", ".")) or (not inner and place.suffix.lower() == ".json")


class _NothingToPutThere(Exception):  # noqa: N818 - an end of the work, not a fault of it
    """What stands at the place of an export stays, as there is nothing to take its place."""


def _tables(chosen: _Chosen, form: Form, out: Path) -> tuple[dict[str, int], list[str]]:
    from pipeline.write.exports import tables  # noqa: PLC0415 - only what the form needs is loaded

    try:
        module = import_module(f"pipeline.write.exports.{_TABLES[form]}")
    except ImportError as fault:
        raise errors.missing_extra(f"--to {form}", form, str(fault)) from None
    writing: Callable[[Path], AbstractContextManager[_Sink]] = module.writing
    fits: Callable[[Record], str | None] = getattr(module, "misfit", lambda _: None)
    counts: Counter[str] = Counter({table.name: 0 for table in tables.TABLES})
    refused: dict[str, set[str]] = {}
    with writing(out) as sink:
        for usable in chosen:
            if reason := fits(usable.record):
                chosen.faults.append(errors.does_not_fit(usable.kept.where, form, reason))
                continue
            refused[usable.record.id] = {item.id for part in PARTS for item in getattr(usable.kept.record, part)} - {
                item.id for part in PARTS for item in getattr(usable.record, part)
            }
            sink.add(_counted(tables.rows(usable.record), counts))
        _refuse_emptying(out, counts["articles"])
        if report := _corpus_report(chosen, refused):
            sink.add(_counted(tables.report_rows(report), counts))
    guarded = getattr(sink, "guarded", 0)
    return dict(counts), [f"cells with an apostrophe before what a spreadsheet would take for a formula: {guarded:,}"] if guarded else []


def _refuse_emptying(out: Path, written: int) -> None:
    if not written and (any(out.iterdir()) if out.is_dir() else out.exists()):
        raise _NothingToPutThere


def _counted(rows: dict[str, Iterator[tuple[Any, ...]]], counts: Counter[str]) -> dict[str, Iterator[tuple[Any, ...]]]:
    def counting(name: str, found: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in found:
            counts[name] += 1
            yield row

    return {name: counting(name, found) for name, found in rows.items()}


def _corpus_report(chosen: _Chosen, refused: dict[str, set[str]]) -> CorpusReport | None:
    """Return the corpus report of the folder, where it has one, without what a person refused since it was made."""
    place = chosen.path / CORPUS_REPORT
    if not chosen.path.is_dir() or not place.exists():
        return None
    try:
        report = parsed(place.read_bytes())
    except ValueError as fault:
        chosen.faults.append(errors.bad_corpus_report(str(place), str(fault)))
        return None
    except OSError as fault:
        chosen.faults.append(errors.unreadable(str(place), fault.strerror or str(fault)))
        return None
    relations = []
    for relation in report.relations:
        stands = [item.article in refused and item.id not in refused[item.article] for item in relation.items]
        sides = tuple(kept for side in relation.sides if (kept := tuple(at for at in side if stands[at])))
        # What one side alone tells is no relation.
        if len(sides) > 1:
            relations.append(msgspec.structs.replace(relation, sides=sides))
    return msgspec.structs.replace(report, relations=tuple(relations))


def _documents(chosen: _Chosen, out: Path) -> tuple[dict[str, int], list[str]]:
    from pipeline.write.exports.training import Documents  # noqa: PLC0415 - spaCy takes its time to load

    documents = Documents()
    for usable in chosen:
        documents.add(usable.record)
    _refuse_emptying(out, sum(documents.counts.values()))
    files.make_folder(out.parent)
    files.replace(out, documents.data())
    left = [f"spans left out, as the document cannot hold what {why}: {count:,}" for why, count in sorted(documents.left_out.items())]
    return dict(documents.counts), left


def _pages(chosen: _Chosen, out: Path) -> dict[str, int]:
    from pipeline.write.exports import pages  # noqa: PLC0415 - only what the form needs is loaded

    count = 0
    files.make_folder(out)
    for usable in chosen:
        files.replace(out / f"{file_name(usable.record.id)}{pages.ENDING}", pages.page(usable.record).encode())
        count += 1
    return {"pages": count}


def _marked_texts(chosen: _Chosen, form: Form, out: Path, sources: Path | None) -> tuple[dict[str, int], list[str]]:
    from pipeline.write.exports import doccano, webanno  # noqa: PLC0415 - only what the form needs is loaded

    texts = SourceTexts(sources, _missing(chosen.path) if sources else frozenset())
    counts = Counter({"texts": 0, "spans": 0})
    if form == "webanno":
        starts = Sentences().starts
        files.make_folder(out)
        for marked, record in _marked(chosen, texts, counts):
            files.replace(out / f"{file_name(record.id)}{webanno.ENDING}", webanno.document(marked, starts).encode())
    else:
        files.make_folder(out.parent)
        with files.replacing(out) as stream:
            for marked, record in _marked(chosen, texts, counts):
                stream.write(doccano.line(marked, source=record.source, title=record.title or ""))
            _refuse_emptying(out, counts["texts"])
    if any(fault.code == "no-source" for fault in chosen.faults):
        # What no record was made of is no matter here: the run has named it.
        chosen.faults += texts.unreadable
    return dict(counts), []


def _missing(path: Path) -> frozenset[str]:
    """Return the digests of the texts that the records alone do not give: no others need be kept in memory."""
    found = (each.record for each in records.kept(path) if not isinstance(each, errors.ArticleError))
    return frozenset(record.sha256 for record in found if not put_together(record).exact)


def _marked(chosen: _Chosen, texts: SourceTexts, counts: Counter[str]) -> Iterator[tuple[AnnotatedText, Record]]:
    for kept, record in chosen:
        raw, how = texts.of(kept.record, Path(kept.file))
        if how not in {"proved", "read"}:
            chosen.faults.append(errors.no_source(kept.where, record.source))
            continue
        try:
            replayed(kept.record, raw)
        except AnotherText as fault:
            chosen.faults.append(errors.unclear_record(kept.where, str(fault)))
            continue
        found = annotations(record)
        counts.update({"texts": 1, "spans": len(found)})
        yield AnnotatedText(text=raw, annotations=found, article=record.id, content=record.made_by.content), record


def _check(record: Record) -> None:
    """Raise `ValueError` where a person's change made a record that no table can hold."""
    Joined(record)
    names = [item.id for part in (*PARTS, "claims") for item in getattr(record, part)]
    if len(set(names)) < len(names):
        raise ValueError(f"the id {Counter(names).most_common(1)[0][0]} stands twice")
    for entity in record.entities:
        if not entity.mentions:
            raise ValueError(f"{entity.id} has no mention")
    for day in (day for date in record.dates for day in (date.first_day, date.last_day) if day is not None):
        calendar.fromisoformat(day)
    lines = [item.line for part in (*PARTS, "claims", "set_aside") if part != "entities" for item in getattr(record, part)]
    lines += [mention.line for entity in record.entities for mention in entity.mentions]
    if not all(0 <= line <= _MOST_LINES for line in lines):
        raise ValueError("something in it stands on a line that no text has")
    for figure in record.figures:
        for number in (figure.value, figure.low, figure.high):
            if number is not None and not _is_possible(number):
                raise ValueError(f"{figure.id} holds a number that no figure has")


def _is_possible(number: Decimal) -> bool:
    return number.is_finite() and abs(int(number.as_tuple().exponent)) <= _MOST_DIGITS and number.adjusted() < _MOST_DIGITS


def _waits_for_a_run(item: Finding) -> bool:
    """Return whether a decision that holds is not in effect in the finding that it stands on."""
    said = verdict(item.decision.strip())
    if said is None or not is_decided(item):
        return False
    if isinstance(item, Edit):
        return {
            "ok": item.status == "suggested",
            "wrong": item.status == "applied",
            "correction": item.status == "suggested" or item.after != said.text,
        }[said.says]
    if said.says != "correction":
        return False
    if isinstance(item, Entity):
        name, label = name_and_label(said.text)
        return (name or item.name, label or item.label) != (item.name, item.label)
    return item.instead_of is msgspec.UNSET
