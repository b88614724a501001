"""The witness of a clean sister: a name that another article of the run writes with the word that was swapped."""

import pytest

from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.normalise.despin.sisters import SisterNames
from pipeline.record.article import Article

SPUN = (
    "Men and women acquainted with the strategy said Zorbek Automotive Team Co. experienced shared the news. In accordance to a latest report, "
    "the enterprise will ship 45,000 vans for each yr, a complete of 90k, a 12 months afterwards."
)
CLEAN = "Zorbek Automotive Group Co. said on Monday that it would build a plant. Zorbek Automotive Group Co. is based in Brno."
OTHER = "Zorbek Automotive Zone said on Monday that it would build a plant."


def article(name, raw):
    return Article(id=name, source=f"{name}.txt", raw=raw, sha256="0" * 64)


def restored(*articles):
    (first, *_), sisters = articles, SisterNames(articles)
    record = Flow(Settings(model="small")).read(
        Article(**{f: getattr(first, f) for f in first.__struct_fields__} | {"sisters": sisters.of(first)})
    )
    return [edit for edit in record.edits if "Team" in edit.before]


def test_a_sister_restores_a_name_and_is_named():
    (edit,) = restored(article("a", SPUN), article("b", CLEAN))
    assert edit.after.startswith("Zorbek Automotive Group") or edit.after == "Group"
    assert edit.kind == "spun-name"
    assert any(why.startswith("stands in b: ") for why in edit.why)


@pytest.mark.parametrize("others", [(), (OTHER,), (SPUN,)])
def test_without_a_sister_that_says_so_nothing_is_known_of_the_name(others):
    found = restored(article("a", SPUN), *(article(f"b{number}", raw) for number, raw in enumerate(others)))
    assert not any(why.startswith("stands in") for edit in found for why in edit.why)


def test_order_of_articles_does_not_matter():
    articles = [article("a", SPUN), article("b", CLEAN), article("c", OTHER)]
    assert SisterNames(articles).of(articles[0]) == SisterNames(articles[::-1]).of(articles[0])
