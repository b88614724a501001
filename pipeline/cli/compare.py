"""`unspun compare`: what the records of a run say of the same things."""

from pathlib import Path

import click

from pipeline.cli.faults import told_plainly


@click.command("compare")
@click.argument("records", type=click.Path(exists=True, path_type=Path), metavar="DIR")
@click.option("--out", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report as Markdown to this file.")
@click.option(
    "--sources", type=click.Path(), default="", metavar="FOLDER", help="Where the articles lie, so that each file:line opens in an editor."
)
@click.option("--most", type=click.IntRange(0), default=20, show_default=True, help="Print at most so many relations.")
def command(records: Path, out: Path | None, sources: str, most: int) -> None:
    """Put side by side what the articles of DIR say of the same things, conflicts first.

    DIR is the output folder of a run, or a .jsonl file of records. The corpus report of a folder is
    written anew to DIR/_corpus.json.

    \b
    Examples:
      unspun compare outputs/
      unspun compare outputs/ --sources corpus/ --out report.md

    Exit status: 0 done, 1 some record cannot be read, 2 wrong use, 74 the report cannot be written.
    """
    with told_plainly():
        from pipeline import errors
        from pipeline.engine import comparing
        from pipeline.write import comparison, files

        if out is not None and files.begins_otherwise(out, comparison.TITLE.encode()):
            raise errors.not_our_report(str(out))
        report, faults = comparing.compare(records)
        for fault in faults:
            click.echo(f"unspun: {fault}", err=True)
        if out is not None:
            files.replace(out, comparison.markdown(report, sources).encode())
        click.echo(comparison.table(report, sources, most), nl=False)
        if faults:
            raise SystemExit(1)
