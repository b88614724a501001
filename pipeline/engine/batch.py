"""One run: articles read, worked on in shards, results and the tool's own files written."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from pipeline import errors
from pipeline.compare.corpus import Comparison
from pipeline.config import Settings
from pipeline.engine import ledger, local
from pipeline.engine.shards import Folder, Lines, Outcome, Shard, Work
from pipeline.engine.standing import EDITED
from pipeline.normalise.despin.sisters import SisterNames
from pipeline.read.articles import STANDARD_INPUT, Source, read
from pipeline.record.article import Article
from pipeline.review import earlier as review
from pipeline.review.earlier import Decided, Earlier
from pipeline.write import files, layout

CORPUS_REPORT = "_corpus.json"
_ARTICLES_A_SHARD = 16
_KEPT_IN_MEMORY = 64 * 2**20


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What to read, where to write it, and how."""

    sources: tuple[Source, ...]
    settings: Settings
    unreadable: tuple[errors.ArticleError, ...] = ()
    """What was found under the paths and cannot be opened."""
    workers: int = 1
    corpus_report: Path | None = None
    """Where the corpus report goes; that of a folder run lies in the folder unless said otherwise."""


class Totals(msgspec.Struct):
    """What a run did, in numbers, for its last line."""

    articles: int = 0
    words: int = 0
    findings: int = 0
    open: int = 0
    failures: int = 0
    orphans: int = 0

    def add(self, outcome: Outcome) -> None:
        self.articles += 1
        self.words += outcome.words
        self.findings += outcome.findings
        self.open += outcome.open
        self.failures += outcome.fault is not None


Tell = Callable[[Outcome], None]
"""Told of every article as soon as it is done, in order."""


def into_folder(batch: Batch, folder: Path, standard_input: BinaryIO, tell: Tell) -> Totals:
    """Write one file an article into `folder`, which is made where it is missing, and the corpus report."""
    _spare_sources(batch, [folder / f"{source.path.stem}.json" for source in batch.sources])
    files.make_folder(folder)
    orphans = ledger.read(folder)
    with Comparison() as comparison:
        totals, outcomes = _run(batch, ledger.by_article(orphans), Folder(folder), standard_input, comparison, tell)
        totals.orphans = ledger.write(folder, orphans, _settled(outcomes))
        write_report(batch.corpus_report or folder / CORPUS_REPORT, comparison)
    return totals


def into_lines(batch: Batch, path: Path, standard_input: BinaryIO, tell: Tell) -> Totals:
    """Write one line an article to the file `path`, which is replaced when all are done."""
    _spare_sources(batch, [path])
    files.make_folder(path.parent)
    kept = path.with_name(f"{path.name}{ledger.ORPHANS}")
    earlier = _earlier_lines(path)
    offered = (*ledger.read_file(kept), *(item for record in earlier for item in record.decided))
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as parts, Comparison() as comparison:
        totals, outcomes = _run(batch, ledger.by_article(offered), Lines(Path(parts)), standard_input, comparison, tell)
        if not all(record.intact for record in earlier):
            files.keep_aside(path, path.with_name(f"{path.name}{EDITED}"))
        # A decision is in the one file before it leaves the other: a run may be stopped at any moment.
        totals.orphans = ledger.write_file(kept, offered, _settled(outcomes))
        whole = Path(parts) / "whole"
        try:
            with whole.open("wb") as stream:
                _join(Path(parts), stream)
            whole.replace(path)
        except OSError as fault:
            raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None
        if batch.corpus_report:
            write_report(batch.corpus_report, comparison)
    return totals


def into_stream(batch: Batch, stream: BinaryIO, standard_input: BinaryIO, tell: Tell) -> Totals:
    """Write one line an article to `stream`, in order, when all are done."""
    _spare_sources(batch, [])
    with tempfile.TemporaryDirectory() as parts, Comparison() as comparison:
        totals, _ = _run(batch, {}, Lines(Path(parts)), standard_input, comparison, tell)
        try:
            _join(Path(parts), stream)
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as fault:
            raise errors.cannot_write("standard output", fault.strerror or str(fault)) from None
        if batch.corpus_report:
            write_report(batch.corpus_report, comparison)
    return totals


