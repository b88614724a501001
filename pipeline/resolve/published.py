"""When the article appeared: as given, as its dateline says, or as far as its words allow to infer.

Inferring is for what the words leave no doubt about; a year that is merely mentioned, even the latest
one, is none (news tells of old years and of coming ones). What counts, in this order: the date in the
article's address; "last year" or "this year" beside its number; "now, a year later" behind a dated
event; a weekday with day and month, which fits one year near the latest that the text tells of; and
a full date in the opening that somebody is said to have spoken on, where no later year is told of.
Most of these carry only the year. Nothing is ever taken from the day of the run.
"""

import datetime as dt
import itertools
import re
from collections.abc import Sequence

from pipeline.record.article import Article
from pipeline.record.candidates import PublicationDate
from pipeline.record.expressions import CalendarDate, DateCandidate, Offset, Period, Relation, Side, TimeOfDay
from pipeline.record.prose import Block

# A dateline opens its block: places in capitals, a label, or nothing; then the date, then a dash, colon or the block's end.
_BEFORE_DATELINE = re.compile(r"(?:[^\W\d_a-z][^\n\d]{0,60}?[,(—–-]\s*)?", re.UNICODE)
_CAPITALS = re.compile(r"[^\W\d_a-z][^\W\d_a-z .’'-]{2,}")
# "Updated 10:03, 5 May 2022", "By Ann Lee | May 5, 2022": a label opens the block or a part of it; "built by Wright on May 3, 1950" is none.
_LABEL = re.compile(
    r"(?:^|[|·•(—–][\xa0 ]*)(?:(?:(?:first |last )?(?:published|updated|posted|modified)|date)\b[\xa0 ]?:?(?: on| at)?"
    r"|by [A-Z][^\W\d]+(?:[\xa0 ][A-Z][\w.’'-]*){0,4}(?: in [A-Z]\w+)?)[\s\d:.,|·•–—apmAPMGBSTUC]*$",
    re.IGNORECASE,
)
_AFTER_DATELINE = re.compile(r"\s*(?:[—–:|)]|-{1,2}\s|\.\s|\(|$|\n)")
_SAYING = re.compile(r"\b(?:said|told|announced|reported|stated|mentioned)\b[^.;\n]*$")
_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-]([0-2]\d|3[01])(?=[/-]|$)")
# Between "last year" and its number; what says that a year is running.
_BESIDE = re.compile(r",? ?(?:in |on )?\(?|: |, or | ?[—–-]{1,2} ?(?:in |on )?")
_IN_BRACKETS = re.compile(r" \(")
_SO_FAR = re.compile(r"\b(?:so far|thus far|to date|already) (?:this year|in)?,? ?$", re.IGNORECASE)
_AHEAD: frozenset[Relation] = frozenset({"by", "until", "before"})
_BLOCKS_LOOKED_AT = 4
# How far behind the latest year that is told of an article may appear, where a weekday decides between the years.
_YEARS_ON = 3


def publication_date(article: Article, text: str, dates: tuple[DateCandidate, ...], blocks: tuple[Block, ...]) -> PublicationDate:
    """Return the article's date with how it is known; `value` is None where neither metadata nor text say it.

    A date that was given or stands in the metadata is taken; else a dateline; else what the words
    allow to infer, as precise as the evidence is.
    """
    if article.published:
        how = article.published_how or "given"
        return PublicationDate(
            value=article.published, how=how, why=("a person gave it",) if how == "given" else ("the source's metadata state it",)
        )
    dateline = _dateline(text, dates, blocks)
    if isinstance(dateline, PublicationDate):
        return dateline
    return (
        _from_address(article.url or "")
        or _inferred(text, dates, blocks, dateline)
        or PublicationDate(value=None, how="unknown", why=("neither metadata nor text say it",))
    )


def _day_of(candidate: DateCandidate) -> CalendarDate | None:
    """Return the day and month that a date states, with or without its year."""
    date = candidate.expression.day if isinstance(candidate.expression, TimeOfDay) else candidate.expression
    return date if isinstance(date, CalendarDate) and date.month is not None and date.day is not None else None


