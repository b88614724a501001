"""What a run keeps beside its results: the decisions whose finding is gone."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.record.parts import PARTS
from pipeline.review.earlier import Decided, DecidedFinding
from pipeline.write import files

ORPHANS = "_orphans.json"
NOTES = "_orphans"
"""The folder of what is not in the file yet: a file an article, written before the decisions leave the article's own."""
_DECODER = msgspec.json.Decoder(tuple[DecidedFinding, ...], float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Settling:
    """Which of the decisions kept from earlier runs have found their article in this one, and which came up anew."""

    def __init__(self, earlier: Decided) -> None:
        self._earlier = earlier
        self._keys = {key for item in earlier for key in (item.article, item.sha256)}
        self._settled: set[str] = set()
        self._moved: set[str] = set()
        self._found: list[DecidedFinding] = []
        self._foreign: list[DecidedFinding] = []

    def add(self, article: str, sha256: str, orphans: Decided) -> None:
        """Take in an article whose record was made: what was decided of it before stands in that or is among `orphans`."""
        self._settled |= {article, sha256} & (self._keys | self._moved)
        self._found += [item for item in orphans if item.sha256 == sha256]
        self._foreign += [item for item in orphans if item.sha256 != sha256]

    def move(self, sha256: str) -> None:
        """Take in that the article of this text goes by another id now, under which it is given its decisions."""
        self._moved.add(sha256)

    def is_moved(self, sha256: str) -> bool:
        return sha256 in self._moved

    def offer(self, decided: Decided) -> None:
        """Take in decisions whose article was not in this run, or has no record of it."""
        self._found += decided

    def left(self) -> list[DecidedFinding]:
        """Return the decisions that have no finding, those of articles not in this run too, in a fixed order and each once."""
        kept = [item for item in self._earlier if not {item.article, item.sha256} & self._settled]
        kept += self._found
        # What came up in the place of an article that has moved went with it, where that has its record.
        kept += [item for item in self._foreign if item.sha256 not in self._moved & self._settled]
        return sorted({_ENCODER.encode(item): item for item in kept}.values(), key=lambda item: (item.article, item.part))


def note(folder: Path, name: str, orphans: Decided) -> None:
    """Put down at once what no longer has a finding in the article's file; a run that ends well takes it into the one file of all."""
    if orphans:
        files.make_folder(folder / NOTES)
        files.replace(folder / NOTES / f"{name}.json", _lines(orphans))


def read(folder: Path) -> Decided:
    """Return the decided findings that earlier records of a folder no longer held, those that a stopped run noted included."""
    noted = sorted((folder / NOTES).glob("*.json"))
    return tuple(item for path in (*noted, folder / ORPHANS) for item in read_file(path))


def read_file(path: Path) -> Decided:
    """Return the decided findings in one file, nothing where there is none."""
    if not path.exists():
        return ()
    try:
        kept = _DECODER.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, RecursionError) as fault:
        raise errors.damaged_ledger(str(path), str(fault)) from None
    for item in kept:
        if item.part not in PARTS or not isinstance(item.finding.get("id", ""), str):
            raise errors.damaged_ledger(str(path), f"{item.part!r} is no list of findings, or an id is no text")
    return kept


def by_article(decided: Iterable[DecidedFinding]) -> dict[str, Decided]:
    """Return the findings by their article's id and by its text's digest, under which it is found when it was renamed."""
    found: dict[str, list[DecidedFinding]] = {}
    for item in decided:
        for key in (item.article, item.sha256):
            found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def write(folder: Path, settling: Settling) -> int:
    """Keep the decisions that found no finding; return how many there are."""
    kept = write_file(folder / ORPHANS, settling)
    files.remove_folder(folder / NOTES, "*.json")
    return kept


def write_file(path: Path, settling: Settling) -> int:
    """Write the decisions that found no finding to one file, none where there is none; return how many there are."""
    left = settling.left()
    if left:
        files.replace(path, _lines(left))
    elif path.exists():
        path.unlink()
    return len(left)


def _lines(items: Iterable[DecidedFinding]) -> bytes:
    return b"[\n" + b",\n".join(b"  " + msgspec.json.format(_ENCODER.encode(item), indent=0) for item in items) + b"\n]\n"
