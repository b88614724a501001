"""A second look at two facts: a small encoder reads both sentences side by side and says whether the marked places tell one thing.

A cross-encoder (Nogueira and Cho, "Passage re-ranking with BERT", 2019) in 8-bit ONNX form; `pipeline.training.reading` builds it.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.config import PAIR_READER, READER_WORDS
from pipeline.language.contexts import MARKS

Ids = npt.NDArray[np.int64]

OPENED, CLOSED = "[unused1]", "[unused2]"
"""The pieces that stand before and behind the marked place."""
MOST_PIECES = 76
"""Of a context: what is beyond, farthest from the mark, is left out."""
_MOST_KNOWN = 20_000


class Pieces:
    """Cuts contexts into word pieces, by the tokenizer file of the encoder."""

    def __init__(self, file: Path = READER_WORDS) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415 - only this look needs it

        self._tokenizer: Any = Tokenizer.from_str(file.read_text(encoding="utf-8"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        numbers: dict[str, int] = self._tokenizer.get_vocab()
        self.opening, self.closing = numbers["[CLS]"], numbers["[SEP]"]
        self.marks = (numbers[OPENED], numbers[CLOSED])
        self._known: dict[str, list[int]] = {}

    def context(self, context: str) -> list[int]:
        """Return the pieces of a context with its mark (see `language.contexts`)."""
        if context not in self._known:
            before, rest = context.split(MARKS[0], 1)
            marked, behind = rest.split(MARKS[1], 1)
            left, inner, right = (self._cut(part.replace("…", "")) for part in (before, marked, behind))
            inner = [self.marks[0], *inner[: MOST_PIECES // 2], self.marks[1]]
            room = MOST_PIECES - len(inner)
            keep = min(len(left), max(room // 2, room - len(right)))
            self._known = self._known if len(self._known) < _MOST_KNOWN else {}
            self._known[context] = [*left[len(left) - keep :], *inner, *right[: room - keep]]
        return self._known[context]

    def pair(self, one: str, two: str) -> tuple[list[int], list[int]]:
        """Return the pieces of two contexts, one after the other, and which of the two each belongs to."""
        first, second = [self.opening, *self.context(one), self.closing], [*self.context(two), self.closing]
        return first + second, [0] * len(first) + [1] * len(second)

    def _cut(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids


def batch(pieces: Pieces, pairs: Sequence[tuple[str, str]]) -> dict[str, Ids]:
    """Return the inputs of the network for some pairs: ids, kinds, mask, and where the marks stand, each with a row a pair."""
    rows = [pieces.pair(one, two) for one, two in pairs]
    length = max(len(ids) for ids, _ in rows)
    marks = [[at for at, piece in enumerate(ids) if piece == pieces.marks[0]] for ids, _ in rows]
    return {
        "ids": np.array([ids + [0] * (length - len(ids)) for ids, _ in rows], dtype=np.int64),
        "kinds": np.array([kinds + [0] * (length - len(kinds)) for _, kinds in rows], dtype=np.int64),
        "mask": np.array([[1] * len(ids) + [0] * (length - len(ids)) for ids, _ in rows], dtype=np.int64),
        "marks": np.array([[found[0], found[-1]] for found in marks], dtype=np.int64),
    }


class PairReader:
    """Holds the network. Each pair is read alone: an 8-bit network gives other numbers for other company, and the report must not."""

    def __init__(self, network: Path = PAIR_READER) -> None:
        import onnxruntime  # noqa: PLC0415 - only this look needs it

        options = onnxruntime.SessionOptions()
        # One thread: the same answer on every machine.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(network.read_bytes(), options, providers=["CPUExecutionProvider"])
        self._pieces = Pieces()

    def scores(self, pairs: Sequence[tuple[str, str, bool]]) -> list[float]:
        """Return a logit for each pair of contexts; the third says whether the two cannot both be true."""
        return list(self._read(pairs))

    def _read(self, pairs: Sequence[tuple[str, str, bool]]) -> Iterator[float]:
        for one, two, other in pairs:
            found = self._session.run(None, batch(self._pieces, [(one, two)]))[0]
            yield float(found[0, int(other)])


@cache
def shipped() -> PairReader:
    """Return the network that ships, loaded once a process."""
    return PairReader()
