"""The corpus report made anew from the records of an earlier run."""

from collections.abc import Iterator
from datetime import date as calendar
from pathlib import Path

from pipeline import errors
from pipeline.compare.corpus import Comparison, Summary, summary
from pipeline.engine import records
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
        for found in _summaries(path):
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


def _summaries(path: Path) -> Iterator[Summary | errors.ArticleError]:
    """Yield what the report needs of each record; an error stands in the place of an unusable one."""
    for found in records.kept(path):
        if isinstance(found, errors.ArticleError):
            yield found
            continue
        try:
            _check(found.record)
        except ValueError as fault:
            yield errors.unclear_record(found.where, str(fault))
        else:
            yield summary(found.record)


def _check(record: Record) -> None:
    """Raise `ValueError` where a person's change made a record that no text and no calendar has."""
    if len(record.paragraphs) != len(record.text):
        raise ValueError(f"it has {len(record.text)} texts and {len(record.paragraphs)} paragraphs")
    for day in (day for date in record.dates for day in (date.first_day, date.last_day) if day is not None):
        calendar.fromisoformat(day)
