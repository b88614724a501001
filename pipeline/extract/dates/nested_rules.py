"""Rules for dates that are part of another date or stand beside one: "the last day of January", "the week after Easter", "Monday next week"."""

import re
from typing import Literal

from pipeline.extract.dates.calendar_rules import meaning_of, number_of
from pipeline.extract.dates.confidence import LIKELY, UNSURE, USUAL
from pipeline.extract.dates.relative_rules import UNITS, build_date, day_part, unit_of
from pipeline.extract.dates.signs import Alphabet, Built, Match, Meaning, Rule, Span
from pipeline.record.expressions import (
    Beside,
    CalendarDate,
    Century,
    Decade,
    Expression,
    Holiday,
    MonthOf,
    Nth,
    Offset,
    PartOfDay,
    Period,
    Range,
    Recurring,
    TimeOfDay,
    Unit,
    Vague,
    Weekday,
    Window,
)

# Behind "the week before": the end, a mark or a word that opens no clause of an event ("the week before the vote").
_ENDS = re.compile(
    r"[^\w\xa0 -]|[\xa0 ]*$|[\xa0 ](?:and|but|or|when|while|as|at|in|on|with|for|from|to|by|amid|because|than)\b|[\xa0 ]?[—–]"
)
# Behind "after that", where "that" is no word of a noun ("after that game").
_NO_NOUN = re.compile(rf"{_ENDS.pattern}|[\xa0 ](?:he|she|it|they|we|I|you|the|an?|his|her|its|their|our|my)\b|[\xa0 ][A-Z]")
_CLOSES = re.compile(rf"{_ENDS.pattern}|[\xa0 ](?:will|would|is|are|was|were|may|could|can|should|has|have)\b")
_LARGER: dict[str, int] = {"day": 0, "weekend": 1, "week": 1, "month": 2, "quarter": 3, "half": 3, "year": 4, "decade": 5, "century": 6}


def _side(match: Match) -> Literal[-1, 1]:
    return -1 if match["l"].text.lower() == "before" else 1


def _grain(expression: Expression) -> str | None:
    """Return the unit that a date names, None where it names none that has parts."""
    match expression:
        case Period():
            return expression.unit
        case Decade():
            return "decade"
        case Century():
            return "century"
        case CalendarDate():
            return "day" if expression.day is not None else "month" if expression.month is not None else "year"
        case MonthOf():
            return "month" if expression.day is None else "day"
        case Nth() | Beside():
            return expression.unit or "day"
        case Offset():
            return expression.unit
        case Vague() | Recurring() | TimeOfDay() | PartOfDay() | Weekday() | Holiday() | Range() | Window():
            return None
        case _:
            return "year"


def _nth(match: Match) -> Built:
    """Return "the last day of January", "the first weekend of the month"."""
    which, span = number_of(match["o"]), match.get("s")
    counted = span.value if span is not None else None
    if span is not None and (not isinstance(counted, Span) or counted.number is None):
        return None
    whole = match.get("pu")
    if whole is not None:
        unit = unit_of(whole)
        that = match["det"].text.lower() == "that"
        of: Expression = Period(unit=unit or "day", shift=0, anchor="text" if that else "published")
        sure: Meaning = Meaning(of, LIKELY)
    else:
        sure = meaning_of(match["x"])
        of = sure.expression
    half = span is None and match["u"].text.lower() == "half"
    part: Unit | None = UNITS.get(counted.unit) if isinstance(counted, Span) else "half" if half else unit_of(match["u"])
    larger = _grain(of)
    if larger is None or part is None or part not in _LARGER or which > 31:
        return None
    if larger == "day" or (half and larger not in ("month", "decade", "century")) or (part == "quarter" and larger == "year"):
        return None
    if not half and _LARGER.get(larger, 4) <= _LARGER[part]:
        return None
    count = counted.number if isinstance(counted, Span) and counted.number else 1
    return build_date(Nth(number=which, of=of, unit=part, count=count), min(LIKELY, sure.confidence), *sure.why)


