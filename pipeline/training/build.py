"""The steps from annotated texts to the shipped model; training itself is spaCy's."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec
import spacy
from spacy import util
from spacy.cli.train import train
from spacy.language import Language

from pipeline.extract.entities import EntityFinder
from pipeline.training import CONFIG, DATA, augment, calibration, corpus, markup, tokens, wordvectors  # noqa: F401 - augment registers what the config names
from pipeline.training.markup import Annotated

SHIPPED = Path(__file__).parents[1] / "model"


class Corpora(msgspec.Struct, frozen=True):
    """The texts to train on, those held out, and the digest of each source file."""

    train: list[Annotated]
    held_out: list[Annotated]
    digests: dict[str, str]


def gather(folder: Path = DATA) -> Corpora:
    """Read every annotated file of the folder and hold out a tenth of each, by whole articles."""
    train_texts: list[Annotated] = []
    held_out: list[Annotated] = []
    digests: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        kept, held = markup.split(markup.read(path), 0.1)
        train_texts += kept
        held_out += held
        digests[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return Corpora(train_texts, held_out, digests)


def build(work: Path, target: Path, overrides: dict[str, object] | None = None) -> dict[str, float]:
    """Train in the folder `work`, write `en/` and `en_confidence.tsv` to `target`, and return the held-out figures."""
    corpora = gather()
    blank = tokens.make_tokenizer_callback()(spacy.blank("en"))
    corpus.write(blank, corpora.train, work / "train.spacy")
    corpus.write(blank, corpora.held_out, work / "dev.spacy")
    wordvectors.shipped().to_disk(work / "vectors")
    paths = {"train": "train.spacy", "dev": "dev.spacy", "vectors": "vectors"}
    train(CONFIG, work / "trained", overrides={**{f"paths.{key}": str(work / name) for key, name in paths.items()}, **(overrides or {})})
    nlp = util.load_model_from_path(work / "trained" / "model-last")
    figures = calibrate(nlp, corpora.held_out, target / "en_confidence.tsv")
    save(nlp, corpora.digests, figures, target / "en", name="unspun")
    return figures


def calibrate(nlp: Language, held_out: Iterable[Annotated], table: Path) -> dict[str, float]:
    """Measure model and component on the held-out texts and write the confidences to `table`."""
    seen, right, names = calibration.measure(nlp, EntityFinder(), held_out)
    calibration.write(table, seen, right)
    return calibration.scores(seen, right, names)


def save(nlp: Language, digests: dict[str, str], figures: dict[str, float], folder: Path, *, name: str) -> None:
    """Save the model without the paths of the machine that trained it, with what it was made from."""
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.meta.update(
        name=name,
        version="0.1.0",
        description="Named entities of English news, also of machine-reworded text",
        author="the authors of unspun",
        license="Apache-2.0",
        spacy_version=">=3.8.7,<3.9.0",
        sources=[{"name": name, "digest": digest} for name, digest in digests.items()],
        performance={**nlp.meta.get("performance", {}), "with_word_lists": figures},
    )
    if folder.exists():
        shutil.rmtree(folder)
    nlp.to_disk(folder)
