"""The bytes of an archive, decompressed, and the way back to the next record where some are damaged."""

import re
import zlib
from io import BufferedReader, RawIOBase
from typing import BinaryIO, Protocol

_BLOCK = 2**16
_GZIP = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"(?<=\n)WARC/[01]\.\d")


class DamagedError(Exception):
    """What stands at `place` of the file, in bytes, cannot be read."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason


class Container(Protocol):
    """The bytes of an archive. Reading raises `DamagedError` where they cannot be had."""

    @property
    def place(self) -> int:
        """The place in the file, in bytes, of the record whose bytes were read last, as near as it is known."""
        ...

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer at the end only."""
        ...

    def readline(self) -> bytes:
        """Return the next line, or the beginning of a very long one."""
        ...

    def find_after(self, place: int) -> bool:
        """Go on with the next record behind `place`; return whether there is one."""
        ...


class Plain:
    """An archive that is not compressed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.place = 0

    def read(self, size: int) -> bytes:
        self.place = self._stream.tell()
        return self._stream.read(size)

    def readline(self) -> bytes:
        self.place = self._stream.tell()
        return self._stream.readline(_BLOCK)

    def find_after(self, place: int) -> bool:
        # The line end before the record is looked for too, so that no word within a line is taken for one.
        start, seen = place, b""
        self._stream.seek(start)
        while block := self._stream.read(_BLOCK):
            seen += block
            found = _RECORD.search(seen)
            if found:
                self._stream.seek(start + found.start())
                return True
            start, seen = start + len(seen) - 16, seen[-16:]
        return False


class Compressed:
    """An archive in gzip, each record a member of its own, as the format asks for, or all in one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._begin(0)

    @property
    def place(self) -> int:
        return self._members.member

    def read(self, size: int) -> bytes:
        return self._bytes.read(size)

    def readline(self) -> bytes:
        return self._bytes.readline(_BLOCK)

    def find_after(self, place: int) -> bool:
        start, seen = place + 1, b""
        self._stream.seek(start)
        while block := self._stream.read(_BLOCK):
            seen += block
            at = seen.find(_GZIP)
            while at >= 0:
                # Compressed data may hold these bytes by chance; what a member begins with it does not.
                if self._is_record(start + at):
                    self._begin(start + at)
                    return True
                at = seen.find(_GZIP, at + 1)
            start, seen = start + len(seen) - 2, seen[-2:]
            self._stream.seek(start + 2)
        return False

    def _is_record(self, place: int) -> bool:
        self._stream.seek(place)
        try:
            return zlib.decompressobj(31).decompress(self._stream.read(_BLOCK), 5) == b"WARC/"
        except zlib.error:
            return False

    def _begin(self, place: int) -> None:
        self._stream.seek(place)
        self._members = _Members(self._stream, place)
        self._bytes = BufferedReader(self._members, _BLOCK)


class _Members(RawIOBase):
    """The decompressed bytes of the members of a gzip file; no read returns bytes of two of them."""

    def __init__(self, stream: BinaryIO, place: int) -> None:
        self._stream = stream
        self._waiting = b""
        self._read = place
        self._inside = False
        self._member = zlib.decompressobj(31)
        self.member = place
        """Where in the file the member begins whose bytes were read last."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override] # what the buffered reader gives
        while True:
            if self._member.eof:
                self._waiting = self._member.unused_data
                self._member, self._inside = zlib.decompressobj(31), False
            if not self._waiting:
                self._waiting = self._stream.read(_BLOCK)
                self._read += len(self._waiting)
            if not self._inside:
                if not self._waiting.strip(b"\0"):
                    # At the end, or nothing but padding is left.
                    if not self._waiting:
                        return 0
                    self._waiting = b""
                    continue
                self.member, self._inside = self._read - len(self._waiting), True
            if not self._waiting:
                raise DamagedError(self.member, "it ends too soon")
            try:
                data = self._member.decompress(self._waiting, len(buffer))
            except zlib.error as fault:
                raise DamagedError(self.member, str(fault)) from None
            self._waiting = self._member.unconsumed_tail
            if data:
                buffer[: len(data)] = data
                return len(data)
