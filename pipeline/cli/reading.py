"""The options that say how sources are read, the same in every command that reads them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from pipeline.config import Columns

Command = Callable[..., Any]
Html = Literal["own", "trafilatura"]


def options(command: Command) -> Command:
    """Add the options that say how pages and tables are read: `html`, `text_column` and `columns`."""
    for option in (
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="FIELD=NAME",
            help="The column of a table that holds the id, published, title or url, where it is not called so; repeatable.",
        ),
        click.option("--text-column", default="text", show_default=True, metavar="NAME", help="The column of a table that holds the text."),
        click.option(
            "--html",
            type=click.Choice(["own", "trafilatura"]),
            default="own",
            show_default=True,
            help="Who finds the article in a page: unspun's own reading of the markup, or trafilatura (needs unspun[html]).",
        ),
    ):
        command = option(command)
    return command


def columns_of(text_column: str, columns: tuple[str, ...]) -> "Columns":
    """Return the columns that the options name; raises `UsageError` for a field that there is not."""
    from pipeline import errors
    from pipeline.config import OWN_COLUMNS, Columns

    named = {"text": text_column.strip()}
    fields = [field for field in OWN_COLUMNS.__struct_fields__ if field != "text"]
    for column in columns:
        field, _, name = column.partition("=")
        if field.strip() not in fields or not name.strip():
            raise errors.not_a_column(column, ", ".join(fields))
        named[field.strip()] = name.strip()
    return Columns(**named)