def _day_of_period(match: Match) -> Built:
    """Return "the 21st of this month"."""
    word, period = match["d"], meaning_of(match["x"])
    day = word.value.expression if isinstance(word.value, Meaning) else CalendarDate(day=number_of(word))
    if not isinstance(day, CalendarDate) or day.day is None or day.month is not None or day.day > 31:
        return None
    if not isinstance(period.expression, Period) or period.expression.unit != "month":
        return None
    return build_date(Nth(number=day.day, of=period.expression, unit="day"), period.confidence, *period.why)


def _weekday_in(match: Match) -> Built:
    """Return "Monday next week"."""
    day, week = meaning_of(match["w"]).expression, meaning_of(match["x"])
    if not isinstance(day, Weekday) or day.shift is not None or not isinstance(week.expression, Period) or week.expression.unit != "week":
        return None
    return build_date(Nth(number=1, of=week.expression, weekday=day.day), week.confidence, *week.why)


def _weekday_of(match: Match) -> Built:
    """Return "the first Monday in May", and "the last Sunday of 1879", whose first words were read as a day by themselves."""
    day, whole, which = meaning_of(match["w"]).expression, meaning_of(match["x"]), match.get("o")
    if not isinstance(day, Weekday) or day.shift != (None if which else -1) or _grain(whole.expression) in (None, "day", "week"):
        return None
    number = number_of(which) if which else -1
    if number > 53:
        return None
    return build_date(Nth(number=number, of=whole.expression, weekday=day.day), min(LIKELY, whole.confidence), *whole.why)


def _beside(match: Match) -> Built:
    """Return "the week after Easter", "the day before Good Friday", "the fortnight before Christmas", "the week of June 12"."""
    word, base = match["u"], meaning_of(match["x"])
    count = 2 if word.value == "fortnight" else 1
    unit: Unit | None = "week" if word.value == "fortnight" else unit_of(word)
    of = base.expression
    if unit is None or unit in ("minute", "hour") or isinstance(of, (TimeOfDay, Vague, Recurring, Window)):
        return None
    if match.has("of"):
        dated = isinstance(of, Holiday) or (isinstance(of, (CalendarDate, MonthOf)) and of.day is not None)
        return build_date(Beside(side=0, of=of, unit=unit), LIKELY, *base.why) if unit in ("week", "weekend") and dated else None
    return build_date(Beside(side=_side(match), of=of, unit=unit, count=count), min(LIKELY, base.confidence), *base.why)


def _weekday_beside(match: Match) -> Built:
    """Return "the Tuesday after Easter"."""
    day, base = meaning_of(match["w"]).expression, meaning_of(match["x"])
    if not isinstance(day, Weekday) or day.shift is not None or isinstance(base.expression, (TimeOfDay, Vague, Recurring, Window)):
        return None
    return build_date(Beside(side=_side(match), of=base.expression, weekday=day.day), min(LIKELY, base.confidence), *base.why)


def _bare_beside(match: Match) -> Built:
    """Return "the month before", "the night before", "the year after", which count from a date of the text."""
    if not _ENDS.match(match.text, match.end):
        return None
    side = _side(match)
    part = match.get("p")
    if part is not None:
        return build_date(PartOfDay(part=day_part(part), of=Period(unit="day", shift=side, anchor="text")), UNSURE)
    unit = unit_of(match["u"])
    if unit in (None, "minute", "hour"):
        return None
    return build_date(Period(unit=unit or "day", shift=side, anchor="text"), UNSURE)


def _bare_weekday_beside(match: Match) -> Built:
    """Return "the Monday after", "the Sunday before that"."""
    day = meaning_of(match["w"]).expression
    if not isinstance(day, Weekday) or day.shift is not None or not day.told or not _ENDS.match(match.text, match.end):
        return None
    return build_date(Weekday(day=day.day, shift=_side(match), anchor="text"), UNSURE)


