"""Sentences as a spaCy component."""

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.sentences import Sentences


class SentenceStarts(Sentences):
    """A spaCy component: sets `is_sent_start` of every token, by rule, without a parser.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("unspun_sentences")
    >>> [s.text for s in nlp("Mr. Lei of Xiaomi Corp. spoke. The U.S. listened.").sents]
    ['Mr. Lei of Xiaomi Corp. spoke.', 'The U.S. listened.']
    """

    def __call__(self, doc: Doc) -> Doc:
        if len(doc) == 0:
            return doc
        starts = np.searchsorted(doc.to_array("IDX"), self.starts(doc.text), side="left")
        flags = np.full(len(doc), -1, dtype=np.int64)
        flags[starts[starts < len(doc)]] = 1
        flags[0] = 1
        doc.from_array(["SENT_START"], flags.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]  # its stub knows no NumPy arrays
        return doc


@Language.factory("unspun_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> SentenceStarts:  # noqa: ARG001 - spaCy hands both over
    return SentenceStarts()
