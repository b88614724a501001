"""`unspun run`: articles in, records out."""

import math
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Literal

import click

from pipeline.cli import reading
from pipeline.cli.faults import told_plainly

if TYPE_CHECKING:
    from pipeline.engine.batch import Batch, Tell, Totals
    from pipeline.read.listing import Listing

_FILE_ERROR_EXIT = 1


@click.command("run")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True, readable=False), metavar="PATH...")
@click.option(
    "--out",
    "-o",
    type=click.Path(allow_dash=True),
    default="outputs",
    show_default=True,
    help="A folder (one file an article), a .jsonl file (one line an article), or - for standard output.",
)
@click.option("--published", metavar="DATE", help="The date of articles that do not state one: YYYY-MM-DD, YYYY-MM or YYYY.")
@click.option(
    "--include", multiple=True, metavar="GLOB", help="Of folders, read only files whose name (with a / in GLOB: path) fits; repeatable."
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Of folders, leave out files whose name or path fits; repeatable.")
@click.option(
    "--files-from",
    type=click.Path(allow_dash=True),
    metavar="FILE",
    help="Read the files and folders that stand in FILE, a path a line; - is standard input.",
)
@reading.options
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="How many processes share the work; one for up to about a thousand short articles, else one a core, unless you say so.",
)
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Work on this machine, or on a Ray cluster."
)
@click.option("--address", metavar="HOST:PORT", help="With --engine ray: the cluster's address; without it one is started on this machine.")
@click.option(
    "--resume/--fresh", default=True, show_default=True, help="Leave results whose article and settings are unchanged, or compute all."
)
@click.option(
    "--corpus-report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the report over all articles; a folder run writes _corpus.json unless this says otherwise.",
)
@click.option(
    "--max-megabytes",
    type=click.FloatRange(min=0, min_open=True, max=1_000_000),
    default=5.0,
    show_default=True,
    help="Refuse articles with more text than this.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    help="Give up on an article after so much computing (longer ones get more).",
)
@click.option("--profile", is_flag=True, help="Say where the computing time went, by room; works in one process.")
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
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    files_from: str | None,
    html: reading.Html,
    text_column: str,
    columns: tuple[str, ...],
    published: str | None,
    workers: int | None,
    engine: Literal["local", "ray"],
    address: str | None,
    resume: bool,  # noqa: FBT001 - click hands options over by name
    corpus_report: Path | None,
    max_megabytes: float,
    seconds: float,
    profile: bool,  # noqa: FBT001 - as above
    model: str | None,
    lexicons: tuple[Path, ...],
) -> None:
    """Read the articles under PATH... and write their records.

    A PATH is a .txt, .md, .html, .jsonl, .csv, .tsv or .warc file, one of these with .gz, a folder of
    such files, or - for standard input; docs/input.md says how each is read. Decisions that you wrote into earlier records of the same output stay.

    \b
    Examples:
      unspun run corpus/ --out outputs/
      unspun run article.txt --published 2022-08-26
      unspun run news.jsonl --out records.jsonl --workers 2
      unspun run corpus/ --lexicon my.toml
      unspun run news.csv --text-column body --column id=nr
      find news -newer stamp | unspun run --files-from - --out records/
      cat article.txt | unspun run - --out -

    Exit status: 0 all went well, 1 some article failed, 2 wrong use, 70 a fault of this program,
    74 results cannot be written, 130 stopped.
    """
    with told_plainly():
        from pipeline import errors
        from pipeline.config import Settings
        from pipeline.engine.batch import Batch
        from pipeline.lexicon import personal
        from pipeline.read.articles import check_installed
        from pipeline.read.listing import Patterns, listing
        from pipeline.read.metadata import as_edtf

        given = as_edtf(published) if published else None
        if published and given is None:
            raise errors.published_needs_date(published)
        if not paths and files_from is None:
            raise errors.nothing_named()
        found = listing(paths, Patterns(include, exclude), _listed(files_from, paths))
        _say_passed_over(found)
        if not found.sources and not found.unreadable:
            raise errors.no_articles(", ".join((*paths, *([files_from] if files_from else []))))
        if not math.isfinite(max_megabytes):
            raise errors.not_a_size(str(max_megabytes))
        if not math.isfinite(seconds):
            raise errors.not_seconds(str(seconds))
        if sys.stdin is None and "-" in paths:
            raise errors.no_standard_input()
        settings = Settings(
            published=given,
            max_megabytes=max_megabytes,
            seconds=seconds,
            model=model,
            lexicon=personal.joined(map(personal.load, lexicons)),
            html=html,
            columns=reading.columns_of(text_column, columns),
        )
        check_installed(found.sources, settings)
        batch = Batch(
            sources=found.sources,
            unreadable=found.unreadable,
            settings=settings,
            workers=1 if profile else workers,
            engine="local" if profile else engine,
            address=address,
            corpus_report=corpus_report,
            fresh=not resume,
        )
        # A polite end (kill, a closing terminal) goes the way of Ctrl-C: temporary files and workers are cleared away.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        _run(batch, out, profile=profile)


def _listed(files_from: str | None, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths that stand in the file of --files-from."""
    from pipeline import errors
    from pipeline.read.listing import STANDARD_INPUT, paths_in

    if files_from is None:
        return ()
    if files_from != STANDARD_INPUT:
        try:
            return paths_in(Path(files_from).read_bytes())
        except OSError as fault:
            raise errors.unreadable_list(files_from, fault.strerror or str(fault)) from None
    if STANDARD_INPUT in paths:
        raise errors.standard_input_twice()
    if sys.stdin is None:
        raise errors.no_standard_input()
    return paths_in(sys.stdin.buffer.read())


def _run(batch: "Batch", out: str, *, profile: bool) -> None:
    from pipeline import errors
    from pipeline.engine import batch as engine

    if not out or out.endswith((".json", ".gz")) or (Path(out).is_file() and not out.endswith(".jsonl")):
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
    if profile:
        from pipeline.engine.shards import seconds_by_stage

        click.echo("\n".join(_profile(seconds_by_stage(batch.settings), process_time(), totals.words)), err=True)
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


def _profile(stages: "Mapping[str, float]", whole: float, words: int) -> "Iterator[str]":
    """Yield a table: what each room took of the computing time, and the rest (start, reading, writing, comparing)."""
    rest = whole - sum(stages.values())
    yield f"{'room':<12}{'seconds':>9}{'share':>8}{'ms for 1,000 words':>21}"
    for room, seconds in (*stages.items(), ("the rest", rest)):
        yield f"{room:<12}{seconds:>9.2f}{seconds / whole:>8.0%}{1_000_000 * seconds / max(words, 1):>21.1f}"


def _summary(totals: "Totals", seconds: float) -> str:
    parts = [
        _count(totals.articles, "article"),
        _count(totals.findings, "finding"),
        _count(totals.open, "open question"),
        _count(totals.failures, "failure"),
        f"{totals.standing:,} left as they were" if totals.standing else "",
        f"{totals.words / seconds:,.0f} words a second" if seconds and totals.words else "",
    ]
    kept = f"; {_count(totals.orphans, 'decision')} kept whose finding is gone" if totals.orphans else ""
    return ", ".join(part for part in parts if part) + kept


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
