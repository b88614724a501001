"""Fit the weights of the ranker on annotated spun articles, and measure its probabilities: `spin_ranker.tsv`, `spin_confidence.tsv`.

    pip install 'unspun[training]'
    python -m pipeline.training.ranker

Of every article in `data/spun/` both sides are learned from: the spun one, and the clean one, in which everything stands as it should.
How often a probability holds is measured on the articles of each spinner with weights fitted on those of all others. Afterwards the
table of swaps has to be compiled anew (`pipeline.training.swaps`).
"""

import sys
from collections.abc import Iterable
from itertools import islice, pairwise, product

import msgspec
import numpy as np
import torch

from pipeline.language.context import Numbers, shipped
from pipeline.language.words import Words
from pipeline.lexicon.loader import DATA as LISTS
from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.edits import fit_case
from pipeline.normalise.despin.looking import Looker
from pipeline.normalise.despin.places import Place, Placer
from pipeline.normalise.despin.ranker import FEATURES, OF_ARTICLE, STATIC, Evidence, chances
from pipeline.normalise.despin.swap_table import SwapTable
from pipeline.training import swaps
from pipeline.training.spun_articles import DATA, SpunArticle, read

ALL = (*STATIC, *FEATURES)
_PENALTY = 0.003
_MOST_WORDINGS = 200
_BINS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96, 1.01)
_ORIGIN = "# Origin: fitted by `pipeline.training.ranker` on spun articles written for this project, Apache-2.0.\n"
_WEIGHTS = f"""\
# What each piece of evidence counts for a reading against the wording that stands in the text (see ranker.py of despin).
# first: while nothing is known of the article; second: once it is.
{_ORIGIN}feature\tfirst\tsecond
"""
_CONFIDENCE = f"""\
# How often the likeliest reading was right, by its probability, on articles of spinners that the weights were not fitted on.
# source: curated (read on spun pages) or wide (the long list); chance: mean probability; seen: readings; right: the share right.
{_ORIGIN}source\tchance\tseen\tright
"""


class Lesson(msgspec.Struct, frozen=True):
    """An article's evidence, and for each place which of its rows are right: row -1 is "as written"."""

    article: SpunArticle
    words: Words
    places: tuple[Place, ...]
    evidence: Evidence
    static: Numbers
    right: tuple[tuple[int, ...], ...]


class Teacher:
    """Turns articles into lessons."""

    def __init__(self) -> None:
        self._context, self._sounds = shipped(), Sounds()
        self.table = SwapTable(swaps.compiled(swaps.draft(self._context), None))
        self._looker, self._placer = Looker(self._sounds), Placer(self.table)

    def lesson(self, article: SpunArticle) -> Lesson:
        """Return the evidence of the article with the answers."""
        found, words = self._looker.look(article.text)
        places = tuple(self._placer.places(words, found))
        evidence = Evidence(words, places, self._context, self.table, self._sounds)
        evidence.fits()
        evidence.complete()
        parts: list[tuple[Place, int, int]] = list(zip(places, evidence.starts.tolist(), evidence.sizes.tolist(), strict=True))
        options = ((place, [self.table.reading(row) for row in evidence.rows[start : start + size]]) for place, start, size in parts)
        right = tuple(_right(article, words, place, readings) for place, readings in options)
        return Lesson(article, words, places, evidence, self.table.static[evidence.rows], right)


def fit(lessons: Iterable[Lesson]) -> tuple[Numbers, Numbers]:
    """Return the weights of the first and of the second look."""
    known = tuple(lessons)
    first = _fitted(known, skipped=OF_ARTICLE)
    for lesson in known:
        lesson.evidence.heed_article(chances(lesson.evidence, table_of(lesson) @ first))
    return first, _fitted(known)


def table_of(lesson: Lesson) -> Numbers:
    """Return all features of a lesson's rows: those of STATIC, then those of FEATURES."""
    return np.concatenate((lesson.static, lesson.evidence.features), axis=1)


def _right(article: SpunArticle, words: Words, place: Place, readings: list[str]) -> tuple[int, ...]:
    """Return which options of the place give a right text, -1 being none of them."""
    start, end = words.span(place.first, place.last)
    touched = [swap for swap in article.swaps if swap.start < end and start < swap.end]
    if not touched:
        return (-1,)
    low, high = min(start, touched[0].start), max(end, touched[-1].end)
    wordings = {
        _replaced(article.text, low, high, [(swap.start, swap.end, reading) for swap, reading in zip(touched, meant, strict=True)])
        for meant in islice(product(*(swap.intended for swap in touched)), _MOST_WORDINGS)
    }
    spun = article.text[start:end]
    fitting = [
        number
        for number, reading in enumerate(readings)
        if _replaced(article.text, low, high, [(start, end, fit_case(spun, reading))]) in wordings
    ]
    return tuple(fitting) or (-1,)


