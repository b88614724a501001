"""Texts with marked spans as WebAnno TSV 3.3, which INCEpTION and WebAnno read and write.

A text is given as sentences and tokens with their offsets in UTF-16 units. Tokens end where a span does, so nothing is marked within one
here; what a person marked within a token comes back as a part of it, with a line of its own. The layer is the one for named
entities that every project has. `identifier` holds the finding's id and its record's digest, `id@digest`: it tells on
the way back what was there to be judged.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pipeline.record.annotation import AnnotatedText, Annotation

ENDING = ".tsv"
FORMAT = "#FORMAT=WebAnno TSV 3.3"
LAYER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_HEADER = f"{FORMAT}\n#T_SP={LAYER}|identifier|value\n\n"
_TEXT = "#Text="
_NONE, _NULL = "_", "*"
# Only white space stands between sentences, in all no more than this; a place far behind them is no place.
_MOST_BETWEEN = 10_000_000
_TOKEN = re.compile(r"\w+|[^\w\s]")
_WIDE = re.compile(r"[\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"[\r\n]")
_RESERVED = re.compile(r"->|[\\\[\]|_;\t\n*]")
_TEXT_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TEXT_UNESCAPES = {escape[1]: sign for sign, escape in _TEXT_ESCAPES.items()}
_VALUE = re.compile(r"(?P<value>(?:[^\\\[]|\\.)*+)(?:\[(?P<id>\d+)\])?", re.DOTALL)
_PIECE = re.compile(r"(?:[^\\|]|\\.)+", re.DOTALL)
_UNIT = re.compile(r"\d+-\d+(?:\.\d+)?")


class Unreadable(Exception):  # noqa: N818 - what it says is about the file, not about the program
    """The file is not of this form, and where that shows."""


class _Unit(NamedTuple):
    """A token, or a part of one that is marked alone, at offsets of the text, with its columns."""

    start: int
    end: int
    columns: list[str]


def document(marked: AnnotatedText, sentence_starts: Callable[[str], Iterable[int]]) -> str:
    r"""Return the text with its spans as a file; `sentence_starts` gives where sentences begin, but for the first.

    >>> marked = AnnotatedText(text="Lei Jun spoke.", annotations=(Annotation(0, 7, "PERSON", "e-1"),), content="12ab")
    >>> print(document(marked, lambda text: []).partition("\n\n\n")[2].replace("\t", "¦"), end="")
    #Text=Lei Jun spoke.
    1-1¦0-3¦Lei¦e-1@12ab[1]¦PERSON[1]¦
    1-2¦4-7¦Jun¦e-1@12ab[1]¦PERSON[1]¦
    1-3¦8-13¦spoke¦_¦_¦
    1-4¦13-14¦.¦_¦_¦
    """
    text = marked.text
    tokens = list(_tokens(text, marked.annotations))
    units = _units(text)
    columns = _columns(tokens, marked)
    parts = [_HEADER]
    for number, (first, last) in enumerate(_sentences(text, tokens, marked.annotations, sentence_starts(text)), 1):
        parts.append(f"\n{_TEXT}{_escaped_text(text[tokens[first][0] : tokens[last - 1][1]])}\n")
        for at in range(first, last):
            start, end = tokens[at]
            shown = "\t".join((f"{number}-{at - first + 1}", f"{units(start)}-{units(end)}", escaped(text[start:end]), *columns[at]))
            parts.append(f"{shown}\t\n")
    return "".join(parts)


def parsed(data: str) -> AnnotatedText:
    """Return the text of a file with the spans of its layer of named entities.

    White space between sentences is not in the file: line ends stand for it. Raises `Unreadable` where the file is not of this form.
    """
    lines = data.removeprefix("\ufeff").split("\n")
    if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
        raise Unreadable(f"it does not begin with {FORMAT}")
    value, identifier = _layer_columns(lines)
    text, units = _body(lines)
    annotations = _annotations(units, value, identifier)
    contents = {content for each in annotations for content in [each.finding.partition("@")[2]] if content}
    return AnnotatedText(
        text=text,
        annotations=tuple(sorted({Annotation(each.start, each.end, each.label, each.finding.partition("@")[0]) for each in annotations})),
        # Spans of two records in one file tell nothing of what was there to be judged.
        content=contents.pop() if len(contents) == 1 else "",
    )


def escaped(value: str) -> str:
    r"""Return a token or a value with the signs that mean something here behind a backslash.

    >>> print(escaped("WORK_OF_ART"), escaped("a->b"))
    WORK\_OF\_ART a\->b
    """
    return _RESERVED.sub(lambda sign: "\\" + {"\t": "t", "\n": "n"}.get(sign[0], sign[0]), value)


def unescaped(value: str) -> str:
    r"""Return what a token or a value says.

    >>> unescaped("WORK\\_OF\\_ART")
    'WORK_OF_ART'
    """
    return re.sub(r"\\(.)", lambda sign: {"t": "\t", "n": "\n"}.get(sign[1], sign[1]), value)


def _tokens(text: str, annotations: Iterable[Annotation]) -> Iterator[tuple[int, int]]:
    """Yield words and single signs, cut where a span begins or ends; every character but white space is in one."""
    borders = sorted({border for each in annotations for border in (each.start, each.end)})
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        for border in borders[bisect_right(borders, start) : bisect_right(borders, end - 1)]:
            yield start, border
            start = border
        yield start, end


def _sentences(
    text: str, tokens: list[tuple[int, int]], annotations: Iterable[Annotation], starts: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Yield the sentences as ranges of tokens: one begins behind each line end and where `starts` say, but never within a span."""
    starts = sorted({*starts, *(end.end() for end in _LINE_END.finditer(text))})
    taken: list[int] = []
    reach = 0
    spans = iter(sorted(annotations))
    span = next(spans, None)
    for start in starts:
        while span is not None and span.start < start:
            reach, span = max(reach, span.end), next(spans, None)
        if reach <= start:
            taken.append(start)
    first = 0
    begins = [token for token, _ in tokens]
    for start in (*taken, len(text) + 1):
        last = bisect_right(begins, start - 1)
        if last > first:
            yield first, last
            first = last


