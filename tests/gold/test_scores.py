"""How good the product is on our own gold articles; `floors.toml` says what must be reached.

Spans are matched exactly for names, by overlap for figures and dates, one to one, the largest overlap
first. What stands in the gold's boilerplate, and what its notes call vague or likely, is not counted.
"""

import json
import tomllib
from collections import Counter
from itertools import combinations, islice, product
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.flow import Flow
from pipeline.record.article import Article

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))


def start(item):
    return item["start"] if isinstance(item, dict) else item.start


def end(item):
    return item["end"] if isinstance(item, dict) else item.end


def overlap(a, b):
    return min(end(a), end(b)) - max(start(a), start(b))


def outside(items, parts):
    return [item for item in items if not any(overlap(item, part) > 0 for part in parts)]


def paired(gold, found):
    candidates = sorted(
        (-overlap(g, f), abs(start(g) - start(f)), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if overlap(g, f) > 0
    )
    left, right, pairs = set(), set(), []
    for _, _, i, j in candidates:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((gold[i], found[j]))
    return pairs


def value(item):
    if isinstance(item, dict):
        return tuple(item["value"]) if isinstance(item["value"], list) else (item["value"], None)
    return (item.value, None) if item.value is not None else (item.low, item.high)


def same_number(a, b):
    return all(
        x is y or (x is not None and y is not None and abs(float(x) - float(y)) <= 1e-4 * max(1.0, abs(float(x))))
        for x, y in zip(a, b, strict=True)
    )


def same_unit(gold, figure):
    return gold["unit"] in (figure.unit, figure.currency, figure.of)


def count_entities(tally, gold, record, parts):
    wanted = {(item["start"], item["end"]): item for item in outside(gold, parts)}
    mentions = [(mention, entity) for entity in record.entities for mention in entity.mentions]
    found = {(mention.start, mention.end): entity for mention, entity in mentions if outside([mention], parts)}
    tally["names gold"] += len(wanted)
    tally["names found"] += len(found)
    both = [place for place in wanted if place in found]
    tally["names span"] += len(both)
    tally["names right"] += sum(wanted[place]["label"] == found[place].label for place in both)
    for a, b in combinations(sorted(both), 2):
        same = (wanted[a]["canonical"], wanted[a]["label"]) == (wanted[b]["canonical"], wanted[b]["label"])
        joined = found[a] is found[b]
        tally["links gold"] += same
        tally["links found"] += joined
        tally["links right"] += same and joined


def count_figures(tally, gold, record, parts):
    found = outside(record.figures, parts)
    tally["figures gold"] += len(gold)
    tally["figures found"] += len(found)
    for wanted, figure in paired(gold, found):
        right = same_number(value(wanted), value(figure))
        tally["figures value"] += right
        tally["figures unit"] += right and same_unit(wanted, figure)


def count_dates(tally, gold, record, parts):
    passed_over = [item for item in gold if item["kind"] != "date" or item.get("vague")]
    wanted = outside([item for item in gold if item not in passed_over], parts)
    found = outside([date for date in record.dates if date.kind == "date"], parts)
    found = [date for date in found if any(overlap(date, item) > 0 for item in wanted) or outside([date], passed_over)]
    tally["dates gold"] += len(wanted)
    tally["dates found"] += len(found)
    for item, date in paired(wanted, found):
        accepted = item.get("any") or [[item["from"], item["to"]]]
        tally["dates right"] += [date.first_day, date.last_day] in accepted


def count_swaps(tally, gold, record):
    edits = [edit for edit in record.edits if edit.kind.startswith("spun")]
    if not gold:
        tally["clean"] += 1
        tally["clean right"] += record.spin.verdict == "clean"
        return
    tally["spun"] += 1
    tally["spun right"] += record.spin.verdict != "clean"
    for swap in gold:
        if swap["certainty"] == "sure":
            readings = {" ".join(word.split()).lower() for word in (swap["intended"], *swap.get("also", ()))}
            offers = {word.lower() for edit in edits if overlap(edit, swap) > 0 for word in (edit.after, *edit.alternatives)}
            tally["swaps"] += 1
            tally["swaps offered"] += bool(readings & offers)


def count_restored(tally, gold, record, raw):
    """Count which applied edits give the wording meant, and which swaps they undo; `record` is of the article `raw`."""
    applied = [edit for edit in record.edits if edit.kind.startswith("spun") and edit.status == "applied"]
    if not gold:
        tally["clean words"] += len(raw.split())
        tally["clean edits"] += len(applied)
        return

    def right(low, high):
        """Whether the part, grown to whole swaps and edits, reads as one of its right wordings."""
        inside, grown = [], None
        while grown != (low, high):
            grown = low, high
            inside = [item for item in (*gold, *applied) if start(item) < high and low < end(item)]
            low, high = min(low, *map(start, inside)), max(high, *map(end, inside))
        swaps = [item for item in inside if isinstance(item, dict)]
        choices = product(*([(item["start"], item["end"], word) for word in (item["intended"], *item.get("also", ()))] for item in swaps))
        made = replaced(raw, low, high, [(item.start, item.end, item.after) for item in inside if not isinstance(item, dict)])
        return bool(swaps) and made in {replaced(raw, low, high, choice) for choice in islice(choices, 200)}

    tally["applied"] += len(applied)
    tally["applied right"] += sum(right(edit.start, edit.end) for edit in applied)
    sure = [swap for swap in gold if swap["certainty"] == "sure"]
    tally["restored"] += sum(right(swap["start"], swap["end"]) for swap in sure)


def replaced(raw, low, high, changes):
    parts, at = [], low
    for first, last, reading in sorted(changes):
        parts += raw[at:first], reading
        at = last
    return " ".join("".join((*parts, raw[at:high])).lower().replace("’", "'").split())


def f1(tally, right, found, gold):
    return 200 * tally[right] / (tally[found] + tally[gold])


@pytest.fixture(scope="module")
def scores():
    flow, tally = Flow(Settings()), Counter()
    for line in (HERE / "spun.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = Article(id=row["id"], source="spun.jsonl", raw=row["text"], sha256="", published=row["published"], published_how="given")
        record, gold = flow.read(article), row["gold"]
        parts = gold.get("boilerplate", [])
        count_entities(tally, gold["entities"], record, parts)
        count_figures(tally, gold["figures"], record, parts)
        count_dates(tally, gold["dates"], record, parts)
        count_swaps(tally, gold["swaps"], record)
        count_restored(tally, gold["swaps"], record, row["text"])
    return {
        "entities F1": f1(tally, "names right", "names found", "names gold"),
        "entities F1, span": f1(tally, "names span", "names found", "names gold"),
        "linked pairs F1": f1(tally, "links right", "links found", "links gold"),
        "figures F1, value": f1(tally, "figures value", "figures found", "figures gold"),
        "figures F1, value and unit": f1(tally, "figures unit", "figures found", "figures gold"),
        "dates F1, interval": f1(tally, "dates right", "dates found", "dates gold"),
        "clean articles called clean": 100 * tally["clean right"] / tally["clean"],
        "spun articles called light or spun": 100 * tally["spun right"] / tally["spun"],
        "swaps offered": 100 * tally["swaps offered"] / tally["swaps"],
        "swaps restored": 100 * tally["restored"] / tally["swaps"],
        "applied edits right": 100 * tally["applied right"] / tally["applied"],
        "clean words without an edit, of 1,000": 1000 - 1000 * tally["clean edits"] / tally["clean words"],
    }


def test_every_score_has_a_floor(scores):
    assert set(scores) == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_floor(scores, name):
    assert scores[name] >= FLOORS[name]
