"""Where results go and what stands there already: a folder of article files, or a file of lines."""

import codecs
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import msgspec

from pipeline import errors
from pipeline.engine import extracts, ledger
from pipeline.engine.lock import held
from pipeline.engine.manifest import Manifest, digest, work_of
from pipeline.engine.shards import Folder, Lines, Stretch, Work
from pipeline.engine.standing import EDITED, WRITTEN, written
from pipeline.record.article import Article
from pipeline.review import earlier
from pipeline.review.earlier import Decided, DecidedFinding
from pipeline.write import files

MANIFEST = "_manifest.jsonl"
_LOCK, _RUNNING = "_lock", "_running.json"
_PART = "[0-9]" * 8 + ".jsonl"


class Articles:
    """Which articles a run has: the digests of their texts by their ids; none where they can be read only once."""

    def __init__(self, digests: dict[str, str]) -> None:
        self.digests = digests
        self.texts = frozenset(digests.values())

    def kept_for(self, article: Article, kept: dict[str, Decided]) -> Decided:
        """Return what is kept for an article, each once: by its id, and by its text where that has another id now.

        What was decided on another text of the run is that one's, whoever bears its id now.
        """
        own = [item for item in kept.get(article.id, ()) if item.sha256 == article.sha256 or item.sha256 not in self.texts]
        same_text = [item for item in kept.get(article.sha256, ()) if self.digests.get(item.article) != article.sha256]
        return tuple({id(item): item for item in (*same_text, *own)}.values())


class FolderStore:
    """A folder with one file an article."""

    def __init__(self, folder: Path, stamp: str, *, fresh: bool) -> None:
        self.destination = Folder(folder)
        self._folder = folder
        for each in (folder, folder / WRITTEN, folder / ledger.NOTES, folder / extracts.FOLDER):
            files.clear_temporary(each)
        self.manifest = Manifest(folder / MANIFEST, stamp)
        if fresh:
            self.manifest.forget()
        self._orphans = ledger.read(folder)
        self._kept = ledger.by_article(self._orphans)
        self.settled = ledger.Settling(self._orphans)
        self.first_shard = 0
        self._run = Articles({})

    def prepare(self, articles: "Articles") -> None:
        """Take in which articles the run has, before any result is written; those that go by another id now bring their decisions."""
        self._run = articles
        known = self.manifest.texts()
        for name, sha256 in articles.digests.items():
            before = known.get(sha256, name)
            if before == name or articles.digests.get(before) == sha256 or self.settled.is_moved(sha256):
                continue
            decided = self._decided(before, sha256)
            if decided:
                self._kept.setdefault(sha256, ())
                self._kept[sha256] += decided
                self.settled.move(sha256)

    def _decided(self, name: str, sha256: str) -> Decided:
        """Return what was decided in the file of an article, where that still holds the text of the digest."""
        place = self.destination.file(name)
        try:
            record = earlier.of_record(place.read_bytes(), str(place), written(place))
        except (OSError, errors.ArticleError):
            # What cannot be read stays where it is, and is named when its own turn comes.
            return ()
        return record.decided if record.sha256 == sha256 else ()

    def work(self, article: Article) -> Work:
        """Return the article with what is kept for it, and with its result where that was made from the very same."""
        decided = self._run.kept_for(article, self._kept)
        return Work(article, decided, self.manifest.find(article.id, work_of(article, decided)))

    def close(self) -> int:
        """Keep the decisions without a finding; return how many there are."""
        return ledger.write(self._folder, self.settled)

    def result(self, article: str) -> bytes:
        """Return the record of an article as it stands."""
        return files.read(self.destination.file(article))


class _Head(msgspec.Struct, frozen=True):
    """The members by which a line is told."""

    id: str
    sha256: str


