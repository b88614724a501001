"""Records of an earlier run, read back."""

from collections.abc import Iterator
from datetime import date as calendar
from pathlib import Path

import msgspec

from pipeline import errors
from pipeline.compare.corpus import Comparison, Summary, summary
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
        for found in summaries(path):
            if isinstance(found, Summary):
                comparison.add(found)
            else:
                faults.append(found)
        if not len(comparison) and not faults:
            raise errors.no_records(str(path))
        report = comparison.report()
        if path.is_dir():
            write_report(path / CORPUS_REPORT, comparison)
    return report, faults


def summaries(path: Path) -> Iterator[Summary | errors.ArticleError]:
    """Yield what the report needs of each record, of a folder in the order of the names; an error stands in the place of an unusable one."""
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            if not file.name.startswith(("_", ".")):
                yield _summary(file.read_bytes(), str(file))
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _summary(line, f"{path}:{number}")


def _summary(data: bytes, where: str) -> Summary | errors.ArticleError:
    try:
        record = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Record)
        _check(record)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as fault:
        return errors.unparsable_record(where, str(fault))
    return summary(record)


def _check(record: Record) -> None:
    """Raise `ValueError` where a person's change made a record that no text and no calendar has."""
    if len(record.paragraphs) != len(record.text):
        raise ValueError(f"it has {len(record.text)} texts and {len(record.paragraphs)} paragraphs")
    for day in (day for date in record.dates for day in (date.first_day, date.last_day) if day is not None):
        calendar.fromisoformat(day)
