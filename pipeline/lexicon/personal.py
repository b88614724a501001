"""A person's own word list: names, wordings and figures that are to be read as the person says. The format is in docs/lexicon.md."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import reduce
from pathlib import Path
from typing import Any, Final, get_args

import msgspec

from pipeline import errors
from pipeline.record.candidates import Label

CERTAIN: Final = 0.99
"""How sure a person's word is."""


class Name(msgspec.Struct, frozen=True):
    """Something that is named, and other writings of its name."""

    name: str
    label: Label
    also: tuple[str, ...] = ()


class NoName(msgspec.Struct, frozen=True):
    """What is never a name."""

    text: str


class Swap(msgspec.Struct, frozen=True):
    """A wording and what is meant by it."""

    before: str
    after: str


class NoSwap(msgspec.Struct, frozen=True):
    """A wording that is never read as `after`, or never as anything else."""

    before: str
    after: str | None = None


class NoFigure(msgspec.Struct, frozen=True):
    """What is never a figure."""

    text: str


Entry = Name | NoName | Swap | NoSwap | NoFigure
TABLES: Final[dict[str, type[Entry]]] = {"name": Name, "no_name": NoName, "swap": Swap, "no_swap": NoSwap, "no_figure": NoFigure}
_TABLE_OF: Final[dict[type, str]] = {kind: table for table, kind in TABLES.items()}
LABELS: Final[tuple[str, ...]] = get_args(Label)


class Personal(msgspec.Struct, frozen=True, omit_defaults=True):
    """The entries of personal lexicons, each kind in the order of the files."""

    name: tuple[Name, ...] = ()
    no_name: tuple[NoName, ...] = ()
    swap: tuple[Swap, ...] = ()
    no_swap: tuple[NoSwap, ...] = ()
    no_figure: tuple[NoFigure, ...] = ()

    def entries(self) -> Iterator[Entry]:
        for table in TABLES:
            yield from getattr(self, table)


NOTHING: Final = Personal()


def table_of(entry: Entry) -> str:
    return _TABLE_OF[type(entry)]


def text_of(entry: Entry) -> str:
    """Return the wording that an entry is about."""
    match entry:
        case Name():
            return entry.name
        case Swap() | NoSwap():
            return entry.before
        case _:
            return entry.text


def claims(entry: Entry) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what an entry says of which wording: entries that say different things of the same contradict each other.

    >>> list(claims(Swap("yr", "year")))
    [(('wording', 'yr'), 'read as “year”'), (('swap', 'yr', 'year'), 'read as “year”')]
    """
    match entry:
        case Name():
            for writing in dict.fromkeys((entry.name, *entry.also)):
                yield ("name", writing), f"“{entry.name}” ({entry.label})"
        case NoName():
            yield ("name", entry.text), "no name"
        case Swap():
            yield ("wording", entry.before), f"read as “{entry.after}”"
            yield ("swap", entry.before, entry.after), f"read as “{entry.after}”"
        case NoSwap(after=None):
            yield ("wording", entry.before), "left as it stands"
        case NoSwap():
            yield ("swap", entry.before, str(entry.after)), f"not read as “{entry.after}”"
        case NoFigure():
            yield ("figure", entry.text), "no figure"


def load(path: Path) -> Personal:
    """Return the entries of the file at `path`; raises `UsageError` where it cannot be read and as `parse` does."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise errors.no_such_path(str(path)) from None
    except OSError as fault:
        raise errors.unreadable_lexicon(str(path), fault.strerror or str(fault)) from None
    return parse(data, str(path))


def parse(data: bytes, where: str) -> Personal:
    """Return the entries that `data` holds as TOML.

    Raises `LexiconError`, naming file and entry, for what is no TOML, for unknown tables and keys, for values that are none, and for
    entries that contradict each other.
    """
    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise errors.bad_toml(where, str(fault)) from None
    _refuse_unknown(where, "table", tables, TABLES)
    said: dict[tuple[str, ...], tuple[str, str]] = {}
    entries: list[Entry] = []
    for table, kind in TABLES.items():
        rows = tables.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise errors.bad_entry(where, f"{table!r} is no list of entries, each of which starts with [[{table}]]")
        for number, row in enumerate(rows, 1):
            place = f"[[{table}]] {number}"
            entries.append(_entry(f"{where}: {place}", kind, row))
            for wording, what in claims(entries[-1]):
                other, before = said.setdefault(wording, (place, what))
                if before != what:
                    raise errors.contradiction(where, wording[1], f"{before} by {other}", f"{what} by {place}")
    return of(entries)


