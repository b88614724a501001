"""Spans that overlap in any way, as stretches that do not.

Elements of a page cannot overlap, spans can: a figure that holds a name, a date that an edit cuts in two. So the text is cut wherever a
span begins or ends, and each stretch knows the spans that lie over it.
"""

from bisect import insort
from collections.abc import Iterable
from typing import Final, NamedTuple

_MOST: Final = 4
"""So many spans are told of one stretch: a record bent by hand may lay any number over one place."""


class Span(NamedTuple):
    """A half-open range of code points of a text; `mark` tells what lies there."""

    start: int
    end: int
    mark: int


class Segment(NamedTuple):
    """A stretch of the text and the marks of the spans over it, the shortest span first; empty where a span is empty."""

    start: int
    end: int
    marks: tuple[int, ...] = ()


def segments(length: int, spans: Iterable[Span], cuts: Iterable[int] = ()) -> list[Segment]:
    """Return segments that hold every character of a text of `length` once, in order; further `cuts` are made where asked.

    Spans that leave the text are passed over.

    >>> segments(9, [Span(0, 6, 0), Span(4, 9, 1)])
    [Segment(start=0, end=4, marks=(0,)), Segment(start=4, end=6, marks=(1, 0)), Segment(start=6, end=9, marks=(1,))]
    """
    held = sorted(span for span in spans if 0 <= span.start <= span.end <= length)
    bounds = sorted({0, length, *cuts, *(span.start for span in held), *(span.end for span in held)})
    found: list[Segment] = []
    over: list[tuple[int, int, int, int]] = []
    following = 0
    for start, end in zip(bounds, [*bounds[1:], length], strict=True):
        over = [each for each in over if each[2] > start]
        while following < len(held) and held[following].start == start:
            span = held[following]
            if span.start == span.end:
                found.append(Segment(start, start, (span.mark,)))
            else:
                insort(over, (span.end - span.start, span.start, span.end, span.mark))
            following += 1
        if start < end:
            found.append(Segment(start, end, tuple(each[3] for each in over[:_MOST])))
    return found
