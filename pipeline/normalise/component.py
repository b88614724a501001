"""Spun wording as a spaCy component."""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.lexicon import personal
from pipeline.lexicon.personal import NOTHING, Personal
from pipeline.normalise import restored
from pipeline.normalise.despin import Despinner
from pipeline.record import docs


class SpunWording:
    """A spaCy component: finds what a spinner swapped, and says how it read before.

    A Doc's text cannot be changed: the edits are spans of the text as it stands (`doc.spans["unspun_edits"]`, `doc._.unspun_edits`), `applied`
    or `suggested`, and `doc._.unspun_text` is the text with the applied ones carried out. `doc._.unspun_spin` says how spun the text is.
    Components behind this one still read the text as it stands; to extract from what was meant, give them `doc._.unspun_text`.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("unspun_despin")
    >>> doc = nlp("BAIC experienced shared the news with men and women acquainted with the matter a 12 months afterwards.")
    >>> [(span.text, span._.unspun.after, span._.unspun.status) for span in doc.spans["unspun_edits"]][-1]
    ('a 12 months afterwards', 'a year later', 'applied')
    >>> doc._.unspun_text, doc._.unspun_spin.verdict
    ('BAIC had shared the news with people familiar with the matter a year later.', 'spun')
    """

    def __init__(self, lexicon: Personal = NOTHING) -> None:
        self._lexicon = lexicon
        self._despinner = Despinner(lexicon)

    def __reduce__(self) -> "tuple[type[SpunWording], tuple[Personal]]":
        return SpunWording, (self._lexicon,)

    def __call__(self, doc: Doc) -> Doc:
        edits, spin = self._despinner.judge(doc.text, ())
        docs.put(doc, docs.EDITS, edits, [edit.kind for edit in edits])
        doc._.unspun_spin = spin
        doc._.unspun_text = restored(doc.text, edits)
        return doc


@Language.factory(
    "unspun_despin",
    default_config={"lexicon": None},
    assigns=["doc.spans", "doc._.unspun_edits", "doc._.unspun_spin", "doc._.unspun_text", "span._.unspun"],
)
def make_despin(nlp: Language, name: str, lexicon: str | None) -> SpunWording:  # noqa: ARG001 - spaCy hands both over
    """Return the component; registers the extensions that it sets."""
    docs.declare(docs.EDITS)
    for extension in ("unspun_spin", "unspun_text"):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=None)
    return SpunWording(personal.load(Path(lexicon)) if lexicon is not None else NOTHING)
