"""From candidates to findings: dates get their intervals, figures their units, mentions their entity."""

from pipeline.record.candidates import Findings
from pipeline.record.extraction import Extraction
from pipeline.record.prose import Prose
from pipeline.resolve.dates import resolve as resolve_dates
from pipeline.resolve.entities import link
from pipeline.resolve.figures import resolve as resolve_figures
from pipeline.resolve.published import publication_date


def resolve(prose: Prose, extraction: Extraction) -> Findings:
    """Return everything found in the article, valued and linked, in text order; offsets are of the normalised text."""
    day = publication_date(prose.article, prose.text, extraction.dates, prose.blocks)
    return Findings(
        published=day,
        entities=link(extraction.entities, prose.text),
        figures=resolve_figures(extraction.figures, prose.text, extraction.sentences),
        dates=resolve_dates(extraction.dates, day, prose.text, extraction.sentences),
        refused=extraction.refused,
    )
