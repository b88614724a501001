"""The settings of a run: frozen, passed in, part of every record's digest."""

import hashlib
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.lexicon.personal import NOTHING, Personal

_MODELS = Path(__file__).parent / "model"
SHIPPED = {"accurate": _MODELS / "accurate", "small": _MODELS / "en"}
"""The models that come with the product, by the names that `--model` takes; the first is used where nobody says otherwise."""
SHIPPED_MODEL = SHIPPED["accurate"]
CONTEXT_MODEL = _MODELS / "context.npz"
"""What de-spinning knows of how words stand together."""
SWAP_TABLE = _MODELS / "swaps.npz"
"""The word lists of swaps, compiled."""
PAIR_READER = _MODELS / "pair_reader.onnx"
"""What reads two sentences of two articles side by side."""
READER_WORDS = SHIPPED_MODEL / "unspun_encoder" / "tokenizer.json"
"""The word pieces that it reads, the same as those of the accurate model."""


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a table that hold an article's text and what is known of it, by their names."""

    text: str = "text"
    id: str = "id"
    published: str = "published"
    title: str = "title"
    url: str = "url"


OWN_COLUMNS = Columns()


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What may change a record. Whatever cannot (worker counts, paths) is not in here.

    `published` is the date that a person gave for every article that brings none of its own.
    """

    published: str | None = None
    max_megabytes: float = 5.0
    model: str | None = None
    """A shipped model by its name, the folder of a spaCy model, or the name of an installed one; None is the accurate shipped one."""
    seconds: float = 30.0
    """How long an article of ordinary length may be worked on; it decides whether there is a record, not what stands in it."""
    lexicon: Personal = NOTHING
    """What a person says of names, wordings and figures."""
    html: Literal["own", "trafilatura"] = "own"
    """Who finds the article in a page: our own reading of its markup, or trafilatura, whose text is then the raw text."""
    columns: Columns = OWN_COLUMNS

    @property
    def max_bytes(self) -> int:
        """Return how many bytes an article may have."""
        return int(self.max_megabytes * 1_000_000)

    @property
    def model_source(self) -> Path | str:
        """Return the folder of the model, or the name of an installed one."""
        if self.model is None:
            return SHIPPED_MODEL
        return SHIPPED.get(self.model) or (Path(self.model) if Path(self.model).is_dir() else self.model)

    @property
    def digest(self) -> str:
        """Return eight hex digits that differ where the settings differ."""
        said = msgspec.to_builtins(self)
        del said["seconds"]
        if not said["lexicon"]:
            # A run without a lexicon is the run that it was before there were any.
            del said["lexicon"]
        # Nor does it matter to a record how other kinds of files would have been read.
        if self.html == "own":
            del said["html"]
        if self.columns == OWN_COLUMNS:
            del said["columns"]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:8]
