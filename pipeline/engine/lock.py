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
def held(lock: Path, running: Path) -> Iterator[None]:
    """Hold the file `lock`, with who is at work written to `running`.

    Raises `UsageError` where another run holds it. The system lets go of the lock of a process that is gone, however it ended.
    """
    try:
        with FileLock(lock, timeout=0):
            holder = Holder(os.getpid(), socket.gethostname(), datetime.now(UTC).isoformat(timespec="seconds"))
            files.replace(running, msgspec.json.encode(holder) + b"\n")
            try:
                yield
            finally:
                running.unlink(missing_ok=True)
    except Timeout:
        raise errors.in_use(str(lock.parent), _who(running)) from None
    except OSError as fault:
        raise errors.cannot_write(str(lock), fault.strerror or str(fault)) from None


def _who(running: Path) -> str:
    try:
        holder = msgspec.json.decode(running.read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        # It has only just begun, or is about to end.
        return "another run"
    return f"process {holder.process} on {holder.host}, since {holder.since}"
