"""The settings of a run: frozen, passed in, part of every record's digest."""

import hashlib
from pathlib import Path

import msgspec

SHIPPED_MODEL = Path(__file__).parent / "model" / "en"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What may change a record. Whatever cannot (worker counts, paths) is not in here.

    `published` is the date that a person gave for every article that brings none of its own.
    """

    published: str | None = None
    max_megabytes: float = 5.0
    model: str | None = None
    """Folder of another spaCy model than the shipped one."""

    @property
    def model_path(self) -> Path:
        return Path(self.model) if self.model else SHIPPED_MODEL

    @property
    def digest(self) -> str:
        """Return eight hex digits that differ where the settings differ."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:8]
