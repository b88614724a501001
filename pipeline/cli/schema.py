"""`unspun schema`: what a record may hold, for programs."""

import click

from pipeline.cli.faults import told_plainly


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of an article's record.

    \b
    Example:
      unspun schema > record.schema.json

    Exit status: 0 done, 2 wrong use.
    """
    import msgspec

    from pipeline.record.schema import article_schema

    with told_plainly():
        click.echo(msgspec.json.format(msgspec.json.encode(article_schema()), indent=2))
