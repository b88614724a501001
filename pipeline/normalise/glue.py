"""Where two lines were run together without a space: “in HungaryGreat Wall said”, “by $500The carmaker”."""

import re
from typing import Literal

import msgspec

from pipeline.lexicon.loader import load

_OPENERS = "The|This|That|In|It|He|We|At|On|As|By|To|If|An|No|So|Of|A"
_POINT = re.compile(rf"(?P<left>[^\W_]*[a-z0-9])(?P<right>(?-i:[A-Z][a-z]{{2,}}|(?:{_OPENERS})(?=[ ,])))")
_HEAD = re.compile(r"[A-Z]?[a-z]*\Z")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s*\Z")
_FEWEST_WORDS = 4


class CamelPart(msgspec.Struct, frozen=True):
    """A row of `camel_names.tsv`."""

    part: str
    side: Literal["name", "head", "tail"]


class GluePoints:
    """Finds where a sentence was glued to the end of a teaser.

    >>> line = "Also ReadMaker of YouTube clips to open plant in HungaryGreat Wall Motor said on Friday."
    >>> line[GluePoints().sentence_start(line, 9) :]
    'Great Wall Motor said on Friday.'
    """

    def __init__(self) -> None:
        rows = load("camel_names", CamelPart)
        self._names = frozenset(row.part for row in rows if row.side == "name")
        self._heads = frozenset(row.part for row in rows if row.side == "head")
        self._tails = frozenset(row.part for row in rows if row.side == "tail")

    def sentence_start(self, line: str, at: int) -> int:
        """Return where behind `line[:at]` a sentence begins that was glued to what stands before it; the line's end if none was."""
        if not _SENTENCE_END.search(line, max(0, len(line) - 8)):
            return len(line)
        for found in _POINT.finditer(line, at):
            start = found.start("right")
            if line.count(" ", start) + 1 >= _FEWEST_WORDS and not self._is_name(line, found["left"], start):
                return start
        return len(line)

    def _is_name(self, line: str, left: str, start: int) -> bool:
        tail = re.match(r"[A-Za-z]+", line[start:])
        right = tail[0] if tail else ""
        if left[-1].isdigit():
            return any(letter.isalpha() for letter in left)
        head = _HEAD.search(left)
        return (
            left + right in self._names
            or right in self._tails
            or left in self._heads
            or (head is not None and head[0] in self._heads)
            or len(re.findall(rf"(?<!\w){re.escape(left + right)}(?!\w)", line)) > 1
        )
