"""The one unit of work: a shard of articles in, its result files out, counts back.

`process_shard` is idempotent and deterministic: the same shard, destination and settings give the
same bytes, whichever process runs it and however often.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipeline import errors, limits
from pipeline.compare import corpus
from pipeline.config import Settings
from pipeline.engine import extracts, ledger
from pipeline.engine.manifest import Done, digest, work_of
from pipeline.engine.standing import Standing
from pipeline.record.article import Article
from pipeline.record.article_record import Record
from pipeline.review.earlier import Decided, of_record
from pipeline.review.merging import Merged
from pipeline.write import files, layout
from pipeline.write.names import file_name

if TYPE_CHECKING:
    from pipeline.flow import Flow


class Stretch(msgspec.Struct, frozen=True):
    """Where in a file a line stands that an earlier run has written."""

    path: Path
    start: int
    length: int

    def read(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.length)


class Work(msgspec.Struct, frozen=True):
    """An article, the decisions that are kept for it apart from its file, and its result where that still stands."""

    article: Article
    decided: Decided = ()
    done: Done | None = None
    line: Stretch | None = None
    """Where the result is a line of a file, its place."""

    @property
    def is_deadly(self) -> bool:
        """Whether it is known that the article kills whoever works on it."""
        return self.done is not None and not self.done.result


class Shard(msgspec.Struct, frozen=True):
    """Articles that are worked on together; `number` gives its place in the run."""

    number: int
    work: tuple[Work, ...]


class Folder(msgspec.Struct, frozen=True, tag=True):
    """One file an article, `<id>.json`."""

    path: Path

    def file(self, article: str) -> Path:
        return self.path / f"{file_name(article)}.json"

    @property
    def extracts(self) -> Path:
        return self.path / extracts.FOLDER


class Lines(msgspec.Struct, frozen=True, tag=True):
    """One line an article, in a part file a shard under `parts`."""

    parts: Path
    reported: bool = False
    """Whether the corpus report will ask what the records say."""

    def part(self, number: int) -> Path:
        return self.parts / f"{number:08}.jsonl"

    @property
    def extracts(self) -> Path:
        return self.parts.with_name(f"{self.parts.name.removesuffix('_parts')}{extracts.FOLDER}")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one article."""

    article: str
    source: str
    sha256: str = ""
    words: int = 0
    findings: int = 0
    open: int = 0
    orphans: Decided = ()
    remarks: tuple[str, ...] = ()
    fault: str | None = None
    settled: bool = False
    """Whether a record was made: what was decided of the article before stands in it or came back as an orphan."""
    result: str = ""
    """The digest of the record as it is written."""
    stands: bool = False
    """Whether an earlier run's result was left as it is."""
    done: Done | None = None
    """For the manifest; None where the next run must look at the article again."""
    summary: corpus.Summary | None = None


def process_shard(shard: Shard, destination: Folder | Lines, settings: Settings) -> tuple[Outcome, ...]:
    """Read the shard's articles, write their records to `destination` and return what became of each, in order.

    What is returned is on disk, whatever becomes of the machine. An article that fails is named in its outcome and leaves the others
    alone. Raises `OutputError` where the destination cannot be written.
    """
    # A text that was taken out of a page is on disk before the record that speaks of its places.
    files.sync(extracts.keep(destination.extracts, [work.article for work in shard.work]))
    if isinstance(destination, Folder):
        outcomes = tuple(_into_folder(work, destination, settings) for work in shard.work)
        files.sync(destination.file(outcome.article) for outcome in outcomes if outcome.done and not outcome.stands)
        return outcomes
    results = [_line(work, settings, reported=destination.reported) for work in shard.work]
    part = destination.part(shard.number)
    files.replace(part, b"".join(line for line, _ in results))
    files.sync([part])
    return tuple(outcome for _, outcome in results)


def summary_of(data: bytes) -> corpus.Summary:
    """Return what the corpus report needs of a record as it was written."""
    return corpus.summary(msgspec.json.decode(data, type=Record))


def seconds_by_stage(settings: Settings) -> Mapping[str, float]:
    """Return the computing time that each stage of the flow has taken so far in this process."""
    return _flow(settings).seconds


@lru_cache(maxsize=1)
def _flow(settings: Settings) -> "Flow":
    """Build the model and lexicons once a process, for the first article that needs them."""
    from pipeline.flow import Flow  # noqa: PLC0415 - it loads spaCy, and where nothing has changed nobody needs that

    return Flow(settings)


