"""The chain of components, and reading its results off the Doc."""

from typing import cast

from spacy.language import Language

from pipeline.extract.entities import EntityFinder
from pipeline.extract.figures import Figures
from pipeline.extract.pieces import Pieces, evened_line_ends
from pipeline.lexicon.personal import NOTHING, Personal
from pipeline.record.extraction import Extraction
from pipeline.record.prose import Prose

# Names first: a number or month inside a name is no figure and no date. Then dates, whose digits are no figures.
# The model that reads the names is there already.
COMPONENTS: dict[str, dict[str, object]] = {"unspun_entities": {"model": None}, "unspun_dates": {}, "unspun_figures": {}}


class Extractor:
    """Extracts candidates from normalised text with `nlp`, to which the components are added; `personal` has the last word on names and figures.

    A long text goes to the tokenizer and the model in pieces, cut where sentences start; the components
    see it whole.
    """

    def __init__(self, nlp: Language, personal: Personal = NOTHING) -> None:
        self._pieces = Pieces(nlp)
        self._finders = [nlp.add_pipe(name, config=config) for name, config in COMPONENTS.items()]
        cast(EntityFinder, nlp.get_pipe("unspun_entities")).heed(personal)
        cast(Figures, nlp.get_pipe("unspun_figures")).heed(personal)

    def extract(self, prose: Prose) -> Extraction:
        """Return all candidates; offsets are of `prose.text`."""
        doc = self._pieces.read(evened_line_ends(prose.text))
        for find in self._finders:
            doc = find(doc)
        return Extraction(
            sentences=tuple((sentence.start_char, sentence.end_char) for sentence in doc.sents),
            entities=doc._.unspun_entities,
            dates=doc._.unspun_dates,
            figures=doc._.unspun_figures,
            refused=doc._.unspun_refused,
        )
