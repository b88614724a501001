"""`unspun run`: articles in, records out."""

import math
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from pipeline.cli.faults import told_plainly

if TYPE_CHECKING:
    from pipeline.engine.batch import Batch, Tell, Totals
    from pipeline.read.articles import Listing

_FILE_ERROR_EXIT = 1


@click.command("run")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--out",
    "-o",
    default="outputs",
    show_default=True,
    help="A folder (one file an article), a .jsonl file (one line an article), or - for standard output.",
)
@click.option("--published", metavar="DATE", help="The date of articles that do not state one: YYYY-MM-DD, YYYY-MM or YYYY.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="How many processes share the work.")
@click.option(
    "--corpus-report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the report over all articles; a folder run writes _corpus.json unless this says otherwise.",
)
@click.option(
    "--max-megabytes",
    type=click.FloatRange(min=0, min_open=True),
    default=5.0,
    show_default=True,
    help="Refuse articles with more text than this.",
)
@click.option(
    "--model",
    metavar="NAME_OR_FOLDER",
    help="Read names with another model: accurate (the default), small (faster, less sure), the folder of a spaCy pipeline, or the name of an installed one.",
)
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of names and wordings of your own (see docs/lexicon.md); of several, what later ones say counts.",
)
def command(
    paths: tuple[str, ...],
    out: str,
    published: str | None,
    workers: int,
    corpus_report: Path | None,
    max_megabytes: float,
    model: str | None,
    lexicons: tuple[Path, ...],
) -> None:
    """Read the articles under PATH... and write their records.

    A PATH is a .txt, .md, .html, .jsonl or .jsonl.gz file, a folder of such files, or - for
    standard input. Decisions that you wrote into earlier records of the same output stay.

    \b
    Examples:
      unspun run corpus/ --out outputs/
      unspun run article.txt --published 2022-08-26
      unspun run news.jsonl --out records.jsonl --workers 2
      unspun run corpus/ --lexicon my.toml
      cat article.txt | unspun run - --out -

    Exit status: 0 all went well, 1 some article failed, 2 wrong use, 70 a fault of this program,
    74 results cannot be written, 130 stopped.
    """
    with told_plainly():
        from pipeline import errors
        from pipeline.config import Settings
        from pipeline.engine.batch import Batch
        from pipeline.lexicon import personal
        from pipeline.read.articles import listing
        from pipeline.read.metadata import as_edtf

        given = as_edtf(published) if published else None
        if published and given is None:
            raise errors.published_needs_date(published)
        found = listing(paths)
        _say_passed_over(found)
        if not found.sources and not found.unreadable:
            raise errors.no_articles(", ".join(paths))
        if not math.isfinite(max_megabytes):
            raise errors.not_a_size(str(max_megabytes))
        if sys.stdin is None and "-" in paths:
            raise errors.no_standard_input()
        settings = Settings(
            published=given, max_megabytes=max_megabytes, model=model, lexicon=personal.joined(map(personal.load, lexicons))
        )
        batch = Batch(sources=found.sources, unreadable=found.unreadable, settings=settings, workers=workers, corpus_report=corpus_report)
        # A polite end (kill, a closing terminal) goes the way of Ctrl-C: temporary files and workers are cleared away.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        _run(batch, out)


def _run(batch: "Batch", out: str) -> None:
    from pipeline import errors
    from pipeline.engine import batch as engine

    if not out or out.endswith((".json", ".gz")):
        raise errors.odd_target(out)
    started = perf_counter()
    stdin = sys.stdin.buffer if sys.stdin else BytesIO()
    with _progress(batch) as tell:
        if out == "-":
            totals = engine.into_stream(batch, sys.stdout.buffer, stdin, tell)
        elif out.endswith(".jsonl"):
            totals = engine.into_lines(batch, Path(out), stdin, tell)
        else:
            totals = engine.into_folder(batch, Path(out), stdin, tell)
    click.echo(_summary(totals, perf_counter() - started), err=True)
    if totals.failures:
        sys.exit(_FILE_ERROR_EXIT)


@contextmanager
def _progress(batch: "Batch") -> "Iterator[Tell]":
    """Show a bar where a person looks on, and every fault and remark as a line of its own."""
    from tqdm import tqdm

    from pipeline.engine.shards import Outcome

    countable = not any(source.holds_lines for source in batch.sources)
    with tqdm(total=len(batch.sources) if countable else None, unit=" articles", leave=False, disable=None, file=sys.stderr) as bar:

        def tell(outcome: Outcome) -> None:
            for line in (*outcome.remarks, *([outcome.fault] if outcome.fault else [])):
                tqdm.write(f"unspun: {line}", file=sys.stderr)
            bar.update()

        yield tell


def _say_passed_over(found: "Listing") -> None:
    if found.passed_over:
        kinds = ", ".join(f"{count} {kind}" for kind, count in found.passed_over.items())
        click.echo(f"unspun: passed over, of kinds that are not read: {kinds}", err=True)


def _summary(totals: "Totals", seconds: float) -> str:
    parts = [
        _count(totals.articles, "article"),
        _count(totals.findings, "finding"),
        _count(totals.open, "open question"),
        _count(totals.failures, "failure"),
        f"{totals.words / seconds:,.0f} words a second" if seconds else "",
    ]
    kept = f"; {_count(totals.orphans, 'decision')} kept whose finding is gone" if totals.orphans else ""
    return ", ".join(part for part in parts if part) + kept


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
