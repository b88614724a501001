"""Personal lexicons: read strictly, written so that they read the same, later files before earlier ones."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Settings
from pipeline.errors import LexiconError, UsageError
from pipeline.lexicon import personal
from pipeline.lexicon.personal import LABELS, Name, NoFigure, NoName, NoSwap, Personal, Swap

WHOLE = """
[[name]]
name = "Great Wall Motor"
label = "ORG"
also = ["Wonderful Wall Motor", "GWM"]

[[no_name]]
text = "Holdings"

[[swap]]
before = "people acquainted with the matter"
after = "people familiar with the matter"

[[no_swap]]
before = "a number of"
after = "several"

[[no_swap]]
before = "as well as"

[[no_figure]]
text = "Model 3"
"""
ENTRIES = Personal(
    name=(Name("Great Wall Motor", "ORG", ("Wonderful Wall Motor", "GWM")),),
    no_name=(NoName("Holdings"),),
    swap=(Swap("people acquainted with the matter", "people familiar with the matter"),),
    no_swap=(NoSwap("a number of", "several"), NoSwap("as well as")),
    no_figure=(NoFigure("Model 3"),),
)


def test_every_table_is_read():
    assert personal.parse(WHOLE.encode(), "my.toml") == ENTRIES
    assert personal.parse(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode(), "my.toml") == ENTRIES
    assert personal.parse(b"# nothing yet\n", "my.toml") == personal.NOTHING


FAULTS = {
    '[[nam]]\nname = "A"': ("my.toml", "there is no table 'nam'; the nearest is 'name'"),
    '[[name]]\nnames = "A"': ("my.toml: [[name]] 1", "there is no key 'names'; the nearest is 'name'"),
    '[[name]]\nname = "A"\nlabel = "ORGG"': ("my.toml: [[name]] 1", "there is no label 'ORGG'; the nearest is 'ORG'"),
    '[[name]]\nname = "A"': ("my.toml: [[name]] 1", "missing required field `label`"),
    '[[no_name]]\ntext = "A"\n[[no_name]]\ntext = 3': ("my.toml: [[no_name]] 2", "Expected `str`"),
    '[[no_name]]\ntext = " A"': ("my.toml: [[no_name]] 1", "white space"),
    '[[swap]]\nbefore = "a\\nb"\nafter = "c"': ("my.toml: [[swap]] 1", "white space"),
    '[[name]]\nname = "A"\nlabel = "ORG"\nalso = ["…"]': ("my.toml: [[name]] 1", "'…' holds no word"),
    '[[swap]]\nbefore = "a b"\nafter = "a b"': ("my.toml: [[swap]] 1", "the same before and after"),
    'name = "A"': ("my.toml", "'name' is no list of entries"),
    "[[name]": ("my.toml", "the file is no TOML"),
    'name = "\xe9"': ("my.toml", "the file is no TOML"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_faults_are_named_with_file_and_entry(text):
    with pytest.raises(LexiconError) as refusal:
        personal.parse(text.encode("latin-1" if "\xe9" in text else "utf-8"), "my.toml")
    where, words = FAULTS[text]
    assert refusal.value.where == where
    assert words in refusal.value.what


CONTRADICTIONS = [
    (NoName("GWM"), Name("Great Wall Motor", "ORG", ("GWM",))),
    (Name("GWM", "ORG"), Name("Great Wall Motor", "ORG", ("GWM",))),
    (Name("GWM", "ORG"), Name("GWM", "PRODUCT")),
    (Swap("a b", "c"), Swap("a b", "d")),
    (Swap("a b", "c"), NoSwap("a b", "c")),
    (Swap("a b", "c"), NoSwap("a b")),
]


@pytest.mark.parametrize("pair", CONTRADICTIONS, ids=str)
def test_contradictions_in_a_file_name_both_entries(pair):
    with pytest.raises(LexiconError) as refusal:
        personal.parse(personal.written(pair).encode(), "my.toml")
    assert refusal.value.code == "contradiction"
    for entry in pair:
        assert f"[[{personal.table_of(entry)}]] " in refusal.value.what


@pytest.mark.parametrize("pair", CONTRADICTIONS, ids=str)
def test_of_two_files_the_later_one_wins(pair):
    first, second = (personal.of([entry]) for entry in pair)
    both = personal.joined([first, second])
    assert list(second.entries()) == [entry for entry in both.entries() if entry in set(second.entries())]
    assert personal.parse(personal.written(both.entries()).encode(), "joined.toml") == both
    assert set(both.entries()).isdisjoint(first.entries())


def test_what_does_not_contradict_is_joined():
    pair = (Name("GWM", "ORG", ("Great Wall",)), NoSwap("a b", "c")), (Name("GWM", "ORG", ("Great Wall Motor",)), Swap("a b", "d"))
    assert set(personal.joined(map(personal.of, pair)).entries()) == {*pair[0], *pair[1]}


TEXTS = (
    st.text(st.characters(codec="utf-8"), min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(map(str.isalnum, text)))
)
ANY_ENTRY = st.one_of(
    st.builds(Name, TEXTS, st.sampled_from(LABELS), st.lists(TEXTS, max_size=3).map(tuple)),
    st.builds(NoName, TEXTS),
    st.builds(Swap, TEXTS, TEXTS | st.just("")),
    st.builds(NoSwap, TEXTS, st.none() | TEXTS | st.just("")),
    st.builds(NoFigure, TEXTS),
).filter(lambda entry: getattr(entry, "before", "a") != getattr(entry, "after", "b"))


@given(ANY_ENTRY)
def test_an_entry_reads_as_it_was_written(entry):
    assert list(personal.parse(personal.written([entry]).encode(), "my.toml").entries()) == [entry]


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_written_so_that_it_reads_the_same(text):
    assert tomllib.loads(personal.written([NoName(text)]))["no_name"] == [{"text": text}]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="there is no such file"):
        personal.load(tmp_path / "my.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        personal.load(tmp_path)


def test_the_digest_of_the_settings_tells_lexicons_apart():
    digests = {Settings(lexicon=lexicon).digest for lexicon in (personal.NOTHING, ENTRIES, Personal(no_name=(NoName("Holding"),)))}
    assert len(digests) == 3
    assert hash(Settings(lexicon=ENTRIES)) == hash(Settings(lexicon=personal.parse(WHOLE.encode(), "my.toml")))
