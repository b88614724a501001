"""What a person writes into a file takes effect on the next run, and changes nothing else."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.review.bench import PARTS, Desk, wordings

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
        assert silent not in found or (silent == "instead_of" and row["part"] != "entities")
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
    assert name["mentions"] == [] or name["mentions"][0]["text"] == "electric cars"
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


def test_parts_are_what_is_decided_on(desk):
    assert set(PARTS) < set(desk.record())
