"""The days that dates mean, the publication date, and what must hold for any text."""

import csv
import datetime as dt
import os
import re
import time
from pathlib import Path

import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.dates import DateReader
from pipeline.extract.sentences import SentenceStarts
from pipeline.record.article import Article
from pipeline.record.candidates import PublicationDate
from pipeline.record.prose import Block
from pipeline.resolve import calendar
from pipeline.resolve.calendar import Days
from pipeline.resolve.clock import clock_time
from pipeline.resolve.dates import resolve
from pipeline.resolve.feasts import feast_day
from pipeline.resolve.published import publication_date

CASES = Path(__file__).parent.parent / "cases" / "resolve"
READER, SENTENCES = DateReader(), SentenceStarts()


def rows(name):
    lines = [line for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [
        pytest.param(
            row,
            marks=[pytest.mark.xfail(reason=row["xfail"], strict=True)] if row["xfail"] else [],
            id=f"{row['published']} {row['text'][:60]}",
        )
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def read(text):
    starts = sorted({0, *(start for start in SENTENCES.starts(text) if start < len(text))})
    dates, _ = READER.read(text, starts)
    return dates, tuple(zip(starts, [*starts[1:], len(text)], strict=True))


def published(value):
    return PublicationDate(value=value or None, how="given" if value else "unknown", why=())


@pytest.mark.parametrize("row", rows("dates"))
def test_days(row):
    before, _, rest = row["text"].partition("[")
    inside, _, behind = rest.partition("]")
    text, start = before + inside + behind, len(before)
    dates, sentences = read(text)
    found = [
        date
        for date in resolve(dates, published(row["published"]), text, sentences)
        if (date.start, date.end) == (start, start + len(inside))
    ]
    assert len(found) == 1, [text[date.start : date.end] for date in dates]
    assert ((found[0].first_day or ""), (found[0].last_day or "")) == (row["from"], row["to"])
    if row["relation"]:
        assert found[0].relation == row["relation"]
    assert found[0].why


@pytest.mark.parametrize("row", rows("published"))
def test_publication_date(row):
    text = row["text"].replace("\\n", "\n")
    blocks = tuple(Block(start=line.start(), end=line.end(), kind="paragraph") for line in re.finditer(r"[^\n]+", text))
    dates, _ = read(text)
    article = Article(
        id="a", source="a.txt", raw=text, sha256="", published=row["given"] or None, published_how="given" if row["given"] else None
    )
    found = publication_date(article, text, dates, blocks)
    assert ((found.value or ""), found.how) == (row["published"], row["how"])
    assert found.why


def test_without_publication_date_nothing_is_guessed():
    text = "He left on Friday, last week, in May, two years ago, this year and at Christmas."
    dates, sentences = read(text)
    for date in resolve(dates, published(None), text, sentences):
        assert (date.value, date.first_day, date.last_day) == (None, None, None)
        assert date.why


def test_anchor_is_the_date_that_was_counted_from():
    text = "It opened in 2001 and shut a year later; it burnt last year."
    dates, sentences = read(text)
    assert [date.anchor for date in resolve(dates, published("2022-08-26"), text, sentences)] == [None, 0, "published"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was in March 2021.", "2021-03"),
        ("It was in the first half of 2024.", "2024-01/2024-06"),
        ("It was in spring 2023.", "2023-21"),
        ("It was in winter 2023.", "2023-24"),
        ("It was in the 1990s.", "199X"),
        ("It was in the 20th century.", "19XX"),
        ("It was from 2015 to 2019.", "2015/2019"),
        ("It was from May 3 to June 5, 2019.", "2019-05-03/2019-06-05"),
        ("It was at 7:20 a.m. on 3 May 2022.", "2022-05-03T07:20"),
        ("It was on 3 May 2022 at 7:20 a.m.", "2022-05-03T07:20"),
        ("It was last week.", "2022-08-15/2022-08-21"),
        ("It was in Q3 2023.", "2023-07/2023-09"),
    ],
)
def test_edtf(text, value):
    dates, sentences = read(text)
    assert resolve(dates, published("2022-08-26"), text, sentences)[-1].value == value


def test_a_wrong_weekday_is_said():
    text = "It was made on Monday, 26 August 2022."
    dates, sentences = read(text)
    (date,) = resolve(dates, published("2022-08-26"), text, sentences)
    assert date.value == "2022-08-26"
    assert date.confidence <= 0.5
    assert "no such weekday" in date.why[-1]


@pytest.mark.parametrize(
    ("year", "day"),
    [(1990, "1990-04-15"), (2000, "2000-04-23"), (2019, "2019-04-21"), (2022, "2022-04-17"), (2024, "2024-03-31"), (2038, "2038-04-25")],
)
def test_easter(year, day):
    assert calendar.easter(year).isoformat() == day


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("12-25", 2022, "2022-12-25"),
        ("nth 05 0 -1", 2022, "2022-05-30"),
        ("nth 11 3 4 +1", 2022, "2022-11-25"),
        ("easter-2", 2022, "2022-04-15"),
        ("lunar", 2024, "2024-02-10"),
    ],
)
def test_feasts(rule, year, day):
    assert feast_day(rule, year).isoformat() == day


