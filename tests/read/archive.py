"""Archives made by hand, for tests."""

import gzip


def response(url, body, status="200 OK", kind="text/html", date="2022-05-07T10:00:00Z", head=(), more=()):
    """A record of a page as it was fetched; `head` are lines more for the server's answer, `more` for the record."""
    answer = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {kind}", *head)).encode() + b"\r\n\r\n" + body
    return record("response", url, answer, f"WARC-Date: {date}", *more)


def record(kind, url, block, *more):
    lines = ("WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", *more, f"Content-Length: {len(block)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def packed(records):
    """Each record in a member of its own, as the format asks for."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)
