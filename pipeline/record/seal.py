"""The digest by which a record tells whether somebody changed what the tool wrote."""

import hashlib

import msgspec

from pipeline.record.article_record import Record, Review
from pipeline.record.parts import PARTS

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def sealed(record: Record) -> Record:
    """Return the record with the digest of its content in `made_by.content`."""
    return msgspec.structs.replace(record, made_by=msgspec.structs.replace(record.made_by, content=_digest(record)))


def is_intact(record: Record) -> bool:
    """Return whether everything but decisions and notes stands as it was written."""
    return record.made_by.content == _digest(record)


def _digest(record: Record) -> str:
    """Return 16 hex digits over all that the tool writes: no decision, no note, nothing said of them or counted from them."""
    parts = {
        part: tuple(msgspec.structs.replace(item, decision="", note=msgspec.UNSET, stale=msgspec.UNSET) for item in getattr(record, part))
        for part in PARTS
    }
    bare = msgspec.structs.replace(
        record,
        review=Review(open=0, decided=0, look_first=()),
        made_by=msgspec.structs.replace(record.made_by, content=""),
        **parts,
    )
    return hashlib.sha256(_ENCODER.encode(bare)).hexdigest()[:16]
