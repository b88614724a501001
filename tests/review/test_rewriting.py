"""Many decisions and new findings go into a file at once; nothing else of it moves."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.record.parts import PARTS
from pipeline.review.rewriting import rewritten
from pipeline.review.writing import NotFound, decided, found
from pipeline.write.layout import compact, pretty
from tests.records import record
from tests.review.test_writing import IDS, LAYOUTS

DECISIONS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["ok", "wrong", "=A “b” [ORG]", '="\\']))
ADDITIONS = st.lists(
    st.sampled_from([("entities", '{"name": "Ö", "label": "ORG"}'), ("figures", '{"text": "3"}'), ("dates", "{}")]), max_size=4
)


@settings(deadline=None)
@given(data=LAYOUTS, decisions=DECISIONS)
def test_as_one_after_the_other(data, decisions):
    wanted = data
    for name, decision in decisions.items():
        place = found(wanted, name)
        wanted = place.holding(decided(place.written, decision))
    assert rewritten(data, decisions, []) == wanted


@settings(deadline=None)
@given(data=LAYOUTS, decisions=DECISIONS, additions=ADDITIONS)
def test_additions_come_last(data, decisions, additions):
    def read(what):
        return json.loads(what.removeprefix(b"\xef\xbb\xbf"))

    after, before = read(rewritten(data, decisions, additions)), read(rewritten(data, decisions, []))
    for part in PARTS:
        assert after.pop(part) == before.pop(part) + [json.loads(finding) for own, finding in additions if own == part]
    assert after == before


def test_a_new_line_looks_like_the_others():
    data = pretty(record())
    once = rewritten(data, {}, [("figures", '{"text": "1"}')])
    assert b'"figures": [\n    {"text": "1"}\n  ],\n' in once
    twice = rewritten(once, {}, [("figures", '{"text": "2"}'), ("figures", '{"text": "3"}')])
    assert b'"figures": [\n    {"text": "1"},\n    {"text": "2"},\n    {"text": "3"}\n  ],\n' in twice
    assert b'"figures":[{"text": "1"}, {"text": "2"}],' in rewritten(
        compact(record()), {}, [("figures", '{"text": "1"}'), ("figures", '{"text": "2"}')]
    )


@pytest.mark.parametrize(
    ("data", "decisions", "additions", "says"),
    [
        (b'{"figures": [}', {}, [], "the file is broken: "),
        (b'{"figures": []}', {"f-1": "ok"}, [], "an id is gone, or stands there twice"),
        (b'{"figures": [{"id": "f-1"}, {"id": "f-1"}]}', {"f-1": "ok"}, [], "an id is gone, or stands there twice"),
        (b'{"figures": []}', {}, [("dates", "{}")], "the list 'dates' is no longer there"),
    ],
)
def test_refusals(data, decisions, additions, says):
    with pytest.raises(NotFound) as fault:
        rewritten(data, decisions, additions)
    assert str(fault.value).startswith(says)
