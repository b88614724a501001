"""Records of an earlier run as pages: what is written, what must not be, and where the sources come from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from pipeline import errors
from pipeline.engine.batch import CORPUS_REPORT
from pipeline.engine.records import kept
from pipeline.engine.source_texts import SourceTexts
from pipeline.engine.standing import EDITED
from pipeline.record.article_record import Record
from pipeline.record.corpus_report import CorpusReport, parsed
from pipeline.record.kept_record import KeptRecord
from pipeline.record.source_text import SourceState, put_together
from pipeline.write import files
from pipeline.write.pages import anchors, index, rendering
from pipeline.write.pages.article import Neighbour, article_pages
from pipeline.write.pages.parts import parts

_BYTES_IN_A_MEGABYTE: Final = 1_000_000


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the index, how many articles and open doubts it shows, and what a person should know."""

    index: Path
    articles: int
    open: int
    faults: tuple[errors.ArticleError, ...]
    remarks: tuple[str, ...]


class _Known(msgspec.Struct, frozen=True):
    """An article whose page is to be written, whether its record alone gives its source, and in how many parts it is shown."""

    id: str
    name: str
    sha256: str
    proved: bool
    parts: int


def write_pages(records: Path, out: Path, sources: Path | None) -> Written:
    """Write a page for each record of a folder or a JSON Lines file, and the index, into the folder `out`.

    The pages of an earlier call are replaced; one that a person changed since is kept in `_edited/`. Raises `UsageError` where there is
    no record or a file of somebody else's stands in the place of a page, before anything is written, and `OutputError` where the pages
    cannot be written.
    """
    if out.resolve() == records.resolve():
        raise errors.among_records(str(out))
    known, faults = _known(records)
    if not known and not faults:
        raise errors.no_records(str(records))
    names = [anchors.INDEX, *(anchors.page_name(each.id, part) for each in known for part in range(1, each.parts + 1))]
    _refuse_others(out, names)
    files.make_folder(out)
    report, fault = _report(records)
    texts = SourceTexts(sources, {each.sha256 for each in known if not each.proved})
    remarks: list[str] = []
    wanted = index.wanted(report) if report is not None else {}
    entries: list[index.Entry] = []
    shown = (found for found in _read(records) if isinstance(found, KeptRecord))
    for nth, found in enumerate(shown):
        record = found.record
        raw, state = texts.of(record, Path(found.file))
        if state in ("unproved", "changed"):
            remarks.append(_unproved(record, state, sources))
        before, after = (_neighbour(known[at]) if 0 <= at < len(known) else None for at in (nth - 1, nth + 1))
        for name, page in article_pages(record, raw, state, before, after):
            remarks += _put(out / name, page)
        entries.append(index.entry(record, wanted.get(record.id, frozenset())))
    remarks += _put(out / anchors.INDEX, index.index_page(records.resolve().name, tuple(entries), report, fault.what if fault else ""))
    remarks += _left_over(out, names)
    return Written(
        index=out / anchors.INDEX,
        articles=len(entries),
        open=sum(each.open for each in entries),
        faults=(*faults, *([fault] if fault else [])),
        remarks=tuple(remarks),
    )


def _known(records: Path) -> tuple[list[_Known], list[errors.ArticleError]]:
    known: list[_Known] = []
    faults: list[errors.ArticleError] = []
    for found in _read(records):
        if isinstance(found, errors.ArticleError):
            faults.append(found)
        else:
            record = found.record
            known.append(_Known(record.id, record.title or record.id, record.sha256, put_together(record).exact, len(parts(record))))
    return known, faults


def _read(records: Path) -> Iterator[KeptRecord | errors.ArticleError]:
    """Yield the records that have a page, in order, and in the place of each other one why it has none."""
    taken: set[str] = set()
    for found in kept(records):
        if isinstance(found, errors.ArticleError):
            yield found
            continue
        record = found.record
        name = anchors.page_name(record.id).casefold()
        nowhere = next((entity.id for entity in record.entities if not entity.mentions), None)
        if nowhere is not None:
            yield errors.unclear_record(found.where, f"the name {nowhere} has no mention")
        elif name in taken:
            yield errors.article_twice(found.where, record.id)
        else:
            taken.add(name)
            yield found


def _unproved(record: Record, state: SourceState, sources: Path | None) -> str:
    if state == "changed":
        return f"{record.source}: changed since its record was made; its page shows what the record tells of the old source"
    missing = f"not found in {sources}" if sources else "not at hand (--sources names its folder)"
    return f"{record.source}: {missing}; its page shows what the record tells of it"


def _neighbour(known: _Known) -> Neighbour:
    return Neighbour(anchors.link(known.id), known.name)


def _report(records: Path) -> tuple[CorpusReport | None, errors.ArticleError | None]:
    """Return the corpus report that lies beside the records, or why it cannot be read; neither where there is none."""
    path = records / CORPUS_REPORT
    if not path.is_file():
        return None, None
    try:
        return parsed(path.read_bytes()), None
    except ValueError as reason:
        return None, errors.bad_corpus_report(str(path), str(reason))
    except OSError as refusal:
        return None, errors.unreadable(str(path), refusal.strerror or str(refusal))


def _refuse_others(out: Path, names: list[str]) -> None:
    for name in names:
        _standing(out / name)


def _standing(path: Path) -> bytes | None:
    """Return the page that stands at `path`, None where nothing does; raises `UsageError` where that is no page of ours."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise errors.not_our_page(str(path))
    if not path.exists():
        return None
    old = files.read(path)
    if not rendering.bears_seal(old):
        raise errors.not_our_page(str(path))
    return old


def _put(path: Path, page: bytes) -> list[str]:
    """Put a page in its place, unless it stands there already; return what a person must know of the one that they changed."""
    old = _standing(path)
    if old == page:
        return []
    remarks = []
    if old is not None and not rendering.is_ours(old):
        remarks.append(f"{path}: was changed by hand; that page is kept as {files.keep_aside(path, path.parent / EDITED)}")
    files.replace(path, page)
    return remarks


def _left_over(out: Path, names: list[str]) -> list[str]:
    """Return which pages of an earlier call have no record any more; they are left alone."""
    written = set(names)
    return [
        f"{path}: of an earlier call; its article is not among the records any more"
        for path in sorted(out.glob("*.html"))
        if path.name not in written and path.is_file() and rendering.is_ours(files.read(path))
    ]
