"""Some of a sentence around a span: enough to judge a finding by where its own words are not."""

import re
from typing import Final

MARKS: Final = "⟦⟧"
"""Between them stands the span in its context."""
_UNMARKED = str.maketrans(MARKS, "[]")
_SPACE = re.compile(r"\s")


def context(text: str, start: int, end: int, sentence: tuple[int, int], width: int = 90) -> str:
    """Return `text[start:end]` between its marks with the words around it: of its sentence, cut at spaces, `width` characters at most.

    Looks at no more of a sentence than it shows.

    >>> context("It sold 300k cars. Profit fell.", 8, 12, (0, 18))
    'It sold ⟦300k⟧ cars.'
    >>> context("After a long summer it sold 300k cars in Europe.", 28, 32, (0, 48), width=30)
    '…it sold ⟦300k⟧ cars in…'
    """
    span = text[start:end]
    room = width - len(MARKS)
    if len(span) > room:
        half = (room - 1) // 2
        span = f"{span[:half]}…{span[len(span) - half :]}"
    room -= len(span)
    left, right = max(0, start - sentence[0]), max(0, sentence[1] - end)
    left, right = min(left, max(room // 2, room - right)), min(right, max(room - room // 2, room - left))
    before, after = text[start - left : start], text[end : end + right]
    if start - left > sentence[0]:
        before = _from_space(before)
    if end + right < sentence[1]:
        after = _to_space(after)
    shown = f"{before.translate(_UNMARKED)}{MARKS[0]}{span.translate(_UNMARKED)}{MARKS[1]}{after.translate(_UNMARKED)}"
    return _SPACE.sub(" ", shown).strip()


def _from_space(words: str) -> str:
    """Return the words from the first whole one on, behind a mark that some are missing."""
    space = words.find(" ", 1)
    return f"…{words[space + 1 :]}" if space >= 0 else "…" if words else ""


def _to_space(words: str) -> str:
    space = words.rfind(" ", 0, -1)
    return f"{words[:space]}…" if space >= 0 else "…" if words else ""
