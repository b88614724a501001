"""How an error reaches a person: one line on standard error, and the right exit status."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from click.core import ParameterSource

from pipeline.errors import UnspunError, cannot_write


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn our own errors into a line and an exit status; let go of a closed pipe without a word."""
    try:
        yield
    except UnspunError as fault:
        click.echo(f"unspun: {_origin(fault.where)}{fault}", err=True)
        sys.exit(fault.exit_code)
    except KeyboardInterrupt:
        click.echo("unspun: stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has seen enough; closing it here keeps Python from complaining at exit.
        sys.stderr.close()
        sys.exit(141)
    except OSError as fault:
        # Files are guarded where they are read and written: what is left is the standard output.
        click.echo(f"unspun: {cannot_write('standard output', fault.strerror or str(fault))}", err=True)
        sys.exit(74)
    except (click.ClickException, click.exceptions.Exit):
        raise
    except Exception as fault:
        if os.environ.get("UNSPUN_TRACEBACK"):
            raise
        click.echo(
            f"unspun: a fault of this program ({type(fault).__name__}: {fault}); set UNSPUN_TRACEBACK=1, run again and report it", err=True
        )
        sys.exit(70)


def _origin(where: str) -> str:
    """Return the place of a setting that is wrong where no option on the command line was: an error names the option alone."""
    ctx = click.get_current_context(silent=True)
    if ctx is None or not where.startswith("--"):
        return ""
    for param in ctx.command.params:
        if where.partition(" ")[0] in param.opts:
            source = ctx.get_parameter_source(str(param.name))
            if source is ParameterSource.ENVIRONMENT:
                return f"{param.envvar}: "
            if source is ParameterSource.DEFAULT_MAP:
                return f"{ctx.obj.place(ctx.info_name, param.name)}: "
    return ""


EXITS = {
    0: "all went well",
    1: "some article or record failed, or must be mended; each is named, the others are done",
    2: "wrong use: an option, a name, a settings file or a lexicon that is not as it must be; nothing was done",
    70: "a fault of this program",
    74: "results cannot be written",
    130: "stopped by Ctrl-C or kill; what is finished stands",
    141: "whoever read the output had seen enough",
}
"""What the exit statuses of every command mean."""