def _full_day(candidate: DateCandidate) -> dt.date | None:
    date = _day_of(candidate)
    return _real(date.year, date) if date and date.year is not None else None


def _real(year: int, date: CalendarDate) -> dt.date | None:
    try:
        return dt.date(year, date.month or 1, date.day or 1)
    except ValueError:
        return None


def _dateline(text: str, dates: Sequence[DateCandidate], blocks: Sequence[Block]) -> PublicationDate | CalendarDate | None:
    """Return the publication date that a dateline says, its day and month alone where it lacks the year, None where there is none."""
    partial: CalendarDate | None = None
    for block in (*blocks[:_BLOCKS_LOOKED_AT], *blocks[max(_BLOCKS_LOOKED_AT, len(blocks) - 2) :]):
        for candidate in dates:
            if not block.start <= candidate.start < block.end:
                continue
            date = _day_of(candidate)
            if date is None:
                continue
            before, after = text[block.start : candidate.start], text[candidate.end : block.end]
            labelled = _LABEL.search(before) is not None
            if labelled or (_opens(before) and _AFTER_DATELINE.match(after)):
                day = _full_day(candidate)
                words = text[block.start : candidate.end].strip()
                if day is not None:
                    return PublicationDate(value=day.isoformat(), how="dateline", why=(f"the dateline says “{words[-80:]}”",))
                if date.year is None and (labelled or before.strip()):
                    partial = partial or date
            break
    return partial


def _opens(before: str) -> bool:
    """Return whether what stands before a date in its block is nothing, or a place in capitals."""
    bare = before.strip(" ,(—–-")
    return not bare or (len(bare) <= 60 and _CAPITALS.match(bare) is not None and _BEFORE_DATELINE.fullmatch(before) is not None)


def _from_address(url: str) -> PublicationDate | None:
    found = _ADDRESS.search(url)
    day = _real(int(found[1]), CalendarDate(month=int(found[2]), day=int(found[3]))) if found else None
    return PublicationDate(value=day.isoformat(), how="inferred", why=(f"the article's address holds {day.isoformat()}",)) if day else None


def _inferred(text: str, dates: Sequence[DateCandidate], blocks: Sequence[Block], dateline: CalendarDate | None) -> PublicationDate | None:
    """Return what the words fix, with the evidence; None where they leave any doubt."""
    pinned = _weekday_pinned(text, dates)
    apposed = _apposed(text, dates)
    if apposed:
        return apposed
    found = _running_year(text, dates) or _year_later(text, dates) or pinned or _reported(text, dates, blocks)
    if found is None:
        return None
    year, why = found
    day = _real(year, dateline) if dateline else None
    if day is not None and (dateline is None or dateline.weekday in (None, day.weekday())):
        return PublicationDate(value=day.isoformat(), how="inferred", why=("the dateline gives day and month", why))
    return PublicationDate(value=f"{year:04}", how="inferred", why=(why,))


def _apposed(text: str, dates: Sequence[DateCandidate]) -> PublicationDate | None:
    """Return what "last year, 2021", "last month, in February 2019" or "yesterday, 12 May 2012" fixes, as precise as the two are together."""
    for before, behind in itertools.pairwise(dates):
        for counted, named in ((before, behind), (behind, before)):
            period = counted.expression.of if isinstance(counted.expression, Side) else counted.expression
            if (
                not isinstance(period, Period)
                or period.shift is None
                or period.anchor != "published"
                or not isinstance(named.expression, CalendarDate)
            ):
                continue
            # "2021, last year" may be two years that are compared; in brackets they are one.
            beside = _IN_BRACKETS if named is before else _BESIDE
            if not beside.fullmatch(text, before.end, behind.start) or _quoted(text, before.start):
                continue
            value = _counted_back(period, named.expression)
            if value:
                said = text[before.start : behind.end]
                return PublicationDate(value=value, how="inferred", why=(f"the text says “{said}”",))
    return None


