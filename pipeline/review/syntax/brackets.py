"""Slips with brackets: one is missing, one too many, one of the wrong kind; something stands outside its list."""

import re
from collections.abc import Iterator

from pipeline.review.syntax.fault import Edit, Fault, Slip, member
from pipeline.review.syntax.located import INSIDE_TEXT, BrokenJson, Expecting, Open, Token, tokens

_CLOSING = {"[": "]", "{": "}"}
_KIND = {"]": "list", "}": "object"}
# So many lines whose indentation says that something before them was left open are tried.
_TRIED = 6
# So many findings that stand outside a list are taken together.
_OBJECTS = 20

_TEXT_VALUE = re.compile(rf':\s*"{INSIDE_TEXT.pattern}"(?=\s*(?P<next>\{{)?)', re.VERBOSE)


def left_open(fault: Fault) -> Iterator[Slip]:
    """Yield for the first lines that stand further out than what is open: that what is open was to be closed before them."""
    tried = 0
    indents: dict[int, int] = {}
    stop = Token(fault.found, fault.at, fault.at, fault.expecting, fault.open)
    earlier: Token | None = None
    for index, token in enumerate([*fault.tokens, stop] if fault.found else fault.tokens):
        if token.open and earlier and "\n" in fault.text[earlier.end : token.start]:
            column = token.start - fault.text.rfind("\n", 0, token.start) - 1
            # A closing bracket stands where the line of its opening one begins, anything else further in.
            closing = token.kind in "]}" and token.kind
            unclosed: list[Open] = []
            open_: Open | None = token.open
            while open_ and (_indent(fault, open_, indents) > column or (not closing and _indent(fault, open_, indents) == column)):
                unclosed.append(open_)
                open_ = open_.outer
            if unclosed:
                yield from _opened_twice(fault, unclosed[0])
                yield _closed_before(fault, index, tuple(unclosed), followed=bool(token.kind) and not closing)
                tried += 1
        if tried == _TRIED:
            return
        earlier = token


def missing_closing(fault: Fault) -> Iterator[Slip]:
    """Yield that the innermost brackets are not closed right before the stop."""
    open_ = fault.open
    if open_ is None:
        return
    unclosed = [open_]
    while open_.outer and len(unclosed) < 3:
        # Before a bracket it is missing as it is; before anything else a comma parts the two.
        yield _closed_before(fault, len(fault.tokens), tuple(unclosed), followed=fault.found not in "]},")
        open_ = open_.outer
        unclosed.append(open_)
    if fault.found in "]}":
        yield _closed_before(fault, len(fault.tokens), tuple(unclosed), followed=False)


def wrong_closing(fault: Fault) -> Iterator[Slip]:
    """Yield for a closing bracket at the stop: that it is one too many, or of the wrong kind."""
    if fault.open:
        right = _CLOSING[fault.open.bracket]
        if fault.found in "]})" and fault.found != right:
            start = fault.end_before() - 1 if fault.kind() == "," else fault.at
            yield Slip(
                "wrong-bracket",
                fault.at,
                f"{fault.opened(fault.open)} is closed with {fault.found} instead of {right}",
                f"write {right} here",
                (Edit(start, fault.at, ""), Edit(fault.at, fault.at + 1, right))
                if start < fault.at
                else (Edit(fault.at, fault.at + 1, right),),
            )
    yield _one_too_many(fault, fault.at)


def closed_too_early(fault: Fault) -> Iterator[Slip]:
    """Yield that the closing bracket last read, or the one before the comma last read, is one too many."""
    for back in (1, 2, 3):
        token = fault.before(back)
        if token and token.kind in "]}":
            yield _one_too_many(fault, token.start)


def behind_the_finding(fault: Fault) -> Iterator[Slip]:
    """Yield that a member stands behind the } of its finding."""
    close, name = fault.before(3), fault.before()
    if (
        fault.found != ":"
        or not close
        or not name
        or close.kind != "}"
        or name.kind != "text"
        or "\n" in fault.text[close.start : fault.at]
    ):
        return
    if value := _TEXT_VALUE.match(fault.text, fault.at):
        yield Slip(
            "outside-finding",
            name.start,
            f"{fault.written(name)} stands behind the }} of its finding",
            "write the } behind it",
            (Edit(close.start, close.end, ""), Edit(value.end(), value.end(), "}," if value["next"] else "}")),
        )


def missing_opening(fault: Fault) -> Iterator[Slip]:
    """Yield that a { or [ is missing: before the name last read, before the value last begun, or before this line's finding."""
    last = fault.before()
    if fault.found == ":" and last and last.kind == "text":
        name = fault.written(last)
        yield Slip(
            "missing-bracket",
            last.start,
            f"a {{ is missing before {member(name)}: a name stands where the list {_of(fault)} has its items",
            f"write {{ before {member(name)}",
            (Edit(last.start, last.start, "{"),),
        )
        return
    start = last.start if last and last.kind == "text" and fault.expecting is Expecting.COLON else fault.at
    lost = Slip(
        "missing-bracket",
        start,
        "a list goes on here, but the line that opens it is missing",
        'put back the line with the list\'s name and [, such as "entities": [',
        (Edit(start, start, '"": ['),),
    )
    begun = _value_last_begun(fault)
    if begun is None or (fault.is_first_on_line(start) and not fault.is_first_on_line(begun.start)):
        yield lost
    if begun is not None:
        colon = fault.end_before(begun.start)
        yield Slip(
            "missing-bracket",
            colon if "\n" in fault.text[colon : begun.start] else begun.start,
            f"a [ is missing before {member(fault.text[begun.start : fault.end_before()])}",
            "write [ where the list begins",
            (Edit(begun.start, begun.start, "["),),
        )
        yield lost


