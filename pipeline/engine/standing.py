"""What lies already at the place of a result: a person's work, which the new one must take over and never damage."""

from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.engine.manifest import digest
from pipeline.record.article import Article
from pipeline.review import earlier
from pipeline.review.earlier import Decided, DecidedFinding
from pipeline.write import files

EDITED = "_edited"
"""The folder that keeps files which a person had changed, within the output folder."""
WRITTEN = "_written"
"""The folder that keeps each file as the tool wrote it last: what a person changed shows beside it."""
_NEXT = ".next"


class Standing(msgspec.Struct, frozen=True):
    """What was found at the place of an article's result, and what must become of it.

    `target` is where the new result goes: beside a file of a person's that cannot be understood.
    """

    path: Path
    target: Path
    seen: tuple[bytes | None, bytes | None]
    decided: Decided = ()
    foreign: Decided = ()
    """Decisions on another article, whose record stood here."""
    to_keep: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    fault: str | None = None

    @classmethod
    def at(cls, path: Path, article: Article) -> "Standing":
        """Look at the file at `path` and at the one beside it; raises `ArticleError` where they cannot be read."""
        target, fault = path, None
        decided: list[DecidedFinding] = []
        foreign: list[DecidedFinding] = []
        keep: list[Path] = []
        remarks: list[str] = []
        seen = _contents(path), _contents(_beside(path))
        # Of two decisions on one finding the later counts: the person's own file comes last.
        for place, data in ((_beside(path), seen[1]), (path, seen[0])):
            if data is None:
                continue
            try:
                record = earlier.of_record(data, str(place), written(place))
            except errors.ArticleError as unclear:
                if place == path:
                    target, fault = _beside(path), str(unclear)
                else:
                    keep.append(place)
                continue
            if record.is_of(article):
                decided += record.decided
                keep += [] if record.intact else [place]
            else:
                remarks.append(f"{place}: held the record of another article ({record.source}); its decisions are kept for that")
                foreign += record.decided
                keep += [] if record.intact else [place]
        return cls(path, target, seen, tuple(decided), tuple(foreign), tuple(keep), tuple(remarks), fault)

    def holds(self, result: str) -> bool:
        """Return whether the file is still the very result of that digest, with its copy, and nothing else lies beside it."""
        whole = self.seen[1] is None and self.seen[0] is not None and digest(self.seen[0]) == result
        return whole and self.seen[0] in written(self.path)

    def is_current(self) -> bool:
        """Return whether the files are still as they were seen: nobody saved one meanwhile."""
        return self.seen == (_contents(self.path), _contents(_beside(self.path)))

    def take(self, data: bytes) -> list[str]:
        """Put the new result in place, whole or not at all; return what a person must know of their old file."""
        remarks = []
        for place in self.to_keep:
            copy = files.keep_aside(place, self.path.parent / EDITED)
            remarks.append(f"{place}: holds changes that cannot be taken over; your file is kept as {copy}")
        if data not in written(self.target) or self.seen[self.target != self.path] != data:
            copy = self.path.parent / WRITTEN / self.target.name
            files.make_folder(copy.parent)
            # Whoever is stopped between these lines leaves both copies: the file itself says which of them it came from.
            following = copy.with_name(f"{copy.name}{_NEXT}")
            files.replace(following, data)
            # A file that says the same is not touched: nobody's editor asks what happened to it.
            if self.seen[self.target != self.path] != data:
                files.replace(self.target, data)
            files.move(following, copy)
        if self.target == self.path:
            _beside(self.path).unlink(missing_ok=True)
        return remarks


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _contents(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as refusal:
        raise errors.unreadable(str(place), refusal.strerror or str(refusal)) from None


def written(place: Path) -> tuple[bytes, ...]:
    """Return what the tool may have written last to `place`; nothing where no copy is left."""
    copy = place.parent / WRITTEN / place.name
    return tuple(data for each in (copy.with_name(f"{copy.name}{_NEXT}"), copy) if (data := _contents(each)) is not None)
