"""What a person left in an earlier record: read from the file as it is now and from the copy of what the tool wrote.

    what the tool wrote  +  what the person made of it  ->  what the person decided

Besides decisions and notes these are lines that were deleted, fields that were overwritten and findings that were added by hand.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from pipeline import errors
from pipeline.record.article import Article
from pipeline.record.article_record import FINDINGS, SCHEMA, Record, field_names
from pipeline.record.parts import PARTS
from pipeline.record.prose import GIVEN
from pipeline.record.seal import is_intact
from pipeline.review.readings import FIELDS, reading_of
from pipeline.review.verdicts import verdict

# Figures are exact: no number goes through a binary fraction.
_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number", order="sorted")
BY_HAND = "added by hand"
"""The first reason of a finding that a person added."""
_OURS = frozenset({"decision", "note", "stale"})
_WORD = re.compile(r"\w+")
# Two articles that share fewer of their runs of three words than this are two articles, not two versions of one.
_SAME_SHARE = 0.2
# Fewer runs than these tell nothing: there the name of the source must be the same.
_TELLING_RUNS = 15
_DECISION_NAME = re.compile(rb'(?<!\\)"(?P<name>decision|note)"\s*:')


class DecidedFinding(msgspec.Struct, frozen=True):
    """A finding as a person left it in an earlier record: with a decision or a note, or added by hand."""

    article: str
    sha256: str
    part: str
    finding: dict[str, Any]


Decided = tuple[DecidedFinding, ...]
"""The decided findings of one article's earlier record."""


class Earlier(msgspec.Struct, frozen=True):
    """What an earlier record of an article holds for the next one.

    `intact` is false where a person changed what the next record cannot take over: such a file is kept whole.
    """

    id: str
    source: str
    sha256: str
    text: str
    decided: Decided
    intact: bool

    def is_of(self, article: Article) -> bool:
        """Return whether this is a record of the article, or of an earlier version of it, and not of another that bears its name."""
        if self.sha256 == article.sha256:
            return True
        mine, other = _runs(self.text), _runs(article.raw)
        shorter = min(len(mine), len(other))
        if shorter < _TELLING_RUNS and self.source != article.source:
            return False
        return len(mine & other) >= _SAME_SHARE * shorter


def of_record(data: bytes, where: str, written: Sequence[bytes] = ()) -> Earlier:
    """Return what an earlier record holds for the next one; `written` are copies of what the tool may have written.

    Raises `ArticleError` where `data` is no record that can be understood: it must not be written over.
    """
    record = _decoded(data, where)
    base = base_of(written, record)
    kept = _Kept(record["id"], str(record.get("sha256")))
    if base is None:
        for part in PARTS:
            items = record.get(part, [])
            kept.add(
                part, (item if isinstance(item.get("id"), str) and item["id"] else _added(item) for item in items if _is_touched(item))
            )
        intact = _is_sealed(data)
    else:
        intact = all(base.get(key) == record.get(key) for key in {*base, *record} - {*PARTS, "review"})
        for part in PARTS:
            found, known = _judged(part, record.get(part), base[part])
            kept.add(part, found)
            intact = intact and known
    text = record.get("text")
    return Earlier(
        id=kept.article,
        source=str(record.get("source")),
        sha256=kept.sha256,
        text="\n".join(map(str, text)) if isinstance(text, list) else "",
        decided=tuple(kept.found),
        intact=intact,
    )


class _Kept:
    """Collects the decided findings of a record."""

    def __init__(self, article: str, sha256: str) -> None:
        self.article, self.sha256 = article, sha256
        self.found: list[DecidedFinding] = []

    def add(self, part: str, findings: Iterable[dict[str, Any]]) -> None:
        self.found += [DecidedFinding(self.article, self.sha256, part, finding) for finding in findings]


