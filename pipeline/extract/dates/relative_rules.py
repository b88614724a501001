"""Rules for dates that are counted from another time: "last year", "this morning", "the past ten months", and counted spans."""

import re

from pipeline.extract.dates.calendar_rules import RELATIONS, named, number_of, year_of
from pipeline.extract.dates.confidence import CLEAR, LIKELY, OPEN, UNSURE, USUAL
from pipeline.extract.dates.signs import Alphabet, Built, Match, Meaning, Rule, Span, Word
from pipeline.record.candidates import DateKind
from pipeline.record.expressions import (
    Anchor,
    CalendarDate,
    DayPart,
    Edge,
    Expression,
    Offset,
    PartOfDay,
    Period,
    Recurring,
    Relation,
    TimeOfDay,
    Unit,
    Vague,
    Weekday,
    Window,
)

UNITS: dict[str, Unit] = {
    unit: unit for unit in ("minute", "hour", "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century")
}
# A vague time is certain to be vague: there is nothing for a person to decide.
VAGUE = USUAL
_OF_TEXT = frozenset({"previous", "preceding", "prior", "following", "ensuing", "that", "same"})
_NOT_A_PLACE_IN_TIME = re.compile(r"[\xa0 ]+(?:of|to(?![\xa0 ][$€£¥\d])|ended|ending|after|before|since|ago|earlier|later|in which|when)\b")
_ADJECTIVE = re.compile(
    r"[\xa0 -]+(?!(?:and|or|to|in|at|on|for|with|by|from|as|when|but|of|after|before|because|while|since|than|until|over|through)\b)\w"
)
# "now that", "as soon as", "recently-built" say no time of their own.
_NO_TIME = re.compile(r"[\xa0 ]+(?:that|as)\b|-|[\xa0 ]+and[\xa0 ]+then\b", re.IGNORECASE)


def build_date(
    expression: Expression, confidence: float = USUAL, *why: str, relation: Relation | None = None, kind: DateKind = "date"
) -> Built:
    return "date", Meaning(expression, confidence, why, kind, relation)


def unit_of(word: Word) -> Unit | None:
    return UNITS.get(str(word.value))


def _period(match: Match) -> Built:
    shift, unit, text = match["r"], unit_of(match["u"]), match["r"].text.lower()
    if unit is None or unit in ("minute", "hour"):
        return None
    determined = match.has("det")
    if unit == "day" and text in ("this", "last", "past", "current", "coming"):
        return None
    if determined and text in ("last", "past", "next", "final") and re.match(r"[\xa0 ]+of\b", match.text[match.end : match.end + 5]):
        return None
    if text == "final":
        if determined or (match.before is not None and match.before.text.lower() in ("of", "a")):
            return None
        return build_date(Period(unit=unit, shift=-1), UNSURE, f"“{match.text[match.start : match.end]}” is read as “last {unit}”")
    if text in ("latest", "just-ended", "most recent"):
        return build_date(Period(unit=unit, shift=-1, fiscal=match.has("f")), UNSURE) if unit in ("quarter", "year") else None
    fiscal = match.has("f")
    if text in _OF_TEXT or (text == "next" and (determined or unit == "day")):
        number = shift.number
        return build_date(Period(unit=unit, shift=number, anchor="text", fiscal=fiscal), UNSURE)
    if text in ("past", "last", "coming") and determined and unit not in ("weekend", "century"):
        if unit in ("week", "month", "quarter") and text == "last":
            return None
        return build_date(Window(unit=unit, count=1, direction="past" if text != "coming" else "future"), UNSURE)
    return build_date(Period(unit=unit, shift=shift.number, fiscal=fiscal), CLEAR)


def _bare_period(match: Match) -> Built:
    unit = "quarter" if match["u"].text.lower() == "period" and match.has("r") else unit_of(match["u"])
    if (
        unit not in ("quarter", "weekend")
        or match.text[match.end : match.end + 1] == "-"
        or _NOT_A_PLACE_IN_TIME.match(match.text, match.end)
    ):
        return None
    return build_date(Period(unit=unit, shift=None), LIKELY if unit == "weekend" else UNSURE)