def _settled(outcomes: list[Outcome]) -> list[ledger.Settled]:
    return [ledger.Settled(item.article, item.sha256, item.orphans) for item in outcomes if item.settled]


def _spare_sources(batch: Batch, targets: list[Path]) -> None:
    """Raise `UsageError` where a result would be written over an article that is to be read."""
    sources = {source.path.resolve() for source in batch.sources}
    for target in (*targets, *([batch.corpus_report] if batch.corpus_report else [])):
        if target.resolve() in sources:
            raise errors.output_is_input(str(target))


def _run(
    batch: Batch, kept: dict[str, Decided], destination: Folder | Lines, standard_input: BinaryIO, comparison: Comparison, tell: Tell
) -> tuple[Totals, list[Outcome]]:
    totals = Totals()
    outcomes: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        totals.add(outcome)
        if outcome.summary is not None:
            comparison.add(outcome.summary)
        outcomes.append(msgspec.structs.replace(outcome, summary=None))
        tell(outcome)

    def work(article: Article) -> Work:
        decided = (*kept.get(article.id, ()), *kept.get(article.sha256, ()))
        if sisters is not None and (names := sisters.of(article)):
            article = msgspec.structs.replace(article, sisters=names)
        return Work(article, tuple({id(item): item for item in decided}.values()))

    for fault in batch.unreadable:
        note(Outcome(article="", source=fault.where, fault=str(fault)))
    with _kept_for_later(batch, standard_input) as stream:
        sisters = _sisters(batch, stream)
        shards = _shards(read(batch.sources, stream, batch.settings), work, note)
        for results in local.run(shards, destination, batch.settings, batch.workers):
            for outcome in results:
                note(outcome)
    return totals, outcomes


@contextmanager
def _kept_for_later(batch: Batch, standard_input: BinaryIO) -> Iterator[BinaryIO]:
    """Give standard input as a stream that can be read twice: what comes from a pipe is kept in memory, or on disk where it is long."""
    if not any(str(source.path) == STANDARD_INPUT for source in batch.sources):
        yield standard_input
        return
    with tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as kept:
        shutil.copyfileobj(standard_input, kept)
        kept.seek(0)
        yield cast(BinaryIO, kept)


def _sisters(batch: Batch, stream: BinaryIO) -> SisterNames | None:
    """Gather the names of all articles in a first pass over them; None for one article alone and where a source can be read only once."""
    if len(batch.sources) == 1 and not batch.sources[0].holds_lines:
        return None
    if not all(source.path.is_file() or str(source.path) == STANDARD_INPUT for source in batch.sources):
        return None
    sisters = SisterNames(item for item in read(batch.sources, stream, batch.settings) if isinstance(item, Article))
    if stream.seekable():
        stream.seek(0)
    return sisters


def _shards(
    found: Iterable[Article | errors.ArticleError], work: Callable[[Article], Work], note: Callable[[Outcome], None]
) -> Iterator[Shard]:
    number, waiting = 0, []
    for item in found:
        if isinstance(item, errors.ArticleError):
            note(Outcome(article="", source=item.where, fault=str(item)))
            continue
        waiting.append(work(item))
        if len(waiting) == _ARTICLES_A_SHARD:
            yield Shard(number, tuple(waiting))
            number, waiting = number + 1, []
    if waiting:
        yield Shard(number, tuple(waiting))


def _join(parts: Path, stream: BinaryIO) -> None:
    for part in sorted(parts.glob("*.jsonl")):
        with part.open("rb") as lines:
            shutil.copyfileobj(lines, stream)


def _earlier_lines(path: Path) -> list[Earlier]:
    """Return what the records of an earlier output file hold; raises `UsageError` where it is none of ours."""
    if not path.exists():
        return []
    try:
        with path.open("rb") as lines:
            return [review.of_record(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    except errors.ArticleError as fault:
        raise errors.not_our_output(fault.where, fault.what) from None
    except OSError as fault:
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def write_report(path: Path, comparison: Comparison) -> None:
    """Write the corpus report where there is more than one article to report on; raises `OutputError` where that fails."""
    if len(comparison) > 1:
        files.replace(path, layout.pretty(comparison.report()))
