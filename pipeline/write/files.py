"""Files that are whole or not there: written beside their place, then moved into it."""

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from pipeline import errors

_UNFINISHED = ".unspun.tmp"
"""How the names of files end that are not whole yet: no file of anybody else's."""


def replace(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step; whoever reads sees the old bytes or the new, never a part.

    A link is followed, and who may read a file that stands there may read the new one, nobody else. Raises `OutputError` where the folder cannot be written; the old file is then untouched.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    temporary = unfinished(target)
    try:
        temporary.write_bytes(data)
        _like_what_stands(temporary, target)
        os.replace(temporary, target)  # noqa: PTH105 - the pathlib form says less plainly that it overwrites
    except OSError as fault:
        # What cannot be written can hardly be cleared away; the fault that counts is the first.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose bytes take the place of the file at `path` in one step, when all are written and on disk."""
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    temporary = unfinished(target)
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _like_what_stands(temporary, target)
        os.replace(temporary, target)  # noqa: PTH105 - as above
    except OSError as fault:
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None
    finally:
        # What was moved is not there any more; what cannot be cleared away must not hide the fault that counts.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def begins_otherwise(path: Path, beginning: bytes) -> bool:
    """Return whether there is a file at `path` that begins with something else, as one of somebody else's does."""
    try:
        with path.open("rb") as file:
            return file.read(len(beginning)) not in {b"", beginning}
    except FileNotFoundError:
        return False
    except OSError as fault:
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def read(path: Path) -> bytes:
    """Return what the file at `path` holds; raises `OutputError` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def move(path: Path, to: Path) -> None:
    """Give the file at `path` the place `to` in one step; raises `OutputError` where that cannot be done."""
    try:
        path.replace(to)
    except OSError as fault:
        raise errors.cannot_write(str(to), fault.strerror or str(fault)) from None


def append(path: Path, line: bytes) -> None:
    """Put `line` at the end of the file at `path` and make sure that it is on disk; raises `OutputError` where that fails."""
    try:
        with path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def cut(path: Path, length: int) -> None:
    """Leave the first `length` bytes of the file at `path`; raises `OutputError` where that fails."""
    try:
        os.truncate(path, length)
    except OSError as fault:
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def sync(paths: Iterable[Path]) -> None:
    """Return when the files are on disk, whatever becomes of the machine; raises `OutputError` where they cannot be."""
    for path in paths:
        try:
            file = os.open(path, os.O_RDONLY)
            try:
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as fault:
            raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def clear_temporary(folder: Path, name: str = "") -> None:
    """Delete what runs that were stopped left unfinished in `folder`, of files whose names start with `name`."""
    for path in folder.glob(f".{glob.escape(name)}*{_UNFINISHED}"):
        path.unlink(missing_ok=True)


def remove_folder(folder: Path, pattern: str) -> None:
    """Delete the files of a folder that match the pattern, and the folder unless somebody else keeps something there."""
    if not folder.is_dir():
        return
    try:
        for path in folder.glob(pattern):
            path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
    except OSError as fault:
        raise errors.cannot_write(str(folder), fault.strerror or str(fault)) from None


def make_folder(path: Path) -> None:
    """Create `path` with its parents and make sure that it can be written to; raises `OutputError` where not."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path):
            pass
    except OSError as fault:
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def keep_aside(path: Path, folder: Path) -> Path:
    """Copy the file at `path` whole into `folder`, under a name made of its content too; return where it lies."""
    make_folder(folder)
    data = path.read_bytes()
    copy = folder / f"{path.stem}.{hashlib.sha256(data).hexdigest()[:8]}{path.suffix}"
    if not copy.exists():
        replace(copy, data)
    return copy


def _like_what_stands(temporary: Path, path: Path) -> None:
    """Let the same people read and write the new file as the one that it is to replace."""
    if path.exists():
        temporary.chmod(stat.S_IMODE(path.stat().st_mode))


def unfinished(path: Path) -> Path:
    """Return where the file that is to stand at `path` is written: what is left there is cleared away by the next run."""
    return path.with_name(f".{path.name}.{os.getpid()}{_UNFINISHED}")
