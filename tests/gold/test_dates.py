"""How well dates are read in passages whose dates were marked by people who had not seen the program.

`DATES=1 pytest tests/gold/test_dates.py -s` prints every miss. Marks whose answer is `~` are neither counted nor
blamed; a mark that lies in a longer finding of the same days counts as found.
"""

import os
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.record.article import Article
from tests.gold.passages import read
from tests.gold.test_scores import paired

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors_dates.toml").read_text(encoding="utf-8"))
UNBOUNDED = ("the text names no bounds", "the text does not say how many")


def accepted(answer):
    """Return the intervals that an answer accepts; `?` is one that nobody can know."""
    out = []
    for choice in answer.split(" or "):
        first, _, last = choice.strip().partition("..")
        out.append((None, None) if first == "?" else (first, last or first))
    return out


def article(passage):
    day = passage.fields["published"]
    known = day != "unknown"
    return Article(
        id=passage.id,
        source="passage.txt",
        raw=passage.text,
        sha256="",
        published=day if known else None,
        published_how="given" if known else None,
    )


def overlaps(mark, found):
    return min(mark.end, found.end) > max(mark.start, found.start)


def right(mark, date):
    return (date.first_day, date.last_day) in accepted(mark.answer)


def count(tally, passage, record):
    wanted = [mark for mark in passage.marks if mark.answer != "~"]
    vague = [mark for mark in passage.marks if mark.answer == "~"]
    found = [date for date in record.dates if date.kind != "set" and not set(UNBOUNDED) & set(date.why)]
    found = [date for date in found if any(overlaps(mark, date) for mark in wanted) or not any(overlaps(mark, date) for mark in vague)]
    pairs = paired(wanted, found)
    met = {id(mark) for mark, _ in pairs}
    inside = {
        id(mark)
        for mark in wanted
        if id(mark) not in met and any(date.start <= mark.start and mark.end <= date.end and right(mark, date) for date in found)
    }
    tally["gold"] += len(wanted) - len(inside)
    tally["found"] += len(found)
    tally["met"] += len(pairs)
    tally["right"] += sum(right(mark, date) for mark, date in pairs)
    if "inferred" in passage.fields:
        tally["undated"] += 1
        tally["inferred"] += (record.published.value or "none") == passage.fields["inferred"]
    if os.environ.get("DATES"):
        tell(passage, wanted, pairs, inside)


def tell(passage, wanted, pairs, inside):
    given = {id(mark): date for mark, date in pairs}
    for mark in wanted:
        date = given.get(id(mark))
        if id(mark) not in inside and (date is None or not right(mark, date)):
            around = passage.text[max(0, mark.start - 50) : mark.start]
            got = f"{date.first_day}..{date.last_day} {date.why}" if date else "nothing"
            sys.stdout.write(f"{passage.id} ({passage.fields['published']}) …{around}[{mark.words}] = {mark.answer}; got {got}\n")


@pytest.fixture(scope="module")
def scores():
    flow, out = Flow(Settings()), {}
    for path in sorted((HERE / "dates").glob("*.txt")):
        tally = Counter()
        for passage in read(path):
            count(tally, passage, flow.read(article(passage)))
        both = tally["gold"] + tally["found"]
        out[f"{path.stem}, found F1"] = 200 * tally["met"] / both
        out[f"{path.stem}, interval F1"] = 200 * tally["right"] / both
        if tally["undated"]:
            out[f"{path.stem}, publication date right"] = 100 * tally["inferred"] / tally["undated"]
    return out


def test_every_score_has_a_floor(scores):
    assert set(scores) == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_floor(scores, name):
    assert scores[name] >= FLOORS[name], f"{scores[name]:.1f}"