@pytest.mark.parametrize(
    ("written", "time_of_day"),
    [
        ("7:20 a.m.", "07:20"),
        ("5 p.m.", "17:00"),
        ("4.30pm", "16:30"),
        ("16:30", "16:30"),
        ("noon", "12:00"),
        ("12 a.m.", "00:00"),
        ("0830", "08:30"),
    ],
)
def test_clock(written, time_of_day):
    assert clock_time(written).isoformat(timespec="minutes") == time_of_day


def test_impossible_clock():
    assert clock_time("25:61") is None


@pytest.mark.parametrize(
    "written",
    ["26 Aug 2022", "26 August 2022", "Aug. 26, 2022", "August 26th, 2022", "2022-08-26", "Friday, 26 August 2022", "3 days ago", "two days ago", "yesterday", "today", "tomorrow"],
)  # fmt: skip
@pytest.mark.parametrize("day", ["2022-08-26", "2020-02-29", "2021-12-31", "2023-01-01"])
def test_plain_dates_are_what_dateparser_reads(written, day):
    base = dt.datetime.fromisoformat(day)
    expected = dateparser.parse(written, languages=["en"], settings={"RELATIVE_BASE": base, "DATE_ORDER": "DMY"})
    text = f"It was made {written}."
    dates, sentences = read(text)
    (date,) = resolve(dates, published(day), text, sentences)
    assert date.value == expected.date().isoformat()


def test_impossible_days_are_reported_with_the_reason():
    text = "It was shut on 31 June 2022, on 30 February 2023, on 2022-13-05 and on 29 February 2023."
    dates, sentences = read(text)
    found = resolve(dates, published("2022-08-26"), text, sentences)
    assert [(date.value, date.first_day, date.why[-1]) for date in found] == [(None, None, "there is no such day in the calendar")] * 4


PIECES = [
    "last year", "two years ago", "a year later", "on Friday", "in May", "31 June 2022", "the 31st", "the first half of 2024", "earlier this week", "the quarter to March", ". ", "\n",
    "year 9999", "in 1000", "the end of the century", "in the next 99 decades", "999 years ago", "Easter", "last Lunar New Year", "FY22", "the year-ago quarter", "this spring",
    "at 10:03 BST", "the following century", "by", "from", "to", "29 February", "between now and 2030", "12 months earlier", "the 1st century", "the 30th century", "on", "said", "will",
]  # fmt: skip


@given(
    st.one_of(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12).map(" ".join), st.text()),
    st.one_of(st.none(), st.dates().map(str), st.dates().map(lambda day: str(day)[:7]), st.dates().map(lambda day: str(day)[:4])),
)
@settings(max_examples=400, deadline=None)
def test_any_text_and_publication_date(text, day):
    dates, sentences = read(text)
    found = resolve(dates, published(day), text, sentences)
    assert found == resolve(dates, published(day), text, sentences)
    assert [(date.start, date.end) for date in found] == [(date.start, date.end) for date in dates]
    for date in found:
        assert 0 <= date.start < date.end <= len(text)
        assert (date.first_day is None) == (date.last_day is None) == (date.value is None)
        if date.first_day:
            assert dt.date.fromisoformat(date.first_day) <= dt.date.fromisoformat(date.last_day)
        assert 0 <= date.confidence <= 1
        assert date.why
        assert date.anchor is None or date.anchor == "published" or 0 <= date.anchor < len(found)


def test_same_answer_in_any_time_zone(monkeypatch):
    text = " ".join(PIECES) + " "
    text += "It leaves tomorrow at 7:20 a.m. Eastern time, not on Friday at noon."
    dates, sentences = read(text)
    answers = set()
    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
        monkeypatch.setitem(os.environ, "TZ", zone)
        time.tzset()
        clock_time.cache_clear()
        answers.add(resolve(dates, published("2021-12-24"), text, sentences))
    monkeypatch.undo()
    time.tzset()
    assert len(answers) == 1


@given(
    st.dates(dt.date(2, 1, 1), dt.date(9990, 1, 1)),
    st.sampled_from(["day", "week", "month", "quarter", "half", "year", "decade", "century"]),
)
def test_a_period_holds_its_day(day, unit):
    here = calendar.containing(day, unit)
    assert here.first <= day <= here.last
    assert Days(day, day, "day").inside(here)
