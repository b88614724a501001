"""Tables as Parquet files; needs pyarrow, which is imported when one is written."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.record.article_record import Record
from pipeline.write import files
from pipeline.write.exports.tables import TABLES, Rows, Table, Value

ENDING = ".parquet"
DIGITS_BEHIND = 12
DIGITS_BEFORE = 26
"""What a decimal of 128 bits holds; wider ones are read by few programs."""
_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "decimal": pa.decimal128(DIGITS_BEFORE + DIGITS_BEHIND, DIGITS_BEHIND),
    "day": pa.date32(),
    "truth": pa.bool_(),
    "list": pa.list_(pa.string()),
}
_ROWS_A_GROUP = 10_000


class ParquetFiles:
    """Takes rows for the tables and writes them in groups, so that memory does not grow with the articles."""

    def __init__(self, writers: dict[str, Any]) -> None:
        self._writers = writers
        self._waiting: dict[str, list[tuple[Value, ...]]] = {table.name: [] for table in TABLES}

    def add(self, rows: dict[str, Rows]) -> None:
        """Take the rows of an article, or of the corpus report."""
        for name, found in rows.items():
            self._waiting[name] += found
            if len(self._waiting[name]) >= _ROWS_A_GROUP:
                self._write(name)

    def finish(self) -> None:
        """Write what waits."""
        for name in self._writers:
            self._write(name)

    def _write(self, name: str) -> None:
        waiting, self._waiting[name] = self._waiting[name], []
        if waiting:
            schema = self._writers[name].schema
            columns = [pa.array(values, type=field.type) for values, field in zip(zip(*waiting, strict=True), schema, strict=True)]
            self._writers[name].write_table(pa.Table.from_arrays(columns, schema=schema))


def misfit(record: Record) -> str | None:
    """Return which number of the record is longer than the decimals of the files, None where there is none."""
    for figure in record.figures:
        for number in (figure.value, figure.low, figure.high):
            if number is not None and (number.adjusted() >= DIGITS_BEFORE or _digits_behind(number) > DIGITS_BEHIND):
                return f"{figure.id} holds {number:f}: more than {DIGITS_BEFORE} digits before the point or {DIGITS_BEHIND} behind it"
    return None


def _digits_behind(number: Decimal) -> int:
    """Return how many digits behind the point say anything."""
    _, digits, exponent = number.as_tuple()
    said = "".join(map(str, digits)).rstrip("0")
    return len(said) - len(digits) - int(exponent) if said else 0


def schema(table: Table) -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    """Return the schema of a table, what each column means as its `description`."""
    return pa.schema(
        [
            pa.field(column.name, _TYPES[column.kind], nullable=column.name not in table.key, metadata={"description": column.meaning})
            for column in table.columns
        ]
    )


@contextmanager
def writing(folder: Path) -> Iterator[ParquetFiles]:
    """Give the files of `folder`, which take their places when all rows are written; raises `OutputError` where they cannot be written."""
    files.make_folder(folder)
    with ExitStack() as stack:
        writers = {}
        for table in TABLES:
            stream = stack.enter_context(files.replacing(folder / f"{table.name}{ENDING}"))
            writers[table.name] = stack.enter_context(pq.ParquetWriter(stream, schema(table), compression="zstd"))
        made = ParquetFiles(writers)
        yield made
        made.finish()
