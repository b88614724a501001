"""How an error reaches a person: one line on standard error, and the right exit status."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from pipeline.errors import UnspunError, cannot_write


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn our own errors into a line and an exit status; let go of a closed pipe without a word."""
    try:
        yield
    except UnspunError as fault:
        click.echo(f"unspun: {fault}", err=True)
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
    except Exception as fault:
        if os.environ.get("UNSPUN_TRACEBACK"):
            raise
        click.echo(
            f"unspun: a fault of this program ({type(fault).__name__}: {fault}); set UNSPUN_TRACEBACK=1, run again and report it", err=True
        )
        sys.exit(70)
