"""What several benchmarks measure on: the sample corpus, cut into pages."""

import sys
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.read.articles import read
from pipeline.read.listing import listing

CORPUS = Path(__file__).parents[2] / "corpus"
SIZE = 4096


@pytest.fixture(scope="module")
def pages():
    """Return the corpus cut into articles of 4 KB."""
    text = "\n".join(article.raw for article in read(listing([str(CORPUS)]).sources, sys.stdin.buffer, Settings()))
    return [text[at : at + SIZE] for at in range(0, len(text) - SIZE + 1, SIZE)]
