"""How well records agree with reviewed ones: precision, recall and F1 for each kind of finding.

What a reviewed record holds is true: every finding that was not decided to be wrong, as corrected.
Findings are paired one to one, the largest overlap first, then in the order of the text. Both
sides are read by the same rule, so that exchanging them exchanges precision and recall.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeVar

import msgspec

from pipeline.record.article_record import Date, Edit, Entity, Figure, Finding, Record
from pipeline.record.doubts import is_decided, review, waiting
from pipeline.record.kept_record import KeptRecord
from pipeline.review.verdicts import LABELS, name_and_label, verdict

_Found = TypeVar("_Found", Entity, Figure, Date, Edit)

# What is counted of each kind, from the least asked to the most; the last key of an item answers the last measure.
_MEASURES: Final = {
    "names": ("place", "place and label", "place, label and name"),
    "figures": ("found", "value", "value and unit", "all fields"),
    "dates": ("found", "from and to"),
    "wording": ("found", "same reading"),
    "cleaning": ("found", "same reading"),
}
_LINKS: Final = ("links", "pairs of mentions")
# The measure by which a pair counts as misread where differences are listed.
_SHOWN: Final = {"names": 1, "figures": 2, "dates": 1, "wording": 1, "cleaning": 1}


class Item(msgspec.Struct, frozen=True):
    """A place in the raw text and how it was read. Two items agree in a measure of their kind where its `keys` are equal."""

    start: int
    end: int
    line: int
    text: str
    finding: Finding
    keys: tuple[Hashable, ...]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says of its article, decisions taken into account.

    `waiting` counts what a person or the next run has still to do: open findings, findings added by hand and corrections of figures
    and dates that no run has worked out yet.
    """

    article: str
    source: str
    sha256: str
    items: dict[str, tuple[Item, ...]]
    things: dict[tuple[int, int], int]
    """The number of the entity that each mention names."""
    decided: int
    waiting: int


class Difference(msgspec.Struct, frozen=True):
    """A finding that one side has and the other has not, or reads otherwise."""

    article: str
    source: str
    what: Literal["missed", "invented", "misread"]
    true: Item | None
    found: Item | None

    @property
    def item(self) -> Item:
        """The true item, or the invented one."""
        item = self.true or self.found
        assert item is not None
        return item


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table, in per cent; None where nothing was found or nothing was to be found."""

    kind: str
    measure: str
    precision: float | None
    recall: float | None
    f1: float | None
    right: int
    found: int
    true: int


class Tally:
    """The counts over all articles that were compared, and the first `most` differences."""

    def __init__(self, most: int = 0) -> None:
        self.differences: list[Difference] = []
        self._most = most
        self._right: Counter[tuple[str, str]] = Counter()
        self._found: Counter[tuple[str, str]] = Counter()
        self._true: Counter[tuple[str, str]] = Counter()

    def add(self, true: Reading, found: Reading) -> None:
        """Count an article: what is true of it, and what was found."""
        differences: list[Difference] = []
        for kind, measures in _MEASURES.items():
            right, others = true.items[kind], found.items[kind]
            pairs = paired(right, others)
            for number, measure in enumerate(measures):
                self._count(
                    (kind, measure), sum(right[i].keys[number] == others[j].keys[number] for i, j in pairs), len(others), len(right)
                )
            if len(self.differences) < self._most:
                differences += [Difference(true.article, true.source, *each) for each in _differences(right, others, pairs, _SHOWN[kind])]
        differences.sort(key=lambda difference: (difference.item.start, difference.item.end))
        self.differences += differences[: self._most - len(self.differences)]
        self._count(_LINKS, *_linked(true.things, found.things))

    def scores(self) -> tuple[Score, ...]:
        """Return the table, a line for each measure."""
        out = []
        for key in [*((kind, measure) for kind, measures in _MEASURES.items() for measure in measures), _LINKS]:
            right, found, true = self._right[key], self._found[key], self._true[key]
            out.append(
                Score(
                    kind=key[0],
                    measure=key[1],
                    precision=_share(right, found),
                    recall=_share(right, true),
                    f1=_share(2 * right, found + true),
                    right=right,
                    found=found,
                    true=true,
                )
            )
        return tuple(out)

    def _count(self, key: tuple[str, str], right: int, found: int, true: int) -> None:
        self._right[key] += right
        self._found[key] += found
        self._true[key] += true


def reading(kept: KeptRecord) -> Reading:
    """Return what a record says, as a person has decided it so far."""
    record = kept.record
    entities = tuple(_holding(record.entities))
    edits = [edit for edit in _holding(record.edits) if edit.status == "applied"]
    everything: tuple[Finding, ...] = (*record.entities, *record.figures, *record.dates, *record.edits)
    items = {
        "names": [
            Item(at.start, at.end, at.line, at.text, entity, ((at.start, at.end), (at.start, at.end, entity.label), (at.start, at.end, entity.label, entity.name)))
            for entity in entities
            for at in entity.mentions
        ],
        "figures": [Item(one.start, one.end, one.line, one.text, one, _figure_keys(one)) for one in _holding(record.figures)],
        "dates": [Item(one.start, one.end, one.line, one.text, one, ((), (one.first_day, one.last_day))) for one in _holding(record.dates)],
        "wording": [Item(one.start, one.end, one.line, one.before, one, ((), one.after)) for one in edits if one.kind.startswith("spun")],
        "cleaning": [Item(one.start, one.end, one.line, one.before, one, ((), one.after)) for one in edits if not one.kind.startswith("spun")],
    }  # fmt: skip
    return Reading(
        article=record.id,
        source=record.place,
        sha256=record.sha256,
        items={kind: tuple(sorted(found, key=lambda item: (item.start, item.end))) for kind, found in items.items()},
        things={(at.start, at.end): number for number, entity in enumerate(entities) for at in entity.mentions},
        decided=sum(map(is_decided, everything)),
        waiting=len(waiting(everything)) + sum(kept.added.values()) + _not_worked_out(record),
    )


def paired(true: Sequence[Item], found: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the numbers of the items that belong together, in text order, each item once; both lists are sorted by place.

    The largest overlap goes first, of equal ones the pair that agrees in most, then the one that comes first. Takes time in
    proportion to the items as long as those of one list do not lie in one another, as a run's own never do.
    """
    candidates = sorted(
        (-overlap, -sum(one == other for one, other in zip(true[i].keys, found[j].keys, strict=True)), i + j, i, j)
        for i, j, overlap in _overlapping(true, found)
    )
    taken_true: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for *_, i, j in candidates:
        if i not in taken_true and j not in taken_found:
            taken_true.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _overlapping(true: Sequence[Item], found: Sequence[Item]) -> Iterator[tuple[int, int, int]]:
    first = 0
    for i, one in enumerate(true):
        while first < len(found) and _end(found[first]) <= one.start:
            first += 1
        for j in range(first, len(found)):
            if found[j].start >= _end(one):
                break
            overlap = min(_end(one), _end(found[j])) - max(one.start, found[j].start)
            if overlap > 0:
                yield i, j, overlap


