"""Where sentences start: at line ends, and behind a stop that is no abbreviation's."""

import re
from typing import Literal

import msgspec

from pipeline.lexicon import loader

# A stop with the quotes and brackets that close behind it, white space, and how the next sentence opens.
# Each run of characters is taken whole, once: a text of nothing but stops must not cost the square of its length.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+\s++(?=[\"'“‘(\[]*+[^\W_a-z])|\n\s*+")
_LAST_WORD = re.compile(r"[\w.]*\w$")
_NEXT_WORD = re.compile(r"[\"'“‘(\[]*(\w+)")
_LONGEST_WORD = 24
# No sentence is as long. What looks like one is cut, so that work over a finding's sentence stays small.
_LONGEST_SENTENCE = 5_000


class Abbreviation(msgspec.Struct, frozen=True):
    """A word that is written with a stop; `ends` says whether it can be a sentence's last."""

    word: str
    ends: Literal["never", "maybe"]


class Opener(msgspec.Struct, frozen=True):
    """A word that, capitalised behind an abbreviation, begins a new sentence."""

    word: str


class Sentences:
    """Cuts a text into sentences by rule, without a parser.

    >>> text = "Mr. Lei of Xiaomi Corp. spoke. The U.S. listened."
    >>> [text[start:].split()[0] for start in Sentences().starts(text)]
    ['The']
    """

    def __init__(self) -> None:
        rows = loader.load("abbreviations", Abbreviation)
        self._never = frozenset(row.word for row in rows if row.ends == "never")
        self._maybe = frozenset(row.word for row in rows if row.ends == "maybe")
        self._openers = frozenset(row.word for row in loader.load("sentence_openers", Opener))

    def starts(self, text: str) -> list[int]:
        """Return the offset of the first character of every sentence but the first."""
        return _cut_long(text, [stop.end() for stop in _STOP.finditer(text) if stop[0][0] == "\n" or self._ends(text, stop)])

    def _ends(self, text: str, stop: re.Match[str]) -> bool:
        if stop[0][0] != "." or not stop[0][1].isspace():
            # Other stops, several of them, and one that closes a quotation are no abbreviation's.
            return True
        last = _LAST_WORD.search(text, max(0, stop.start() - _LONGEST_WORD), stop.start())
        word = last[0] if last else ""
        if word in self._never or (len(word) == 1 and word.isupper() and word != "I"):
            return False
        if word in self._maybe or "." in word:
            following = _NEXT_WORD.match(text, stop.end())
            return following is not None and following[1] in self._openers
        return True


def _cut_long(text: str, starts: list[int]) -> list[int]:
    """Return the starts with further ones, at spaces, where a sentence is longer than any."""
    cut: list[int] = []
    begin = 0
    for start in (*starts, len(text)):
        while start - begin > _LONGEST_SENTENCE:
            space = text.rfind(" ", begin + 1, begin + _LONGEST_SENTENCE)
            if space < 0:
                space = text.find(" ", begin + _LONGEST_SENTENCE, start - 1)
            if space < 0:
                break
            begin = space + 1
            cut.append(begin)
        begin = start
        cut.append(start)
    return cut[:-1]
