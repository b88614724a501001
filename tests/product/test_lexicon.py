"""What an entry of a personal lexicon does to a record, case by case."""

import csv
import tomllib
from functools import cache
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.lexicon import personal
from pipeline.record.article import Article

CASES = Path(__file__).parents[1] / "cases" / "personal.tsv"
with CASES.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))
AROUND = {
    "clean": "Vans are sold in many towns.",
    "spun": "The firm experienced shared its designs with men and women acquainted with the matter a 12 months afterwards. "
    "In accordance to the organization, the manufacturing unit will continue to can make cars, and it has develop into an critical "
    "aspect of the sector. As a final result, the chief govt claimed, the agency does however have the capability to enjoy a role on its individual.",
}


@cache
def flow(lexicon):
    return Flow(Settings(model="small", lexicon=personal.parse(lexicon.encode(), "my.toml")))


def findings(row, lexicon):
    """Return what the record shows, each finding with whether a lexicon is its reason."""
    raw = f"{row['sentence']}\n\n{AROUND[row['article']]}\n"
    record = flow(lexicon).read(Article(id="a", source="a.txt", raw=raw, sha256=""))
    assert record.spin.verdict == row["article"]
    assert not any("your lexicon" in why for item in record.figures for why in item.why)
    shown = [(f"{one.name} {one.label}" + (f" = {', '.join(one.aliases)}" if one.aliases else ""), one.why) for one in record.entities]
    shown += [(f"figure {one.text}", one.why) for one in record.figures]
    shown += [
        (f"{one.status} {one.kind} {one.before} > {one.after}" + (" (in a quotation)" if "in a quotation" in one.why else ""), one.why)
        for one in record.edits
    ]
    shown += [(f"no {one.seen_as} {one.text}", one.why) for one in record.refused]
    return {what: any(reason.startswith("your lexicon: ") for reason in why) for what, why in shown}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['lexicon'][:30]} {row['sentence'][:30]}")
def test_cases(row):
    assert tomllib.loads(row["lexicon"])
    having, lacking = findings(row, row["lexicon"]), findings(row, "")
    assert sorted(what for what, by_lexicon in having.items() if by_lexicon) == sorted(filter(None, row["shows"].split("|")))
    if row["gone"]:
        assert row["gone"] in lacking
        assert row["gone"] not in having
    elif not row["shows"]:
        assert having == lacking
