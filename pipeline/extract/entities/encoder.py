"""Names read by a small sentence encoder in 8-bit ONNX form: slower than the convolutions of the small model, and surer.

The network sees a chunk of some lines at a time: word pieces without case go through the encoder, the
first piece of every word is joined with the word's shape, which says what its capitals and digits are,
and a recurrent layer gives each word the probabilities of its tags. The best sequence of tags in which
every name begins with its beginning (Viterbi) gives the names.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from pipeline import errors
from pipeline.record.candidates import Label

if TYPE_CHECKING:
    from numpy.typing import NDArray

TAGS: tuple[str, ...] = ("O", *(f"{place}-{label}" for label in get_args(Label) for place in "BI"))
SHAPES = 12
"""How many rows the table of shapes has; `shape` gives numbers from 1 on, 0 fills up."""
_OPENS, _GOES_ON = slice(1, None, 2), slice(2, None, 2)
_INSIDE = frozenset(range(len(TAGS))[_GOES_ON])
_MOST_PIECES = 230
_NEVER = -1e4
_UNBROKEN = re.compile(r"\S{201,}")
_MODEL, _WORDS = "model.onnx", "tokenizer.json"


@lru_cache(maxsize=2**14)
def shape(word: str) -> int:
    """Return what kind of letters and digits a word is made of.

    >>> [shape(word) for word in ("2024", "F35", "5g", ",", "plant", "A", "BAIC", "Xiaomi", "McLaren", "iPhone")]
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    """
    if word.isdigit():
        return 1
    if any(sign.isdigit() for sign in word):
        return 2 if word[0].isupper() else 3
    if not any(sign.isalpha() for sign in word):
        return 4
    if word.islower():
        return 5
    if len(word) == 1:
        return 6
    if word.isupper():
        return 7
    if word[0].isupper():
        return 8 if word[1:].islower() else 9
    return 10


class Chunk:
    """Some lines of a text as the network takes them; `spans` are the half-open offsets of the words."""

    __slots__ = ("firsts", "pieces", "shapes", "spans")

    def __init__(self, opening: int) -> None:
        self.pieces: list[int] = [opening]
        self.firsts: list[int] = []
        self.shapes: list[int] = []
        self.spans: list[tuple[int, int]] = []


class Words:
    """Cuts text into words and their pieces, by the tokenizer file that belongs to the network."""

    def __init__(self, file: bytes) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415 - only this model needs it

        self._tokenizer: Any = Tokenizer.from_str(file.decode("utf-8"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        marks: dict[str, int] = self._tokenizer.get_vocab()
        self.opening, self.closing = marks["[CLS]"], marks["[SEP]"]

    def chunks(self, text: str) -> Iterator[Chunk]:
        """Yield the text in chunks, cut at line ends where a line fits one."""
        chunk = Chunk(self.opening)
        at = 0
        for line in text.split("\n"):
            words = self._words(line, at)
            if chunk.spans and len(chunk.pieces) + sum(len(pieces) for pieces, _, _ in words) > _MOST_PIECES:
                yield self._closed(chunk)
                chunk = Chunk(self.opening)
            for pieces, start, end in words:
                if chunk.spans and len(chunk.pieces) + len(pieces) > _MOST_PIECES:
                    yield self._closed(chunk)
                    chunk = Chunk(self.opening)
                chunk.firsts.append(len(chunk.pieces))
                chunk.pieces += pieces[:_MOST_PIECES]
                chunk.shapes.append(shape(text[start:end]))
                chunk.spans.append((start, end))
            at += len(line) + 1
        if chunk.spans:
            yield self._closed(chunk)

    def _words(self, line: str, at: int) -> list[tuple[list[int], int, int]]:
        """Return the words of a line: their pieces, and where each starts and ends in the text."""
        encoded = self._tokenizer.encode(line, add_special_tokens=False)
        words: list[tuple[list[int], int, int]] = []
        last = None
        for piece, word, (start, end) in zip(encoded.ids, encoded.word_ids, encoded.offsets, strict=True):
            if word != last:
                words.append(([piece], at + start, at + end))
                last = word
            else:
                pieces, begin, _ = words[-1]
                words[-1] = ([*pieces, piece], begin, at + end)
        return words

    def _closed(self, chunk: Chunk) -> Chunk:
        chunk.pieces.append(self.closing)
        return chunk


class Encoder:
    """A spaCy component that sets `doc.ents`; built empty, it reads its files with the model (`from_disk`)."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._session: Any = None
        self._words: Words | None = None

    def __call__(self, doc: Doc) -> Doc:
        spans = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in self.names(doc.text)]
        # Two names that share a token cannot both stand: the longer one does.
        doc.ents = tuple(filter_spans([span for span in spans if span is not None]))
        return doc

    def names(self, text: str) -> list[tuple[int, int, str]]:
        """Return the names of a text: half-open offsets and the label, in order, none overlapping another."""
        if self._words is None:
            raise errors.unusable_model("accurate", "the encoder has no files")
        # No name is as long as what stands without white space for hundreds of characters: it is passed over, at its length.
        text = _UNBROKEN.sub(lambda stretch: " " * len(stretch[0]), text)
        chunks = list(self._words.chunks(text))
        paths = _paths([self._scores(chunk) for chunk in chunks])
        return [name for chunk, path in zip(chunks, paths, strict=True) for name in _names(path, chunk.spans)]

    def _scores(self, chunk: Chunk) -> "NDArray[np.float32]":
        """Return the scores of each word's tags."""
        inputs = (("ids", chunk.pieces), ("first", chunk.firsts), ("shapes", chunk.shapes))
        scores: NDArray[np.float32] = self._session.run(None, {name: np.array([row], np.int64) for name, row in inputs})[0][0]
        return scores

    def load(self, network: bytes, words: bytes) -> None:
        """Take the network (ONNX) and the tokenizer file."""
        import onnxruntime  # noqa: PLC0415 - only this model needs it

        options = onnxruntime.SessionOptions()
        # One thread a process: the same answer on every machine, and workers do not fight for cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        self._words = Words(words)
        self._files = {_MODEL: network, _WORDS: words}

    def to_disk(self, path: Path, *, exclude: object = None) -> None:  # noqa: ARG002 - spaCy's signature
        """Write the files into a folder of that name."""
        path.mkdir(parents=True, exist_ok=True)
        for name, content in self._files.items():
            (path / name).write_bytes(content)

    def from_disk(self, path: Path, *, exclude: object = None) -> "Encoder":  # noqa: ARG002 - spaCy's signature
        """Read the files from the folder and return the component."""
        self.load((Path(path) / _MODEL).read_bytes(), (Path(path) / _WORDS).read_bytes())
        return self


