"""A record as it stands in a file, where a person may have worked on it since it was written."""

import msgspec

from pipeline.record.article_record import Record


class KeptRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record read back, and where it stands.

    `record` leaves out the findings that a person added and no run has completed: `added` counts them for each list of the record.
    `data` are the bytes of the record, which begin on `line` of `file`.
    """

    file: str
    line: int
    data: bytes
    record: Record
    added: dict[str, int]

    @property
    def where(self) -> str:
        """The file, and of a file of many records the line."""
        return self.file if self.file.endswith(".json") else f"{self.file}:{self.line}"
