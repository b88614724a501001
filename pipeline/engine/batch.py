"""One run: articles read, worked on in shards, results and the tool's own files written."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, cast

import msgspec

from pipeline import errors
from pipeline.compare.corpus import Comparison
from pipeline.config import Settings
from pipeline.engine import local, manifest
from pipeline.engine.manifest import digest
from pipeline.engine.ordered import Outcomes, through
from pipeline.engine.shards import Folder, Lines, Outcome, Shard, Work, process_shard, summary_of
from pipeline.engine.stores import Articles, FolderStore, LinesStore, lock_of
from pipeline.normalise.despin.sisters import SisterNames
from pipeline.read.articles import read
from pipeline.read.listing import STANDARD_INPUT, Source
from pipeline.record.article import Article
from pipeline.record.corpus_report import SCHEMA
from pipeline.write import files, layout

CORPUS_REPORT = "_corpus.json"
_REPORT_BEGINS = f'{{\n  "schema": "{SCHEMA}"'.encode()
_KEPT_IN_MEMORY = 64 * 2**20
# The first shards are small, so that a person soon sees something; the later ones spare the disk.
_FIRST_SHARD, _LARGEST_SHARD = 16, 256
_MOST_TEXT = 2_000_000
_WORTH_A_START = 4_000_000


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What to read, where to write it, and how."""

    sources: tuple[Source, ...]
    settings: Settings
    unreadable: tuple[errors.ArticleError, ...] = ()
    """What was found under the paths and cannot be opened."""
    workers: int | None = None
    """How many processes share the work; None is as many as pay for their start."""
    engine: Literal["local", "ray"] = "local"
    address: str | None = None
    """Where the Ray cluster is; None starts one of this machine's cores."""
    corpus_report: Path | None = None
    """Where the corpus report goes; that of a folder run lies in the folder unless said otherwise."""
    fresh: bool = False
    """Whether results of earlier runs are computed again even where nothing has changed."""


class Totals(msgspec.Struct):
    """What a run did, in numbers, for its last line."""

    articles: int = 0
    words: int = 0
    findings: int = 0
    open: int = 0
    failures: int = 0
    orphans: int = 0
    standing: int = 0
    """Articles whose earlier result was left as it is."""

    def add(self, outcome: Outcome) -> None:
        self.articles += 1
        self.words += 0 if outcome.stands else outcome.words
        self.findings += outcome.findings
        self.open += outcome.open
        self.failures += outcome.fault is not None
        self.standing += outcome.stands


Tell = Callable[[Outcome], None]
"""Told of every article as soon as it is done, in order."""


def into_folder(batch: Batch, folder: Path, standard_input: BinaryIO, tell: Tell) -> Totals:
    """Write one file an article into `folder`, which is made where it is missing, and the corpus report."""
    _spare_sources(batch, [folder / f"{source.path.stem}.json" for source in batch.sources])
    files.make_folder(folder)
    with lock_of(folder) as stopped, Comparison() as comparison:
        store = FolderStore(folder, manifest.stamp(batch.settings), fresh=batch.fresh)
        run = _Run(batch, store, comparison, tell)
        run.through(standard_input, apart=stopped)
        run.totals.orphans = store.close()
        report = batch.corpus_report or folder / CORPUS_REPORT
        told = digest(f"{report}/{run.results}".encode())
        if store.manifest.report != told or not report.exists():
            for article in run.standing:
                comparison.add(summary_of(store.result(article)))
            write_report(report, comparison, asked_for=batch.corpus_report is not None)
            store.manifest.add_report(told)
    return run.totals


def into_lines(batch: Batch, path: Path, standard_input: BinaryIO, tell: Tell) -> Totals:
    """Write one line an article to the file `path`, which is replaced when all are done."""
    _spare_sources(batch, [path])
    LinesStore.spare(path)
    files.make_folder(path.parent)
    with lock_of(path) as stopped, Comparison() as comparison:
        store = LinesStore(path, manifest.stamp(batch.settings), fresh=batch.fresh, reported=batch.corpus_report is not None)
        run = _Run(batch, store, comparison, tell)
        run.through(standard_input, apart=stopped)
        run.totals.orphans = store.close()
        if batch.corpus_report:
            write_report(batch.corpus_report, comparison, asked_for=True)
    return run.totals


def into_stream(batch: Batch, stream: BinaryIO, standard_input: BinaryIO, tell: Tell) -> Totals:
    """Write one line an article to `stream`, in order, when all are done."""
    _spare_sources(batch, [])
    with tempfile.TemporaryDirectory() as folder, Comparison() as comparison:
        store = LinesStore(Path(folder) / "all.jsonl", manifest.stamp(batch.settings), fresh=True, reported=batch.corpus_report is not None)
        run = _Run(batch, store, comparison, tell)
        run.through(standard_input)
        try:
            store.copy(stream)
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as fault:
            raise errors.cannot_write("standard output", fault.strerror or str(fault)) from None
        if batch.corpus_report:
            write_report(batch.corpus_report, comparison, asked_for=True)
    return run.totals


