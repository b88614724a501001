"""What comparing costs as a run grows: the time of an article must not depend on how many others there are."""

import random
import tracemalloc
from time import process_time

from pipeline.compare import reader
from pipeline.compare.corpus import Comparison, summary
from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.record.article import Article

SMALL, LARGE = 40, 160
WORST_TIME, WORST_MEMORY = 1.3, 1.3
SYLLABLES = ("vor", "lan", "kest", "mir", "dul", "ash", "ter", "bo", "gri", "pel", "on", "sa")


def name(pick):
    return "".join(pick.choices(SYLLABLES, k=3)).capitalize()


def stories(count):
    """Three short articles a story, of names of its own."""
    pick = random.Random(7)
    for number in range(count):
        firm, town, sum_, jobs = name(pick), name(pick), pick.randint(2, 900), pick.randint(200, 9000)
        yield number, 0, f"{firm} Corp. said on Friday it would build a plant at {town} for ${sum_}m. It will give work to {jobs:,} people."
        yield (
            number,
            1,
            f"The {firm} plant at {town} will cost {sum_} million dollars, the company told unions. Some {jobs:,} jobs are planned.",
        )
        yield number, 2, f"{town} hails {firm}. Mayor Lena Brok expects {jobs + 100:,} jobs from the plant, which opens in May 2024."


def compared(flow, count):
    comparison = Comparison()
    with comparison:
        for story, number, text in stories(count):
            article = Article(
                id=f"{story:04}-{number}", source="a.txt", raw=text, sha256="0" * 64, published="2023-03-14", published_how="given"
            )
            comparison.add(summary(flow.read(article)))
        tracemalloc.start()
        begun = process_time()
        report = comparison.report()
        seconds = process_time() - begun
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(report.relations) >= count
    return seconds / count, memory / count


def test_an_article_costs_the_same_in_a_larger_run():
    flow = Flow(Settings(model="small"))
    reader.shipped()
    small, large = compared(flow, SMALL), compared(flow, LARGE)
    print(  # noqa: T201 - the figures are what the benchmark is for
        f"a story of three articles: {1000 * large[0]:.0f} ms, {large[1] / 1024:.0f} KiB; {large[0] / small[0]:.2f} and {large[1] / small[1]:.2f} of a small run"
    )
    assert large[0] <= WORST_TIME * small[0]
    assert large[1] <= WORST_MEMORY * small[1]
