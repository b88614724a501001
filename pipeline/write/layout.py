"""How a record looks in a text editor: one key a line, one finding a line."""

import re
from typing import Any

import msgspec

from pipeline.record.article_record import Record

# Numbers are written digit by digit as they were read: 4.10 stays 4.10, never 4.0999999999999996.
_ENCODER = msgspec.json.Encoder(decimal_format="number")
# No text can look like these: a quote inside a string stands behind a backslash.
_PLACE = re.compile(rb'(?P<before>^\{(?:"id": "[^"]*", )?)"start": (?P<start>\d+), "end": (?P<end>\d+), "line": (?P<line>\d+),')
_ONE_DECIMAL = re.compile(rb'("confidence": \d\.\d)(?!\d)')


def compact(record: Record) -> bytes:
    """Return the record as one JSON line with its line end."""
    return _ENCODER.encode(record) + b"\n"


def pretty(value: msgspec.Struct) -> bytes:
    """Return `value` as JSON of which each member stands on a line of its own, and so does each item of a list of objects or paragraphs.

    >>> class Note(msgspec.Struct):
    ...     id: str
    ...     tags: tuple[str, ...]
    ...     items: tuple[dict[str, int], ...]
    >>> print(pretty(Note("a", ("x", "y"), ({"n": 1}, {"n": 2}))).decode(), end="")
    {
      "id": "a",
      "tags": ["x", "y"],
      "items": [
        {"n": 1},
        {"n": 2}
      ]
    }
    """
    members = []
    for field in msgspec.structs.fields(type(value)):
        inner = getattr(value, field.name)
        if inner is not msgspec.UNSET:
            members.append(b"  " + _line(field.encode_name) + b": " + _member(field.encode_name, inner))
    return b"{\n" + b",\n".join(members) + b"\n}\n"


def _member(name: str, value: Any) -> bytes:  # noqa: ANN401 - any member of a record
    if isinstance(value, tuple) and value and (name == "text" or isinstance(value[0], dict | msgspec.Struct)):
        return b"[\n    " + b",\n    ".join(_aligned([_line(item) for item in value])) + b"\n  ]"
    return _line(value)


def _aligned(lines: list[bytes]) -> list[bytes]:
    """Return the lines of a list of findings with their numbers below one another.

    >>> for line in _aligned([b'{"start": 3, "end": 7, "line": 1, "confidence": 0.9}', b'{"start": 31, "end": 39, "line": 4, "confidence": 0.25}']):
    ...     print(line.decode())
    {"start":  3, "end":  7, "line": 1, "confidence": 0.90}
    {"start": 31, "end": 39, "line": 4, "confidence": 0.25}
    """
    places = [found for line in lines if (found := _PLACE.match(line))]
    if len(places) < len(lines):
        return [_ONE_DECIMAL.sub(rb"\g<1>0", line) for line in lines]
    offset, number = (max(len(found[name]) for found in places) for name in ("end", "line"))
    return [
        b'%b"start": %*b, "end": %*b, "line": %*b,%b'
        % (
            found["before"],
            offset,
            found["start"],
            offset,
            found["end"],
            number,
            found["line"],
            _ONE_DECIMAL.sub(rb"\g<1>0", line[found.end() :]),
        )
        for found, line in zip(places, lines, strict=True)
    ]


def _line(value: Any) -> bytes:  # noqa: ANN401 - any member of a record
    return msgspec.json.format(_ENCODER.encode(value), indent=0)
