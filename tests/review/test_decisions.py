"""Decisions survive: found again by id, kept as orphans where the finding is gone."""

import json

import msgspec
import pytest

from pipeline.errors import ArticleError
from pipeline.review.decisions import merge, of_record
from pipeline.write.layout import pretty
from tests.records import date, edit, entity, figure, record

RECORD = record(
    entities=(entity(confidence=0.5), entity("BAIC", number=2)),
    figures=(figure(),),
    dates=(date(confidence=0.6),),
    edits=(edit(status="suggested", kind="spun-name"), edit(number=2), edit(number=3, status="suggested", kind="spun-phrase")),
)


def edited(**decisions):
    """Return RECORD's file with decisions written into it, as a person would."""
    data = json.loads(pretty(RECORD))
    for part in ("entities", "figures", "dates", "edits"):
        for item in data[part]:
            item.update(decisions.get(item["id"].replace("-", "_"), {}))
    return json.dumps(data).encode()


def test_open_questions_are_counted_and_sorted():
    assert RECORD.review.open == 3
    assert RECORD.review.look_first == ("e-1", "d-1", "c-1")


def test_decisions_and_notes_are_carried_over():
    decided = of_record(
        edited(e_1={"decision": " =Xiaomi Corp. "}, d_1={"decision": "ok"}, f_1={"note": "seen in print"}), "a.json"
    ).decided
    merged = merge(RECORD, decided)
    assert merged.orphans == ()
    assert merged.record.entities[0].decision == "=Xiaomi Corp."
    assert merged.record.dates[0].decision == "ok"
    assert merged.record.figures[0].note == "seen in print"
    assert (merged.record.review.open, merged.record.review.decided, merged.record.review.look_first) == (1, 2, ("c-1",))


def test_merging_twice_changes_nothing():
    decided = of_record(edited(e_1={"decision": "wrong", "note": "no"}), "a.json").decided
    once = merge(RECORD, decided).record
    assert merge(RECORD, of_record(pretty(once), "a.json").decided).record == once


def test_decision_whose_finding_is_gone_is_kept_whole():
    decided = of_record(edited(e_2={"decision": "ok", "note": "sure"}), "a.json").decided
    merged = merge(msgspec.structs.replace(RECORD, entities=RECORD.entities[:1]), decided)
    (orphan,) = merged.orphans
    assert (orphan.article, orphan.part, orphan.finding["name"], orphan.finding["note"]) == ("a", "entities", "BAIC", "sure")


def test_findings_added_by_hand_are_kept():
    data = json.loads(pretty(RECORD))
    data["entities"] += [{"name": "Wuling", "label": "ORG"}, {"name": "SAIC", "label": "ORG"}]
    merged = merge(RECORD, of_record(json.dumps(data).encode(), "a.json").decided)
    assert [orphan.finding["name"] for orphan in merged.orphans] == ["Wuling", "SAIC"]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"id": "a", "entities": 5}', b'{"entities": []}', b'{"id": "a", "dates": ["x"]}', b"\xff\xfe"]
)
def test_file_that_cannot_be_understood_is_refused(data):
    with pytest.raises(ArticleError) as refusal:
        of_record(data, "outputs/a.json")
    assert refusal.value.code == "unparsable-record"
