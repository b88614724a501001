"""docs/record.md names every field of the record, in order, and no other."""

import re
from pathlib import Path

import msgspec
import pytest

from pipeline.record import article_record as record
from pipeline.record.candidates import PublicationDate
from pipeline.record.prose import Spin

PAGE = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")
TYPES = {
    "Record": record.Record,
    "published": PublicationDate,
    "spin": Spin,
    "review": record.Review,
    "entities": record.Entity,
    "mentions": record.Mention,
    "figures": record.Figure,
    "dates": record.Date,
    "claims": record.ClaimSentence,
    "edits": record.Edit,
    "set_aside": record.SetAside,
    "refused": record.Refused,
    "made_by": record.MadeBy,
}


@pytest.mark.parametrize("heading", TYPES)
def test_fields(heading):
    section = re.search(rf"^## {heading}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [field.encode_name for field in msgspec.structs.fields(TYPES[heading])]
