"""The page over all articles: how far the review is, and what the articles say of the same things."""

from bisect import bisect_right
from itertools import groupby
from typing import Final, NamedTuple

import msgspec

from pipeline.record.article_record import Entity, Finding, Record
from pipeline.record.corpus_report import CorpusReport, Item, Relation
from pipeline.record.doubts import is_decided, is_open
from pipeline.record.parts import PARTS
from pipeline.record.sources import holds_many
from pipeline.write.pages import anchors
from pipeline.write.pages.parts import parts
from pipeline.write.pages.rendering import page

_TITLES: Final = {"conflict": "Conflicts", "compatible": "Compatible", "agree": "Agreements"}
_MEANINGS: Final = {
    "conflict": "These cannot both be true.",
    "compatible": "These can both be true, as they are rounded or bounded.",
    "agree": "The same value, by independent witnesses.",
}
_MOST_NAMES: Final = 60


class Entry(msgspec.Struct, frozen=True):
    """What the index says of an article, and in which part of it, counted from 1, the findings stand that a link can lead to;
    `holds_many` says whether its source may hold others.
    """

    id: str
    href: str
    title: str
    source: str
    holds_many: bool
    published: str
    verdict: str
    score: str
    open: int
    decided: int
    findings: int
    linked: dict[str, int]


class Told(NamedTuple):
    """An item of the corpus report: the letter of its side, itself, its context in three parts, and where a link to it leads, if anywhere."""

    side: str
    item: Item
    context: tuple[str, str, str]
    href: str


def entry(record: Record, wanted: frozenset[str]) -> Entry:
    """Return the index's line on a record; `wanted` are the ids of findings that the corpus report speaks of."""
    starts = [part.start for part in parts(record)]
    findings = [finding for part in PARTS for finding in getattr(record, part)]
    return Entry(
        id=record.id,
        href=anchors.link(record.id),
        title=record.title or record.id,
        source=record.source,
        holds_many=holds_many(record.source),
        published=record.published.value or "",
        verdict=record.spin.verdict,
        score=f"{record.spin.score:.2f}",
        open=sum(map(is_open, findings)),
        decided=sum(map(is_decided, findings)),
        findings=len(findings),
        linked={finding.id: bisect_right(starts, _start(finding)) for finding in findings if finding.id in wanted},
    )


def index_page(name: str, entries: tuple[Entry, ...], report: CorpusReport | None, fault: str = "") -> bytes:
    """Return the index; `report` is None where there is none, and where it cannot be read `fault` says why."""
    by_id = {each.id: each for each in entries}
    relations = report.relations if report else ()
    groups = [
        (kind, _TITLES[kind], _MEANINGS[kind], [(relation, _sides(relation, by_id)) for relation in group])
        for kind, group in groupby(relations, key=lambda relation: relation.relation)
    ]
    return page(
        "index.html",
        name=name,
        entries=entries,
        by_id=by_id,
        report=report,
        fault=fault,
        groups=groups,
        alone=[_told("", item, by_id) for item in report.only_here] if report else [],
        shared=[entity for entity in report.entities if len(entity.articles) > 1][:_MOST_NAMES] if report else [],
        conflicts=sum(relation.relation == "conflict" for relation in relations),
    )


def wanted(report: CorpusReport) -> dict[str, frozenset[str]]:
    """Return the ids of the findings that the report speaks of, by article."""
    found: dict[str, set[str]] = {}
    for item in (*(item for relation in report.relations for item in relation.items), *report.only_here):
        found.setdefault(item.article, set()).add(item.id)
    return {article: frozenset(ids) for article, ids in found.items()}


def _sides(relation: Relation, by_id: dict[str, Entry]) -> list[Told]:
    return [
        _told("=" if relation.relation == "agree" else chr(ord("A") + number % 26), relation.items[at], by_id)
        for number, side in enumerate(relation.sides)
        for at in side
        if at < len(relation.items)
    ]


def _start(finding: Finding) -> int:
    return finding.mentions[0].start if isinstance(finding, Entity) else finding.start


def _told(side: str, item: Item, by_id: dict[str, Entry]) -> Told:
    article = by_id.get(item.article)
    href = ""
    if article is not None:
        known = item.id in article.linked
        href = anchors.link(item.article, anchors.of_place(item.id), article.linked[item.id]) if known else article.href
    before, _, rest = item.context.partition("⟦")
    marked, _, after = rest.partition("⟧")
    return Told(side, item, (before, marked, after), href)
