"""Builds the shipped model from the annotated text in `data/`; nothing at run time imports this room."""

from pathlib import Path

DATA = Path(__file__).parent / "data" / "entities"
CONFIG = Path(__file__).parent / "config.cfg"
