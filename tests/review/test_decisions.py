"""What a person writes into a file takes effect on the next run, and changes nothing else."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.review.bench import Desk, wordings

CASES = Path(__file__).parents[1] / "cases" / "review" / "decisions.tsv"
TEXT = """\
Xiaomi to build cars

Xiaomi Corp. will spend $10 billion on electric cars, men and women acquainted with the matter said on Friday. Lei Jun will lead it.

The plant makes 150,000 EVs for each yr, a complete of 300k, by 2024. It also agreed with the World wide web of Points (IoT) group.
"""


def rows():
    with CASES.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path, TEXT)
    desk.run()
    return desk


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['words']}: {row['change']}")
def test_decision_takes_effect(row, tmp_path):
    desk = Desk(tmp_path, row["text"].replace("\\n", "\n") + "\n")
    desk.run()
    change = json.loads(row["change"])

    def edit(record):
        (item,) = (item for item in record[row["part"]] if row["words"] in wordings(item))
        record[row["part"]].remove(item) if change is None else item.update(change)

    desk.edit(edit)
    desk.run()
    found = desk.finding(row["part"], row["words"])
    shows = json.loads(row["shows"])
    assert {name: found.get(name) for name in shows} == shows
    for silent in {"stale", "instead_of", "note"} - shows.keys():
        assert silent not in found
    text = "\n".join(desk.record()["text"])
    for words in filter(None, row["reads"].split("|")):
        assert words[1:] not in text if words.startswith("!") else words in text
    once = desk.path.read_bytes()
    desk.run()
    assert desk.path.read_bytes() == once


def test_a_rerun_changes_only_the_decided_lines_and_what_follows(desk):
    before = desk.path.read_text().splitlines()
    decided = {"Lei Jun": "=Lei Jun Jr.", "$10 billion": "wrong", "Friday": "=2022-08-25", "300k": "ok", "for each yr": "ok"}
    lines = []
    for line in before:
        word = next(
            (
                word
                for word in decided
                if f'"name": "{word}"' in line or f'"text": "{word}", "kind"' in line or f'"before": "{word}"' in line
            ),
            None,
        )
        lines.append(line.replace('"decision": ""', f'"decision": "{decided[word]}"') if word else line)
    desk.path.write_text("\n".join(lines) + "\n")
    desk.run()
    after = desk.path.read_text().splitlines()
    assert len(after) == len(before)
    changed = [line for line, old in zip(after, before, strict=True) if line != old]
    assert sum('"decision": "' in line and '"decision": ""' not in line for line in changed) == len(decided)
    others = [line.split('"')[1] for line in changed if '"decision": "' not in line]
    assert others == ["review", "made_by"]


def test_all_that_is_added_by_hand_becomes_whole_and_stays(desk):
    desk.edit(lambda record: record["entities"].append({"name": "electric cars", "label": "PRODUCT", "note": "missed"}))
    desk.edit(lambda record: record["figures"].append({"text": "a complete"}))
    desk.edit(lambda record: record["dates"].append({"text": "Lei", "value": "2021", "from": "2021-01-01", "to": "2021-12-31"}))
    desk.edit(lambda record: record["edits"].append({"before": "will lead it", "after": "will run it"}))
    outcome = desk.run()
    assert outcome.remarks == (
        "a.txt: added to figures: “a complete”: these words do not stand in the article; what you added is kept in _orphans.json",
    )
    name = desk.finding("entities", "electric cars")
    assert [(each["text"], TEXT[each["start"] : each["end"]]) for each in name["mentions"]] == [("electric cars", "electric cars")]
    assert (name["label"], name["why"], name["decision"], name["note"]) == ("PRODUCT", ["added by hand"], "ok", "missed")
    date = desk.finding("dates", "Lei")
    assert (date["value"], date["line"], TEXT[date["start"] : date["end"]]) == ("2021", 3, "Lei")
    assert "Lei Jun will run it." in desk.record()["text"][1]
    assert desk.finding("edits", "will lead it")["status"] == "applied"
    once = desk.path.read_bytes()
    desk.run()
    assert desk.path.read_bytes() == once
    desk.edit(lambda record: record["entities"].remove(name))
    desk.run()
    assert "electric cars" not in {item["name"] for item in desk.record()["entities"]}


def test_values_added_by_hand_are_exact(desk):
    desk.path.write_text(desk.path.read_text().replace('"value": 10000000000', '"value": 10000000000.10'))
    desk.run()
    assert '"value": 10000000000.10' in desk.path.read_text()
    assert desk.finding("figures", "$10 billion")["decision"] == "ok"
    assert json.loads(desk.path.read_bytes(), parse_float=Decimal)["figures"][0]["value"] == Decimal("10000000000.10")


def test_decision_follows_its_sentence_through_a_changed_article(desk):
    desk.decide("figures", "300k", decision="=310,000 EVs", note="plan of May")
    desk.decide("edits", "for each yr", decision="wrong")
    first, second, third = TEXT.split("\n\n")
    desk.text = f"{first}\n\n{third.strip()}\n\n{second}\n"
    desk.run()
    found = desk.finding("figures", "300k")
    assert (found["value"], found["note"], "stale" in found) == (310000, "plan of May", False)
    assert "makes 150,000 EVs for each yr" in desk.record()["text"][1]


def test_decision_in_a_changed_sentence_is_stale_and_asked_again(desk):
    desk.decide("figures", "300k", decision="=310,000 EVs")
    desk.text = TEXT.replace("by 2024", "by spring")
    desk.run()
    found = desk.finding("figures", "300k")
    assert (found["value"], found["decision"]) == (300000, "=310,000 EVs")
    assert found["stale"] == "decided where it read: The plant makes 150,000 EVs per year, a total of ⟦300k⟧, by 2024."
    assert found["id"] in desk.record()["review"]["look_first"]
    desk.run()
    assert desk.finding("figures", "300k")["stale"] == found["stale"]
    # Whoever takes the line away stands by the decision.
    desk.edit(lambda record: [item.pop("stale", None) for item in record["figures"]])
    desk.run()
    assert desk.finding("figures", "300k")["value"] == 310000


def test_decision_whose_finding_is_gone_is_kept_and_comes_back(desk):
    desk.decide("dates", "2024", decision="=2025", note="moved")
    desk.text = TEXT.replace(", by 2024", "")
    desk.run()
    (orphan,) = desk.orphans()
    assert (orphan["part"], orphan["finding"]["text"], orphan["finding"]["note"]) == ("dates", "2024", "moved")
    desk.run()
    assert len(desk.orphans()) == 1
    desk.text = TEXT
    desk.run()
    assert desk.finding("dates", "2024")["value"] == "2025"
    assert desk.orphans() == []


def test_what_was_confirmed_stays_when_the_tool_reads_otherwise(desk):
    desk.decide("dates", "Friday", decision="ok")
    desk.decide("dates", "2024", decision="wrong")
    desk.published = "2022-09-05"
    desk.run()
    friday = desk.finding("dates", "Friday")
    assert (friday["value"], friday["instead_of"]["value"]) == ("2022-08-26", "2022-09-02")
    assert "stale" not in desk.finding("dates", "2024")


def test_wrong_does_not_hold_for_another_reading(desk):
    desk.decide("dates", "Friday", decision="wrong")
    desk.published = "2022-09-05"
    desk.run()
    friday = desk.finding("dates", "Friday")
    assert (friday["value"], friday["stale"]) == (
        "2022-09-02",
        "decided when it was read as: value 2022-08-26, from 2022-08-26, to 2022-08-26",
    )
    assert friday["id"] in desk.record()["review"]["look_first"]


def test_changes_that_cannot_be_taken_over_are_kept_whole(desk):
    desk.edit(lambda record: record["figures"][0].update(start=3))
    before = desk.path.read_bytes()
    outcome = desk.run()
    (copy,) = (desk.folder / "_edited").iterdir()
    assert copy.read_bytes() == before
    assert f"your file is kept as {copy}" in outcome.remarks[0]


def test_file_that_cannot_be_read_is_left_and_the_result_lies_beside_it(desk):
    desk.decide("entities", "Lei Jun", decision="=Lei")
    broken = desk.path.read_text().replace('"decision": "=Lei"', '"decision": =Lei')
    desk.path.write_text(broken)
    outcome = desk.run()
    assert "a.json" in outcome.fault
    assert desk.path.read_text() == broken
    assert (desk.folder / "a.json.new").exists()
    desk.path.write_text(broken.replace("=Lei", '"=Lei"'))
    desk.run()
    assert desk.finding("entities", "Lei Jun")["name"] == "Lei"
    assert not (desk.folder / "a.json.new").exists()


def test_file_that_says_the_same_is_not_touched(desk):
    before = desk.path.stat()
    desk.run()
    assert desk.path.stat() == before


def test_file_saved_while_its_article_is_worked_on_counts(desk, monkeypatch):
    from pipeline.engine import shards

    process = shards._processed

    def saved_meanwhile(*arguments):
        merged = process(*arguments)
        monkeypatch.setattr(shards, "_processed", process)
        desk.decide("entities", "Lei Jun", decision="=Lei")
        return merged

    monkeypatch.setattr(shards, "_processed", saved_meanwhile)
    desk.published = "2022-08-27"
    desk.run()
    assert desk.finding("entities", "Lei Jun")["name"] == "Lei"


def test_what_is_wrong_is_no_part_of_the_report(desk):
    import msgspec

    from pipeline.compare.corpus import summary
    from pipeline.record.article_record import Record

    desk.decide("entities", "Lei Jun", decision="wrong")
    desk.run()
    told = summary(msgspec.json.decode(desk.path.read_bytes(), type=Record))
    assert "Lei Jun" not in {entity.name for entity in told.entities}


def test_a_line_that_was_copied_to_write_another_is_that_other(desk):
    def copy(record):
        line = dict(next(item for item in record["figures"] if item["text"] == "300k"))
        del line["id"]
        record["figures"].append(line | {"text": "$10", "value": 5})
        name = dict(next(item for item in record["entities"] if item["name"] == "Lei Jun"))
        record["entities"].append(name | {"name": "electric cars", "label": "PRODUCT"})

    desk.edit(copy)
    desk.run()
    assert desk.finding("figures", "300k")["value"] == 300000
    assert (desk.finding("figures", "$10")["value"], desk.finding("figures", "$10")["line"]) == (5, 3)
    assert desk.finding("entities", "Lei Jun")["label"] == "PERSON"
    assert desk.finding("entities", "electric cars")["mentions"][0]["text"] == "electric cars"


def test_a_note_outlives_a_line_that_is_added_of_the_same_words(desk):
    desk.decide("dates", "Friday", note="which one?")
    desk.edit(lambda record: record["dates"].append({"text": "Friday", "value": "2022-09-02", "note": "that one"}))
    outcome = desk.run()
    assert desk.finding("dates", "Friday")["note"] == "which one?"
    assert [orphan["finding"]["note"] for orphan in desk.orphans()] == ["that one"]
    assert "another line says something of these words" in outcome.remarks[0]


def test_two_findings_of_the_same_words_stand_side_by_side(tmp_path):
    desk = Desk(tmp_path, "Alpha beta gamma delta.\n\nAlpha beta gamma epsilon went home.\n")
    desk.run()
    for line, note in ((1, "one"), (3, "two")):
        desk.edit(
            lambda record, line=line, note=note: record["dates"].append({"text": "gamma", "value": "2021", "line": line, "note": note})
        )
        desk.run()
    assert [(item["line"], item["note"]) for item in desk.record()["dates"]] == [(1, "one"), (3, "two")]


def test_decision_stays_at_its_place_when_an_equal_wording_before_it_goes(tmp_path):
    desk = Desk(tmp_path, "We sold 5 vans, they sold 5 vans, and no more.\n")
    desk.run()
    desk.decide("figures", "5 vans", decision="=6 vans", note="the first")
    desk.run()
    desk.edit(lambda record: record["edits"].append({"before": "We sold 5 vans", "after": "We sold some vans"}))
    desk.run()
    others = [item for item in desk.record()["figures"] if item["start"] > 15]
    assert [(item["value"], "note" in item) for item in others] == [(5, False)]


@pytest.mark.parametrize("decision", ["okay", "wrong"])
def test_value_beside_a_decision_that_does_not_stand_by_it_is_not_lost(desk, decision):
    desk.decide("figures", "300k", value=7, decision=decision)
    before = desk.path.read_bytes()
    outcome = desk.run()
    (copy,) = (desk.folder / "_edited").iterdir()
    assert copy.read_bytes() == before
    assert any("your file is kept as" in remark for remark in outcome.remarks)


def test_value_beside_an_emptied_decision_counts(desk):
    desk.decide("figures", "300k", decision="ok")
    desk.run()
    desk.decide("figures", "300k", decision="", value=7)
    desk.run()
    assert (desk.finding("figures", "300k")["value"], desk.finding("figures", "300k")["decision"]) == (7, "ok")


def test_two_decisions_in_one_line_are_asked_about(desk):
    desk.path.write_text(desk.path.read_text().replace('"name": "Lei Jun"', '"decision": "=Lei", "name": "Lei Jun"'))
    before = desk.path.read_bytes()
    outcome = desk.run()
    assert '"decision" stands twice' in outcome.fault
    assert desk.path.read_bytes() == before


@pytest.mark.parametrize(
    ("part", "added"),
    [
        ("edits", {"before": "zzz", "after": "y"}),
        ("edits", {"before": "it", "after": "y"}),
        ("edits", {"before": "lead"}),
        ("figures", {"text": "zzz"}),
        ("figures", {"text": "lead", "value": "many"}),
        ("figures", {"text": "lead", "decision": "okay"}),
        ("dates", {"text": "lead", "from": "2021-05-32"}),
        ("entities", {"name": "lead", "label": "CEO"}),
        ("entities", {"label": "ORG"}),
    ],
)
def test_what_is_added_and_cannot_stand_is_named_and_kept(desk, part, added):
    desk.edit(lambda record: record[part].append(added))
    outcome = desk.run()
    assert len([remark for remark in outcome.remarks if "is kept in _orphans.json" in remark]) == 1
    (orphan,) = desk.orphans()
    assert added.items() <= (orphan["finding"] | ({"decision": "okay"} if added.get("decision") else {})).items()


def test_member_that_no_finding_has_keeps_the_file(desk):
    desk.edit(lambda record: record["figures"].append({"text": "lead", "valeu": 5}))
    desk.run()
    assert len(list((desk.folder / "_edited").iterdir())) == 1


def test_refusal_of_a_value_stays_until_the_person_decides_anew(desk):
    desk.decide("figures", "300k", decision="ok", value="a lot")
    desk.run()
    once = desk.path.read_bytes()
    assert "stale" in desk.finding("figures", "300k")
    desk.run()
    assert desk.path.read_bytes() == once
    desk.decide("figures", "300k", decision="=5")
    desk.run()
    assert desk.finding("figures", "300k")["value"] == 5
    assert "stale" not in desk.finding("figures", "300k")


def test_a_name_that_is_added_and_there_already_is_confirmed(desk):
    desk.edit(lambda record: record["entities"].append({"name": "Lei Jun", "label": "PERSON"}))
    outcome = desk.run()
    assert outcome.remarks == ()
    assert [(item["decision"], "stale" in item) for item in desk.record()["entities"] if item["name"] == "Lei Jun"] == [("ok", False)]


@pytest.mark.parametrize("without_copy", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        '"value": "NaN"', '"value": 1e400', '"value": 1e28', '"value": true', '"id": ["x"]', '"id": {}', '"id": 5', '"start": "x"', '"low": "Infinity"',
        '"unit": 5', '"note": ' + "[" * 3000 + "]" * 3000, '"note": {"a": 1.50}', '"decision": ["ok"]', '"text": null', '"why": 5', '"context": 5',
        '"instead_of": 5', '"stale": 5', '"confidence": 1e400', '"unit": "\\u0000"', '"unit": ""',
    ],
)  # fmt: skip
def test_nothing_that_a_hand_writes_brings_a_run_down(desk, change, without_copy):
    text = desk.path.read_text()
    at = text.index('"kind": "quantity"')
    desk.path.write_text(text[:at] + change + ", " + text[at:].replace('"decision": ""', '"decision": "ok"', 1))
    if without_copy:
        (desk.folder / "_written" / "a.json").unlink()
    outcome = desk.run()
    assert "fault of this program" not in (outcome.fault or "")
    once = desk.path.read_bytes()
    desk.run()
    assert desk.path.read_bytes() == once


def test_a_decision_on_white_space_follows_its_sentence(tmp_path):
    desk = Desk(tmp_path, "Xiaomi sold  5 cars in May.\n")
    desk.run()
    desk.decide("edits", " ", decision="wrong")
    desk.run()
    desk.text = f"A new beginning.\n\n{desk.text}"
    desk.run()
    assert desk.finding("edits", " ")["status"] == "suggested"
    assert "Xiaomi sold  5 cars in May." in desk.record()["text"]


def test_a_decision_whose_place_cannot_be_told_says_so(tmp_path):
    sentence = "The plant makes 5 cars for each yr.\n"
    desk = Desk(tmp_path, f"{sentence}\nIt is big.\n\n{sentence}")
    desk.run()
    desk.decide("edits", "for each yr", decision="=each year")
    desk.run()
    desk.text += "\nIt is new.\n"
    desk.run()
    decided = next(item for item in desk.record()["edits"] if item["decision"])
    assert decided["stale"] == "its place in the text could not be told from another"
    once = desk.path.read_bytes()
    desk.run()
    assert desk.path.read_bytes() == once
