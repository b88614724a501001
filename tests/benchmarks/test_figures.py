"""Speed of reading figures beside spaCy's own tokenizer on the same texts: `.venv/bin/pytest tests/benchmarks`."""

import pytest
import spacy

from pipeline.assemble.arithmetic import check
from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.resolve import figures as resolving

SIZE = 4096


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
