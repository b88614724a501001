"""Clock times as they are written, read by dateparser."""

import datetime as dt
import re
from functools import lru_cache

# Only the clock time is asked of dateparser: the day beside it is worked out here, so the base never shows in a result.
_BASE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a clock time without a zone
_NAMED = {"noon": dt.time(12), "midnight": dt.time(0)}


@lru_cache(maxsize=4096)
def clock_time(written: str) -> dt.time | None:
    """Return the time of day, None where it is no time.

    >>> clock_time("7:20 a.m.")
    datetime.time(7, 20)
    >>> clock_time("25:61") is None
    True
    """
    text = written.lower().replace("\xa0", " ").replace("\u202f", " ")
    if text in _NAMED:
        return _NAMED[text]
    text = re.sub(r"(?<=\d)\.(?=\d\d)", ":", text)
    if re.fullmatch(r"\d{4}", text):
        text = f"{text[:2]}:{text[2:]}"
    import dateparser  # noqa: PLC0415 - costs 0.15 s, which only texts with clock times pay

    found = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "RELATIVE_BASE": _BASE,
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "current_period",
            "PREFER_DAY_OF_MONTH": "first",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "PARSERS": ["absolute-time"],
        },
    )
    return found.time() if found else None
