"""What a run keeps beside its results: the decisions whose finding is gone."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.engine.shards import Outcome
from pipeline.review.decisions import Decided, DecidedFinding
from pipeline.write import files

ORPHANS = "_orphans.json"


def read_orphans(path: Path) -> Decided:
    """Return the decided findings that earlier records no longer held."""
    if not path.exists():
        return ()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[DecidedFinding, ...])
    except (OSError, msgspec.DecodeError) as fault:
        raise errors.damaged_ledger(str(path), str(fault)) from None


def by_article(decided: Iterable[DecidedFinding]) -> dict[str, Decided]:
    """Return the findings by their article's id and by its text's digest, under which it is found when it was renamed."""
    found: dict[str, list[DecidedFinding]] = {}
    for item in decided:
        for key in (item.article, item.sha256):
            found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def write_orphans(path: Path, earlier: Decided, outcomes: Iterable[Outcome]) -> int:
    """Keep the decisions that found no finding, those of articles not in this run too; return how many there are."""
    settled = [outcome for outcome in outcomes if outcome.settled]
    # What such an article was offered is settled: it took the decision over or hands it back.
    offered = {key for outcome in settled for key in (outcome.article, outcome.sha256)}
    kept = [item for item in earlier if not {item.article, item.sha256} & offered]
    kept += [item for outcome in settled for item in outcome.orphans]
    if kept:
        kept.sort(key=lambda item: (item.article, item.part))
        lines = b",\n".join(b"  " + msgspec.json.format(msgspec.json.encode(item), indent=0) for item in kept)
        files.replace(path, b"[\n" + lines + b"\n]\n")
    elif path.exists():
        path.unlink()
    return len(kept)
