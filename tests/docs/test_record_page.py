"""docs/record.md names every field of the record, in order, and no other, and every word that a field may hold."""

import re
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

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


def values(kind):
    """Yield the words that a field of this type may hold."""
    if get_origin(kind) is Literal:
        yield from get_args(kind)
    else:
        for part in get_args(kind):
            yield from values(part)


# What cannot be in a place, though the type knows it: a claim is never told in the article's own voice.
NEVER = {("claims", "stance"): {"stated"}}


@pytest.mark.parametrize("heading", TYPES)
def test_every_word_that_a_field_may_hold_is_named(heading):
    hints = get_type_hints(TYPES[heading])
    for field in msgspec.structs.fields(TYPES[heading]):
        row = meaning(heading, field.encode_name)
        if row == "as for figures":
            row = meaning("figures", field.encode_name)
        for word in set(values(hints[field.name])) - NEVER.get((heading, field.encode_name), set()):
            assert re.search(rf"(?<!\w){re.escape(word)}(?!\w)", row), f"{heading}.{field.encode_name}: {word}"


def meaning(heading, field):
    section = re.search(rf"^## {heading}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]
    return re.search(rf"^\| `{field}` \| (.*) \|$", section, re.MULTILINE)[1]
