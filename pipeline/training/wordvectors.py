"""The word vectors that the model starts from, trained on open text.

Training the model needs no such text: it takes the vectors of the shipped model. To make them anew:
`python -m pipeline.training.wordvectors OUT TEXT.txt.gz ...` with the package `floret` installed.
"""

import gzip
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.vectors import Vectors  # type: ignore[import-not-found]

from pipeline.training import DATA, markup, tokens

SHIPPED_VOCABULARY = Path(__file__).parents[1] / "model" / "en" / "vocab"
WIDTH = 64
_SETTINGS = {
    "model": "skipgram",
    "mode": "fasttext",
    "minn": 0,
    "maxn": 0,
    "minCount": 5,
    "dim": WIDTH,
    "epoch": 8,
    "lr": 0.05,
    "ws": 4,
    "neg": 5,
    "thread": 1,
}


def shipped() -> Language:
    """Return an empty pipeline with the vectors of the shipped model."""
    nlp = spacy.blank("en")
    nlp.vocab.from_disk(SHIPPED_VOCABULARY)
    return nlp


def make(texts: Iterable[Path], sources: Path = DATA) -> Language:
    """Return an empty pipeline with vectors trained on gzipped texts, one sentence a line, and on our own texts.

    Deterministic: floret runs in one thread with a fixed seed. Takes about three minutes for two million words.
    """
    import floret  # type: ignore[import-not-found]  # noqa: PLC0415 - only for whoever makes the vectors anew

    with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(_lines(texts, sources))
        file.flush()
        trained = floret.train_unsupervised(file.name, **_SETTINGS)
    words = [word for word in trained.words if word != "</s>"]
    data = np.asarray([trained.get_word_vector(word) for word in words], dtype="float32")
    return _as_pipeline(words, data / (np.linalg.norm(data, axis=1, keepdims=True) + 1e-8))


def _lines(texts: Iterable[Path], sources: Path) -> Iterator[str]:
    """Yield the sentences as space-separated tokens."""
    tokenizer = tokens.make_tokenizer_callback()(spacy.blank("en")).tokenizer

    def tokenized(line: str) -> str:
        return " ".join(token.text for token in tokenizer(line) if not token.is_space) + "\n"

    for path in texts:
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            yield from (tokenized(line.strip()) for line in handle if line.strip())
    for path in sorted(sources.glob("*.txt")):
        for text in markup.read(path):
            yield from map(tokenized, text.text.split("\n"))


def _as_pipeline(words: list[str], data: "np.ndarray[Any, Any]") -> Language:
    nlp = spacy.blank("en")
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=data, keys=words, name="unspun_words")
    return nlp


def main(arguments: list[str]) -> int:
    """Make the vectors and write them to the folder named first."""
    make(map(Path, arguments[1:])).to_disk(arguments[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
