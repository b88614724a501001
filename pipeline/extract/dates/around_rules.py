"""Rules around dates that others have built: "two years ago", "the end of 2027", "Saturday night", "from May 3 to June 5"."""

import re
from typing import Literal

import msgspec

from pipeline.extract.dates.calendar_rules import RELATIONS, meaning_of, number_of, year_of
from pipeline.extract.dates.confidence import LIKELY, UNSURE, USUAL
from pipeline.extract.dates.relative_rules import UNITS, VAGUE, build_date, day_part, unit_of
from pipeline.extract.dates.signs import Alphabet, Built, Match, Meaning, Rule, Span, Word
from pipeline.record.expressions import (
    CalendarDate,
    Edge,
    FiscalYear,
    Holiday,
    MonthOf,
    Offset,
    PartOfDay,
    Period,
    PeriodEnding,
    Range,
    Recurring,
    Side,
    TimeOfDay,
    Unit,
    Vague,
    Weekday,
    Window,
    YearPart,
)

# Verbs of moving: what follows "from" is where a date was, not where a range begins.
_MOVED = re.compile(
    r"(?:put back|moved|delayed?|postponed?|brought forward|pushed(?: back)?|shifted|rescheduled|changed|extended)\b[^.;]{0,45}$"
)
_TO_THE_DAY = re.compile(r"[\xa0 ]to the day\b")
# What may follow the last day of a list: no noun that it could count.
_LIST_ENDS = re.compile(r"[\xa0 ]?(?:[.,;:)!?\n—–]|$)|[\xa0 ](?:and|or|in|at|on|to|for|with|by|as|when|but|after|before|of|from)\b")


def _length(match: Match) -> tuple[Unit, int | None, tuple[str, ...]]:
    span = match["s"].value
    if not isinstance(span, Span):
        raise TypeError(span)
    if span.unit == "month" and span.number == 12 and span.spun:
        return "year", 1, (f"“{match['s'].text}” is read as “a year”",)
    return UNITS[span.unit], span.number, ()


def _ago(match: Match) -> Built:
    unit, count, why = _length(match)
    if count is None:
        return build_date(Vague(direction="past"), VAGUE, "the text does not say how many")
    if _TO_THE_DAY.match(match.text, match.end):
        return build_date(Offset(unit=unit, count=count, direction="before", anchor="text", of=Period(unit="day", shift=0)), LIKELY, *why)
    return build_date(Offset(unit=unit, count=count, direction="before", anchor="published"), LIKELY, *why)


def _ago_on(match: Match) -> Built:
    """Return "fifty years ago today", "a year ago this month", "three weeks ago Tuesday": counted from the date that stands behind."""
    unit, count, why = _length(match)
    base = meaning_of(match["x"]).expression
    if count is None or unit in ("minute", "hour"):
        return None
    if isinstance(base, Weekday) and base.shift is None and unit == "week":
        base = msgspec.structs.replace(base, shift=-1)
    elif isinstance(base, CalendarDate) and base.year is None and base.month is not None and unit == "year":
        return build_date(MonthOf(month=base.month, day=base.day, shift=-count, by_year=True), LIKELY, *why)
    elif not (isinstance(base, Weekday) and base.shift is not None) and not (
        isinstance(base, Period) and base.shift is not None and base.unit != unit and base.anchor == "published"
    ):
        return None
    return build_date(Offset(unit=unit, count=count, direction="before", anchor="text", of=base), LIKELY, *why)


def _dated_ago(match: Match) -> Built:
    """Return "April five years ago", "May 3 two years ago"."""
    unit, count, why = _length(match)
    base = meaning_of(match["x"]).expression
    if unit != "year" or count is None or not isinstance(base, CalendarDate) or base.year is not None or base.month is None:
        return None
    return build_date(MonthOf(month=base.month, day=base.day, shift=-count, by_year=True), LIKELY, *why)


