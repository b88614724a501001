"""`unspun config`: every setting in force, and where it comes from."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from click.core import ParameterSource

from pipeline.cli.faults import told_plainly
from pipeline.cli.settings_file import AT_THE_TOP, InForce, as_toml, options

_WIDTH = 48


class _InUse(NamedTuple):
    """A setting of a command: its value (None: not set), the kind of its source, and the place or variable where it stands."""

    command: str
    name: str
    value: object
    source: str
    place: str | None


@click.command("config", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.argument("name", required=False, metavar="[COMMAND]")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS]...")
@click.pass_context
def command(ctx: click.Context, name: str | None, arguments: tuple[str, ...], *, as_json: bool) -> None:
    """Print every setting of COMMAND, or of all commands, with its value and where it comes from.

    A setting comes from the command line, else from an environment variable (UNSPUN_RUN_MODEL), else
    from the settings file, else it has its default. What is printed is a settings file itself. With
    OPTIONS after COMMAND it is what that command line would run with.

    \b
    Examples:
      unspun config
      unspun config run --model small
      unspun config --json

    Exit status: 0 done, 2 wrong use, or a settings file that is not as it must be.
    """
    with told_plainly():
        root = ctx.find_root()
        found = list(_in_use(root, name, arguments))
        file = str(root.obj.file) if isinstance(root.obj, InForce) else None
        if as_json:
            click.echo(json.dumps({"file": file, "settings": [one._asdict() for one in found]}, ensure_ascii=False, indent=2, default=str))
        else:
            click.echo("\n".join(_page(found, file)))


def _in_use(root: click.Context, name: str | None, arguments: tuple[str, ...]) -> Iterator[_InUse]:
    group = root.command
    if not isinstance(group, click.Group):
        raise TypeError("the commands stand in a group")
    for each in [name] if name else group.list_commands(root):
        command = group.get_command(root, each)
        if command is None or each in ("config", "completion"):
            if name:
                raise click.UsageError(f"there are no settings of {each!r}")
            continue
        ctx = _context(root, each, command, arguments)
        for option, param in options(command).items():
            yield _InUse(each, option, _plain(ctx.params[str(param.name)]), *_source(ctx, each, param))


def _context(root: click.Context, name: str, command: click.Command, arguments: tuple[str, ...]) -> click.Context:
    """Return what the command would be given, whatever it is to work on."""
    params: list[click.Parameter] = []
    for param in options(command).values():
        optional = copy.copy(param)
        optional.required = False
        params.append(optional)
    bare = click.Command(name, params=params, context_settings={"allow_extra_args": True}, add_help_option=False)
    return bare.make_context(name, list(arguments), parent=root)


def _source(ctx: click.Context, name: str, param: click.Option) -> tuple[str, str | None]:
    source = ctx.get_parameter_source(str(param.name))
    if source is ParameterSource.DEFAULT_MAP:
        return "file", ctx.obj.place(name, param.name)
    if source is ParameterSource.ENVIRONMENT:
        return "environment", str(param.envvar)
    return ("command line" if source is ParameterSource.COMMANDLINE else "default"), None


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value


def _page(found: list[_InUse], file: str | None) -> Iterator[str]:
    yield f"# settings file: {file or 'none'}"
    last = AT_THE_TOP
    for one in found:
        if one.command != last:
            yield from ("", f"[{one.command}]")
            last = one.command
        setting = f"# {one.name} =" if one.value is None else f"{one.name} = {as_toml(one.value)}"
        yield f"{setting:<{_WIDTH}}  # {one.place or ('not set' if one.value is None else one.source)}"
