"""Names in the text: what the model reads, set right and completed by word lists and by the rest of the article."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.config import Settings
from pipeline.extract.entities import article, borders, confidence, listed
from pipeline.extract.entities.personal import PersonalNames
from pipeline.extract.entities.reading import Reading
from pipeline.extract.entities.words import WordLists, labels_of_models
from pipeline.extract.pieces import Pieces, evened_line_ends
from pipeline.lexicon import personal
from pipeline.lexicon.personal import NOTHING, Personal
from pipeline.model import loader
from pipeline.record import docs
from pipeline.record.candidates import EntityCandidate, RefusedCandidate


class EntityFinder:
    """A spaCy component: sets `doc._.unspun_entities` and `doc.spans["unspun_entities"]`, and leaves the same names in `doc.ents`.

    Names are read by the model of its config (`accurate`, `small`, a spaCy pipeline's folder or name), whatever stands in `doc.ents`; where
    the config says None they are those of `doc.ents`, set right and completed. The candidates do not overlap and stand in text order; offsets
    are of `doc.text`. What the model read as a name and is none goes to `doc._.unspun_refused`.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("unspun_entities", config={"model": None})
    >>> doc = nlp("It moved from Germany to a Chinese port.")
    >>> [(c.label, c.why) for c in doc._.unspun_entities]
    [('GPE', ('“Germany” is in the list of places',)), ('NORP', ('“Chinese” is in the list of peoples',))]
    >>> [(name.text, name._.unspun.source) for name in doc.ents]
    [('Germany', 'lexicon'), ('Chinese', 'lexicon')]
    """

    def __init__(self, model: str = "unspun", pieces: Pieces | None = None) -> None:
        """Build the component for the names that the model called `model` reads, which `pieces` holds where they are not in `doc.ents`.

        Confidences are measured for the shipped models.
        """
        self._words = WordLists.load()
        self._confidence = confidence.Table.load(model)
        self._labels = labels_of_models()
        self._personal = PersonalNames(NOTHING)
        self._pieces = pieces

    def heed(self, personal: Personal) -> None:
        """Read names as a person says from now on."""
        self._personal = PersonalNames(personal)

    def __call__(self, doc: Doc) -> Doc:
        found, refused = self.readings(self._pieces.read(evened_line_ends(doc.text)) if self._pieces else doc)
        text = doc.text
        names = [text[reading.start : reading.end] for reading in found]
        sightings = Counter(names)
        candidates = [self._candidate(reading, sightings[name]) for reading, name in zip(found, names, strict=True)]
        docs.put(doc, docs.ENTITIES, candidates, [one.label for one in candidates])
        docs.refuse(doc, refused)
        _keep(doc, found)
        return doc

    def readings(self, doc: Doc) -> tuple[list[Reading], list[RefusedCandidate]]:
        """Return the names of a text with the evidence for each, and what the model took for a name in error."""
        text = doc.text
        read = [
            Reading.of_model(ent.start_char, ent.end_char, label) for ent in doc.ents if (label := self._labels.get(ent.label_)) is not None
        ]
        found, refused = borders.tidy(text, read, self._words)
        found = self._personal.complete(text, listed.complete(text, found, self._words))
        found, unwanted = self._personal.refuse(text, article.agree(text, found, self._words))
        return found, refused + unwanted

    def _candidate(self, reading: Reading, sightings: int) -> EntityCandidate:
        return EntityCandidate(
            start=reading.start,
            end=reading.end,
            label=reading.label,
            confidence=self._confidence.of(reading, sightings),
            why=reading.why,
            source="lexicon" if reading.evidence in {"listed", "personal"} else "model",
            meant=reading.meant,
        )


def _keep(doc: Doc, found: list[Reading]) -> None:
    """Leave the readings in `doc.ents`, grown to whole tokens; where two then share a token the first stays."""
    spans = []
    end = 0
    for reading in found:
        span = doc.char_span(reading.start, reading.end, label=reading.label, alignment_mode="expand")
        if span is not None and span.start >= end:
            spans.append(span)
            end = span.end
    doc.ents = tuple(spans)


class ConfiguredFinder(EntityFinder):
    """The component as a config describes it; pickled by that."""

    def __init__(self, name: str, model: str | None, lexicon: str | None) -> None:
        self._config = (name, model, lexicon)
        said = personal.load(Path(lexicon)) if lexicon is not None else NOTHING
        pieces = Pieces(loader.load(Settings(model=model).model_source)) if model is not None else None
        super().__init__(str(pieces.nlp.meta["name"]) if pieces else name, pieces)
        self.heed(said)

    def __reduce__(self) -> "tuple[Callable[..., ConfiguredFinder], tuple[str, str | None, str | None]]":
        return ConfiguredFinder, self._config


@Language.factory(
    "unspun_entities",
    default_config={"model": "accurate", "lexicon": None},
    assigns=["doc.ents", "doc.spans", "doc._.unspun_entities", "doc._.unspun_refused", "span._.unspun"],
)
def make_entities(nlp: Language, name: str, model: str | None, lexicon: str | None) -> ConfiguredFinder:  # noqa: ARG001 - spaCy hands both over
    """Return the component; registers the extensions that it sets."""
    docs.declare(docs.ENTITIES, docs.REFUSED)
    return ConfiguredFinder(str(nlp.meta.get("name", "")) or "unspun", model, lexicon)
