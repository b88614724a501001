"""Speed and memory of the whole, beside a baseline of the same run: `.venv/bin/pytest tests/benchmarks`.

The baseline is spaCy's own tokenizer on the same texts, so the ratios that are printed in brackets
say the same on any machine.
"""

import json
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
import spacy

from pipeline.config import SHIPPED, Settings
from pipeline.flow import Flow
from pipeline.model.loader import load
from pipeline.read.articles import read
from pipeline.read.listing import listing
from pipeline.write import layout

CORPUS = Path(__file__).parents[2] / "corpus"
MOST_OF_THE_MODEL = 1.8
ROUNDS = 5
STAGES = ("normalise", "extract", "resolve", "assemble", "review")


@pytest.fixture(scope="module")
def articles():
    return list(read(listing([str(CORPUS)]).sources, sys.stdin.buffer, Settings()))


@pytest.fixture(scope="module")
def flow():
    return Flow(Settings())


def note_words(benchmark, articles):
    benchmark.extra_info["words"] = sum(len(article.raw.split()) for article in articles)


@pytest.mark.benchmark(group="pipeline")
def test_tokenizer_alone(benchmark, articles):
    note_words(benchmark, articles)
    tokenizer = spacy.blank("en")
    benchmark(lambda: [tokenizer.make_doc(article.raw) for article in articles])


@pytest.mark.benchmark(group="pipeline")
@pytest.mark.parametrize("model", SHIPPED)
def test_whole_pipeline(benchmark, articles, model):
    note_words(benchmark, articles)
    flow = Flow(Settings(model=model))
    benchmark(lambda: [flow.read(article) for article in articles])


@pytest.mark.benchmark(group="pipeline")
@pytest.mark.parametrize("name", STAGES)
def test_stage(benchmark, articles, flow, name):
    note_words(benchmark, articles)
    benches = [{"article": article, "decided": (), "made_by": flow.made_by} for article in articles]
    stage = None
    for stage in flow.stages:
        if stage.name == name:
            break
        for bench in benches:
            bench[stage.gives] = stage.run(*(bench[need] for need in stage.needs))
    benchmark(lambda: [stage.run(*(bench[need] for need in stage.needs)) for bench in benches])


@pytest.mark.parametrize("model", SHIPPED)
def test_the_whole_beside_its_model_alone(articles, model):
    """From the article to its written record takes at most 1.8 times the processor time of tokenising and reading names alone."""
    flow, nlp = Flow(Settings(model=model)), load(Settings(model=model).model_source)

    def seconds(work):
        begun = process_time()
        for article in articles:
            work(article)
        return process_time() - begun

    # Side by side, and the best of some rounds: whatever else the machine does counts for neither.
    alone, whole = (
        min(times)
        for times in zip(
            *(
                (seconds(lambda article: nlp(article.raw)), seconds(lambda article: layout.pretty(flow.read(article))))
                for _ in range(ROUNDS)
            ),
            strict=True,
        )
    )
    words = sum(len(article.raw.split()) for article in articles)
    print(  # noqa: T201 - the figures are what the benchmark is for
        f"{model}: {words / whole:,.0f} words a second and core, {whole / alone:.2f} times the model alone"
    )
    assert whole <= MOST_OF_THE_MODEL * alone


@pytest.mark.benchmark(group="start-up")
def test_importing_spacy_alone(benchmark):
    benchmark.pedantic(lambda: subprocess.run([sys.executable, "-c", "import spacy"], check=True), rounds=ROUNDS)


@pytest.mark.benchmark(group="start-up")
@pytest.mark.parametrize("model", SHIPPED)
def test_one_article(benchmark, tmp_path, model):
    """From the start of the process to the written file."""
    command = "from pipeline.cli import main; main()"
    article = CORPUS / "thornhaven-tram-opens-late.txt"
    arguments = [sys.executable, "-c", command, "run", article, "--out", tmp_path / "out", "--model", model]
    benchmark.pedantic(lambda: subprocess.run(arguments, check=True, capture_output=True), rounds=ROUNDS)


MEASURE = """
import resource, sys
from click.testing import CliRunner
from pipeline.cli import main
result = CliRunner().invoke(main, ["run", sys.argv[1], "--out", sys.argv[2]])
assert result.exit_code == 0, result.output
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(folder, number):
    """Return the peak memory of a run over `number` different articles."""
    lines = folder / f"{number}.jsonl"
    rows = ({"id": str(n), "text": f"Firm {n}\n\nFirm{n} Corp. sold {n} cars in 2021 for ${n} million.\n"} for n in range(number))
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, lines, folder / f"{number}.out.jsonl"], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_memory_hardly_grows_with_the_number_of_articles(tmp_path):
    assert peak(tmp_path, 2_000) < 1.15 * peak(tmp_path, 200)