def _spun_year(match: Match) -> Built:
    """Return "this 12 months", "final 12 months": what a spinner makes of "this year", "last year"."""
    if number_of(match["n"]) != 12 or match["u"].value != "month" or match.has("det"):
        return None
    if match["r"].text.lower() in ("last", "past", "next", "coming"):
        return None
    shift = match["r"].number
    which = {-1: "last", 0: "this", 1: "next"}[shift]
    return build_date(Period(unit="year", shift=shift), UNSURE, f"“{match.text[match.start : match.end]}” is read as “{which} year”")


def _window(match: Match) -> Built:
    unit, count = unit_of(match["u"]), match.get("n")
    word = match["r"].text.lower()
    if unit is None or word == "final":
        return None
    future = match["r"].value in (1, "future")
    number = number_of(count) if count else None
    if number is None:
        return build_date(Vague(direction="future" if future else "past"), VAGUE, "the text names no bounds")
    of_text: Anchor = "text" if word in _OF_TEXT else "published"
    return build_date(Window(unit=unit, count=number, direction="future" if future else "past", anchor=of_text), UNSURE)


def _vague_periods(match: Match) -> Built:
    return build_date(Vague(direction="future" if match["r"].value in (1, "future") else "past"), VAGUE, "the text names no bounds")


def _year_ago(match: Match) -> Built:
    unit = match.get("u")
    if unit and unit.text.lower() not in ("quarter", "period", "month", "week", "half", "year"):
        return None
    return build_date(Offset(unit="year", count=1, direction="before", anchor="text"), UNSURE)


def _corresponding(match: Match) -> Built:
    """Return "the same period last year"."""
    if match["v"].value != "year":
        return None
    return build_date(Offset(unit="year", count=1, direction="before", anchor="text"), LIKELY)


def _day_word(match: Match) -> Built:
    word = match["w"]
    part = match.get("p")
    day: Expression = Period(unit="day", shift=word.number)
    relation = RELATIONS.get(match["q"].text.lower()) if match.has("q") else None
    if part:
        return build_date(PartOfDay(part=day_part(part), of=day), CLEAR)
    return build_date(day, CLEAR, relation=relation)


def _next_but_one(match: Match) -> Built:
    """Return "the day after tomorrow", "the day before yesterday"."""
    away = {"after": 1, "before": -1}[match["l"].text.lower()]
    if match["u"].value != "day" or match["w"].value != away:
        return None
    return build_date(Period(unit="day", shift=2 * away), CLEAR)


def day_part(word: Word) -> DayPart:
    return str(word.value)  # type: ignore[return-value]


def _tonight(_: Match) -> Built:
    return build_date(PartOfDay(part="night", of=Period(unit="day", shift=0)), CLEAR)


def _this_morning(match: Match) -> Built:
    word, part = match["r"].text.lower(), day_part(match["p"])
    if word == "last" and part not in ("night", "evening"):
        return None
    if word == "that":
        return build_date(PartOfDay(part=part, of=Period(unit="day", shift=0, anchor="text")), UNSURE)
    return build_date(PartOfDay(part=part, of=Period(unit="day", shift=-1 if word == "last" else 0)), USUAL)


def _weekday(match: Match) -> Built:
    day, shift = match["wd"], match.get("r")
    if not named(day) or len(day.text.rstrip(".")) <= 4:
        return None
    word = shift.text.lower() if shift else ""
    anchored = word in ("previous", "following", "that", "preceding", "same")
    number = None if shift is None else -1 if match.has("past") else shift.number
    coming = any(word.text.lower() in ("coming", "upcoming") for word in match.words)
    told = number is None and match.before is not None and match.before.text.lower() == "the"
    expression: Expression = Weekday(
        day=day.number, shift=0 if coming else number, anchor="text" if anchored else "published", coming=coming, told=told
    )
    part = match.get("p")
    if part:
        return build_date(PartOfDay(part=day_part(part), of=expression), USUAL)
    return build_date(expression, USUAL)


