"""The product in one place: the stages that an article walks through, in their order.

    read -> recall -> normalise -> extract -> resolve -> assemble -> review -> write

Reading and writing touch files and belong to whoever runs the flow (`engine/`).
"""

from collections.abc import Callable
from importlib.metadata import version
from time import process_time
from typing import Any, NamedTuple

from pipeline import errors
from pipeline.assemble.records import assemble
from pipeline.config import Settings
from pipeline.extract.extractor import Extractor
from pipeline.model import loader as model
from pipeline.normalise import Normaliser
from pipeline.normalise.despin import Despinner
from pipeline.record.article import Article
from pipeline.record.article_record import MadeBy, Record
from pipeline.resolve import resolve
from pipeline.review.earlier import Decided
from pipeline.review.merging import Merged, Merger
from pipeline.review.rulings import rulings


class Stage(NamedTuple):
    """A step: what it needs from the bench, the one thing it gives, and the function that makes it."""

    name: str
    needs: tuple[str, ...]
    gives: str
    run: Callable[..., Any]


class Flow:
    """Everything that is built once and then reads any number of articles."""

    def __init__(self, settings: Settings) -> None:
        nlp = model.load(settings.model_source)
        self.made_by = MadeBy(
            tool=f"unspun {version('unspun')}",
            model=f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
            settings=settings.digest,
        )
        self.stages = (
            Stage("recall", ("article", "decided"), "rulings", rulings),
            Stage("normalise", ("article", "rulings"), "prose", Normaliser(Despinner(settings.lexicon)).normalise),
            Stage("extract", ("prose",), "extraction", Extractor(nlp, settings.lexicon).extract),
            Stage("resolve", ("prose", "extraction"), "findings", resolve),
            Stage("assemble", ("prose", "extraction", "findings", "made_by"), "record", assemble),
            Stage("review", ("prose", "record", "decided"), "merged", Merger(self.read_alone).merge),
        )
        self.seconds: dict[str, float] = dict.fromkeys((stage.name for stage in self.stages), 0.0)
        """The computing time that each stage has taken so far."""
        check_chain(self.stages, given=("article", "decided", "made_by"))

    def process(self, article: Article, decided: Decided = ()) -> Merged:
        """Return the article's record with the decisions that a person took on an earlier one.

        A fault of our own in a stage is raised as an `ArticleError` which names the stage, so that
        one article cannot take a run down; the cause is kept as `__cause__`.
        """
        bench: dict[str, Any] = {"article": article, "decided": decided, "made_by": self.made_by}
        for stage in self.stages:
            begun = process_time()
            try:
                bench[stage.gives] = stage.run(*(bench[name] for name in stage.needs))
            except Exception as fault:
                raise errors.internal_fault(article.where, stage.name, f"{type(fault).__name__}: {fault}") from fault
            self.seconds[stage.name] += process_time() - begun
        merged: Merged = bench["merged"]
        return merged

    def read(self, article: Article) -> Record:
        """Return the article's record with nothing decided."""
        return self.process(article).record

    def read_alone(self, text: str, published: str | None) -> Record:
        """Return what is found in some words by themselves: those of a correction, read as an article's would be."""
        return self.read(Article(id="", source="", raw=text, sha256="", published=published, published_how="given" if published else None))


def check_chain(stages: tuple[Stage, ...], given: tuple[str, ...]) -> None:
    """Raise `ValueError` where a stage needs what nothing before it gives.

    >>> check_chain((Stage("resolve", ("prose",), "findings", print),), given=("article",))
    Traceback (most recent call last):
    ValueError: stage resolve needs prose, which nothing before it gives
    """
    present = set(given)
    for stage in stages:
        for name in stage.needs:
            if name not in present:
                raise ValueError(f"stage {stage.name} needs {name}, which nothing before it gives")
        present.add(stage.gives)
