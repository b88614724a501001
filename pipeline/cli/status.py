"""`unspun status`: how far the review of records is, and where to go on."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.faults import told_plainly

if TYPE_CHECKING:
    from pipeline.review.progress import OpenFinding, Progress


@click.command("status")
@click.argument("records", type=click.Path(exists=True, path_type=Path), metavar="DIR")
@click.option(
    "--list",
    "listed",
    is_flag=True,
    help="Print every open finding as file:line:column: what it is, the most doubtful of a file first; the column is that of its decision.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object, with --list one for each open finding, a line each.")
def command(records: Path, *, listed: bool, as_json: bool) -> None:
    """Say how far the review of DIR is, and which file to open next.

    DIR is the output folder of a run, a .jsonl file of records, or one record. What counts are the
    decisions that stand in the files now. A finding is open where no decision holds and it is
    doubtful (confidence below 0.8), is offered as another name, number or time, or bears a decision
    that cannot be understood or has become stale. The file to open next is the one with the most
    doubtful open findings, then with the most open ones, then the first by name; its line is that of
    its most doubtful one.

    \b
    Examples:
      unspun status outputs/
      vim -q <(unspun status outputs/ --list)

    Exit status: 0 done, 1 some record cannot be read, 2 wrong use.
    """
    with told_plainly():
        from pipeline import errors
        from pipeline.engine.records import kept
        from pipeline.review.progress import Progress, open_findings

        progress = Progress()
        for found in kept(records):
            if isinstance(found, errors.ArticleError):
                click.echo(f"unspun: {found}", err=True)
                progress.unreadable += 1
                continue
            progress.add(found)
            if listed:
                for waits in open_findings(found):
                    click.echo(_as_json(waits) if as_json else _line(waits))
        if not progress.articles and not progress.unreadable:
            raise errors.no_records(str(records))
        if not listed:
            click.echo(_summary_as_json(progress) if as_json else _summary(progress))
        if progress.unreadable:
            raise SystemExit(1)


def _line(waits: "OpenFinding") -> str:
    from pipeline.write.wording import one_line, quoted, reading, reasons

    finding = waits.finding
    why = one_line("; ".join(reasons(finding)))
    return f"{waits.file}:{waits.line}:{waits.column}: {quoted(finding)} {reading(finding)} ({finding.confidence:.2f}): {why}"


def _as_json(waits: "OpenFinding") -> str:
    import msgspec

    from pipeline.write.wording import reading

    finding = waits.finding
    fields = {
        "file": waits.file,
        "line": waits.line,
        "kind": type(finding).__name__.lower(),
        "reading": reading(finding),
        "finding": finding,
    }
    return msgspec.json.Encoder(decimal_format="number").encode(fields).decode()


def _summary_as_json(progress: "Progress") -> str:
    import msgspec

    return msgspec.json.encode(progress).decode()


def _summary(progress: "Progress") -> str:
    import msgspec

    rows = {kind: msgspec.structs.astuple(count) for kind, count in progress.kinds.items()}
    rows["all"] = tuple(map(sum, zip(*rows.values(), strict=True)))
    lines = [f"{'':<10}{'findings':>10}{'decided':>10}{'open':>10}{'doubtful':>10}"]
    lines += [f"{kind:<10}" + "".join(f"{number:>10,}" for number in numbers) for kind, numbers in rows.items()]
    articles = f"{progress.articles:,} article{'' if progress.articles == 1 else 's'}, {progress.settled:,} with nothing open"
    lines.append(articles + (f", {progress.unreadable:,} cannot be read" if progress.unreadable else ""))
    if progress.next is not None:
        turn = progress.next
        lines.append(f"next: {turn.file}:{turn.line} ({turn.open:,} open, {turn.doubtful:,} doubtful)")
    return "\n".join(lines)
