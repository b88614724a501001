"""How well figures are read in passages whose figures were marked by people who had not seen the program.

`FIGURES=1 pytest tests/gold/test_figures.py -s` prints every miss. A mark says `value=`, or `low=` and `high=`, then `unit=`
or `cur=`, `bound=`, `per=`, `of=`, `change=` where the text says them.
"""

import os
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.extract.figures.units import Units
from pipeline.flow import Flow
from pipeline.record.article import Article
from tests.gold.passages import read
from tests.gold.test_scores import paired

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors_figures.toml").read_text(encoding="utf-8"))
UNITS = Units()
DETAILS = ("bound", "per", "change")


def fields(answer):
    return dict(part.strip().split("=", 1) for part in answer.split(";") if "=" in part)


def close(wanted, found):
    if wanted is None or found is None:
        return wanted is None and found is None
    return abs(float(wanted) - float(found)) <= 1e-4 * max(1, abs(float(wanted)))


def same_value(answer, figure):
    return all(close(answer.get(name), getattr(figure, name)) for name in ("value", "low", "high"))


def unit(name):
    """Return a unit as the product names it, whether it is written as a word or as a symbol."""
    found = UNITS.match(f" {name}", 0) or UNITS.match(name or "", 0)
    return found.unit.unit if name and found and found.end >= len(name) else (name or "").lower()


def same_unit(answer, figure):
    if "cur" in answer:
        return answer["cur"] == figure.currency
    return figure.currency is None and unit(answer.get("unit")) in (unit(figure.unit), unit(figure.of))


def same_detail(name, answer, figure):
    found = getattr(figure, name)
    if name == "per":
        return unit(answer.get("per")) == unit(found)
    return answer.get(name) == (None if found == "exact" else found)


def count(tally, passage, record):
    pairs = paired(passage.marks, record.figures)
    tally["gold"] += len(passage.marks)
    tally["found"] += len(record.figures)
    given = {id(mark): figure for mark, figure in pairs}
    for mark in passage.marks:
        figure, answer = given.get(id(mark)), fields(mark.answer)
        value = figure is not None and same_value(answer, figure)
        both = value and same_unit(answer, figure)
        tally["value"] += value
        tally["unit"] += both
        wrong = [name for name in DETAILS if both and not same_detail(name, answer, figure)]
        tally["all"] += both and not wrong
        if os.environ.get("FIGURES") and not (both and not wrong):
            tell(passage, mark, figure, "value" if not value else "unit" if not both else ", ".join(wrong))


def tell(passage, mark, figure, what):
    around = passage.text[max(0, mark.start - 50) : mark.start].replace("\n", " ")
    got = "nothing"
    if figure is not None:
        got = f"“{figure.text}” {figure.value} {figure.low}..{figure.high} {figure.unit or figure.currency} of={figure.of} {figure.bound} per={figure.per} {figure.change}"
    sys.stdout.write(f"{passage.id} {what}: …{around}[{mark.words}] = {mark.answer}; got {got}\n")


@pytest.fixture(scope="module")
def scores():
    flow, out = Flow(Settings()), {}
    for path in sorted((HERE / "figures").glob("*.txt")):
        tally = Counter()
        for passage in read(path):
            article = Article(id=passage.id, source="passage.txt", raw=passage.text, sha256="", published=None, published_how=None)
            count(tally, passage, flow.read(article))
        both = tally["gold"] + tally["found"]
        for name, label in (("value", "value F1"), ("unit", "value and unit F1"), ("all", "all fields F1")):
            out[f"{path.stem}, {label}"] = 200 * tally[name] / both
    return out


def test_every_score_has_a_floor(scores):
    assert set(scores) == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_floor(scores, name):
    assert scores[name] >= FLOORS[name], f"{scores[name]:.1f}"
