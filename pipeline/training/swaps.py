"""Compile the word lists of swaps for the de-spinner: `model/swaps.npz`.

    python -m pipeline.training.swaps

To be run after a change of `swap_synonyms`, `swap_phrases`, `swap_forms`, `spin_ranker`, of the lists of names or of the context model; a test says so
where it was forgotten.
"""

import hashlib
import sys
from math import log
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.config import CONTEXT_MODEL, SWAP_TABLE
from pipeline.language.context import ContextModel, Ids, Numbers, shipped
from pipeline.language.words import keys
from pipeline.lexicon.loader import DATA
from pipeline.normalise.despin.names import OTHER_NAMES, SMALL_WORDS, known_names
from pipeline.normalise.despin.ranker import STATIC, Wordings, dots, load_weights, padded
from pipeline.normalise.despin.swap_table import LONGEST_READING, LONGEST_SPUN, Arrays
from pipeline.normalise.despin.synonyms import pairs
from pipeline.normalise.despin.table import load_phrases

LISTS = ("swap_synonyms", "swap_phrases", "swap_forms", "spin_ranker", "swap_names", "swap_name_parts", *OTHER_NAMES)
SOURCES = (*(DATA / f"{name}.tsv" for name in LISTS), CONTEXT_MODEL)
MOST_READINGS = 12
CURATED_SHARE = 0.4
"""How much of a wording's swaps a curated row stands for where the wide list does not have it."""
HOPELESS = -7.0
"""A listed reading that starts so low is left out: no context lifts it to where it would be told of."""
_LEAST_SHARE = 0.003
_SHARE_WEIGHT, _FREQUENCY_WEIGHT = 0.5, 0.35


class Draft(msgspec.Struct):
    """The table before it is weighed: a row is a spun wording's number, a reading's number, and whether the wide list and the curated table have it."""

    wordings: list[str]
    wording_ids: Ids
    readings: list[str]
    reading_ids: Ids
    wording_of: Ids
    reading_of: Ids
    listed: npt.NDArray[np.bool_]
    curated: npt.NDArray[np.bool_]
    static: Numbers


def digest() -> str:
    """Return the SHA-256 of what the table is compiled from."""
    found = hashlib.sha256()
    for path in SOURCES:
        found.update(path.read_bytes())
    return found.hexdigest()


def draft(context: ContextModel) -> Draft:
    """Return all swaps of the word lists with the features that no text decides."""
    shares = {(" ".join(keys(pair.spun)), " ".join(keys(pair.intended))): (pair.intended, pair.share, True) for pair in pairs()}
    curated = set[tuple[str, str]]()
    for swap in load_phrases():
        for rank, intended in enumerate(swap.intended):
            pair = (" ".join(swap.spun), " ".join(keys(intended)))
            shares.setdefault(pair, (intended, CURATED_SHARE / (1 + rank), False))
            curated.add((pair[0], shares[pair][0]))
    fitting = {
        (spun, intended): (share, listed)
        for (spun, read), (intended, share, listed) in shares.items()
        if spun and read and spun.count(" ") < LONGEST_SPUN and read.count(" ") < LONGEST_READING
    }
    wordings, readings = sorted({spun for spun, _ in fitting}), sorted({intended for _, intended in fitting})
    number, reading_number = ({text: at for at, text in enumerate(texts)} for texts in (wordings, readings))
    rows = [
        (number[spun], reading_number[intended], share, listed, (spun, intended) in curated)
        for (spun, intended), (share, listed) in fitting.items()
    ]
    wording_ids = np.array([padded(context.ids(tuple(wording.split(" "))), LONGEST_SPUN) for wording in wordings])
    reading_ids = np.array([padded(context.ids(keys(reading))) for reading in readings])
    wording_of, reading_of = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    static = _static(context, wording_ids[wording_of], reading_ids[reading_of], np.array([log(row[2] + _LEAST_SHARE) for row in rows]))
    listed, named = np.array([row[3] for row in rows]), np.array([row[4] for row in rows])
    # Of a wording the listed readings come first, the likeliest of them leading.
    order = np.lexsort((reading_of, -static[:, STATIC.index("prior")], ~listed, wording_of))
    wording_of, reading_of, listed, named, static = wording_of[order], reading_of[order], listed[order], named[order], static[order]
    place: Ids = np.arange(len(order)) - np.searchsorted(wording_of, wording_of)  # among those of the same wording
    kept = (place < MOST_READINGS) | named
    return Draft(wordings, wording_ids, readings, reading_ids, wording_of[kept], reading_of[kept], listed[kept], named[kept], static[kept])


def compiled(made: Draft, weights: dict[str, tuple[float, float]] | None) -> Arrays:
    """Return the arrays of the table, weighed and without what no context could lift; all of it, unweighed, where there are no weights."""
    static, listed, kept = made.static, made.listed, np.ones(len(made.listed), dtype=bool)
    if weights:
        static = made.static @ np.array([weights[name] for name in STATIC], dtype=np.float32)
        listed = listed & (static[:, 1] > HOPELESS)
        kept = listed | made.curated
    used, wording_of = np.unique(made.wording_of[kept], return_inverse=True)
    read, reading_of = np.unique(made.reading_of[kept], return_inverse=True)
    return {
        "digest": _text([digest()]),
        "wordings": _text([made.wordings[at] for at in used.tolist()]),
        "wording_ids": made.wording_ids[used].astype(np.int32),
        "starts": np.searchsorted(wording_of, np.arange(len(used) + 1)).astype(np.int32),
        "readings": _text([made.readings[at] for at in read.tolist()]),
        "reading_ids": made.reading_ids[read].astype(np.int32),
        "reading_of": reading_of.astype(np.int32),
        "listed": listed[kept],
        "static": static[kept].astype(np.float32),
        "links": _text(_links()),
    }


def _links() -> list[str]:
    """Return for each word of a known name what the wide list has spinners write for it: spun word, word meant."""
    words = {word for name in known_names() for word in keys(name) if word.isalpha() and word not in SMALL_WORDS}
    found = {(pair.spun, pair.intended) for pair in pairs() if pair.intended in words and pair.spun.replace(" ", "").isalpha()}
    return [f"{spun}\t{meant}" for spun, meant in sorted(found)]


def main(arguments: list[str]) -> int:
    """Compile the table into the file named, or in the place of the shipped one."""
    target = Path(arguments[0]) if arguments else SWAP_TABLE
    arrays: dict[str, Any] = compiled(draft(shipped()), load_weights())
    np.savez_compressed(target, **arrays)
    return 0


def _static(context: ContextModel, wording_ids: Ids, reading_ids: Ids, log_share: Numbers) -> Numbers:
    spun, read = Wordings(wording_ids), Wordings(reading_ids)
    reading_share = read.least_share(context)
    columns = {
        "one": np.ones(len(log_share)),
        "listed": log_share,
        "prior": _SHARE_WEIGHT * log_share + _FREQUENCY_WEIGHT * reading_share,
        "spun_share": spun.least_share(context),
        "reading_share": reading_share,
        "kinship": dots(read.meanings(context), spun.meanings(context)),
        "unknown": spun.unknown | read.unknown,
        "phrase": spun.lengths > 1,
        "length": read.lengths,
        "words_fewer": spun.lengths - read.lengths,
        "shorter": read.lengths < spun.lengths,
    }
    return np.stack([columns[name] for name in STATIC], axis=1).astype(np.float32)


def _text(lines: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
