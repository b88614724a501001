"""What is said of a file that a hand has damaged: the slip, its place and what to do."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.syntax.damage import Damage, Document, diagnosed
from pipeline.review.syntax.located import plain

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "tests/cases/review/damage.toml").read_text("utf-8"))["case"]
RECORDS = sorted((ROOT / "outputs").glob("*.json"))
BROKEN = '{\n  "decision": ▸ok\n}\n'
RECORD = """{
  "id": "a",
  "entities": [
    {"id": "e-1", "aliases": ["IoT"], "confidence": 0.7, "decision": ""},
    {"id": "e-2", "aliases": [], "confidence": 0.9, "decision": "=Halla \\"Oy\\""}
  ]
}
"""


def place(marked):
    before = marked[: marked.index("▸")]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_names_the_slip(case):
    found = diagnosed(case["text"].replace("▸", "").encode())
    assert isinstance(found, Damage)
    assert (found.code, found.line, found.column) == (case["code"], *place(case["text"])), str(found)
    for words in case["says"]:
        assert words in str(found)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_line_ends_of_windows_change_nothing(case):
    data = case["text"].replace("▸", "")
    plain_ends, windows = diagnosed(data.encode()), diagnosed(data.replace("\n", "\r\n").encode())
    assert windows == plain_ends


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_reads_records_as_they_are(path):
    data = path.read_bytes()
    document = diagnosed(data)
    assert isinstance(document, Document)
    assert json.loads(data) == json.loads(json.dumps(plain(document.root), default=float))


def test_a_byte_order_mark_is_no_damage():
    assert diagnosed(b"\xef\xbb\xbf" + RECORD.encode()) == diagnosed(RECORD.encode())


def test_a_byte_order_mark_moves_no_place():
    marked = diagnosed(b"\xef\xbb\xbf" + BROKEN.replace("▸", "").encode())
    assert isinstance(marked, Damage)
    assert (marked.line, marked.column) == place(BROKEN)


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"", "empty-file", 1, 1),
        (RECORD.encode("utf-16"), "wrong-encoding", 1, 1),
        (RECORD.encode("utf-16-le"), "wrong-encoding", 1, 1),
        (RECORD.encode("utf-32-be"), "wrong-encoding", 1, 1),
        ('{\n  "note": "café"}'.encode("latin-1"), "wrong-encoding", 2, 15),
        ('{"a": "€",\n "note": "é €"}'.encode()[:-4], "wrong-encoding", 2, 13),
        (b"[" * 5000, "too-deep", 1, 101),
        (b"\x1f\x8b\x08\x00", "wrong-encoding", 1, 2),
    ],
)
def test_names_what_is_wrong_with_the_bytes(data, code, line, column):
    found = diagnosed(data)
    assert isinstance(found, Damage)
    assert (found.code, found.line, found.column) == (code, line, column), str(found)


@given(st.integers(0, len(RECORD)), st.integers(0, 3), st.text(alphabet='{}[]",:=\\\n ok‘“/#1.\t', max_size=3))
def test_says_something_of_every_damage(at, length, typed):
    text = RECORD[:at] + typed + RECORD[at + length :]
    found = diagnosed(text.encode())
    try:
        value = json.loads(text)
    except ValueError:
        assert isinstance(found, Damage)
        assert 1 <= found.line <= text.count("\n") + 1
        assert found.what
        assert found.remedy
        assert str(found).isprintable()
    else:
        assert isinstance(found, Document)
        assert json.loads(json.dumps(plain(found.root), default=float)) == value


@pytest.mark.parametrize(
    "slip", ['"decision": ok', '"decision": "ok', '"decision" "ok"', '"decision": "a "b" c"', '"decision": "ok"]', '"decision": "ok",']
)
def test_cost_grows_with_the_text_only(slip):
    lines = ",\n".join(f'    {{"id": "e-{number}", "decision": ""}}' for number in range(20_000))
    text = f'{{\n  "entities": [\n    {{"id": "e", {slip}}},\n{lines}\n  ]\n}}\n'
    found = diagnosed(text.encode())
    assert isinstance(found, Damage)
    assert found.line == 3
