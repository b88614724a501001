"""What is broken in a file that a person edited, in words for a person: the likely slip, its line and column, what to do.

Where reading stops is often not where the slip was made. So each slip that may explain the stop is
undone on trial, and the one after which reading gets furthest is named. Where none helps, only what was
expected and found is said.
"""

import codecs

import msgspec

from pipeline.review.syntax.fault import Fault, Slip
from pipeline.review.syntax.located import BrokenJson, Lines, Node, read
from pipeline.review.syntax.slips import suspects

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = "save it as UTF-8 (most editors ask for the encoding under “Save as”)"


class Damage(msgspec.Struct, frozen=True):
    """The first thing wrong with a file: a stable code, the place, what is wrong and what to do."""

    code: str
    line: int
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.what}; {self.remedy}"


class Document(msgspec.Struct, frozen=True):
    """JSON as it was read: the text, without byte order mark, and its value with places in the text."""

    text: str
    root: Node


def diagnosed(data: bytes) -> Document | Damage:
    r"""Return what a file of JSON holds, or what is wrong with it.

    >>> print(diagnosed(b'{\n  "decision": "ok"\n  "note": ""\n}'))
    line 2, column 19: a comma is missing after "decision": "ok"; write , there
    """
    if not data.strip(b" \t\r\n"):
        return Damage("empty-file", 1, 1, "the file is empty", "put the record back, or delete the file to have it written anew")
    zeros = data[:1000].count(0)
    if data.startswith(_UTF_16) or zeros > len(data[:1000]) // 4:
        return Damage("wrong-encoding", 1, 1, "the file is saved as UTF-16 or UTF-32, or is no text", _SAVE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8-sig", "replace")
        line, column = Lines(before).place(len(before))
        return Damage("wrong-encoding", line, column, f"byte {fault.object[fault.start]:#04x} is no UTF-8", _SAVE)
    try:
        return Document(text, read(text))
    except BrokenJson:
        slip = _likeliest(Fault(text))
    line, column = Lines(text).place(slip.at)
    return Damage(slip.code, line, column, slip.what, slip.remedy)


def _likeliest(fault: Fault) -> Slip:
    """Return the slip without which the least stays unread, the first of equals; the certain one where no other helps."""
    best: Slip | None = None
    least = len(fault.text) - fault.at + 2
    for slip in suspects(fault):
        if not slip.edits:
            return best or slip
        unread = fault.unread_after(slip)
        if unread is not None and unread < least:
            best, least = slip, unread
    raise AssertionError(fault.at)  # the last suspect has no edits
