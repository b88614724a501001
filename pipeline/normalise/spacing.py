"""White space: plain spaces, one at a time, none at the ends of a line."""

import re

from pipeline.normalise.draft import Replace

_SPACE = r" \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_OTHER = _SPACE.replace(" ", "", 1)
_RUN = re.compile(rf"[{_SPACE}]{{2,}}|[{_OTHER}]|(?<![^\r\n])\x20|\x20(?![^\r\n])")
_LINE_SEPARATOR = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_LINE_ENDS = "\r\n"


def plain_line_ends(text: str) -> list[Replace]:
    """Return the rare line separators of `text` (form feed, U+2028 and the like) as plain line ends.

    >>> plain_line_ends("one page\\x0cthe next")[0].after
    '\\n'
    """
    return [
        Replace(start=found.start(), end=found.end(), after="\n", kind="spacing", why=("a rare line separator is a line end",))
        for found in _LINE_SEPARATOR.finditer(text)
    ]


def single_spaces(text: str) -> list[Replace]:
    """Return the runs of white space in `text` that are not one plain space between two words.

    >>> [(change.start, change.end, change.after) for change in single_spaces(" a  b\\u00a0c ")]
    [(0, 1, ''), (3, 4, ''), (5, 6, ' '), (7, 8, '')]
    """
    return [_reduced(text, *found.span()) for found in _RUN.finditer(text)]


def _reduced(text: str, start: int, end: int) -> Replace:
    if start == 0 or text[start - 1] in _LINE_ENDS:
        return Replace(start=start, end=end, after="", kind="spacing", why=("white space at the start of a line",))
    if end == len(text) or text[end] in _LINE_ENDS:
        return Replace(start=start, end=end, after="", kind="spacing", why=("white space at the end of a line",))
    if text[start] == " ":
        return Replace(start=start + 1, end=end, after="", kind="spacing", why=("more than one space",))
    return Replace(start=start, end=end, after=" ", kind="spacing", why=("a special space is a space",))
