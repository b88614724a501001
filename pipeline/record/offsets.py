"""Where each character of the normalised text came from in the raw text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import msgspec


class Change(msgspec.Struct, frozen=True):
    """`raw[start:end]` reads `after` in the normalised text (empty: it is left out)."""

    start: int
    end: int
    after: str


class OffsetMap:
    """A two-way map between raw and normalised offsets, exact outside the changes.

    Inside a change no character has a single counterpart, so a span that touches a part of a change
    maps to the whole of it: nothing that the reader sees restored points at half of its source.

    >>> offsets = OffsetMap("In accordance to  Bloomberg", [Change(3, 16, "line with"), Change(17, 18, "")])
    >>> offsets.text
    'In line with Bloomberg'
    >>> offsets.to_raw(3, 12)
    (3, 16)
    >>> offsets.to_raw(13, 22)
    (18, 27)
    >>> offsets.to_text(18, 27)
    (13, 22)
    """

    __slots__ = ("_raw_ends", "_raw_starts", "_text_ends", "_text_starts", "raw", "text")

    def __init__(self, raw: str, changes: Iterable[Change]) -> None:
        """Build from changes sorted by place and not overlapping; raises ValueError where they are not."""
        self.raw = raw
        self._raw_starts: list[int] = []
        self._raw_ends: list[int] = []
        self._text_starts: list[int] = []
        self._text_ends: list[int] = []
        parts: list[str] = []
        at = length = 0
        for change in changes:
            if not at <= change.start <= change.end <= len(raw):
                raise ValueError(f"change {change.start}:{change.end} overlaps the one before it or leaves the text")
            parts += raw[at : change.start], change.after
            length += change.start - at
            self._raw_starts.append(change.start)
            self._raw_ends.append(change.end)
            self._text_starts.append(length)
            length += len(change.after)
            self._text_ends.append(length)
            at = change.end
        parts.append(raw[at:])
        self.text = "".join(parts)

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span that `text[start:end]` stands for; an empty span stays empty."""
        return _translate(start, end, self._text_starts, self._text_ends, self._raw_starts, self._raw_ends)

    def to_text(self, start: int, end: int) -> tuple[int, int]:
        """Return the normalised span of `raw[start:end]`; empty where all of it was left out."""
        return _translate(start, end, self._raw_starts, self._raw_ends, self._text_starts, self._text_ends)


def _translate(
    start: int, end: int, from_starts: list[int], from_ends: list[int], to_starts: list[int], to_ends: list[int]
) -> tuple[int, int]:
    """Carry a half-open span over, growing it over each change of which it touches a character."""
    # The first change that ends behind `start` is the only one that can hold the first character.
    first = bisect_right(from_ends, start)
    held = first < len(from_starts) and from_starts[first] <= start
    if held and (start < end or from_starts[first] < start):
        new_start = to_starts[first]
    else:
        new_start = start + (to_ends[first - 1] - from_ends[first - 1] if first else 0)
    if start >= end:
        return new_start, new_start
    # The last change that starts before `end` is the only one that can hold the last character.
    last = bisect_left(from_starts, end) - 1
    if last >= 0 and from_ends[last] >= end:
        new_end = to_ends[last]
    elif last >= 0:
        new_end = end + to_ends[last] - from_ends[last]
    else:
        new_end = end
    return new_start, max(new_start, new_end)
