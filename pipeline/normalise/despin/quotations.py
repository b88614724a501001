"""Which parts of a text stand between quotation marks: there a wrong edit would put words into somebody's mouth."""

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

_MARK = re.compile(r'["“”]')


class Quotations(msgspec.Struct, frozen=True):
    """The quotations of a text, as half-open offsets in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, offset: int) -> bool:
        """Say whether the character at `offset` stands in a quotation."""
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


def quoted(text: str) -> Quotations:
    """Return the quotations of `text`; one that is not closed ends with its line, as speech over several paragraphs is written.

    >>> text = 'He said: "We will." She left.'
    >>> [quoted(text).holds(text.index(word)) for word in ("He", "We", "She")]
    [False, True, False]
    """
    spans = [span for line in re.finditer(r"[^\n]+", text) for span in _in_line(line[0], line.start())]
    return Quotations(tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _in_line(line: str, offset: int) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for mark in _MARK.finditer(line):
        if opened is None:
            if mark[0] != "”":
                opened = mark.end()
        elif mark[0] != "“":
            yield offset + opened, offset + mark.start()
            opened = None
    if opened is not None:
        yield offset + opened, offset + len(line)