def of(entries: Iterable[Entry]) -> Personal:
    """Return the lexicon of these entries."""
    parts: dict[str, list[Entry]] = {table: [] for table in TABLES}
    for entry in entries:
        parts[table_of(entry)].append(entry)
    return msgspec.convert({table: tuple(found) for table, found in parts.items()}, Personal)


def joined(lexicons: Iterable[Personal]) -> Personal:
    """Return the entries of all lexicons; where two contradict each other the later one wins.

    >>> joined((Personal(name=(Name("Wuling", "ORG", ("WL",)),)), Personal(no_name=(NoName("WL"),)))).name
    (Name(name='Wuling', label='ORG', also=()),)
    """
    return reduce(_over, lexicons, NOTHING)


def written(entries: Iterable[Entry]) -> str:
    """Return the entries as TOML, a blank line between two.

    >>> print(written([Name("Great Wall Motor", "ORG", ("GWM",)), NoFigure("Model 3")]), end="")
    [[name]]
    name = "Great Wall Motor"
    label = "ORG"
    also = ["GWM"]
    <BLANKLINE>
    [[no_figure]]
    text = "Model 3"
    """
    return "\n".join(f"[[{table_of(entry)}]]\n" + "".join(_lines(entry)) for entry in entries)


def _over(earlier: Personal, later: Personal) -> Personal:
    said = dict(claim for entry in later.entries() for claim in claims(entry))

    def stands(entry: Entry) -> bool:
        return all(said.get(wording, what) == what for wording, what in claims(entry))

    kept = []
    for entry in earlier.entries():
        if isinstance(entry, Name):
            _, mine = next(claims(entry))
            also = tuple(writing for writing in entry.also if said.get(("name", writing), mine) == mine)
            entry = msgspec.structs.replace(entry, also=also)  # noqa: PLW2901 - what is left of the entry stands in for it
        if stands(entry):
            kept.append(entry)
    return of((*kept, *later.entries()))


def _entry(where: str, kind: type[Entry], row: dict[str, Any]) -> Entry:
    _refuse_unknown(where, "key", row, kind.__struct_fields__)
    if isinstance(label := row.get("label"), str):
        _refuse_unknown(where, "label", (label,), LABELS)
    try:
        entry = msgspec.convert(row, kind)
    except msgspec.ValidationError as fault:
        raise errors.bad_entry(where, str(fault)) from None
    for text in (text_of(entry), *(entry.also if isinstance(entry, Name) else ())):
        if not any(map(str.isalnum, text)):
            raise errors.bad_entry(where, f"{text!r} holds no word")
    for text in (text for cell in row.values() for text in (cell if isinstance(cell, list) else (cell,))):
        if text != " ".join(text.split()):
            raise errors.bad_entry(where, f"{text!r} has white space other than single blanks between words")
    if isinstance(entry, Swap | NoSwap) and entry.before == entry.after:
        raise errors.bad_entry(where, f"{entry.before!r} is the same before and after")
    return entry


def _refuse_unknown(where: str, what: str, words: Iterable[str], known: Mapping[str, Any] | tuple[str, ...]) -> None:
    for word in words:
        if word not in known:
            near = get_close_matches(word, known, 1, 0.0)
            raise errors.bad_entry(where, f"there is no {what} {word!r}; the nearest is {near[0]!r}, known are {', '.join(known)}")


def _lines(entry: Entry) -> Iterator[str]:
    for key in entry.__struct_fields__:
        value = getattr(entry, key)
        if isinstance(value, str):
            yield f"{key} = {_quoted(value)}\n"
        elif value:
            yield f"{key} = [{', '.join(map(_quoted, value))}]\n"


def _quoted(text: str) -> str:
    """Return the text as a TOML string: JSON's, but for one more character that must not stand bare."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
