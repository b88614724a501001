"""doccano's lines: what is written comes back, and the forms that it writes are read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.record.annotation import AnnotatedText, Annotation
from pipeline.write.exports import doccano

TEXTS = st.text(st.sampled_from('ab \t\r\n"\\<>&\u2028\U0001f600\x00é'), min_size=1, max_size=30)


@settings(deadline=None)
@given(text=TEXTS, data=st.data())
def test_round_trip(text, data):
    spans = data.draw(st.sets(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 5), st.sampled_from(["ORG", "FIGURE"])), max_size=4))
    annotations = tuple(sorted({Annotation(start, min(start + length, len(text)), label) for start, length, label in spans}))
    line = doccano.line(AnnotatedText(text=text, annotations=annotations, article="a\nb", content="12"), source="a.txt")
    assert line.count(b"\n") == 1
    assert doccano.parsed(line) == AnnotatedText(text=text, annotations=annotations, article="a\nb", content="12")
    # doccano puts an id and remarks of its own beside what it was given.
    assert doccano.parsed(json.dumps(json.loads(line) | {"id": 7, "Comments": []}).encode()).annotations == annotations


@pytest.mark.parametrize(
    "labels",
    [
        {"label": [[0, 4, "GPE"]]},
        {"labels": [[0, 4, "GPE"]]},
        {"entities": [{"id": 3, "label": "GPE", "start_offset": 0, "end_offset": 4}], "relations": []},
    ],
)
def test_forms_of_its_versions(labels):
    assert doccano.parsed(json.dumps({"id": 1, "text": "Oslo"} | labels).encode()).annotations == (Annotation(0, 4, "GPE"),)


def test_earlier_versions_keep_what_they_do_not_know_in_meta():
    read = doccano.parsed(b'{"id": 1, "text": "Oslo", "labels": [], "meta": {"article": "a", "content": "12", "title": "Oslo"}}')
    assert (read.article, read.content) == ("a", "12")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"Oslo", "JSON is malformed: invalid character (byte 0)"),
        (b'{"label": []}', "Object missing required field `text`"),
        (b'{"text": "Oslo"}', "it has neither “label” nor “entities”"),
        (b'{"text": "Oslo", "label": [[2, 9, "GPE"]]}', "the span 2 to 9 of GPE lies outside of the text"),
        (b'{"text": "Oslo", "label": [[2, 2, "GPE"]]}', "the span 2 to 2 of GPE lies outside of the text"),
    ],
)
def test_refusals(line, says):
    with pytest.raises(doccano.Unreadable) as fault:
        doccano.parsed(line)
    assert str(fault.value) == says
