"""Which characters of a Markdown text are marks, and what kind its lines are.

Only marks that are beyond doubt are taken: an underscore inside a word, a lone asterisk and the
numbers of a list stay.
"""

import re
from collections.abc import Iterator

from pipeline.normalise.draft import Aside, Hint, Replace

_WHY = ("Markdown mark",)
_WHY_NOTE = ("the mark of a note",)
_IS_NOTE = re.compile(r" {0,3}\[\^")
_LINE = re.compile(r"[^\r\n]+")
_FENCE = re.compile(r" {0,3}(?:```|~~~)[^`]*+$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,}|={3,}[ \t]*+)$")
_TABLE_RULE = re.compile(r"[ \t]*+\|?(?::?-{2,}+:?[ \t]*+\|[ \t]*+)++[ \t:|-]*+$")
_NOTE = re.compile(r" {0,3}\[\^[^\[\]\s]{1,40}\]:[ \t]*")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\[\]]{1,200}\]:[ \t]+\S")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_HEADING_END = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*+$")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+")
_INLINE = re.compile(
    r"""
    (?P<note> \[\^[^\[\]\s]{1,40}\] )
    | (?P<image> !\[[^\[\]\r\n]{0,500}+\](?:\([^()\r\n]{0,1000}+\)|\[[^\[\]\r\n]{0,200}+\]) )
    | (?P<open> \[ ) (?P<label> [^\[\]\r\n]{1,500}+ ) (?P<target> \]\([^()\r\n]{0,1000}+(?:\([^()\r\n]{0,200}+\)[^()\r\n]{0,500}+)?\) | \]\[[^\[\]\r\n]{0,200}+\] )
    | (?P<tag> <!--[^\r\n]{0,500}?--> | </?(?:a|b|i|u|s|em|strong|span|small|sub|sup|p|div|br|img|font|center|figure|figcaption|h[1-6]|hr|iframe|abbr|cite)\b[^<>\r\n]{0,2000}+> )
    | (?P<escape> \\ ) (?=[!-/:-@\[-`{-~])
    | (?P<link> < ) (?=https?://[^\s<>]{1,1000}+>)
    """,
    re.VERBOSE,
)
_SPANS = (
    re.compile(r"(?<![\w*\\])(\*{1,3}+)(?=[^\s*])[^*\r\n]{0,2000}+(?<=[^\s\\])(\1)(?![\w*])"),
    re.compile(r"(?<![\w_\\])(_{1,3}+)(?=[^\s_])[^_\r\n]{0,2000}+(?<=[^\s\\])(\1)(?![\w_])"),
    re.compile(r"(?<![`\\])(`{1,2}+)(?=[^`])[^`\r\n]{0,500}+(\1)(?!`)"),
    re.compile(r"(?<![~\\])(~~)(?=[^\s~])[^~\r\n]{0,500}+(~~)(?!~)"),
)
_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)


def markdown_changes(raw: str, start: int) -> tuple[list[Replace | Aside], list[Hint]]:
    """Return the marks of `raw[start:]` to leave out, sorted, and what kind of lines they name.

    >>> changes, hints = markdown_changes("# A *new* plant", 0)
    >>> [(mark.start, mark.end) for mark in changes], hints[0].kind
    ([(0, 2), (4, 5), (8, 9)], 'heading')
    """
    spans: list[tuple[int, int]] = []
    hints: list[Hint] = []
    breaks: list[int] = []
    previous: tuple[int, int] | None = None
    for line in _LINE.finditer(raw, start):
        mark, kind = _line_mark(line[0])
        begin, end = line.span()
        if kind == "rule":
            spans.append((begin, end))
            if previous and raw[previous[1] : begin] in {"\n", "\r\n", "\r"} and set(line[0].strip()) <= {"=", "-"}:
                hints.append(Hint(*previous, "heading"))
            previous = None
            continue
        if mark:
            spans.append((begin, begin + mark))
        if kind == "heading":
            hints.append(Hint(begin, end, "heading"))
            if closing := _HEADING_END.search(line[0], mark):
                spans.append((begin + closing.start(), end))
        elif kind == "item":
            hints.append(Hint(begin, end, "item"))
        previous = (begin, end)
        for span in _inline_marks(raw, begin + mark, end):
            spans.append(span)
            if _BREAK_TAG.match(raw, span[0]):
                breaks.append(span[0])
    return _changes(raw, sorted(spans), frozenset(breaks)), hints


def _line_mark(line: str) -> tuple[int, str]:
    """Return the length of the mark at the start of `line` and what it makes of the line."""
    if _RULE.match(line) or _FENCE.match(line) or _DEFINITION.match(line) or _TABLE_RULE.match(line):
        return 0, "rule"
    quote = _QUOTE.match(line)
    at = quote.end() if quote else 0
    for pattern, kind in ((_NOTE, ""), (_HEADING, "heading"), (_BULLET, "item")):
        if found := pattern.match(line, at):
            return found.end(), kind
    return at, "item" if _NUMBER.match(line, at) else ""


def _inline_marks(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _INLINE.finditer(raw, start, end):
        if found["open"]:
            yield found.span("open")
            yield found.span("target")
        elif found["link"]:
            yield found.span("link")
            closing = raw.index(">", found.end())
            yield closing, closing + 1
        else:
            yield found.span()
    for pattern in _SPANS:
        for found in pattern.finditer(raw, start, end):
            yield found.span(1)
            yield found.span(2)


def _changes(raw: str, spans: list[tuple[int, int]], breaks: frozenset[int]) -> list[Replace | Aside]:
    changes: list[Replace | Aside] = []
    for start, end in _united(spans):
        if start in breaks:
            changes.append(Replace(start=start, end=end, after="\n", kind="spacing", why=("the markup ends a line here",)))
        elif _IS_NOTE.match(raw, start, end):
            changes.append(Aside(start=start, end=end, kind="note", why=_WHY_NOTE))
        else:
            changes.append(Aside(start=start, end=end, kind="markup", why=_WHY))
    return changes


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in spans:
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united