def _weekday_week(match: Match) -> Built:
    """Return "Monday week", "a week on Tuesday": the one after the coming one."""
    day, unit = match["wd"], match["u"]
    if unit.value != "week" or not named(day) or len(day.text.rstrip(".")) <= 4:
        return None
    said = match.text[match.start : match.end]
    coming = Weekday(day=day.number, shift=0, coming=True)
    return build_date(
        Offset(unit="week", count=1, direction="after", anchor="text", of=coming), LIKELY, f"“{said}” is a week after the coming {day.text}"
    )


def _weekday_week_on(match: Match) -> Built:
    return _weekday_week(match) if match["in"].text.lower() == "on" else None


def _every(match: Match) -> Built:
    return "set", Meaning(Recurring(unit=match["u"].text.lower()), LIKELY, ("it comes back, so it has no single interval",), "set")


def _recurring(match: Match) -> Built:
    """Return "daily" where it says how often something happens; before a noun it is an adjective or a name."""
    if match["u"].text[0].isupper() or _ADJECTIVE.match(match.text, match.end):
        return None
    return _every(match)


def _clock(match: Match) -> Built:
    zone, text = match.get("z"), match["c"].text
    if zone is None and re.fullmatch(r"\d{4}", text):
        return None
    if zone is None and not re.search(r"[ap]\.?m|:", text.lower()):
        return None
    return "clock", Meaning(
        TimeOfDay(clock=text, zone=zone.text if zone else None), USUAL if zone or "m" in text.lower() else OPEN, (), "time"
    )


def _noon(match: Match) -> Built:
    part, twelve = match["p"], match.get("n")
    if part.value not in ("noon", "midnight") or (twelve is not None and number_of(twelve) != 12):
        return None
    zone = match.get("z")
    return "clock", Meaning(TimeOfDay(clock=str(part.value), zone=zone.text if zone else None), LIKELY, (), "time")


def _mid_unit(match: Match) -> Built:
    """Return "mid-decade", "mid-week"."""
    unit = unit_of(match["u"])
    if unit not in ("week", "month", "year", "decade", "century") or _ADJECTIVE.match(match.text, match.end):
        return None
    return build_date(Period(unit=unit, shift=0), UNSURE, relation="mid")


def _vague_word(match: Match) -> Built:
    word = match["v"]
    if _NO_TIME.match(match.text, match.end) or (
        word.text.lower() == "soon" and match.text[max(0, match.start - 4) : match.start].lower().endswith(" as ")
    ):
        return None
    return "vague", Meaning(Vague(direction=str(word.value)), VAGUE, ("the text names no bounds",))  # type: ignore[arg-type]


def _past_or_future(match: Match) -> Built:
    """Return "in the past", "in the future", without the preposition; a noun behind it makes it something else."""
    if re.match(
        r"[\xa0 ]+(?!(?:and|or|but|as|to|when|that|it|they|he|she|we|has|have|had|is|was|by|with|for|if|because)\b)[A-Za-z]",
        match.text[match.end : match.end + 12],
    ):
        return None
    return "vague", Meaning(Vague(direction="future" if match["v"].value == "future" else "past"), VAGUE, ("the text names no bounds",))


def _year_end(match: Match) -> Built:
    year = match.get("y")
    return build_date(Edge(of=CalendarDate(year=year_of(year)) if year else Period(unit="year", shift=None), edge="end"), LIKELY)


def _span(match: Match) -> Built:
    unit = str(match["u"].value)
    if unit not in UNITS and unit != "fortnight":
        return None
    counted = match.get("n")
    count = number_of(counted) if counted else None if match.has("some") else 1
    if unit == "fortnight":
        unit, count = "week", 2 * count if count else None
    if unit == "quarter" and counted is None:
        return None
    return "span", Span(count, unit, counted is not None and match.has("a"))


