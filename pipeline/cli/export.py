"""`unspun export`: records in the forms that other programs read."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.faults import told_plainly

if TYPE_CHECKING:
    from pipeline.engine.exporting import Form

_FORMS = ("csv", "parquet", "sqlite", "spacy", "webanno", "doccano", "markdown")


@click.command("export")
@click.argument("records", type=click.Path(exists=True, path_type=Path), metavar="DIR")
@click.option("--to", "form", required=True, type=click.Choice(_FORMS), help="The form to write.")
@click.option(
    "--out",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder for csv, parquet, webanno and markdown, else a file.",
)
@click.option(
    "--sources",
    type=click.Path(exists=True, path_type=Path),
    metavar="FOLDER",
    help="Where the articles lie: read for a source that its record alone does not give to the character (webanno, doccano).",
)
@click.option("--replace", is_flag=True, help="Write over what stands there.")
def command(records: Path, form: "Form", out: Path, sources: Path | None, *, replace: bool) -> None:
    """Write the records of DIR in a form that other programs read.

    DIR is the output folder of a run, a .jsonl file of records, or an article's file. Findings that you
    decided `wrong` are left out. docs/exports.md says what each form holds.

    \b
    Examples:
      unspun export outputs/ --to sqlite --out news.sqlite
      unspun export outputs/ --to csv --out tables/
      unspun export outputs/ --to webanno --out marked/

    Exit status: 0 done, 1 some record cannot be exported, 2 wrong use, 74 nothing can be written.
    """
    with told_plainly():
        from pipeline.engine import exporting

        done = exporting.export(records, form, out, sources, replace=replace)
        for fault in done.faults:
            click.echo(f"unspun: {fault}", err=True)
        if done.counts:
            click.echo(f"exported to {out}:")
        for kind, count in done.counts.items():
            click.echo(f"  {kind:<15} {count:>8,}")
        for remark in done.remarks:
            click.echo(remark)
        if done.faults:
            raise SystemExit(1)
