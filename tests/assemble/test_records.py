"""The record: raw offsets, lines, ids that last, anchors by id."""

from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assemble.records import assemble
from pipeline.record.article import Article
from pipeline.record.article_record import MadeBy
from pipeline.record.candidates import (
    ClaimedSentence,
    FigureCandidate,
    Findings,
    LinkedEntity,
    LocatedMention,
    PublicationDate,
    RefusedCandidate,
    ValuedDate,
)
from pipeline.record.extraction import Extraction
from pipeline.record.ids import Ids
from pipeline.record.lines import Lines
from pipeline.record.offsets import Change, OffsetMap
from pipeline.record.prose import Block, ProposedEdit, Prose, SetAsidePart, Spin

RAW = "Title\r\n\r\nXiaomiâ€™s $5m in 2021.\r\nShare\r\nA year later Xiaomi paid $5m."
CUT = RAW.index("Share")
MARK = RAW.index("â€™")
OFFSETS = OffsetMap(RAW, [Change(MARK, MARK + 3, "’"), Change(CUT, CUT + 5, "")])
TEXT = OFFSETS.text


def at(words, after=0):
    start = TEXT.index(words, after)
    return {"start": start, "end": start + len(words)}


def made():
    lines = [line for line in TEXT.splitlines() if line]
    prose = Prose(
        article=Article(id="a", source="a.txt", raw=RAW, sha256="0"),
        offsets=OFFSETS,
        edits=(ProposedEdit(start=MARK, end=MARK + 3, after="’", kind="encoding", status="applied", why=("mojibake",), confidence=1.0),),
        set_aside=(SetAsidePart(start=CUT, end=CUT + 5, kind="share", why=("a share line",)),),
        blocks=tuple(Block(**at(line), kind="heading" if line == "Title" else "paragraph") for line in lines),
        spin=Spin(score=0, verdict="clean", why=()),
    )
    later = TEXT.index("A year later")
    extraction = Extraction(
        sentences=tuple((at(line)["start"], at(line)["end"]) for line in lines), entities=(), dates=(), figures=(), refused=()
    )
    money = {"kind": "money", "value": Decimal(5_000_000), "currency": "USD", "confidence": 0.7, "why": ("“m” is million",)}
    findings = Findings(
        published=PublicationDate(value=None, how="unknown", why=()),
        entities=(
            LinkedEntity(
                name="Xiaomi",
                label="ORG",
                confidence=0.456,
                aliases=(),
                mentions=(LocatedMention(**at("Xiaomi")), LocatedMention(**at("Xiaomi", later))),
                why=("seen",),
            ),
        ),
        figures=(FigureCandidate(**at("$5m"), **money), FigureCandidate(**at("$5m", later), **money)),
        dates=(
            ValuedDate(
                **at("2021"),
                kind="date",
                value="2021",
                first_day="2021-01-01",
                last_day="2021-12-31",
                relation=None,
                anchor=None,
                confidence=0.95,
                why=("a year",),
            ),
            ValuedDate(
                **at("A year later"),
                kind="date",
                value="2022",
                first_day="2022-01-01",
                last_day="2022-12-31",
                relation=None,
                anchor=0,
                confidence=0.7,
                why=("a year on",),
            ),
        ),
        claims=(
            ClaimedSentence(**at("Xiaomi’s $5m in 2021."), said_by="Bloomberg", stance="reported", answers=None),
            ClaimedSentence(**at("A year later Xiaomi paid $5m."), said_by="Xiaomi", stance="denied", answers=0),
        ),
        refused=(RefusedCandidate(**at("Title"), seen_as="entity", why=("a heading",)),),
    )
    return assemble(prose, extraction, findings, MadeBy(tool="t", model="m", settings="s"))


def test_paragraphs_and_claims_point_at_the_raw_text():
    record = made()
    assert [RAW[start:end] for start, end in record.paragraphs] == ["Title", "Xiaomiâ€™s $5m in 2021.", "A year later Xiaomi paid $5m."]
    assert [RAW[claim.start : claim.end] for claim in record.claims] == ["Xiaomiâ€™s $5m in 2021.", "A year later Xiaomi paid $5m."]
    assert [claim.answers for claim in record.claims] == [None, record.claims[0].id]


def test_findings_point_at_the_raw_text():
    record = made()
    for item in (*record.figures, *record.dates, *record.refused):
        assert RAW[item.start : item.end] == item.text
    assert [(RAW[m.start : m.end], m.line) for m in record.entities[0].mentions] == [("Xiaomi", 3), ("Xiaomi", 5)]
    assert RAW[record.edits[0].start : record.edits[0].end] == record.edits[0].before == "â€™"
    assert record.set_aside[0].text == "Share"


def test_rest_of_the_record():
    record = made()
    assert record.title == "Title"
    assert record.text == ("Title", "Xiaomi’s $5m in 2021.", "A year later Xiaomi paid $5m.")
    assert record.dates[1].anchor == record.dates[0].id
    assert record.entities[0].confidence == 0.46
    assert record.review.open == 4
    assert record.review.look_first[0] == record.entities[0].id


def test_ids_differ_and_do_not_count():
    ids = [item.id for part in ("entities", "figures", "dates", "edits") for item in getattr(made(), part)]
    assert len(set(ids)) == len(ids)
    first, second = Ids(), Ids()
    alone = first.make("f", "$5m", "Xiaomi paid $5m.")
    second.make("f", "$5m", "Another sentence with $5m.")
    assert second.make("f", "$5m", "Xiaomi  paid\n$5m.") == alone


def test_record_is_its_own_copy_through_json():
    record = made()
    assert msgspec.json.decode(msgspec.json.Encoder(decimal_format="number").encode(record), type=type(record)) == record


@given(st.text(alphabet="ab\r\n", max_size=30))
def test_lines_are_counted_as_editors_do(raw):
    lines = Lines(raw)
    plain = raw.replace("\r\n", " \n").replace("\r", "\n")
    for offset in range(len(raw)):
        if raw[max(0, offset - 1) : offset + 1] != "\r\n":
            assert lines.at(offset) == plain.count("\n", 0, offset) + 1