def _paths(chunks: "Sequence[NDArray[np.float32]]") -> "Iterator[list[int]]":
    """Yield the best sequence of tags for the scores of each chunk, of shape (words, tags); all chunks are walked side by side."""
    if not chunks:
        return
    best = np.zeros((max(map(len, chunks)), len(chunks), len(TAGS)), np.float32)
    for number, scores in enumerate(chunks):
        best[: len(scores), number] = scores
    opens, goes_on = best[:, :, _OPENS], best[:, :, _GOES_ON]
    goes_on[0] += _NEVER
    for at in range(1, len(best)):
        whichever = best[at - 1].max(axis=1, keepdims=True)
        best[at, :, :1] += whichever
        opens[at] += whichever
        # Only what a name's beginning opened goes on.
        goes_on[at] += np.maximum(opens[at - 1], goes_on[at - 1])
    likeliest, went_on = best.argmax(axis=2), goes_on > opens
    for number, scores in enumerate(chunks):
        alone, within = likeliest[: len(scores), number].tolist(), went_on[: len(scores), number].tolist()
        path = [alone[-1]]
        for at in range(len(scores) - 2, -1, -1):
            tag = path[-1]
            # The tag that opens a name stands before the one that goes on with it.
            path.append(alone[at] if tag not in _INSIDE else tag if within[at][tag // 2 - 1] else tag - 1)
        yield path[::-1]


def _names(tags: list[int], spans: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield the names that a sequence of tags marks."""
    name: tuple[int, int, str] | None = None
    for number, (start, end) in zip(tags, spans, strict=True):
        tag = TAGS[number]
        if tag[0] == "I" and name is not None:
            name = (name[0], end, name[2])
            continue
        if name is not None:
            yield name
        name = (start, end, tag[2:]) if tag[0] == "B" else None
    if name is not None:
        yield name


@Language.factory("unspun_encoder", assigns=["doc.ents"])
def make_encoder(nlp: Language, name: str) -> Encoder:  # noqa: ARG001 - spaCy hands both over
    return Encoder()
