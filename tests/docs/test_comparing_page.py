"""docs/comparing.md names every field of the corpus report, in order, and no other."""

import re
from pathlib import Path

import msgspec
import pytest

from pipeline.record import corpus_report as report

PAGE = (Path(__file__).parents[2] / "docs" / "comparing.md").read_text(encoding="utf-8")
TYPES = {
    "CorpusReport": report.CorpusReport,
    "entities": report.RegisteredEntity,
    "relations": report.Relation,
    "items": report.Item,
    "copies": report.Copy,
}


@pytest.mark.parametrize("heading", TYPES)
def test_fields(heading):
    section = re.search(rf"^## {heading}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [field.encode_name for field in msgspec.structs.fields(TYPES[heading])]