def outside_list(fault: Fault) -> Iterator[Slip]:
    """Yield for an object that stands where a member's name is expected."""
    closed = next((token for token in reversed(fault.tokens[-2:]) if token.kind == "]" and token.open), None)
    where = f": {fault.named(closed.open)} was closed on line {fault.line(closed.start)}" if closed and closed.open else ""
    yield Slip(
        "outside-list",
        fault.at,
        f"a finding stands outside any list{where}",
        "move it into its list, before the list's closing ]",
        (_without_items(fault),),
    )


def ends_early(fault: Fault) -> Slip:
    """Return that the file ends while brackets are open."""
    open_ = fault.open
    names, needed = [], ""
    while open_:
        names.append(f"{fault.named(open_)} of line {fault.line(open_.at)}")
        needed += _CLOSING[open_.bracket]
        open_ = open_.outer
    if len(names) > 4:
        names[2:-1] = [f"{len(names) - 3} more"]
    left = f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} not closed yet" if names else "nothing has been closed yet"
    return Slip(
        "file-ends-early",
        max(0, fault.end_before(len(fault.text)) - 1),
        f"the file ends too early: {left}",
        f"put back what is missing at the end; if that is the brackets only, write {member(needed)}",
    )


def _closed_before(fault: Fault, index: int, unclosed: tuple[Open, ...], *, followed: bool) -> Slip:
    """Return that `unclosed` are to be closed before the token of that index, which another item follows on or not."""
    closing = "".join(_CLOSING[open_.bracket] for open_ in unclosed)
    before = [token.kind for token in fault.tokens[max(0, index - 2) : index]]
    last, place = fault.tokens[index - 1], fault.tokens[index - 1].end
    expecting = fault.tokens[index].expecting if index < len(fault.tokens) else fault.expecting
    edits: tuple[Edit, ...]
    if last.kind == "," and before:
        place = fault.tokens[index - 2].end
        edits = (Edit(place, place, closing),) if followed else (Edit(place, last.end, closing),)
    else:
        value = {Expecting.VALUE: "null", Expecting.COLON: ":null"}.get(expecting, "") if last.kind in (":", "text") else ""
        edits = (Edit(place, place, value + closing + ("," if followed else "")),)
    # Where the bracket had a line of its own, a comma or an empty line is left of it.
    if index < len(fault.tokens) or fault.found:
        gap = fault.text[place : fault.tokens[index].start if index < len(fault.tokens) else fault.at]
        lines = gap.split("\n", 2)
        if last.kind == "," and "\n" in fault.text[place : last.start]:
            place = last.start
        elif len(lines) == 3 and not lines[1].strip():
            place += len(lines[0]) + 1 + len(lines[1].rstrip("\r"))
    needed = " and ".join(f"a {bracket}" for bracket in closing)
    return Slip(
        "missing-bracket",
        place,
        f"{fault.opened(unclosed[0])} is not closed: {needed} {'is' if len(closing) == 1 else 'are'} missing here, "
        f"after {member(fault.text[max(fault.text.rfind(chr(10), 0, place) + 1, place - 30) : place].strip())}",
        f"write {closing} here",
        edits,
    )


def _opened_twice(fault: Fault, open_: Open) -> Iterator[Slip]:
    if fault.text[open_.at : open_.at + 2] == open_.bracket * 2:
        at = open_.at + 1
        yield Slip("extra-bracket", at, f"there is one {open_.bracket} too many here", "delete it", (Edit(at, at + 1, ""),))


def _without_items(fault: Fault) -> Edit:
    """Return the edit that takes out the objects from the stop on, with their commas."""
    at = fault.at
    for _ in range(_OBJECTS):
        end = at
        try:
            for token in tokens(fault.text[at:]):
                end = at + token.end
        except BrokenJson as stop:
            behind = at + stop.at
            if stop.expecting is not Expecting.NOTHING or fault.text[behind : behind + 1] != ",":
                break
            at = behind + 1
        else:
            # Nothing stands behind this object.
            break
        if not fault.text[at : at + 1000].lstrip().startswith("{"):
            return Edit(fault.at, at, "")
    last = fault.before()
    return Edit(last.start if last and last.kind == "," else fault.at, end, "")


def _one_too_many(fault: Fault, at: int) -> Slip:
    bracket = fault.text[at]
    return Slip(
        "extra-bracket",
        at,
        f"this {bracket} closes no {_KIND.get(bracket, 'bracket')} that is open, or closes one too early",
        f"delete the {bracket}, or write the bracket that opens what it closes",
        (Edit(at, at + 1, ""),),
    )


def _value_last_begun(fault: Fault) -> Token | None:
    """Return the first token of the last member's value in the object that is open, None where nothing has been read of it."""
    # A name that was just read may be meant as an item; what is sought stands before it.
    for index in range(len(fault.tokens) - 1, 0, -1):
        if fault.tokens[index - 1].kind == ":" and fault.tokens[index - 1].open is fault.open:
            return fault.tokens[index]
    return None


def _of(fault: Fault) -> str:
    return fault.named(fault.open).removeprefix("the list ") if fault.open else ""


def _indent(fault: Fault, open_: Open, known: dict[int, int]) -> int:
    """Return how far in the line of an open bracket begins."""
    if open_.at not in known:
        start = fault.text.rfind("\n", 0, open_.at) + 1
        line = fault.text[start : open_.at + 1]
        known[open_.at] = len(line) - len(line.lstrip())
    return known[open_.at]
