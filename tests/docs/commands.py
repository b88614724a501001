"""Writes docs/commands.md from the commands themselves: `.venv/bin/python -m tests.docs.commands`."""

import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.cli import main
from pipeline.cli.faults import EXITS
from pipeline.cli.settings_file import options

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
_INTRODUCTION = """\
# Commands

Every command, its options, examples and exit statuses, as `unspun COMMAND --help` has them. This page is written by
`.venv/bin/python -m tests.docs.commands`; do not edit it. What an option is set to where the command line does not say it, and the
environment variables: [settings.md](settings.md).
"""


def page() -> str:
    """Return the page as it must be."""
    context = click.Context(main, info_name="unspun", **main.context_settings)
    parts = [_INTRODUCTION, _described("unspun", main, context)]
    parts += [
        "## Exit statuses\n\n| status | meaning |\n|---|---|\n" + "".join(f"| {status} | {what} |\n" for status, what in EXITS.items())
    ]
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        parts.append(_described(f"unspun {name}", command, click.Context(command, info_name=name, parent=context)))
    return "\n".join(parts)


def _described(name: str, command: click.Command, context: click.Context) -> str:
    usage = " ".join((name, *command.collect_usage_pieces(context)))
    return "\n".join((f"## {name}\n\n```\n{usage}\n```\n", *_paragraphs(command.help), *_table(command)))


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            heading, _, lines = paragraph.removeprefix("\b\n").partition("\n")
            yield f"{heading}\n\n```sh\n{textwrap.dedent(lines)}\n```\n"
        else:
            yield f"{paragraph}\n"


def _table(command: click.Command) -> Iterator[str]:
    found = options(command)
    if found:
        yield "| option | meaning | default | variable |\n|---|---|---|---|"
        yield "".join(
            f"| `{_names(option)}` | {option.help} | {_default(option)} | {_code(option.envvar)} |\n" for option in found.values()
        )


def _code(text: str | None) -> str:
    return f"`{text}`" if text else ""


def _names(option: click.Option) -> str:
    names = ", ".join((*sorted(option.opts, key=len, reverse=True), *option.secondary_opts))
    return names if option.is_flag else f"{names} {_value(option)}"


def _value(option: click.Option) -> str:
    match option.type:
        case _ if option.metavar:
            return option.metavar
        case click.Choice():
            return "/".join(option.type.choices)
        case click.Path():
            return "PATH" if option.type.dir_okay else "FILE"
        case _:
            return "NUMBER"


def _default(option: click.Option) -> str:
    value = option.to_info_dict()["default"]
    if option.is_flag:
        return f"`{option.opts[0]}`" if value is True else ""
    return f"`{value}`" if isinstance(value, int | float | str) and value != "" else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