def _listed(day: Word, dated: Word | None, number: int | None = None) -> Built:
    """Return the day of "21" in "June 21, 23 and 25", with what the dated one says of month and year."""
    base = dated.value.expression if dated is not None and isinstance(dated.value, Meaning) else None
    if not isinstance(base, CalendarDate) or base.day is None or base.month is None:
        return None
    return build_date(CalendarDate(year=base.year, month=base.month, day=number or number_of(day)), USUAL, "its month stands beside it")


def _listed_behind(match: Match) -> Built:
    if match.after is None and not _LIST_ENDS.match(match.text, match.end):
        return None
    second = match.back(2)
    return _listed(match["d"], match.back(3) if second is not None and second.sign == "," else second)


def _listed_nth(match: Match) -> Built:
    """Return "the 3rd" of "the 3rd and 12th of June", which was read as a day of a month that is not said."""
    first = meaning_of(match["first"]).expression
    if not isinstance(first, CalendarDate) or first.day is None or first.month is not None:
        return None
    return _listed(match["first"], match["x"], first.day)


def _listed_before(match: Match) -> Built:
    return _listed(match["d"], match["x"])


def _in_the_past(match: Match) -> Built:
    """Return "two years in the past", which is what a spinner makes of "two years ago"."""
    if match["v"].text.lower() != "the past":
        return None
    built = _ago(match)
    if built is None or not isinstance(built[1], Meaning):
        return built
    said = match.text[match.start : match.end]
    return built[0], built[1]._replace(why=(f"“{said}” is read as “ago”", *built[1].why))


def _time_ahead(match: Match) -> Built:
    """Return "two years' time" behind "in"."""
    unit, count, why = _length(match)
    if count is None:
        return build_date(Vague(direction="future"), VAGUE, "the text does not say how many")
    return build_date(Offset(unit=unit, count=count, direction="after", anchor="published"), LIKELY, *why)


def _from_anchor(match: Match) -> Built:
    """Return "a week from Monday", "two weeks from today", "two years from now"."""
    unit, count, why = _length(match)
    if count is None or unit in ("minute", "hour"):
        return None
    base = meaning_of(match["x"]).expression
    if isinstance(base, Vague) and match["x"].text.lower() == "now":
        return build_date(Offset(unit=unit, count=count, direction="after", anchor="published"), LIKELY, *why)
    if isinstance(base, Period) and base.unit == "day" and base.shift is not None:
        return build_date(Offset(unit=unit, count=count, direction="after", anchor="text", of=base), LIKELY, *why)
    if isinstance(base, Weekday) and base.shift is None and unit == "week":
        coming = msgspec.structs.replace(base, shift=0)
        return build_date(Offset(unit=unit, count=count, direction="after", anchor="text", of=coming), LIKELY, *why)
    return None


def _later(match: Match) -> Built:
    unit, count, why = _length(match)
    if unit in ("minute", "hour"):
        return None
    if count is None:
        return build_date(Vague(direction="open"), VAGUE, "the text does not say how many")
    before = match["l"].value == "before"
    if match["l"].text.lower() in ("before", "after") and re.match(r"[\xa0 ]+[\w“\"‘$]", match.text[match.end : match.end + 3]):
        return None
    return build_date(Offset(unit=unit, count=count, direction="before" if before else "after", anchor="text"), UNSURE, *why)


def _now_later(match: Match) -> Built:
    """Return "a year later" behind "Now,": the text puts it at the time of writing."""
    unit, count, why = _length(match)
    if (
        count is None
        or unit in ("minute", "hour")
        or match.before is None
        or not match.text[max(0, match.start - 8) : match.start].rstrip().removesuffix(",").lower().endswith("now")
    ):
        return None
    return build_date(Offset(unit=unit, count=count, direction="after", anchor="text", present=True), UNSURE, *why)


