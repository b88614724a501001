"""The corpus report for people: a Markdown page, and a short table for the terminal."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from pipeline.record.corpus_report import CorpusReport, Item, Relation
from pipeline.write.places import place

_TITLES = {"conflict": "Conflicts", "compatible": "Compatible", "agree": "Agreements"}
TITLE: Final = "# What the articles say of the same things"
_MOST_NAMES = 30
_VALUE_WIDTH, _CONTEXT_WIDTH = 18, 96


def markdown(report: CorpusReport, sources: str = "") -> str:
    """Return the report as Markdown; `sources` is the folder of the articles, put before their files' names."""
    return "\n".join(_lines(report, sources)) + "\n"


def table(report: CorpusReport, sources: str = "", most: int = 20) -> str:
    """Return the first relations as lines of `file:line  value  words around`, conflicts first."""
    lines: list[str] = []
    for relation in report.relations[:most]:
        lines.append(f"{relation.relation}: {relation.what} ({_count(relation)}, {relation.confidence:.2f})")
        for side, item in _sides(relation):
            told = f"  {side} {place(item.source, item.article, item.line, sources)}  {item.value:<{_VALUE_WIDTH}}  {_short(item.context)}"
            lines.append(told + (f"  [{item.said_by}]" if item.said_by else ""))
    rest = len(report.relations) - most
    if rest > 0:
        lines.append(f"… and {rest:,} more")
    return "\n".join(lines) + "\n" if lines else "no two articles tell of the same figure or date\n"


def _lines(report: CorpusReport, sources: str) -> Iterator[str]:
    yield TITLE
    if not report.relations:
        yield "\nNo two articles tell of the same figure or date."
    for kind, relations in groupby(report.relations, key=lambda relation: relation.relation):
        yield f"\n## {_TITLES[kind]}"
        for relation in relations:
            yield f"\n### {_escaped(relation.what)}\n"
            yield f"{_count(relation)}, confidence {relation.confidence:.2f}. {_escaped('; '.join(relation.why)).capitalize()}.\n"
            for side, item in _sides(relation):
                said = (
                    f" — {_escaped(item.said_by)}, {item.stance}"
                    if item.said_by
                    else ""
                    if item.stance == "stated"
                    else f" — {item.stance}"
                )
                yield f"- {side} **{_escaped(item.value)}** `{place(item.source, item.article, item.line, sources)}`{said}: {_marked(item.context)}"
    if report.copies:
        yield "\n## Articles that are one witness\n"
        for copy in report.copies:
            share = f" ({copy.share:.0%})" if copy.share else ""
            yield f"- {' and '.join(map(_escaped, copy.articles))}{share}: {_escaped(copy.why)}"
    if report.only_here:
        yield "\n## Told by one article only\n"
        for item in report.only_here:
            yield f"- `{place(item.source, item.article, item.line, sources)}` **{_escaped(item.value)}**: {_marked(item.context)}"
    named = [entity for entity in report.entities if len(entity.articles) > 1][:_MOST_NAMES]
    if named:
        yield "\n## Names of several articles\n"
        for entity in named:
            others = [name for name in entity.names if name != entity.name]
            also = f", also {', '.join(map(_escaped, others))}" if others else ""
            yield f"- **{_escaped(entity.name)}** ({entity.label}){also}: {entity.mentions} mentions in {len(entity.articles)} articles"


def _sides(relation: Relation) -> Iterator[tuple[str, Item]]:
    """Yield the items with the letter of their side."""
    for number, side in enumerate(relation.sides):
        for at in side:
            yield ("=" if relation.relation == "agree" else chr(ord("A") + number % 26)), relation.items[at]


def _count(relation: Relation) -> str:
    return f"{relation.witnesses} witness{'es' if relation.witnesses > 1 else ''}"


def _short(context: str) -> str:
    """Return a context with its mark, cut on both sides to a line of the terminal."""
    start = context.find("⟦")
    if len(context) <= _CONTEXT_WIDTH:
        return context
    first = max(0, min(start - _CONTEXT_WIDTH // 3, len(context) - _CONTEXT_WIDTH))
    last = first + _CONTEXT_WIDTH
    return f"{'…' if first else ''}{context[first:last]}{'…' if last < len(context) else ''}"


def _marked(context: str) -> str:
    return _escaped(context).replace("⟦", "**").replace("⟧", "**")


def _escaped(text: str | None) -> str:
    """Return text that Markdown shows as it stands."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in (text or "").replace("\n", " "))
