"""Findings that stand on a person's word: added by hand, or decided and no longer found by the tool."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from pipeline.language.contexts import context
from pipeline.record.article_record import FINDINGS, Finding, Mention, Record, field_names
from pipeline.record.ids import Ids
from pipeline.record.lines import Lines
from pipeline.record.prose import Prose
from pipeline.review.earlier import BY_HAND, DecidedFinding, as_text, is_by_hand
from pipeline.review.places import place
from pipeline.review.readings import NotUnderstood, ReadAlone, reading_of

_KEPT = "you decided on it; the tool does not find it now"
_PREFIX = {"entities": "e", "figures": "f", "dates": "d"}
_LINE = re.compile(r"[^\r\n]*")
Span = tuple[int, int]


class Voucher:
    """Makes whole findings of what a person wrote or decided, at their places in an article."""

    def __init__(self, prose: Prose, record: Record, decided: Iterable[DecidedFinding], read_alone: ReadAlone) -> None:
        self._prose = prose
        self._lines = Lines(prose.article.raw)
        self._read_alone = read_alone
        self._ids = Ids()
        self._own_ids = {item.id for part in (record.entities, record.figures, record.dates, record.edits) for item in part}
        self._taken = self._own_ids | {name for item in decided if isinstance(name := item.finding.get("id"), str)}
        self._covered = {
            "figures": {(item.start, item.end) for item in record.figures},
            "dates": {(item.start, item.end) for item in record.dates},
        }

    def spans(self, part: str, finding: Mapping[str, Any], *, same_text: bool) -> list[Span]:
        """Return where the finding stands now, in raw offsets: every place of a name, one of anything else; nothing where it is gone."""
        words = _wording(part, finding)
        if not words:
            return []
        if same_text and (spans := self._as_written(part, finding, words)):
            return spans
        if isinstance(shown := finding.get("context"), str) and (found := place(self._prose.text, words, shown)):
            return [self._prose.offsets.to_raw(*found)]
        # Without surroundings of its own only what a person wrote down just now is looked for everywhere.
        if finding.get("id"):
            return []
        everywhere = [self._prose.offsets.to_raw(*found) for found in _whole_words(self._prose.text, words)]
        # What is part of a restored wording has no place of its own in the source.
        everywhere = [span for span in everywhere if self._reading(*span) == words]
        if part == "entities":
            return everywhere
        line = finding.get("line")
        here = [span for span in everywhere if self._lines.at(span[0]) == line] or everywhere
        free = ([span for span in here if span not in self._covered[part]] or here)[:1]
        self._covered[part].update(free)
        return free

    def finding(self, part: str, finding: Mapping[str, Any], spans: list[Span]) -> Finding:
        """Return the whole finding at `spans`; raises `NotUnderstood` where what a person wrote down is not enough for one."""
        if not spans:
            raise NotUnderstood("these words do not stand in the article")
        own = finding.get("id")
        by_hand = not own or is_by_hand(finding)
        fields: dict[str, Any] = {} if part == "entities" else self._as_read(part, finding)
        fields |= {key: value for key, value in finding.items() if key not in {"instead_of", "stale"}}
        fields |= self._located(part, finding, spans)
        earlier_why = (
            [reason for reason in finding.get("why", ()) if reason != _KEPT] if isinstance(finding.get("why"), list | tuple) else []
        )
        fields |= {
            "id": own if own and own not in self._own_ids else self._new_id(_PREFIX[part], spans[0]),
            "confidence": _probability(fields.get("confidence")),
            "why": [BY_HAND] if by_hand else [_KEPT, *earlier_why],
            "decision": as_text(finding.get("decision")) or "ok",
        }
        if note := as_text(finding.get("note")):
            fields["note"] = note
        if reading_of(part, fields) is None:
            raise NotUnderstood("a field that you wrote holds what it cannot hold")
        kind = FINDINGS[part]
        known = set(field_names(kind))
        try:
            return msgspec.convert({key: value for key, value in fields.items() if key in known}, kind)
        except msgspec.ValidationError as fault:
            raise NotUnderstood(f"what you added by hand is not whole ({str(fault).replace('Object', 'it')})") from None

    def _as_written(self, part: str, finding: Mapping[str, Any], words: str) -> list[Span]:
        """Return the places that the finding states, where they read as they did: an edit may have gone over them since."""
        raw = self._prose.article.raw
        places = finding.get("mentions") if part == "entities" else [finding]
        spans = []
        for item in places if isinstance(places, list | tuple) else ():
            start, end = (item.get("start"), item.get("end")) if isinstance(item, dict) else (None, None)
            if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(raw):
                spans.append((start, end))
        return spans if part == "entities" or all(self._reading(*span) == words for span in spans) else []

    def _as_read(self, part: str, finding: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the tool reads the words by themselves as, for what the person did not say."""
        read = self._read_alone(_wording(part, finding), None)
        found = (read.figures if part == "figures" else read.dates)[:1]
        if found:
            return {
                field.encode_name: getattr(found[0], field.name)
                for field in msgspec.structs.fields(type(found[0]))
                if field.encode_name in _UNREAD[part]
            }
        return dict(_UNREAD[part])

    def _located(self, part: str, finding: Mapping[str, Any], spans: list[Span]) -> dict[str, Any]:
        start, end = spans[0]
        shown = self._context(start, end)
        if part == "entities":
            mentions = tuple(self._mention(*span) for span in spans)
            aliases = finding.get("aliases")
            return {"mentions": mentions, "context": shown, "aliases": aliases if isinstance(aliases, list | tuple) else ()}
        return {"start": start, "end": end, "line": self._lines.at(start), "text": self._reading(start, end), "context": shown}

    def _mention(self, start: int, end: int) -> Mention:
        raw, text = self._prose.article.raw[start:end], self._reading(start, end)
        return Mention(start=start, end=end, line=self._lines.at(start), text=text, raw=raw if raw != text else None)

    def _reading(self, start: int, end: int) -> str:
        return self._prose.text[slice(*self._prose.offsets.to_text(start, end))]

    def _context(self, start: int, end: int) -> str:
        text = self._prose.text
        first, last = self._prose.offsets.to_text(start, end)
        paragraph = (text.rfind("\n", 0, first) + 1, _LINE.match(text, last).end())  # type: ignore[union-attr] # it matches anywhere
        return context(text, first, last, paragraph)

    def _new_id(self, prefix: str, span: Span) -> str:
        while (name := self._ids.make(prefix, BY_HAND, self._prose.article.raw[slice(*span)])) in self._taken:
            pass
        self._taken.add(name)
        return name


_UNREAD: dict[str, dict[str, Any]] = {
    "figures": {
        "kind": "number", "value": None, "low": None, "high": None, "unit": None, "currency": None, "bound": "exact", "per": None, "of": None,
        "change": None, "said_by": None, "stance": "stated",
    },
    "dates": {"kind": "date", "value": None, "from": None, "to": None, "relation": None, "anchor": None, "said_by": None, "stance": "stated"},
}  # fmt: skip


def _probability(value: object) -> float:
    """Return a confidence that a file states, that of a person's word where it states none."""
    return float(value) if isinstance(value, int | Decimal | float) and 0 <= value <= 1 else 1.0


def _wording(part: str, finding: Mapping[str, Any]) -> str:
    words = finding.get("name" if part == "entities" else "text")
    return words.strip() if isinstance(words, str) else ""


def _whole_words(text: str, words: str) -> Iterator[Span]:
    left = r"(?<!\w)" if words[0].isalnum() else ""
    right = r"(?!\w)" if words[-1].isalnum() else ""
    for found in re.finditer(left + re.escape(words) + right, text):
        yield found.span()
