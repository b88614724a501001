"""The reader of JSON with places reads what every reader of JSON reads, and knows where it stands."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.syntax import located

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)
LAYOUTS = st.fixed_dictionaries(
    {
        "indent": st.none() | st.integers(0, 4) | st.just("\t"),
        "separators": st.tuples(st.sampled_from([",", ", ", " ,\r\n"]), st.sampled_from([":", ": ", " :\t"])),
        "ensure_ascii": st.booleans(),
    }
)


def as_read(text):
    return json.loads(text, parse_float=Decimal)


def places(node):
    yield node
    if isinstance(node, located.Array):
        for item in node.items:
            yield from places(item)
    if isinstance(node, located.Object):
        for member in node.members:
            yield from places(member.name)
            yield from places(member.value)


@given(VALUES, LAYOUTS)
def test_reads_what_json_holds(value, layout):
    text = json.dumps(value, **layout)
    assert located.plain(located.read(text)) == as_read(text)


@given(VALUES, LAYOUTS)
def test_every_place_holds_its_value(value, layout):
    text = json.dumps(value, **layout)
    for node in places(located.read(text)):
        assert as_read(text[node.start : node.end]) == located.plain(node)


@given(st.text(alphabet='{}[]",:\\ \n-0123.eutrfalsn"', max_size=30))
def test_takes_and_refuses_what_the_standard_reader_does(text):
    try:
        expected = as_read(text)
    except ValueError:
        with pytest.raises(located.BrokenJson) as caught:
            located.read(text)
        assert 0 <= caught.value.at <= len(text)
    else:
        assert located.plain(located.read(text)) == expected


@pytest.mark.parametrize(
    "text", ["NaN", "-Infinity", '"\\ud83d"', '"\\udc00\\ud83d"', '"a\tb"', "\xa01", "\ufeff1", "1e9999999", "٣", "05", "1."]
)
def test_refuses_what_only_lax_readers_take(text):
    with pytest.raises(located.BrokenJson):
        located.read(text)


def test_keeps_doubled_members_in_order():
    node = located.read('{"decision": "ok", "note": "", "decision": "wrong"}')
    assert isinstance(node, located.Object)
    assert [(member.name.value, member.name.start, located.plain(member.value)) for member in node.members] == [
        ("decision", 1, "ok"),
        ("note", 19, ""),
        ("decision", 31, "wrong"),
    ]


def test_numbers_stay_as_they_were_written():
    assert [str(item) for item in located.plain(located.read("[4.10, 1E+2, -0.0, 12345678901234567890]"))] == [
        "4.10",
        "1E+2",
        "-0.0",
        "12345678901234567890",
    ]
    digits = "7" * 50_000
    assert str(located.plain(located.read(digits))) == digits


def test_nesting_has_a_limit():
    deepest = "[" * located.DEEPEST + "]" * located.DEEPEST
    assert located.read(deepest)
    with pytest.raises(located.BrokenJson) as caught:
        located.read(f"[{deepest}]")
    assert caught.value.too_deep
    assert caught.value.at == located.DEEPEST
    with pytest.raises(located.BrokenJson):
        located.read("[" * 1_000_000)


@pytest.mark.parametrize(
    ("text", "at", "expecting", "depth"),
    [
        ("", 0, "a value", 0),
        ("  x", 2, "a value", 0),
        ('{"a": 1 "b": 2}', 8, "a comma or }", 1),
        ('{"a" 1}', 5, "a colon", 1),
        ('{"a": [1, 2', 11, "a comma or ]", 2),
        ("{1}", 1, "a name in double quotes or }", 1),
        ('{"a": 1,}', 8, "a name in double quotes", 1),
        ('["a\n"]', 1, "a value or ]", 1),
        ("[] []", 3, "the end of the file", 0),
    ],
)
def test_says_where_it_stopped_and_what_it_expected(text, at, expecting, depth):
    with pytest.raises(located.BrokenJson) as caught:
        located.read(text)
    assert (caught.value.at, caught.value.expecting) == (at, expecting)
    assert (caught.value.open.depth if caught.value.open else 0) == depth


@given(st.text(alphabet="ab\r\n\u2028é😀", max_size=20), st.data())
def test_lines_and_columns_lead_back_to_the_offset(text, data):
    offset = data.draw(st.integers(0, len(text)))
    line, column = located.Lines(text).place(offset)
    before = text.split("\n")[: line - 1]
    assert sum(len(part) + 1 for part in before) + column - 1 == offset
