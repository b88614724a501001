"""Tables as CSV files that spreadsheet programs open as they should."""

import csv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from pipeline.write import files
from pipeline.write.exports.tables import TABLES, Rows, Value, as_text

ENDING = ".csv"
# A spreadsheet program takes a cell that begins so for a formula, and may run it. The last one is the mark itself.
_GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_MARK = "'"


class CsvFiles:
    """Takes rows for the tables; `guarded` counts the cells that stand behind an apostrophe."""

    def __init__(self, streams: Mapping[str, TextIO]) -> None:
        self._writers = {name: csv.writer(stream) for name, stream in streams.items()}
        self.guarded = 0
        for table in TABLES:
            self._writers[table.name].writerow(column.name for column in table.columns)

    def add(self, rows: dict[str, Rows]) -> None:
        """Write the rows of an article, or of the corpus report."""
        for name, found in rows.items():
            for row in found:
                self._writers[name].writerow([self._cell(value) for value in row])

    def _cell(self, value: Value) -> str | None:
        if isinstance(value, str) and value.startswith(_GUARDED):
            self.guarded += 1
        return cell(value)


def cell(value: Value) -> str | None:
    """Return a value as it stands in a cell: text that a program would take for a formula has an apostrophe before it.

    Text that begins with an apostrophe gets another one, so that taking one away gives back what the record says.

    >>> cell("=1+1"), cell("'90s"), cell("plain"), cell(-5)
    ("'=1+1", "''90s", 'plain', '-5')
    """
    return f"{_MARK}{value}" if isinstance(value, str) and value.startswith(_GUARDED) else as_text(value)


@contextmanager
def writing(folder: Path) -> Iterator[CsvFiles]:
    """Give the files of `folder`, which take their places when all rows are written; raises `OutputError` where they cannot be written."""
    files.make_folder(folder)
    with ExitStack() as stack:
        streams = {}
        for table in TABLES:
            binary = stack.enter_context(files.replacing(folder / f"{table.name}{ENDING}"))
            # The mark at the start tells spreadsheet programs that this is UTF-8.
            stream = TextIOWrapper(binary, encoding="utf-8-sig", newline="")
            # The file is closed by whoever opened it.
            stack.callback(stream.detach)
            streams[table.name] = stream
        yield CsvFiles(streams)
