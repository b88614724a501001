"""Files that are whole or not there: written beside their place, then moved into it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pipeline import errors


def replace(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step; whoever reads sees the old bytes or the new, never a part.

    Raises `OutputError` where the folder cannot be written; the old file is then untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)  # noqa: PTH105 - the pathlib form says less plainly that it overwrites
    except OSError as fault:
        # What cannot be written can hardly be cleared away; the fault that counts is the first.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose bytes take the place of the file at `path` in one step, when all are written and on disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)  # noqa: PTH105 - as above
    except OSError as fault:
        # What cannot be written can hardly be cleared away; the fault that counts is the first.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
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


def clear_temporary(folder: Path) -> None:
    """Delete the temporary files that runs which were stopped left in `folder`."""
    for path in folder.glob(".*.tmp"):
        path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Create `path` with its parents and make sure that it can be written to; raises `OutputError` where not."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".write-test.{os.getpid()}.tmp"
        probe.touch()
        probe.unlink()
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
