"""Which files to read: those named, those under folders, those in a list, each with the name and the id it goes by."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

import msgspec

from pipeline import errors
from pipeline.record import sources

STANDARD_INPUT = "-"
_MARK = b"\xef\xbb\xbf"


class Source(msgspec.Struct, frozen=True):
    """A file to read, the name it goes by in records (its path within the folder that was named), and the id of its article."""

    path: Path
    name: str
    id: str

    @property
    def holds_lines(self) -> bool:
        """Say whether the file may hold any number of articles."""
        return str(self.path) == STANDARD_INPUT or sources.holds_many(self.path.name)


class Patterns(msgspec.Struct, frozen=True):
    """Which files of folders are read: those that fit one of `include`, or all where there is none, but none that fits one of `exclude`."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def take(self, path: str) -> bool:
        """Return whether a file is read; `path` is its path within the folder that was named.

        A pattern with a slash is held against the path, one without against the file's name; `*` is any characters.

        >>> drafts = Patterns(include=("*.txt", "web/*"), exclude=("*/old/*",))
        >>> [path for path in ("a.txt", "b.md", "web/b.md", "web/old/b.md") if drafts.take(path)]
        ['a.txt', 'web/b.md']
        """
        return (not self.include or _fits(path, self.include)) and not _fits(path, self.exclude)


EVERY_FILE = Patterns()


class Listing(msgspec.Struct, frozen=True):
    """What was found under the paths: files to read in their order, what cannot be opened, and how many of which other kind."""

    sources: tuple[Source, ...]
    unreadable: tuple[errors.ArticleError, ...]
    passed_over: dict[str, int]


def listing(paths: Iterable[str], patterns: Patterns = EVERY_FILE, listed: Iterable[str] = ()) -> Listing:
    """Return the files under `paths`, and under those `listed` in a file, folders walked in the order of their names.

    Hidden files and those whose names start with `_` are the system's or the tool's own and left
    out, and so is what `patterns` leave out of folders. Symbolic links to folders are not followed. A
    file that is named twice is read once. Where two files' names differ in folder or ending only, both
    go by their path with ending, whatever the order. A listed file goes by its path as listed. Raises
    `UsageError` where one of `paths` does not exist; a listed one is among the unreadable then.
    """
    found = _Found(patterns)
    for path in paths:
        if not found.add(path, Path(path).name):
            raise errors.no_such_path(_shown(path))
    for path in listed:
        if not found.add(path, PurePath(path).as_posix()):
            found.unreadable.append(errors.unreadable(_shown(path), "there is no such file or folder"))
    return found.listing()


def paths_in(data: bytes) -> tuple[str, ...]:
    r"""Return the paths that a list holds, a line each; where it holds a NUL, which no path does, they end in that (`find -print0`).

    >>> paths_in(b"a.txt\r\n\nnew s/b.txt"), paths_in(b"a\nb.txt\0c.txt\0")
    (('a.txt', 'new s/b.txt'), ('a\nb.txt', 'c.txt'))
    """
    data = data.removeprefix(_MARK)
    parts = data.split(b"\0") if b"\0" in data else (line.removesuffix(b"\r") for line in data.split(b"\n"))
    return tuple(os.fsdecode(part) for part in parts if part)


class _Found:
    """The files found so far."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self._names: dict[Path, str] = {}
        self.unreadable: list[errors.ArticleError] = []
        self._other: Counter[str] = Counter()

    def add(self, given: str, name: str) -> bool:
        """Take in a file, which goes by `name`, or what lies in a folder; return whether there is such a thing."""
        path = Path(given)
        try:
            if given == STANDARD_INPUT:
                self._names.setdefault(path, sources.STANDARD_INPUT)
            elif path.is_dir():
                self._add_folder(path)
            elif path.exists():
                self._names.setdefault(path, _shown(name))
            else:
                return False
        except OSError as fault:
            self._refuse(given, fault)
        return True

    def listing(self) -> Listing:
        stems = Counter(_stem(path).casefold() for path in self._names)
        found = (
            Source(path, name, _stem(path) if stems[_stem(path).casefold()] == 1 else name.replace("/", "-"))
            for path, name in self._names.items()
        )
        return Listing(tuple(found), tuple(self.unreadable), dict(sorted(self._other.items())))

    def _add_folder(self, folder: Path) -> None:
        for file in sorted(self._walk(folder), key=lambda file: file.relative_to(folder).parts):
            name = file.relative_to(folder).as_posix()
            if not self._patterns.take(name):
                continue
            if not file.is_file():
                self._other["no regular file"] += 1
            elif sources.kind(file.name):
                self._names.setdefault(file, _shown(name))
            else:
                self._other[_shown(file.suffix or file.name)] += 1

    def _walk(self, folder: Path) -> Iterator[Path]:
        try:
            entries = list(folder.iterdir())
        except OSError as fault:
            self._refuse(str(folder), fault)
            return
        for entry in entries:
            if entry.name.startswith((".", "_")):
                continue
            if entry.is_dir():
                if not entry.is_symlink():
                    yield from self._walk(entry)
            else:
                yield entry

    def _refuse(self, given: str, fault: OSError) -> None:
        self.unreadable.append(errors.unreadable(_shown(given), fault.strerror or str(fault)))


def _fits(path: str, patterns: tuple[str, ...]) -> bool:
    name = path.rpartition("/")[2]
    return any(fnmatchcase(path if "/" in pattern else name, pattern) for pattern in patterns)


def _shown(name: str) -> str:
    """Return a file's name as text; bytes that are none are shown as replacement characters."""
    return os.fsencode(name).decode("utf-8", "replace")


def _stem(path: Path) -> str:
    if str(path) == STANDARD_INPUT:
        return "stdin"
    name = _shown(path.name)
    ending = sources.ending(path.name) or path.suffix
    return name[: -len(ending)] if ending else name
