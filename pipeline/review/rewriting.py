"""Put many decisions and findings of a person's own into an edited file at once; every other character stays as it is.

>>> print(rewritten(b'{"figures": [{"id": "f-1", "decision":  ""}]}', {"f-1": "wrong"}, [("figures", '{"text": "300k"}')]).decode())
{"figures": [{"id": "f-1", "decision":  "wrong"}, {"text": "300k"}]}
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.record.parts import PARTS
from pipeline.review.syntax.damage import Damage, diagnosed
from pipeline.review.syntax.located import Array, Node, Object, Scalar
from pipeline.review.writing import NotFound, decided

_INDENT = "    "


class _Piece(NamedTuple):
    """What takes the place of the characters `start` to `end`."""

    start: int
    end: int
    written: str


def rewritten(data: bytes, decisions: Mapping[str, str], additions: Sequence[tuple[str, str]]) -> bytes:
    """Return the file with the decisions on the findings of these ids, and with the added findings, JSON each, at the ends of their lists.

    Raises `NotFound` where the file is broken, has no such list, or one of the ids not exactly once.
    """
    document = diagnosed(data)
    if isinstance(document, Damage):
        raise NotFound(f"the file is broken: {document}")
    text = document.text
    arrays = _arrays(document.root)
    pieces = [piece for array in arrays.values() for piece in _decided(text, array, decisions)]
    if len(pieces) != len(decisions):
        raise NotFound("an id is gone, or stands there twice")
    for part in dict(additions):
        if part not in arrays:
            raise NotFound(f"the list {part!r} is no longer there")
        pieces.append(_added(text, arrays[part], [finding for own, finding in additions if own == part]))
    # The byte order mark is no part of the text.
    mark = data[: len(data) - len(text.encode())]
    parts: list[str] = []
    at = 0
    for piece in sorted(pieces):
        parts += text[at : piece.start], piece.written
        at = piece.end
    return mark + "".join((*parts, text[at:])).encode()


def _arrays(root: Node) -> dict[str, Array]:
    members = {member.name.value: member.value for member in root.members} if isinstance(root, Object) else {}
    return {part: array for part in PARTS if isinstance(array := members.get(part), Array)}


def _decided(text: str, array: Array, decisions: Mapping[str, str]) -> list[_Piece]:
    pieces = []
    for item in array.items:
        own = {member.name.value: member.value for member in item.members} if isinstance(item, Object) else {}
        name = own.get("id")
        if isinstance(name, Scalar) and isinstance(name.value, str) and name.value in decisions:
            pieces.append(_Piece(item.start, item.end, decided(text[item.start : item.end], decisions[name.value])))
    return pieces


def _added(text: str, array: Array, findings: Sequence[str]) -> _Piece:
    """Return what stands behind the last finding of a list, laid out as that is."""
    if array.items:
        last = array.items[-1]
        before = array.items[-2].end if len(array.items) > 1 else array.start + 1
        blank = text[before : last.start].replace(",", "", 1) or ("" if len(array.items) > 1 else " ")
        return _Piece(last.end, last.end, "".join(f",{blank}{finding}" for finding in findings))
    end = "\r\n" if "\r\n" in text else "\n"
    if end not in text.rstrip():
        return _Piece(array.start + 1, array.end - 1, ", ".join(findings))
    inner = f",{end}{_INDENT}".join(findings)
    return _Piece(array.start + 1, array.end - 1, f"{end}{_INDENT}{inner}{end}{_INDENT[:2]}")
