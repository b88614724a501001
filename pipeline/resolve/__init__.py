"""From candidates to findings: dates get their intervals, figures their units, mentions their entity."""

from pipeline.record.candidates import Findings, LinkedEntity
from pipeline.record.extraction import Extraction
from pipeline.record.prose import Prose
from pipeline.resolve.claims import Claims
from pipeline.resolve.dates import resolve as resolve_dates
from pipeline.resolve.entities import link
from pipeline.resolve.figures import resolve as resolve_figures
from pipeline.resolve.published import publication_date

_SPEAKERS = ("PERSON", "ORG")


def resolve(prose: Prose, extraction: Extraction) -> Findings:
    """Return everything found in the article, valued and linked, in text order; offsets are of the normalised text."""
    entities = link(extraction.entities, prose.text)
    claims = claims_of(prose, extraction, entities)
    day = publication_date(prose.article, prose.text, extraction.dates, prose.blocks)
    return Findings(
        published=day,
        entities=entities,
        figures=tuple(map(claims.of, resolve_figures(extraction.figures, prose.text, extraction.sentences))),
        dates=tuple(map(claims.of, resolve_dates(extraction.dates, day, prose.text, extraction.sentences))),
        claims=claims.sentences(),
        refused=extraction.refused,
    )


def claims_of(prose: Prose, extraction: Extraction, entities: tuple[LinkedEntity, ...]) -> Claims:
    """Return who says what in an article, to be asked by place."""
    speakers = sorted((mention.start, mention.end, item.label) for item in entities if item.label in _SPEAKERS for mention in item.mentions)
    return Claims(prose.text, [(block.start, block.end) for block in prose.blocks], extraction.sentences, speakers)