def _columns(tokens: list[tuple[int, int]], marked: AnnotatedText) -> list[tuple[str, str]]:
    """Return for each token what stands in the columns `identifier` and `value`."""
    starts = [start for start, _ in tokens]
    held: list[list[tuple[int, Annotation]]] = [[] for _ in tokens]
    shared = {}
    for number, each in enumerate(sorted(marked.annotations)):
        inside = range(bisect_right(starts, each.start - 1), bisect_right(starts, each.end - 1))
        shared[number] = len(inside) > 1
        for at in inside:
            held[at].append((number, each))
    for stacked in held:
        if len(stacked) > 1:
            shared.update((number, True) for number, _ in stacked)
    numbers = {number: at for at, number in enumerate((number for number, is_shared in shared.items() if is_shared), 1)}
    columns = []
    for stacked in held:
        ids = [f"[{numbers[number]}]" if number in numbers else "" for number, _ in stacked]
        names = [_identifier(each, marked.content) for _, each in stacked]
        labels = [escaped(each.label) for _, each in stacked]
        columns.append(("|".join(map(str.__add__, names, ids)) or _NONE, "|".join(map(str.__add__, labels, ids)) or _NONE))
    return columns


def _identifier(each: Annotation, content: str) -> str:
    return escaped(f"{each.finding}@{content}") if each.finding else _NULL


def _units(text: str) -> Callable[[int], int]:
    """Return the function from offsets to those in UTF-16 units."""
    wide = [found.end() for found in _WIDE.finditer(text)]
    return lambda offset: offset + bisect_right(wide, offset)


def _layer_columns(lines: list[str]) -> tuple[int, int | None]:
    """Return which columns hold the label and the identifier of named entities, counted behind the token."""
    at = 0
    for line in lines[1:]:
        if line.startswith("#T_"):
            name, *features = line.rstrip("\r").partition("=")[2].split("|")
            if name == LAYER:
                if "value" not in features:
                    raise Unreadable("its layer of named entities has no “value”")
                return at + features.index("value"), at + features.index("identifier") if "identifier" in features else None
            at += max(1, len(features))
        elif line.startswith(_TEXT):
            break
    raise Unreadable("it has no layer of named entities")


