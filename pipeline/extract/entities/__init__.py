"""Names in the text: what the model reads, set right and completed by word lists and by the rest of the article."""

from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.entities import article, borders, confidence, listed
from pipeline.extract.entities.personal import PersonalNames
from pipeline.extract.entities.reading import Reading
from pipeline.extract.entities.words import WordLists, labels_of_models
from pipeline.lexicon.personal import NOTHING, Personal
from pipeline.record.candidates import EntityCandidate, RefusedCandidate


class EntityFinder:
    """A spaCy component: reads `doc.ents`, sets `doc._.unspun_entities` and leaves the same names in `doc.ents`.

    The candidates do not overlap and stand in text order; offsets are of `doc.text`. What the model read
    as a name and is none goes to `doc._.unspun_refused`.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("unspun_entities")
    >>> [(c.label, c.why) for c in nlp("It moved from Germany to a Chinese port.")._.unspun_entities]
    [('GPE', ('“Germany” is in the list of places',)), ('NORP', ('“Chinese” is in the list of peoples',))]
    """

    def __init__(self, model: str = "unspun") -> None:
        """Build the component for the names that the model called `model` reads; its confidences are measured for the shipped ones."""
        self._words = WordLists.load()
        self._confidence = confidence.Table.load(model)
        self._labels = labels_of_models()
        self._personal = PersonalNames(NOTHING)

    def heed(self, personal: Personal) -> None:
        """Read names as a person says from now on."""
        self._personal = PersonalNames(personal)

    def __call__(self, doc: Doc) -> Doc:
        found, refused = self.readings(doc)
        text = doc.text
        names = [text[reading.start : reading.end] for reading in found]
        sightings = Counter(names)
        doc._.unspun_entities = tuple(self._candidate(reading, sightings[name]) for reading, name in zip(found, names, strict=True))
        doc._.unspun_refused = (*doc._.unspun_refused, *refused)
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


@Language.factory("unspun_entities", assigns=["doc.ents", "doc._.unspun_entities", "doc._.unspun_refused"])
def make_entities(nlp: Language, name: str) -> EntityFinder:  # noqa: ARG001 - spaCy hands both over
    """Return the component; registers the extensions that it sets."""
    for extension in ("unspun_entities", "unspun_refused"):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=())
    return EntityFinder(str(nlp.meta.get("name", "")) or "unspun")
