"""The register of entities and the copies."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.corpus import Comparison, summary
from tests.records import entity, record

STORY = " ".join(f"word{n}" for n in range(200))
OTHER = " ".join(f"other{n}" for n in range(200))
LAST = " ".join(f"last{n}" for n in range(200))


def report(records):
    with Comparison() as comparison:
        for each in records:
            comparison.add(summary(each))
        return comparison.report()


def test_entities_are_joined_by_name_and_label_most_widely_named_first():
    records = [
        record(article="b", entities=(entity("XIAOMI"), entity("BAIC", number=2, aliases=("Beijing Automotive",)))),
        record(article="a", entities=(entity("Xiaomi"), entity("Xiaomi", number=2, label="PRODUCT"))),
        record(article="c", entities=(entity("Xiaomi"),)),
    ]
    found = report(records).entities
    assert [(item.name, item.label, item.articles, item.mentions) for item in found] == [
        ("Xiaomi", "ORG", ("a", "b", "c"), 3),
        ("BAIC", "ORG", ("b",), 1),
        ("Xiaomi", "PRODUCT", ("a",), 1),
    ]
    assert found[0].names == ("XIAOMI", "Xiaomi")
    assert found[1].names == ("BAIC", "Beijing Automotive")


def test_copies_are_found_with_their_share():
    part = len(STORY) // 20
    rows = {"a": STORY, "b": OTHER, "c": f"{STORY} {OTHER}", "d": STORY[: part * 5] + OTHER[: part * 15], "e": STORY[:part] + LAST}
    found = report([record(article=name, text=(text,)) for name, text in rows.items()]).copies
    assert {copy.articles for copy in found} == {("a", "c"), ("b", "c"), ("a", "d"), ("b", "d"), ("c", "d")}
    shares = {copy.articles: copy.share for copy in found}
    assert shares["a", "c"] == 1
    assert 0.15 < shares["a", "d"] < 0.4 < shares["b", "d"] < 0.9


@given(st.permutations(["a", "b", "c", "d"]))
def test_order_of_articles_does_not_matter(order):
    texts = {"a": STORY, "b": STORY, "c": OTHER, "d": OTHER}
    records = [record(article=name, text=(texts[name],), entities=(entity(name.upper()),)) for name in order]
    assert report(records) == report(sorted(records, key=lambda item: item.id))