def _counted_from(match: Match) -> Built:
    unit, count, why = _length(match)
    base = meaning_of(match["x"])
    direction: Literal["before", "after"] = "before" if match["l"].value == "before" else "after"
    if count is None:
        return build_date(Vague(direction="open"), VAGUE, "the text does not say how many")
    return build_date(
        Offset(unit=unit, count=count, direction=direction, anchor="text", of=base.expression), min(LIKELY, base.confidence), *why
    )


def _edge(match: Match) -> Built:
    base = meaning_of(match["x"])
    word = str(match["e"].value)
    if isinstance(base.expression, (Weekday, TimeOfDay, Vague, Recurring)):
        return None
    if word == "mid":
        return build_date(base.expression, base.confidence, *base.why, relation="mid")
    return build_date(Edge(of=base.expression, edge="end" if word == "end" else "start"), min(USUAL, base.confidence), *base.why)


def _edge_of_unit(match: Match) -> Built:
    unit = unit_of(match["u"])
    if unit is None or unit in ("minute", "hour", "day", "weekend"):
        return None
    word = str(match["e"].value)
    base = Period(unit=unit, shift=0)
    if word == "mid":
        return build_date(base, UNSURE, relation="mid")
    return build_date(Edge(of=base, edge="end" if word == "end" else "start"), LIKELY)


def _qualified(match: Match) -> Built:
    base = meaning_of(match["x"])
    if isinstance(base.expression, (TimeOfDay, Recurring, Vague, Window)) or (
        isinstance(base.expression, Offset) and match["q"].value != "mid"
    ):
        return None
    return "date", base._replace(relation=RELATIONS[str(match["q"].value)])


def _side(match: Match) -> Built:
    base = meaning_of(match["x"]).expression
    if not isinstance(base, (Period, Weekday, MonthOf)) and not (isinstance(base, CalendarDate) and base.day is not None):
        return None
    side: Literal["earlier", "later"] = "earlier" if match["q"].value == "before" else "later"
    return build_date(Side(of=base, side=side), LIKELY)


def _side_of_unit(match: Match) -> Built:
    unit = unit_of(match["u"])
    if unit not in ("day", "week", "month", "quarter", "year", "decade"):
        return None
    side: Literal["earlier", "later"] = "earlier" if match["q"].value == "before" else "later"
    return build_date(Side(of=Period(unit=unit, shift=0), side=side), LIKELY)


def _part_of_day(match: Match) -> Built:
    base = meaning_of(match["x"])
    if match["p"].value in ("noon", "midnight"):
        return "date", Meaning(TimeOfDay(clock=str(match["p"].value), day=base.expression), USUAL, base.why, "time")
    if not isinstance(base.expression, (Weekday, CalendarDate, Period, Holiday)):
        return None
    return build_date(PartOfDay(part=day_part(match["p"]), of=base.expression), base.confidence, *base.why)


def _timed_day(match: Match) -> Built:
    clock, base = match["c"].value, meaning_of(match["x"])
    if not isinstance(clock, Meaning) or not isinstance(clock.expression, TimeOfDay):
        return None
    if not isinstance(base.expression, (CalendarDate, Weekday, Period, Holiday, PartOfDay)):
        return None
    if match.has("on") and match["on"].text.lower() != "on":
        return None
    if isinstance(base.expression, CalendarDate) and base.expression.day is None:
        return None
    return "date", Meaning(msgspec.structs.replace(clock.expression, day=base.expression), base.confidence, base.why, "time")


def _apposed(match: Match) -> Built:
    """Return "this coming Sunday, March eighth", "Easter Monday, 24 April 1916": the calendar date, with the weekday beside it."""
    weekday, base = meaning_of(match["w"]).expression, meaning_of(match["x"])
    if isinstance(weekday, Holiday) and isinstance(base.expression, CalendarDate) and base.expression.day is not None:
        return "date", base
    if not isinstance(weekday, Weekday) or not isinstance(base.expression, CalendarDate) or base.expression.day is None:
        return None
    return "date", base._replace(expression=msgspec.structs.replace(base.expression, weekday=weekday.day))


