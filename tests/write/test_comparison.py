"""The corpus report as Markdown and as a table."""

from pipeline.record.corpus_report import SCHEMA, Copy, CorpusReport, Item, RegisteredEntity, Relation
from pipeline.write.comparison import markdown, table


def item(article, line, value, context, said_by=None, stance="stated"):
    return Item(article, f"{article}.txt", f"f-{article}", 3, 9, line, value, context, value, said_by, stance)


A = item("a", 3, "2,400 person", "It will give work to ⟦2,400⟧ people.", stance="planned")
B = item("b", 7, "1,900 job", "Mr Kubat expects ⟦1,900⟧ *jobs*.", said_by="Mr Kubat", stance="planned")
REPORT = CorpusReport(
    schema=SCHEMA,
    entities=(
        RegisteredEntity("Kelvarra", "ORG", ("Kelvarra", "Kelvarra Corp."), ("a", "b"), 5),
        RegisteredEntity("Aalborg", "GPE", ("Aalborg",), ("a",), 1),
    ),
    relations=(
        Relation(
            relation="conflict",
            what="job: work people",
            confidence=0.81,
            sides=((0,), (1,)),
            items=(A, B),
            witnesses=2,
            why=("the values differ",),
        ),
        Relation(
            relation="agree", what="sum: plant", confidence=0.7, sides=((0,), (1,)), items=(A, A), witnesses=2, why=("the same value",)
        ),
    ),
    copies=(Copy(("a", "c"), 0.62, "word for word"),),
    only_here=(A,),
)
EMPTY = CorpusReport(schema=SCHEMA, entities=(), relations=(), copies=(), only_here=())

PAGE = """\
# What the articles say of the same things

## Conflicts

### job: work people

2 witnesses, confidence 0.81. The values differ.

- A **2,400 person** `corpus/a.txt:3` — planned: It will give work to **2,400** people.
- B **1,900 job** `corpus/b.txt:7` — Mr Kubat, planned: Mr Kubat expects **1,900** \\*jobs\\*.

## Agreements

### sum: plant

2 witnesses, confidence 0.70. The same value.

- = **2,400 person** `corpus/a.txt:3` — planned: It will give work to **2,400** people.
- = **2,400 person** `corpus/a.txt:3` — planned: It will give work to **2,400** people.

## Articles that are one witness

- a and c (62%): word for word

## Told by one article only

- `corpus/a.txt:3` **2,400 person**: It will give work to **2,400** people.

## Names of several articles

- **Kelvarra** (ORG), also Kelvarra Corp.: 5 mentions in 2 articles
"""

TABLE = """\
conflict: job: work people (2 witnesses, 0.81)
  A a.txt:3  2,400 person        It will give work to ⟦2,400⟧ people.
  B b.txt:7  1,900 job           Mr Kubat expects ⟦1,900⟧ *jobs*.  [Mr Kubat]
… and 1 more
"""


def test_page():
    assert markdown(REPORT, "corpus") == PAGE


def test_table():
    assert table(REPORT, most=1) == TABLE


def test_nothing_to_compare_is_said():
    assert "No two articles" in markdown(EMPTY)
    assert "no two articles" in table(EMPTY)
