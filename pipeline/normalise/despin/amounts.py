"""Does a swap change an amount? One wrong figure that looks right costs more than ten that are doubtful: such a swap is only offered."""

from collections import Counter

import msgspec

from pipeline.language.words import keys
from pipeline.lexicon.loader import load


class AmountRow(msgspec.Struct, frozen=True):
    """A row of `spin_amounts`: a wording and what it says."""

    wording: str
    means: str


class Amounts:
    """Tells what a wording says in numbers and units.

    >>> amounts = Amounts()
    >>> [amounts.differ(*pair) for pair in (("2nd", "second"), ("12 months", "year"), ("thousand", "million"), ("a few", "three"))]
    [False, False, True, True]
    """

    def __init__(self) -> None:
        self._means = {keys(row.wording): row.means for row in load("spin_amounts", AmountRow)}
        self._longest = max(map(len, self._means))

    def differ(self, spun: str, reading: str) -> bool:
        """Say whether the two wordings say different amounts, or only one of them says any."""
        return self._said(spun) != self._said(reading)

    def _said(self, wording: str) -> Counter[str]:
        words, said, at = keys(wording.lower()), Counter[str](), 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                part = words[at : at + length]
                if part in self._means:
                    said[self._means[part]] += 1
                    break
            else:
                length = 1
                if words[at][0].isdigit():
                    said[words[at]] += 1
            at += length
        return said
