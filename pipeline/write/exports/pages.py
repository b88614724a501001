"""A record as a Markdown page for a person to read."""

import re
from collections.abc import Iterator

from pipeline.record.article_record import Date, Edit, Entity, Figure, Finding, Record
from pipeline.record.doubts import waiting

ENDING = ".md"
# All that may mean something in Markdown or HTML; what means something at the start of a line only is shown by the second.
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$]")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=:])")
_BLANKS = re.compile(r"\s+")


def page(record: Record) -> str:
    """Return the report on an article: what it is, its restored text, what was found, and what is doubtful."""
    return "\n".join(_lines(record)) + "\n"


def escaped(text: str) -> str:
    r"""Return text that Markdown shows on one line as it stands.

    >>> print(escaped("a|b *c* <script>"))
    a\|b \*c\* \<script\>
    """
    return _SIGNS.sub(r"\\\g<0>", _BLANKS.sub(" ", text).strip())


def paragraph(text: str) -> str:
    r"""Return text that Markdown shows as a paragraph as it stands, not as an item of a list.

    >>> print(paragraph("1. January"), paragraph("- no"))
    1\. January \- no
    """
    return _LINE_START.sub(lambda sign: f"{sign[1] or ''}\\{sign[2] or sign[3]}", escaped(text))


def _lines(record: Record) -> Iterator[str]:
    yield f"# {escaped(record.title or record.id)}"
    yield ""
    published = f"{escaped(record.published.value)} ({record.published.how})" if record.published.value else "not known"
    yield f"- source: {escaped(record.source)}"
    yield f"- published: {published}{_because(record.published.why)}"
    yield f"- wording: {record.spin.verdict} ({record.spin.score:.2f}){_because(record.spin.why)}"
    yield f"- made by: {escaped(record.made_by.tool)}, {escaped(record.made_by.model)}"
    yield ""
    yield "## Text"
    for text in record.text[record.text[:1] == (record.title,) :]:
        yield ""
        yield paragraph(text)
    yield from _doubts(record)
    yield from _table(
        "Figures",
        ("line", "figure", "value", "of", "said by", "stance", "confidence", "decision"),
        ((str(item.line), item.text, _amount(item), item.of, item.said_by, item.stance, *_judged(item)) for item in record.figures),
    )
    yield from _table(
        "Dates",
        ("line", "date", "first day", "last day", "relation", "said by", "stance", "confidence", "decision"),
        (
            (str(item.line), item.text, item.first_day, item.last_day, item.relation, item.said_by, item.stance, *_judged(item))
            for item in record.dates
        ),
    )
    yield from _table(
        "Names",
        ("line", "name", "label", "also", "mentions", "confidence", "decision"),
        (
            (str(item.mentions[0].line), item.name, item.label, ", ".join(item.aliases), str(len(item.mentions)), *_judged(item))
            for item in record.entities
        ),
    )
    yield from _table(
        "Changes of wording",
        ("line", "source", "reads", "status", "confidence", "decision"),
        ((str(item.line), item.before, item.after, item.status, *_judged(item)) for item in record.edits if item.kind.startswith("spun")),
    )


def _doubts(record: Record) -> Iterator[str]:
    everything: tuple[Finding, ...] = (*record.entities, *record.figures, *record.dates, *record.edits)
    open_ones = waiting(everything)
    yield ""
    yield "## Doubts"
    yield ""
    if not open_ones:
        yield "Nothing waits for a person."
    for item in open_ones:
        shown = item.context if isinstance(item.context, str) else _wording(item)
        stale = (f"“{item.decision}” does not hold: {item.stale}",) if isinstance(item.stale, str) else ()
        yield f"- {_kind(item)} {escaped(item.id)} ({item.confidence:.2f}) **{escaped(_wording(item))}**{_reads(item)}: {escaped(shown)}{_because((*stale, *item.why))}"


def _table(title: str, heads: tuple[str, ...], rows: Iterator[tuple[str | None, ...]]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield ""
        yield f"## {title}"
        yield ""
        yield f"| {' | '.join(heads)} |"
        yield f"|{'---|' * len(heads)}"
        for row in found:
            yield f"| {' | '.join(escaped(value or '') for value in row)} |"


def _judged(item: Finding) -> tuple[str, str]:
    return f"{item.confidence:.2f}", item.decision


def _amount(figure: Figure) -> str:
    ends = (figure.low, figure.high)
    number = f"{figure.value:,f}" if figure.value is not None else "..".join("" if end is None else f"{end:,f}" for end in ends)
    bound = "" if figure.bound == "exact" else figure.bound.replace("_", " ")
    rate = f"per {figure.per}" if figure.per else ""
    return " ".join(part for part in (bound, number, figure.currency, figure.unit, rate, figure.change) if part)


def _kind(item: Finding) -> str:
    return type(item).__name__.lower().replace("entity", "name")


def _wording(item: Finding) -> str:
    match item:
        case Entity():
            return item.name
        case Edit():
            return item.before
        case _:
            return item.text


def _reads(item: Finding) -> str:
    match item:
        case Entity():
            return f" → {escaped(item.label)}"
        case Figure():
            return f" → {escaped(_amount(item))}"
        case Date():
            return f" → {escaped(item.value or 'no time')}"
        case Edit():
            return f" → {escaped(item.after or 'left out')}"


def _because(why: tuple[str, ...]) -> str:
    return f" — {escaped('; '.join(why))}" if why else ""
