"""Resolving as a spaCy component: what the components of `extract` found, valued and linked."""

import itertools
import re

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import errors
from pipeline.language.sentences import Sentences
from pipeline.record import docs
from pipeline.record.article import Article
from pipeline.record.extraction import Extraction
from pipeline.record.offsets import OffsetMap
from pipeline.record.prose import Block, Prose, Spin
from pipeline.resolve import resolve
from pipeline.resolve.story import edtf_days

_LINE = re.compile(r"[^\r\n]+")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)


class Resolver:
    """A spaCy component: sets `doc._.unspun_findings` from what stands before it in the pipeline.

    Dates get their days, figures the units and rates that they take from their sentence, mentions their entity, both who says so;
    `span._.unspun` then gives these. Days are counted from `doc._.unspun_published` (`2022-08-26`, `2022-08` or `2022`) or the config's
    `published`, else from a date that the text itself supports, else left open: never from the day of the run. Set the Doc's date before
    the pipeline runs. Raises `UsageError` for a date that is none.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> for name in ("unspun_dates", "unspun_figures", "unspun_resolve"):
    ...     _ = nlp.add_pipe(name)
    >>> doc = nlp.make_doc("Sales rose on Friday.")
    >>> doc._.unspun_published = "2022-08-29"
    >>> [(span.text, span._.unspun.value, span._.unspun.first_day) for span in nlp(doc).spans["unspun_dates"]]
    [('Friday', '2022-08-26', '2022-08-26')]
    """

    def __init__(self, published: str | None = None) -> None:
        self._published = published
        self._sentences = Sentences()

    def __call__(self, doc: Doc) -> Doc:
        published = _checked(doc._.unspun_published, "doc._.unspun_published") or self._published
        extraction = Extraction(
            sentences=self._spans(doc),
            entities=doc._.unspun_entities,
            dates=doc._.unspun_dates,
            figures=doc._.unspun_figures,
            refused=doc._.unspun_refused,
        )
        doc._.unspun_findings = resolve(_prose(doc.text, published), extraction)
        return doc

    def _spans(self, doc: Doc) -> tuple[tuple[int, int], ...]:
        if doc.has_annotation("SENT_START"):
            return tuple((sentence.start_char, sentence.end_char) for sentence in doc.sents)
        starts = [0, *self._sentences.starts(doc.text), len(doc.text)]
        return tuple(itertools.pairwise(starts))


def _prose(text: str, published: str | None) -> Prose:
    """Return a text as prose that was not changed, a paragraph a line."""
    return Prose(
        article=Article(id="", source="", raw=text, sha256="", published=published, published_how="given" if published else None),
        offsets=OffsetMap(text, ()),
        edits=(),
        set_aside=(),
        blocks=tuple(Block(start=line.start(), end=line.end(), kind="paragraph") for line in _LINE.finditer(text)),
        spin=Spin(score=0.0, verdict="clean", why=()),
    )


def _checked(published: str | None, where: str) -> str | None:
    if published is not None and not (_DATE.fullmatch(published) and edtf_days(published)):
        raise errors.published_needs_date(published, where)
    return published


@Language.factory(
    "unspun_resolve",
    default_config={"published": None},
    requires=["doc._.unspun_dates", "doc._.unspun_figures"],
    assigns=["doc._.unspun_findings", "span._.unspun"],
)
def make_resolve(nlp: Language, name: str, published: str | None) -> Resolver:  # noqa: ARG001 - spaCy hands both over
    """Return the component; registers the extensions that it reads and sets."""
    docs.declare(docs.ENTITIES, docs.FIGURES, docs.DATES, docs.REFUSED)
    if not Doc.has_extension("unspun_published"):
        Doc.set_extension("unspun_published", default=None)
    return Resolver(_checked(published, "published"))