def _in_year(match: Match) -> Built:
    """Return "the third quarter of last year", "Christmas last year": a date that lacks its year, with one beside it."""
    base, year = meaning_of(match["x"]), meaning_of(match["y"]).expression
    of = base.expression
    yearly = (
        (isinstance(year, Period) and year.unit == "year")
        or (isinstance(year, CalendarDate) and year.month is None)
        or isinstance(year, FiscalYear)
    )
    if not yearly:
        return None
    if isinstance(of, YearPart) and of.of is None and of.shift is None:
        return "date", base._replace(expression=msgspec.structs.replace(of, of=year), confidence=max(base.confidence, USUAL))
    if isinstance(of, Holiday) and of.of is None:
        return "date", base._replace(expression=msgspec.structs.replace(of, of=year))
    if isinstance(of, CalendarDate) and of.year is None and of.month and isinstance(year, Period) and year.shift is not None:
        return "date", base._replace(expression=MonthOf(month=of.month, day=of.day, shift=year.shift, by_year=True, anchor=year.anchor))
    return None


def _period_to(match: Match) -> Built:
    """Return "the half to March", "the three months to June", and "the year" of "the year ended June 30", whose end is a date of its own."""
    base = meaning_of(match["x"])
    if not isinstance(base.expression, CalendarDate) or base.expression.month is None:
        return None
    span, unit = match.get("s"), match.get("u")
    each = {"month": 1, "quarter": 3, "half": 6, "year": 12}
    if span is not None:
        if not isinstance(span.value, Span) or span.value.number is None or span.value.unit not in each:
            return None
        months = span.value.number * each[span.value.unit]
    else:
        name = "half" if unit and unit.text.lower() == "half" else str(unit.value) if unit else ""
        if name not in each or (name == "month" and match.text[match.end : match.end + 6].strip() not in ("ended", "endin")):
            return None
        months = each[name]
    return build_date(PeriodEnding(months=months, end=base.expression), LIKELY)


def _placed_period_to(match: Match) -> Built:
    """Return "the quarter" of "the quarter ended June 30", which was read as a date already."""
    period, base = meaning_of(match["p"]).expression, meaning_of(match["x"])
    if not isinstance(base.expression, CalendarDate) or base.expression.month is None:
        return None
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(period.unit if isinstance(period, Period) else "")
    if months is None or not isinstance(period, Period) or period.shift is not None:
        return None
    return build_date(PeriodEnding(months=months, end=base.expression), USUAL)


def _from_now(match: Match) -> Built:
    base = meaning_of(match["x"])
    return build_date(Range(first=Period(unit="day", shift=0), last=base.expression), LIKELY)


def _range(match: Match) -> Built:
    first, last = meaning_of(match["x"]), meaning_of(match["y"])
    if _MOVED.search(match.text[max(0, match.start - 60) : match.start]):
        return None
    begin, end = first.expression, last.expression
    if isinstance(begin, (TimeOfDay, Vague, Range, Recurring)) or isinstance(end, (TimeOfDay, Vague, Range, Recurring)):
        return None
    if isinstance(begin, CalendarDate) and isinstance(end, CalendarDate):
        if begin.year is None and end.year is not None and begin.month is not None:
            back = 1 if end.month is not None and begin.month > end.month else 0
            begin = msgspec.structs.replace(begin, year=end.year - back)
        elif begin.year is not None and end.year is None:
            ahead = 1 if begin.month is not None and end.month is not None and end.month < begin.month else 0
            end = msgspec.structs.replace(end, year=begin.year + ahead)
    joint = any(word.text.lower() in ("from", "between") for word in match.words)
    if not joint and not isinstance(begin, type(end)):
        return None
    return build_date(Range(first=begin, last=end), min(first.confidence, last.confidence), *first.why, *last.why)


