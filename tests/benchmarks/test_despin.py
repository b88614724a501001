"""Speed and memory of de-spinning beside spaCy's own tokenizer on the same texts: `.venv/bin/pytest tests/benchmarks`."""

import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from pipeline.config import Settings
from pipeline.normalise.despin import Despinner
from pipeline.read.articles import listing, read
from pipeline.training.spinner import Spinner

CORPUS = Path(__file__).parents[2] / "corpus"
SIZE = 4096
MEMORY = """
import resource
def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
import numpy, msgspec, pipeline.normalise
before = used()
from pipeline.normalise.despin import Despinner
Despinner().judge("A word.", ())
print((used() - before) / 1024)
"""


@pytest.fixture(scope="module")
def pages():
    """Return the corpus cut into articles of 4 KB."""
    text = "\n".join(article.raw for article in read(listing([str(CORPUS)]).sources, sys.stdin.buffer, Settings()))
    return [text[at : at + SIZE] for at in range(0, len(text) - SIZE + 1, SIZE)]


@pytest.mark.benchmark(group="de-spinning 4 KB pages")
def test_tokenizer_alone(benchmark, pages):
    benchmark.extra_info["pages"] = len(pages)
    tokenizer = spacy.blank("en")
    benchmark(lambda: [tokenizer.make_doc(page) for page in pages])


@pytest.mark.benchmark(group="de-spinning 4 KB pages")
@pytest.mark.parametrize("density", [0.0, 0.12])
def test_despinning(benchmark, pages, density):
    benchmark.extra_info["pages"] = len(pages)
    despinner = Despinner()
    spun = [Spinner(seed=number, density=density).spin(page).text for number, page in enumerate(pages)]
    benchmark(lambda: [despinner.judge(page, ()) for page in spun])


@pytest.mark.benchmark(group="memory of the tables")
def test_memory(benchmark):
    """The tables and counts take 60 MB at most."""
    megabytes = float(
        benchmark.pedantic(lambda: subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, check=True).stdout, rounds=1)
    )
    benchmark.extra_info["megabytes"] = megabytes
    assert megabytes <= 60
