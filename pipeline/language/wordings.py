"""Names and phrases that are looked for all at once, at the price of a look-up a word however many they are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_HEAD = re.compile(r"\w+|\W")
_GOES_ON = re.compile(r"[\w&]")
_GLUE = frozenset("@/#\\_=&")
_PLAIN = frozenset(" ,\n")


class Wordings:
    """Finds wordings as whole words, in the case in which they are written, the longest at each place.

    They are looked up by their first word: one pattern of all of them would try each at every word.

    >>> names = Wordings(("Great Wall", "Great Wall Motor", "GWM"))
    >>> [wording for _, _, wording in names.find("Great Wall Motor (GWM) has the Great Wall in its sign, not in @GWM, GWMs or Great Walls")]
    ['Great Wall Motor', 'GWM', 'Great Wall']
    """

    def __init__(self, wordings: Iterable[str]) -> None:
        """Compile the wordings, of which none is empty."""
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        self._known = frozenset(wordings)
        for wording in self._known:
            lengths[_HEAD.match(wording)[0]].add(len(wording))  # type: ignore[index] # no wording is empty
        self._lengths = {head: sorted(of, reverse=True) for head, of in lengths.items()}
        openings = re.escape("".join(sorted({head[0] for head in lengths})))
        self._opening = re.compile(rf"(?<![\w&@#-])[{openings}]" if openings else r"(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and wording of each place, in text order and apart."""
        end = 0
        while found := self._opening.search(text, end):
            start = found.start()
            head = _HEAD.match(text, start)[0]  # type: ignore[index] # any character makes one
            end = start + len(head)
            for length in self._lengths.get(head, ()):
                wording = text[start : start + length]
                if wording in self._known and not _GOES_ON.match(text, start + len(wording)):
                    end = start + len(wording)
                    yield start, end, wording
                    break


def is_glued(text: str, start: int, end: int) -> bool:
    """Say whether the find is part of an address, a handle or a file's name."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before == " " and after[:1] in _PLAIN:
        return False
    if before in _GLUE or after[:1] in _GLUE:
        return bool(before in _GLUE and before) or bool(after[:1] in _GLUE and after[:1])
    return (before == "." and text[start - 2 : start - 1].isalnum()) or (len(after) == 2 and after[0] == "." and after[1].isalpha())


def evened(text: str) -> str:
    """Return the text with straight apostrophes and plain blanks, every character at its place.

    >>> evened("the firm’s")
    "the firm's"
    """
    return text.replace("’", "'").replace("\u00a0", " ")
