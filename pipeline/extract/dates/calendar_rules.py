"""Rules for dates by name or number: days, months, years, decades, centuries, feasts."""

import re
from functools import cache

from pipeline.extract.dates.confidence import CLEAR, LIKELY, OPEN, SURE, UNSURE, USUAL
from pipeline.extract.dates.signs import Alphabet, Built, Match, Meaning, Rule, Word
from pipeline.extract.dates.surroundings import behind_a_day, counted, season, warmth
from pipeline.extract.dates.vocabulary import Entry
from pipeline.lexicon import loader
from pipeline.record.expressions import (
    CalendarDate,
    Century,
    Decade,
    Expression,
    FiscalYear,
    Holiday,
    MonthOf,
    Range,
    Relation,
)

# Split years before this one are rather those of a war or a journey than of a budget.
_FIRST_SPLIT_YEAR = 2000
# A two-digit year from this one on belongs to the last century.
_PIVOT = 50
_VERB_OR_NOUN_MONTHS = frozenset({"may", "march", "mar", "jun", "jan", "dec", "august"})
RELATIONS: dict[str, Relation] = {"early": "early", "mid": "mid", "late": "late"}


@cache
def _numerals() -> dict[str, int]:
    """Return the number words of the vocabulary."""
    return {entry.word: int(entry.value) for entry in loader.load("date_vocabulary", Entry) if entry.sign == "word"}


def meaning_of(word: Word) -> Meaning:
    """Return the meaning of a built date, or of a bare year."""
    if isinstance(word.value, Meaning):
        return word.value
    return Meaning(CalendarDate(year=year_of(word)), USUAL)


def year_of(word: Word) -> int:
    """Return the year that a `year`, `shortyear` or `spoken` word names."""
    text = str(word.value).lower()
    digits = re.sub(r"\D", "", text)
    if len(digits) == 4:
        return int(digits)
    if digits:
        return full_year(int(digits))
    numerals = _numerals()
    numbers = [numerals[part] for part in re.split(r"[ -]+", text) if part in numerals]
    if text.startswith("two thousand"):
        return 2000 + sum(numbers[1:])
    return numbers[0] * 100 + sum(numbers[1:])


def full_year(two_digits: int) -> int:
    """Return the year that two digits stand for: 00-49 are of this century, 50-99 of the last."""
    return (2000 if two_digits < _PIVOT else 1900) + two_digits


def number_of(word: Word) -> int:
    """Return the number of a digit or number word, an ordinal included."""
    return word.value if isinstance(word.value, int) else int(re.sub(r"\D", "", str(word.value)))


def named(word: Word) -> bool:
    """Return whether a month or weekday word is written as a name: capitalised, or a long form that is no other word."""
    if word.text[0].isupper():
        return True
    bare = word.text.rstrip(".")
    return len(bare) > 3 and bare not in _VERB_OR_NOUN_MONTHS


def relation_of(match: Match, group: str) -> Relation | None:
    word = match.get(group)
    return RELATIONS[str(word.value)] if word else None


def build_date(expression: Expression, confidence: float = CLEAR, *why: str, relation: Relation | None = None) -> Built:
    return "date", Meaning(expression, confidence, why, "date", relation)


def _full_date(match: Match) -> Built:
    month, day, year, weekday = match["m"], match["d"], match.get("y"), match.get("wd")
    if not named(month) and not year and month.text.rstrip(".") in _VERB_OR_NOUN_MONTHS:
        return None
    if weekday and not named(weekday):
        return None
    rest = match.text[match.end : match.end + 12]
    if not year and str(day.value).isdigit() and day is match.words[-1] and counted().match(rest):
        return None
    if year and not str(year.value).startswith(("'", "’")) and counted().match(rest):
        return None
    if (
        day is match.words[-1]
        and isinstance(day.value, int)
        and ((match.after and match.after.sign == "-") or rest[:5].strip(" -").startswith(("quar", "half")))
    ):
        return None
    number = number_of(day)
    shift = match.get("r")
    if shift is not None:
        return build_date(MonthOf(month=month.number, day=number, shift=shift.number, by_year=match.has("u")))
    return build_date(
        CalendarDate(
            year=year_of(year) if year else None,
            month=month.number,
            day=number,
            weekday=weekday.number if weekday else None,
        ),
        SURE if year else USUAL,
    )


def _month_year(match: Match) -> Built:
    month, year = match["m"], match["y"]
    if not named(month) and month.text in _VERB_OR_NOUN_MONTHS and "of" not in match.text[match.start : match.end]:
        return None
    if any(word.sign == "," for word in match.words) and counted().match(match.text, match.end):
        return None
    return build_date(CalendarDate(year=year_of(year), month=month.number), SURE)


