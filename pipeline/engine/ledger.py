"""What a run keeps beside its results: the decisions whose finding is gone."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.review.earlier import Decided, DecidedFinding
from pipeline.write import files

ORPHANS = "_orphans.json"
_NOTES = "_orphans"
"""The folder of what is not in the file yet: a file an article, written before the decisions leave the article's own."""
_DECODER = msgspec.json.Decoder(tuple[DecidedFinding, ...], float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Settled(msgspec.Struct, frozen=True):
    """An article whose record was made: what was decided of it before stands in that or came back as an orphan."""

    article: str
    sha256: str
    orphans: Decided


def note(folder: Path, name: str, orphans: Decided) -> None:
    """Put down at once what no longer has a finding in the article's file; a run that ends well takes it into the one file of all."""
    if orphans:
        files.make_folder(folder / _NOTES)
        files.replace(folder / _NOTES / f"{name}.json", _lines(orphans))


def read(folder: Path) -> Decided:
    """Return the decided findings that earlier records of a folder no longer held, those that a stopped run noted included."""
    noted = sorted((folder / _NOTES).glob("*.json"))
    return tuple(item for path in (*noted, folder / ORPHANS) for item in read_file(path))


def read_file(path: Path) -> Decided:
    """Return the decided findings in one file, nothing where there is none."""
    if not path.exists():
        return ()
    try:
        return _DECODER.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as fault:
        raise errors.damaged_ledger(str(path), str(fault)) from None


def by_article(decided: Iterable[DecidedFinding]) -> dict[str, Decided]:
    """Return the findings by their article's id and by its text's digest, under which it is found when it was renamed."""
    found: dict[str, list[DecidedFinding]] = {}
    for item in decided:
        for key in (item.article, item.sha256):
            found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def write(folder: Path, earlier: Decided, settled: Iterable[Settled]) -> int:
    """Keep the decisions that found no finding, those of articles not in this run too; return how many there are."""
    kept = write_file(folder / ORPHANS, earlier, settled)
    for path in (folder / _NOTES).glob("*.json"):
        path.unlink()
    if (folder / _NOTES).exists():
        (folder / _NOTES).rmdir()
    return kept


def write_file(path: Path, earlier: Decided, settled: Iterable[Settled]) -> int:
    """Write the decisions that found no finding to one file, none where there is none; return how many there are."""
    settled = list(settled)
    # What such an article was offered is settled: it took the decision over or hands it back.
    offered = {key for article in settled for key in (article.article, article.sha256)}
    kept = [item for item in earlier if not {item.article, item.sha256} & offered]
    kept += [item for article in settled for item in article.orphans]
    unique = {_ENCODER.encode(item): item for item in kept}
    if unique:
        files.replace(path, _lines(sorted(unique.values(), key=lambda item: (item.article, item.part))))
    elif path.exists():
        path.unlink()
    return len(unique)


def _lines(items: Iterable[DecidedFinding]) -> bytes:
    return b"[\n" + b",\n".join(b"  " + msgspec.json.format(_ENCODER.encode(item), indent=0) for item in items) + b"\n]\n"
