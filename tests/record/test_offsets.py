"""The offset map for arbitrary texts and changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.offsets import Change, OffsetMap

TEXTS = st.text(alphabet="ab é\n\u200b", max_size=30)


@st.composite
def maps(draw):
    raw = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return OffsetMap(raw, [Change(start, end, draw(st.text(alphabet="xyz", max_size=4))) for start, end in pairs]), pairs


@st.composite
def maps_and_spans(draw):
    offsets, changes = draw(maps())
    ends = sorted((draw(st.integers(0, len(offsets.text))), draw(st.integers(0, len(offsets.text)))))
    raw_ends = sorted((draw(st.integers(0, len(offsets.raw))), draw(st.integers(0, len(offsets.raw)))))
    return offsets, changes, tuple(ends), tuple(raw_ends)


@given(maps())
def test_text_is_the_raw_text_with_the_changes(made):
    offsets, _ = made
    parts, at = [], 0
    for start, end, after in zip(offsets._raw_starts, offsets._raw_ends, _readings(offsets), strict=True):
        parts += offsets.raw[at:start], after
        at = end
    assert "".join(parts) + offsets.raw[at:] == offsets.text


@given(maps_and_spans())
def test_spans_stay_inside_and_ordered(case):
    offsets, _, span, raw_span = case
    start, end = offsets.to_raw(*span)
    assert 0 <= start <= end <= len(offsets.raw)
    start, end = offsets.to_text(*raw_span)
    assert 0 <= start <= end <= len(offsets.text)


@given(maps_and_spans())
def test_an_empty_span_stays_empty(case):
    offsets, _, span, raw_span = case
    start, end = offsets.to_raw(span[0], span[0])
    assert start == end
    start, end = offsets.to_text(raw_span[0], raw_span[0])
    assert start == end


@given(maps_and_spans())
def test_a_span_is_inside_the_span_of_its_source(case):
    offsets, changes, span, _ = case
    raw_start, raw_end = offsets.to_raw(*span)
    if raw_start == raw_end or any(start == end for start, end in changes):
        return  # an insertion has no source
    start, end = offsets.to_text(raw_start, raw_end)
    assert start <= span[0]
    assert span[1] <= end


@given(maps_and_spans())
def test_outside_the_changes_the_map_is_exact(case):
    offsets, changes, span, _ = case
    start, end = offsets.to_raw(*span)
    if not any((left < end and right > start) or start <= left <= end for left, right in changes):
        assert offsets.raw[start:end] == offsets.text[slice(*span)]


def test_changes_must_be_sorted_and_inside():
    with pytest.raises(ValueError, match="overlaps"):
        OffsetMap("abc", [Change(1, 2, ""), Change(0, 1, "")])
    with pytest.raises(ValueError, match="leaves the text"):
        OffsetMap("abc", [Change(1, 4, "")])


def _readings(offsets):
    return [offsets.text[start:end] for start, end in zip(offsets._text_starts, offsets._text_ends, strict=True)]