def rules(alphabet: Alphabet) -> list[Rule]:
    """Return the rules over plain words."""
    deictic = "<r:last|past|previous|next|coming|following|this|current|that|same|latest|final>"
    table = (
        (f"(?:<det:the|its>)?{deictic}(?:<f:fiscal>|<fulladj>)?<u:unit>", _period),
        ("<the><u:unit>", _bare_period),
        ("<the><r:latest><u:period>", _bare_period),
        ("(?:<det:the|its>)?<r:this|last|final|current|next|spunlast><n:day|word><u:units>", _spun_year),
        ("(?:<det:the|its>)?<r:last|past|next|coming|previous|following|recent|final><n:day|number|word><u:units>", _window),
        ("(?:<det:the|its>)?<r:last|past|next|coming|previous|recent><some><of>?<u:units>", _window),
        ("<r:recent|coming|future|current|past><u:units>(?:<and><units>)?", _vague_periods),
        ("(?:<the|its|a>)?(?:<corresponding|same>)?<yearago>(?:<u:unit|period|half>)?", _year_ago),
        ("<the>?<same|corresponding><u:unit|period|half><of|in>?<the>?<r:last|previous><v:unit>", _corresponding),
        ("<q:late|early>?<w:dayword><p:daypart>?", _day_word),
        ("<the><u:unit><l:after|before><w:dayword>", _next_but_one),
        ("<tonight>", _tonight),
        ("<r:this|last|that><p:daypart>", _this_morning),
        ("(?<!<a|every>)<wd:weekday><p:daypart>?", _weekday),
        ("<the>?<r:last|this|next|previous|following|coming|that|same><wd:weekday><p:daypart>?", _weekday),
        ("<this><r:coming><wd:weekday><p:daypart>?", _weekday),
        ("<this><r:past><wd:weekday><p:daypart>?", _weekday),
        ("<wd:weekday><u:unit>", _weekday_week),
        ("<a><u:unit><in:in><wd:weekday>", _weekday_week_on),
        ("<every><u:unit|weekday|month|season|daypart>", _every),
        ("<every>(?:<day|word|ordinal|some>)<u:unit|units|weekday>", _every),
        ("<u:weekdays><dayparts>?", _every),
        ("<weekday><u:dayparts>", _every),
        ("<u:recurring>", _recurring),
        ("<c:clock>(?:,?<z:zone>)?", _clock),
        ("<n:day>?<p:daypart>(?:<z:zone>)?", _noon),
        ("<q:mid>-?<u:unit>", _mid_unit),
        ("<v:vagueword>", _vague_word),
        ("(?<=<in>)<the><v:past|future>", _past_or_future),
        ("<the>?<yearend>(?:<of>?<y:year|spoken>)?", _year_end),
        ("<year0:unit>-?<end>", _unit_end),
        ("<the>?<year0:unit>'<end>", _unit_end),
        ("<a:a>?<n:day|number|word><some>?<u:units|unit>", _span),
        ("<a:a><some:some><of>?<u:units>", _span),
        ("<some:some><u:units>", _span),
        ("<a:a><u:unit>", _span),
        ("<half><a><u:unit>", _half_span),
        ("<day|word|a><and><a><half><u:unit|units>", _span_between),
        ("<a><u:unit><and><a><half>", _span_between),
        ("<more>?<n:day|word>(?:<to>|<or>|-)<day|word><u:units>", _span_between),
    )
    return alphabet.rules(table)


def _unit_end(match: Match) -> Built:
    unit = unit_of(match["year0"])
    if unit not in ("year", "month", "quarter", "week", "decade"):
        return None
    return build_date(Edge(of=Period(unit=unit, shift=None if unit == "year" else 0), edge="end"), LIKELY)


def _half_span(match: Match) -> Built:
    unit = str(match["u"].value)
    return "span", Span(6, "month") if unit == "year" else Span(None, unit)


def _span_between(match: Match) -> Built:
    unit = str(match["u"].value)
    return ("span", Span(None, unit)) if unit in UNITS else None
