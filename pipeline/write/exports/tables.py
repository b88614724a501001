"""The tables that records become, declared once: CSV, Parquet, SQLite and their documentation are all made from this."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date as calendar
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import msgspec

from pipeline.record.article_record import Record
from pipeline.record.corpus_report import CorpusReport
from pipeline.record.doubts import is_open, waiting

Kind = Literal["text", "integer", "number", "decimal", "day", "truth", "list"]
Value = str | int | float | Decimal | calendar | bool | tuple[str, ...] | None
Rows = Iterator[tuple[Value, ...]]

_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Row(NamedTuple):
    """What a row is made from: an item of a record or of the corpus report, what it belongs to, and its number there, from 1."""

    item: Any
    owner: Any = None
    number: int = 0


class Column(NamedTuple):
    """A column: its name, what it holds, what that means, and how it is got."""

    name: str
    kind: Kind
    meaning: str
    of: Callable[[Row], Value]


class Table(NamedTuple):
    """A table: `key` are the columns that tell its rows apart, `refers` the columns that name a row of another table."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    refers: tuple[tuple[tuple[str, ...], str], ...] = ()


def rows(record: Record) -> dict[str, Rows]:
    """Return the rows of one record by the names of their tables, each row in the order of the table's columns."""
    return {
        "articles": _rows(ARTICLES, [Row(record)]),
        **{table.name: _rows(table, _findings(record, table.name)) for table in (ENTITIES, FIGURES, DATES, EDITS, CLAIMS)},
        "mentions": _rows(
            MENTIONS,
            (
                Row(mention, (record, entity), number)
                for entity in record.entities
                for number, mention in enumerate(sorted(entity.mentions, key=lambda item: (item.start, item.end)), 1)
            ),
        ),
    }


def report_rows(report: CorpusReport) -> dict[str, Rows]:
    """Return the rows that a corpus report gives."""
    relations = [Row(relation, None, number) for number, relation in enumerate(report.relations, 1)]
    items = (
        Row(relation.item.items[at], (relation.number, side), number)
        for relation in relations
        for number, (side, at) in enumerate(((side, at) for side, places in enumerate(relation.item.sides, 1) for at in places), 1)
    )
    return {"relations": _rows(RELATIONS, relations), "relation_items": _rows(RELATION_ITEMS, items)}


def as_text(value: Value) -> str | None:
    """Return a value as text that says exactly the same: numbers digit by digit, days as in ISO 8601, lists as JSON.

    >>> as_text(Decimal("1.50E+3")), as_text(("a", "b")), as_text(True)
    ('1500', '["a","b"]', 'true')
    """
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case tuple():
            return msgspec.json.encode(value).decode()
        case calendar():
            return value.isoformat()
        case _:
            return str(value)


