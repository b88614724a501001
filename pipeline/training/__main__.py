"""`python -m pipeline.training`: build the shipped model from the annotated texts. Takes about a quarter of an hour on one core."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.training import build


def main(arguments: list[str]) -> int:
    """Build into the folder named, or in the place of the shipped model."""
    target = Path(arguments[0]) if arguments else build.SHIPPED
    with TemporaryDirectory() as work:
        figures = build.build(Path(work), target)
    sys.stdout.write("".join(f"{name}\t{value}\n" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
