"""`unspun check`: edited records read back like a program by its compiler."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import reading
from pipeline.cli.faults import told_plainly

if TYPE_CHECKING:
    from pipeline.engine.checking import Checked


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option(
    "--sources",
    type=click.Path(exists=True, path_type=Path),
    metavar="FOLDER",
    help="Where the articles lie: each finding's place is looked up in its article.",
)
@reading.options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each problem, a line each.")
@click.option("--quiet", "-q", is_flag=True, help="Print only what must be mended.")
def command(
    paths: tuple[Path, ...],
    sources: Path | None,
    html: reading.Html,
    text_column: str,
    columns: tuple[str, ...],
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read edited records back and name what a run could not take over, as file:line:column.

    A PATH is the output folder of a run, an article's file in it, or a .jsonl file of records. Named
    are slips that broke a file, decisions that cannot be understood or carried out, members that are
    unknown or stand twice, ids and fields of the tool that were changed, findings of your own that
    are not whole. What a run takes over without a decision (a field overwritten, a line deleted) and
    decisions that have become stale are remarks. Nothing is changed.

    \b
    Examples:
      unspun check outputs/
      unspun check outputs/ --sources corpus/
      vim -q <(unspun check outputs/)

    Exit status: 0 nothing must be mended, 1 something must, 2 wrong use.
    """
    with told_plainly():
        from pipeline.config import Settings
        from pipeline.engine.checking import check

        settings = Settings(html=html, columns=reading.columns_of(text_column, columns))
        files = mend = remarks = 0
        for found in check(paths, sources, settings):
            files += 1
            mend += sum(problem.must for problem in found.problems)
            remarks += sum(not problem.must for problem in found.problems)
            for line in _lines(found, as_json=as_json, quiet=quiet):
                click.echo(line)
        click.echo(f"{files:,} record{'' if files == 1 else 's'}, {mend:,} to mend, {remarks:,} remarks", err=True)
        if mend:
            raise SystemExit(1)


def _lines(found: "Checked", *, as_json: bool, quiet: bool) -> list[str]:
    told = [problem for problem in found.problems if problem.must or not quiet]
    if as_json:
        names = ("line", "column", "code", "what", "remedy", "must")
        return [json.dumps({"file": found.file} | {name: getattr(problem, name) for name in names}, ensure_ascii=False) for problem in told]
    return [
        f"{found.file}:{problem.line}:{problem.column}: {'' if problem.must else 'remark: '}{problem.what}; {problem.remedy} [{problem.code}]"
        for problem in told
    ]
