"""The index: every article, the conflicts first, and a link wherever there is something to lead to."""

import msgspec

from pipeline.record.corpus_report import SCHEMA, Copy, CorpusReport, Item, RegisteredEntity, Relation
from pipeline.write.pages.index import entry, index_page, wanted
from tests import records
from tests.write.pages.made import NAMESPACE, parsed


def item(article, name, said_by=None):
    return Item(article, f"{article}.txt", name, 3, 9, 7, "12", "It sold ⟦12⟧ <vans>.", "12 vans", said_by, "stated")


def relation(kind, *items):
    return Relation(
        relation=kind, what="<vans>", confidence=0.8, sides=tuple((at,) for at in range(len(items))), items=items, witnesses=1, why=("the values differ",)
    )  # fmt: skip


REPORT = CorpusReport(
    schema=SCHEMA,
    entities=(
        RegisteredEntity("Acme", "ORG", ("Acme", "Acme & Co"), ("a", "gone"), 3),
        RegisteredEntity("Lone", "ORG", ("Lone",), ("a",), 1),
    ),
    relations=(
        relation("conflict", item("a", "f-1", "Ann"), item("index", "f-9")),
        relation("agree", item("gone", "f-1"), item("a", "f-1")),
    ),
    copies=(Copy(("a", "gone"), 0.62, "word for word"), Copy(("a", "index"), 0, "on one report")),
    only_here=(item("a", "f-1"),),
)
RECORDS = [
    records.record(article=name, figures=(records.figure(confidence=0.5, decision="wrong" if name == "a" else ""),))
    for name in ("a", "index")
]


def test_page():
    ids = wanted(REPORT)
    assert ids == {"a": {"f-1"}, "index": {"f-9"}, "gone": {"f-1"}}
    entries = tuple(entry(record, ids[record.id]) for record in RECORDS)
    tree = parsed(index_page("<outputs>", entries, REPORT))
    text = " ".join("".join(tree.itertext()).split())
    assert "2 articles, 1 open doubt, 1 decided, 1 conflict" in text
    assert text.index("Conflicts 1") < text.index("Agreements 1") < text.index("Articles that are one witness 2")
    assert "It sold 12 <vans>." in text
    assert "a and gone (62%)" in text
    assert "Lone" not in text
    links = [a.get("href") for a in tree.iter(f"{NAMESPACE}a")]
    assert links[:5] == ["#main", "#h-articles", "#h-report", "a.html", "index~article.html"]
    assert links[5:8] == ["a.html#at-f-1", "index~article.html", "a.html#at-f-1"]
    assert not [link for link in links if "gone" in link]


def test_no_report_and_a_broken_one():
    assert "h-report" not in index_page("o", (), None).decode()
    assert "cannot be read: &lt;what&gt;" in index_page("o", (), None, "<what>").decode()


def test_nothing_in_common():
    page = index_page("o", (), CorpusReport(SCHEMA, (), (), (), ())).decode()
    assert "No two articles" in page


def test_articles_of_one_source_are_told_apart():
    names = ("news.csv.gz", "news.warc", "news.jsonl", "news.txt")
    made = [msgspec.structs.replace(records.record(article=f"no-{at}"), source=name, title="One") for at, name in enumerate(names)]
    text = "".join(parsed(index_page("o", tuple(entry(each, frozenset()) for each in made), None)).itertext())
    assert [f"{name} no-{at}" in text for at, name in enumerate(names)] == [True, True, True, False]
