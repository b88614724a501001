"""The rooms beside the tools that people use today for the same job, on the same 4 KB pages: `.venv/bin/pytest tests/benchmarks/test_peers.py`.

The peers are an extra: `pip install 'unspun[peers]'`. The baseline of the ratios is spaCy's own tokenizer.
"""

import importlib
from datetime import datetime

import pytest
import spacy

from pipeline.config import SHIPPED, Settings
from pipeline.extract.dates import DateReader
from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.extract.sentences import SentenceStarts
from pipeline.flow import Flow
from pipeline.record.article import Article
from pipeline.record.candidates import PublicationDate
from pipeline.resolve.dates import resolve

NOW = datetime(2022, 8, 26)  # noqa: DTZ001 - what the peers take
PUBLISHED = PublicationDate(value="2022-08-26", how="given", why=())
PAGES = 6
"""The slowest peer takes seconds a page."""


@pytest.fixture(scope="module")
def some(pages):
    return pages[:: len(pages) // PAGES][:PAGES]


def peer(name):
    return pytest.importorskip(name, reason="a peer that is not installed: pip install 'unspun[peers]'", exc_type=ImportError)


def tokenizer():
    return spacy.blank("en").make_doc


def dateparser_search():
    search = importlib.import_module("dateparser.search").search_dates
    return lambda page: search(page, languages=["en"], settings={"RELATIVE_BASE": NOW})


def recognizers_dates():
    recognize = peer("recognizers_date_time").recognize_datetime
    return lambda page: recognize(page, "en-us", reference=NOW)


def our_dates():
    reader, sentences = DateReader(), SentenceStarts()

    def read(page):
        starts = sorted({0, *(start for start in sentences.starts(page) if start < len(page))})
        return resolve(reader.read(page, starts)[0], PUBLISHED, page, tuple(zip(starts, [*starts[1:], len(page)], strict=True)))

    return read


def recognizers_figures():
    units = peer("recognizers_number_with_unit")
    recognize = (units.recognize_currency, units.recognize_dimension, units.recognize_age, peer("recognizers_number").recognize_number)
    return lambda page: [found for each in recognize for found in each(page, "en-us")]


def quantulum3():
    return peer("quantulum3.parser").parse


def our_figures():
    grammar = FigureGrammar()
    return lambda page: grammar.read(page, (), ())[0]


def whole(model):
    flow = Flow(Settings(model=model))
    return lambda page: flow.read(Article(id="a", source="a.txt", raw=page, sha256="0" * 64)).text


@pytest.mark.benchmark(group="4 KB pages")
@pytest.mark.parametrize(
    "tool",
    [tokenizer, our_dates, recognizers_dates, dateparser_search, our_figures, recognizers_figures, quantulum3],
    ids=lambda tool: tool.__name__,
)
def test_one_part(benchmark, some, tool):
    benchmark.extra_info["pages"] = len(some)
    work = tool()
    assert any(work(page) for page in some)
    benchmark.pedantic(lambda: [work(page) for page in some], rounds=3)


@pytest.mark.benchmark(group="4 KB pages")
@pytest.mark.parametrize("model", SHIPPED)
def test_everything(benchmark, some, model):
    benchmark.extra_info["pages"] = len(some)
    work = whole(model)
    assert all(work(page) for page in some)
    benchmark.pedantic(lambda: [work(page) for page in some], rounds=3)