class LinesStore:
    """A file with one line an article, replaced when all are done; until then the lines wait in a folder of parts beside it.

    Of the earlier file only the places of its lines are kept in memory.
    """

    def __init__(self, path: Path, stamp: str, *, fresh: bool, reported: bool) -> None:
        """Look at what stands there; `reported` says whether there will be a corpus report.

        Raises `UsageError` where the file at `path` holds something else than records.
        """
        self._path = path
        self._parts = _beside(path, "_parts")
        self._lines: dict[str, tuple[Stretch, str]] = {}
        self._by_text: dict[str, str] = {}
        self._intact = True
        doubled = self._read_earlier()
        files.make_folder(self._parts)
        # Another run may be at work on another file of this folder.
        files.clear_temporary(path.parent, path.name)
        files.clear_temporary(self._parts)
        self.destination = Lines(self._parts, reported)
        self.manifest = Manifest(_beside(path, MANIFEST), stamp)
        if fresh:
            self.manifest.forget()
        left = sorted(self._parts.glob(_PART))
        self.first_shard = int(left[-1].stem) + 1 if left else 0
        # What a stopped run has finished, by the digest of the line: nobody edits parts.
        self._finished = {digest(line): place for part in left for place, line in _lines(part)}
        self._run = Articles({})
        self._orphans = (*ledger.read_file(_beside(path, ledger.ORPHANS)), *doubled)
        self._kept = ledger.by_article(self._orphans)
        self.settled = ledger.Settling(self._orphans)

    def prepare(self, articles: Articles) -> None:
        """Take in which articles the run has."""
        self._run = articles

    def work(self, article: Article) -> Work:
        """Return the article with what is kept for it, and with its line where that was made from the very same."""
        kept = self._run.kept_for(article, self._kept)
        stretch = self._line_of(article)
        line = digest(stretch.read()) if stretch else ""
        done = self.manifest.find(article.id, work_of(article, kept))
        if stretch is not None and (done is None or line != done.result):
            # What a person decided in the line itself goes into the next one, or went into this.
            kept = (*kept, *self._decided(stretch))
            done = self.manifest.find(article.id, work_of(article, kept))
        if done is None or not done.result:
            return Work(article, kept, done)
        place = stretch if line == done.result else self._finished.get(done.result)
        return Work(article, kept, done if place else None, place)

    def _line_of(self, article: Article) -> Stretch | None:
        """Take the earlier line of an article: that of its text, or else that of its id where it holds an earlier version of it."""
        own = self._lines.get(article.id)
        other = self._by_text.get(article.sha256, "")
        if own is not None and own[1] == article.sha256:
            return self._lines.pop(article.id)[0]
        if other in self._lines and self._run.digests.get(other) != article.sha256:
            return self._lines.pop(other)[0]
        if own is not None and own[1] not in self._run.texts and self._earlier(own[0]).is_of(article):
            return self._lines.pop(article.id)[0]
        return None

    def close(self) -> int:
        """Put the lines in the file's place, in order, and keep the decisions without a finding; return how many there are."""
        for stretch, _ in self._lines.values():
            self.settled.offer(self._decided(stretch))
        if not self._intact:
            files.keep_aside(self._path, _beside(self._path, EDITED))
        # A decision is in the one file before it leaves the other: a run may be stopped at any moment.
        orphans = ledger.write_file(_beside(self._path, ledger.ORPHANS), self.settled)
        with files.replacing(self._path) as stream:
            self.copy(stream)
        files.remove_folder(self._parts, _PART)
        return orphans

    def copy(self, stream: BinaryIO) -> None:
        """Write the lines of this run to `stream`, in order."""
        for part in sorted(self._parts.glob(_PART)):
            if int(part.stem) >= self.first_shard:
                with part.open("rb") as lines:
                    shutil.copyfileobj(lines, stream)

    @staticmethod
    def spare(path: Path) -> None:
        """Raise `UsageError` where the file at `path` begins with something else than a record, before anything is made beside it."""
        if path.exists():
            first = next(((number, line) for number, (_, line) in enumerate(_lines(path), 1) if line.strip()), None)
            if first is not None:
                _head(first[1], f"{path}:{first[0]}")

    def _read_earlier(self) -> Decided:
        """Find the lines of the earlier file; return the decisions of those whose id a later line has too.

        Raises `UsageError` where it is none of ours.
        """
        doubled: list[DecidedFinding] = []
        for number, (stretch, line) in enumerate(_lines(self._path) if self._path.exists() else (), 1):
            if not line.strip():
                continue
            head = _head(line, f"{self._path}:{number}")
            if head.id in self._lines:
                doubled += self._decided(self._lines[head.id][0])
            self._lines[head.id] = stretch, head.sha256
            self._by_text[head.sha256] = head.id
        return tuple(doubled)

    def _earlier(self, stretch: Stretch) -> earlier.Earlier:
        try:
            return earlier.of_record(stretch.read(), str(self._path))
        except errors.ArticleError as fault:
            raise errors.not_our_output(fault.where, fault.what) from None

    def _decided(self, stretch: Stretch) -> Decided:
        record = self._earlier(stretch)
        self._intact = self._intact and record.intact
        return record.decided


def lock_of(output: Path) -> AbstractContextManager[bool]:
    """Hold an output, a folder or a file of lines, for this run alone (see `lock.held`)."""
    if output.is_dir():
        return held(output / _LOCK, output / _RUNNING)
    return held(_beside(output, _LOCK), _beside(output, _RUNNING))


def _head(line: bytes, where: str) -> _Head:
    try:
        return msgspec.json.decode(line.removeprefix(codecs.BOM_UTF8), type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise errors.not_our_output(where, str(fault)) from None


def _lines(path: Path) -> Iterator[tuple[Stretch, bytes]]:
    """Yield the lines of a file with their places."""
    start = 0
    try:
        with path.open("rb") as lines:
            for line in lines:
                yield Stretch(path, start, len(line)), line
                start += len(line)
    except OSError as fault:
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")
