"""The texts that were taken out of pages, kept beside the records whose places are places in them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pipeline.record.article import Article
from pipeline.write import files
from pipeline.write.names import file_name

FOLDER = "_extracted"
"""The folder of a folder run; that of a run into `records.jsonl` is `records.jsonl_extracted`."""


def keep(folder: Path, articles: Iterable[Article]) -> list[Path]:
    """Write the raw text of each article that was taken out of a page to `<id>.txt`; return those that were not there yet.

    Raises `OutputError` where they cannot be written.
    """
    written = []
    for article in articles:
        if article.extracted is None:
            continue
        place, data = folder / f"{file_name(article.id)}.txt", article.raw.encode()
        if not (place.exists() and files.read(place) == data):
            files.make_folder(folder)
            files.replace(place, data)
            written.append(place)
    return written


def kept(records: Path, article: str, sha256: str) -> str | None:
    """Return the text of an article whose record stands in the file `records`; None where it is not there, or is another by now."""
    folder = records.parent / FOLDER if records.suffix == ".json" else records.with_name(f"{records.name}{FOLDER}")
    try:
        data = (folder / f"{file_name(article)}.txt").read_bytes()
    except OSError:
        # The text is a help to whoever checks: where it is gone, nothing is looked up in it.
        return None
    return data.decode() if hashlib.sha256(data).hexdigest() == sha256 else None
