"""A text on its way from raw to readable: what was changed so far, always told in raw offsets.

Each step of normalising looks at the current text and proposes changes in offsets of that text; the
draft carries them back to the raw text and merges a change with the earlier ones that it touches.
So no step needs to know what the steps before it did, and replaying the changes on the raw text
always gives the current text.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pipeline.record.offsets import Change, OffsetMap
from pipeline.record.prose import BlockKind, EditKind, EditStatus, ProposedEdit, SetAsidePart

_WEIGHT: dict[str, int] = {"spacing": 0, "typography": 1, "encoding": 2, "spun-phrase": 3, "spun-name": 3, "spun-number": 3, "spun-time": 3}
_LIGHT = frozenset({"spacing", "typography", "encoding"})


class Replace(msgspec.Struct, frozen=True, kw_only=True):
    """`text[start:end]` shall read `after`."""

    start: int
    end: int
    after: str
    kind: EditKind
    why: tuple[str, ...]
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """`text[start:end]` is not the article and is left out."""

    start: int
    end: int
    kind: str
    why: tuple[str, ...]


class Hint(msgspec.Struct, frozen=True):
    """What the markup says of the lines that start in `raw[start:end]`."""

    start: int
    end: int
    kind: BlockKind


class _Located(msgspec.Struct, frozen=True):
    """A change in raw offsets together with the place of its reading in the current text."""

    made: Replace | Aside
    start: int
    end: int


class Draft:
    """The raw text with all changes so far; every method gives a new draft and leaves this one as it was.

    >>> draft = Draft("Caf&eacute;  here. Share")
    >>> draft = draft.replaced([Replace(start=3, end=11, after="é", kind="encoding", why=("a character reference",))])
    >>> draft = draft.replaced([Replace(start=4, end=6, after=" ", kind="spacing", why=("two spaces",))])
    >>> draft = draft.without([Aside(start=10, end=16, kind="share", why=("a share button",))])
    >>> draft.text
    'Café here.'
    >>> [(edit.start, edit.end, edit.after) for edit in draft.edits()]
    [(3, 11, 'é'), (11, 13, ' ')]
    >>> [(part.start, part.end) for part in draft.set_aside()]
    [(18, 24)]
    """

    __slots__ = ("_made", "offsets")

    def __init__(self, raw: str, changes: Iterable[Replace | Aside] = ()) -> None:
        """Start from `changes` in raw offsets, sorted and not overlapping; raises ValueError where they are not."""
        self._made: tuple[Replace | Aside, ...] = tuple(change for change in changes if _matters(raw, change))
        self.offsets = OffsetMap(raw, (Change(change.start, change.end, _reading(change)) for change in self._made))

    @property
    def raw(self) -> str:
        return self.offsets.raw

    @property
    def text(self) -> str:
        return self.offsets.text

    @property
    def changes(self) -> tuple[Replace | Aside, ...]:
        """What was changed and left out so far, in raw offsets, sorted and not overlapping."""
        return self._made

    def replaced(self, changes: Sequence[Replace]) -> "Draft":
        """Return the draft after `changes` (offsets of `text`, sorted, not overlapping).

        A change that touches an earlier one merges with it: the union of the raw ranges, the new
        reading, the weightier kind, the reasons of both.
        """
        return Draft(self.raw, _abutting_joined(self._merged(changes))) if changes else self

    def without(self, parts: Sequence[Aside]) -> "Draft":
        """Return the draft without `parts` (offsets of `text`, sorted, not overlapping).

        A part swallows the changes inside it. Of a change that reaches out of the part, the reading
        outside stays.
        """
        return Draft(self.raw, self._cut(parts)) if parts else self

    def proposal(self, change: Replace) -> Replace:
        """Return `change` (offsets of `text`) in raw offsets, its readings completed where its range had to grow."""
        start, end = self.offsets.to_raw(change.start, change.end)
        text_start, text_end = self.offsets.to_text(start, end)
        head, tail = self.text[min(text_start, change.start) : change.start], self.text[change.end : max(text_end, change.end)]
        return msgspec.structs.replace(
            change,
            start=start,
            end=end,
            after=head + change.after + tail,
            alternatives=tuple(head + reading + tail for reading in change.alternatives),
        )

    def edits(self) -> Iterator[ProposedEdit]:
        """Yield the changes of wording as applied edits in raw offsets, in text order."""
        for made in self._made:
            if isinstance(made, Replace):
                yield as_edit(made, "applied")

    def set_aside(self) -> Iterator[SetAsidePart]:
        """Yield the parts left out in raw offsets, in text order."""
        for made in self._made:
            if isinstance(made, Aside):
                yield SetAsidePart(start=made.start, end=made.end, kind=made.kind, why=made.why)

    def _located(self) -> list[_Located]:
        located, shift = [], 0
        for made in self._made:
            start = made.start + shift
            end = start + len(_reading(made))
            located.append(_Located(made, start, end))
            shift = end - made.end
        return located

    def _merged(self, changes: Sequence[Replace]) -> Iterator[Replace | Aside]:
        earlier = self._located()
        at = shift = nth = 0
        while nth < len(changes):
            change = changes[nth]
            while at < len(earlier) and earlier[at].end <= change.start:
                yield earlier[at].made
                shift = earlier[at].end - earlier[at].made.end
                at += 1
            # The cluster of old and new changes that overlap one another, as one range of the text.
            start, end, cluster = change.start, change.end, [change]
            nth += 1
            touched: list[Replace | Aside] = []
            raw_start, raw_shift = start - shift, shift
            while True:
                if at < len(earlier) and earlier[at].start < end:
                    old = earlier[at]
                    if not touched and old.start < start:
                        start, raw_start = old.start, old.made.start
                    end = max(end, old.end)
                    raw_shift = old.end - old.made.end
                    touched.append(old.made)
                    at += 1
                elif nth < len(changes) and changes[nth].start < end:
                    cluster.append(changes[nth])
                    end = max(end, changes[nth].end)
                    nth += 1
                else:
                    break
            shift = raw_shift
            yield self._one_change(start, end, (raw_start, end - shift), cluster, touched)
        for old in earlier[at:]:
            yield old.made

    def _one_change(
        self, start: int, end: int, raw: tuple[int, int], cluster: Sequence[Replace], touched: Sequence[Replace | Aside]
    ) -> Replace:
        parts: list[str] = []
        at = start
        for change in cluster:
            parts += self.text[at : change.start], change.after
            at = change.end
        parts.append(self.text[at:end])
        edits = [made for made in touched if isinstance(made, Replace)] + list(cluster)
        return Replace(
            start=raw[0],
            end=raw[1],
            after="".join(parts),
            kind=max((edit.kind for edit in edits), key=_WEIGHT.__getitem__),
            why=tuple(dict.fromkeys(reason for made in (*touched, *cluster) for reason in made.why)),
            confidence=min(edit.confidence for edit in edits),
            alternatives=cluster[0].alternatives if len(cluster) == 1 and not touched else (),
        )

    def _cut(self, parts: Sequence[Aside]) -> Iterator[Replace | Aside]:
        earlier = self._located()
        at = shift = 0
        rest: _Located | None = None
        for part in parts:
            while (old := rest or (earlier[at] if at < len(earlier) else None)) and old.end <= part.start:
                yield old.made
                shift, rest, at = old.end - old.made.end, None, at + 1
            raw_start, reaches_out = part.start - shift, False
            if old and isinstance(old.made, Replace) and old.start < part.start:
                kept = old.made.after[: part.start - old.start]
                if old.end > part.end:
                    # The part lies inside one change: there is no raw text of its own to set aside.
                    left = kept + old.made.after[part.end - old.start :]
                    rest = _Located(_reread(old.made, left, part.why), old.start + part.end - part.start, old.end)
                    continue
                yield _reread(old.made, kept, part.why)
                raw_start, shift, rest, at = old.made.end, old.end - old.made.end, None, at + 1
            while (old := rest or (earlier[at] if at < len(earlier) else None)) and old.start < part.end:
                if old.end > part.end and isinstance(old.made, Replace):
                    reaches_out = True
                    rest = _Located(_reread(old.made, old.made.after[part.end - old.start :], part.why), part.end, old.end)
                    shift = part.end - old.made.start
                    break
                shift, rest, at = old.end - old.made.end, None, at + 1
            raw_end = rest.made.start if reaches_out and rest else part.end - shift
            if raw_start < raw_end:
                yield Aside(start=raw_start, end=raw_end, kind=part.kind, why=part.why)
        if rest:
            yield rest.made
            at += 1
        for old in earlier[at:]:
            yield old.made


def as_edit(change: Replace, status: EditStatus) -> ProposedEdit:
    """Return `change`, which is in raw offsets, as an edit of the record."""
    return ProposedEdit(
        start=change.start,
        end=change.end,
        after=change.after,
        kind=change.kind,
        status=status,
        why=change.why,
        confidence=change.confidence,
        alternatives=change.alternatives,
    )


def _reading(made: Replace | Aside) -> str:
    return made.after if isinstance(made, Replace) else ""


def _matters(raw: str, made: Replace | Aside) -> bool:
    return raw[made.start : made.end] != _reading(made)


def _reread(made: Replace, after: str, why: tuple[str, ...]) -> Replace:
    return msgspec.structs.replace(made, after=after, why=tuple(dict.fromkeys(made.why + why)), alternatives=())


def _abutting_joined(changes: Iterable[Replace | Aside]) -> Iterator[Replace | Aside]:
    """Yield `changes` with neighbours of one light kind joined, so that a touched run is one edit."""
    run: list[Replace] = []
    for change in changes:
        if run and (not isinstance(change, Replace) or not _joinable(run[-1], change)):
            yield _joined(run)
            run = []
        if isinstance(change, Replace):
            run.append(change)
        else:
            yield change
    if run:
        yield _joined(run)


def _joinable(left: Replace, right: Replace) -> bool:
    return (
        left.end == right.start
        and left.kind == right.kind
        and left.kind in _LIGHT
        and not _holds_line_end(left.after)
        and not _holds_line_end(right.after)
    )


def _holds_line_end(text: str) -> bool:
    return "\n" in text or "\r" in text


def _joined(run: Sequence[Replace]) -> Replace:
    if len(run) == 1:
        return run[0]
    return msgspec.structs.replace(
        run[0],
        end=run[-1].end,
        after="".join(change.after for change in run),
        why=tuple(dict.fromkeys(reason for change in run for reason in change.why)),
        confidence=min(change.confidence for change in run),
    )
