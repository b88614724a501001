"""A record's own account of how its text came out of the raw text, followed again."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import zip_longest

import msgspec

from pipeline.record.annotation import AnnotatedText
from pipeline.record.article_record import Record
from pipeline.record.offsets import Change, OffsetMap
from pipeline.record.source_text import told

# No article has more characters; a place beyond is a slip of somebody's finger.
_LONGEST = 200_000_000
# Programs drop white space at the end of a text, but hardly more of it.
_MOST_AT_THE_END = 100_000
_WORD = re.compile(r"\S+")
BETWEEN = "\n\n"
"""Stands between the paragraphs where a record's text is wanted in one piece."""


class AnotherText(Exception):  # noqa: N818 - what it says is about the two texts, not about the program
    """The raw text is not the one that the record was made of, and where that shows."""


def changes(record: Record) -> list[Change]:
    """Return what was done to the raw text: the applied edits, and what was set aside."""
    done = [Change(edit.start, edit.end, edit.after) for edit in record.edits if edit.status == "applied"]
    done += [Change(part.start, part.end, "") for part in record.set_aside]
    return sorted(done, key=lambda change: (change.start, change.end))


def replayed(record: Record, raw: str) -> OffsetMap:
    """Return the map between the raw text and the text that the record holds.

    White space may differ. Raises `AnotherText` where the account of the record, followed on `raw`, does not give `record.text`.
    """
    done = changes(record)
    length = max([0, *(change.end for change in done)])
    if length > len(raw) + _MOST_AT_THE_END:
        raise AnotherText(f"it ends before character {length:,}")
    # Programs drop white space at the end of a text, and write other white space between sentences.
    raw = raw.ljust(length, "\n")
    for start, end, stands in _quoted(record):
        if raw[start:end].split() != stands.split():
            raise AnotherText(f"characters {start:,} to {end:,} are not “{_short(stands)}”")
    try:
        offsets = OffsetMap(raw, done)
    except ValueError as fault:
        raise AnotherText(str(fault)) from None
    for one, other in zip_longest(offsets.text.split(), " ".join(record.text).split()):
        if one != other:
            raise AnotherText(f"“{one or ''}” stands where “{other or ''}” should")
    return offsets


def aligned(record: Record, marked: AnnotatedText) -> tuple[AnnotatedText, OffsetMap]:
    """Return what is marked at the offsets of the record's own raw text, and the map between that and the text that the record holds.

    White space may differ: words are counted, not characters. Raises `AnotherText` where the words are others.
    """
    raw = told(record)
    offsets = replayed(record, raw)
    ours, theirs = list(_WORD.finditer(offsets.raw)), list(_WORD.finditer(marked.text))
    for one, other in zip_longest(theirs, ours):
        if one is None or other is None or one[0] != other[0]:
            raise AnotherText(f"“{_short(one[0]) if one else ''}” stands where “{_short(other[0]) if other else ''}” should")
    if [word.start() for word in ours] == [word.start() for word in theirs]:
        return marked, offsets
    starts, ends = [word.start() for word in theirs], [word.end() for word in theirs]

    def carried(start: int, end: int) -> tuple[int, int]:
        first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
        if first > last:
            here = ours[first].start() if first < len(ours) else len(offsets.raw)
            return here, here
        begin, stop = max(start, starts[first]) - starts[first], min(end, ends[last]) - starts[last]
        return ours[first].start() + begin, ours[last].start() + stop

    moved = [(each, carried(each.start, each.end)) for each in marked.annotations]
    annotations = tuple(msgspec.structs.replace(each, start=start, end=end) for each, (start, end) in moved)
    return msgspec.structs.replace(marked, text=offsets.raw, annotations=annotations), offsets


class Joined:
    """The text of a record in one piece, and where raw spans stand in it; the record alone is enough.

    `text` is the paragraphs with an empty line between them.
    """

    def __init__(self, record: Record) -> None:
        """Raise `ValueError` where edits and parts set aside overlap, or something stands where no text is."""
        if len(record.paragraphs) != len(record.text):
            raise ValueError(f"it has {len(record.text)} texts and {len(record.paragraphs)} paragraphs")
        done = changes(record)
        mentions = tuple(item for entity in record.entities for item in entity.mentions)
        located = (mentions, record.figures, record.dates, record.claims, record.edits, record.set_aside)
        places = [*record.paragraphs, *((item.start, item.end) for items in located for item in items)]
        length = max((end for _, end in places), default=0)
        if length > _LONGEST or not all(0 <= start <= end for start, end in places):
            raise ValueError("something in it stands at a place that no text has")
        # Where characters stand is all that is asked of the raw text, not which they are.
        self._offsets = OffsetMap(" " * length, done)
        self._starts = [start for start, _ in record.paragraphs]
        self._places: list[tuple[int, int, int]] = []
        at = 0
        for paragraph, text in zip(record.paragraphs, record.text, strict=True):
            start, end = self._offsets.to_text(*paragraph)
            # A change that reaches over one border of the paragraph moves it: the other one is right then.
            self._places.append((at, start, end - len(text)))
            at += len(text) + len(BETWEEN)
        self.text = BETWEEN.join(record.text)

    def place(self, start: int, end: int, reading: str) -> tuple[int, int] | None:
        """Return where the raw span `start` to `end` stands in `text`; None where `reading` does not stand there.

        A finding that is a part of a restored wording has the whole wording as its span: there the one place of `reading` in it counts.
        """
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        joined, *anchors = self._places[at]
        first, last = self._offsets.to_text(start, end)
        for anchor in anchors:
            inside = self.text[max(0, first - anchor + joined) : max(0, last - anchor + joined)]
            if reading and inside.count(reading) == 1:
                found = first - anchor + joined + inside.index(reading)
                return found, found + len(reading)
        return None


def _quoted(record: Record) -> Iterator[tuple[int, int, str]]:
    """Yield the places of which the record says how the raw text stands there."""
    for edit in record.edits:
        yield edit.start, edit.end, edit.before
    for part in record.set_aside:
        yield part.start, part.end, part.text
    for entity in record.entities:
        for mention in entity.mentions:
            if mention.raw is not None:
                yield mention.start, mention.end, mention.raw


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
