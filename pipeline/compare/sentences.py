"""A record's text as sentences with the findings that stand in them."""

from bisect import bisect_right

import msgspec

from pipeline.language.sentences import Sentences
from pipeline.record.article_record import Record

_SEARCHED = 40
"""So far behind where it should stand a finding is looked for."""


class Placed(msgspec.Struct, frozen=True):
    """A sentence of the article: its paragraph's number, its text, and where that starts in the paragraph."""

    paragraph: int
    start: int
    text: str


class RecordText:
    """Finds the sentence of a raw span in the article's normalised text, from its record alone."""

    def __init__(self, record: Record, splitter: Sentences) -> None:
        self._paragraphs = record.text
        self._raw_starts = [start for start, _ in record.paragraphs]
        self._raw_ends = [end for _, end in record.paragraphs]
        changes = sorted(
            [(edit.start, edit.end, len(edit.after)) for edit in record.edits if edit.status == "applied"]
            + [(part.start, part.end, 0) for part in record.set_aside]
        )
        self._change_starts = [start for start, _, _ in changes]
        self._shifts = [0]
        for start, end, length in changes:
            self._shifts.append(self._shifts[-1] + length - (end - start))
        self._splitter = splitter
        self._starts: dict[int, list[int]] = {}

    def place(self, start: int, text: str) -> tuple[Placed, int] | None:
        """Return the sentence that holds the finding `text` at the raw offset `start`, and its offset there; None outside all paragraphs."""
        number = bisect_right(self._raw_starts, start) - 1
        if number < 0 or start >= self._raw_ends[number]:
            return None
        paragraph = self._paragraphs[number]
        guess = self._moved(start) - self._moved(self._raw_starts[number])
        # Where an edit holds the start, the finding begins within what it reads.
        at = paragraph.find(text, max(0, guess))
        if at < 0 or at > guess + len(text) + _SEARCHED:
            at = max(0, min(guess, len(paragraph)))
        starts = self._sentence_starts(number)
        sentence = bisect_right(starts, at) - 1
        first = starts[sentence]
        last = starts[sentence + 1] if sentence + 1 < len(starts) else len(paragraph)
        return Placed(number, first, paragraph[first:last].rstrip()), at - first

    def _moved(self, offset: int) -> int:
        return offset + self._shifts[bisect_right(self._change_starts, offset - 1)]

    def _sentence_starts(self, number: int) -> list[int]:
        if number not in self._starts:
            self._starts[number] = [
                0,
                *(start for start in self._splitter.starts(self._paragraphs[number]) if start < len(self._paragraphs[number])),
            ]
        return self._starts[number]
