"""The page of one article."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.record.article_record import Record
from pipeline.record.doubts import is_decided
from pipeline.record.parts import PARTS
from pipeline.record.source_text import SourceState
from pipeline.write.pages import anchors
from pipeline.write.pages.columns import columns
from pipeline.write.pages.findings import Told, doubts, quoted, told
from pipeline.write.pages.parts import Part, cut, parts
from pipeline.write.pages.rendering import page
from pipeline.write.pages.timeline import timeline


class Neighbour(NamedTuple):
    """The page before or after this one."""

    href: str
    name: str


def article_pages(
    record: Record, raw: str, state: SourceState, before: Neighbour | None = None, after: Neighbour | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each page of an article whose raw text is `raw`, known as `state` says: one, but for a long article."""
    shown = parts(record)
    for part, (own, text) in zip(shown, cut(record, raw, shown), strict=True):
        yield anchors.page_name(record.id, part.number), _page(own, text, state, part, (before, after))


def _page(record: Record, raw: str, state: SourceState, part: Part, neighbours: tuple[Neighbour | None, Neighbour | None]) -> bytes:
    findings = told(record)
    # Of an edit and a name over the same words the edit leads: it says why the words are others.
    drawn = columns(record, raw, (finding for name in reversed(PARTS) for finding in findings[name]))
    return page(
        "article.html",
        record=record,
        state=state,
        columns=drawn,
        anchors_drawn=drawn.anchors,
        doubts=doubts(record),
        decided=sum(is_decided(finding) for name in PARTS for finding in getattr(record, name)),
        lists=_lists(findings),
        timeline=timeline(record, findings["dates"], findings["figures"], drawn.text),
        quoted=quoted,
        index=anchors.INDEX,
        neighbours=neighbours,
        part=part,
        around=[Neighbour(anchors.link(record.id, part=number), f"Part {number}") for number in _around(part)],
    )


def _around(part: Part) -> list[int]:
    """Return the numbers of the parts to which a page leads: the first, those beside it, the last."""
    return sorted({1, part.number - 1, part.number + 1, part.of} & set(range(1, part.of + 1)) - {part.number})


def _lists(findings: dict[str, tuple[Told, ...]]) -> list[tuple[str, str, tuple[Told, ...]]]:
    """Return the findings as they are listed: heading, kind, entries."""
    edits = findings["edits"]
    return [
        ("Names", "name", findings["entities"]),
        ("Figures", "figure", findings["figures"]),
        ("Dates", "date", findings["dates"]),
        ("Edits of wording", "edit", tuple(edit for edit in edits if edit.kind == "edit")),
        ("Cleaning", "cleaning", tuple(edit for edit in edits if edit.kind == "cleaning")),
    ]
