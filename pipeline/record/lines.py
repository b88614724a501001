"""Line numbers of the raw text, as an editor counts them."""

import re
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n|\n|\r")


class Lines:
    """Finds the 1-based line of an offset.

    >>> Lines("a\\r\\nb\\nc").at(3), Lines("a\\r\\nb\\nc").at(5)
    (2, 3)
    """

    def __init__(self, raw: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(raw))]

    def at(self, offset: int) -> int:
        return bisect_right(self._starts, offset)
