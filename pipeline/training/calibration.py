"""How far a reading can be trusted: its kind's share of right ones on text that was held out from training."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from spacy.language import Language

from pipeline.extract.entities import EntityFinder
from pipeline.extract.entities.reading import Evidence
from pipeline.record.candidates import Label
from pipeline.training.markup import Annotated

Kind = tuple[str, str, int]

HEADER = """\
# How often a reading of each kind was right (span and label) on the held-out texts; written by `python -m pipeline.training`.
# label; evidence: what it rests on (see extract/entities/reading.py); sightings: 2 for a name that stands in the text twice or more;
# seen: readings of that kind; confidence: the share that was right, drawn towards the label's share where few were seen.
label	evidence	sightings	seen	confidence
"""
_WEIGHT = 8
_HIGHEST, _LOWEST = 0.99, 0.05


def measure(nlp: Language, finder: EntityFinder, texts: Iterable[Annotated]) -> tuple[Counter[Kind], Counter[Kind], int]:
    """Return how many readings of each kind were found, how many of them were right, and how many names there are."""
    seen: Counter[Kind] = Counter()
    right: Counter[Kind] = Counter()
    names = 0
    for text in texts:
        found, _ = finder.readings(nlp(text.text))
        sightings = Counter(text.text[reading.start : reading.end] for reading in found)
        gold = set(text.names)
        names += len(gold)
        for reading in found:
            kind = (reading.label, reading.evidence, min(2, sightings[text.text[reading.start : reading.end]]))
            seen[kind] += 1
            right[kind] += (reading.start, reading.end, reading.label) in gold
    return seen, right, names


def table(seen: Counter[Kind], right: Counter[Kind]) -> str:
    """Return the table that `extract` reads; a kind that was seen seldom leans on its label, a label on all of them."""
    overall = sum(right.values()) / max(1, sum(seen.values()))
    rows = []
    for label in get_args(Label):
        of_label = [kind for kind in seen if kind[0] == label]
        share = _leaning(sum(right[kind] for kind in of_label), sum(seen[kind] for kind in of_label), overall)
        for evidence in get_args(Evidence):
            for sightings in (1, 2):
                kind = (label, evidence, sightings)
                confidence = min(_HIGHEST, max(_LOWEST, _leaning(right[kind], seen[kind], share)))
                rows.append(f"{label}\t{evidence}\t{sightings}\t{seen[kind]}\t{confidence:.2f}\n")
    return HEADER + "".join(rows)


def _leaning(right: int, seen: int, towards: float) -> float:
    return (right + _WEIGHT * towards) / (seen + _WEIGHT)


def scores(seen: Counter[Kind], right: Counter[Kind], names: int) -> dict[str, float]:
    """Return precision, recall and F1 of the names, label and span, in per cent."""
    found, hit = sum(seen.values()), sum(right.values())
    precision, recall = 100 * hit / max(1, found), 100 * hit / max(1, names)
    return {
        "precision": round(precision, 1),
        "recall": round(recall, 1),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 1),
    }


def write(path: Path, seen: Counter[Kind], right: Counter[Kind]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(table(seen, right), encoding="utf-8")
