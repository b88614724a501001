"""What extraction gives, as one parcel."""

import msgspec

from pipeline.record.candidates import EntityCandidate, FigureCandidate, RefusedCandidate
from pipeline.record.expressions import DateCandidate


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """All located candidates of an article, each kind in text order; offsets are of the normalised text."""

    sentences: tuple[tuple[int, int], ...]
    entities: tuple[EntityCandidate, ...]
    dates: tuple[DateCandidate, ...]
    figures: tuple[FigureCandidate, ...]
    refused: tuple[RefusedCandidate, ...]
