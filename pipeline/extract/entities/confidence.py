"""How often a reading of each kind was right on text that was held out from training."""

from pathlib import Path

import msgspec

from pipeline.extract.entities.reading import Evidence, Reading
from pipeline.lexicon import loader
from pipeline.lexicon.personal import CERTAIN
from pipeline.record.candidates import Label

_MODELS = Path(__file__).parents[2] / "model"
# The tables of the shipped models by the name that their meta data state.
_TABLES = {"unspun": "en_confidence.tsv", "unspun_accurate": "accurate_confidence.tsv"}
_MOST_SIGHTINGS = 2
_UNMEASURED = 0.5


class Measured(msgspec.Struct, frozen=True):
    """Of `seen` readings of this kind `confidence` were right; `sightings` is 2 for a name that stands twice or more."""

    label: Label
    evidence: Evidence
    sightings: int
    seen: int
    confidence: float


class Table(msgspec.Struct, frozen=True):
    rows: dict[tuple[str, str, int], float]

    @classmethod
    def load(cls, model: str = "unspun") -> "Table":
        """Return the table that was measured with the model of that name; empty for one that was not measured."""
        measured = _MODELS / _TABLES.get(model, model)
        if model not in _TABLES or not measured.is_file():
            return cls({})
        return cls({(row.label, row.evidence, row.sightings): row.confidence for row in loader.read(measured, Measured)})

    def of(self, reading: Reading, sightings: int) -> float:
        """Return the share of such readings that were right, with two decimals."""
        if reading.evidence == "personal":
            return CERTAIN
        return self.rows.get((reading.label, reading.evidence, min(sightings, _MOST_SIGHTINGS)), _UNMEASURED)
