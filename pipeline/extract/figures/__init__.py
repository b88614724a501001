"""Figures: a spaCy component that finds amounts, quantities, percentages, durations and ratios by grammar.

It needs no tagger and no parser. Names in `doc.ents` and dates in `doc._.unspun_dates` are respected where they are there.
"""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.extract.figures.refusals import refuse
from pipeline.language.wordings import evened
from pipeline.lexicon import personal
from pipeline.lexicon.personal import Personal
from pipeline.record import docs
from pipeline.record.expressions import Window


class Figures:
    """Sets `doc._.unspun_figures` and `doc.spans["unspun_figures"]` and adds to `doc._.unspun_refused`.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("unspun_figures")
    >>> doc = nlp("Sales rose to more than Rs 2,500 crore, the firm's No. 2 plant said.")
    >>> [(f.value, f.currency, f.bound, f.change) for f in doc._.unspun_figures]
    [(Decimal('25000000000'), 'INR', 'more_than', 'to')]
    >>> [(span.text, span.label_, span._.unspun.value) for span in doc.spans["unspun_figures"]]
    [('Rs 2,500 crore', 'money', Decimal('25000000000'))]
    >>> [doc.text[r.start : r.end] for r in doc._.unspun_refused]
    ['2']
    """

    def __init__(self) -> None:
        self._grammar = FigureGrammar()
        self._unwanted: frozenset[str] = frozenset()

    def heed(self, personal: Personal) -> None:
        """Refuse from now on what a person says is no figure."""
        self._unwanted = frozenset(evened(row.text) for row in personal.no_figure)

    def __call__(self, doc: Doc) -> Doc:
        names = [(name.start_char, name.end_char) for name in doc.ents]
        found = doc._.unspun_dates if Doc.has_extension("unspun_dates") else ()
        # “the past two years” is a stretch of the calendar and a length of time.
        dates = [(date.start, date.end) for date in found if not isinstance(date.expression, Window)]
        figures, refused = self._grammar.read(doc.text, names, dates)
        unwanted = [one for one in figures if evened(doc.text[one.start : one.end]) in self._unwanted] if self._unwanted else []
        refused = (
            *refused,
            *(refuse(one.start, one.end, f"your lexicon: “{doc.text[one.start : one.end]}” is no figure") for one in unwanted),
        )
        wanted = [one for one in figures if one not in unwanted]
        docs.put(doc, docs.FIGURES, wanted, [one.kind for one in wanted])
        # What the dates refused has its reason already.
        said = [(one.start, one.end) for one in doc._.unspun_refused if one.seen_as == "date"]
        new = [one for one in refused if not any(start <= one.start and one.end <= end for start, end in said)]
        docs.refuse(doc, new)
        return doc


@Language.factory(
    "unspun_figures",
    default_config={"lexicon": None},
    assigns=["doc.spans", "doc._.unspun_figures", "doc._.unspun_refused", "span._.unspun"],
)
def make_figures(nlp: Language, name: str, lexicon: str | None) -> Figures:  # noqa: ARG001 - spaCy hands both over
    """Return the component; registers the extensions that it sets."""
    docs.declare(docs.FIGURES, docs.REFUSED)
    figures = Figures()
    if lexicon is not None:
        figures.heed(personal.load(Path(lexicon)))
    return figures