def _month_relative(match: Match) -> Built:
    month, shift = match["m"], match["r"]
    if not named(month) and month.text in _VERB_OR_NOUN_MONTHS:
        return None
    by_year = match.has("u")
    if by_year and match["u"].value != "year":
        return None
    day = match.get("d")
    return build_date(MonthOf(month=month.number, day=number_of(day) if day else None, shift=shift.number, by_year=by_year), CLEAR)


def _month_of_text(match: Match) -> Built:
    """Return "that August", "the following March 2": counted from a date of the text."""
    month, day = match["m"], match.get("d")
    if not named(month):
        return None
    return build_date(
        MonthOf(month=month.number, day=number_of(day) if day else None, shift=match["r"].number, by_year=False, anchor="text"), LIKELY
    )


def _month(match: Match) -> Built:
    month = match["m"]
    if not month.text[0].isupper() and not named(month):
        return None
    return build_date(CalendarDate(month=month.number), USUAL)


def _day_range(match: Match) -> Built:
    month, year = match["m"].number, match.get("y")
    if not named(match["m"]):
        return None
    first, last = number_of(match["a"]), number_of(match["b"])
    # "March 3 and 9" are two days; "between 3 and 9 March" and "3 and 4 March" are all that lie between.
    between = match.before is not None and match.before.text.lower() == "between"
    listed = any(word.text.lower() == "and" for word in match.words) and last != first + 1 and not between
    if first >= last or listed:
        return None
    number = year_of(year) if year else None
    return build_date(
        Range(first=CalendarDate(year=number, month=month, day=first), last=CalendarDate(year=number, month=month, day=last)), CLEAR
    )


def _day_of_month(match: Match) -> Built:
    if not behind_a_day().match(match.text, match.end):
        return None
    day, weekday = number_of(match["d"]), match.get("wd")
    if not 1 <= day <= 31 or (weekday and not named(weekday)):
        return None
    return build_date(
        CalendarDate(day=day, weekday=weekday.number if weekday else None),
        LIKELY if weekday else OPEN,
        "only the day of the month is said",
    )


def _iso(match: Match) -> Built:
    year, month, day = (int(part) for part in re.split(r"[-/t]", str(match["x"].value))[:3])
    return build_date(CalendarDate(year=year, month=month, day=day), SURE)


def _numeric(match: Match) -> Built:
    first, second, year = (int(part) for part in re.split(r"[./-]", str(match["x"].value)))
    if year < 100:
        year = full_year(year)
    if first > 12 >= second:
        return build_date(CalendarDate(year=year, month=second, day=first), CLEAR, "the first number can only be the day")
    if second > 12 >= first:
        return build_date(CalendarDate(year=year, month=first, day=second), USUAL, "the second number can only be the day")
    if first > 12 and second > 12:
        return build_date(CalendarDate(year=year, month=second, day=first), OPEN, "neither of the first two numbers can be a month")
    return build_date(
        CalendarDate(year=year, month=second, day=first),
        OPEN if first != second else CLEAR,
        "read day first; the other order is possible" if first != second else "day and month are the same number",
    )


def _years(match: Match) -> Built:
    first, last = re.split(r"[-–/]", str(match["x"].value))
    start = int(first)
    end = int(last) if len(last) == 4 else start - start % 100 + int(last)
    if end == start + 1 and season().match(match.text, match.end):
        return build_date(
            Range(first=CalendarDate(year=start), last=CalendarDate(year=end)),
            UNSURE,
            "a season over two years: its first and last day are not said",
        )
    if end == start + 1 and len(last) == 2 and start >= _FIRST_SPLIT_YEAR:
        return build_date(
            FiscalYear(ends_in=end, start_month=4), OPEN, f"“{match['x'].text}” is read as a financial year from April to March"
        )
    if end <= start:
        return None
    return build_date(Range(first=CalendarDate(year=start), last=CalendarDate(year=end)), USUAL)


_IN_TIME = frozenset({"in", "during", "since", "of", "from", "by", "throughout", "through", "until", "before", "after"})


