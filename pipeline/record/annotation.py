"""A record's findings as labelled spans of the raw text: what programs for marking up text show, and give back."""

from typing import Final

import msgspec

from pipeline.record.article_record import Record

FIGURE: Final = "FIGURE"
DATE: Final = "DATE"
OWN_LABELS: Final = {FIGURE: "figures", DATE: "dates"}
"""The labels that stand beside those of names, and the lists of a record that they mean."""


class Annotation(msgspec.Struct, frozen=True, order=True):
    """A span of a text with a label; `finding` is the id of what it shows, empty for what a person marked."""

    start: int
    end: int
    label: str
    finding: str = ""


class AnnotatedText(msgspec.Struct, frozen=True, kw_only=True):
    """A text and what is marked in it, in order.

    `article` is the id of its record as far as the file says it, `content` the digest of the record that was marked (`made_by.content`),
    empty where that is not known.
    """

    text: str
    annotations: tuple[Annotation, ...]
    article: str = ""
    content: str = ""


def annotations(record: Record) -> tuple[Annotation, ...]:
    """Return every mention of a name, every figure and every date of the record as a span with its label, in order.

    A figure and a date of the same span are two; of two mentions of one span with one label the first counts.
    """
    found = [Annotation(item.start, item.end, entity.label, entity.id) for entity in record.entities for item in entity.mentions]
    found += [Annotation(figure.start, figure.end, FIGURE, figure.id) for figure in record.figures]
    found += [Annotation(date.start, date.end, DATE, date.id) for date in record.dates]
    return tuple(sorted({(each.start, each.end, each.label): each for each in reversed(found)}.values()))