def _end(item: Item) -> int:
    """Return the end of the place; what is put in between two characters takes one, so that it overlaps itself."""
    return max(item.end, item.start + 1)


def _holding(findings: Iterable[_Found]) -> Iterator[_Found]:
    """Yield the findings that were not decided to be wrong, names and wordings as corrected.

    Corrections of figures and dates are worked out by a run: they stand in the fields.
    """
    for item in findings:
        decision = item.decision.strip() if is_decided(item) else ""
        if decision != "wrong":
            yield _corrected(item, decision)


def _corrected(item: _Found, decision: str) -> _Found:
    said = verdict(decision)
    if isinstance(item, Entity) and said is not None and said.says == "correction":
        name, label = name_and_label(said.text)
        return msgspec.structs.replace(item, name=name or item.name, label=label if label in LABELS else item.label)
    if isinstance(item, Edit) and decision:
        return msgspec.structs.replace(item, status="applied", after=item.after if decision == "ok" else decision[1:].strip())
    return item


def _not_worked_out(record: Record) -> int:
    """Return how many corrections of figures and dates were written since the last run: what their fields say is not true yet."""
    if record.review == review(record.entities, record.figures, record.dates, record.edits):
        return 0
    values: tuple[Figure | Date, ...] = (*record.figures, *record.dates)
    return sum(item.decision.startswith("=") and is_decided(item) and not getattr(item, "instead_of", None) for item in values)


def _figure_keys(figure: Figure) -> tuple[Hashable, ...]:
    value = (figure.value, figure.low, figure.high)
    measured = (*value, figure.unit, figure.currency)
    told = (figure.kind, figure.bound, figure.per, figure.of, figure.change, figure.said_by, figure.stance)
    return (), value, measured, (*measured, *told)


def _linked(true: Mapping[tuple[int, int], int], found: Mapping[tuple[int, int], int]) -> tuple[int, int, int]:
    """Return how many pairs of mentions name one thing on both sides, among those found, and in truth."""
    both = Counter((thing, found[place]) for place, thing in true.items() if place in found)
    return _pairs(both), _pairs(Counter(found.values())), _pairs(Counter(true.values()))


def _pairs(groups: Mapping[Any, int]) -> int:
    return sum(size * (size - 1) // 2 for size in groups.values())


def _differences(
    true: Sequence[Item], found: Sequence[Item], pairs: Sequence[tuple[int, int]], measure: int
) -> Iterator[tuple[Literal["missed", "invented", "misread"], Item | None, Item | None]]:
    partner, taken = dict(pairs), {j for _, j in pairs}
    for i, one in enumerate(true):
        other = found[partner[i]] if i in partner else None
        if other is None:
            yield "missed", one, None
        elif one.keys[measure] != other.keys[measure]:
            yield "misread", one, other
    for j, one in enumerate(found):
        if j not in taken:
            yield "invented", None, one


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None
