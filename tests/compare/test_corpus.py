"""The register of entities and the copies."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.corpus import report, summary
from tests.records import entity, record

STORY = " ".join(f"word{n}" for n in range(200))
OTHER = " ".join(f"other{n}" for n in range(200))


def test_entities_are_joined_by_name_and_label_most_widely_named_first():
    summaries = [
        summary(record(article="b", entities=(entity("XIAOMI"), entity("BAIC", number=2, aliases=("Beijing Automotive",))))),
        summary(record(article="a", entities=(entity("Xiaomi"), entity("Xiaomi", number=2, label="PRODUCT")))),
        summary(record(article="c", entities=(entity("Xiaomi"),))),
    ]
    found = report(summaries).entities
    assert [(item.name, item.label, item.articles, item.mentions) for item in found] == [
        ("Xiaomi", "ORG", ("a", "b", "c"), 3),
        ("BAIC", "ORG", ("b",), 1),
        ("Xiaomi", "PRODUCT", ("a",), 1),
    ]
    assert found[0].names == ("XIAOMI", "Xiaomi")
    assert found[1].names == ("BAIC", "Beijing Automotive")


def test_copies_are_found_with_their_share():
    rows = {"a": STORY, "b": OTHER, "c": f"{STORY} {OTHER}", "d": STORY[: len(STORY) // 4] + OTHER[: len(OTHER) // 4 * 3]}
    found = report([summary(record(article=name, text=(text,))) for name, text in rows.items()]).copies
    assert {copy.articles for copy in found} == {("a", "c"), ("b", "c"), ("b", "d"), ("c", "d")}
    assert all(0.5 <= copy.share <= 1 for copy in found)
    assert next(copy.share for copy in found if copy.articles == ("a", "c")) == 1


@given(st.permutations(["a", "b", "c", "d"]))
def test_order_of_articles_does_not_matter(order):
    texts = {"a": STORY, "b": STORY, "c": OTHER, "d": OTHER}
    summaries = [summary(record(article=name, text=(texts[name],), entities=(entity(name.upper()),))) for name in order]
    assert report(summaries) == report(sorted(summaries, key=lambda item: item.article))
