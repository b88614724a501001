"""What decisions say beyond their article."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArticleError
from pipeline.lexicon import personal
from pipeline.lexicon.personal import NOTHING, Name, NoFigure, NoName, NoSwap, Swap
from pipeline.review.learning import learn, lessons
from pipeline.write.layout import pretty
from tests.records import edit, entity, figure, record


def decided(item, decision, **more):
    """Return a finding as it stands in a file, with a person's decision and what the tool says of it."""
    return json.loads(pretty(item)) | {"decision": decision} | more


def taught(*, known=NOTHING, **parts):
    """Return what is learned from one article with these findings, as they stand in its file."""
    return learn(lessons(json.dumps({"schema": "unspun/article/1", **parts}).encode(), "a.json"), known, "my.toml")


def spun(before, after, kind="spun-phrase", status="suggested", **more):
    return edit(before=before, after=after, kind=kind, status=status, start=0, end=len(before), **more)


WONDERFUL = entity("Wonderful Wall Motor")
ENTITIES = [
    (entity(confidence=0.5), "ok", {}, [Name("Xiaomi", "ORG")]),
    (entity(confidence=0.9), "ok", {}, []),
    (entity(why=("added by hand",)), "ok", {}, [Name("Xiaomi", "ORG")]),
    (entity("Holdings"), " wrong ", {}, [NoName("Holdings")]),
    (WONDERFUL, "=Great Wall Motor", {}, [Name("Great Wall Motor", "ORG", ("Wonderful Wall Motor",))]),
    (WONDERFUL, "=PRODUCT", {}, [Name("Wonderful Wall Motor", "PRODUCT")]),
    (WONDERFUL, "=Great Wall Motor [FAC]", {}, [Name("Great Wall Motor", "FAC", ("Wonderful Wall Motor",))]),
    (WONDERFUL, "=[FAC]", {}, [Name("Wonderful Wall Motor", "FAC")]),
    (entity("Great Wall Motor"), "=Great Wall Motor", {"instead_of": {"name": "Wonderful Wall Motor"}}, [Name("Great Wall Motor", "ORG", ("Wonderful Wall Motor",))]),
    (entity("Great Wall Motor"), "ok", {"instead_of": {"name": "Wonderful Wall Motor"}}, [Name("Great Wall Motor", "ORG", ("Wonderful Wall Motor",))]),
    (entity("Great Wall Motor"), "ok", {"instead_of": {"label": "FAC"}}, [Name("Great Wall Motor", "ORG")]),
    (entity("GWM", aliases=("Wall",)), "=Great Wall Motor", {}, [Name("Great Wall Motor", "ORG", ("GWM",))]),
    (entity("Wall Motor"), "=Great Wall Motor", {}, [Name("Great Wall Motor", "ORG")]),
    (entity("Company"), "=Great Wall Motor", {}, [Name("Great Wall Motor", "ORG")]),
    (WONDERFUL, "=Great Wall Motor [NONE]", {}, []),
    (WONDERFUL, "=", {}, []),
    (WONDERFUL, "okay", {}, []),
    (WONDERFUL, "wrong", {"stale": "was taken on another name"}, []),
    (WONDERFUL, None, {"id": ""}, [Name("Wonderful Wall Motor", "ORG")]),
    (entity(confidence=0.5), "", {"id": ""}, [Name("Xiaomi", "ORG")]),
]  # fmt: skip


@pytest.mark.parametrize(("item", "decision", "more", "entries"), ENTITIES, ids=lambda value: str(value)[:30])
def test_entities(item, decision, more, entries):
    assert list(taught(entities=[decided(item, decision, **more)]).entries) == entries


EDITS = [
    (
        spun("people acquainted with it", "people familiar with it"),
        "ok",
        {},
        [Swap("people acquainted with it", "people familiar with it")],
    ),
    (spun("people  acquainted\nwith it", "who know it"), "=who knew it ", {}, [Swap("people acquainted with it", "who knew it")]),
    (spun("a wide web", "a net", status="applied"), "ok", {}, []),
    (spun("a wide web", "a net", status="applied"), "ok", {"instead_of": {"status": "suggested"}}, [Swap("a wide web", "a net")]),
    (spun("a wide web", "a grid"), "=a grid", {"instead_of": {"after": "a net"}}, [Swap("a wide web", "a grid")]),
    (spun("a wide web", "a net", status="applied", why=("added by hand",)), "ok", {}, [Swap("a wide web", "a net")]),
    (spun("a wide web", "a grid", status="applied"), "ok", {"instead_of": {"after": "a net"}}, [Swap("a wide web", "a grid")]),
    (spun("a wide web", "a wide web"), "wrong", {"instead_of": {"after": "a net"}}, [NoSwap("a wide web", "a net")]),
    (spun("a number of", "several"), "wrong", {}, [NoSwap("a number of", "several")]),
    (spun("In accordance to", "According to"), "ok", {}, [Swap("in accordance to", "according to")]),
    (spun("a critical step", "an important step"), "wrong", {}, [NoSwap("critical step", "important step")]),
    (spun("wide web", "net", kind="encoding"), "ok", {}, []),
    (spun("a wide web", "a net"), "", {"id": ""}, [Swap("a wide web", "a net")]),
]


@pytest.mark.parametrize(("item", "decision", "more", "entries"), EDITS, ids=lambda value: str(value)[:30])
def test_edits(item, decision, more, entries):
    assert list(taught(edits=[decided(item, decision, **more)]).entries) == entries


