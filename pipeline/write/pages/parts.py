"""A long article as several pages: a browser shows a page of a book's length, and not one of a shelf's."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from pipeline.record.article_record import Entity, Mention, Record
from pipeline.record.doubts import review
from pipeline.record.parts import PARTS

_LONGEST: Final = 50_000
"""Characters of the source on one page, unless one paragraph is longer."""
_LISTS: Final = (*PARTS, "claims", "set_aside", "refused")


class Part(NamedTuple):
    """A stretch of the raw text, whole paragraphs of it; `end` is None for the last one, which ends with the text. Numbers start from 1."""

    number: int
    of: int
    start: int
    end: int | None


def parts(record: Record, longest: int = _LONGEST) -> tuple[Part, ...]:
    """Return the parts in which an article is shown: one but for a long article. No part cuts a finding or an edit."""
    cuts = [0]
    crossed = _crossed(record)
    for start, _ in record.paragraphs:
        if start - cuts[-1] >= longest and not crossed(start):
            cuts.append(start)
    return tuple(Part(nth, len(cuts), start, end) for nth, (start, end) in enumerate(zip(cuts, [*cuts[1:], None], strict=True), 1))


def cut(record: Record, raw: str, into: tuple[Part, ...]) -> Iterator[tuple[Record, str]]:
    """Yield the record and the raw text of each part, offsets counted from its beginning; lines stay those of the source."""
    if len(into) == 1:
        yield record, raw
        return
    starts = [part.start for part in into]
    lists = {name: _dealt(getattr(record, name), starts) for name in _LISTS}
    paragraphs: list[list[tuple[tuple[int, int], str]]] = [[] for _ in into]
    for (start, end), text in zip(record.paragraphs, record.text, strict=False):
        nth = bisect_right(starts, start) - 1
        paragraphs[nth].append(((start - starts[nth], end - starts[nth]), text))
    for nth, part in enumerate(into):
        own = {name: tuple(dealt[nth]) for name, dealt in lists.items()}
        yield (
            msgspec.structs.replace(
                record,
                text=tuple(text for _, text in paragraphs[nth]),
                paragraphs=tuple(place for place, _ in paragraphs[nth]),
                review=review(*(own[name] for name in PARTS)),
                **own,
            ),
            raw[part.start : part.end],
        )


def _crossed(record: Record) -> Callable[[int], bool]:
    """Return what says whether something that the record tells of lies over an offset."""
    spans = sorted((spot.start, spot.end) for name in _LISTS for item in getattr(record, name) for spot in _spots(item))
    starts = [start for start, _ in spans]
    furthest = 0
    reach = [furthest := max(furthest, end) for _, end in spans]

    def crossed(offset: int) -> bool:
        before = bisect_left(starts, offset)
        return before > 0 and reach[before - 1] > offset

    return crossed


def _spots(item: Any) -> tuple[Any, ...]:  # noqa: ANN401 - whatever has a start and an end
    return item.mentions if isinstance(item, Entity) else (item,)


def _dealt(items: tuple[Any, ...], starts: list[int]) -> list[list[Any]]:
    """Return the items part by part, at offsets counted from the part's beginning; a name is in every part that mentions it."""
    dealt: list[list[Any]] = [[] for _ in starts]
    for item in items:
        if isinstance(item, Entity):
            mentions: dict[int, list[Mention]] = {}
            for mention in item.mentions:
                mentions.setdefault(_part(mention, starts), []).append(mention)
            for nth, own in mentions.items():
                dealt[nth].append(msgspec.structs.replace(item, mentions=tuple(_moved(mention, starts[nth]) for mention in own)))
        else:
            nth = _part(item, starts)
            dealt[nth].append(_moved(item, starts[nth]))
    return dealt


def _part(item: Any, starts: list[int]) -> int:  # noqa: ANN401 - whatever has a start
    return max(bisect_right(starts, item.start) - 1, 0)


def _moved(item: Any, by: int) -> Any:  # noqa: ANN401 - whatever has a start and an end
    return msgspec.structs.replace(item, start=item.start - by, end=item.end - by)
