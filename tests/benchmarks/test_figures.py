"""Speed of reading figures beside spaCy's own tokenizer on the same texts: `.venv/bin/pytest tests/benchmarks`."""

import sys
from pathlib import Path

import pytest
import spacy

from pipeline.assemble.arithmetic import check
from pipeline.config import Settings
from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.read.articles import listing, read
from pipeline.resolve import figures as resolving

CORPUS = Path(__file__).parents[2] / "corpus"
SIZE = 4096


@pytest.fixture(scope="module")
def pages():
    """Return the corpus cut into articles of 4 KB."""
    text = "\n".join(article.raw for article in read(listing([str(CORPUS)]).sources, sys.stdin.buffer, Settings()))
    return [text[at : at + SIZE] for at in range(0, len(text) - SIZE + 1, SIZE)]


@pytest.mark.benchmark(group="figures in 4 KB pages")
def test_tokenizer_alone(benchmark, pages):
    benchmark.extra_info["pages"] = len(pages)
    tokenizer = spacy.blank("en")
    benchmark(lambda: [tokenizer.make_doc(page) for page in pages])


@pytest.mark.benchmark(group="figures in 4 KB pages")
def test_figures(benchmark, pages):
    benchmark.extra_info["pages"] = len(pages)
    grammar = FigureGrammar()
    benchmark(lambda: [grammar.read(page, (), ()) for page in pages])


@pytest.mark.benchmark(group="figures in 4 KB pages")
def test_inheriting_and_arithmetic(benchmark, pages):
    benchmark.extra_info["pages"] = len(pages)
    grammar = FigureGrammar()
    found = [grammar.read(page, (), ())[0] for page in pages]
    whole = ((0, SIZE),)
    benchmark(lambda: [check(resolving.resolve(figures, page, whole), page, whole) for figures, page in zip(found, pages, strict=True)])


@pytest.mark.benchmark(group="figures in one text of ten times the length")
def test_time_grows_with_the_text_alone(benchmark, pages):
    """One long text costs no more than its pages do: nothing is looked for again in the whole."""
    grammar = FigureGrammar()
    text = "\n".join((pages * 10)[:10])
    benchmark(lambda: grammar.read(text, (), ()))
