"""What a model reads in a text, piece by piece where the text is long."""

import re
from collections.abc import Iterator
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.sentences import SentenceStarts

# The model takes about 20 KB of memory a word of what it is given at once.
_LONGEST_PIECE = 20_000
# The tokenizer's time grows with the square of what stands without white space; no word or name is as long.
_UNBROKEN = re.compile(r"\S{201,} ?")


class Pieces:
    """Reads texts with a model, to which sentence starts are added; a text is cut where sentences start, and comes back whole."""

    def __init__(self, nlp: Language) -> None:
        nlp.add_pipe("unspun_sentences", first=True)
        self.nlp = nlp
        self._readers = [component for _, component in nlp.pipeline]
        self._sentences = cast(SentenceStarts, nlp.get_pipe("unspun_sentences"))
        # Articles are limited in size where they are read; a second limit would only refuse them later.
        nlp.max_length = 2**31

    def read(self, text: str) -> Doc:
        """Return the tokens of a text with what the model makes of them."""
        return self._joined([self._read(piece) for piece in self.cut(text)])

    def cut(self, text: str) -> Iterator[str]:
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
                docs.append(self.nlp.make_doc(text[at : stretch.start()]))
            word = stretch[0].rstrip(" ")
            docs.append(Doc(self.nlp.vocab, words=[word], spaces=[word != stretch[0]]))
            at = stretch.end()
        if at < len(text) or not docs:
            docs.append(self.nlp.make_doc(text[at:]))
        return self._joined(docs)

    def _joined(self, docs: list[Doc]) -> Doc:
        if len(docs) == 1:
            return docs[0]
        joined = Doc.from_docs(docs, ensure_whitespace=False)
        if joined is None:
            raise ValueError("no text to join")
        return joined


def evened_line_ends(text: str) -> str:
    """Return the text with every kind of line end alike, as the models have learned them; offsets stay.

    >>> evened_line_ends("One.\\r\\nTwo.\\rThree.")
    'One. \\nTwo.\\nThree.'
    """
    return text.replace("\r\n", " \n").replace("\r", "\n")
