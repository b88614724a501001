"""A text as its words: what look-ups walk over."""

import re

import msgspec

LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
BOUNDARY = "\n"
TOKEN = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|[^\W_]+(?:-[^\W_]+)*|['’](?:s|t|re|ve|ll|d|m)\b|[^\w\s]|_", re.IGNORECASE)


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The words, marks and line ends of a text, in order: `lower[i]` is `text[starts[i]:ends[i]]` in lower case."""

    text: str
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many of them are words or figures, not marks."""
        return sum(map(str.isalnum, (word[0] for word in self.lower)))

    def part(self, first: int, last: int) -> "Words":
        """Return the words from `first` to `last` (not included), at their places in the same text."""
        return Words(text=self.text, lower=self.lower[first:last], starts=self.starts[first:last], ends=self.ends[first:last])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets from word `first` to word `last`, which is not included."""
        return self.starts[first], self.ends[last - 1]


def split(text: str) -> Words:
    """Return the words of `text`; a line end of any kind is the word BOUNDARY.

    >>> split("The firm's e-book").lower
    ('the', 'firm', "'s", 'e-book')
    """
    matches = list(TOKEN.finditer(text))
    lower = [match[0].lower() for match in matches]
    if "’" in text or not LINE_ENDS.isdisjoint(text):
        lower = [BOUNDARY if word in LINE_ENDS else word.replace("’", "'") for word in lower]
    return Words(
        text=text,
        lower=tuple(lower),
        starts=tuple([match.start() for match in matches]),
        ends=tuple([match.end() for match in matches]),
    )


def keys(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase of a word list as `split` would see them.

    >>> keys("the court's")
    ('the', 'court', "'s")
    """
    # Most phrases are letters and blanks alone, and there are tens of thousands of them.
    return tuple(phrase.lower().split()) if phrase.replace(" ", "").isalnum() else split(phrase).lower