def _line(work: Work, settings: Settings, *, reported: bool) -> tuple[bytes, Outcome]:
    if work.is_deadly:
        return b"", killed(work)
    if work.done is not None and work.line is not None:
        line = work.line.read()
        held = of_record(line, work.article.source).decided if work.decided else ()
        return line, _standing(work, work.done, held, summary_of(line) if reported else None)
    try:
        merged = _processed(work.article, work.decided, settings)
        data = layout.compact(merged.record)
    except errors.ArticleError as fault:
        return b"", failed(work, fault)
    outcome = _made(work, merged, data)
    return data, msgspec.structs.replace(outcome, summary=corpus.summary(merged.record)) if reported else outcome


def _into_folder(work: Work, destination: Folder, settings: Settings) -> Outcome:
    if work.is_deadly:
        return killed(work)
    path = destination.file(work.article.id)
    while True:
        try:
            standing = Standing.at(path, work.article)
            if work.done is not None and standing.holds(work.done.result):
                return _standing(work, work.done, standing.decided)
            merged = _processed(work.article, (*work.decided, *standing.decided), settings)
        except errors.ArticleError as fault:
            return failed(work, fault)
        # A person may save the file while its article is worked on: what they decided just now counts too.
        if standing.is_current():
            break
    # Before it leaves the file a decision is on disk elsewhere: a run may be stopped at any moment.
    ledger.note(destination.path, path.stem, (*merged.orphans, *standing.foreign))
    data = layout.pretty(merged.record)
    remarks = standing.take(data)
    # The decisions of another article whose place this was wait for it elsewhere.
    merged = msgspec.structs.replace(merged, orphans=(*merged.orphans, *standing.foreign))
    outcome = _made(work, merged, data, remarks=(*standing.remarks, *remarks), fault=standing.fault)
    return msgspec.structs.replace(outcome, summary=corpus.summary(merged.record))


def _processed(article: Article, decided: Decided, settings: Settings) -> Merged:
    flow = _flow(settings)
    with limits.seconds(limits.allowed(article, settings), article.where):
        merged = flow.process(article, decided)
    if not merged.record.text:
        raise errors.empty_article(article.where)
    return merged


def failed(work: Work, fault: errors.ArticleError) -> Outcome:
    """Return the outcome of an article without a record: what was decided of it waits for one."""
    article = work.article
    return Outcome(article=article.id, source=article.source, sha256=article.sha256, orphans=work.decided, fault=str(fault))


def killed(work: Work) -> Outcome:
    """Return the outcome of an article that kills whoever works on it: later runs leave it alone until it or the settings change."""
    article = work.article
    done = Done(article.id, article.sha256, work_of(article, work.decided), result="", words=0, findings=0, open=0)
    outcome = failed(work, errors.killed_worker(article.source))
    return outcome if work.is_deadly else msgspec.structs.replace(outcome, done=done)


def _made(work: Work, merged: Merged, data: bytes, *, remarks: tuple[str, ...] = (), fault: str | None = None) -> Outcome:
    record, article = merged.record, work.article
    done = Done(
        id=article.id,
        sha256=article.sha256,
        work=work_of(article, work.decided),
        result=digest(data),
        words=sum(paragraph.count(" ") + 1 for paragraph in record.text),
        findings=len(record.entities) + len(record.figures) + len(record.dates) + len(record.edits),
        open=record.review.open,
    )
    told = (*(f"{article.where}: {note}" for note in (*article.notes, *merged.remarks)), *remarks)
    again = fault is not None or bool(merged.remarks)
    return _outcome(article, done, orphans=merged.orphans, remarks=told, fault=fault, done=None if again else done)


def _standing(work: Work, done: Done, held: Decided, summary: corpus.Summary | None = None) -> Outcome:
    """Return the outcome of an article whose result stands, in which the decisions `held` are; others that it was offered wait on."""
    article = work.article
    told = tuple(f"{article.where}: {note}" for note in article.notes)
    ids = {(item.part, item.finding.get("id")) for item in held}
    orphans = tuple(item for item in work.decided if (item.part, item.finding.get("id")) not in ids)
    return _outcome(article, done, orphans=orphans, remarks=told, stands=True, done=done, summary=summary)


def _outcome(article: Article, counts: Done, **more: object) -> Outcome:
    return Outcome(
        article=article.id,
        source=article.source,
        sha256=article.sha256,
        words=counts.words,
        findings=counts.findings,
        open=counts.open,
        settled=True,
        result=counts.result,
        **more,  # type: ignore[arg-type] # the callers above name fields of it
    )
