"""A person's decisions on edits: the last word on how the text reads."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.normalise.draft import Aside, Draft, Replace, as_edit
from pipeline.record.prose import GIVEN, ProposedEdit, Ruling

Span = tuple[int, int]


def settled(draft: Draft, offered: Sequence[ProposedEdit], rulings: Sequence[Ruling]) -> tuple[Draft, list[ProposedEdit]]:
    """Return the draft as a person wants it and all its edits, applied and offered; everything is in raw offsets.

    What is refused stands as in the raw text, and is offered still, so that the decision keeps its place. A wording that a person
    gave or accepted takes the place of whatever the tool made of these words. A ruling on what is set aside, and one on words that
    an earlier one settles, is passed over.
    """
    bench = _Bench(draft, offered)
    for ruling in sorted(rulings, key=lambda ruling: (ruling.start, ruling.end)):
        span = (ruling.start, ruling.end)
        if ruling.after is None or ruling.after == draft.raw[slice(*span)]:
            bench.refuse(span)
        else:
            bench.give(ruling, span)
    final = bench.draft()
    return final, [*bench.applied(final), *bench.offered.values()]


class _Bench:
    """The changes of a draft by their raw spans, while rulings take some out and put others in."""

    def __init__(self, draft: Draft, offered: Sequence[ProposedEdit]) -> None:
        self._raw = draft.raw
        self._made = draft.changes
        self._starts = [made.start for made in self._made]
        self._ends = [made.end for made in self._made]
        self._out: set[Span] = set()
        self._given: dict[Span, ProposedEdit] = {}
        self._last_given = -1
        self.offered: dict[tuple[int, int, str], ProposedEdit] = {(edit.start, edit.end, edit.status): edit for edit in offered}

    def refuse(self, span: Span) -> None:
        """Take out the tool's own edit of exactly these words; what it reads of others is another matter."""
        for made in self._touching(span):
            if isinstance(made, Replace) and (made.start, made.end) == span:
                self._undo(made)

    def give(self, ruling: Ruling, span: Span) -> None:
        touched = list(self._touching(span))
        if ruling.start < self._last_given or any(isinstance(made, Aside) for made in touched):
            return
        own = self.offered.pop((*span, "suggested"), None)
        for made in touched:
            if isinstance(made, Replace) and (made.start, made.end) == span:
                own = as_edit(made, "applied")
                self._out.add(span)
            elif isinstance(made, Replace):
                self._undo(made)
        edit = own or ProposedEdit(start=span[0], end=span[1], after="", kind=ruling.kind, status="applied", why=(GIVEN,), confidence=1.0)
        self._given[span] = replace(edit, after=ruling.after, status="applied", own_after=own and own.after, own_status=own and own.status)
        self._last_given = max(ruling.end, ruling.start + 1)

    def draft(self) -> Draft:
        standing = [made for made in self._made if isinstance(made, Aside) or (made.start, made.end) not in self._out]
        given = [
            Replace(
                start=edit.start,
                end=edit.end,
                after=edit.after,
                kind=edit.kind,
                why=edit.why,
                confidence=edit.confidence,
                alternatives=edit.alternatives,
            )
            for edit in self._given.values()
        ]
        return Draft(self._raw, sorted([*standing, *given], key=lambda change: (change.start, change.end)))

    def applied(self, final: Draft) -> Iterator[ProposedEdit]:
        for edit in final.edits():
            yield self._given.get((edit.start, edit.end), edit)

    def _touching(self, span: Span) -> Iterator[Replace | Aside]:
        """Yield the changes that share a character with the span, and the one of exactly its place."""
        start, end = span
        for made in self._made[bisect_left(self._ends, start) : bisect_right(self._starts, end)]:
            shares = made.start < end and start < made.end
            if (shares or (made.start, made.end) == span) and (made.start, made.end) not in self._out:
                yield made

    def _undo(self, made: Replace) -> None:
        self._out.add((made.start, made.end))
        self.offered[made.start, made.end, "undone"] = replace(as_edit(made, "suggested"), own_status="applied")
