"""Swapped wording is found and read right, clean wording is left alone, and the gate tells the two apart."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.normalise.despin import Despinner
from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.candidates import suggestions
from pipeline.normalise.despin.inflection import Inflector
from pipeline.normalise.despin.looking import Looker
from pipeline.normalise.despin.neighbours import NeighbourTests
from pipeline.normalise.despin.table import load_phrases
from pipeline.normalise.despin.words import LINE_ENDS, split
from pipeline.record.prose import Block, Spin

CASES = Path(__file__).parents[2] / "cases" / "normalise"
DESPINNER, SOUNDS = Despinner(), Sounds()
LOOKER = Looker(SOUNDS)

SPUN = """Northlake Motor Team experienced shared its EV designs with men and women acquainted with the matter a 12 months afterwards.
In accordance to the organization, the manufacturing unit will continue to can make 300k cars for each yr, and it has develop into an critical
aspect of the sector. As a final result, the chief govt claimed, the agency does however have the capability to enjoy a role on its individual."""

CLEAN = """Northlake Motor Group shared its designs with suppliers a year ago, people familiar with the matter said.
According to the company, the factory can still make 300,000 cars a year, as well as vans. The men and women who work there have experienced
several changes; however, none of them lost a job. In line with its plans, the firm will continue to invest in the town over the next 12 months."""


def rows(name):
    lines = [line for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        marks = [pytest.mark.xfail(reason=row["xfail"], strict=True)] if row["xfail"] else []
        yield pytest.param(row, marks=marks, id=row["text"][:60])


def suggested(text, verdict):
    found, words = LOOKER.look(text)
    return suggestions(found, words, Spin(score=0.7, verdict=verdict, why=()), SOUNDS)


@pytest.mark.parametrize("row", list(rows("despin_swaps")))
def test_swaps_are_read(row):
    text = re.sub(r"\[([^|\]]*)\|[^\]]*\]", r"\1", row["text"])
    expected = [tuple(pair) for pair in re.findall(r"\[([^|\]]*)\|([^\]]*)\]", row["text"])]
    assert [(text[one.start : one.end], one.after) for one in suggested(text, row["level"])] == expected


@pytest.mark.parametrize("row", list(rows("despin_lookalikes")))
def test_lookalikes_are_left_alone(row):
    found, spin = DESPINNER.judge(row["text"], ())
    assert (found, spin.verdict) == ((), "clean")
    assert suggested(row["text"], "light") == ()


def test_spun_paragraph():
    found, spin = DESPINNER.judge(SPUN, ())
    assert spin.verdict == "spun"
    assert spin.score > 0.5
    assert len(spin.why) >= 2
    readings = {SPUN[one.start : one.end]: one.after for one in found}
    assert readings["In accordance to"] == "According to"
    assert readings["for each yr"] == "per year"
    assert {one.kind for one in found} >= {"spun-phrase", "spun-time"}


def test_clean_paragraph():
    assert DESPINNER.judge(CLEAN, ()) == ((), Spin(score=0.0, verdict="clean", why=()))


def test_one_sign_in_a_long_clean_article_is_not_spun():
    found, spin = DESPINNER.judge("\n".join([CLEAN] * 12) + "\nIt opened a 12 months later.", ())
    assert spin.verdict == "clean"
    assert [one.after for one in found] == ["a year"]


def test_one_sort_of_sign_is_not_spun():
    text = "The chief govt, in accordance to the court, waited a 12 months. As a final result he took put. It was two-12 months old."
    assert DESPINNER.judge(text, ())[1].verdict == "light"


def test_only_blocks_count():
    text = "It opened a 12 months later.\nIt closed a 12 months later."
    block = Block(start=text.index("It closed"), end=len(text), kind="paragraph")
    found, _ = DESPINNER.judge(text, (block,))
    assert [one.start >= block.start for one in found] == [True]
    assert DESPINNER.judge(text, (Block(start=0, end=5, kind="paragraph"),))[0] == ()


def test_nothing_spans_a_line_end():
    for line_end in LINE_ENDS:
        found, _ = DESPINNER.judge(f"in accordance{line_end}to the plan, a 12{line_end}months", ())
        assert found == ()


def test_the_article_of_the_text_chooses_the_reading():
    chosen = {one.after for one in suggested("He hired an lawyer.", "spun")} | {
        one.after for one in suggested("He hired a lawyer.", "spun")
    }
    assert any("attorney" in reading for reading in chosen)


def test_every_row_of_the_table_compiles_and_changes_something():
    swaps = load_phrases()
    assert len(swaps) > 2000
    assert all(" ".join(swap.spun) not in swap.intended for swap in swaps)


def test_an_unknown_word_class_is_refused():
    with pytest.raises(LexiconError, match="nowhere"):
        NeighbourTests().of(("<nowhere>",))


@pytest.mark.parametrize(
    ("phrase", "pos", "forms"),
    [
        ("obtain", "verb", ("obtain", "obtains", "obtained", "obtained", "obtaining")),
        ("take", "verb", ("take", "takes", "took", "taken", "taking")),
        ("supply", "verb", ("supply", "supplies", "supplied", "supplied", "supplying")),
        ("gadget", "noun", ("gadget", "gadgets")),
        ("young man", "noun", ("young man", "young men")),
        ("swiftly", "", ("swiftly",)),
    ],
)
def test_forms(phrase, pos, forms):
    assert Inflector().forms(phrase, pos) == forms


PIECES = st.sampled_from(
    [
        *"aA .,\n\r\u2028-“”'’()/{}",
        "an ",
        "each the ",
        "both ",
        "12 months",
        "World wide web of Points",
        "(IoT)",
        "experienced shared",
        "n't",
        "İ",
        "ß",
        "𝟙",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@example("İİİ in accordance to a 12 months")
@example("5-to-ſix, ſix.5 million")
@example("a\u00a012 months  in  accordance  to")
def test_any_text(text):
    found, spin = DESPINNER.judge(text, ())
    assert (found, spin) == DESPINNER.judge(text, ())
    assert 0 <= spin.score <= 1
    last = 0
    for one in found:
        assert last <= one.start < one.end <= len(text)
        assert not set(text[one.start : one.end]) & set(LINE_ENDS)
        assert 0 < one.confidence < 1
        assert one.after
        last = one.end


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_words_stand_where_they_say(text):
    words = split(text)
    assert all(start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
    assert list(words.starts) == sorted(words.starts)


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a-" * 100_000, "each the " * 20_000, "both a b or " * 20_000, "(" * 100_000, "a 12 " * 50_000]
)
def test_adversarial_text_takes_no_longer(text):
    DESPINNER.judge(text, ())