def _body(lines: list[str]) -> tuple[str, list[_Unit]]:
    """Return the text that the sentences give, and the tokens at its offsets."""
    length = gaps = 0
    parts: list[str] = []
    waiting: str | None = None
    placed: list[tuple[int, int, str, list[str], int]] = []
    for number, line in enumerate((line.removesuffix("\r") for line in lines), 1):
        if line.startswith(_TEXT):
            more = _unescaped_text(line.removeprefix(_TEXT))
            # Earlier versions give a sentence of several lines as several.
            waiting = more if waiting is None else f"{waiting}\n{more}"
        elif line and not line.startswith("#"):
            unit, _, rest = line.partition("\t")
            columns = rest.split("\t")
            ends = columns[0].split("-")
            if not _UNIT.fullmatch(unit) or len(columns) < 2 or len(ends) != 2 or not all(end.isdecimal() for end in ends):
                raise Unreadable(f"line {number:,} is no token")
            start, end = map(int, ends)
            if waiting is not None:
                begin = start - (len(waiting) - len(waiting.lstrip()))
                if begin < length:
                    raise Unreadable(f"line {number:,} begins before the sentence above ends")
                gaps += begin - length
                if gaps > _MOST_BETWEEN:
                    raise Unreadable(f"line {number:,} begins too far behind the sentence above")
                parts += "\n" * (begin - length), waiting
                length = begin + len(waiting) + len(_WIDE.findall(waiting))
                waiting = None
            placed.append((start, end, unescaped(columns[1]), columns[2:], number))
    text = "".join(parts)
    offset = _offsets(text)
    units = []
    for start, end, token, columns, number in placed:
        first, last = offset(start), offset(end)
        if first is None or last is None or text[first:last] != token:
            raise Unreadable(f"line {number:,}: characters {start} to {end} of the text are not “{token}”")
        units.append(_Unit(first, last, columns))
    return text, units


def _offsets(text: str) -> Callable[[int], int | None]:
    """Return the function from UTF-16 units to offsets, None for what lies within a character or behind the text."""
    wide = [found.start() + at for at, found in enumerate(_WIDE.finditer(text))]
    length = len(text) + len(wide)

    def offset(unit: int) -> int | None:
        before = bisect_right(wide, unit - 1)
        if unit > length or (before and wide[before - 1] + 1 == unit):
            return None
        return unit - before

    return offset


def _annotations(units: list[_Unit], value: int, identifier: int | None) -> list[Annotation]:
    """Return the spans that the units' columns give; spans of several units are told by their numbers."""
    alone: list[Annotation] = []
    shared: dict[str, list[Annotation]] = defaultdict(list)
    for unit in units:
        if len(unit.columns) <= value:
            raise Unreadable("a token has fewer columns than its layers need")
        labels = _stacked(unit.columns[value])
        names = _stacked(unit.columns[identifier]) if identifier is not None and len(unit.columns) > identifier else []
        for at, (label, number) in enumerate(labels):
            found = Annotation(unit.start, unit.end, label, names[at][0] if at < len(names) else "")
            if number:
                shared[number].append(found)
            else:
                alone.append(found)
    return alone + [
        Annotation(min(each.start for each in parts), max(each.end for each in parts), parts[0].label, parts[0].finding)
        for parts in shared.values()
    ]


def _stacked(column: str) -> list[tuple[str, str]]:
    """Return the values that stand on one unit with their numbers, a value that is not set as an empty one."""
    if column == _NONE:
        return []
    found = []
    for piece in _PIECE.findall(column):
        match = _VALUE.fullmatch(piece)
        if match is None:
            raise Unreadable(f"“{piece}” is no value")
        found.append(("" if match["value"] == _NULL else unescaped(match["value"]), match["id"] or ""))
    return found


def _escaped_text(text: str) -> str:
    return re.sub(r"[\\\n\r\t\b\f]", lambda sign: _TEXT_ESCAPES[sign[0]], text)


def _unescaped_text(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: _TEXT_UNESCAPES.get(sign[1], sign[0]), text)
