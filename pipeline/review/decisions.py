"""Decisions and notes: taken from an earlier record by a finding's id, put into the new one.

A decision whose finding is gone is no rubbish: it is handed back as an orphan, with the finding as
it stood, and kept by whoever writes the files.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from pipeline import errors
from pipeline.record.article import Article
from pipeline.record.article_record import SCHEMA, Date, Edit, Entity, Figure, Record
from pipeline.record.doubts import review
from pipeline.record.seal import is_intact, sealed

_LISTS = ("entities", "figures", "dates", "edits")
_Found = TypeVar("_Found", Entity, Figure, Date, Edit)
_DECISION = re.compile(r"(?:ok|wrong|=.+)?$", re.DOTALL)
_WORD = re.compile(r"\w+")
# Two articles that share fewer of their runs of three words than this are two articles, not two versions of one.
_SAME_SHARE = 0.2


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

    `intact` is false where a person changed more than decisions and notes: such a file is kept whole.
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
        if self.source != article.source:
            return False
        mine, other = _runs(self.text), _runs(article.raw)
        return len(mine & other) >= _SAME_SHARE * min(len(mine), len(other))


class Merged(msgspec.Struct, frozen=True):
    """A record with its decisions, and the decided findings it no longer holds."""

    record: Record
    orphans: Decided
    remarks: tuple[str, ...] = ()


def of_record(data: bytes, where: str) -> Earlier:
    """Return what an earlier record holds: every finding with a decision or note, or added by hand.

    Raises `ArticleError` where `data` is no record that can be understood: it must not be written over.
    """
    # Some editors put a byte order mark in front.
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        record = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise errors.unparsable_record(where, str(fault)) from None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA or not isinstance(record.get("id"), str):
        raise errors.unparsable_record(where, f"it has no id or is no {SCHEMA}")
    found: list[DecidedFinding] = []
    name, digest = record["id"], str(record.get("sha256"))
    for part in _LISTS:
        items = record.get(part, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise errors.unparsable_record(where, f"{part!r} is no list of findings")
        found += [DecidedFinding(name, digest, part, item) for item in items if _is_touched(item)]
    text = record.get("text")
    return Earlier(
        id=name,
        source=str(record.get("source")),
        sha256=digest,
        text="\n".join(map(str, text)) if isinstance(text, list) else "",
        decided=tuple(found),
        intact=_is_intact(data),
    )


def merge(record: Record, decided: Decided) -> Merged:
    """Return the record with the decisions on findings it still holds, sealed, and the decided findings it does not hold."""
    waiting = {(item.part, str(item.finding.get("id") or f"added by hand {number}")): item for number, item in enumerate(decided)}
    if not waiting:
        return Merged(sealed(record), ())
    parts = {part: _with_decisions(getattr(record, part), part, waiting) for part in _LISTS}
    merged = sealed(msgspec.structs.replace(record, **parts, review=review(**parts)))
    present = {(part, item.id) for part in _LISTS for item in getattr(record, part)}
    remarks = tuple(
        f"decision {item.decision!r} of {item.id} is none of ok, wrong, =correction; it is kept as it stands"
        for part in _LISTS
        for item in getattr(merged, part)
        if not _DECISION.match(item.decision)
    )
    return Merged(merged, tuple(item for key, item in waiting.items() if key not in present), remarks)


def _is_touched(item: Mapping[str, Any]) -> bool:
    return bool(item.get("decision")) or bool(item.get("note")) or not item.get("id")


def _is_intact(data: bytes) -> bool:
    try:
        return is_intact(msgspec.json.decode(data, type=Record))
    except msgspec.DecodeError:
        # A field that the record's types do not allow was certainly not written by this program.
        return False


def _with_decisions(items: tuple[_Found, ...], part: str, waiting: Mapping[tuple[str, str], DecidedFinding]) -> tuple[_Found, ...]:
    out: list[_Found] = []
    for item in items:
        earlier = waiting.get((part, item.id))
        if earlier is not None:
            note = earlier.finding.get("note")
            item = msgspec.structs.replace(  # noqa: PLW2901 - the item with its decision stands in for it
                item, decision=_as_text(earlier.finding.get("decision")), note=_as_text(note) if note else msgspec.UNSET
            )
        out.append(item)
    return tuple(out)


def _as_text(value: Any) -> str:  # noqa: ANN401 - whatever a person typed
    """Return what was typed: text without the blanks around it, anything else as the JSON that it was."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else msgspec.json.encode(value).decode()


def _runs(text: str) -> set[tuple[str, str, str]]:
    words = _WORD.findall(text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))
