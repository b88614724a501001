"""One run at a time into one output: whoever comes second is told who is at work."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from pipeline import errors
from pipeline.write import files


class Holder(msgspec.Struct, frozen=True):
    """Who is at work."""

    process: int
    host: str
    since: str


@contextmanager
def held(lock: Path, running: Path) -> Iterator[bool]:
    """Hold the file `lock`, with who is at work written to `running`; give whether the last who held it was stopped in the midst of its work.

    Raises `UsageError` where another run holds it, `OutputError` where it cannot be written. The system lets go of the lock of a process that is gone, however it ended.
    """
    taken = FileLock(lock, timeout=0)
    try:
        taken.acquire()
    except Timeout:
        raise errors.in_use(str(lock.parent), _who(running)) from None
    except (OSError, NotImplementedError) as fault:
        raise errors.cannot_write(str(lock), str(fault)) from None
    try:
        stopped = running.exists()
        holder = Holder(os.getpid(), socket.gethostname(), datetime.now(UTC).isoformat(timespec="seconds"))
        files.replace(running, msgspec.json.encode(holder) + b"\n")
        yield stopped
    finally:
        running.unlink(missing_ok=True)
        taken.release()


def _who(running: Path) -> str:
    try:
        holder = msgspec.json.decode(running.read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        # It has only just begun, or is about to end.
        return "another run"
    return f"process {holder.process} on {holder.host}, since {holder.since}"
