"""Variants of the training text that the annotators did not write: headlines in other cases.

Exchanging names for others of the same label was tried and left out: it cost two points on unseen news.
"""

import random
from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

Augmenter = Callable[[Language, Example], Iterator[Example]]


@registry.augmenters("unspun.recased.v1")  # type: ignore[untyped-decorator]
def make_recased(level: float) -> Augmenter:
    """Return an augmenter that puts a share `level` of the texts in capitals or in title case, in the place of the text itself."""

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        if random.random() < level:  # noqa: S311 - spaCy seeds this generator
            doc = recase(nlp, example.reference, str.upper if random.random() < 0.5 else _title)  # noqa: S311
            yield Example(nlp.make_doc(doc.text), doc)
        else:
            yield example

    return augment


def _title(word: str) -> str:
    return word if any(map(str.isupper, word)) else word[:1].upper() + word[1:]


def recase(nlp: Language, doc: Doc, change: Callable[[str], str]) -> Doc:
    """Return the text with every word in another case; the names stay where they are."""

    def same_length(word: str) -> str:
        # A letter whose capital is two letters ("ß") would shift what follows it.
        return new if len(new := change(word)) == len(word) else word

    new = nlp.make_doc("".join(same_length(token.text) + token.whitespace_ for token in doc))
    ents = [new.char_span(ent.start_char, ent.end_char, label=ent.label_, alignment_mode="contract") for ent in doc.ents]
    new.set_ents([ent for ent in ents if ent is not None])
    return new