def described() -> str:
    """Return the tables and their columns as Markdown."""
    lines = []
    for table in TABLES:
        lines += [f"### {table.name}", "", f"{table.meaning} Key: {', '.join(f'`{name}`' for name in table.key)}.", ""]
        lines += ["| column | holds | meaning |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in table.columns]
        lines.append("")
    return "\n".join(lines)


def _rows(table: Table, found: Iterable[Row]) -> Rows:
    for row in found:
        yield tuple(column.of(row) for column in table.columns)


def _findings(record: Record, part: str) -> Iterator[Row]:
    for number, item in enumerate(getattr(record, part), 1):
        yield Row(item, record, number)


def _value(value: Any) -> Value:  # noqa: ANN401 - a field of any finding
    """Return a field's value as a table holds it: what is not set is null, a group of fields is JSON."""
    if value is msgspec.UNSET:
        return None
    if isinstance(value, msgspec.Struct):
        return _ENCODER.encode(value).decode()
    return value  # type: ignore[no-any-return] # the types of the record's fields are those of values


def _own(name: str, kind: Kind, meaning: str, field: str = "") -> Column:
    """Return a column that holds a field of the item."""
    return Column(name, kind, meaning, lambda row: _value(getattr(row.item, field or name)))


def _day(name: str, meaning: str) -> Column:
    def of(row: Row) -> Value:
        day = getattr(row.item, name)
        return None if day is None else calendar.fromisoformat(day)

    return Column(name, "day", meaning, of)


_ARTICLE = Column("article", "text", "the article's id", lambda row: row.owner.id)
_ID = _own("id", "text", "the finding's id, which lasts from run to run")
_SPAN = (
    _own("start", "integer", "offset of the first character in the raw text"),
    _own("end", "integer", "offset behind the last"),
    _own("line", "integer", "line in the source"),
)
_TOLD = (
    _own("said_by", "text", "on whose word the article tells it; null where it is its own"),
    _own("stance", "text", "`stated`, `reported`, `planned`, `possible` or `denied`"),
)
_JUDGED = (
    _own("confidence", "number", "the probability that the reading is right"),
    _own("context", "text", "some of its sentence, the finding between ⟦ ⟧"),
    _own("why", "list", "the reasons"),
    _own("instead_of", "text", "what the tool itself reads where a decision says otherwise, as JSON"),
    _own("stale", "text", "why the decision does not hold any more"),
    Column("open", "truth", "whether it waits for a person", lambda row: is_open(row.item)),
    _own("decision", "text", "what a person decided; empty where nobody did"),
    _own("note", "text", "what a person noted"),
)
_TO_ARTICLE = (("article",), "articles")

ARTICLES = Table(
    "articles",
    "One row an article.",
    ("article",),
    (
        Column("article", "text", "the article's id", lambda row: row.item.id),
        _own("source", "text", "its file"),
        _own("sha256", "text", "digest of the source"),
        _own("title", "text", "its title"),
        Column("published", "text", "its date as `2022-08-26`, `2022-08` or `2022`", lambda row: row.item.published.value),
        Column("published_how", "text", "`given`, `metadata`, `dateline`, `inferred` or `unknown`", lambda row: row.item.published.how),
        Column("verdict", "text", "`clean`, `light` or `spun`", lambda row: row.item.spin.verdict),
        Column("spin", "number", "how likely its wording was swapped by a machine, 0 to 1", lambda row: row.item.spin.score),
        Column(
            "open",
            "integer",
            "how many of its findings wait for a person",
            lambda row: len(waiting((*row.item.entities, *row.item.figures, *row.item.dates, *row.item.edits))),
        ),
        Column("text", "text", "the restored text, an empty line between paragraphs", lambda row: "\n\n".join(row.item.text)),
        Column("tool", "text", "name and version of what made the record", lambda row: row.item.made_by.tool),
        Column("model", "text", "name and version of the model", lambda row: row.item.made_by.model),
    ),
)
ENTITIES = Table(
    "entities",
    "One row for each thing that an article names.",
    ("article", "id"),
    (
        _ARTICLE,
        _ID,
        _own("name", "text", "the fullest form in the article"),
        _own("label", "text", "`PERSON`, `ORG`, `GPE` and so on"),
        _own("aliases", "list", "its other forms"),
        Column("mentions", "integer", "how many mentions it has", lambda row: len(row.item.mentions)),
        *_JUDGED,
    ),
    (_TO_ARTICLE,),
)
MENTIONS = Table(
    "mentions",
    "One row for each place where an entity is named.",
    ("article", "entity", "number"),
    (
        Column("article", "text", "the article's id", lambda row: row.owner[0].id),
        Column("entity", "text", "the entity's id", lambda row: row.owner[1].id),
        Column("number", "integer", "1 for the entity's first mention", lambda row: row.number),
        *_SPAN,
        _own("text", "text", "how it reads in the restored text"),
        Column("raw", "text", "how it stands in the source", lambda row: row.item.text if row.item.raw is None else row.item.raw),
    ),
    (_TO_ARTICLE, (("article", "entity"), "entities")),
)
FIGURES = Table(
    "figures",
    "One row a figure.",
    ("article", "id"),
    (
        _ARTICLE,
        _ID,
        *_SPAN,
        _own("text", "text", "how it reads in the restored text"),
        _own("kind", "text", "`money`, `quantity`, `percent`, `duration`, `ratio` or `number`"),
        _own("value", "decimal", "its value, exactly; null for a range"),
        _own("low", "decimal", "a range's lower end; null where it is open"),
        _own("high", "decimal", "a range's upper end; null where it is open"),
        _own("unit", "text", "`%`, or the unit or counted noun in the singular"),
        _own("currency", "text", "ISO 4217 code"),
        _own("bound", "text", "`about`, `more_than`, `less_than`, `at_least`, `up_to` or `exact`"),
        _own("per", "text", "the singular noun of a rate"),
        _own("of", "text", "what is counted or measured"),
        _own("change", "text", "`up`, `down`, `from`, `to` or null"),
        *_TOLD,
        *_JUDGED,
    ),
    (_TO_ARTICLE,),
)
DATES = Table(
    "dates",
    "One row a date.",
    ("article", "id"),
    (
        _ARTICLE,
        _ID,
        *_SPAN,
        _own("text", "text", "how it reads in the restored text"),
        _own("kind", "text", "`date`, `time` or `set`"),
        _own("value", "text", "EDTF; null where it could not be worked out"),
        _day("first_day", "the first day, included; `from` of the record"),
        _day("last_day", "the last day, included; `to` of the record"),
        _own("relation", "text", "`by`, `before`, `since` and so on, or null"),
        _own("anchor", "text", "what it was counted from: `published` or another date's id"),
        *_TOLD,
        *_JUDGED,
    ),
    (_TO_ARTICLE,),
)
EDITS = Table(
    "edits",
    "One row for each change of the raw text, applied or offered; those that a person undid are here too.",
    ("article", "id"),
    (
        _ARTICLE,
        _ID,
        *_SPAN,
        _own("before", "text", "the raw text"),
        _own("after", "text", "what it reads instead"),
        _own("kind", "text", "`encoding`, `spacing`, `typography`, `spun-phrase`, `spun-name`, `spun-number` or `spun-time`"),
        _own("status", "text", "`applied` or `suggested`"),
        _own("alternatives", "list", "other readings, best first"),
        *_JUDGED,
    ),
    (_TO_ARTICLE,),
)
CLAIMS = Table(
    "claims",
    "One row for each sentence that is told on somebody's word.",
    ("article", "id"),
    (
        _ARTICLE,
        _own("id", "text", "the claim's id"),
        *_SPAN,
        _own("text", "text", "the sentence as it reads in the restored text"),
        *_TOLD,
        _own("answers", "text", "for a denial, the id of the claim that it speaks of"),
    ),
    (_TO_ARTICLE,),
)
RELATIONS = Table(
    "relations",
    "One row for each thing of which several articles tell, as `_corpus.json` has it; empty without that file.",
    ("number",),
    (
        Column("number", "integer", "its place in the corpus report, from 1", lambda row: row.number),
        _own("relation", "text", "`conflict`, `compatible` or `agree`"),
        _own("what", "text", "what it is about, in short"),
        _own("confidence", "number", "the probability that the same thing is meant and the relation holds"),
        _own("witnesses", "integer", "how many independent sources"),
        _own("why", "list", "the reasons"),
    ),
)
RELATION_ITEMS = Table(
    "relation_items",
    "One row for each figure or date of a relation.",
    ("relation", "number"),
    (
        Column("relation", "integer", "the relation's number", lambda row: row.owner[0]),
        Column("number", "integer", "its place in the relation, from 1", lambda row: row.number),
        Column("side", "integer", "items of one side say the same", lambda row: row.owner[1]),
        _own("article", "text", "the article's id"),
        _own("id", "text", "the id of the figure or date"),
        _own("source", "text", "the article's file"),
        *_SPAN,
        _own("text", "text", "how it reads"),
        _own("context", "text", "its sentence, the item between ⟦ ⟧"),
        _own("value", "text", "its value, in words for a person"),
        *_TOLD,
    ),
    ((("relation",), "relations"), _TO_ARTICLE),
)
TABLES = (ARTICLES, ENTITIES, MENTIONS, FIGURES, DATES, EDITS, CLAIMS, RELATIONS, RELATION_ITEMS)
"""In an order in which each refers to earlier ones only."""
