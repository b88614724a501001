"""Files that are whole or not there: written beside their place, then moved into it."""

import hashlib
import os
from pathlib import Path

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
        temporary.unlink(missing_ok=True)
        raise errors.cannot_write(str(path), fault.strerror or str(fault)) from None


def move(path: Path, to: Path) -> None:
    """Give the file at `path` the place `to` in one step; raises `OutputError` where that cannot be done."""
    try:
        path.replace(to)
    except OSError as fault:
        raise errors.cannot_write(str(to), fault.strerror or str(fault)) from None


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
