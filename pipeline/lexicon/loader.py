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
    entries: list[dict[str, Any]] = []
    lines: list[int] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            unknown = [name for name in header if name not in fields]
            missing = [name for name, field in fields.items() if field.required and name not in header]
            if unknown or missing:
                raise errors.bad_entry(f"{path.name}:{number}", f"the header has unknown columns {unknown} and lacks {missing}")
            several = {name for name in header if fields[name].type == tuple[str, ...]}
            # A cell that is empty stands for the field's default, where it has one.
            said = {name for name in header if fields[name].required}
            continue
        if len(cells) != len(header):
            raise errors.bad_entry(f"{path.name}:{number}", f"{len(cells)} cells where the header has {len(header)}")
        entry: dict[str, Any] = {}
        for name, cell in zip(header, cells, strict=True):
            if cell != cell.strip():
                raise errors.bad_entry(f"{path.name}:{number}", f"{name!r} has white space at its ends")
            if name in several:
                entry[name] = tuple(part for part in cell.split("|") if part)
            elif cell or name in said:
                entry[name] = cell
        entries.append(entry)
        lines.append(number)
    first: dict[Row, int] = {}
    for row, number in zip(_rows(path, row_type, entries, lines), lines, strict=True):
        if first.setdefault(row, number) != number:
            raise errors.bad_entry(f"{path.name}:{number}", f"this entry stands already in line {first[row]}")
    return tuple(first)


def _rows(path: Path, row_type: type[Row], entries: list[dict[str, Any]], lines: list[int]) -> list[Row]:
    try:
        # All at once: tens of thousands one by one would delay every start.
        return msgspec.convert(entries, list[row_type], strict=False)  # type: ignore[valid-type] # a type that is known at run time
    except msgspec.ValidationError:
        for entry, number in zip(entries, lines, strict=True):
            try:
                msgspec.convert(entry, row_type, strict=False)
            except msgspec.ValidationError as fault:
                raise errors.bad_entry(f"{path.name}:{number}", str(fault)) from None
        raise
