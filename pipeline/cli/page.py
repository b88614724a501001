"""`unspun page`: the records as pages for a browser."""

from pathlib import Path

import click

from pipeline.cli.faults import told_plainly


@click.command("page")
@click.argument("records", type=click.Path(exists=True, path_type=Path), metavar="DIR")
@click.option(
    "--out", "-o", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="PAGES", help="The folder to write into."
)
@click.option(
    "--sources",
    type=click.Path(exists=True, path_type=Path),
    metavar="CORPUS",
    help="Where the articles lie: read for a source that its record alone does not give to the character.",
)
def command(records: Path, out: Path, sources: Path | None) -> None:
    """Show the articles of DIR in a browser: source and restored text side by side, findings with their reasons.

    DIR is the output folder of a run, or a .jsonl file of records. PAGES gets one page an article and
    an index.html, which open from the disk and ask nothing of a network. Pages of an earlier call are
    replaced; no other file is touched.

    \b
    Examples:
      unspun page outputs/ --out pages/
      unspun page outputs/ --out pages/ --sources corpus/

    Exit status: 0 done, 1 some record cannot be read (the others have their pages), 2 wrong use, 74 the
    pages cannot be written.
    """
    with told_plainly():
        from pipeline.engine.paging import write_pages

        written = write_pages(records, out, sources)
        for line in (*written.faults, *written.remarks):
            click.echo(f"unspun: {line}", err=True)
        articles = f"{written.articles:,} article{'' if written.articles == 1 else 's'}"
        click.echo(f"{articles}, {written.open:,} open: {written.index}")
        if written.faults:
            raise SystemExit(1)
