"""Decisions on edits, as they go into the text before anything is found in it."""

from typing import get_args

from pipeline.record.article import Article
from pipeline.record.prose import EditKind, Ruling
from pipeline.review.earlier import Decided, DecidedFinding
from pipeline.review.places import same_place
from pipeline.review.verdicts import verdict

_KINDS: dict[str, EditKind] = {kind: kind for kind in get_args(EditKind)}


def rulings(article: Article, decided: Decided) -> tuple[Ruling, ...]:
    """Return the decisions on edits that still have their place in the article's raw text; a later one on the same words counts."""
    found: dict[tuple[int, int], Ruling] = {}
    for item in decided:
        if item.part == "edits" and (ruling := _ruling(article, item)):
            found[ruling.start, ruling.end] = ruling
    return tuple(found.values())


def _ruling(article: Article, item: DecidedFinding) -> Ruling | None:
    finding = item.finding
    decision, before, after, kind = (finding.get(name) for name in ("decision", "before", "after", "kind"))
    said = verdict(decision.strip()) if isinstance(decision, str) else None
    if said is None or not isinstance(before, str) or not isinstance(after, str) or finding.get("stale"):
        return None
    span = _place(article, item, before)
    if span is None:
        return None
    reading = {"ok": after, "wrong": None, "correction": said.text}[said.says]
    return Ruling(start=span[0], end=span[1], after=reading, kind=_KINDS.get(str(kind), "spun-phrase"))


def _place(article: Article, item: DecidedFinding, before: str) -> tuple[int, int] | None:
    start, end = item.finding.get("start"), item.finding.get("end")
    if item.sha256 == article.sha256 and isinstance(start, int) and isinstance(end, int) and article.raw[start:end] == before:
        return start, end
    shown = item.finding.get("context")
    # Words that a person wrote down without a place must stand only once.
    shown = shown if isinstance(shown, str) else None if item.finding.get("id") else ""
    return same_place(article.raw, before, shown) if before and shown is not None else None
