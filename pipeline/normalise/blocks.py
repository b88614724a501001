"""Paragraphs, headings, captions and list items: each line of the normalised text is one of them."""

import re
from collections.abc import Sequence

from pipeline.normalise.draft import Hint
from pipeline.record.offsets import OffsetMap
from pipeline.record.prose import Block, BlockKind

_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"(?:[•◦▪‣●○■□➢➤✓✔]\s*|[*·+–-]\s+)(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_PHOTO_BY = re.compile(r"\((?:ap |afp |file )?(?:photo|image|picture)s?(?: by|/| credit|:)[^()]*\)\s*\Z", re.IGNORECASE)
_STOPPED = re.compile(r"[.!?…:;,][\"'”’)\]]*\Z")
_TITLE_START = re.compile(r"[\"'“‘(]?[A-Z0-9$£€₹]")
_LABELLED = re.compile(r"[A-Z][\w ]{1,20}: ")
_SINGLE_LINE_ENDS = frozenset({"\n", "\r\n", "\r"})
_LONGEST_HEADLINE, _LONGEST_HEADING, _LONGEST_PICTURE_TITLE = 25, 14, 6
"""In words."""

_Line = tuple[int, int]


def find_blocks(offsets: OffsetMap, hints: Sequence[Hint], captions: re.Pattern[str]) -> tuple[Block, ...]:
    """Return the lines of the normalised text as blocks; `hints` are what the markup says, sorted, in raw offsets.
    `captions` recognises the start of a caption.

    >>> text = "Plant opens in Leipzig\\n\\nThe plant opened on Friday.\\n• It is big"
    >>> [block.kind for block in find_blocks(OffsetMap(text, []), [], re.compile("Photo:"))]
    ['heading', 'paragraph', 'item']
    """
    text = offsets.text
    lines = [found.span() for found in _LINE.finditer(text)]
    marked = _marked_kinds([offsets.to_raw(*line)[0] for line in lines], hints) if hints else [None] * len(lines)
    return tuple(
        Block(start=line[0], end=line[1], kind=marked[nth] or _kind(text, lines, nth, captions, marked=bool(hints)))
        for nth, line in enumerate(lines)
    )


def _marked_kinds(places: Sequence[int], hints: Sequence[Hint]) -> list[BlockKind | None]:
    """Return for each raw place (sorted) the kind of the innermost hint around it."""
    kinds: list[BlockKind | None] = []
    around: list[Hint] = []
    nth = 0
    for place in places:
        while nth < len(hints) and hints[nth].start <= place:
            around.append(hints[nth])
            nth += 1
        while around and around[-1].end <= place:
            around.pop()
        kinds.append(around[-1].kind if around else None)
    return kinds


def _kind(text: str, lines: Sequence[_Line], nth: int, captions: re.Pattern[str], *, marked: bool) -> BlockKind:
    start, end = lines[nth]
    if _BULLET.match(text, start, end) or _is_numbered(text, lines, nth):
        return "item"
    if captions.match(text, start, end) or (end - start < 400 and _PHOTO_BY.search(text, start, end)):
        return "caption"
    words = text.count(" ", start, end) + 1
    if words > _LONGEST_HEADLINE or _STOPPED.search(text, max(start, end - 6), end) or not _TITLE_START.match(text, start):
        return "caption" if words <= 2 * _LONGEST_HEADLINE and _under_picture_title(text, lines, nth) else "paragraph"
    if nth == 0:
        return "heading" if len(lines) > 1 else "paragraph"
    if _under_picture_title(text, lines, nth) or (nth + 1 < len(lines) and _under_picture_title(text, lines, nth + 1)):
        return "caption"
    is_title = not marked and words <= _LONGEST_HEADING and not _LABELLED.match(text, start, end) and _leads_a_paragraph(text, lines, nth)
    return "heading" if is_title else "paragraph"


def _is_numbered(text: str, lines: Sequence[_Line], nth: int) -> bool:
    """Return whether the line begins with a number and a neighbour with the number before or after it."""
    own = _NUMBER.match(text, *lines[nth])
    if not own:
        return False
    neighbours = (_NUMBER.match(text, *lines[other]) for other in (nth - 1, nth + 1) if 0 <= other < len(lines))
    return any(found and abs(int(found[1]) - int(own[1])) == 1 for found in neighbours)


def _under_picture_title(text: str, lines: Sequence[_Line], nth: int) -> bool:
    """Return whether the line stands right under a short title, and with it apart from the paragraphs around."""
    if nth < 2 or nth + 1 >= len(lines):
        return False
    above, line = lines[nth - 1], lines[nth]
    return (
        text[above[1] : line[0]] in _SINGLE_LINE_ENDS
        and text[lines[nth - 2][1] : above[0]] not in _SINGLE_LINE_ENDS
        and text[line[1] : lines[nth + 1][0]] not in _SINGLE_LINE_ENDS
        and text.count(" ", *above) < _LONGEST_PICTURE_TITLE
        and _TITLE_START.match(text, above[0]) is not None
        and not _STOPPED.search(text, max(above[0], above[1] - 6), above[1])
        and not _STOPPED.search(text, max(line[0], line[1] - 6), line[1])
        and not _BULLET.match(text, *line)
    )


def _leads_a_paragraph(text: str, lines: Sequence[_Line], nth: int) -> bool:
    """Return whether the line is followed by a line that reads as a paragraph or list."""
    if nth + 1 >= len(lines):
        return False
    start, end = lines[nth + 1]
    return text.count(" ", start, end) >= _LONGEST_PICTURE_TITLE or _BULLET.match(text, start, end) is not None