def _decoded(data: bytes, where: str) -> dict[str, Any]:
    try:
        # Some editors put a byte order mark in front.
        record = _DECODER.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise errors.unparsable_record(where, str(fault)) from None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA or not isinstance(record.get("id"), str):
        raise errors.unparsable_record(where, f"it has no id or is no {SCHEMA}")
    for part in PARTS:
        items = record.get(part, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise errors.unparsable_record(where, f"{part!r} is no list of findings")
    _refuse_doubled(data, record, where)
    return record


def _refuse_doubled(data: bytes, record: Mapping[str, Any], where: str) -> None:
    """Raise `ArticleError` where a finding has two decisions or notes: which of them counts only the person can say."""
    written = Counter(found["name"].decode() for found in _DECISION_NAME.finditer(data))
    for name, number in written.items():
        if number > sum(name in item for part in PARTS for item in record.get(part, ())):
            raise errors.unparsable_record(where, f'"{name}" stands twice in a finding')


def base_of(written: Sequence[bytes], record: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the tool wrote, where that is the very record which the person went on from."""
    for copy in written:
        try:
            base = _DECODER.decode(copy)
        except (msgspec.DecodeError, RecursionError):
            # A copy of our own that was damaged is as good as none: what was decided stands in the person's file.
            continue
        if isinstance(base, dict) and isinstance(base.get("made_by"), dict) and base["made_by"] == record.get("made_by"):
            return base
    return None


def _judged(part: str, items: list[dict[str, Any]] | None, written: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """Return the findings of a list on which the person said anything, and whether that is all that they changed in it."""
    if items is None:
        # A whole list that is missing was hardly judged finding by finding.
        return [item for item in written if _is_touched(item)], False
    waiting = {str(item["id"]): item for item in written}
    by_content = {_content(item): str(item["id"]) for item in written}
    judged, known = [], True
    for item in items:
        before = waiting.pop(str(item.get("id")), None)
        if before is None and item.get("id"):
            # A key press may have changed the id: everything else of it stands as it was written.
            before = waiting.pop(by_content.get(_content(item), ""), None)
        if before is None:
            judged.append(_added(item))
            known = known and item.keys() <= set(field_names(FINDINGS[part]))
            continue
        known = known and all(before.get(key) == item.get(key) for key in {*before, *item} - {*_OURS, *FIELDS[part], "id"})
        finding, understood = _with_hand(part, item | {"id": before["id"]}, before)
        known = known and understood
        if _is_touched(finding):
            judged.append(finding)
    # A line that is gone was taken for wrong; one that the person had added is no longer wanted.
    judged += [item | {"decision": "wrong"} for item in waiting.values() if not is_by_hand(item)]
    return judged, known


def _with_hand(part: str, item: dict[str, Any], before: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the finding with what the person's hand says of it, and whether all of that can be taken over.

    A field that they overwrote is right as they wrote it.
    """
    decision = as_text(item.get("decision"))
    decided_anew = decision != before.get("decision")
    changed = [field for field in FIELDS[part] if item.get(field) != before.get(field)]
    possible = reading_of(part, item) is not None and all(field in item for field in changed)
    if changed and possible and (not decided_anew or not decision):
        undone = item.get("status") == "suggested" != before.get("status")
        return _renewed(item | {"decision": "wrong" if undone else "ok"}), True
    # What was overwritten goes with a decision that stands by it, and is lost with any other.
    said = verdict(decision)
    kept = not changed or (possible and said is not None and said.says != "wrong")
    return (_renewed(item) if decided_anew else item), kept


def _renewed(item: dict[str, Any]) -> dict[str, Any]:
    """Return the finding as decided now: what was said against an earlier decision is past."""
    return {key: value for key, value in item.items() if key != "stale"}


def _added(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding that a person wrote down: they stand by it unless they say otherwise."""
    return {key: value for key, value in item.items() if key != "id"} | {"decision": as_text(item.get("decision")) or "ok"}


def _content(item: Mapping[str, Any]) -> bytes:
    """Return all that the tool says of a finding but its id."""
    return _ENCODER.encode({key: value for key, value in item.items() if key not in _OURS and key != "id"})


def as_text(value: Any) -> str:  # noqa: ANN401 - whatever a person typed
    """Return what was typed: text without the blanks around it, anything else as the JSON that it was."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else _ENCODER.encode(value).decode()


def is_by_hand(finding: Mapping[str, Any]) -> bool:
    """Return whether a person added the finding."""
    return finding.get("why") in ([BY_HAND], (BY_HAND,), [GIVEN])


def _is_touched(item: Mapping[str, Any]) -> bool:
    return bool(item.get("decision")) or bool(item.get("note")) or not isinstance(item.get("id"), str) or not item["id"]


def _is_sealed(data: bytes) -> bool:
    try:
        return is_intact(msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Record))
    except (msgspec.DecodeError, RecursionError):
        # A field that the record's types do not allow was certainly not written by this program.
        return False


def _runs(text: str) -> set[tuple[str, str, str]]:
    words = _WORD.findall(text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))
