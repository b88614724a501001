"""Records of an earlier run, read back."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.compare.corpus import Comparison, summary
from pipeline.engine.batch import CORPUS_REPORT, write_report
from pipeline.record.article_record import Record
from pipeline.record.corpus_report import CorpusReport


def compare(path: Path) -> tuple[CorpusReport, list[errors.ArticleError]]:
    """Return the corpus report on the records of a folder or a JSON Lines file, and what cannot be read.

    The report of a folder is written to its `_corpus.json`. Raises `UsageError` where there is no record, `OutputError` where the
    report cannot be written.
    """
    faults: list[errors.ArticleError] = []
    with Comparison() as comparison:
        for found in records(path):
            if isinstance(found, Record):
                comparison.add(summary(found))
            else:
                faults.append(found)
        if not len(comparison) and not faults:
            raise errors.no_records(str(path))
        report = comparison.report()
        if path.is_dir():
            write_report(path / CORPUS_REPORT, comparison)
    return report, faults


def records(path: Path) -> Iterator[Record | errors.ArticleError]:
    """Yield the records of a folder in the order of their names, or those of a JSON Lines file, and what stands in their place."""
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            if not file.name.startswith(("_", ".")):
                yield _record(file.read_bytes(), str(file))
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _record(line, f"{path}:{number}")


def _record(data: bytes, where: str) -> Record | errors.ArticleError:
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        return errors.unparsable_record(where, str(fault))
