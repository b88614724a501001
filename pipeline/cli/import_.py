"""`unspun import`: what people marked in another program, as decisions in the records."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.faults import told_plainly

if TYPE_CHECKING:
    from pipeline.engine.importing import Form


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option("--into", required=True, type=click.Path(exists=True, path_type=Path), metavar="DIR", help="The folder of the records.")
@click.option("--format", "form", type=click.Choice(("webanno", "doccano")), help="What FILE is, where its name does not say so.")
@click.option("--accept", is_flag=True, help="Decide `ok` on what was left as it is.")
def command(paths: tuple[Path, ...], into: Path, form: "Form | None", *, accept: bool) -> None:
    """Take back what was marked in INCEpTION, WebAnno or doccano, as decisions in the records of DIR.

    FILE is a .tsv or .jsonl file that `unspun export` wrote and the other program gave back, or a folder
    of them. What is no longer marked becomes `wrong`, another label `=LABEL`, a new mark a finding added
    by hand. Your own decisions stay as they are; where one says otherwise, that is named.

    \b
    Examples:
      unspun import marked/ --into outputs/
      unspun import admin.jsonl --into outputs/ --accept

    Exit status: 0 done, 1 something cannot be taken over, 2 wrong use, 74 a record cannot be written.
    """
    with told_plainly():
        from pipeline.engine import importing
        from pipeline.errors import ArticleError

        counts: Counter[str] = Counter()
        changed: set[str] = set()
        all_taken = True
        for found in importing.take(paths, into, form, accept=accept):
            if isinstance(found, ArticleError):
                click.echo(f"unspun: {found}", err=True)
                all_taken = False
                continue
            own = found.outcome
            counts.update("relabelled" if decision.startswith("=") else decision for decision in own.decisions.values())
            counts.update("added" for _ in own.additions)
            if own.decisions or own.additions:
                changed.add(found.record)
            for said in (*own.clashes, *own.left):
                click.echo(f"{found.where}: {said}", err=True)
                all_taken = False
        if counts:
            told = ", ".join(f"{counts[kind]:,} {kind}" for kind in ("wrong", "relabelled", "added", "ok") if counts[kind])
            click.echo(f"{told}; records changed: {len(changed):,}; run again to put them into effect: unspun run ...")
        else:
            click.echo("nothing to decide")
        if not all_taken:
            raise SystemExit(1)
