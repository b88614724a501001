"""A record's account of its text, followed again: with the raw text at hand, and without."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.record.annotation import AnnotatedText, Annotation
from pipeline.record.article_record import SetAside
from pipeline.record.replay import AnotherText, Joined, aligned, replayed
from tests.records import edit, record

WORDS = st.text(st.sampled_from("ab1é\U0001f600\"'<&\\_|[]"), min_size=1, max_size=4)
# A piece of raw text stays as it is, reads otherwise, or is set aside.
PIECES = st.tuples(WORDS, st.one_of(st.none(), WORDS, st.just("")))
PARAGRAPHS = st.lists(st.lists(PIECES, min_size=1, max_size=6), min_size=1, max_size=4)


def made(paragraphs, between="\r\n\r\n"):
    """Return a record of such paragraphs, its raw text, and where the pieces that stayed stand in it and how they read."""
    raw, texts, places, edits, aside, stayed = "", [], [], [], [], []
    for pieces in paragraphs:
        start, readings = len(raw), []
        for at, (word, after) in enumerate(pieces):
            first = len(raw)
            if after == "":
                raw += word
                aside.append(SetAside(start=first, end=len(raw), line=1, kind="litter", text=word, why=()))
                continue
            raw += word + " "
            if after is None:
                stayed.append((first, first + len(word), word))
                readings.append(word + " ")
            else:
                edits.append(edit(number=len(edits) + at, start=first, end=first + len(word), before=word, after=after))
                readings.append(after + " ")
        if readings:
            texts.append("".join(readings))
            places.append((start, len(raw)))
        raw += between
    whole = record(text=tuple(texts), edits=tuple(edits))
    return msgspec.structs.replace(whole, paragraphs=tuple(places), set_aside=tuple(aside)), raw, stayed


@settings(deadline=None)
@given(paragraphs=PARAGRAPHS)
def test_spans_find_their_place_without_the_raw_text(paragraphs):
    whole, raw, stayed = made(paragraphs)
    joined = Joined(whole)
    assert joined.text == "\n\n".join(whole.text)
    for start, end, word in stayed:
        first, last = joined.place(start, end, word)
        assert raw[start:end] == joined.text[first:last] == word
    # Each has a place of its own, in the order of the raw text.
    assert sorted({joined.place(*each) for each in stayed}) == [joined.place(*each) for each in stayed]


@settings(deadline=None)
@given(paragraphs=PARAGRAPHS, between=st.sampled_from(["\n", "\r\n\r\n", " \t ", "\u2028"]))
def test_raw_text_is_known_by_its_record(paragraphs, between):
    whole, raw, _ = made(paragraphs, between)
    assert replayed(whole, raw).text.split() == " ".join(whole.text).split()
    assert replayed(whole, raw.rstrip()).raw.rstrip() == raw.rstrip()
    # A character that is more or less shows, wherever.
    for at in {0, len(raw) // 2, len(raw.rstrip()) - 1}:
        with pytest.raises(AnotherText):
            replayed(whole, raw[:at] + "#" + raw[at:])


@settings(deadline=None)
@given(paragraphs=PARAGRAPHS, between=st.sampled_from(["\n", " ", " \t ", "\n\n\n"]))
def test_marks_stand_at_the_same_words_whatever_the_white_space(paragraphs, between):
    whole, raw, stayed = made(paragraphs)
    _, other, there = made(paragraphs, between)
    marks = tuple(Annotation(start, end, "ORG") for start, end, _ in there)
    marked, offsets = aligned(whole, AnnotatedText(text=other, annotations=marks))
    assert [(each.start, each.end) for each in marked.annotations] == [(start, end) for start, end, _ in stayed]
    assert offsets.raw.split() == raw.split()
    assert all(offsets.raw[start:end] == word for start, end, word in stayed)
    with pytest.raises(AnotherText):
        aligned(whole, AnnotatedText(text=other + " more", annotations=()))


def test_part_of_a_restored_wording():
    whole = msgspec.structs.replace(
        record(
            text=("led by the Attorney General.",), edits=(edit(start=7, end=20, before="lawyer normal", after="the Attorney General"),)
        ),
        paragraphs=((0, 21),),
    )
    joined = Joined(whole)
    assert joined.place(7, 20, "Attorney General") == (11, 27)
    assert joined.place(7, 20, "Minister") is None
    assert joined.place(7, 20, "") is None
