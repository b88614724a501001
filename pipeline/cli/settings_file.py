"""Settings in a file: `unspun.toml`, or `[tool.unspun]` of a `pyproject.toml`, in the working folder or above it.

The names are those of the options. Those of `unspun run` stand at the top, those of another command in a table of its name. A setting is
checked as its option is, and refused with its place in the file.
"""

import datetime as dt
import json
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from pipeline import errors

FILE: Final = "unspun.toml"
_PROJECT: Final = "pyproject.toml"
_TABLE_IN_PROJECT: Final = ("tool", "unspun")
AT_THE_TOP: Final = "run"
"""The command whose settings need no table."""


class Setting(NamedTuple):
    """A value as its option takes it, and what looks up where it stands (`unspun.toml:3`)."""

    value: object
    place: Callable[[], str]


Settings = dict[str, dict[str, Setting]]
"""By command and by name of the parameter."""


class InForce(NamedTuple):
    """The settings file that counts, and what it says."""

    file: Path
    settings: Settings

    def place(self, command: str, param: str) -> str:
        """Return where a setting stands."""
        return self.settings[command][param].place()


def options(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command that a file can set, by the name they have there."""
    found = (param for param in command.params if isinstance(param, click.Option) and not param.is_eager and not param.hidden)
    return {max(param.opts, key=len).lstrip("-"): param for param in found}


def find(folder: Path) -> Path | None:
    """Return the settings file that counts in a folder: its own, else that of the nearest folder above it, None where there is none.

    Looked for as far as the folder that holds `.git`, or the home folder. `unspun.toml` comes before the `pyproject.toml` beside it.
    Raises `UsageError` where a file cannot be read.
    """
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - pathlib's raises where there is none
    for here in (folder, *folder.parents):
        # A folder above may be closed to us: what cannot be seen there is not there.
        if os.path.isfile(here / FILE):  # noqa: PTH113 - pathlib's raises for a closed folder
            return here / FILE
        if os.path.isfile(here / _PROJECT) and _is_ours(here / _PROJECT):  # noqa: PTH113 - as above
            return here / _PROJECT
        if os.path.exists(here / ".git") or here == home:  # noqa: PTH110 - as above
            return None
    return None


def _is_ours(project: Path) -> bool:
    """Return whether a `pyproject.toml` speaks of this program; whether it is TOML at all matters only then."""
    try:
        data = project.read_bytes()
    except OSError as fault:
        raise errors.unreadable_settings(str(project), fault.strerror or str(fault)) from None
    if b"unspun" not in data:
        return False
    try:
        told = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        # Numbers of thousands of digits and lists within lists are refused as no TOML too.
        return b"[tool.unspun" in data
    tools = told.get(_TABLE_IN_PROJECT[0])
    return isinstance(tools, dict) and _TABLE_IN_PROJECT[1] in tools


def read(path: Path, commands: Mapping[str, click.Command]) -> Settings:
    """Return the settings of a file; raises `UsageError` for a file that cannot be read, and for names and values that are none."""
    shown = path.name if path.parent == Path.cwd() else str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        told: dict[str, Any] = tomllib.loads(text)
    except FileNotFoundError:
        raise errors.no_such_path(shown) from None
    except OSError as fault:
        raise errors.unreadable_settings(shown, fault.strerror or str(fault)) from None
    except (ValueError, RecursionError) as fault:
        raise errors.settings_no_toml(shown, str(fault)) from None
    base = _TABLE_IN_PROJECT if path.name == _PROJECT else ()
    for key in base:
        told = told.get(key, {})
        if not isinstance(told, dict):
            raise errors.settings_no_toml(shown, f"{key} is no table")
    return _File(path.parent, shown, base, text).settings(told, {name: options(command) for name, command in commands.items()})


class _File(NamedTuple):
    folder: Path
    shown: str
    base: tuple[str, ...]
    text: str

    def settings(self, told: Mapping[str, Any], tables: Mapping[str, Mapping[str, click.Option]]) -> Settings:
        top, others = tables[AT_THE_TOP], {name: known for name, known in tables.items() if known and name != AT_THE_TOP}
        names = (*top, *(f"[{name}]" for name in others))
        found: Settings = {name: {} for name in tables}
        for key, value in told.items():
            if key in top and not isinstance(value, dict):
                self._add(found[AT_THE_TOP], top[key], value, key)
            elif key not in others or not isinstance(value, dict):
                name = f"[{key}]" if isinstance(value, dict) else key
                raise errors.unknown_setting(self._place(key), name, _nearest(key, names), names)
            else:
                for name, inner in value.items():
                    if name not in others[key]:
                        raise errors.unknown_setting(self._place(key, name), f"{name} in [{key}]", _nearest(name, others[key]), others[key])
                    self._add(found[key], others[key][name], inner, key, name)
        return found

    def _add(self, found: dict[str, Setting], option: click.Option, value: object, *keys: str) -> None:
        try:
            found[str(option.name)] = Setting(_checked(option, value, self.folder), partial(self._place, *keys))
        except click.BadParameter as fault:
            raise errors.bad_setting(self._place(*keys), keys[-1], fault.message.rstrip("."), _allowed(option)) from None

    def _place(self, *keys: str) -> str:
        return f"{self.shown}:{_lines(self.text)[*self.base, *keys]}"


def _checked(option: click.Option, value: object, folder: Path) -> object:
    """Return a value as the option takes it; raises `click.BadParameter` where it does not."""
    if option.multiple:
        return [_one(option, item, folder) for item in (value if isinstance(value, list) else [value])]
    return _one(option, value, folder)


def _one(option: click.Option, value: object, folder: Path) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and option.metavar == "DATE":
        value = value.isoformat()
    fits = (
        isinstance(value, bool)
        if option.is_flag
        else number and (isinstance(value, int) or not isinstance(option.type, click.types.IntParamType))
        if isinstance(option.type, click.types.IntParamType | click.types.FloatParamType)
        else isinstance(value, str)
    )
    if not fits:
        raise click.BadParameter(f"{as_toml(value)} is none")
    if isinstance(value, str) and "\0" in value:
        raise click.BadParameter("it holds a NUL character")
    if isinstance(value, str):
        value = _located(option, value, folder)
    if not option.is_flag:
        option.type.convert(value, option, None)
    return value


def _located(option: click.Option, value: str, folder: Path) -> str:
    """Return a path from the file's folder on; what may be a model's name is a path where there is such a folder."""
    path = folder / os.path.expanduser(value)  # noqa: PTH111 - pathlib's raises for a user who is none
    is_path = isinstance(option.type, click.Path) or (option.metavar == "NAME_OR_FOLDER" and path.is_dir())
    if not is_path or value in ("", "-") or (folder == Path.cwd() and not value.startswith("~")):
        return value
    return str(path)


def _allowed(option: click.Option) -> str:
    """Return what may be written, in words."""
    kind = option.type
    if option.is_flag:
        said = "true or false"
    elif isinstance(kind, click.Choice):
        said = f"one of {', '.join(map(as_toml, kind.choices))}"
    elif isinstance(kind, click.types.IntParamType):
        said = "a whole number"
    elif isinstance(kind, click.types.FloatParamType):
        said = "a number"
    else:
        said = f"{'a path' if isinstance(kind, click.Path) else 'text'} in quotes"
    return f"{said}, or several in [ ]" if option.multiple else said


def as_toml(value: object) -> str:
    """Return a value as a settings file has it.

    >>> [as_toml(value) for value in (True, 5, 0.5, "a", ("x", "y"))]
    ['true', '5', '0.5', '"a"', '["x", "y"]']
    """
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, str | Path):
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _nearest(name: str, known: Iterable[str]) -> str:
    return get_close_matches(name, list(known), 1, 0.0)[0]


@lru_cache(maxsize=1)
def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line on which each key of a file that is TOML stands: its statements are parsed one by one, as many lines as each needs.

    >>> _lines('a = [\\n 1,\\n]\\n[b]\\nc.d = 2')
    {('a',): 1, ('b',): 4, ('b', 'c'): 5, ('b', 'c', 'd'): 5}
    """
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    statement, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        statement += f"{line}\n"
        try:
            told = tomllib.loads(statement)
        except ValueError:
            continue
        paths = list(_paths(told))
        is_header = statement.lstrip().startswith("[")
        for path in paths:
            found.setdefault(path if is_header else (*table, *path), first)
        table = paths[-1] if is_header else table
        statement, first = "", number + 1
    return found


def _paths(told: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for key, value in told.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, *path) for path in _paths(value))
