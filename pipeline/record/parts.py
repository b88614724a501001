"""The lists of a record whose items a person decides; here by themselves, so that `--help` need not load the types."""

from typing import Final

PARTS: Final = ("entities", "figures", "dates", "edits")
