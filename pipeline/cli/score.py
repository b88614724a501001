"""`unspun score`: how good records are, measured against reviewed ones."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.faults import told_plainly

if TYPE_CHECKING:
    from pipeline.engine.scores import Scored
    from pipeline.review.scoring import Difference, Item


@click.command("score")
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(exists=True, path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Take articles of GOLD in which something is still open, too.")
@click.option("--misses", type=click.IntRange(0), default=0, metavar="N", help="Print the first N findings missed, invented or misread.")
@click.option(
    "--sources", type=click.Path(), default="", metavar="FOLDER", help="Where the articles lie, so that each file:line opens in an editor."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(gold: Path, out: Path, *, everything: bool, misses: int, sources: str, as_json: bool) -> None:
    """Measure the records of OUT against the reviewed ones of GOLD: precision, recall and F1 in per cent.

    Both are output folders of a run, or .jsonl files of records; articles are matched by id and must be
    the same text. An article is reviewed when nothing in it is open; then all that its record says is
    true but what you decided to be wrong: findings of which nobody was in doubt count as right.
    Corrections count as you wrote them, those of figures and dates once a run has worked them out, and
    so do findings that you added. Names are matched by exact place, the rest by overlap; of edits the
    applied ones count: wording (spun phrases, names, numbers, times) and cleaning (encoding, spacing,
    typography).

    \b
    Examples:
      unspun run corpus/ --out small/ --model small
      unspun score outputs/ small/ --misses 20 --sources corpus/

    Exit status: 0 done, 1 some record cannot be read or was made from another text, 2 wrong use, or
    nothing to compare.
    """
    with told_plainly():
        from pipeline import errors
        from pipeline.engine import scores

        scored = scores.score(gold, out, everything=everything, most=misses)
        for fault in scored.faults:
            click.echo(f"unspun: {fault}", err=True)
        if not scored.articles:
            raise errors.nothing_reviewed(str(gold), scored.left_out) if scored.left_out else errors.nothing_to_score(str(gold), str(out))
        click.echo(_as_json(scored, sources) if as_json else _table(scored, sources))
        if scored.faults:
            raise SystemExit(1)


def _table(scored: "Scored", sources: str) -> str:
    rows: list[tuple[str, ...]] = [("", "precision", "recall", "F1", "right", "found", "true")]
    rows += [
        (
            f"{row.kind}: {row.measure}",
            *(map(_per_cent, (row.precision, row.recall, row.f1))),
            *(f"{n:,}" for n in (row.right, row.found, row.true)),
        )
        for row in scored.scores
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        f"{row[0]:<{widths[0]}}" + "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)) for row in rows
    ]
    lines += ["", *_remarks(scored)]
    if scored.differences:
        lines += ["", *(_difference(difference, sources) for difference in scored.differences)]
    return "\n".join(lines)


def _per_cent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1f}"


def _remarks(scored: "Scored") -> list[str]:
    counts = [
        (scored.left_out, "in both with something open: left out (--all takes them)"),
        (scored.only_gold, "in GOLD only"),
        (scored.only_out, "in OUT only"),
    ]
    told = [f"articles: {scored.articles:,} compared", *(f"{number:,} {what}" for number, what in counts if number)]
    remarks = ["; ".join(told)]
    if scored.unfinished:
        remarks.append(f"{scored.unfinished:,} of those compared have something open: what nobody decided counts as right")
    if scored.untouched:
        remarks.append(f"{scored.untouched:,} of those compared bear no decision: nothing in them was open, and nobody may have looked")
    if scored.helped:
        remarks.append(f"OUT holds {scored.helped:,} decisions, which count as its own: to measure the program, run into another folder")
    return remarks


def _difference(difference: "Difference", sources: str) -> str:
    said = f"{_place(difference, sources)}: {type(difference.item.finding).__name__.lower()} {difference.what}: {_said(difference.item)}"
    return f"{said}; found {_said(difference.found)}" if difference.true and difference.found else said


def _place(difference: "Difference", sources: str) -> str:
    from pipeline.write.places import place

    return place(difference.source, difference.article, difference.item.line, sources)


def _said(item: "Item") -> str:
    from pipeline.write.wording import one_line, reading

    return f"“{one_line(item.text)}” {reading(item.finding)}"


def _as_json(scored: "Scored", sources: str) -> str:
    import msgspec

    differences = [
        {
            "place": _place(difference, sources),
            "article": difference.article,
            "kind": type(difference.item.finding).__name__.lower(),
            "what": difference.what,
            "true": _said(difference.true) if difference.true else None,
            "found": _said(difference.found) if difference.found else None,
        }
        for difference in scored.differences
    ]
    counts = {
        name: getattr(scored, name)
        for name in ("articles", "left_out", "only_gold", "only_out", "unfinished", "untouched", "helped", "scores")
    }
    return msgspec.json.encode(counts | {"misses": differences}).decode()
