"""The place where reading a damaged file stopped, and what a person may have slipped on there."""

import re
from bisect import bisect_right
from copy import copy
from typing import NamedTuple

import msgspec

from pipeline.review.syntax.located import BrokenJson, Open, Token, tokens

_FINDING = re.compile(r'\{\s*"id"\s*:\s*"([^"\n]{1,80})"')
_NAME_BEFORE = re.compile(r'"([^"\n]{1,80})"\s*:\s*\Z')
_LONGEST = 48
# So many characters of a line are looked at behind the stop: a record may stand on one line.
_FAR = 4000


class Edit(NamedTuple):
    """Replace what stands from `start` to `end`."""

    start: int
    end: int
    new: str


class Slip(msgspec.Struct, frozen=True):
    """Something a person may have slipped on at offset `at`.

    `edits` undo it: the slip is believed when so many tokens as `proof` says can be read behind them.
    A slip without edits needs no proof.
    """

    code: str
    at: int
    what: str
    remedy: str
    edits: tuple[Edit, ...] = ()
    proof: int = 2


class Fault:
    """Where reading `text` stopped: the tokens before, what was expected, which brackets are open and what stands there."""

    def __init__(self, text: str) -> None:
        """Read `text` as far as it goes; raises `ValueError` where nothing is wrong with it."""
        self.text = text
        self.tokens: list[Token] = []
        try:
            self.tokens.extend(tokens(text))
        except BrokenJson as stop:
            self.at, self.expecting, self.open, self.too_deep = stop.at, stop.expecting, stop.open, stop.too_deep
        else:
            raise ValueError(text)
        self.found = text[self.at : self.at + 1]
        end = text.find("\n", self.at)
        self.line_end = min(len(text) if end < 0 else end, self.at + _FAR)
        self.rest = text[self.at : self.line_end].rstrip("\r")

    def before(self, back: int = 1) -> Token | None:
        """Return the token that stands `back` tokens before the stop."""
        return self.tokens[-back] if len(self.tokens) >= back else None

    def before_last(self) -> "Fault":
        """Return the same fault as it would be had reading stopped before the last token."""
        earlier, last = copy(self), self.tokens[-1]
        earlier.tokens, earlier.at, earlier.found = self.tokens[:-1], last.start, self.text[last.start]
        earlier.expecting, earlier.open = last.expecting, last.open
        return earlier

    def kind(self, back: int = 1) -> str:
        """Return the kind of the token `back` tokens before the stop, "" where there is none."""
        token = self.before(back)
        return token.kind if token else ""

    def written(self, token: Token | None) -> str:
        """Return a token as it is written."""
        return self.text[token.start : token.end] if token else ""

    def end_before(self, offset: int | None = None) -> int:
        """Return where the last thing before `offset` (the stop) ends: there a missing comma or bracket belongs."""
        return len(self.text[: self.at if offset is None else offset].rstrip())

    def line(self, offset: int) -> int:
        """Return the line of `offset`, counted from 1."""
        return self.text.count("\n", 0, offset) + 1

    def is_first_on_line(self, offset: int) -> bool:
        """Return whether only blanks stand before `offset` on its line."""
        return not self.text[self.text.rfind("\n", 0, offset) + 1 : offset].strip()

    def named(self, open_: Open) -> str:
        """Return an open bracket in words: the record, the list "dates", the finding e-foum5t."""
        if open_.outer is None and open_.bracket == "{":
            return "the record"
        what = "list" if open_.bracket == "[" else "object"
        if finding := _FINDING.match(self.text, open_.at):
            return f"the finding {finding[1]}"
        if name := _NAME_BEFORE.search(self.text[max(0, open_.at - 100) : open_.at]):
            return f'the {what} "{name[1]}"'
        return "the finding" if what == "object" and open_.depth == 3 else f"the {what}"

    def opened(self, open_: Open) -> str:
        """Return an open bracket in words, with the line it was opened on."""
        return f"{self.named(open_)}, opened on line {self.line(open_.at)},"

    def unread_after(self, slip: Slip) -> int | None:
        """Return how many characters stay unread when the slip is undone; None where that does not help reading on."""
        edits = slip.edits
        first = bisect_right(self.tokens, edits[0].start, key=lambda token: token.end)
        resumed = self.tokens[first] if first < len(self.tokens) else None
        expecting, open_ = (resumed.expecting, resumed.open) if resumed else (self.expecting, self.open)
        parts, at = [], self.tokens[first - 1].end if first else 0
        for edit in edits:
            parts += [self.text[at : edit.start], edit.new]
            at = edit.end
        tail = "".join([*parts, self.text[at:]])
        behind = len(tail) - min(len(self.text) - at, len(self.text) - self.at)
        read = 0
        try:
            for token in tokens(tail, expecting, open_):
                read += token.start >= behind
        except BrokenJson as stop:
            # An end that comes too early is worse than none.
            return len(tail) - stop.at + 1 if read >= slip.proof else None
        return 0


def shown(written: str) -> str:
    """Return a person's words for a message: in quotes, on one line, shortened, nothing invisible.

    >>> shown("ok\\tyes")
    '“ok\\\\x09yes”'
    """
    return f"“{_printable(written)}”"


def member(written: str) -> str:
    """Return a piece of JSON for a message as it is, on one line and shortened.

    >>> member('"decision":\\n "ok"')
    '"decision": "ok"'
    """
    return _printable(re.sub(r"\s+", " ", written))


def _printable(written: str) -> str:
    short = written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…"
    return "".join(char if char.isprintable() else _escaped(char) for char in short)


def _escaped(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