def _decade(match: Match) -> Built:
    if match.has("its"):
        return None
    text = str(match["d"].value).lower()
    digits = re.sub(r"\D", "", text)
    relation = relation_of(match, "q")
    if len(digits) == 4 and digits.endswith("00") and digits != "2000":
        said = match.text[match.start : match.end]
        return build_date(Century(number=int(digits) // 100 + 1), LIKELY, f"“{said}” is read as the whole century", relation=relation)
    if len(digits) == 4:
        return build_date(Decade(first_year=int(digits)), CLEAR, relation=relation)
    if not (match.has("the") or relation or text[0] in "'’" or text.startswith("nineteen")):
        return None
    bare = bool(digits) and relation is None and text[0] not in "'’"
    if bare and (
        match.before is None
        or match.before.text.lower() not in _IN_TIME
        or warmth().search(match.text, max(0, match.start - 70), match.end + 40)
    ):
        return None
    first = int(digits) if digits else _numerals()[re.split(r"[ -]", text)[-1].removesuffix("ies") + "y"]
    if first == 10 and text[0] not in "'’":
        return None
    return build_date(
        Decade(first_year=1900 + first if first >= 20 or text.startswith("nineteen") else 2000 + first),
        UNSURE,
        "the century of the decade is not said",
        relation=relation,
    )


def _century(match: Match) -> Built:
    number = number_of(match["o"])
    if match["u"].value != "century" or not 1 <= number <= 30:
        return None
    return build_date(Century(number=number), CLEAR, relation=relation_of(match, "q"))


def _holiday(match: Match) -> Built:
    name, shift, year = match["h"], match.get("r"), match.get("y")
    if not name.text[0].isupper():
        return None
    following = match.text[match.end : match.end + 2]
    if year is None and len(following) == 2 and following[0] == " " and following[1].isupper():
        return None
    return build_date(
        Holiday(
            name=name.text,
            rule=str(name.value),
            of=CalendarDate(year=year_of(year)) if year else None,
            shift=shift.number if shift else None,
            eve=match.has("eve"),
        ),
        LIKELY,
    )


def _the_year(match: Match) -> Built:
    if match["u"].value != "year":
        return None
    return build_date(CalendarDate(year=year_of(match["y"])), CLEAR)


def _spoken_year(match: Match) -> Built:
    return build_date(CalendarDate(year=year_of(match["y"])), LIKELY) if match.text[match.end : match.end + 1] != "-" else None


def rules(alphabet: Alphabet) -> list[Rule]:
    """Return the rules of this module over an alphabet."""
    year = "<y:year|shortyear|spoken>"
    table = (
        (f"(?:<wd:weekday>,?<the>?)?<d:day|nth><of>?<m:month>(?:,?{year}|,?<r:this|last|next><u:unit>)?", _full_date),
        (f"(?:<wd:weekday>,?)?<the><d:ordinal|nth><of><m:month>(?:,?{year})?", _full_date),
        (f"(?:<wd:weekday>,?)?<m:month><the>?<d:day|nth|ordinal>(?:,?{year}|,?<r:this|last|next><u:unit>)?", _full_date),
        (f"<m:month>(?:<of>|,)?{year}", _month_year),
        ("<m:month>,?<of>?<r:this|last|next><u:unit>", _month_relative),
        ("<r:this|last|next><m:month><d:day|nth>?", _month_relative),
        ("<the>?<r:previous|following|that|same><m:month><d:day|nth>?", _month_of_text),
        ("<the><r:next><m:month><d:day|nth>?", _month_of_text),
        ("<the>?<this>?<r:past|coming|next|last><m:month><d:day|nth>?", _month_relative),
        ("<m:month>", _month),
        (f"<m:month><a:day|nth>(?:-|<to>|<and>)<b:day|nth>(?:,?{year})?", _day_range),
        (f"<a:day|nth>(?:-|<to>|<and>)<b:day|nth><of>?<m:month>(?:,?{year})?", _day_range),
        (f"<weekday>,?<a:day|nth>(?:-|<to>|<until>|<and>)<weekday>,?<b:day|nth><of>?<m:month>(?:,?{year})?", _day_range),
        (f"<weekday>,?<m:month><a:day|nth>(?:-|<to>|<until>|<and>)<weekday>,?<b:day|nth>(?:,?{year})?", _day_range),
        ("(?<=<in|of|by|since|until|before|after|from|to|the|and>)<the><d:nth>", _day_of_month),
        ("<wd:weekday>,?<the><d:nth>", _day_of_month),
        ("<x:iso>", _iso),
        ("<x:numeric>", _numeric),
        ("<x:years>", _years),
        ("(?:<the:the>|<its:its>)?(?:<q:early|mid|late>-?)?<d:decade>", _decade),
        ("(?:<the>|<its>)?(?:<q:early|mid|late>-?)?<o:ordinal|nth>-?<u:unit>", _century),
        (f"(?:<r:this|last|next>)?<h:holiday><eve:eve>?(?:,?<of>?{year})?", _holiday),
        (f"<the>?<u:unit>{year}", _the_year),
        ("<y:spoken>", _spoken_year),
    )
    return alphabet.rules(table)
