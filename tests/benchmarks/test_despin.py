"""Speed and memory of de-spinning beside spaCy's own tokenizer on the same texts: `.venv/bin/pytest tests/benchmarks`."""

import subprocess
import sys

import pytest
import spacy

from pipeline.normalise.despin import Despinner
from pipeline.training.spinner import Spinner

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
