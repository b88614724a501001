"""What a web server sent, as it was before it was cut into chunks and compressed for the way."""

import re
import zlib
from io import BytesIO
from typing import Any

_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n")
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31
_PIECE = 4096


class NotWholeError(Exception):
    """Something of the content is missing, or it is packed in a way that is not known."""


def body(record: Any, most: int) -> bytes:  # noqa: ANN401 - a record of warcio, which says nothing of its types
    """Return the content of a response, more than `most` bytes only to show that there are more; raises `NotWholeError`.

    Tools that fetch often unpack the content and leave the headers: what is not packed as they say is taken as it stands.
    """
    headers = record.http_headers
    data: bytes = record.raw_stream.read()
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked" and _CHUNK.match(data):
        data = _joined(data)
    for packed in reversed((headers.get_header("Content-Encoding") or "").lower().split(",")):
        data = _unpacked(data, packed.strip(), most)
    return data


def _joined(data: bytes) -> bytes:
    from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader  # noqa: PLC0415 - an extra of its own

    try:
        whole: bytes = ChunkedDataReader(BytesIO(data), raise_exceptions=True).read()
    except ChunkedDataException as fault:
        raise NotWholeError(f"its chunks do not fit together: {fault}") from None
    return whole


def _unpacked(data: bytes, how: str, most: int) -> bytes:
    try:
        match how:
            case "" | "identity":
                return data
            case "gzip" | "x-gzip":
                return _inflated(data, _GZIP_WINDOW, most) if data.startswith(_GZIP) else data
            case "deflate":
                # Servers send it with the two bytes of zlib in front or without them; those two are a multiple of 31.
                framed = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
                return _inflated(data, 15 if framed else -15, most)
            case "br":
                return _of_brotli(data, most)
    except zlib.error as fault:
        raise NotWholeError(f"its {how} data are damaged: {fault}") from None
    raise NotWholeError(f"it is compressed with {how[:20]!r}, which is not read")


def _inflated(data: bytes, window: int, most: int) -> bytes:
    """Return what is packed in `data`; of gzip that may be several members, one behind the other."""
    parts: list[bytes] = []
    unpacker, size, at, left = zlib.decompressobj(window), 0, 0, b""
    while size <= most:
        if unpacker.eof and (window != _GZIP_WINDOW or not (left + data[at : at + 2]).startswith(_GZIP)):
            return b"".join(parts)
        if unpacker.eof:
            unpacker = zlib.decompressobj(window)
        if not left:
            # In small pieces: behind each member the rest of the piece is copied.
            left, at = data[at : at + _PIECE], at + _PIECE
        if not left:
            raise NotWholeError("its compressed data end too soon")
        parts.append(unpacker.decompress(left, most + 1 - size))
        size += len(parts[-1])
        left = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    return b"".join(parts)


def _of_brotli(data: bytes, most: int) -> bytes:
    import brotli  # noqa: PLC0415 - an extra of its own

    unpacker, left, whole = brotli.Decompressor(), data, b""
    try:
        while len(whole) <= most and not unpacker.is_finished():
            more: bytes = unpacker.process(left, output_buffer_limit=most + 1 - len(whole))
            left = b""
            if not more and unpacker.can_accept_more_data():
                raise NotWholeError("its compressed data end too soon")
            whole += more
    except brotli.error as fault:
        raise NotWholeError(f"its br data are damaged: {fault}") from None
    return whole
