"""An article's raw text, put together from its record alone.

A record holds the text as it reads, what each edit replaced and what was set aside: all of the source but the line ends between its
paragraphs and at its end. Those are tried, and the source's digest tells whether the text is the source's, to the character. A text that
the digest does not bear out is shown as what it is: as much as the record tells.
"""

import codecs
import hashlib
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from pipeline.record.article_record import Record

_LINE_ENDS: Final = ("\n", "\r\n", "\r")
_MOST_AT_THE_END: Final = 3
_LONGEST_GAP: Final = 100_000
"""No two paragraphs are further apart, but in a record that a person bent: what comes behind is left out."""
_MOST_IN_GAPS: Final = 10_000_000
"""No article has more between its paragraphs, all gaps taken together."""
_ENCODINGS: Final = (
    (b"", "utf-8"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"", "cp1252"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


SourceState = Literal["proved", "read", "unproved", "changed"]
"""How the raw text is known: put together from the record and borne out by its digest, or read from the source, which has that digest;
put together and not borne out, where no source is at hand, or where the one at hand has changed since."""


class SourceText(NamedTuple):
    """A raw text, and whether it is known to be the source's to the character."""

    raw: str
    exact: bool


class _Known(NamedTuple):
    """A stretch of the raw text that the record tells, and where it begins."""

    start: int
    text: str


def is_source(raw: str, sha256: str) -> bool:
    """Return whether bytes of the digest `sha256` decode to `raw`."""
    return any(hashlib.sha256(mark + data).hexdigest() == sha256 for mark, data in _encoded(raw))


def put_together(record: Record) -> SourceText:
    """Return the raw text as the record tells it; `exact` says whether its digest is the source's.

    Where it is not, each gap holds as many line ends as characters are missing, so that offsets hold good all the same.
    """
    known = tuple(_known(record))
    for line_end in _LINE_ENDS:
        raw = _filled(known, line_end)
        digests = [(hashlib.sha256(mark + data), encoding) for mark, data, encoding in _encoded_with_names(raw)]
        for more in range(_MOST_AT_THE_END + 1):
            end = line_end * more
            for digest, encoding in digests:
                whole = digest.copy()
                whole.update(end.encode(encoding))
                if whole.hexdigest() == record.sha256:
                    return SourceText(raw + end, exact=True)
    return SourceText(told(record), exact=False)


def told(record: Record) -> str:
    """Return the raw text as far as the record tells it, with line ends for the white space that it does not tell; offsets hold good."""
    return _filled(tuple(_known(record)), "\n")


def _known(record: Record) -> Iterator[_Known]:
    """Yield what the record tells of the raw text, in order and without overlap."""
    changes = [(edit.start, edit.end, edit.before, edit.after) for edit in record.edits if edit.status == "applied"]
    changes += [(part.start, part.end, part.text, "") for part in record.set_aside]
    changes.sort()
    at = next_change = 0
    for (start, end), text in zip(record.paragraphs, record.text, strict=False):
        read = 0
        while next_change < len(changes) and changes[next_change][0] < end:
            change_start, change_end, before, after = changes[next_change]
            if change_start >= start:
                at = max(at, start)
                unchanged = text[read : read + max(change_start - at, 0)]
                yield _Known(at, unchanged)
                read += len(unchanged) + len(after)
            yield _Known(change_start, before)
            at = change_end
            next_change += 1
        at = max(at, start)
        yield _Known(at, text[read : read + max(end - at, 0)])
        at = max(at, end)
    for change_start, _, before, _ in changes[next_change:]:
        yield _Known(change_start, before)


def _filled(known: tuple[_Known, ...], line_end: str) -> str:
    """Return the stretches as one text, what is missing between them made of line ends."""
    parts: list[str] = []
    at = gaps = 0
    for start, text in known:
        missing = start - at
        gaps += max(missing, 0)
        if missing > _LONGEST_GAP or gaps > _MOST_IN_GAPS:
            break
        if missing > 0:
            parts.append((line_end * missing)[:missing])
            at = start
        # A record that a person bent may tell one place twice: the first word stands.
        new = text[max(at - start, 0) :]
        parts.append(new)
        at += len(new)
    return "".join(parts)


def _encoded(raw: str) -> Iterator[tuple[bytes, bytes]]:
    return ((mark, data) for mark, data, _ in _encoded_with_names(raw))


def _encoded_with_names(raw: str) -> Iterator[tuple[bytes, bytes, str]]:
    for mark, encoding in _ENCODINGS:
        try:
            yield mark, raw.encode(encoding), encoding
        except UnicodeEncodeError:
            # Bytes in this encoding cannot have held the text.
            continue
