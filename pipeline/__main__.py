"""`python -m pipeline` is `unspun`."""

from pipeline.cli import main

main(prog_name="unspun")