def _counted_back(period: Period, date: CalendarDate) -> str | None:
    """Return the publication date from which a period counts to a date that the text states, None where they do not fit together."""
    if date.year is None or period.shift is None:
        return None
    if period.unit == "year":
        return f"{date.year - period.shift:04}" if period.shift in (-1, 0, 1) else None
    if period.unit == "month" and date.month is not None and date.day is None:
        month = date.year * 12 + date.month - 1 - period.shift
        return f"{month // 12:04}-{month % 12 + 1:02}"
    if period.unit == "day" and date.month is not None and date.day is not None:
        day = _real(date.year, date)
        if day is not None and date.weekday in (None, day.weekday()):
            return (day - dt.timedelta(days=period.shift)).isoformat()
    return None


def _quoted(text: str, at: int) -> bool:
    """Return whether a place stands inside quotation marks of its line, where another time may be speaking."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.count('"') % 2 == 1 or line.rfind("“") > line.rfind("”")


def _running_year(text: str, dates: Sequence[DateCandidate]) -> tuple[int, str] | None:
    """Return the year that "so far in 2022" fixes."""
    for candidate in dates:
        year = _bare_year(candidate)
        if year is None or _quoted(text, candidate.start):
            continue
        if _SO_FAR.search(text, max(0, candidate.start - 20), candidate.start):
            said = text[max(0, candidate.start - 12) : candidate.end].strip()
            return year, f"the text speaks of a running year: “{said}”"
    return None


def _bare_year(candidate: DateCandidate) -> int | None:
    date = candidate.expression
    return date.year if isinstance(date, CalendarDate) and date.month is None else None


def _year_later(text: str, dates: Sequence[DateCandidate]) -> tuple[int, str] | None:
    """Return the year that "now, a year later" reaches from the last dated event before it."""
    for place, candidate in enumerate(dates):
        later = candidate.expression
        if not isinstance(later, Offset) or not later.present or later.unit != "year" or later.count is None:
            continue
        for before in reversed(dates[max(0, place - 4) : place]):
            years = _years_told(before)
            if years:
                said = text[candidate.start : candidate.end]
                return years[0] + later.count, f"the text says “now, {said}” and tells of {text[before.start : before.end]} before it"
    return None


def _weekday_pinned(text: str, dates: Sequence[DateCandidate]) -> tuple[int, str] | None:
    """Return the one year near the latest told of in which a day and month fall on the weekday beside them."""
    told = [year for candidate in dates for year in _years_told(candidate)]
    if not told:
        return None
    latest = max(told)
    years: dict[int, DateCandidate] = {}
    for candidate in dates:
        date = _day_of(candidate)
        if date is None or date.year is not None or date.weekday is None or candidate.context.told:
            continue
        for year in range(latest, latest + _YEARS_ON + 1):
            day = _real(year, date)
            if day and day.weekday() == date.weekday:
                years[year] = candidate
    if len(years) != 1:
        return None
    ((year, candidate),) = years.items()
    return year, f"“{text[candidate.start : candidate.end]}” fits {year} only, near {latest}, the latest year that the text tells of"


def _reported(text: str, dates: Sequence[DateCandidate], blocks: Sequence[Block]) -> tuple[int, str] | None:
    """Return the year of a full date in the opening on which somebody spoke, where no later year is told of."""
    opening = blocks[min(len(blocks), _BLOCKS_LOOKED_AT) - 1].end if blocks else 0
    years = [year for candidate in dates for year in _years_told(candidate)]
    for candidate in dates:
        day = _full_day(candidate)
        if day is None or candidate.start >= opening or day.year < max(years, default=0):
            continue
        if _SAYING.search(text, max(0, candidate.start - 40), candidate.start):
            words = text[max(0, candidate.start - 25) : candidate.end]
            return day.year, f"the opening reports what was said on a full date: “{words}”"
    return None


def _years_told(candidate: DateCandidate) -> tuple[int, ...]:
    """Return the year that a date states outright, where the words around put it in the past."""
    date = candidate.expression
    if candidate.relation in _AHEAD or not isinstance(date, CalendarDate) or date.year is None:
        return ()
    return (date.year,) if candidate.context.tense == "past" or candidate.relation == "since" else ()
