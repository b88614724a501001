"""Tables as a SQLite database, with views that answer the usual questions."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from decimal import Decimal
from pathlib import Path

from pipeline import errors
from pipeline.write import files
from pipeline.write.exports.tables import TABLES, Rows, Table, Value, as_text

VIEWS = Path(__file__).with_name("views.sql")
# No type for decimals: a column of any number type would turn long ones into floating point.
_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "decimal": "", "day": "TEXT", "truth": "INTEGER", "list": "TEXT"}
_LARGEST = 2**63 - 1


class Database:
    """Takes rows for the tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._insert = {
            table.name: f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608 - our own names
            for table in TABLES
        }
        for table in TABLES:
            connection.execute(declaration(table))

    def add(self, rows: dict[str, Rows]) -> None:
        """Write the rows of an article, or of the corpus report."""
        for name, found in rows.items():
            self._connection.executemany(self._insert[name], ([stored(value) for value in row] for row in found))


def stored(value: Value) -> str | int | float | None:
    """Return a value as SQLite can hold it unchanged: a decimal as a number where that says the same, else as text.

    >>> stored(Decimal("1.50")), stored(Decimal("1150000000")), stored(Decimal("0.12345678901234567"))
    (1.5, 1150000000, '0.12345678901234567')
    """
    match value:
        case Decimal():
            if value == value.to_integral_value() and abs(value) <= _LARGEST:
                return int(value)
            near = float(value)
            return near if Decimal(repr(near)) == value else as_text(value)
        case int() | float():
            return value
        case _:
            return as_text(value)


def declaration(table: Table) -> str:
    """Return the SQL that makes a table; what each column means stands beside it."""
    lines = []
    for column in table.columns:
        must = " NOT NULL" if column.name in table.key else ""
        lines.append((f'"{column.name}" {_TYPES[column.kind]}'.rstrip() + must, column.meaning))
    lines.append((f"PRIMARY KEY ({_names(table.key)})", ""))
    for names, other in table.refers:
        key = next(each.key for each in TABLES if each.name == other)
        lines.append((f"FOREIGN KEY ({_names(names)}) REFERENCES {other} ({_names(key)})", ""))
    inner = ",\n".join(f"  {sql} /* {meaning} */" if meaning else f"  {sql}" for sql, meaning in lines)
    return f"CREATE TABLE {table.name} (\n{inner}\n)"


@contextmanager
def writing(path: Path) -> Iterator[Database]:
    """Give the database that takes its place at `path` when all rows are written; raises `OutputError` where it cannot be written."""
    temporary = files.unfinished(path)
    try:
        files.make_folder(path.parent)
        temporary.unlink(missing_ok=True)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            # Nothing is to be rolled back: a file that is not finished is thrown away.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            yield Database(connection)
            connection.execute("COMMIT")
            connection.executescript(VIEWS.read_text(encoding="utf-8"))
        files.sync([temporary])
        files.move(temporary, path)
    except (OSError, sqlite3.OperationalError) as fault:
        raise errors.cannot_write(str(path), getattr(fault, "strerror", None) or str(fault)) from None
    finally:
        # What was moved is not there any more; what cannot be cleared away must not hide the fault that counts.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
