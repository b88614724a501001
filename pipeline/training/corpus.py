"""From annotated text to spaCy's own training format."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from pipeline.training.markup import Annotated


class Written(msgspec.Struct, frozen=True):
    """What went into a corpus file; `cut` names do not end where a token ends and are left unlabelled."""

    texts: int
    words: int
    names: int
    cut: tuple[str, ...]


def as_doc(nlp: Language, text: Annotated) -> tuple[Doc, list[str]]:
    """Return the text as a Doc with its entities, and the names that do not fit the tokens.

    A name that does not fit is missing (not "no name"), so that nothing wrong is learned from it.
    """
    doc = nlp.make_doc(text.text)
    spans = {(start, end): doc.char_span(start, end, label=label) for start, end, label in text.names}
    cut = [(start, end) for (start, end), span in spans.items() if span is None]
    missing = [span for start, end in cut if (span := doc.char_span(start, end, alignment_mode="expand"))]
    # Two names may share a token (“Nkana/Mufulira”): all of it is missing then.
    kept = filter_spans([*missing, *(span for span in spans.values() if span is not None)])
    doc.set_ents([span for span in kept if span.label_], missing=[span for span in kept if not span.label_], default="outside")
    return doc, [text.text[start:end] for start, end in cut]


def write(nlp: Language, texts: Iterable[Annotated], path: Path) -> Written:
    """Write the texts to `path` as a DocBin and return what went in."""
    docs = []
    cut: list[str] = []
    for text in texts:
        doc, lost = as_doc(nlp, text)
        docs.append(doc)
        cut += lost
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SPACY"], docs=docs).to_disk(path)
    words = sum(not token.is_space for doc in docs for token in doc)
    return Written(len(docs), words, sum(len(doc.ents) for doc in docs), tuple(cut))
