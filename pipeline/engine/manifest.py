"""What is done: an append-only file with a line for each finished shard, by which the next run takes up where one stopped."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

import pipeline
from pipeline import errors
from pipeline.config import Settings
from pipeline.record.article import Article
from pipeline.review.earlier import Decided
from pipeline.write import files

_ENCODER = msgspec.msgpack.Encoder(decimal_format="string")


class Done(msgspec.Struct, frozen=True):
    """An article whose result is on disk: `work` is the digest of all that went into it, `result` that of the bytes written.

    An article that kills whoever works on it has no result.
    """

    id: str
    sha256: str
    work: str
    result: str
    words: int
    findings: int
    open: int


class Line(msgspec.Struct, frozen=True):
    """A finished shard, and what made it (see `stamp`)."""

    stamp: str
    done: tuple[Done, ...] = ()
    report: str | None = None
    """The digest of the results on which the corpus report was made, at the end of a run that came so far."""


class Manifest:
    """The manifest at a path. What other versions or settings made is out of use, but says which article was which."""

    def __init__(self, path: Path, made_by: str) -> None:
        """Read the manifest where there is one. A last line that was never finished is cut off."""
        self._path = path
        self._stamp = made_by
        self._done: dict[str, tuple[str, Done]] = {}
        self.report: str | None = None
        lines = 0
        for line in self._lines():
            lines += 1
            self._done.update({done.id: (line.stamp, done) for done in line.done})
            self.report = line.report if line.stamp == made_by else None
        if lines > 2 * len(self._done) + 1:
            self._compact()

    def find(self, name: str, work: str) -> Done | None:
        """Return the article of that id where it was done from the very same."""
        made_by, done = self._done.get(name, ("", None))
        return done if done is not None and made_by == self._stamp and done.work == work else None

    def texts(self) -> dict[str, str]:
        """Return the ids of the articles by the digests of their texts."""
        return {done.sha256: name for name, (_, done) in self._done.items()}

    def add(self, done: Iterable[Done]) -> None:
        """Enter a shard whose results are safe on disk; raises `OutputError` where that cannot be written."""
        line = Line(self._stamp, tuple(done))
        if line.done:
            self._done.update({item.id: (self._stamp, item) for item in line.done})
            files.append(self._path, msgspec.json.encode(line) + b"\n")

    def add_report(self, results: str) -> None:
        """Enter that the corpus report stands on these results."""
        self.report = results
        files.append(self._path, msgspec.json.encode(Line(self._stamp, report=results)) + b"\n")

    def forget(self) -> None:
        """Start over: nothing counts as done."""
        self._done.clear()
        self.report = None
        self._path.unlink(missing_ok=True)

    def _lines(self) -> Iterator[Line]:
        if not self._path.exists():
            return
        whole = 0
        try:
            with self._path.open("rb") as lines:
                for line in lines:
                    if line.endswith(b"\n"):
                        yield msgspec.json.decode(line, type=Line)
                        whole += len(line)
        except (OSError, msgspec.DecodeError) as fault:
            raise errors.damaged_ledger(str(self._path), str(fault)) from None
        if whole < self._path.stat().st_size:
            files.cut(self._path, whole)

    def _compact(self) -> None:
        """Write anew what still counts: runs upon runs leave lines that later ones replaced."""
        lines = (msgspec.json.encode(Line(made_by, (done,))) + b"\n" for made_by, done in self._done.values())
        files.replace(self._path, b"".join(lines))


def digest(data: bytes) -> str:
    """Return 16 hex digits of the bytes."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def work_of(article: Article, decided: Decided) -> str:
    """Return the digest of what a record is made from: the article, and decisions that are kept apart from its file."""
    return digest(_ENCODER.encode((msgspec.structs.replace(article, raw=""), decided)))


def stamp(settings: Settings) -> str:
    """Return the digest of what makes records: the settings, the version and files of the tool, the model.

    The files go by name, size and time of change: whoever works on the tool itself gets new results too.
    """
    model = settings.model_source
    try:
        outside = version(model) if isinstance(model, str) else _files(model)
    except PackageNotFoundError:
        raise errors.unusable_model(str(model), "there is neither such a folder nor an installed spaCy pipeline of that name") from None
    return digest(f"{settings.digest}/{version('unspun')}/{_files(Path(pipeline.__file__).parent)}/{model}/{outside}".encode())


@cache
def _files(folder: Path) -> str:
    found = []
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            state = os.stat(os.path.join(path, name))  # noqa: PTH116, PTH118 - hundreds of files: the plain calls are fast
            found.append(f"{path}/{name}/{state.st_size}/{state.st_mtime_ns}")
    return digest("\n".join(found).encode("utf-8", "surrogatepass"))