def _span_beside(match: Match) -> Built:
    """Return "eight days after that"."""
    span = match["s"].value
    if not isinstance(span, Span) or span.number is None or span.unit in ("minute", "hour") or not _NO_NOUN.match(match.text, match.end):
        return None
    unit = UNITS[span.unit]
    return build_date(Offset(unit=unit, count=span.number, direction="before" if _side(match) < 0 else "after", anchor="text"), UNSURE)


def _feast_weekend(match: Match) -> Built:
    """Return "the Easter weekend", "the Labor Day long weekend"."""
    base = meaning_of(match["x"])
    if match["u"].value != "weekend" or not isinstance(base.expression, Holiday):
        return None
    return build_date(Beside(side=0, of=base.expression, unit="weekend"), base.confidence, *base.why)


def _between(match: Match) -> Built:
    """Return "the week between Christmas and New Year's"."""
    first, last = meaning_of(match["x"]), meaning_of(match["y"])
    if unit_of(match["u"]) not in ("day", "week", "month") or not isinstance(first.expression, type(last.expression)):
        return None
    return build_date(Range(first=first.expression, last=last.expression), LIKELY, *first.why, *last.why)


def _days_on(match: Match) -> Built:
    """Return "a week today", "a fortnight tomorrow", "tomorrow week": that long after the day."""
    base, length = meaning_of(match["x"]).expression, match["u"].value
    if isinstance(length, Span):
        count = length.number if length.unit == "week" and length.number in (1, 2) else None
    else:
        count = {"week": 1, "fortnight": 2}.get(str(length))
    if count is None or match.text[match.end : match.end + 1] == "-":
        return None
    if not isinstance(base, Period) or base.unit != "day" or base.shift is None or base.shift < 0 or base.anchor == "text":
        if count != 2 or not isinstance(base, Weekday) or base.shift is not None or isinstance(length, Span):
            return None
        base = Weekday(day=base.day, shift=0, coming=True)
    said = match.text[match.start : match.end]
    return build_date(
        Offset(unit="week", count=count, direction="after", anchor="text", of=base), LIKELY, f"“{said}” counts from that day on"
    )


def _and_next(match: Match) -> Built:
    """Return the second of "this year and next"."""
    first = match.back(2)
    said = first.value.expression if first is not None and isinstance(first.value, Meaning) else None
    if not isinstance(said, Period) or said.shift != 0 or said.unit == "day" or not _CLOSES.match(match.text, match.end):
        return None
    return build_date(Period(unit=said.unit, shift=1), USUAL, f"the {said.unit} after this one")


def rules(alphabet: Alphabet) -> list[Rule]:
    """Return the rules of this module over an alphabet."""
    nth = "<the>?<o:ordinal|nth|last|final|spunlast>-?(?:<u:unit|half>|<s:span>)<of|in>"
    table = (
        (f"{nth}<x:date|year>", _nth),
        (f"{nth}<det:the|this|that|its><pu:unit>", _nth),
        ("<the>?<o:ordinal|nth|last|final|spunlast>?<w:date><of|in><x:date|year>", _weekday_of),
        ("<the>?<d:nth><of><x:date>", _day_of_period),
        ("<d:date><of><x:date>", _day_of_period),
        ("<the>?<w:date>(?:<in>|<of>)?<x:date>", _weekday_in),
        ("<the><u:unit>(?:<l:before|after>|<of:of>)<x:date|year>", _beside),
        ("<the>?<w:date><l:before|after><x:date>", _weekday_beside),
        ("<the><u:unit><l:before|after><that>?", _bare_beside),
        ("<the><p:daypart><l:before|after><that>?", _bare_beside),
        ("<the>?<w:date><l:before|after><that>?", _bare_weekday_beside),
        ("<s:span><l:before|after><that>", _span_beside),
        ("<the>?<x:date><feastword>*<u:unit>", _feast_weekend),
        ("<the><u:unit><between><x:date><and><the>?<y:date>", _between),
        ("<u:span><x:date>", _days_on),
        ("<x:date><u:unit>", _days_on),
        ("(?<=<date><and>)<r:next>", _and_next),
    )
    return alphabet.rules(table)
