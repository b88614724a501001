"""Swapped wording is found and read right, clean wording is left alone, and the gate tells the two apart."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.language import context
from pipeline.language.inflection import Inflector
from pipeline.language.words import LINE_ENDS, split
from pipeline.normalise.despin import Despinner, swap_table
from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.edits import edits
from pipeline.normalise.despin.gate import Gate
from pipeline.normalise.despin.looking import Looker
from pipeline.normalise.despin.neighbours import NeighbourTests
from pipeline.normalise.despin.places import Placer
from pipeline.normalise.despin.ranker import FEATURES, STATIC, Ranker, load_weights
from pipeline.normalise.despin.table import load_phrases
from pipeline.record.prose import Block, Spin
from pipeline.training import swaps

CASES = Path(__file__).parents[2] / "cases" / "normalise"
DESPINNER, SOUNDS = Despinner(), Sounds()
LOOKER = Looker(SOUNDS)
PLACER, RANKER = Placer(swap_table.shipped()), Ranker(context.shipped(), swap_table.shipped(), SOUNDS)

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


def edited(text, verdict):
    """The edits of a text, were the article it stands in so judged."""
    found, words = LOOKER.look(text)
    ranked = RANKER.rank(words, PLACER.places(words, found))
    return edits(words, ranked, found, Spin(score=0.7, verdict=verdict, why=()), SOUNDS)


@pytest.mark.parametrize("row", list(rows("despin_swaps")))
def test_swaps_are_read(row):
    text = re.sub(r"\[([^|\]]*)\|[^\]]*\]", r"\1", row["text"])
    expected = [tuple(pair) for pair in re.findall(r"\[([^|\]]*)\|([^\]]*)\]", row["text"])]
    assert [(text[one.start : one.end], one.after) for one in edited(text, row["level"])] == expected


@pytest.mark.parametrize("row", list(rows("despin_lookalikes")))
def test_lookalikes_are_left_alone(row):
    found, spin = DESPINNER.judge(row["text"], ())
    assert (found, spin.verdict) == ((), "clean")
    assert [edit for edit in edited(row["text"], "light") if edit.status == "applied"] == []


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
    found, spin = DESPINNER.judge(CLEAN, ())
    assert (found, spin.verdict, spin.why) == ((), "clean", ())
    assert spin.score < 0.33


def test_one_sign_in_a_long_clean_article_is_not_spun():
    found, spin = DESPINNER.judge("\n".join([CLEAN] * 12) + "\nIt opened a 12 months later.", ())
    assert spin.verdict == "clean"
    assert [one.after for one in found] == ["a year"]


def test_one_sort_of_sign_is_not_spun():
    text = "The chief govt, in accordance to the court, waited a 12 months. As a final result he took put. It was two-12 months old."
    found, words = LOOKER.look(text)
    assert Gate().judge(found, words.count).verdict == "light"
    ranked = RANKER.rank(words, PLACER.places(words, found))
    assert Gate().judge(found, words.count, ranked).verdict == "spun"


def test_many_wordings_that_fit_worse_are_a_sign_of_their_own():
    text = (
        "The organization said on Monday that it would shut its manufacturing facility after earnings fell. Folks who reside close by are "
        "displeased, and the mayor requested the government for assistance. The automobile maker, which employs numerous individuals in the "
        "metropolis, lost funds for the third 12 months in a row and wishes to commence anew."
    )
    found, spin = DESPINNER.judge(text, ())
    assert spin.verdict != "clean"
    assert any("fits much better" in reason for reason in spin.why)
    assert "Folks" in {text[one.start : one.end] for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Write to men_and_women@12months.example or see https://example.com/a-12-months/in-accordance-to.html now.",
        "Follow @InAccordanceTo and #a12months.",
        "The file folks.individuals.txt and the key calendar_year stay.",
    ],
)
def test_addresses_handles_and_code_are_left_alone(text):
    assert [edit for edit in edited(text, "spun") if edit.status == "applied"] == []


def test_a_quotation_is_touched_in_spun_articles_only_and_says_so():
    text = 'He said: "In accordance to the plan we open a 12 months afterwards." Then he left.'
    inside = [edit for edit in edited(text, "spun") if edit.status == "applied"]
    assert inside
    assert all("in a quotation" in edit.why for edit in inside)
    assert [edit for edit in edited(text, "light") if edit.status == "applied"] == []


def test_an_article_that_a_spinner_mended_is_mended_back():
    text = "Folks said the organization will purchase an automobile for the household."
    readings = {text[edit.start : edit.end]: edit.after for edit in edited(text, "spun")}
    assert readings["an automobile"].split(" ")[0] == "a"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Bharatiya Janata Celebration (BJP) won.", "Party"),
        ("Sensors form the World wide web of Points (IoT) today.", "Internet of Things"),
        ("It falls under the Common Information Safety Regulation (GDPR) now.", "General Data Protection"),
        ("Zelvia Group grew. Zelvia Group hired. Zelvia Crew lost.", "Group"),
        ("The Harbourtown Police Division said no.", "Department"),
        ("The Great Wall Motor plant opened.", None),
        ("The Bharatiya Janata Party (BJP) won.", None),
        ("The Zelvia Auto plant and the Zelvia Automobile shop opened.", None),
    ],
)
def test_a_name_changes_with_two_witnesses_only(text, name):
    changed = [edit.after for edit in edited(text, "spun") if edit.kind == "spun-name" and edit.status == "applied"]
    assert changed == ([name] if name else [])


def test_digits_stay():
    for text in (SPUN, CLEAN):
        for edit in edited(text, "spun"):
            before = re.sub(r"\D", "", text[edit.start : edit.end])
            assert edit.kind in {"spun-number", "spun-time"} or re.sub(r"\D", "", edit.after) == before


def test_the_compiled_table_is_that_of_the_word_lists():
    assert swap_table.shipped().digest == swaps.digest(), "run `python -m pipeline.training.swaps`"


def test_every_feature_has_its_weight():
    assert set(load_weights()) == {*STATIC, *FEATURES}


def test_a_very_long_text_is_weighed_in_parts():
    text = "\n".join([SPUN] * 200)
    found, words = LOOKER.look(text)
    ranked = RANKER.rank(words, PLACER.places(words, found))
    assert len(words.lower) > 2 * 6000
    for one in ranked:
        assert one.spun == " ".join(words.lower[one.first : one.last])
    assert {one.first // 6000 for one in ranked} == set(range(len(words.lower) // 6000 + 1))


def test_probabilities_of_a_place_are_at_most_one():
    found, words = LOOKER.look(SPUN)
    ranked = RANKER.rank(words, PLACER.places(words, found))
    assert ranked
    for one in ranked:
        assert one.doubt == pytest.approx(sum(option.chance for option in one.options), abs=1e-4)
        assert one.doubt <= 1 + 1e-5


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
    chosen = {one.after for one in edited("He hired an lawyer.", "spun")} | {one.after for one in edited("He hired a lawyer.", "spun")}
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
    "text",
    [
        "a" * 200_000,
        "a-" * 100_000,
        "each the " * 20_000,
        "Folks said. " * 20_000,
        "both a b or " * 20_000,
        "(" * 100_000,
        "a 12 " * 50_000,
    ],
)
def test_adversarial_text_takes_no_longer(text):
    DESPINNER.judge(text, ())
