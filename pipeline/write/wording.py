"""A finding in a few words, the same in every command."""

from pipeline.record.article_record import Date, Edit, Entity, Figure, Finding
from pipeline.record.doubts import is_stale, is_understood


def quoted(finding: Finding) -> str:
    """Return the kind of the finding and its words, on one line: `figure “€4 billion”`."""
    text = finding.name if isinstance(finding, Entity) else finding.before if isinstance(finding, Edit) else finding.text
    return f"{type(finding).__name__.lower()} “{one_line(text)}”"


def reading(finding: Finding) -> str:
    """Return what the finding was read as."""
    match finding:
        case Entity():
            return finding.label
        case Figure():
            return _amount(finding)
        case Date():
            return f"{finding.relation + ' ' if finding.relation else ''}{finding.value or 'unresolved'}"
        case Edit():
            return one_line(finding.after) + (" ?" if finding.status == "suggested" else "")


def reasons(finding: Finding) -> list[str]:
    """Return why the finding reads so, and before that why a decision on it does not hold."""
    if is_stale(finding):
        return [f"the decision “{finding.decision}” was taken on something that has changed", *finding.why]
    if finding.decision.strip() and not is_understood(finding):
        return [f"the decision “{finding.decision}” is none of ok, wrong, =correction", *finding.why]
    return list(finding.why)


def one_line(text: str) -> str:
    """Return the text with every stretch of white space as one blank."""
    return " ".join(text.split())


def _amount(figure: Figure) -> str:
    number = (
        f"{figure.value:,}"
        if figure.value is not None
        else "..".join("" if end is None else f"{end:,}" for end in (figure.low, figure.high))
    )
    parts = ["" if figure.bound == "exact" else figure.bound.replace("_", " "), number, figure.currency or figure.unit or ""]
    parts += [f"per {figure.per}"] if figure.per else []
    parts += [f"({figure.change})"] if figure.change else []
    return " ".join(part for part in parts if part)
