"""`unspun completion`: what a shell needs to complete commands, options and file names."""

import click
from click.shell_completion import get_completion_class

from pipeline.cli.faults import told_plainly


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that makes SHELL complete commands, options and file names.

    \b
    Examples:
      eval "$(unspun completion bash)"   # in ~/.bashrc (bash 4.4 or later)
      eval "$(unspun completion zsh)"    # in ~/.zshrc, after compinit
      unspun completion fish > ~/.config/fish/completions/unspun.fish

    Exit status: 0 done, 2 wrong use.
    """
    with told_plainly():
        kind = get_completion_class(shell)
        if kind is None:
            raise TypeError(f"click completes nothing for {shell}")
        click.echo(kind(ctx.find_root().command, {}, "unspun", "_UNSPUN_COMPLETE").source())
