"""Everything in an edited record that a run could not take over, each with its place: what a compiler is to a program.

Nothing is changed. What a person may do without a decision (overwrite a field, delete a line) is named too, as a remark.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal

import msgspec

from pipeline.lexicon import loader
from pipeline.record.article_record import FINDINGS, SCHEMA, Record, field_names
from pipeline.record.parts import PARTS
from pipeline.review.earlier import base_of, is_by_hand
from pipeline.review.readings import FIELDS, NotUnderstood, ReadAlone, corrected, reading_of
from pipeline.review.syntax.damage import Damage, diagnosed
from pipeline.review.syntax.located import Array, Lines, Member, Node, Object, Scalar, plain
from pipeline.review.verdicts import LABELS, verdict

_PREFIXES = {"e": "entities", "f": "figures", "d": "dates", "c": "edits"}
_ONE = {"entities": "an entity", "figures": "a figure", "dates": "a date", "edits": "an edit"}
_ID = re.compile(r"(?P<prefix>[efdc])-[a-z2-7]{6}")
_NOT_WORDS = re.compile(r"[\W_]+")
_LONGEST_SHOWN = 60


class DecisionWord(msgspec.Struct, frozen=True):
    """What people write, and the decision that they mean by it."""

    word: str
    meant: Literal["ok", "wrong"]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a run would not take over (`must`), or would take in a way that the person should know.

    `line` and `column` count from 1, columns in characters.
    """

    line: int
    column: int
    code: str
    what: str
    remedy: str
    must: bool = True


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a record beside its file: copies of what the tool wrote, the article's text, the id that the file's name gives."""

    written: Sequence[bytes] = ()
    raw: str | None = None
    id: str | None = None


def problems(data: bytes, known: Known, read_alone: ReadAlone) -> list[Problem]:
    """Return what is to be mended or known in a record, in the order of the file; `read_alone` reads the words of corrections."""
    document = diagnosed(data)
    if isinstance(document, Damage):
        found = document
        return [Problem(line=found.line, column=found.column, code=found.code, what=found.what, remedy=found.remedy)]
    check = _Check(document.text, known, read_alone)
    return sorted(check.record(document.root), key=lambda problem: (problem.line, problem.column))


class _Check:
    def __init__(self, text: str, known: Known, read_alone: ReadAlone) -> None:
        self._lines = Lines(text)
        self._known = known
        self._read_alone = read_alone
        self._published: str | None = None
        self._says = ""

    def record(self, root: Node) -> Iterator[Problem]:
        if not isinstance(root, Object):
            yield self._problem(root, "no-record", "this is no record of an article", "put back the file that the tool wrote")
            return
        members = {str(member.name.value): member for member in root.members}
        whole = plain(root)
        base = base_of(self._known.written, whole)
        self._published = published.get("value") if isinstance(published := whole.get("published"), dict) else None
        self._says = (
            "\n".join(line for line in whole.get("text", ()) if isinstance(line, str)) if isinstance(whole.get("text"), list) else ""
        )
        yield from self._top(root, members, whole, base)
        seen: dict[str, int] = {}
        for part in PARTS:
            member = members.get(part)
            if member is None:
                where = next((members[after].name for after in _following(part) if after in members), root)
                yield self._problem(where, "list-missing", f"the list {part!r} is missing", "put it back; an empty one is written []")
                continue
            if not isinstance(member.value, Array):
                yield self._problem(member.value, "no-list", f"{part!r} is no list of findings", "put the list back")
                continue
            written = {str(item["id"]): item for item in base[part]} if base else None
            for item in member.value.items:
                yield from self._finding(part, item, written, seen)
            if written is not None:
                yield from self._deleted(member.value, written)

    def _top(
        self, root: Object, members: Mapping[str, Member], whole: Mapping[str, Any], base: Mapping[str, Any] | None
    ) -> Iterator[Problem]:
        yield from self._names(root, field_names(Record), "a record")
        if whole.get("schema") != SCHEMA:
            where = members["schema"].value if "schema" in members else root
            yield self._problem(where, "wrong-schema", f'"schema" must be "{SCHEMA}"', "put it back: the tool knows its records by it")
        wanted = self._known.id
        if wanted is not None and whole.get("id") != wanted:
            where = members["id"].value if "id" in members else root
            yield self._problem(
                where,
                "wrong-id",
                f"the id of the record is {_shown(whole.get('id'))}, the file's name says {_shown(wanted)}",
                "put the id back",
            )
        for name, written in (base or {}).items():
            if name not in {*PARTS, "review", "schema", "id"} and name in members and whole.get(name) != written:
                yield self._changed(members[name].value, name, written, whole[name], taken=False)

    def _finding(self, part: str, item: Node, written: Mapping[str, Any] | None, seen: dict[str, int]) -> Iterator[Problem]:
        if not isinstance(item, Object):
            yield self._problem(item, "no-finding", f"this is no finding of {part!r}", 'a finding is written {"id": ..., ...}')
            return
        members = {str(member.name.value): member for member in item.members}
        finding: dict[str, Any] = plain(item)
        yield from self._names(item, field_names(FINDINGS[part]), _ONE[part])
        name = finding.get("id")
        if not name:
            yield from self._added(part, members, finding, item)
        elif known := self._id(part, members["id"].value, name, written, seen):
            yield known
        elif written is not None:
            yield from self._overwritten(part, members, finding, written[str(name)])
        yield from self._decision(part, members, finding)
        if "note" in members and not isinstance(finding["note"], str):
            yield self._problem(
                members["note"].value, "note-no-text", f"the note {_shown(finding['note'])} is no text", "put it between double quotes"
            )
        if self._known.raw is not None and name:
            yield from self._place(part, members, finding)
        if isinstance(finding.get("stale"), str) and finding["stale"]:
            yield self._problem(
                members["stale"].value,
                "stale",
                f"the decision {_shown(finding.get('decision'))} does not hold: {finding['stale']}",
                'decide anew, or take "stale" out',
                must=False,
            )

    def _names(self, node: Object, allowed: Sequence[str], what: str) -> Iterator[Problem]:
        """Yield the members that stand twice or that nothing of this kind has."""
        first: dict[str, Scalar] = {}
        for member in node.members:
            name = str(member.name.value)
            if name in first:
                line, _ = self._lines.place(first[name].start)
                yield self._problem(
                    member.name, "member-twice", f'"{name}" stands twice in {what} (first in line {line})', "keep the one that you mean"
                )
            elif name not in allowed:
                near = get_close_matches(name.casefold(), allowed, 1, 0.7)
                hint = f'did you mean "{near[0]}"?' if near else "take it out; remarks go into a note"
                yield self._problem(member.name, "unknown-member", f'{what} has no "{name}"', hint)
            first.setdefault(name, member.name)

    def _id(self, part: str, node: Node, name: object, written: Mapping[str, Any] | None, seen: dict[str, int]) -> Problem | None:
        """Return what is wrong with a finding's id, None where it is one that the tool wrote into this list."""
        found = _ID.fullmatch(name) if isinstance(name, str) else None
        if found and _PREFIXES[found["prefix"]] != part:
            right = _PREFIXES[found["prefix"]]
            return self._problem(
                node, "wrong-list", f"{name} is {_ONE[right]}, and stands in {part!r}", f"put the line back into {right!r}"
            )
        if isinstance(name, str) and name in seen:
            return self._problem(
                node,
                "id-twice",
                f"the id {name} stands twice (first in line {seen[name]})",
                "take one line out, or the id for a finding of your own",
            )
        if isinstance(name, str):
            seen[name] = self._lines.place(node.start)[0]
        if written is None and found:
            return None
        if written is None or name not in written:
            near = get_close_matches(str(name), written or (), 1, 0.7)
            return self._problem(
                node,
                "unknown-id",
                f"the tool wrote no finding with the id {_shown(name)} here",
                f"did you mean {near[0]}? A finding of your own has no id" if near else "a finding of your own has no id",
            )
        return None

    def _overwritten(
        self, part: str, members: Mapping[str, Member], finding: Mapping[str, Any], before: Mapping[str, Any]
    ) -> Iterator[Problem]:
        for name, value in before.items():
            if name in {"decision", "note", "stale", "id"}:
                continue
            if name not in members:
                yield self._problem(
                    members["id"].value, "member-missing", f'"{name}" of {finding["id"]} is missing', f"put back {_member(name, value)}"
                )
            elif finding[name] != value and name == "mentions" and isinstance(members[name].value, Array):
                yield from self._mentions(members[name].value, value)
            elif finding[name] != value:
                possible = reading_of(part, finding) is not None
                yield self._changed(members[name].value, name, value, finding[name], taken=name in FIELDS[part] and possible)

    def _mentions(self, node: Node, before: Sequence[Any]) -> Iterator[Problem]:
        """Yield the first member of a mention that is not as it was written."""
        assert isinstance(node, Array)
        for item, old in zip(node.items, before, strict=False):
            if isinstance(item, Object) and isinstance(old, dict):
                for member in item.members:
                    name = str(member.name.value)
                    if plain(member.value) != old.get(name):
                        yield self._changed(member.value, name, old.get(name), plain(member.value), taken=False)
                        return
        if len(node.items) != len(before):
            yield self._changed(node, "mentions", before, plain(node), taken=False)

    def _changed(self, node: Node, name: str, before: object, now: object, *, taken: bool) -> Problem:
        what = f'"{name}" is {_shown(now)}, and was {_shown(before)} when the tool wrote it'
        if taken:
            return self._problem(node, "overwritten", what, "the next run takes what you wrote as right", must=False)
        return self._problem(node, "changed", what, "put it back: the next run does not take it over")

    def _deleted(self, node: Array, written: Mapping[str, Any]) -> Iterator[Problem]:
        left = {plain(item).get("id") for item in node.items if isinstance(item, Object)}
        gone = [item for name, item in written.items() if name not in left and not is_by_hand(item)]
        # A line whose id was mistyped stands there still.
        strangers = len(left - written.keys() - {None})
        for item in gone[strangers:]:
            wording = _shown(item.get("name") or item.get("text") or item.get("before"))
            yield self._problem(
                node, "deleted", f"{item['id']} ({wording}) is no longer there", "the next run takes that for decided wrong", must=False
            )

    def _decision(self, part: str, members: Mapping[str, Member], finding: Mapping[str, Any]) -> Iterator[Problem]:
        member = members.get("decision")
        decision = finding.get("decision", "")
        if member is None or decision == "":
            return
        said = verdict(decision.strip()) if isinstance(decision, str) else None
        if said is None:
            yield self._problem(
                member.value, "no-decision", f"decision {_shown(decision)} is none of ok, wrong, =correction", _meant(decision)
            )
        elif said.says == "correction" and part != "edits" and finding.get("id"):
            try:
                own = msgspec.convert(finding, FINDINGS[part])
                corrected(own, said.text, self._read_alone, self._published)
            except NotUnderstood as fault:
                what = f"decision {_shown(decision)} of {_ONE[part]} cannot be carried out: {fault}"
                label = f"{said.text} is a label, and labels are for entities" if said.text in LABELS else "mend it"
                yield self._problem(member.value, "no-correction", what, label)
            except msgspec.ValidationError as fault:
                yield self._problem(member.value, "no-correction", f"{_ONE[part]} is not whole ({fault})", "put back what is missing")

    def _added(self, part: str, members: Mapping[str, Member], finding: Mapping[str, Any], node: Object) -> Iterator[Problem]:
        """Yield what keeps a finding that a person wrote down from becoming one."""
        needed = {"entities": ("name", "label"), "edits": ("before", "after")}.get(part, ("text",))
        for name in needed:
            if not isinstance(finding.get(name), str) or not finding[name].strip():
                where = members[name].value if name in members else node
                yield self._problem(where, "added-not-whole", f'{_ONE[part]} of your own needs "{name}"', f'write "{name}": "..."')
                return
        if part == "entities" and finding["label"] not in LABELS:
            yield self._problem(
                members["label"].value, "no-label", f"{_shown(finding['label'])} is no label", f"write one of {', '.join(LABELS)}"
            )
        text = self._known.raw if part == "edits" else self._says
        if text is not None and finding[needed[0]] not in text:
            yield self._problem(
                members[needed[0]].value,
                "not-in-article",
                f"{_shown(finding[needed[0]])} does not stand in the article",
                "write it as it stands there",
            )

    def _place(self, part: str, members: Mapping[str, Member], finding: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield a span that does not hold in the article's text what the finding says stands there."""
        raw = self._known.raw or ""
        for item in finding.get("mentions", ()) if part == "entities" else [finding]:
            quoted = item.get("raw") or item.get("text") if part == "entities" else item.get("before")
            start, end = item.get("start"), item.get("end")
            if isinstance(start, int) and isinstance(end, int) and isinstance(quoted, str) and raw[start:end] != quoted:
                where = members.get("mentions") or members.get("start") or members["id"]
                yield self._problem(
                    where.value,
                    "not-there",
                    f"characters {start} to {end} of the source are {_shown(raw[start:end])}, not {_shown(quoted)}",
                    "run again where the article has changed, or put the place back",
                )
                return

    def _problem(self, node: Node, code: str, what: str, remedy: str, *, must: bool = True) -> Problem:
        line, column = self._lines.place(node.start)
        return Problem(line=line, column=column, code=code, what=what, remedy=remedy, must=must)


def _following(part: str) -> tuple[str, ...]:
    """Return the members that come behind a list in a record, the nearest first."""
    names = field_names(Record)
    return names[names.index(part) + 1 :]


@cache
def _meanings() -> dict[str, str]:
    return {row.word: row.meant for row in loader.load("decision_words", DecisionWord)} | {"ok": "ok", "wrong": "wrong"}


def _meant(decision: object) -> str:
    """Return what to write instead, and which of them was likely meant."""
    word = _NOT_WORDS.sub("", str(decision).casefold())
    near = get_close_matches(word, ("ok", "wrong"), 1, 0.6)
    meant = _meanings().get(word) or (near[0] if near else None)
    if meant:
        return f'did you mean "{meant}"?'
    if decision is None:
        return 'an open decision is ""'
    return 'write "ok", "wrong" or "=" with the correction'


def _member(name: str, value: object) -> str:
    return f'"{name}": {_json(value)}'


def _shown(value: object) -> str:
    """Return a value as it stands in a file, cut where it is long."""
    shown = f"“{value}”" if isinstance(value, str) else _json(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


def _json(value: object) -> str:
    return msgspec.json.Encoder(decimal_format="number").encode(value).decode()
