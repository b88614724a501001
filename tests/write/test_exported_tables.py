"""Values in tables: nothing changes on the way into a file and back."""

import csv
import sqlite3
from decimal import Decimal

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.write.exports import csv_files, parquet_files, sqlite_file
from pipeline.write.exports.tables import TABLES, rows
from tests.records import date, edit, entity, figure, record

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=Decimal(-(10**26) + 1), max_value=Decimal(10**26) - 1)
ODD = ("=1+1", "+1", "-1", "@x", "'90s", "\ttab", "\r", 'a"b', "a,b\r\nc", "<script>", "\U0001f600", "", "plain")
ARTICLE = msgspec.structs.replace(
    record(
        article="=cmd|' /C calc'!A0",
        text=("“It’s <b>bold</b>”, he said.", "- \U0001f600"),
        entities=(entity("@BAIC", aliases=("a", 'b"c')), entity("Lei", number=2, note="=HYPERLINK()", decision="=PERSON")),
        figures=(figure("0.30"), figure("123456789012345678901234.5", number=2, low=Decimal("-1E+3"), high=Decimal("1e-7"))),
        dates=(date(first_day=None),),
        edits=(edit(alternatives=("=x",)),),
    ),
    title="+title",
)


def test_tables_refer_to_earlier_ones_by_their_key():
    seen = {}
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert set(table.key) <= set(names)
        for own, other in table.refers:
            assert set(own) <= set(names)
            assert len(own) == len(seen[other])
        seen[table.name] = table.key


@settings(deadline=None)
@given(number=NUMBERS)
def test_no_figure_changes_in_sqlite(number):
    with sqlite3.connect(":memory:") as connection:
        connection.execute(sqlite_file.declaration(next(table for table in TABLES if table.name == "articles")))
        connection.execute(sqlite_file.declaration(next(table for table in TABLES if table.name == "figures")))
        connection.execute("INSERT INTO figures (article, id, value) VALUES ('a', 'f', ?)", (sqlite_file.stored(number),))
        (back,) = connection.execute("SELECT value FROM figures").fetchone()
    connection.close()
    assert Decimal(repr(back) if isinstance(back, float) else back) == number


@given(text=st.text(st.sampled_from("=+-@'\t\r\n\"a,;"), max_size=5))
def test_apostrophes_can_be_taken_away(text):
    cell = csv_files.cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == text


@pytest.fixture
def article_rows():
    return {name: list(found) for name, found in rows(ARTICLE).items()}


def test_csv(tmp_path, article_rows):
    with csv_files.writing(tmp_path) as sink:
        sink.add(rows(ARTICLE))
    assert (tmp_path / "figures.csv").read_bytes().startswith("\ufeffarticle,id,start,".encode())
    for table in TABLES:
        with (tmp_path / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            head, *body = csv.reader(stream)
        assert head == [column.name for column in table.columns]
        assert body == [[csv_files.cell(value) or "" for value in row] for row in article_rows.get(table.name, [])]
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert (first["value"], second["value"], second["low"], second["high"]) == ("0.30", "123456789012345678901234.5", "-1000", "0.0000001")
    assert (first["article"], first["decision"], first["open"]) == ("'=cmd|' /C calc'!A0", "", "false")
    assert sink.guarded == sum(
        isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "'"}
        for found in article_rows.values()
        for row in found
        for value in row
    )


def test_parquet(tmp_path, article_rows):
    with parquet_files.writing(tmp_path) as sink:
        sink.add(rows(ARTICLE))
    for table in TABLES:
        read = pq.read_table(tmp_path / f"{table.name}.parquet")
        assert [field.metadata[b"description"].decode() for field in read.schema] == [column.meaning for column in table.columns]
        back = [tuple(tuple(value) if isinstance(value, list) else value for value in row.values()) for row in read.to_pylist()]
        assert back == article_rows.get(table.name, [])


@pytest.mark.parametrize("number", ["1E+26", "1E-13", "0.1234567890123", "1234567890123456789012345678"])
def test_what_no_parquet_decimal_holds_is_said(number):
    assert parquet_files.misfit(record(figures=(figure(number),))).startswith(f"f-1 holds {Decimal(number):f}: ")


@settings(deadline=None)
@given(number=st.decimals(places=12, min_value=Decimal(-(10**25)), max_value=Decimal(10**25)).map(lambda number: number + 0))
def test_what_a_parquet_decimal_holds(number):
    assert parquet_files.misfit(record(figures=(figure(str(number)),))) is None
    schema = parquet_files.schema(next(table for table in TABLES if table.name == "figures"))
    assert pa.array([number], type=schema.field("value").type).to_pylist() == [number]


def test_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_files, "_ROWS_A_GROUP", 2)
    with parquet_files.writing(tmp_path) as sink:
        for number in range(5):
            sink.add(rows(record(article=str(number))))
    file = pq.ParquetFile(tmp_path / "articles.parquet")
    assert (file.num_row_groups, file.read()["article"].to_pylist()) == (3, list("01234"))


def test_sqlite(tmp_path, article_rows):
    path = tmp_path / "a.sqlite"
    with sqlite_file.writing(path) as sink:
        sink.add(rows(ARTICLE))
    connection = sqlite3.connect(path)
    for table in TABLES:
        back = connection.execute(f"SELECT * FROM {table.name}").fetchall()
        assert back == [tuple(sqlite_file.stored(value) for value in row) for row in article_rows.get(table.name, [])]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("SELECT alias.value FROM entities, json_each(aliases) AS alias").fetchall() == [("a",), ('b"c',)]
    connection.close()


def test_nothing_is_left_of_a_database_that_was_not_finished(tmp_path):
    def stopped():
        with sqlite_file.writing(tmp_path / "a.sqlite") as sink:
            sink.add(rows(ARTICLE))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_odd_text_survives_everywhere(tmp_path):
    articles = [record(article=f"a{number}{text}", text=(text,)) for number, text in enumerate(ODD)]
    for module in (csv_files, parquet_files):
        with module.writing(tmp_path) as sink:
            for article in articles:
                sink.add(rows(article))
    with sqlite_file.writing(tmp_path / "a.sqlite") as sink:
        for article in articles:
            sink.add(rows(article))
    with (tmp_path / "articles.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["text"].removeprefix("'") for row in csv.DictReader(stream)] == list(ODD)
    assert pq.read_table(tmp_path / "articles.parquet")["text"].to_pylist() == list(ODD)
    connection = sqlite3.connect(tmp_path / "a.sqlite")
    assert [text for (text,) in connection.execute("SELECT text FROM articles")] == list(ODD)
    connection.close()
