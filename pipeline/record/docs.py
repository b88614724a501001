"""How findings stand on a spaCy Doc: listed under `doc._`, as spans under `doc.spans`, and found again from a span.

Each list has one name in both places: `doc._.unspun_figures` is a tuple with exact offsets of `doc.text`, `doc.spans["unspun_figures"]`
the same as spans, grown to whole tokens, labelled by kind. `span._.unspun` leads from such a span (or a name in `doc.ents`) to what was
found, whose fields have the record's names: one extension, so that none of a user's own collides.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from typing import Any, Final, Protocol

from spacy.tokens import Doc, Span

from pipeline.record.candidates import EntityCandidate, Findings, RefusedCandidate

ENTITIES: Final = "unspun_entities"
FIGURES: Final = "unspun_figures"
DATES: Final = "unspun_dates"
EDITS: Final = "unspun_edits"
REFUSED: Final = "unspun_refused"
FINDINGS: Final = "unspun_findings"
_IN_SPANS = (ENTITIES, FIGURES, DATES, EDITS)


class Located(Protocol):
    """What stands at half-open offsets of the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def declare(*lists: str) -> None:
    """Register the extensions `doc._.<list>`, empty tuples where nothing was set, and `span._.unspun`."""
    for name in lists:
        if not Doc.has_extension(name):
            # Read as a tuple whatever it was unpacked as: msgpack knows lists alone.
            Doc.set_extension(name, getter=partial(_listed, name), setter=partial(_keep, name))
    if not Doc.has_extension(FINDINGS):
        Doc.set_extension(FINDINGS, default=None)
    if not Span.has_extension("unspun"):
        Span.set_extension("unspun", getter=found_at)


def put(doc: Doc, name: str, found: Sequence[Located], labels: Sequence[str]) -> None:
    """Leave what was found in `doc._.<name>`, and in `doc.spans[name]` where it holds a character."""
    setattr(doc._, name, tuple(found))
    spans = (
        # Its place in the list goes with the span: two findings may share a token.
        doc.char_span(one.start, one.end, label=label, span_id=str(number), alignment_mode="expand")
        for number, (one, label) in enumerate(zip(found, labels, strict=True))
        if one.start < one.end
    )
    doc.spans[name] = [span for span in spans if span is not None]


def refuse(doc: Doc, refused: Sequence[RefusedCandidate]) -> None:
    """Add to `doc._.unspun_refused` what does not stand there yet: a Doc may go through a component twice."""
    said = frozenset(doc._.unspun_refused)
    doc._.unspun_refused = (*doc._.unspun_refused, *(one for one in refused if one not in said))


def found_at(span: Span) -> Any:  # noqa: ANN401 - whatever kind stands there
    """Return what was found at the span, resolved where `unspun_resolve` was there; None where nothing was."""
    for name in _IN_SPANS:
        found = _listed(name, span.doc)
        # A name in `doc.ents` does not carry its number: the first that begins there is the one that stands.
        number = int(span.id_) if span.id_.isdecimal() else bisect_left(found, span.start_char, key=_start)
        if number < len(found) and _stands(found[number], span):
            return _resolved(span.doc._.unspun_findings, name, number, found)
    return None


def _stands(one: Any, span: Span) -> bool:  # noqa: ANN401 - as above
    # No two kinds of finding share a label, so it says which list the number is of.
    label = one.label if isinstance(one, EntityCandidate) else one.kind
    return bool(label == span.label_ and span.start_char <= one.start and one.end <= span.end_char)


def _start(one: Located) -> int:
    return one.start


def _resolved(findings: Findings | None, name: str, number: int, found: Sequence[Any]) -> Any:  # noqa: ANN401 - as above
    one = found[number]
    if findings is None or name == EDITS:
        return one
    if name != ENTITIES:
        return (findings.figures if name == FIGURES else findings.dates)[number]
    mentioned = (entity for entity in findings.entities if any(at.start <= one.start and one.end <= at.end for at in entity.mentions))
    return next(mentioned, one)


def _listed(name: str, doc: Doc) -> tuple[Any, ...]:
    found = _stored(doc).get(_place(name), ())
    if not isinstance(found, tuple):
        # Unpacked from bytes.
        _keep(name, doc, found)
    return tuple(found)


def _keep(name: str, doc: Doc, found: Sequence[Any]) -> None:
    _stored(doc)[_place(name)] = tuple(found)


def _stored(doc: Doc) -> dict[Any, Any]:
    return doc.user_data


def _place(name: str) -> tuple[str, str, None, None]:
    """Return where spaCy itself keeps the value of an extension, so that Docs are joined and copied with it."""
    return ("._.", name, None, None)
