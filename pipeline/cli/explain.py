"""`unspun explain`: one article's edits and findings as a table."""

import shutil
import sys
import textwrap
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import reading
from pipeline.cli.faults import told_plainly

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.record.article_record import Finding, Record

Row = tuple[str, str, str, str, str]
_HEADER: Row = ("line", "source", "reading", "sure", "why")
_NARROWEST = 72


@click.command("explain")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--published", metavar="DATE", help="The article's date, where FILE is an article that does not state one.")
@reading.options
def command(file: Path, published: str | None, html: reading.Html, text_column: str, columns: tuple[str, ...]) -> None:
    """Show the edits and findings of FILE, a record (.json) or an article, as a readable table.

    \b
    Examples:
      unspun explain outputs/ruukel-buys-smart-heating-firm.json
      unspun explain article.txt --published 2022-08-26
      unspun explain page.html --html trafilatura

    Exit status: 0 done, 1 the article cannot be read, 2 wrong use, or no record.
    """
    with told_plainly():
        from pipeline.config import Settings

        record = _record(file, published, Settings(html=html, columns=reading.columns_of(text_column, columns)))
        click.echo_via_pager(_page(record)) if sys.stdout.isatty() else click.echo(_page(record))


def _record(file: Path, published: str | None, settings: "Settings") -> "Record":
    import msgspec

    from pipeline import errors
    from pipeline.record.article_record import Record

    if not file.exists():
        raise errors.no_such_path(str(file))
    if file.suffix != ".json":
        return _made_now(file, published, settings)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Record)
    except msgspec.DecodeError as fault:
        raise errors.not_a_record(str(file), str(fault)) from None
    except OSError as fault:
        raise errors.unreadable(str(file), fault.strerror or str(fault)) from None


def _made_now(file: Path, published: str | None, settings: "Settings") -> "Record":
    import msgspec

    from pipeline import errors
    from pipeline.flow import Flow
    from pipeline.read.articles import read
    from pipeline.read.listing import listing
    from pipeline.read.metadata import as_edtf
    from pipeline.record.article import Article

    given = as_edtf(published) if published else None
    if published and given is None:
        raise errors.published_needs_date(published)
    settings = msgspec.structs.replace(settings, published=given)
    article = next(read(listing([str(file)]).sources, sys.stdin.buffer, settings), None)
    if article is None:
        raise errors.empty_article(str(file))
    if not isinstance(article, Article):
        raise article
    return Flow(settings).read(article)


def _page(record: "Record") -> str:
    width = max(_NARROWEST, shutil.get_terminal_size((120, 40)).columns)
    published, spin, review = record.published, record.spin, record.review
    parts = [
        f"{record.id}: {record.title or '(no title)'}",
        f"published {published.value or 'unknown'} ({published.how}); spin {spin.verdict} ({spin.score:g}); {review.open} open, {review.decided} decided",
        *(
            [f"its text was taken out of the page by {record.made_by.extracted}: lines are those of that text"]
            if record.made_by.extracted
            else []
        ),
    ]
    for heading, rows in _tables(record).items():
        if rows:
            parts += ["", f"{heading} ({len(rows)})", *_table(rows, width)]
    return "\n".join(parts)


def _tables(record: "Record") -> dict[str, list[Row]]:
    from pipeline.write.wording import one_line, reading

    return {
        "Edits": [(str(item.line), one_line(item.before), reading(item), f"{item.confidence:.2f}", _why(item)) for item in record.edits],
        "Entities": [
            (str(item.mentions[0].line), f"{item.name}  x{len(item.mentions)}", item.label, f"{item.confidence:.2f}", _why(item))
            for item in record.entities
        ],
        "Figures": [(str(item.line), item.text, reading(item), f"{item.confidence:.2f}", _why(item)) for item in record.figures],
        "Dates": [(str(item.line), item.text, reading(item), f"{item.confidence:.2f}", _why(item)) for item in record.dates],
        "Set aside": [(str(item.line), one_line(item.text), item.kind, "", "; ".join(item.why)) for item in record.set_aside],
        "Refused": [(str(item.line), item.text, f"no {item.seen_as}", "", "; ".join(item.why)) for item in record.refused],
    }


def _why(item: "Finding") -> str:
    """Return what a person wrote on the finding, and the tool's reasons."""
    decided = [f"[{item.decision}]"] if item.decision else []
    noted = [f"[note: {item.note}]"] if isinstance(item.note, str) else []
    return " ".join((*decided, *noted, "; ".join(item.why)))


def _table(rows: list[Row], width: int) -> list[str]:
    """Lay the rows out in columns: the reasons take what the others leave, and are folded below themselves."""
    source, reading = (min(max(len(row[at]) for row in [_HEADER, *rows]), width // 4) for at in (1, 2))
    first = max(len(row[0]) for row in [_HEADER, *rows])
    widths = (first, source, reading, 4, width - first - source - reading - 4 - 8)
    return [
        "  ".join(cell.ljust(size) for cell, size in zip(line, widths, strict=True)).rstrip()
        for row in [_HEADER, *rows]
        for line in zip_longest(*(textwrap.wrap(cell, size) or [""] for cell, size in zip(row, widths, strict=True)), fillvalue="")
    ]