def _replaced(text: str, low: int, high: int, changes: Iterable[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    at = low
    for start, end, reading in changes:
        parts += text[at:start], reading
        at = end
    return " ".join("".join((*parts, text[at:high])).lower().replace("’", "'").split())


def _fitted(lessons: tuple[Lesson, ...], skipped: tuple[str, ...] = ()) -> Numbers:
    """Return the weights of greatest likelihood, with a penalty on their squares in units of each feature's spread."""
    table = np.concatenate([table_of(lesson) for lesson in lessons]).astype(np.float64)
    for name in skipped:
        table[:, ALL.index(name)] = 0
    spread = table.std(axis=0)
    used = torch.tensor(np.where(spread > 0, 1 / np.maximum(spread, 1e-6), 0))
    used[0] = 1.0
    rows = torch.tensor(table) * used
    sizes = torch.tensor(np.concatenate([lesson.evidence.sizes for lesson in lessons]))
    place_of = torch.repeat_interleave(torch.arange(len(sizes)), sizes)
    answers = [answer for lesson in lessons for answer in lesson.right]
    right = torch.zeros(len(rows), dtype=torch.bool)
    as_written = torch.zeros(len(sizes), dtype=torch.bool)
    start = 0
    for number, (answer, size) in enumerate(zip(answers, sizes.tolist(), strict=True)):
        for option in answer:
            if option < 0:
                as_written[number] = True
            else:
                right[start + option] = True
        start += size
    weights = torch.zeros(table.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        odds = torch.exp(torch.clamp(rows @ weights, max=40.0))
        whole = 1 + torch.zeros(len(sizes), dtype=torch.float64).index_add(0, place_of, odds)
        won = as_written + torch.zeros(len(sizes), dtype=torch.float64).index_add(0, place_of, odds * right)
        value = (torch.log(whole) - torch.log(won + 1e-300)).mean() + _PENALTY * (weights[1:] ** 2).mean()
        value.backward()
        return value

    optimiser.step(loss)
    found: Numbers = (weights.detach() * used).numpy().astype(np.float32)
    return found


def measure(lessons: list[Lesson]) -> str:
    """Return the rows of `spin_confidence`: each spinner's articles weighed by what those of the others taught."""
    found: dict[str, list[tuple[float, bool]]] = {"curated": [], "wide": []}
    for spinner in sorted({lesson.article.spinner for lesson in lessons}):
        first, second = fit(lesson for lesson in lessons if lesson.article.spinner != spinner)
        for lesson in lessons:
            if lesson.article.spinner == spinner and lesson.article.swaps:
                lesson.evidence.heed_article(chances(lesson.evidence, table_of(lesson) @ first))
                told = chances(lesson.evidence, table_of(lesson) @ second).tolist()
                for place, start, size, right in zip(
                    lesson.places, lesson.evidence.starts.tolist(), lesson.evidence.sizes.tolist(), lesson.right, strict=True
                ):
                    best = max(range(size), key=lambda option: told[start + option])
                    source = "curated" if int(lesson.evidence.rows[start + best]) in place.said else "wide"
                    found[source].append((told[start + best], best in right))
    return "".join(_measured(source, pairs) for source, pairs in found.items())


def _measured(source: str, pairs: list[tuple[float, bool]]) -> str:
    """Return the rows of one source; a likelier bin is never said to be right less often than the one before."""
    rows, least = [], 0.0
    for low, high in pairwise(_BINS):
        inside = [(chance, right) for chance, right in pairs if low <= chance < high]
        if inside:
            least = max(least, sum(right for _, right in inside) / len(inside))
            rows.append(f"{source}\t{sum(chance for chance, _ in inside) / len(inside):.3f}\t{len(inside)}\t{least:.3f}\n")
    return "".join(rows)


def main() -> int:
    """Write both tables in their places."""
    teacher = Teacher()
    articles = [article for path in sorted(DATA.glob("*.txt")) for article in read(path)]
    lessons = [teacher.lesson(side) for article in articles for side in (article, article.clean)]
    (LISTS / "spin_confidence.tsv").write_text(_CONFIDENCE + measure(lessons), encoding="utf-8")
    first, second = fit(lessons)
    rows = (f"{name}\t{one:.4f}\t{two:.4f}\n" for name, one, two in zip(ALL, first.tolist(), second.tolist(), strict=True))
    (LISTS / "spin_ranker.tsv").write_text(_WEIGHTS + "".join(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
