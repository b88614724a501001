"""What is fuzzed: each target takes any bytes and may raise nothing but the errors that are told to people.

Beside that each says what must hold of what it gives.
"""

import tempfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from pipeline import errors
from pipeline.config import Settings
from pipeline.extract.dates import DateReader
from pipeline.extract.figures.grammar import FigureGrammar
from pipeline.flow import Flow
from pipeline.lexicon import personal
from pipeline.read.articles import listing, read
from pipeline.record.article import Article
from pipeline.review import learning
from pipeline.review.check import Known, problems
from pipeline.review.earlier import of_record

ENDINGS = (".txt", ".md", ".html", ".jsonl", ".txt.gz", ".jsonl.gz", ".csv", ".warc")
SETTINGS = Settings(model="small", max_megabytes=0.2)


@cache
def flow() -> Flow:
    return Flow(SETTINGS)


def files(data: bytes) -> None:
    """A file of any kind, told by the first byte: articles or errors."""
    kind, content = data[:1], data[1:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ENDINGS[(kind or b'0')[0] % len(ENDINGS)]}"
        path.write_bytes(content)
        for found in read(listing([str(path)]).sources, BytesIO(), SETTINGS):
            assert isinstance(found, Article | errors.ArticleError)
            assert not isinstance(found, Article) or (found.raw.strip() and found.id)


def articles(data: bytes) -> None:
    """A text on its way through all stages: every span within it, and all reasons given."""
    text = data.decode("utf-8", "replace")
    record = flow().read(Article(id="a", source="a.txt", raw=text, sha256="0" * 64, published="2022-08-26", published_how="given"))
    for item in (*record.figures, *record.dates, *record.edits, *record.set_aside, *record.refused):
        assert 0 <= item.start < item.end <= len(text) or (item.start == item.end and item in record.edits)
        assert item.why
    for entity in record.entities:
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == (mention.text if mention.raw is None else mention.raw)


def figures(data: bytes) -> None:
    """The grammar of figures on any text."""
    text = data.decode("utf-8", "replace")
    for found in FIGURES.read(text, (), ())[0]:
        assert 0 <= found.start < found.end <= len(text)


def dates(data: bytes) -> None:
    """The grammar of dates on any text."""
    text = data.decode("utf-8", "replace")
    for found in DATES.read(text, [0])[0]:
        assert 0 <= found.start < found.end <= len(text)


def records(data: bytes) -> None:
    """An edited record: taken over, or refused with a place that is in it."""
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in problems(data, Known(), flow().read_alone):
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.what
    _told(lambda: of_record(data, "a.json"))
    _told(lambda: list(learning.lessons(data, "a.json")))


def lexicons(data: bytes) -> None:
    """A personal lexicon."""
    _told(lambda: personal.parse(data, "my.toml"))


def _told(work: Callable[[], object]) -> None:
    """Let pass what is told to people in a line of words."""
    try:
        work()
    except errors.UnspunError as fault:
        told = fault
    else:
        return
    assert "\n" not in told.where
    assert told.what


FIGURES, DATES = FigureGrammar(), DateReader()
TARGETS: dict[str, Callable[[bytes], None]] = {
    "files": files,
    "articles": articles,
    "figures": figures,
    "dates": dates,
    "records": records,
    "lexicons": lexicons,
}
