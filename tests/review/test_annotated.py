"""Marks of another program as decisions: every row of the table."""

import csv
import re
from pathlib import Path

import msgspec
import pytest

from pipeline.record.annotation import DATE, FIGURE, AnnotatedText, Annotation
from pipeline.record.article_record import MadeBy, Mention
from pipeline.record.parts import PARTS
from pipeline.record.replay import replayed
from pipeline.review.annotated import ByHand, outcome
from tests.records import date, entity, figure, record

LINES = (Path(__file__).parents[1] / "cases" / "review" / "marked.tsv").read_text(encoding="utf-8").splitlines()
CASES = list(csv.DictReader((line for line in LINES if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))
MARK = re.compile(r"\[([A-Z_|]*) ([^]]*)\]")


def read(marked):
    """Return the text of a cell and its marks."""
    text, at, marks = "", 0, []
    for found in MARK.finditer(marked):
        text += marked[at : found.start()]
        marks += [(len(text), len(text) + len(found[2]), label) for label in found[1].split("|")]
        text += found[2]
        at = found.end()
    return text + marked[at:], marks


def made(cell, decided):
    """Return the record of a cell; a name with one label in several places is one entity."""
    text, marks = read(cell)
    named = {}
    figures, dates = [], []
    for start, end, label in marks:
        words = text[start:end]
        decision = decided.get(words, "")
        place = {"start": start, "end": end, "text": words, "decision": decision}
        if label == FIGURE:
            figures.append(figure(number=len(figures) + 1, **place))
        elif label == DATE:
            dates.append(date(number=len(dates) + 1, **place))
        else:
            named.setdefault((words, label), []).append(Mention(start=start, end=end, line=1, text=words))
    entities = tuple(
        entity(name, number=number, label=label, mentions=tuple(mentions), decision=decided.get(name, ""))
        for number, ((name, label), mentions) in enumerate(named.items(), 1)
    )
    whole = record(text=(text,), entities=entities, figures=tuple(figures), dates=tuple(dates))
    return msgspec.structs.replace(whole, made_by=MadeBy(tool="unspun 0", model="none", settings="0", content="12ab"))


def parted(cell, sign="; "):
    return [part for part in cell.split(sign) if part]


def compared(case, by_hand=None):
    whole = made(case["record"], dict(part.split(": ") for part in parted(case["before"])))
    text, marks = read(case["marked"])
    assert text == whole.text[0]
    marked = AnnotatedText(
        text=text, annotations=tuple(Annotation(*mark) for mark in sorted(marks)), content="other" if "another" in case["how"] else "12ab"
    )
    return whole, outcome(whole, by_hand or ByHand(), marked, replayed(whole, text), accept="accept" in case["how"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_table(case):
    whole, found = compared(case)
    wordings = {item.id: getattr(item, "name", None) or item.text for part in PARTS for item in getattr(whole, part)}
    assert {wordings[name]: decision for name, decision in found.decisions.items()} == dict(
        part.split(": ") for part in parted(case["decisions"])
    )
    assert [
        " ".join([finding["label"], *(whole.text[0][each["start"] : each["end"]] for each in finding["mentions"])])
        if part == "entities"
        else f"{ {'figures': FIGURE, 'dates': DATE}[part] } {finding['text']}"
        for part, finding in sorted(found.additions, key=lambda each: "figures dates entities".index(each[0]))
    ] == parted(case["added"])
    said = [*found.clashes, *found.left]
    assert len(said) == len(parted(case["says"], "|"))
    for is_said, begins in zip(said, parted(case["says"], "|"), strict=True):
        assert is_said.startswith(begins)


@pytest.mark.parametrize("case", [case for case in CASES if case["added"]], ids=lambda case: case["what"])
def test_what_was_added_is_not_added_again(case):
    _, first = compared(case)
    by_hand = {part: [finding for own, finding in first.additions if own == part] for part in PARTS}
    assert compared(case, ByHand(added=by_hand))[1].additions == ()


def test_no_label_commands_the_terminal():
    whole = made("of [GPE China]", {})
    marked = AnnotatedText(text="of China", annotations=(Annotation(3, 8, "\x1b[2JMISC\r\u202e"),), content="12ab")
    found = outcome(whole, ByHand(), marked, replayed(whole, "of China"), accept=False)
    assert found.left[0].startswith("“China” (characters 3 to 8) is marked “\\x1b[2JMISC\\r\\u202e”, which is none of")
