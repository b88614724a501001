"""Scores: what counts as true, what is paired with what, and that both sides are read alike."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.article_record import Mention
from pipeline.record.kept_record import KeptRecord
from pipeline.review.scoring import Tally, paired, reading
from tests.records import date, edit, entity, figure, record


def read(found, **added):
    return reading(KeptRecord(file="a.json", line=1, data=b"", record=found, added=added))


def mention(start, end):
    return Mention(start=start, end=end, line=1, text="x" * (end - start))


def table(true, found):
    """Return right, found and true of each measure in which anything counts."""
    tally = Tally()
    tally.add(read(true), read(found))
    return {f"{row.kind}: {row.measure}": (row.right, row.found, row.true) for row in tally.scores() if row.found or row.true}


NAMES = ["names: place", "names: place and label", "names: place, label and name"]
FIGURES = ["figures: found", "figures: value", "figures: value and unit", "figures: all fields"]
DATES = ["dates: found", "dates: from and to"]
WORDING = ["wording: found", "wording: same reading"]


def spun(**changes):
    return edit(**({"kind": "spun-phrase", "before": "abroad trade", "after": "foreign trade"} | changes))


@pytest.mark.parametrize(
    ("part", "true", "found", "measures", "right"),
    [
        ("entities", entity(), entity(), NAMES, 3),
        ("entities", entity(), entity(name="Xiaomi Corp.", mentions=entity().mentions), NAMES, 2),
        ("entities", entity(), entity(label="GPE"), NAMES, 1),
        ("entities", entity(mentions=(mention(0, 6),)), entity(mentions=(mention(0, 5),)), NAMES, 0),
        ("entities", entity(decision="=GPE"), entity(label="GPE"), NAMES, 3),
        ("entities", entity(decision="= Xiaomi Corp."), entity(name="Xiaomi Corp.", mentions=entity().mentions), NAMES, 3),
        ("entities", entity(decision="=Mi [PRODUCT]"), entity(name="Mi", label="PRODUCT", mentions=entity().mentions), NAMES, 3),
        ("entities", entity(decision="=Mi [PRODUCTS]"), entity(name="Mi", label="PRODUCT", mentions=entity().mentions), NAMES, 1),
        ("figures", figure(), figure(), FIGURES, 4),
        ("figures", figure(start=0, end=11), figure("4.1", said_by="Xiaomi"), FIGURES, 3),
        ("figures", figure(), figure(currency="EUR"), FIGURES, 2),
        ("figures", figure(), figure("4.2"), FIGURES, 1),
        ("figures", figure(), figure(value="4.10", low=Decimal(4)), FIGURES, 1),
        ("figures", figure(), figure(start=20, end=30), FIGURES, 0),
        ("dates", date(), date(start=33, end=40), DATES, 2),
        ("dates", date(), date(last_day=None), DATES, 1),
        ("edits", spun(), spun(kind="spun-name", start=7, end=30), WORDING, 2),
        ("edits", spun(), spun(after="overseas trade"), WORDING, 1),
        ("edits", spun(decision="=overseas trade "), spun(after="overseas trade"), WORDING, 2),
        ("edits", spun(status="suggested", decision="ok"), spun(), WORDING, 2),
        ("edits", spun(status="suggested", decision="=overseas trade"), spun(after="overseas trade"), WORDING, 2),
        ("edits", edit(), edit(after="'"), ["cleaning: found", "cleaning: same reading"], 1),
        ("edits", edit(start=5, end=5, before="", after=" "), edit(start=5, end=5, before="", after=" "), ["cleaning: found", "cleaning: same reading"], 2),
    ],
)  # fmt: skip
def test_what_is_right(part, true, found, measures, right):
    rows = table(record(**{part: (true,)}), record(**{part: (found,)}))
    assert rows == {measure: (int(number < right), 1, 1) for number, measure in enumerate(measures)}


@pytest.mark.parametrize(
    ("part", "finding"),
    [
        ("entities", entity(decision="wrong")),
        ("figures", figure(decision=" wrong ")),
        ("dates", date(decision="wrong")),
        ("edits", spun(decision="wrong")),
        ("edits", spun(status="suggested")),
        ("edits", spun(status="suggested", decision="wrong")),
        ("edits", spun(status="suggested", decision="okay")),
    ],
)
def test_what_does_not_count(part, finding):
    assert table(record(**{part: (finding,)}), record()) == {}


def test_linking_counts_pairs_of_mentions():
    here, there, far = mention(0, 4), mention(10, 14), mention(20, 24)
    one = record(entities=(entity(mentions=(here, there, far)),))
    two = record(entities=(entity(mentions=(here, there)), entity(number=2, mentions=(far, mention(30, 34)))))
    assert table(one, two)["links: pairs of mentions"] == (1, 2, 3)


def test_largest_overlap_is_paired_first():
    true = (figure(start=0, end=10), figure(number=2, start=10, end=20))
    found = (figure(start=8, end=19),)
    assert paired(read(record(figures=true)).items["figures"], read(record(figures=found)).items["figures"]) == [(1, 0)]


def test_of_equal_places_the_same_reading_is_paired():
    true, found = (figure("5"), figure("4")), (figure("4"),)
    assert paired(read(record(figures=true)).items["figures"], read(record(figures=found)).items["figures"]) == [(1, 0)]


@pytest.mark.parametrize(
    ("found", "added", "waiting"),
    [
        (record(figures=(figure(),)), {}, 0),
        (record(figures=(figure(confidence=0.3), figure(confidence=0.3, decision="ok"))), {}, 1),
        (record(figures=(figure(decision="three"),)), {}, 1),
        (record(figures=(figure(),)), {"dates": 2}, 2),
        # The correction was there when the record was written: its fields say what it says.
        (record(figures=(figure(decision="=5"),)), {}, 0),
        (msgspec.structs.replace(record(figures=(figure(),)), figures=(figure(decision="=5"),)), {}, 1),
        (msgspec.structs.replace(record(entities=(entity(),)), entities=(entity(decision="=Mi"),)), {}, 0),
    ],
)
def test_what_is_still_to_be_done(found, added, waiting):
    assert read(found, **added).waiting == waiting


def test_differences_come_in_text_order_and_no_more_than_asked_for():
    true = record(entities=(entity(),), figures=(figure(),), dates=(date(),))
    found = record(figures=(figure(currency="EUR"),), dates=(date(start=60, end=64),))
    for most, kinds in {9: ["missed", "misread", "missed", "invented"], 2: ["missed", "misread"], 0: []}.items():
        tally = Tally(most)
        tally.add(read(true), read(found))
        assert [difference.what for difference in tally.differences] == kinds


PLACES = st.tuples(st.integers(0, 12), st.integers(0, 4)).map(lambda place: {"start": place[0], "end": place[0] + place[1]})
DECISIONS = st.sampled_from(["", "ok", "wrong", "okay"])
RECORDS = st.builds(
    record,
    entities=st.lists(
        st.builds(
            entity,
            st.sampled_from(["Xiaomi", "BAIC"]),
            label=st.sampled_from(["ORG", "GPE"]),
            mentions=st.lists(PLACES.map(lambda place: mention(place["start"], place["end"])), min_size=1, max_size=4).map(tuple),
            decision=st.one_of(DECISIONS, st.sampled_from(["=GPE", "=Mi"])),
        ),
        max_size=4,
    ).map(tuple),
    figures=st.lists(
        st.builds(lambda place, value, **rest: figure(value, **place, **rest), PLACES, st.sampled_from(["4", "4.0", "5"]), unit=st.sampled_from([None, "car"]), decision=DECISIONS),
        max_size=6,
    ).map(tuple),
    dates=st.lists(st.builds(lambda place, **rest: date(**place, **rest), PLACES, last_day=st.sampled_from([None, "2021-12-31"])), max_size=6).map(tuple),
    edits=st.lists(
        st.builds(
            lambda place, **rest: edit(**place, **rest),
            PLACES,
            kind=st.sampled_from(["spun-name", "spacing"]),
            status=st.sampled_from(["applied", "suggested"]),
            after=st.sampled_from(["a", "b"]),
            decision=st.one_of(DECISIONS, st.just("=a")),
        ),
        max_size=6,
    ).map(tuple),
)  # fmt: skip


def scored(true, found):
    tally = Tally()
    tally.add(read(true), read(found))
    return tally.scores()


@given(RECORDS)
def test_a_record_agrees_with_itself(found):
    for row in scored(found, found):
        assert row.right == row.found == row.true
        assert {row.precision, row.recall, row.f1} == ({100.0} if row.true else {None})


@given(RECORDS, RECORDS)
def test_exchanging_the_sides_exchanges_precision_and_recall(one, two):
    there, back = scored(one, two), scored(two, one)
    assert [(row.precision, row.recall, row.f1) for row in there] == [(row.recall, row.precision, row.f1) for row in back]


@given(RECORDS, RECORDS)
def test_asking_for_more_never_finds_more(one, two):
    rows = {}
    for row in scored(one, two):
        assert row.right <= min(row.found, row.true)
        assert row.right <= rows.setdefault(row.kind, row.right)
        rows[row.kind] = row.right