def test_of_a_name_the_whole_is_learned():
    named = entity("Northlake Motor Team", mentions=[{"start": 10, "end": 30, "line": 1, "text": "Northlake Motor Team"}])
    restored = entity(mentions=[{"start": 10, "end": 30, "line": 1, "text": "Northlake Motor Group", "raw": "Northlake Motor Team"}])
    part = edit(before="Team", after="Group", kind="spun-name", start=26, end=30, status="suggested")
    whole = "Northlake Motor Team", "Northlake Motor Group"
    for mentioned in (named, restored):
        entities = [decided(mentioned, "")]
        assert taught(entities=entities, edits=[decided(part, "ok")]).entries == (Swap(*whole),)
        assert taught(entities=entities, edits=[decided(part, "wrong")]).entries == (NoSwap(*whole),)
    assert taught(edits=[decided(part, "ok")]).too_general == 1


def test_single_words_are_too_general_for_a_swap():
    learned = taught(
        edits=[decided(spun("get", "obtain"), "ok"), decided(spun("Get", "Obtain"), "=Receive"), decided(spun("u.s", "US"), "ok")]
    )
    assert learned.entries == (Swap("u.s", "US"),)
    assert learned.too_general == 2
    assert taught(edits=[decided(spun("get", "obtain"), "wrong")]).entries == (NoSwap("get", "obtain"),)


def test_figures_are_refused_elsewhere_only_where_they_hold_a_letter():
    texts = ["Model 3", "300", "1,000 %"]
    assert taught(figures=[decided(figure(text=text), "wrong") for text in texts]).entries == (NoFigure("Model 3"),)


CONTRADICTIONS = [
    ({"entities": [(entity("Holdings"), "wrong")]}, {"entities": [(entity("Holdings"), "ok")]}, "no name in a.json (e-1)"),
    ({"entities": [(WONDERFUL, "=Great Wall Motor")]}, {"entities": [(WONDERFUL, "ok")]}, "“Great Wall Motor” (ORG) in a.json (e-1)"),
    ({"entities": [(WONDERFUL, "=GWM [ORG]")]}, {"entities": [(WONDERFUL, "=GWM [FAC]")]}, "“GWM” (FAC) in b.json (e-1)"),
    ({"figures": [(figure(text="Model 3"), "wrong")]}, {"figures": [(figure(text="Model 3"), "=3")]}, "a figure in b.json (f-1)"),
    ({"edits": [(spun("a b", "c d"), "ok")]}, {"edits": [(spun("a b", "c d"), "wrong")]}, "not read as “c d” in b.json (c-1)"),
    (
        {"edits": [(spun("a b", "c d", status="applied"), "ok")]},
        {"edits": [(spun("a b", "c d"), "wrong")]},
        "read as “c d” in a.json (c-1)",
    ),
    ({"edits": [(spun("a b", "c d"), "ok")]}, {"edits": [(spun("a b", "c d"), "=e f")]}, "read as “e f” in b.json (c-1)"),
]


@pytest.mark.parametrize(("first", "second", "said"), CONTRADICTIONS, ids=str)
def test_what_is_decided_both_ways_is_said_and_not_learned(first, second, said):
    found = []
    for where, parts in (("a.json", first), ("b.json", second)):
        data = {part: [decided(*item) for item in items] for part, items in parts.items()}
        found += lessons(json.dumps(data).encode(), where)
    learned = learn(found, NOTHING, "my.toml")
    assert learned.entries == ()
    assert any(said in line for line in learned.contradictions)
    assert all("a.json" in line and "b.json" in line for line in learned.contradictions)


def test_what_the_lexicon_says_otherwise_is_left():
    learned = taught(known=personal.of([Name("Holdings", "ORG")]), entities=[decided(entity("Holdings"), "wrong")])
    assert learned.entries == ()
    assert learned.contradictions == ("“Holdings”: no name in a.json (e-1); “Holdings” (ORG) in my.toml",)


def test_only_what_is_new_of_a_known_name_is_learned():
    known = personal.of([Name("Great Wall Motor", "ORG", ("Wonderful Wall Motor",))])
    entities = [decided(WONDERFUL, "=Great Wall Motor"), decided(entity("Grand Wall Motor"), "=Great Wall Motor")]
    assert taught(known=known, entities=entities).entries == (Name("Great Wall Motor", "ORG", ("Grand Wall Motor",)),)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"entities": [{"name": 5}]}', b'{"edits": 5}', b"\xff", b"[" * 100_000])
def test_what_is_no_record_is_refused_by_name(data):
    with pytest.raises(ArticleError) as refusal:
        list(lessons(data, "a.json"))
    assert refusal.value.where == "a.json"


NAMES = st.sampled_from(["Great Wall Motor", "Wonderful Wall Motor", "GWM", "Wall", "Holdings", "a b", "c d", "get", "“", "=x", " a\n"])
CHOICES = st.sampled_from(["ok", "wrong", "", "=ORG", "=", "=Great Wall Motor", "=GWM [FAC]", "=c d", '= x\x7f"\\ '])


@given(st.lists(st.tuples(NAMES, NAMES, CHOICES, CHOICES, CHOICES), max_size=6))
def test_learning_twice_adds_nothing(rows):
    parts = {
        "entities": [decided(entity(name, confidence=0.5), said) for name, _, said, _, _ in rows],
        "figures": [decided(figure(text=name), said) for name, _, _, said, _ in rows],
        "edits": [decided(spun(name, other), said) for name, other, _, _, said in rows],
    }
    first = taught(**parts)
    known = personal.parse(personal.written(first.entries).encode(), "my.toml")
    again = taught(known=known, **parts)
    assert again.entries == ()
    assert set(first.contradictions) <= {line.replace(", my.toml", "") for line in again.contradictions}
    assert taught(**{part: items[::-1] for part, items in parts.items()}).entries == first.entries


def test_records_of_this_version_can_be_learned_from():
    whole = record(entities=(entity("Holdings"),), figures=(figure(),), edits=(edit(),))
    assert list(lessons(pretty(whole), "a.json")) == []
