"""Dates are found where they stand, say what they say, and look-alikes are left alone."""

import csv
import itertools
import re
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.extract.dates import DateReader

CASES = Path(__file__).parent.parent / "cases" / "extract"
READER = DateReader()


def rows(name):
    lines = [line for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        marks = [pytest.mark.xfail(reason=row["xfail"], strict=True)] if row["xfail"] else []
        yield pytest.param(row, marks=marks, id=row["text"][:60])


def unmarked(marked):
    """Return the text without its brackets, and the spans that they held."""
    text, spans, start = "", [], 0
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            start = len(text)
        elif piece == "]":
            spans.append((start, len(text)))
        else:
            text += piece
    return text, spans


@pytest.mark.parametrize("row", list(rows("dates")))
def test_found(row):
    text, spans = unmarked(row["text"])
    dates, _ = READER.read(text, [0])
    assert [text[date.start : date.end].lower() for date in dates] == [text[start:end].lower() for start, end in spans]
    assert [(date.start, date.end) for date in dates] == spans
    assert dates[0].expression.__struct_config__.tag == row["says"]


@pytest.mark.parametrize("row", list(rows("dates_lookalikes")))
def test_look_alikes_are_left_alone(row):
    dates, refused = READER.read(row["text"], [0])
    assert [row["text"][date.start : date.end] for date in dates] == []
    if row["refused"]:
        assert row["refused"] in [row["text"][one.start : one.end] for one in refused]
    assert all(one.why and one.seen_as == "date" for one in refused)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("It must be done by March 2024.", "by"),
        ("It was done before 2019.", "before"),
        ("It was done after the end of 2019.", "after"),
        ("It has been so since Monday.", "since"),
        ("It stays until the 1990s return.", "until"),
        ("It is sold from July 2023.", "from"),
        ("It came in early 2023.", "early"),
        ("It came in mid-2023.", "mid"),
        ("It came in late June.", "late"),
        ("It came in June.", None),
        ("It runs through Monday.", "until"),
    ],
)
def test_relation(text, relation):
    dates, _ = READER.read(text, [0])
    assert dates[0].relation == relation


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The minister said on Friday that it would open.", "past"),
        ("They will meet on Friday.", "future"),
        ("The works were closed on Friday.", "past"),
        ("The court is due to rule on Friday.", "future"),
        ("The two on Friday signed a treaty.", "past"),
        ("Work starts on July 12.", "future"),
        ("The order was to take effect on December 9.", "future"),
        ("A red shed on Friday.", None),
    ],
)
def test_tense(text, tense):
    dates, _ = READER.read(text, [0])
    assert dates[0].context.tense == tense


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("It was read day first on 05/06/2022.", "day first"),
        ("It was so on 15/06/2022.", "can only be the day"),
        ("It was so on 06/15/2022.", "can only be the day"),
        ("It was so a 12 months later.", "a year"),
        ("It was so in 2021-22.", "April to March"),
    ],
)
def test_assumptions_are_said(text, part):
    dates, _ = READER.read(text, [0])
    assert part in " ".join(dates[0].why)


def test_names_that_hold_dates_are_refused():
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "EVENT", "pattern": "CES 2024"}, {"label": "PERSON", "pattern": "April May"}])
    nlp.add_pipe("unspun_dates")
    doc = nlp("CES 2024 opened; April May spoke in 2023.")
    assert [doc.text[date.start : date.end] for date in doc._.unspun_dates] == ["2023"]
    assert {doc.text[one.start : one.end] for one in doc._.unspun_refused} >= {"2024", "May"}


@pytest.mark.parametrize(
    ("text", "name", "label", "found"),
    [
        ("The World Court Friday ruled on it.", "World Court Friday", "ORG", ["Friday"]),
        ("He owns Sheffield Wednesday now.", "Sheffield Wednesday", "ORG", ["now"]),
        ("The Mail on Sunday told of it.", "The Mail on Sunday", "ORG", []),
        ("Sales on Black Friday fell.", "Black Friday", "EVENT", ["Black Friday"]),
        ("The Easter Rising failed.", "Easter Rising", "EVENT", []),
        ("Profit rose in FY22 again.", "FY22", "ORG", ["FY22"]),
        ("He said so Monday.", "Monday", "PERSON", ["Monday"]),
        ("The 2022 Toyota Corolla was sold.", "Toyota Corolla", "PRODUCT", []),
        ("In 2022 Toyota sold it.", "Toyota", "ORG", ["2022"]),
        ("In 2022 iPhone sales rose.", "iPhone", "PRODUCT", ["2022"]),
    ],
)
def test_names_beside_dates(text, name, label, found):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name}])
    nlp.add_pipe("unspun_dates")
    doc = nlp(text)
    assert [doc.text[date.start : date.end] for date in doc._.unspun_dates] == found


def test_plain_words_are_passed_over_without_a_word():
    _, refused = READER.read("You may march while the sun sat second, as may they.", [0])
    assert refused == ()


def test_nothing_spans_a_line_break():
    dates, _ = READER.read("In March\n2021 and 26\nAugust 2022", [0, 9, 21])
    assert all("\n" not in "In March\n2021 and 26\nAugust 2022"[date.start : date.end] for date in dates)


WORDS = [
    "may", "May", "March", "26", "2022", "2021-22", "the", "first", "half", "of", "a", "12", "months", "years", "ago", "later", "Friday", ",", ".", "-", "–", "\n", "from",
    "to", "between", "and", "now", "last", "next", "this", "final", "quarter", "Q3", "FY23", "7:20", "a.m.", "EST", "’21", "'s", "90s", "mid", "early", "end", "31/06/2022", "every",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join), st.lists(st.sampled_from(WORDS)).map("".join))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
@example("İstanbul in May 2021")
@example("٢٠٢٢ in ２０２２")
@example("a" * 5000 + " 1" * 3000)
@example("the first half of " * 800)
@example("between now and " * 800)
@example("12/12/12/12-12-12.12." * 300)
def test_any_text(text):
    dates, refused = READER.read(text, [0])
    assert (dates, refused) == READER.read(text, [0])
    for one in (*dates, *refused):
        assert 0 <= one.start < one.end <= len(text)
        assert "\n" not in text[one.start : one.end]
    for before, after in itertools.pairwise(dates):
        assert before.end <= after.start
    assert all(0 <= date.confidence <= 1 for date in dates)
