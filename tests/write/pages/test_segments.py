"""Spans that overlap in any way become stretches that do not, and none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.write.pages.segments import Segment, Span, segments

TEXT = 30
SPANS = st.lists(st.tuples(st.integers(-2, TEXT + 2), st.integers(-2, TEXT + 2)), max_size=12).map(
    lambda pairs: [Span(min(pair), max(pair), mark) for mark, pair in enumerate(pairs)]
)


@given(SPANS, st.lists(st.integers(0, TEXT), max_size=5))
def test_every_character_once_with_the_spans_over_it(spans, cuts):
    found = segments(TEXT, spans, cuts)
    wide = [segment for segment in found if segment.start < segment.end]
    assert [at for segment in wide for at in range(segment.start, segment.end)] == list(range(TEXT))
    assert {cut for cut in cuts if 0 < cut < TEXT} <= {segment.start for segment in wide}
    inside = [span for span in spans if span.start >= 0 and span.end <= TEXT]
    for segment in wide:
        over = [span for span in inside if span.start <= segment.start and segment.end <= span.end]
        touched = [span for span in inside if span.start < segment.end and segment.start < span.end]
        assert over == touched
        shortest = sorted(span.end - span.start for span in over)[:4]
        assert [spans[mark].end - spans[mark].start for mark in segment.marks] == shortest
    assert sorted((s.start, s.marks[0]) for s in found if s.start == s.end) == sorted((s.start, s.mark) for s in inside if s.start == s.end)


def test_no_more_than_four_are_told_of_one_place():
    assert segments(3, [Span(0, 3, mark) for mark in range(9)]) == [Segment(0, 3, (0, 1, 2, 3))]


def test_empty_text():
    assert segments(0, [Span(0, 0, 0), Span(0, 1, 1)]) == [Segment(0, 0, (0,))]