def _range_in_year(match: Match) -> Built:
    """Return "April to June 1994", "the April-June period of 1994"."""
    first, last, year = meaning_of(match["x"]), meaning_of(match["y"]), year_of(match["z"])
    begin, end = first.expression, last.expression
    if (
        not isinstance(begin, CalendarDate)
        or not isinstance(end, CalendarDate)
        or begin.year
        or end.year
        or not begin.month
        or not end.month
    ):
        return None
    back = 1 if begin.month > end.month else 0
    return build_date(Range(first=msgspec.structs.replace(begin, year=year - back), last=msgspec.structs.replace(end, year=year)), LIKELY)


def date_rules(alphabet: Alphabet) -> list[Rule]:
    """Return the rules that build on dates of the first level."""
    around = "(?:<just>|<about>|<more><than>)*"
    whole = "<x:date|year>"
    table = (
        (f"{around}<s:span>(?:<or><so>)?<ago>", _ago),
        (f"{around}<s:span><ago>(?:<in>?<x:date>)", _ago_on),
        ("<x:date>,?<s:span><ago>", _dated_ago),
        ("(?:(?<=<date>,)|(?<=<date><and>)|(?<=<date>,<and>))<d:day|nth>", _listed_behind),
        ("<the>?<d:day|nth>(?=(?:,|<and>|,<and>)<the>?<x:date>)", _listed_before),
        ("<first:date>(?=(?:,|<and>|,<and>)<the>?<x:date>)", _listed_nth),
        (f"{around}<s:span><in><v:vague>", _in_the_past),
        ("(?<=<in>)<s:span>'<timeword>", _time_ahead),
        (f"{around}<s:span><from><x:date|vague>", _from_anchor),
        (f"(?<=<vague>,){around}<s:span><l:later|after>", _now_later),
        (f"{around}<s:span><l:later|earlier|before|after>", _later),
        (f"{around}<s:span><l:later|earlier|before|after>{whole}", _counted_from),
        (f"<the>?<e:end|start|mid><of>{whole}", _edge),
        ("<the>?<e:end|start|mid><of><the><u:unit>", _edge_of_unit),
        (f"{whole}'<e:end>", _edge),
        (f"(?:<the>)?<q:early|mid|late>-?{whole}", _qualified),
        ("<q:earlier|later><in>?<x:date>", _side),
        ("<q:earlier|later><in><the><u:unit>", _side_of_unit),
        ("<x:date><p:daypart>", _part_of_day),
        ("<p:daypart>,?<x:date>", _part_of_day),
        ("<the>?<p:daypart><of>,?<x:date>", _part_of_day),
        ("<c:clock>(?:,|<on:in>)?<x:date>", _timed_day),
        ("<x:date>,?<c:clock>", _timed_day),
        ("<w:date>,?<x:date>", _apposed),
        ("<x:date>(?:<of>|<in>|,)?<y:date>", _in_year),
        ("<the|its>?(?:<s:span>|<u:unit|half>)<to>(?:<the>?<end><of>)?<x:date>", _period_to),
        ("<the|its>(?:<f:fiscal>)?(?:<s:span>|<u:unit|half>)(?=<ended><in>?<x:date>)", _period_to),
        ("(?:<f:fiscal>)?<s:span>(?=<ended><in>?<x:date>)", _period_to),
        ("<p:date>(?=<ended><in>?<x:date>)", _placed_period_to),
        (f"<between><vague><and>{whole}", _from_now),
    )
    return alphabet.rules(table)


def range_rules(alphabet: Alphabet) -> list[Rule]:
    """Return the rules that join two dates to a range."""
    table = (
        ("<x:date>(?:-|<to>|<and>)<y:date>(?:<period>|<unit>)?(?:<of>|<in>)?<z:year>", _range_in_year),
        ("<from><x:date|year>(?:<to>|<until>|-)<y:date|year>", _range),
        ("<between><x:date|year><and><y:date|year>", _range),
        ("<x:date|year>(?:<to>|-)<y:date|year>", _range),
    )
    return alphabet.rules(table)
