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
from pipeline.flow import Flow
from pipeline.record.article import Article
from pipeline.review import decisions
from pipeline.review.decisions import Decided, DecidedFinding
from pipeline.write import files, layout
from pipeline.write.names import file_name

EDITED = "_edited"
"""The folder that keeps files which a person had changed, within the output folder."""


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
    path = folder / f"{file_name(work.article.id)}.json"
    try:
        standing = Standing.at(path, work.article)
        merged = _processed(flow, work.article, (*work.decided, *standing.decided))
    except errors.ArticleError as fault:
        return _failed(work.article, fault)
    data = layout.pretty(merged.record)
    remarks = [*standing.remarks]
    for place in standing.to_keep:
        copy = files.keep_aside(place, folder / EDITED)
        remarks.append(f"{place}: changed by hand beyond decisions and notes; your file is kept as {copy}")
    files.replace(standing.target, data)
    if standing.target == path:
        _beside(path).unlink(missing_ok=True)
    return _done(work.article, merged, remarks=tuple(remarks), fault=standing.fault)


class Standing(msgspec.Struct, frozen=True):
    """What lies already at the place of a result, and what must become of it.

    `target` is where the new result goes: beside a file of a person's that cannot be understood.
    """

    target: Path
    decided: Decided = ()
    to_keep: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    fault: str | None = None

    @classmethod
    def at(cls, path: Path, article: Article) -> "Standing":
        """Look at the file at `path` and at the one beside it; raises `ArticleError` where they cannot be read."""
        target, fault = path, None
        decided: list[DecidedFinding] = []
        keep: list[Path] = []
        remarks: list[str] = []
        for place in (path, _beside(path)):
            try:
                earlier = decisions.of_record(place.read_bytes(), str(place))
            except FileNotFoundError:
                continue
            except OSError as refusal:
                raise errors.unreadable(str(place), refusal.strerror or str(refusal)) from None
            except errors.ArticleError as unclear:
                if place == path:
                    target, fault = _beside(path), str(unclear)
                else:
                    keep.append(place)
                continue
            if earlier.is_of(article):
                decided += earlier.decided
                keep += [] if earlier.intact else [place]
            else:
                remarks.append(f"{place}: held the record of another article ({earlier.source}), whose decisions are not taken over")
                keep += [place] if earlier.decided or not earlier.intact else []
        return cls(target, tuple(decided), tuple(keep), tuple(remarks), fault)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _processed(flow: Flow, article: Article, decided: Decided) -> decisions.Merged:
    merged = flow.process(article, decided)
    if not merged.record.text:
        raise errors.empty_article(article.source)
    return merged


def _failed(article: Article, fault: errors.ArticleError) -> Outcome:
    return Outcome(article=article.id, source=article.source, sha256=article.sha256, fault=str(fault))


def _done(article: Article, merged: decisions.Merged, *, remarks: tuple[str, ...] = (), fault: str | None = None) -> Outcome:
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
