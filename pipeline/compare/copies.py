"""Which articles repeat one another, or rest on one report: they are one witness.

Copies are found by word shingles (Broder, "On the resemblance and containment of documents", 1997),
of which one in two is kept, chosen by its hash: the same ones in every article, so shares can be
compared while the memory stays small (FracMinHash: Irber et al., 2022).
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.record.corpus_report import Copy

Hashes = npt.NDArray[np.uint64]

SHINGLE_WORDS: Final = 3
_KEPT_ONE_IN = 2
# Below this many kept shingles a share says nothing. Reports of one story by different hands share up to 4 in 100 runs of three words, reworded copies 15 and more.
_FEWEST = 10
_COPY_SHARE = 0.12
# A shingle in more articles than this is a site's furniture, and counting its pairs would cost their square.
_MOST_ARTICLES = 100


def shingles(paragraphs: Iterable[str]) -> bytes:
    """Return the kept shingles of a text as sorted 64-bit numbers."""
    words = " ".join(paragraphs).casefold().split()
    runs = {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
    hashes = (int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest()) for run in runs)
    return np.array(sorted(value for value in hashes if value % _KEPT_ONE_IN == 0), dtype=np.uint64).tobytes()


def copies(ids: Sequence[str], kept: Sequence[bytes]) -> tuple[Copy, ...]:
    """Return the pairs of articles of which one repeats the other, sorted by their ids; `kept` holds the shingles of each."""
    sketches = [np.frombuffer(each, dtype=np.uint64) for each in kept]
    found = []
    for (one, two), count in sorted(_shared(sketches).items()):
        share = count / min(len(sketches[one]), len(sketches[two]))
        if share >= _COPY_SHARE:
            why = f"about {share:.0%} of the shorter article's runs of {SHINGLE_WORDS} words stand in the other, word for word"
            found.append(Copy((ids[one], ids[two]), round(share, 2), why))
    return tuple(found)


def _shared(sketches: Sequence[Hashes]) -> dict[tuple[int, int], int]:
    """Count for each pair of articles the shingles that both have."""
    long = [number for number, sketch in enumerate(sketches) if len(sketch) >= _FEWEST]
    if len(long) < 2:
        return {}
    hashes = np.concatenate([sketches[number] for number in long])
    owners = np.repeat(np.array(long), [len(sketches[number]) for number in long])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    lengths = np.diff(np.append(starts, len(hashes)))
    counts: dict[tuple[int, int], int] = {}
    for start, length in zip(starts[lengths > 1].tolist(), lengths[lengths > 1].tolist(), strict=True):
        if length <= _MOST_ARTICLES:
            numbers = owners[start : start + length].tolist()
            for at, one in enumerate(numbers):
                for two in numbers[at + 1 :]:
                    counts[one, two] = counts.get((one, two), 0) + 1
    return counts
