"""`unspun learn`: what a person's decisions say, kept for other runs."""

from collections import Counter
from pathlib import Path

import click

from pipeline.cli.faults import told_plainly


@click.command("learn")
@click.argument("records", type=click.Path(exists=True, path_type=Path), metavar="DIR")
@click.option(
    "--lexicon", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to add to; made where it is missing."
)
def command(records: Path, lexicon: Path) -> None:
    """Add what you decided in the records of DIR to a lexicon, for `unspun run --lexicon`.

    DIR is the output folder of a run, or a .jsonl file of records. What stands in the lexicon stays as
    it is; new entries go to its end. What was decided both ways is shown and not learned.

    \b
    Example:
      unspun learn outputs/ --lexicon my.toml
      unspun run more/ --lexicon my.toml

    Exit status: 0 done, 1 some record cannot be read, 2 wrong use, 74 the lexicon cannot be written.
    """
    with told_plainly():
        from pipeline.engine.learning import learn
        from pipeline.lexicon.personal import table_of

        learned, faults = learn(records, lexicon)
        for fault in faults:
            click.echo(f"unspun: {fault}", err=True)
        click.echo(f"learned into {lexicon}:" if learned.entries else f"nothing new for {lexicon}")
        for table, count in Counter(map(table_of, learned.entries)).items():
            click.echo(f"  {table:<10} {count:>6,}")
        if learned.too_general:
            click.echo(f"not learned, as single words are too general for a swap: {learned.too_general:,}")
        for contradiction in learned.contradictions:
            click.echo(f"not learned, as decided both ways: {contradiction}")
        if faults:
            raise SystemExit(1)
