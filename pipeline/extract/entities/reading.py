"""A name as it is read while the article is worked through."""

from typing import Literal, cast

import msgspec

from pipeline.record.candidates import Label

Evidence = Literal["model", "agreed", "settled", "repeated", "listed", "personal"]
KINDS: dict[str, str] = {
    "PERSON": "a person",
    "NORP": "a people or group",
    "FAC": "a building or works",
    "ORG": "an organisation",
    "GPE": "a country or town",
    "LOC": "a place",
    "PRODUCT": "a product",
    "EVENT": "an event",
    "WORK_OF_ART": "a title",
    "LAW": "a law",
    "LANGUAGE": "a language",
}


class Reading(msgspec.Struct, frozen=True):
    """A span of the text with its label, why, and the kind of evidence on which its confidence rests.

    `model`: the model alone; `agreed`: the model and a list; `settled`: the model saw the name, its label was
    decided by other evidence; `repeated`: the same name was found elsewhere in the article; `listed`: a list alone; `personal`: a person says so, and nothing else has a say.
    `meant` is the right name of what is named, where a person says which.
    """

    start: int
    end: int
    label: Label
    why: tuple[str, ...]
    evidence: Evidence
    meant: str | None = None

    @classmethod
    def of_model(cls, start: int, end: int, label: str) -> "Reading":
        return cls(start, end, cast(Label, label), (f"the model reads {KINDS[label]}",), "model")

    def moved(self, start: int, end: int, why: str | None = None) -> "Reading":
        """Return the reading at another span."""
        return msgspec.structs.replace(self, start=start, end=end, why=(*self.why, why) if why else self.why)

    def settled(self, label: Label, why: str) -> "Reading":
        """Return the reading with a label that other evidence decided."""
        if self.evidence == "personal":
            return self
        return msgspec.structs.replace(self, label=label, why=(*self.why, why), evidence="settled")

    def agreed(self, why: str) -> "Reading":
        """Return the reading with a list as its second witness."""
        evidence: Evidence = "agreed" if self.evidence == "model" else self.evidence
        return msgspec.structs.replace(self, why=(*self.why, why), evidence=evidence)


class Covered:
    """Which characters of a text are taken by a reading."""

    def __init__(self, size: int, readings: list[Reading]) -> None:
        self._taken = bytearray(size)
        for reading in readings:
            self.take(reading)

    def take(self, reading: Reading) -> None:
        self._taken[reading.start : reading.end] = b"\x01" * (reading.end - reading.start)

    def free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0


def in_order(readings: list[Reading]) -> list[Reading]:
    """Return the readings by place; of two that overlap the longer stays."""
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda r: (r.start, -r.end)):
        if kept and reading.start < kept[-1].end:
            if reading.end - reading.start > kept[-1].end - kept[-1].start:
                kept[-1] = reading
            continue
        kept.append(reading)
    return kept
