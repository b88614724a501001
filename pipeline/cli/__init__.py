"""The command line: the only room that prints. Heavy imports wait until a command runs."""

import importlib
from importlib.metadata import version
from pathlib import Path

import click

from pipeline.cli.faults import told_plainly

_COMMANDS = (
    "run",
    "status",
    "check",
    "review",
    "learn",
    "compare",
    "page",
    "score",
    "export",
    "import",
    "explain",
    "schema",
    "config",
    "completion",
)
_WITHOUT_SETTINGS = frozenset({"config", "completion"})


class _Commands(click.Group):
    """Loads a command's module when it is called for, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        return _command(cmd_name) if cmd_name in _COMMANDS else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; what the settings file says of it is then where click looks before it takes a default."""
        name, command, rest = super().resolve_command(ctx, args)
        wants_help = bool({"-h", "--help"}.intersection(rest[: rest.index("--")] if "--" in rest else rest))
        if not ctx.resilient_parsing and name != "completion" and not wants_help:
            with told_plainly():
                _heed_settings(ctx)
        return name, command, rest


def _command(name: str) -> click.Command:
    # `import` is a word of Python's own and cannot name a module.
    module = "import_" if name == "import" else name
    command: click.Command = importlib.import_module(f"pipeline.cli.{module}").command
    if name not in _WITHOUT_SETTINGS:
        from pipeline.cli.settings_file import options

        for option, param in options(command).items():
            param.envvar = f"UNSPUN_{name}_{option}".upper().replace("-", "_")
    return command


def _heed_settings(ctx: click.Context) -> None:
    from pipeline.cli import settings_file

    path: Path | None = ctx.params["config"]
    if path is not None and ctx.params["no_config"]:
        raise click.UsageError("--config and --no-config exclude each other")
    if path is None and not ctx.params["no_config"]:
        try:
            path = settings_file.find(Path.cwd())
        except FileNotFoundError:
            # The working folder is gone, and a settings file with it.
            return
    if path is None:
        return
    settings = settings_file.read(path, {name: _command(name) for name in _COMMANDS if name not in _WITHOUT_SETTINGS})
    ctx.obj = settings_file.InForce(path, settings)
    ctx.default_map = {name: {param: setting.value for param, setting in found.items()} for name, found in settings.items()}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    envvar="UNSPUN_CONFIG",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Take settings from this file, not from unspun.toml or pyproject.toml here or above (see docs/settings.md).",
)
@click.option("--no-config", envvar="UNSPUN_NO_CONFIG", is_flag=True, help="Take settings from no file.")
@click.version_option(version("unspun"), prog_name="unspun")
def main(config: Path | None, *, no_config: bool) -> None:
    """Restore machine-reworded articles and extract their names, figures and dates as JSON to review.

    \b
    Example:
      unspun run corpus/ --out outputs/
    """
