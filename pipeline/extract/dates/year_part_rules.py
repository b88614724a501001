"""Rules for parts of years: quarters, halves, seasons, first months, financial years, written out or as codes."""

import re

from pipeline.extract.dates.calendar_rules import build_date, full_year, named, number_of, relation_of, year_of
from pipeline.extract.dates.confidence import CLEAR, LIKELY, OPEN, UNSURE, USUAL
from pipeline.extract.dates.signs import Alphabet, Built, Match, Rule, Word
from pipeline.extract.dates.surroundings import business, closing, counted
from pipeline.record.expressions import (
    CalendarDate,
    Expression,
    FiscalYear,
    Period,
    PeriodEnding,
    YearPart,
)


def _part_name(word: Word) -> str | None:
    if word.value == "quarter":
        return "quarter"
    return "half" if word.text.lower() in ("half", "halves") else None


def year_expression(match: Match) -> Expression | None:
    """Return the year that follows a part of it: "of 2024", "of the year", "last year"; None where nothing does."""
    year, code, shift, back = match.get("y"), match.get("fy"), match.get("r"), match.get("y0")
    if year or back:
        return CalendarDate(year=year_of(year or back))  # type: ignore[arg-type]
    if code:
        return fiscal_year(str(code.value))
    if shift:
        return Period(unit="year", shift=shift.number)
    return None


def _of_other_unit(match: Match) -> bool:
    """Return whether what follows is a part of another period than a year ("the first half of this decade")."""
    return any(word is not None and word.value != "year" for word in (match.get("yu"), match.get("yu2"), match.get("u3")))


def _year_part(match: Match) -> Built:
    part, which = _part_name(match["u"]), match["o"]
    unit = match.get("yu")
    if part is None or _of_other_unit(match):
        return None
    number = number_of(which)
    of = year_expression(match)
    fiscal = match.has("f") or match.has("f2")
    said = bool(of or unit or match.has("ya") or fiscal)
    if number == -1 and not (of or unit):
        return None
    if number > (4 if part == "quarter" else 2):
        return None
    if part == "half" and not said:
        around = match.text[max(0, match.start - 80) : match.end + 60]
        if not business().search(around) or "goal" in around:
            return None
    why = ("a fiscal quarter whose year's start is not said: read as a calendar quarter",) if fiscal else ()
    return build_date(
        YearPart(
            part="quarter" if part == "quarter" else "half", number=number, of=of, fiscal=fiscal, years_back=1 if match.has("ya") else 0
        ),
        OPEN if fiscal else CLEAR if of else USUAL if part == "quarter" or said else OPEN,
        *why,
    )


def _first_months(match: Match) -> Built:
    unit, count, which = match["mu"], number_of(match["n"]), match["o"]
    each = {"month": 1, "quarter": 3}.get(str(unit.value))
    year_unit = match.get("yu")
    if each is None or number_of(which) not in (1, -1) or not 1 <= count * each <= 12 or _of_other_unit(match):
        return None
    of = year_expression(match)
    if number_of(which) == -1 and not (of or year_unit):
        return None
    return build_date(YearPart(part="months", number=number_of(which) * count * each, of=of, fiscal=match.has("f2")), LIKELY)


def fiscal_year(code: str) -> FiscalYear:
    """Return the financial year of a code such as FY23, FY2022-23 or "fiscal 1989"."""
    numbers = re.findall(r"\d+", code)
    first = int(numbers[0]) if len(numbers[0]) == 4 else full_year(int(numbers[0]))
    return FiscalYear(ends_in=first + 1 if len(numbers) > 1 else first, start_month=4 if len(numbers) > 1 else 1)


def _fiscal_code(match: Match) -> Built:
    return build_date(fiscal_year(str(match["x"].value)), UNSURE)


def _quarter_code(match: Match) -> Built:
    code = str(match["x"].value).replace("’", "").replace("'", "")
    letter = "q" if "q" in code else "h"
    if not re.search(r"[A-Z]", match["x"].text) or _of_other_unit(match):
        return None
    found = re.match(r"(?:[qh]([1-4])|([1-4])[qh])[\xa0 ]?(fy)?(\d+)?", code)
    if found is None:
        return None
    number = int(found[1] or found[2])
    of = year_expression(match)
    if found[4]:
        year = int(found[4]) if len(found[4]) == 4 else full_year(int(found[4]))
        of = FiscalYear(ends_in=year) if found[3] else CalendarDate(year=year)
    if letter == "h" and of is None and not match.has("yu"):
        return None
    return build_date(
        YearPart(part="quarter" if letter == "q" else "half", number=number, of=of, fiscal=bool(found[3])), CLEAR if of else LIKELY
    )


