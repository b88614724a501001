"""How far a review is: every kind of decision, what waits and where it stands in the file."""

import json

import msgspec
import pytest

from pipeline.record.doubts import is_decided, is_open
from pipeline.record.kept_record import KeptRecord
from pipeline.review.progress import Progress, Turn, open_findings
from pipeline.write.layout import compact, pretty
from tests.records import date, edit, entity, figure, record


def kept(found, *, file="a.json", line=1, data=None, **added):
    return KeptRecord(file=file, line=line, data=data or pretty(found), record=found, added=added)


STALE = entity(confidence=0.9, decision="ok", stale="taken on “Xiaomi Corp.”")


@pytest.mark.parametrize(
    ("finding", "decided", "waits"),
    [
        (entity(confidence=0.9), False, False),
        (entity(confidence=0.79), False, True),
        (entity(confidence=0.5, decision="ok"), True, False),
        (entity(confidence=0.5, decision=" wrong\n"), True, False),
        (entity(confidence=0.5, decision="=Xiaomi Corp."), True, False),
        (entity(confidence=0.9, decision="okay"), False, True),
        (entity(confidence=0.9, decision="OK"), False, True),
        (entity(confidence=0.9, decision="= "), False, True),
        (entity(confidence=0.9, decision="  "), False, False),
        (edit(confidence=0.9, status="suggested", kind="spun-name"), False, True),
        (edit(confidence=0.5, status="suggested", kind="spun-phrase"), False, False),
        (edit(confidence=0.5, status="suggested", kind="spun-phrase", decision="yes"), False, True),
        (STALE, False, True),
    ],
)
def test_what_is_decided_and_what_waits(finding, decided, waits):
    assert (is_decided(finding), is_open(finding)) == (decided, waits)


def test_decisions_count_as_they_stand_whatever_the_record_says_of_itself():
    found = record(entities=(entity(confidence=0.5), entity(number=2, confidence=0.6)), edits=(edit(status="suggested", kind="spun-name"),))
    edited = msgspec.structs.replace(found, entities=(msgspec.structs.replace(found.entities[0], decision="ok"), found.entities[1]))
    progress = Progress()
    progress.add(kept(edited))
    assert edited.review.open == 3
    assert msgspec.structs.astuple(progress.kinds["entities"]) == (2, 1, 1, 1)
    assert msgspec.structs.astuple(progress.kinds["edits"]) == (1, 0, 1, 0)
    assert (progress.articles, progress.settled) == (1, 0)


def test_findings_added_by_hand_are_decided():
    progress = Progress()
    progress.add(kept(record(figures=(figure(),)), figures=2))
    assert msgspec.structs.astuple(progress.kinds["figures"]) == (3, 2, 0, 0)
    assert progress.settled == 1
    assert progress.next is None


def test_next_file_is_the_one_with_most_doubts():
    one = record(entities=(entity(confidence=0.1),))
    two = record(entities=(entity(confidence=0.7),), dates=(date(confidence=0.6),))
    offered = tuple(edit(number=number, status="suggested", kind="spun-name") for number in (1, 2))
    offers = record(entities=(entity(confidence=0.5),), edits=offered)
    progress = Progress()
    for file, found in {"a": one, "b": offers, "c": two, "d": two}.items():
        progress.add(kept(found, file=file))
    assert (progress.next.file, progress.next.open, progress.next.doubtful) == ("c", 2, 2)


@pytest.mark.parametrize("data", [pretty, lambda found: json.dumps(json.loads(pretty(found)), indent=1).encode()], ids=["ours", "another"])
def test_lines_are_those_of_the_file(data):
    found = record(article="e-1", entities=(entity(confidence=0.7), entity("BAIC", number=2)), figures=(figure(confidence=0.2),))
    data = data(found)
    lines = data.decode().splitlines()
    places = {waits.finding.id: waits.line for waits in open_findings(kept(found, data=data))}
    assert list(places) == ["f-1", "e-1"]
    assert all(f'"id": "{name}"' in lines[line - 1] for name, line in places.items())
    assert places["e-1"] > 3


def test_lines_of_a_file_of_records_are_those_of_the_records():
    found = record(dates=(date(confidence=0.6), date(number=2, confidence=0.4)))
    assert [waits.line for waits in open_findings(kept(found, line=7, data=compact(found)))] == [7, 7]


def test_place_of_the_next_file_is_its_most_doubtful_finding():
    found = record(entities=(entity(confidence=0.7), entity("BAIC", number=2, confidence=0.3)))
    progress = Progress()
    progress.add(kept(found))
    rows = pretty(found).decode().splitlines()
    assert progress.next == Turn("a.json", 1 + next(at for at, row in enumerate(rows) if '"id": "e-2"' in row), 2, 2)
