"""Records of an earlier run, read back as people have left them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.record.article_record import Record
from pipeline.record.kept_record import KeptRecord
from pipeline.record.parts import PARTS


class _Named(msgspec.Struct, frozen=True):
    """The member of a finding that a run gives it and a person leaves out."""

    id: str = ""


def kept(path: Path) -> Iterator[KeptRecord | errors.ArticleError]:
    """Yield the records of a folder in the order of the names, of a JSON Lines file, or of one article's file.

    An error stands in the place of a record that cannot be read.
    """
    for file, line, data in places(path):
        yield data if isinstance(data, errors.ArticleError) else _kept(data, file, line)


def places(path: Path) -> Iterator[tuple[Path, int, bytes | errors.ArticleError]]:
    """Yield the bytes of each record of a folder, a JSON Lines file or one article's file, with its file and line.

    The line is 0 where the record is the whole file; an error stands in the place of what cannot be opened.
    """
    if path.is_dir() or path.suffix == ".json":
        for file in sorted(path.glob("[!_.]*.json")) if path.is_dir() else [path]:
            try:
                data: bytes | errors.ArticleError = file.read_bytes()
            except OSError as fault:
                data = errors.unreadable(str(file), fault.strerror or str(fault))
            yield file, 0, data
        return
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield path, number, line
    except OSError as fault:
        yield path, 0, errors.unreadable(str(path), fault.strerror or str(fault))


def where(file: Path, line: int) -> str:
    """Return how a record's place is told.

    >>> where(Path("a.jsonl"), 3), where(Path("a.json"), 0)
    ('a.jsonl:3', 'a.json')
    """
    return f"{file}:{line}" if line else str(file)


def _kept(data: bytes, file: Path, line: int) -> KeptRecord | errors.ArticleError:
    data = data.removeprefix(b"\xef\xbb\xbf")
    added: dict[str, int] = {}
    try:
        try:
            record = msgspec.json.decode(data, type=Record)
        except msgspec.ValidationError:
            whole, added = _without_added(data)
            record = msgspec.json.decode(whole, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        return errors.unclear_record(where(file, line), str(fault))
    return KeptRecord(file=str(file), line=max(line, 1), data=data, record=record, added=added)


def _without_added(data: bytes) -> tuple[bytes, dict[str, int]]:
    """Return the record without the findings that have no id, and how many of them stand in each list."""
    members = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    added: dict[str, int] = {}
    for part in PARTS:
        items = msgspec.json.decode(members.get(part, b"[]"), type=list[msgspec.Raw])
        named = [item for item in items if msgspec.json.decode(item, type=_Named).id]
        if len(named) < len(items):
            added[part] = len(items) - len(named)
            members[part] = msgspec.Raw(msgspec.json.encode(named))
    return msgspec.json.encode(members), added
