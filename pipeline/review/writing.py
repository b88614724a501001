"""Put a decision into an edited file and leave every other character of it as the person has it.

>>> place = found(b'{"entities": [{"id": "e-1", "decision":""  ,"note" : "who?"}], "figures": []}', "e-1")
>>> print(place.holding(decided(place.written, "=Lei Jun")).decode())
{"entities": [{"id": "e-1", "decision":"=Lei Jun"  ,"note" : "who?"}], "figures": []}
"""

from collections.abc import Iterator

import msgspec

from pipeline.record.parts import PARTS
from pipeline.review.syntax.damage import Damage, diagnosed
from pipeline.review.syntax.located import Array, Node, Object, Scalar, plain, read


class NotFound(Exception):  # noqa: N818 - what it says is about the file, not about the program
    """The finding has no place in the file, and why."""


class Place(msgspec.Struct, frozen=True):
    """A finding in its file: how it is `written` there from { to }, the `line` of its id, and what stands before and after it."""

    before: bytes
    written: str
    after: bytes
    line: int

    def holding(self, written: str) -> bytes:
        """Return the file with the finding written in another way."""
        return self.before + written.encode() + self.after


def found(data: bytes, name: str) -> Place:
    """Return where the finding with the id `name` stands; raises `NotFound` with the reason in words.

    >>> found(b'{"entities": [{"id": "e-1" "decision": ""}]}', "e-1")
    Traceback (most recent call last):
    pipeline.review.writing.NotFound: the file is broken: line 1, column 27: a comma is missing after "id": "e-1"; write , there
    """
    document = diagnosed(data)
    if isinstance(document, Damage):
        raise NotFound(f"the file is broken: {document}")
    text = document.text
    places = [(item, at) for item, at in _findings(document.root) if at.value == name]
    if len(places) != 1:
        raise NotFound(f"{name} stands there {len(places)} times" if places else f"{name} is no longer there")
    item, at = places[0]
    before, after = text[: item.start].encode(), text[item.end :].encode()
    # The byte order mark is no part of the text.
    mark = data[: len(data) - len(text.encode())]
    return Place(mark + before, text[item.start : item.end], after, text.count("\n", 0, at.start) + 1)


def decided(written: str, decision: str | None, note: str | None = None) -> str:
    r"""Return a finding with a decision and a note; what is None, all other values and the layout stay as they are.

    What said that an earlier decision does not hold any more is taken out: decided anew, it holds.

    >>> decided('{"id": "e-1", "stale": "name was “Lei”", "decision": "ok"}', "ok", 'the "Lei"')
    '{"id": "e-1", "decision": "ok", "note": "the \\"Lei\\""}'
    """
    if decision is not None:
        written = _with(_without(written, "stale"), "decision", decision)
    return written if note is None else _with(written, "note", note)


def _findings(root: Node) -> Iterator[tuple[Object, Scalar]]:
    """Yield the findings of a record that have an id, each with the id's value."""
    members = {member.name.value: member.value for member in root.members} if isinstance(root, Object) else {}
    for part in PARTS:
        array = members.get(part)
        for item in array.items if isinstance(array, Array) else ():
            if isinstance(item, Object):
                own = {member.name.value: member.value for member in item.members}
                if isinstance(at := own.get("id"), Scalar):
                    yield item, at


def _with(written: str, name: str, value: str) -> str:
    finding = read(written)
    assert isinstance(finding, Object)
    places = {member.name.value: at for at, member in enumerate(finding.members)}
    shown = msgspec.json.encode(value).decode()
    if name in places:
        node = finding.members[places[name]].value
        # The same words may be written with other escapes.
        return written if plain(node) == value else f"{written[: node.start]}{shown}{written[node.end :]}"
    # A new member stands behind the decision, parted from it as that is from what stands before it.
    at = places.get("decision", len(finding.members) - 1)
    member = finding.members[at]
    comma = written[finding.members[at - 1].value.end : member.name.start] if at else ", "
    colon = written[member.name.end : member.value.start]
    return f'{written[: member.value.end]}{comma}"{name}"{colon}{shown}{written[member.value.end :]}'


def _without(written: str, name: str) -> str:
    finding = read(written)
    assert isinstance(finding, Object)
    for at, member in enumerate(finding.members):
        if member.name.value == name and len(finding.members) > 1:
            start = finding.members[at - 1].value.end if at else member.name.start
            end = member.value.end if at else finding.members[1].name.start
            return _without(written[:start] + written[end:], name)
    return written
