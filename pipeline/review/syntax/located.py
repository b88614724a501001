"""JSON that keeps its places: every name and value with where it starts and ends, and every member, doubled names included.

The common readers give values without places, keep the last of two members of one name, and take what
JSON does not allow. This one is strict and reads in one pass: a table says which token may stand where.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

DEEPEST = 100
"""How many brackets may stand inside each other."""

# Longer whole numbers are read as Decimal: Python reads an int of n digits in more than n steps.
_LONGEST_INT = 1000
_INSIDE = r"""[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}
    |u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})[^"\\\x00-\x1f]*+)*+"""
_TOKEN = re.compile(
    rf"""[ \t\n\r]*+(?:
      (?P<text>"{_INSIDE}")
    | (?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]{{1,6}})?+(?![\w.+%-]))
    | (?P<word>true|false|null)(?!\w)
    | (?P<mark>[\[\]{{}},:])
    | (?P<end>\Z))""",
    re.VERBOSE,
)
INSIDE_TEXT = re.compile(_INSIDE, re.VERBOSE)
"""What may stand between the quotes of a text."""
_BLANKS = re.compile(r"[ \t\n\r]*+")
_WORDS = {"true": True, "false": False, "null": None}


class Expecting(StrEnum):
    """What may come next, in words."""

    VALUE = "a value"
    VALUE_OR_END = "a value or ]"
    NAME = "a name in double quotes"
    NAME_OR_END = "a name in double quotes or }"
    COLON = "a colon"
    COMMA_IN_ARRAY = "a comma or ]"
    COMMA_IN_OBJECT = "a comma or }"
    NOTHING = "the end of the file"


_VALUES = frozenset({"text", "number", "word", "[", "{"})
_ALLOWED = {
    Expecting.VALUE: _VALUES,
    Expecting.VALUE_OR_END: _VALUES | {"]"},
    Expecting.NAME: frozenset({"text"}),
    Expecting.NAME_OR_END: frozenset({"text", "}"}),
    Expecting.COLON: frozenset({":"}),
    Expecting.COMMA_IN_ARRAY: frozenset({",", "]"}),
    Expecting.COMMA_IN_OBJECT: frozenset({",", "}"}),
    Expecting.NOTHING: frozenset({"end"}),
}
_NAMES = frozenset({Expecting.NAME, Expecting.NAME_OR_END})


class Open(NamedTuple):
    """A bracket that is open: where it stands, which it is, how many stand open with it, and the next one outside it."""

    at: int
    bracket: str
    depth: int
    outer: "Open | None"


class Token(NamedTuple):
    """A name, value, bracket, comma or colon: its kind and place, and what was expected and open before it."""

    kind: str
    start: int
    end: int
    expecting: Expecting
    open: Open | None


class Scalar(msgspec.Struct, frozen=True):
    """A text, number, true, false or null, or a member's name; `start` and `end` are offsets in characters."""

    start: int
    end: int
    value: str | int | Decimal | bool | None


class Array(msgspec.Struct, frozen=True):
    """A list of values between [ and ]."""

    start: int
    end: int
    items: "tuple[Node, ...]"


class Member(msgspec.Struct, frozen=True):
    """A name and its value."""

    name: Scalar
    value: "Node"


class Object(msgspec.Struct, frozen=True):
    """Members between { and }, in order, those of one name all kept."""

    start: int
    end: int
    members: tuple[Member, ...]


Node = Scalar | Array | Object


class BrokenJson(Exception):  # noqa: N818 - says what is broken, not that something went wrong here
    """The text is no JSON: from offset `at` on stands something else than `expecting` says, with `open` not closed yet.

    `too_deep` is true where the fault is that brackets stand more than `DEEPEST` deep.
    """

    def __init__(self, at: int, expecting: Expecting, open_: Open | None, *, too_deep: bool = False) -> None:
        super().__init__(at, expecting)
        self.at = at
        self.expecting = expecting
        self.open = open_
        self.too_deep = too_deep


class Lines:
    """The lines of a text, for telling line and column of an offset.

    >>> Lines("a\\nbc").place(3)
    (2, 2)
    """

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of `offset`, both counted from 1, columns in characters."""
        line = bisect_left(self._ends, offset)
        return line + 1, offset - (self._ends[line - 1] if line else -1)


def tokens(text: str, expecting: Expecting = Expecting.VALUE, open_: Open | None = None) -> Iterator[Token]:
    """Yield the tokens of `text`, or of the rest of a text before which `expecting` and `open_` held.

    Raises `BrokenJson` at the first thing that may not stand where it stands.
    """
    at = 0
    while True:
        match = _TOKEN.match(text, at)
        kind = (match["mark"] or match.lastgroup or "") if match else ""
        if match is None or kind not in _ALLOWED[expecting]:
            blanks = _BLANKS.match(text, at)
            raise BrokenJson(blanks.end() if blanks else at, expecting, open_)
        start, at = match.start(match.lastgroup or 0), match.end()
        if kind == "end":
            return
        yield Token(kind, start, at, expecting, open_)
        if kind in "[{":
            open_ = Open(start, kind, open_.depth + 1 if open_ else 1, open_)
            if open_.depth > DEEPEST:
                raise BrokenJson(start, expecting, open_, too_deep=True)
            expecting = Expecting.VALUE_OR_END if kind == "[" else Expecting.NAME_OR_END
        elif kind == ",":
            expecting = Expecting.VALUE if open_ and open_.bracket == "[" else Expecting.NAME
        elif kind == ":":
            expecting = Expecting.VALUE
        elif kind == "text" and expecting in _NAMES:
            expecting = Expecting.COLON
        else:
            if kind in "]}" and open_:
                open_ = open_.outer
            expecting = _after_value(open_)


def read(text: str) -> Node:
    """Return the value that `text` holds, with the places of all that is in it.

    >>> read('{"n": [1.50]}')
    ... # doctest: +NORMALIZE_WHITESPACE
    Object(start=0, end=13, members=(Member(name=Scalar(start=1, end=4, value='n'),
      value=Array(start=6, end=12, items=(Scalar(start=7, end=11, value=Decimal('1.50')),))),))

    Raises `BrokenJson` where the text is no JSON.
    """
    root: list[Node] = []
    # Of each open bracket: its place, what it holds so far, and the name that waits for its value.
    starts: list[int] = []
    levels: list[list[Any]] = [root]
    names: list[Scalar] = []
    node: Node
    for kind, start, end, expecting, _ in tokens(text):
        if kind in ",:":
            continue
        if kind in "[{":
            starts.append(start)
            levels.append([])
            continue
        if kind in "]}":
            held = tuple(levels.pop())
            node = Array(starts.pop(), end, held) if kind == "]" else Object(starts.pop(), end, held)
        else:
            node = Scalar(start, end, _value(kind, text[start:end]))
            if expecting in _NAMES:
                names.append(node)
                continue
        in_object = starts and text[starts[-1]] == "{"
        levels[-1].append(Member(names.pop(), node) if in_object else node)
    return root[0]


def plain(node: Node) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """Return what a node holds as ordinary values, numbers exactly as int or Decimal; of doubled names the last counts.

    >>> plain(read('{"a": [1, 2.50], "a": null}'))
    {'a': None}
    """
    if isinstance(node, Array):
        return [plain(item) for item in node.items]
    if isinstance(node, Object):
        return {member.name.value: plain(member.value) for member in node.members}
    return node.value


def _after_value(open_: Open | None) -> Expecting:
    if open_ is None:
        return Expecting.NOTHING
    return Expecting.COMMA_IN_ARRAY if open_.bracket == "[" else Expecting.COMMA_IN_OBJECT


def _value(kind: str, written: str) -> str | int | Decimal | bool | None:
    if kind == "text":
        return str(json.loads(written)) if "\\" in written else written[1:-1]
    if kind == "word":
        return _WORDS[written]
    whole = written.lstrip("-").isdigit() and len(written) <= _LONGEST_INT
    return int(written) if whole else Decimal(written)
