"""The bytes of an archive, decompressed, and the way back to the next record where some are damaged."""

import re
import zlib
from io import SEEK_END, BufferedReader, RawIOBase
from typing import BinaryIO, Protocol

_BLOCK = 2**16
_LONG_BLOCK = 2**20
# More than the head of a member and the first bytes packed in it take.
_PROBE = 1024
# Nothing that gzip packs becomes smaller than by this.
_MOST_FOR_A_BYTE = 1032
_GZIP = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"(?<=\n)WARC/[01]\.\d")
_FIRST = re.compile(rb"WARC/[01]\.\d")


class DamagedError(Exception):
    """What stands at `place` of the file, in bytes, cannot be read."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason


def up_to(stream: BinaryIO | BufferedReader, size: int) -> bytes:
    """Return the next `size` bytes of a stream, fewer at its end: no more memory is taken than they need, however many are asked for."""
    blocks: list[bytes] = []
    while size > 0 and (block := stream.read(min(size, _LONG_BLOCK))):
        blocks.append(block)
        size -= len(block)
    return b"".join(blocks)


def _size(stream: BinaryIO) -> int:
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    return size


class Container(Protocol):
    """The bytes of an archive. Reading raises `DamagedError` where they cannot be had."""

    most: int
    """No more bytes than this can be in it."""

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
        self.most = _size(stream)
        self.place = 0

    def read(self, size: int) -> bytes:
        self.place = self._stream.tell()
        return up_to(self._stream, size)

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
        self.most = _MOST_FOR_A_BYTE * _size(stream)
        self._line = b""
        self._no_member_after: int | None = None
        self._begin(0)

    @property
    def place(self) -> int:
        return self._members.member

    def read(self, size: int) -> bytes:
        return up_to(self._bytes, size)

    def readline(self) -> bytes:
        line, self._line = self._line, b""
        return line or self._bytes.readline(_BLOCK)

    def find_after(self, place: int) -> bool:
        if self._no_member_after is None or place < self._no_member_after:
            behind = self._stream.tell()
            if self._find_member(place):
                return True
            self._no_member_after = place
            self._stream.seek(behind)
        return self._find_within()

    def _find_within(self) -> bool:
        """Go on with the next record of an archive that is packed as one."""
        try:
            while line := self._bytes.readline(_BLOCK):
                if _FIRST.match(line):
                    self._line = line
                    return True
        except DamagedError:
            # It is what this was called for: nothing behind it in the member can be had.
            return False
        return False

    def _find_member(self, place: int) -> bool:
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
            return zlib.decompressobj(31).decompress(self._stream.read(_PROBE), 5) == b"WARC/"
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
