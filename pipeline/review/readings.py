"""What a correction reads a finding as."""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date as day
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import msgspec

from pipeline.record.article_record import (
    READINGS,
    Date,
    DateReading,
    Entity,
    EntityReading,
    Figure,
    FigureReading,
    Finding,
    Reading,
    Record,
    field_names,
)
from pipeline.review.verdicts import LABELS, name_and_label

ReadAlone = Callable[[str, str | None], Record]
"""Reads some words by themselves; takes them and a publication date."""

FIELDS = {part: field_names(kind) for part, kind in READINGS.items()}
"""The fields of a finding, as they stand in a file, which say what it is read as."""
_DAYS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
# No amount that an article tells has more; beyond it sums go wrong.
_MOST_DIGITS = 27
_LEAST_SHARE_READ = 0.6


class NotUnderstood(Exception):  # noqa: N818 - what it says is about the decision, not about the program
    """A correction that cannot be carried out, and why."""


def reading_of(part: str, finding: Mapping[str, Any]) -> Reading | None:
    """Return what a finding as it stands in a file is read as; None where a field holds what it cannot hold.

    >>> reading_of("entities", {"id": "e-1", "name": "Lei Jun", "label": "PERSON"})
    EntityReading(name='Lei Jun', label='PERSON')
    >>> reading_of("entities", {"id": "e-1", "name": "Lei Jun", "label": "CEO"}) is None
    True
    """
    fields = {field: finding[field] for field in FIELDS[part] if field in finding}
    if not all(_is_possible(part, field, value) for field, value in fields.items() if value is not None):
        return None
    first, last = (fields.get(end) for end in ("from", "to"))
    if isinstance(first, str) and isinstance(last, str) and first > last:
        return None
    try:
        return msgspec.convert(fields, READINGS[part])
    except msgspec.ValidationError:
        return None


def _is_possible(part: str, field: str, value: object) -> bool:
    """Return whether a field may hold what somebody wrote into it, as far as its type does not say so."""
    if part == "figures" and field in {"value", "low", "high"}:
        return (
            isinstance(value, int | Decimal)
            and not isinstance(value, bool)
            and Decimal(value).is_finite()
            and _digits(value) <= _MOST_DIGITS
        )
    if field in {"from", "to"}:
        return isinstance(value, str) and _one_stretch(value) is not None and len(value) == len("2022-08-26")
    if isinstance(value, str):
        return bool(value.strip() or field == "after") and value.isprintable()
    return True


def _digits(value: int | Decimal) -> int:
    """Return how many digits a number has before and behind its point."""
    _, digits, exponent = Decimal(value).as_tuple()
    return max(len(digits), len(digits) + int(exponent), -int(exponent)) if isinstance(exponent, int) else _MOST_DIGITS + 1


def corrected(finding: Finding, text: str, read_alone: ReadAlone, published: str | None) -> Reading:
    """Return what `text` corrects the finding to, the unsaid left out; raises `NotUnderstood` with the reason in words."""
    match finding:
        case Entity():
            return _entity(text, finding)
        case Figure():
            return _figure(text, read_alone)
        case Date():
            return _date(text, read_alone, published)
        case _:
            raise TypeError(f"edits are settled before anything is read: {finding.id}")


def days(edtf: str) -> tuple[str, str] | None:
    """Return the first and the last day of a year, month or day, or of a range of them, None where it is none.

    >>> days("2024-02"), days("2024-01/2024-06"), days("2024-13")
    (('2024-02-01', '2024-02-29'), ('2024-01-01', '2024-06-30'), None)
    """
    first, slash, last = edtf.partition("/")
    ends = [found for part in (first, last if slash else first) if (found := _one_stretch(part))]
    if len(ends) < 2 or ends[0][0] > ends[1][1]:
        return None
    return ends[0][0].isoformat(), ends[1][1].isoformat()


def _one_stretch(text: str) -> tuple[day, day] | None:
    found = _DAYS.fullmatch(text)
    if not found:
        return None
    year, month, number = (None if part is None else int(part) for part in found.groups())
    if year is None:
        return None
    try:
        last_month = 12 if month is None else month
        last = calendar.monthrange(year, last_month)[1] if number is None else number
        return day(year, 1 if month is None else month, 1 if number is None else number), day(year, last_month, last)
    except ValueError:
        return None


def _entity(text: str, entity: Entity) -> EntityReading:
    name, label = name_and_label(text)
    if label is not None and label not in LABELS:
        raise NotUnderstood(f"{label} is no label")
    if label is None and name and name.isupper() and name.casefold() != entity.name.casefold():
        near = get_close_matches(name, LABELS, 1, 0.8)
        if near:
            raise NotUnderstood(f"{name} is no label; did you mean ={near[0]}?")
    return msgspec.convert({key: value for key, value in (("name", name), ("label", label)) if value}, EntityReading)


def _figure(text: str, read_alone: ReadAlone) -> FigureReading:
    found = read_alone(text, None).figures
    # What stands beside the numeral must have been read too: as its bound or its rate.
    if len(found) != 1 or not (_is_most(found[0].text, text) or found[0].per or found[0].bound != "exact"):
        raise NotUnderstood("it cannot be read as a figure; write a number, or one with its unit such as =300,000 EVs per year")
    read = found[0]
    said: dict[str, Any] = {"value": read.value, "low": read.low, "high": read.high}
    if read.kind != "number":
        said |= {"kind": read.kind, "unit": read.unit, "currency": read.currency}
    if read.per:
        said["per"] = read.per
    if read.bound != "exact":
        said["bound"] = read.bound
    return FigureReading(**said)


def _date(text: str, read_alone: ReadAlone, published: str | None) -> DateReading:
    ends = days(text)
    if ends:
        return DateReading(kind="date", value=text, first_day=ends[0], last_day=ends[1])
    found = read_alone(text, published).dates
    if len(found) != 1 or found[0].value is None or not _is_most(found[0].text, text):
        raise NotUnderstood("it cannot be read as a date; write one such as =2024-03, =2024-01/2024-06 or =first half of 2024")
    read = found[0]
    return DateReading(kind=read.kind, value=read.value, first_day=read.first_day, last_day=read.last_day, relation=read.relation)


def _is_most(part: str, whole: str) -> bool:
    return len(part) >= _LEAST_SHARE_READ * len(whole)
