"""Read a word list: a TSV file whose header names the fields of a row type, checked entry by entry."""

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline import errors

Row = TypeVar("Row", bound=msgspec.Struct)

DATA = Path(__file__).parent / "data"


@cache
def load(name: str, row_type: type[Row]) -> tuple[Row, ...]:
    """Return the entries of `data/<name>.tsv` as `row_type`, in file order.

    The first line that is no comment is the header: the field names of `row_type`, in any order,
    those with a default may be missing. Lines that start with `#` and blank lines are passed over.
    A field of type `tuple[str, ...]` is written with `|` between its members. Nothing is skipped
    silently: an unknown or missing column, a wrong number of cells, a cell that does not fit its
    type and an entry that stands twice raise `LexiconError` naming file and line.
    """
    return read(DATA / f"{name}.tsv", row_type)


def read(path: Path, row_type: type[Row]) -> tuple[Row, ...]:
    """Return the entries of the word list at `path`; see `load`."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(row_type)}
    header: list[str] | None = None
    rows: dict[Row, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            unknown = [name for name in header if name not in fields]
            missing = [name for name, field in fields.items() if field.required and name not in header]
            if unknown or missing:
                raise errors.bad_entry(where, f"the header has unknown columns {unknown} and lacks {missing}")
            continue
        if len(cells) != len(header):
            raise errors.bad_entry(where, f"{len(cells)} cells where the header has {len(header)}")
        row = _row(where, row_type, dict(zip(header, cells, strict=True)), fields)
        if row in rows:
            raise errors.bad_entry(where, f"this entry stands already in line {rows[row]}")
        rows[row] = number
    return tuple(rows)


def _row(where: str, row_type: type[Row], cells: dict[str, str], fields: dict[str, Any]) -> Row:
    values: dict[str, Any] = {}
    for name, cell in cells.items():
        if cell != cell.strip():
            raise errors.bad_entry(where, f"{name!r} has white space at its ends")
        field = fields[name]
        if field.type == tuple[str, ...]:
            values[name] = tuple(part for part in cell.split("|") if part)
        elif cell or field.required:
            values[name] = cell
    try:
        return msgspec.convert(values, row_type, strict=False)
    except msgspec.ValidationError as fault:
        raise errors.bad_entry(where, str(fault)) from None
