"""The command line: the only room that prints. Heavy imports wait until a command runs."""

import importlib
from importlib.metadata import version

import click

_COMMANDS = ("run", "status", "check", "review", "learn", "compare", "score", "explain", "schema")


class _Commands(click.Group):
    """Loads a command's module when it is called for, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"pipeline.cli.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("unspun"), prog_name="unspun")
def main() -> None:
    """Restore machine-reworded articles and extract their names, figures and dates as JSON to review.

    \b
    Example:
      unspun run corpus/ --out outputs/
    """
