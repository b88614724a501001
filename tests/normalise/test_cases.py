"""The cases of the tables: litter, encoding, wrapping, markup, blocks. A case more is a row more."""

import json
from pathlib import Path

import pytest

from pipeline.normalise import Normaliser
from pipeline.record.article import Article
from pipeline.record.prose import ProposedEdit, Spin

CASES = Path(__file__).parents[1] / "cases" / "normalise"
BEFORE, AFTER = "The plant opened on Friday, the mayor said.", "Nobody knows who will build the next one."


class NoJudge:
    def judge(self, text, blocks, sisters=()):  # noqa: ARG002
        return (), Spin(score=0.0, verdict="clean", why=())


@pytest.fixture(scope="module")
def normalise():
    normaliser = Normaliser(NoJudge())
    return lambda raw, markup="plain": normaliser.normalise(Article(id="a", source="a", raw=raw, sha256="", markup=markup))


def rows(name):
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines] if name.endswith(".jsonl") else _table(lines)
    return [
        pytest.param(case, id=str(nth), marks=pytest.mark.xfail(strict=True) if case.get("known") == "fails" else ())
        for nth, case in enumerate(cases, 1)
    ]


def _table(lines):
    header, *body = (line.split("\t") for line in lines if not line.startswith("#"))
    return [dict(zip(header, cells, strict=True)) for cells in body]


@pytest.mark.parametrize("case", rows("litter.tsv"))
def test_line(normalise, case):
    prose = normalise(f"{BEFORE}\n\n{case['text']}\n\n{AFTER}")
    parts = [(part.kind, prose.article.raw[part.start : part.end]) for part in prose.set_aside]
    assert parts == ([] if case["kind"] == "stays" else [(case["kind"], case["text"])])


@pytest.mark.parametrize("case", rows("litter_articles.jsonl"))
def test_article(normalise, case):
    assert normalise(case["text"], case.get("markup", "plain")).text == case["left"]


@pytest.mark.parametrize("case", rows("encoding.jsonl"))
def test_characters(normalise, case):
    prose = normalise(f"{case['raw']}")
    assert prose.text == case["text"]
    assert {edit.kind for edit in prose.edits} >= ({case["kind"]} if case["kind"] else set())
    assert bool(prose.edits) == bool(case["kind"])


@pytest.mark.parametrize("case", rows("notes.tsv"))
def test_notes(normalise, case):
    prose = normalise(case["text"])
    assert [prose.article.raw[part.start : part.end] for part in prose.set_aside] == case["marks"].split()
    assert {part.kind for part in prose.set_aside} <= {"note"}


@pytest.mark.parametrize("raw", ["He said Ã¢â‚¬â€ and", "He said Ã¢â‚¬Å no", "He saidÃ¢â‚¬ then", "He saidâ€ then"])
def test_a_guessed_character_is_not_sure(normalise, raw):
    (edit,) = normalise(raw).edits
    assert edit.after.strip()
    assert edit.confidence <= 0.7


@pytest.mark.parametrize("case", rows("wrapping.jsonl"))
def test_wrapping(normalise, case):
    assert normalise(case["raw"]).text == case["text"]


@pytest.mark.parametrize("case", rows("markup.jsonl"))
def test_markup(normalise, case):
    assert normalise(case["raw"], case["markup"]).text == case["text"]


@pytest.mark.parametrize("case", rows("blocks.jsonl"))
def test_blocks(normalise, case):
    assert " ".join(block.kind for block in normalise(case["raw"], case.get("markup", "plain")).blocks) == case["kinds"]


def test_one_edit_for_a_touched_run(normalise):
    prose = normalise("three&nbsp;&nbsp; \tmillion")
    assert [(edit.start, edit.end, edit.after, edit.kind) for edit in prose.edits] == [(5, 19, " ", "encoding")]
    assert len(prose.edits[0].why) > 1


def test_mojibake_is_located_place_by_place(normalise):
    raw = "Itâ€™s the firmâ€™s É."
    assert [(raw[edit.start : edit.end], edit.after) for edit in normalise(raw).edits] == [("â€™", "’"), ("â€™", "’")]


class OneProposal:
    """Proposes one reading for one wording."""

    def __init__(self, before, after, status):
        self.before, self.after, self.status = before, after, status

    def judge(self, text, blocks, sisters=()):  # noqa: ARG002
        at = text.index(self.before)
        edit = ProposedEdit(
            start=at, end=at + len(self.before), after=self.after, kind="spun-phrase", status=self.status, why=("r",), confidence=0.5, alternatives=("folk",)
        )  # fmt: skip
        return (edit,), Spin(score=0.0, verdict="clean", why=())


@pytest.mark.parametrize(
    ("raw", "before", "after", "status", "text", "edits"),
    [
        ("some men&nbsp;and  women ran", "men and women", "people", "applied", "some people ran", [("men&nbsp;and  women", "people")]),
        ("the ﬁrst one", "rst", "ne", "suggested", "the first one", [("ﬁ", "fi"), ("rst", "ne")]),
        ("the oﬃce man", "ice man", "icer", "suggested", "the office man", [("ﬃ", "ffi"), ("ﬃce man", "fficer")]),
        ("one  big plant", "big", "", "applied", "one plant", [(" ", ""), ("big ", "")]),
        ("one big plant", "one", "", "applied", "big plant", [("one ", "")]),
    ],
)
def test_a_proposal_is_told_in_raw_offsets(raw, before, after, status, text, edits):
    prose = Normaliser(OneProposal(before, after, status)).normalise(Article(id="a", source="a", raw=raw, sha256=""))
    assert prose.text == text
    assert [(raw[edit.start : edit.end], edit.after) for edit in prose.edits] == edits


def test_reasons_are_given(normalise):
    prose = normalise("Itâ€™s  on.\nShare on Facebook")
    assert all(edit.why and all(edit.why) for edit in prose.edits)
    assert prose.edits[0].why == ("UTF-8 that was read as windows-1252 (ftfy: encode windows-1252, decode utf-8)",)
    assert prose.set_aside[0].why == ("a button for sharing: “share on/to/via/with/in/by {network}”",)
