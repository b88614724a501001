"""The chain of components, and reading its results off the Doc."""

import re
from collections.abc import Iterator
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.entities import EntityFinder
from pipeline.extract.figures import Figures
from pipeline.extract.sentences import SentenceStarts
from pipeline.lexicon.personal import NOTHING, Personal
from pipeline.record.extraction import Extraction
from pipeline.record.prose import Prose

# Names first: a number or month inside a name is no figure and no date. Then dates, whose digits are no figures.
COMPONENTS = ("unspun_entities", "unspun_dates", "unspun_figures")
# The model takes about 20 KB of memory a word of what it is given at once.
_LONGEST_PIECE = 20_000
# The tokenizer's time grows with the square of what stands without white space; no word or name is as long.
_UNBROKEN = re.compile(r"\S{201,} ?")


class Extractor:
    """Extracts candidates from normalised text with `nlp`, to which the components are added; `personal` has the last word on names and figures.

    A long text goes to the tokenizer and the model in pieces, cut where sentences start; the components
    see it whole.
    """

    def __init__(self, nlp: Language, personal: Personal = NOTHING) -> None:
        self._nlp = nlp
        nlp.add_pipe("unspun_sentences", first=True)
        # What the model brings, which reads piece by piece.
        self._readers = [component for _, component in nlp.pipeline]
        self._finders = [nlp.add_pipe(name) for name in COMPONENTS]
        cast(EntityFinder, nlp.get_pipe("unspun_entities")).heed(personal)
        cast(Figures, nlp.get_pipe("unspun_figures")).heed(personal)
        self._sentences = cast(SentenceStarts, nlp.get_pipe("unspun_sentences"))
        # Articles are limited in size where they are read; a second limit would only refuse them later.
        nlp.max_length = 2**31

    def extract(self, prose: Prose) -> Extraction:
        """Return all candidates; offsets are of `prose.text`."""
        # Every kind of line end reads alike: the model has learned from line feeds. Offsets stay.
        text = prose.text.replace("\r\n", " \n").replace("\r", "\n")
        doc = self._joined([self._read(piece) for piece in self._pieces(text)])
        for find in self._finders:
            doc = find(doc)
        return Extraction(
            sentences=tuple((sentence.start_char, sentence.end_char) for sentence in doc.sents),
            entities=doc._.unspun_entities,
            dates=doc._.unspun_dates,
            figures=doc._.unspun_figures,
            refused=doc._.unspun_refused,
        )

    def _pieces(self, text: str) -> Iterator[str]:
        """Yield the text in pieces, each as many whole sentences as fit."""
        begin = last = 0
        for start in (*self._sentences.starts(text), len(text)) if len(text) > _LONGEST_PIECE else ():
            if start - begin > _LONGEST_PIECE and last > begin:
                yield text[begin:last]
                begin = last
            last = start
        yield text[begin:]

    def _read(self, text: str) -> Doc:
        """Return what the tokenizer and the model make of a piece."""
        doc = self._tokens(text)
        for read in self._readers:
            doc = read(doc)
        return doc

    def _tokens(self, text: str) -> Doc:
        """Return the tokens of a piece; a long stretch without white space is one of them."""
        docs: list[Doc] = []
        at = 0
        for stretch in _UNBROKEN.finditer(text):
            if stretch.start() > at:
                docs.append(self._nlp.make_doc(text[at : stretch.start()]))
            word = stretch[0].rstrip(" ")
            docs.append(Doc(self._nlp.vocab, words=[word], spaces=[word != stretch[0]]))
            at = stretch.end()
        if at < len(text) or not docs:
            docs.append(self._nlp.make_doc(text[at:]))
        return self._joined(docs)

    def _joined(self, docs: list[Doc]) -> Doc:
        if len(docs) == 1:
            return docs[0]
        joined = Doc.from_docs(docs, ensure_whitespace=False)
        if joined is None:
            raise ValueError("no text to join")
        return joined
