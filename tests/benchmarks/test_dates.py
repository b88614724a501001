"""Speed of the dates room beyond tokenisation, beside a baseline of the same run: `.venv/bin/pytest tests/benchmarks`.

Goal: 1.5 ms for 4 KB of text, finding and working out together. The baseline is one scan for words by
a regular expression; its ratio to the others says the same on any machine.
"""

import json
import re
from itertools import chain
from pathlib import Path

import pytest

from pipeline.extract.dates import DateReader
from pipeline.extract.sentences import SentenceStarts
from pipeline.record.candidates import PublicationDate
from pipeline.resolve.dates import resolve

CORPUS = Path(__file__).parents[2] / "corpus"
PUBLISHED = PublicationDate(value="2022-08-26", how="given", why=())


def texts():
    for path in sorted(CORPUS.glob("*")):
        if path.suffix in {".txt", ".md"}:
            yield path.read_text(encoding="utf-8", errors="replace")
        elif path.suffix == ".jsonl":
            yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


@pytest.fixture(scope="module")
def articles():
    """Return the texts of the corpus with the starts and the spans of their sentences."""
    out = []
    for text in texts():
        starts = sorted({0, *(start for start in SentenceStarts().starts(text) if start < len(text))})
        out.append((text, starts, tuple(zip(starts, [*starts[1:], len(text)], strict=True))))
    return out


def note_size(benchmark, articles):
    benchmark.extra_info["kilobytes"] = sum(len(text.encode()) for text, _, _ in articles) / 1024


@pytest.mark.benchmark(group="dates")
def test_words_by_a_regular_expression(benchmark, articles):
    note_size(benchmark, articles)
    word = re.compile(r"\w+")
    benchmark(lambda: [sum(1 for _ in word.finditer(text)) for text, _, _ in articles])


@pytest.mark.benchmark(group="dates")
def test_finding(benchmark, articles):
    note_size(benchmark, articles)
    reader = DateReader()
    found = benchmark(lambda: [reader.read(text, starts) for text, starts, _ in articles])
    assert any(dates for dates, _ in found)


@pytest.mark.benchmark(group="dates")
def test_working_out(benchmark, articles):
    note_size(benchmark, articles)
    reader = DateReader()
    found = [(reader.read(text, starts)[0], text, spans) for text, starts, spans in articles]
    valued = benchmark(lambda: [resolve(dates, PUBLISHED, text, spans) for dates, text, spans in found])
    assert any(date.value for date in chain.from_iterable(valued))
