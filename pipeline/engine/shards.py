"""The one unit of work: a shard of articles in, its result files out, counts back.

`process_shard` is idempotent and deterministic: the same shard, destination and settings give the
same bytes, whichever process runs it and however often.
"""

from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.compare import corpus
from pipeline.config import Settings
from pipeline.engine import ledger
from pipeline.engine.standing import Standing
from pipeline.flow import Flow
from pipeline.record.article import Article
from pipeline.review.earlier import Decided
from pipeline.review.merging import Merged
from pipeline.write import files, layout
from pipeline.write.names import file_name


class Work(msgspec.Struct, frozen=True):
    """An article, and the decisions that are kept for it apart from its file."""

    article: Article
    decided: Decided = ()


class Shard(msgspec.Struct, frozen=True):
    """Articles that are worked on together; `number` gives its place in the run."""

    number: int
    work: tuple[Work, ...]


class Folder(msgspec.Struct, frozen=True, tag=True):
    """One file an article, `<id>.json`."""

    path: Path


class Lines(msgspec.Struct, frozen=True, tag=True):
    """One line an article, in a part file a shard under `parts`."""

    parts: Path

    def part(self, shard: Shard) -> Path:
        return self.parts / f"{shard.number:08}.jsonl"


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
    summary: corpus.Summary | None = None


def process_shard(shard: Shard, destination: Folder | Lines, settings: Settings) -> tuple[Outcome, ...]:
    """Read the shard's articles, write their records to `destination` and return what became of each, in order.

    An article that fails is named in its outcome and leaves the others alone. Raises `OutputError`
    where the destination cannot be written.
    """
    flow = _flow(settings)
    if isinstance(destination, Folder):
        return tuple(_into_folder(flow, work, destination.path) for work in shard.work)
    results = [_line(flow, work) for work in shard.work]
    files.replace(destination.part(shard), b"".join(line for line, _ in results))
    return tuple(outcome for _, outcome in results)


@lru_cache(maxsize=1)
def _flow(settings: Settings) -> Flow:
    """Build the model and lexicons once a process."""
    return Flow(settings)


def _line(flow: Flow, work: Work) -> tuple[bytes, Outcome]:
    try:
        merged = _processed(flow, work.article, work.decided)
        data = layout.compact(merged.record)
    except errors.ArticleError as fault:
        return b"", _failed(work.article, fault)
    return data, _done(work.article, merged)


def _into_folder(flow: Flow, work: Work, folder: Path) -> Outcome:
    name = file_name(work.article.id)
    while True:
        try:
            standing = Standing.at(folder / f"{name}.json", work.article)
            merged = _processed(flow, work.article, (*work.decided, *standing.decided))
        except errors.ArticleError as fault:
            return _failed(work.article, fault)
        # A person may save the file while its article is worked on: what they decided just now counts too.
        if standing.is_current():
            break
    # Before it leaves the file a decision is on disk elsewhere: a run may be stopped at any moment.
    ledger.note(folder, name, merged.orphans)
    remarks = standing.take(layout.pretty(merged.record))
    return _done(work.article, merged, remarks=(*standing.remarks, *remarks), fault=standing.fault)


def _processed(flow: Flow, article: Article, decided: Decided) -> Merged:
    merged = flow.process(article, decided)
    if not merged.record.text:
        raise errors.empty_article(article.source)
    return merged


def _failed(article: Article, fault: errors.ArticleError) -> Outcome:
    return Outcome(article=article.id, source=article.source, sha256=article.sha256, fault=str(fault))


def _done(article: Article, merged: Merged, *, remarks: tuple[str, ...] = (), fault: str | None = None) -> Outcome:
    record = merged.record
    return Outcome(
        article=article.id,
        source=article.source,
        sha256=article.sha256,
        words=sum(paragraph.count(" ") + 1 for paragraph in record.text),
        findings=len(record.entities) + len(record.figures) + len(record.dates) + len(record.edits),
        open=record.review.open,
        orphans=merged.orphans,
        remarks=(*(f"{article.source}: {note}" for note in (*article.notes, *merged.remarks)), *remarks),
        fault=fault,
        settled=True,
        summary=corpus.summary(record),
    )