def _spare_sources(batch: Batch, targets: list[Path]) -> None:
    """Raise `UsageError` where a result would be written over an article that is to be read."""
    sources = {source.path.resolve() for source in batch.sources}
    for target in (*targets, *([batch.corpus_report] if batch.corpus_report else [])):
        if target.resolve() in sources:
            raise errors.output_is_input(str(target))
    if batch.corpus_report and files.begins_otherwise(batch.corpus_report, _REPORT_BEGINS):
        raise errors.not_our_report(str(batch.corpus_report))


class _Run:
    """Articles on their way through the workers, and what is noted of each when it is done."""

    def __init__(self, batch: Batch, store: FolderStore | LinesStore, comparison: Comparison, tell: Tell) -> None:
        self.totals = Totals()
        self.results = 0
        """A number that another set of results would hardly have, whatever their order."""
        self.standing: list[str] = []
        """The articles whose earlier result stands, where that was not looked into."""
        self._batch = batch
        self._store = store
        self._comparison = comparison
        self._tell = tell

    def through(self, standard_input: BinaryIO, *, apart: bool = False) -> None:
        """Work on every article of the batch, if `apart` in no case in this process: an article may have killed the run before this."""
        for fault in self._batch.unreadable:
            self._note(Outcome(article="", source=fault.where, fault=str(fault)))
        with _kept_for_later(self._batch, standard_input) as stream:
            sisters = self._first_look(stream)
            shards = self._shards(read(self._batch.sources, stream, self._batch.settings), sisters)
            for outcomes in _worked_on(self._batch, shards, self._store.destination, apart=apart):
                self._store.manifest.add(outcome.done for outcome in outcomes if outcome.done and not outcome.stands)
                for outcome in outcomes:
                    self._note(outcome)

    def _first_look(self, stream: BinaryIO) -> SisterNames | None:
        """Tell the store which articles there are, and gather their names; None where there is one alone, or they can be read only once."""
        sources = self._batch.sources
        if not all(source.path.is_file() or str(source.path) == STANDARD_INPUT for source in sources):
            return None
        digests: dict[str, str] = {}

        def articles() -> Iterator[Article]:
            for item in read(sources, stream, self._batch.settings):
                if isinstance(item, Article):
                    digests[item.id] = item.sha256
                    yield item

        sisters = SisterNames(articles())
        self._store.prepare(Articles(digests))
        if stream.seekable():
            stream.seek(0)
        return sisters if len(digests) > 1 else None

    def _note(self, outcome: Outcome) -> None:
        self.totals.add(outcome)
        self.results += int(digest(f"{outcome.article}/{outcome.result}".encode()), 16)
        if outcome.settled:
            self._store.settled.add(outcome.article, outcome.sha256, outcome.orphans)
        else:
            self._store.settled.offer(outcome.orphans)
        if outcome.summary is not None:
            self._comparison.add(outcome.summary)
        elif outcome.stands:
            self.standing.append(outcome.article)
        self._tell(outcome)

    def _shards(self, found: Iterable[Article | errors.ArticleError], sisters: SisterNames | None) -> Iterator[Shard]:
        number, size, text = self._store.first_shard, _FIRST_SHARD, 0
        waiting: list[Work] = []
        for item in found:
            if isinstance(item, errors.ArticleError):
                self._note(Outcome(article="", source=item.where, fault=str(item)))
                continue
            names = sisters.of(item) if sisters else ()
            waiting.append(self._store.work(msgspec.structs.replace(item, sisters=names) if names else item))
            text += len(item.raw)
            if len(waiting) == size or text > _MOST_TEXT:
                yield Shard(number, tuple(waiting))
                number, size, text, waiting = number + 1, min(2 * size, _LARGEST_SHARD), 0, []
        if waiting:
            yield Shard(number, tuple(waiting))


def _worked_on(batch: Batch, shards: Iterable[Shard], destination: Folder | Lines, *, apart: bool) -> Iterator[Outcomes]:
    """Yield the outcomes of each shard in order, whoever works on it: the bytes written are the same."""
    width = batch.workers or _paying(batch.sources)
    process = partial(process_shard, destination=destination, settings=batch.settings)
    if batch.engine == "ray":
        try:
            from pipeline.engine.cluster import Cluster  # noqa: PLC0415 - an extra of its own, and slow to load
        except ImportError as fault:
            raise errors.missing_extra("--engine ray", "ray", str(fault)) from None
        return through(Cluster(batch.address, width, process), shards)
    if width == 1 and not apart:
        return map(process, shards)
    return through(local.Processes(width, process), shards)


def _paying(sources: tuple[Source, ...]) -> int:
    """Return how many processes do the work soonest: each takes seconds to start, in which one reads a few hundred articles."""
    size = sum(source.path.stat().st_size for source in sources if source.path.is_file())
    if size < _WORTH_A_START:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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


def write_report(path: Path, comparison: Comparison, *, asked_for: bool = False) -> None:
    """Write the corpus report where there is more than one article to report on or it was asked for; raises `OutputError` where that fails."""
    if len(comparison) > 1 or asked_for:
        files.replace(path, layout.pretty(comparison.report()))
