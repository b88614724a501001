"""The file as a person sees it."""

import json
from decimal import Decimal

import msgspec

from pipeline.record.article_record import Record
from pipeline.record.schema import article_schema
from pipeline.write.layout import compact, pretty
from tests.records import date, edit, entity, figure, record

WHOLE = record(
    text=("One.", "Two."),
    entities=(entity(), entity("BAIC", number=2)),
    figures=(figure("0.30"), figure("5", number=2)),
    dates=(date(),),
    edits=(edit(),),
)

PRETTY = """\
{
  "schema": "unspun/article/1",
  "id": "a",
  "source": "a.txt",
  "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
  "title": null,
  "published": {"value": null, "how": "unknown", "why": []},
  "spin": {"score": 0.0, "verdict": "clean", "why": []},
  "review": {"open": 0, "decided": 0, "look_first": []},
  "text": [
    "One.",
    "Two."
  ],
  "paragraphs": [[0, 4], [5, 9]],
  "entities": [
    {"id": "e-1", "name": "Xiaomi", "label": "ORG", "confidence": 0.90, "aliases": [], "mentions": [{"start": 0, "end": 6, "line": 1, "text": "Xiaomi"}], "why": ["the model reads an organisation"], "decision": ""},
    {"id": "e-2", "name": "BAIC", "label": "ORG", "confidence": 0.90, "aliases": [], "mentions": [{"start": 0, "end": 4, "line": 1, "text": "BAIC"}], "why": ["the model reads an organisation"], "decision": ""}
  ],
  "figures": [
    {"id": "f-1", "start": 10, "end": 20, "line": 1, "text": "$0.30 billion", "kind": "money", "value": 0.30, "low": null, "high": null, "unit": null, "currency": "USD", "bound": "exact", "per": null, "of": null, "change": null, "said_by": null, "stance": "stated", "confidence": 0.90, "why": ["“$” is taken for the US dollar"], "decision": ""},
    {"id": "f-2", "start": 10, "end": 20, "line": 1, "text": "$5 billion", "kind": "money", "value": 5, "low": null, "high": null, "unit": null, "currency": "USD", "bound": "exact", "per": null, "of": null, "change": null, "said_by": null, "stance": "stated", "confidence": 0.90, "why": ["“$” is taken for the US dollar"], "decision": ""}
  ],
  "dates": [
    {"id": "d-1", "start": 30, "end": 34, "line": 1, "text": "2021", "kind": "date", "value": "2021", "from": "2021-01-01", "to": "2021-12-31", "relation": null, "anchor": null, "said_by": null, "stance": "stated", "confidence": 0.90, "why": ["a year"], "decision": ""}
  ],
  "claims": [],
  "edits": [
    {"id": "c-1", "start": 5, "end": 8, "line": 1, "before": "â€™", "after": "’", "kind": "encoding", "status": "applied", "alternatives": [], "confidence": 0.90, "why": ["mojibake"], "decision": ""}
  ],
  "set_aside": [],
  "refused": [],
  "made_by": {"tool": "unspun 0", "model": "none", "settings": "0", "content": ""}
}
"""


def test_one_finding_a_line_in_fixed_order():
    assert pretty(WHOLE).decode() == PRETTY


def test_both_layouts_hold_the_same_record():
    assert json.loads(pretty(WHOLE)) == json.loads(compact(WHOLE))
    assert compact(WHOLE).count(b"\n") == 1
    assert msgspec.json.decode(pretty(WHOLE), type=Record) == WHOLE


def test_values_are_exact():
    huge = record(figures=(figure("100000000000000000000.10"),))
    assert b'"value": 100000000000000000000.10,' in pretty(huge)
    assert msgspec.json.decode(pretty(huge), type=Record).figures[0].value == Decimal("100000000000000000000.10")


def test_schema_names_every_field_in_the_files_order():
    schema = article_schema()
    assert [name for name in schema["$defs"]["Record"]["properties"] if name != "url"] == list(json.loads(PRETTY))
    assert [name for name in schema["$defs"]["Date"]["properties"] if name not in {"context", "instead_of", "stale", "note"}] == list(
        json.loads(PRETTY)["dates"][0]
    )
    assert schema["$defs"]["Figure"]["properties"]["value"] == {"anyOf": [{"type": "number"}, {"type": "null"}]}