def _season(match: Match) -> Built:
    season, year, shift = match["s"], match.get("y"), match.get("r")
    if year is None and shift is None:
        before = match.before
        placed = before is not None and before.text.lower() in (
            "in",
            "during",
            "by",
            "since",
            "until",
            "till",
            "before",
            "after",
            "from",
            "over",
            "through",
            "throughout",
            "within",
        )
        if not placed or not closing().match(match.text, match.end):
            return None
        if match.text[match.end : match.end + 4].strip().startswith("of"):
            return None
    if year is not None and counted().match(match.text, match.end):
        return None
    of = CalendarDate(year=year_of(year)) if year else None
    return build_date(
        YearPart(part="season", number=season.number, of=of, shift=shift.number if shift else None),
        LIKELY if year or shift else OPEN,
        relation=relation_of(match, "q"),
    )


def _season_over_years(match: Match) -> Built:
    """Return "the winter of 1882-83", which begins in the first of the two years."""
    first, last = re.split(r"[-–/]", str(match["ys"].value))
    if match["s"].number != 4 or (int(first) + 1) % 100 != int(last) % 100:
        return None
    return build_date(YearPart(part="season", number=4, of=CalendarDate(year=int(first))), CLEAR)


def _season_of_year(match: Match) -> Built:
    """Return "the spring of that year", "summer last year"."""
    if match["yu"].value != "year":
        return None
    word = match["r"]
    of_text = word.text.lower() in ("previous", "following", "that", "same")
    year = Period(unit="year", shift=word.number, anchor="text" if of_text else "published")
    return build_date(YearPart(part="season", number=match["s"].number, of=year), LIKELY)


def _season_of_text(match: Match) -> Built:
    """Return "the following spring", "that summer": counted from a date of the text."""
    return build_date(YearPart(part="season", number=match["s"].number, shift=match["r"].number, anchor="text"), UNSURE)


def _same_period(match: Match) -> Built:
    """Return "the same three months of 2012", "the like period of 1991": what the text reports on, in that year."""
    return build_date(
        YearPart(part="months", number=0, of=CalendarDate(year=year_of(match["y"]))), OPEN, "the period that the text speaks of"
    )


def _month_quarter(match: Match) -> Built:
    """Return "the March quarter": the three months that end with March."""
    if match["u"].value != "quarter" or not named(match["m"]):
        return None
    year = match.get("y")
    end = CalendarDate(year=year_of(year) if year else None, month=match["m"].number)
    return build_date(PeriodEnding(months=3, end=end), LIKELY, "the quarter that ends with the month")


def _year_period(match: Match) -> Built:
    """Return "the 1988 quarter", "the 1988 period"."""
    unit = match["u"]
    year = CalendarDate(year=year_of(match["y"]))
    if unit.value == "quarter":
        return build_date(YearPart(part="quarter", number=0, of=year), OPEN, "the quarter that the text speaks of")
    return build_date(year, OPEN) if unit.text.lower() == "period" else None


def rules(alphabet: Alphabet) -> list[Rule]:
    """Return the rules of this module over an alphabet."""
    year = "<y:year|shortyear|spoken>"
    of_year = f"(?:(?:<of>|,)?(?:<the|its>)?(?:<f2:fiscal>)?(?:{year}|<fy:fycode>|(?<=[{alphabet.char('the')}{alphabet.char('its')}{alphabet.char('fiscal')}])<yu:unit>)|<of>?<r:this|last|next|previous><yu2:unit>)?"
    table = (
        (
            f"<the>?(?:<fulladj|corresponding>)?(?:<ya:yearago>)?(?:<y0:year>)?(?:<f:fiscal>-?)?<o:ordinal|final|last|nth>-?<u:unit|half>{of_year}",
            _year_part,
        ),
        ("<r:this|last|next><u3:unit>'(?:<f:fiscal>)?<o:ordinal|final|last|nth>-?<u:unit|half>", _year_part),
        (f"<the|its>?<o:ordinal|final|last><n:day|word><mu:units>{of_year}", _first_months),
        (f"<the>?<m:month><u:unit>(?:(?:<of>|,)?{year})?", _month_quarter),
        ("<x:fycode>", _fiscal_code),
        (f"<x:quartercode|halfcode>{of_year}", _quarter_code),
        (f"<the>?(?:<q:early|mid|late>-?)?<s:season>(?:,|<of>)?{year}", _season),
        ("<the>?(?:<q:early|mid|late>-?)?<s:season>", _season),
        ("<the>?<s:season>(?:,|<of>)?<ys:years>", _season_over_years),
        ("<r:this|last|next><s:season>", _season),
        ("<the>?<s:season><of>?<r:this|last|next|previous|following|that|same><yu:unit>", _season_of_year),
        ("<the>?<r:previous|following|that|same><s:season>", _season_of_text),
        ("<the><r:next><s:season>", _season_of_text),
        ("<the>?<same|corresponding><n:day|word>?<unit|units|period|half>(?:<of>|<in>)<y:year>", _same_period),
        ("<this><r:past|coming><s:season>", _season),
        ("<the><y:year><u:unit|period>", _year_period),
    )
    return alphabet.rules(table)
