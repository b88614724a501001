"""How well a wording fits between its neighbours: a small language model of openly licensed text.

Three witnesses, all read from one file of arrays: counts of word pairs and triples, pair frequencies of the web, and a
log-bilinear model (Mnih and Hinton, "Three new graphical models for statistical language modelling", 2007) over six words on
either side. `pipeline.training.context` makes the file and says from what.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.config import CONTEXT_MODEL
from pipeline.language.words import BOUNDARY

Ids = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float32]

UNKNOWN_ID, BOUNDARY_ID = 0, 1
REACH = 6
NEAR = 3
STEPS = 16.0
"""Logarithms are kept in bytes, in sixteenths."""
_BITS = 16
_NUMBER = "0"
_HASH_BITS = 21
_HASHES = {4: 0x9E3779B1, 8: 0x9E3779B97F4A7C15}
"""By the bytes of a key: what it is multiplied by (Knuth, "Sorting and searching", 6.4); the highest bits of the product are its hash."""


class ContextModel:
    """The arrays of the model, and what is asked of them; every word is an id."""

    def __init__(self, path: Path = CONTEXT_MODEL) -> None:
        with np.load(path) as arrays:
            held: dict[str, npt.NDArray[Any]] = {name: arrays[name] for name in arrays.files}
        listed = held["words"].tobytes().decode("utf-8").split("\n")
        self._ids = {word: number for number, word in enumerate(listed, BOUNDARY_ID + 1)}
        self._ids[BOUNDARY] = BOUNDARY_ID
        self.log_share: Numbers = held["log_share"].astype(np.float32)
        """The logarithm of how often each word stands in the text that was counted."""
        self._inputs, self._outputs, self._meanings = held["inputs"], held["outputs"], held["meanings"]
        self._input_scale, self._output_scale = held["input_scale"], held["output_scale"]
        self._bias: Numbers = held["bias"].astype(np.float32)
        self._near: Numbers = held["near"].reshape(-1, held["near"].shape[-1])
        self._far: Numbers = held["far"]
        self._weight: Numbers = held["weight"].astype(np.float32)
        self._pairs, self._web, self._triples = (
            _Counts(held[keys], held[logs]) for keys, logs in (("pairs", "pair_logs"), ("web", "web_logs"), ("triples", "triple_logs"))
        )
        self._tokens = float(held["tokens"])

    def ids(self, words: tuple[str, ...]) -> list[int]:
        """Return the id of each word; figures are one word, and what is not known is 0."""
        known = self._ids
        return [known.get(_NUMBER if word[0].isdigit() else word, UNKNOWN_ID) for word in words]

    def fit(self, contexts: Ids, words: Ids) -> Numbers:
        """Return how much likelier each word is in its context (six ids to the left, six to the right) than anywhere, as a logarithm.

        `contexts` has the shape (n, 12), `words` (n,); so has the result.
        """
        neighbours = self._inputs[contexts].astype(np.float32) * self._input_scale
        near = neighbours[:, REACH - NEAR : REACH + NEAR]
        expected: Numbers = np.einsum("nkd,kd->nd", neighbours, self._far)
        return self.fit_expected(expected + near.reshape(len(contexts), -1) @ self._near, words)

    def sides(self, text: Ids) -> tuple[Numbers, Numbers]:
        """Return what the words before each word of a text, and those behind it, let expect: two arrays of the shape (n, width).

        `text` brings REACH ids more at either end, which get no row.
        """
        inputs = self._inputs[text].astype(np.float32) * self._input_scale
        length, width = len(text) - 2 * REACH, inputs.shape[1]
        sides = np.zeros((2, length, width), dtype=np.float32)
        for offset in (*range(-REACH, 0), *range(1, REACH + 1)):
            at = offset + REACH - (offset > 0)
            shifted = inputs[REACH + offset : REACH + offset + length]
            if abs(offset) <= NEAR:
                start = (at - REACH + NEAR) * width
                sides[int(offset > 0)] += shifted @ self._near[start : start + width]
            else:
                sides[int(offset > 0)] += shifted * self._far[at]
        return sides[0], sides[1]

    def fit_expected(self, expected: Numbers, words: Ids) -> Numbers:
        """Return the fit of each word where `expected`, a row for each, is expected."""
        outputs = self._outputs[words].astype(np.float32) * self._output_scale
        found: Numbers = np.einsum("nd,nd->n", expected, outputs)
        return found + self._bias[words] - self.log_share[words]

    def meanings(self, words: Ids) -> Numbers:
        """Return vectors of what words mean, summed over the last axis of `words` but for the unknown; not of unit length."""
        found = self._meanings[words].astype(np.float32)
        found[words <= BOUNDARY_ID] = 0
        return found

    def topic_weight(self, words: Ids) -> Numbers:
        """Return how much each word says of what a text is about: little where it is frequent."""
        return self._weight[words]

    def pair(self, left: Ids, right: Ids) -> Numbers:
        """Return how much oftener the two words stand side by side than by chance, as a logarithm; 0 beside a line end."""
        expected = np.exp(self.log_share[left] + self.log_share[right]) * self._tokens
        unseen = np.log(0.5 / (expected + 0.5))
        found = self._pairs.of((left << _BITS) | right, unseen)
        found[(left == BOUNDARY_ID) | (right == BOUNDARY_ID)] = 0
        return found

    def web_pair(self, left: Ids, right: Ids) -> Numbers:
        """Return the same for the pairs that are frequent on the web; 0 for all others."""
        keys = (left << _BITS) | right
        return self._web.of(keys, np.zeros(len(keys), dtype=np.float32))

    def triple(self, first: Ids, second: Ids, third: Ids) -> Numbers:
        """Return the logarithm of one more than how often the three words stand in a row."""
        keys = (((first << _BITS) | second) << _BITS) | third
        return self._triples.of(keys, np.zeros(len(keys), dtype=np.float32))


class _Counts:
    """Logarithms of counts by sorted keys, most of which are asked for in vain: a table of their hashes says so at once."""

    def __init__(self, keys: npt.NDArray[Any], logs: npt.NDArray[Any]) -> None:
        self._keys, self._logs = keys, logs
        self._factor, self._shift = keys.dtype.type(_HASHES[keys.itemsize]), 8 * keys.itemsize - _HASH_BITS
        self._present = np.zeros(1 << _HASH_BITS, dtype=np.bool_)
        self._present[self._hashes(keys)] = True

    def of(self, wanted: npt.NDArray[Any], otherwise: Numbers) -> Numbers:
        """Return the logarithm of each key that is `wanted`; what is there for it in `otherwise` where it was never counted."""
        asked = wanted.astype(self._keys.dtype)
        found: Numbers = otherwise.astype(np.float32)
        likely = np.flatnonzero(self._present[self._hashes(asked)])
        asked = asked[likely]
        places = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        there = self._keys[places] == asked
        found[likely[there]] = self._logs[places[there]] / STEPS
        return found

    def _hashes(self, keys: npt.NDArray[Any]) -> npt.NDArray[Any]:
        hashes: npt.NDArray[Any] = (keys * self._factor) >> self._shift
        return hashes


@cache
def shipped() -> ContextModel:
    """Return the model that ships, loaded once a process."""
    return ContextModel()
