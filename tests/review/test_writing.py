"""A decision goes into a file as its person has it: nothing else of it moves."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.parts import PARTS
from pipeline.review.writing import NotFound, decided, found
from pipeline.write.layout import compact, pretty
from tests.records import date, edit, entity, figure, record

RECORD = record(
    text=('He said "id": "e-2", it said.', "½ ⟦€⟧ \U0001f600"),
    entities=(entity("Škoda", context="the ⟦Škoda⟧"), entity("BAIC", number=2, note='who? "\\')),
    figures=(figure(decision="okay", stale="another day"),),
    dates=(date(note=""),),
    edits=(edit(status="suggested", alternatives=("1", "2"), decision="=\t\x00"),),
)
IDS = ("e-1", "e-2", "f-1", "d-1", "c-1")
BLANKS = st.text(alphabet=" \t\r\n", max_size=3)


def with_blanks(data, blanks):
    """Put white space around every comma, colon and bracket outside texts."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', data.decode())
    spread = [
        piece if at % 2 else re.sub(r"[\[\]{},:]", lambda mark: blanks[0] + mark[0] + blanks[1], piece) for at, piece in enumerate(pieces)
    ]
    return "".join(spread).encode()


LAYOUTS = st.one_of(
    st.just(pretty(RECORD)),
    st.just(compact(RECORD)),
    st.just(pretty(RECORD).replace(b"\n", b"\r\n")),
    st.builds(
        lambda **how: json.dumps(json.loads(compact(RECORD)), **how).encode(),
        indent=st.integers(0, 4) | st.just("\t"),
        ensure_ascii=st.booleans(),
        sort_keys=st.booleans(),
    ),
    st.builds(with_blanks, st.sampled_from([pretty(RECORD), compact(RECORD)]), st.tuples(BLANKS, BLANKS)),
).flatmap(lambda data: st.sampled_from([data, b"\xef\xbb\xbf" + data]))


def as_read(data):
    return json.loads(data.removeprefix(b"\xef\xbb\xbf"))


def own(whole, name):
    return next(item for part in PARTS for item in whole[part] if item["id"] == name)


def values_blanked(data, name):
    """Return the file with what a decision may change taken out: the two values, and members that come or go."""
    place = found(data, name)
    member = r'\s*,\s*"(?:{})"\s*:\s*"(?:[^"\\]|\\.)*"'
    written = re.sub(member.format("note|stale"), "", place.written)
    # Where members are sorted by name, the first has its comma behind it.
    written = re.sub(r'("decision"\s*:\s*)"(?:[^"\\]|\\.)*"', r"\1", written)
    return place.before + written.encode() + place.after


@given(LAYOUTS, st.sampled_from(IDS), st.text(), st.none() | st.text())
def test_only_these_values_change_and_they_are_read_back(data, name, decision, note):
    place = found(data, name)
    result = place.holding(decided(place.written, decision, note))
    assert values_blanked(result, name) == values_blanked(data, name)
    whole = as_read(data)
    expected = own(whole, name)
    expected.pop("stale", None)
    expected |= {"decision": decision} | ({} if note is None else {"note": note})
    assert as_read(result) == whole


@given(LAYOUTS, st.sampled_from(IDS), st.text())
def test_a_note_alone_leaves_the_decision_and_what_is_said_of_it(data, name, note):
    place = found(data, name)
    whole = as_read(data)
    own(whole, name)["note"] = note
    assert as_read(place.holding(decided(place.written, None, note))) == whole


@given(LAYOUTS, st.sampled_from(IDS), st.text(), st.text())
def test_the_later_decision_leaves_no_trace_of_the_earlier(data, name, first, second):
    place = found(data, name)
    # Whatever an editor escaped otherwise is escaped our way from the first decision on.
    assert decided(decided(place.written, f"{first}."), f"{second}!") == decided(place.written, f"{second}!")


def test_what_was_written_is_put_back_to_the_byte():
    data = pretty(RECORD)
    place = found(data, "e-1")
    changed = place.holding(decided(place.written, "ok", "sure"))
    assert b'"decision": "ok", "note": "sure"}' in changed
    assert found(changed, "e-1").holding(place.written) == data


def test_the_same_words_keep_the_escapes_of_the_person():
    written = r'{"id": "e-1", "decision": "=\u0160koda", "note": "\/"}'
    assert decided(written, "=Škoda", "/") == written


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('{"id":"e-1"}', '{"id":"e-1", "decision":"ok", "note":"n"}'),
        ('{"id": "e-1", "kind" : 1}', '{"id": "e-1", "kind" : 1, "decision" : "ok", "note" : "n"}'),
        ('{"decision": null, "id": "e-1"}', '{"decision": "ok", "note": "n", "id": "e-1"}'),
        ('{"stale": "s", "decision": "", "id": "e-1"}', '{"decision": "ok", "note": "n", "id": "e-1"}'),
        ('{\n  "id": "e-1",\n  "decision": ""\n}', '{\n  "id": "e-1",\n  "decision": "ok",\n  "note": "n"\n}'),
        ('{"id": "e-1", "decision": "a", "decision": "b"}', '{"id": "e-1", "decision": "a", "decision": "ok", "note": "n"}'),
    ],
)
def test_odd_findings(written, expected):
    assert decided(written, "ok", "n") == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"entities": []}', "e-1 is no longer there"),
        (b'{"entities": [{"id": "e-1"}, {"id": "e-1"}]}', "e-1 stands there 2 times"),
        (b'{"id": "e-1", "entities": {"id": "e-1"}, "claims": [{"id": "e-1"}]}', "e-1 is no longer there"),
        (b"[]", "e-1 is no longer there"),
        (b'{"entities": [{"id": "e-1"]}', "the file is broken: line 1, column 27"),
        (b'{"entities": [{"id": "e-1", "note": "\xe9"}]}', "the file is broken: line 1, column 38: byte 0xe9 is no UTF-8"),
        (b"", "the file is empty"),
    ],
)
def test_why_a_finding_has_no_place(data, reason):
    with pytest.raises(NotFound) as caught:
        found(data, "e-1")
    assert reason in str(caught.value)


def test_line_is_that_of_the_id():
    data = pretty(RECORD).replace(b'{"id": "d-1"', b'{\r\n\r\n"id": "d-1"')
    assert data.splitlines()[found(data, "d-1").line - 1].startswith(b'"id": "d-1"')
