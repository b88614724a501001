"""When the financial year of an article begins, where the article says so.

A quarter that ended on some day ("the fourth quarter ended Aug. 31") does not say it: the year may be counted otherwise.
"""

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<{{}}>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?:(?:the[ ])?\d{1,2}(?:st|nd|rd|th)?(?:[ ]of)?[ ])?"
_YEAR = r"(?:fiscal|financial|business|accounting)[ -]?(?:half-)?(?:year|quarter|\d{4})(?:[ ]\d{4})?"
_SAYS_SO = ("iscal", "inancial", "usiness year", "ccounting year")
_COUNTS_SO = ("crore", "lakh", "upee", "₹", "Rs")
_APRIL = "the financial year runs from April to March: the text counts in crore, lakh or rupees"
_FROM_APRIL = re.compile(r"\b(?:crore|lakh|rupees?)\b|₹|\bRs\.? ?\d")
# "a fiscal year that began last Sept. 1", "fiscal 1995, which begins July 1", "whose fiscal year ends on 30 June", "since Nov. 1, when the fiscal year started".
_BEGINS = re.compile(
    rf"{_YEAR},?[ ](?:(?:that|which)[ ])?(?:began|begins?|begun|started|starts?|starting|beginning|runs?[ ]from|running[ ]from|opens?|opened)[ ]"
    rf"(?:on[ ]|in[ ]|last[ ]|next[ ]|each[ ]|every[ ])*{_DAY}{_MONTH.format('start')}"
    rf"|(?:since|on|from)[ ]{_DAY}{_MONTH.format('start2')}(?:[ ]\d{{1,2}})?,?[ ]when[ ](?:its|the|their)[ ](?:new[ ]|current[ ])?{_YEAR}[ ](?:began|begins|started|starts)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"{_YEAR},?[ ](?:(?:that|which)[ ])?(?:end(?:ed|s|ing)?|clos(?:ed|es|ing)|finish(?:ed|es)|to)[ ]"
    rf"(?:on[ ]|in[ ]|last[ ]|next[ ]|each[ ]|every[ ])*{_DAY}{_MONTH.format('end')}",
    re.IGNORECASE,
)


def first_month(text: str) -> tuple[int, str] | None:
    """Return the month (1 to 12) in which the financial year begins and why, None where the text does not say or says two.

    >>> first_month("The firm, whose fiscal year ends on June 30, said little.")
    (7, 'the article says “fiscal year ends on June”')
    >>> first_month("Earnings rose in the third quarter.") is None
    True
    """
    found: dict[int, str] = {}
    if not any(word in text for word in _SAYS_SO):
        return (4, _APRIL) if _from_april(text) else None
    for match in _BEGINS.finditer(text):
        name = match["start"] or match["start2"]
        found.setdefault(_MONTHS.index(name[:3].lower()) + 1, match[0])
    for match in _ENDS.finditer(text):
        found.setdefault((_MONTHS.index(match["end"][:3].lower()) + 1) % 12 + 1, match[0])
    if not found and _from_april(text):
        return 4, _APRIL
    if len(found) != 1:
        return None
    ((month, said),) = found.items()
    return month, f"the article says “{said}”"


def _from_april(text: str) -> bool:
    """Return whether the text counts in a way that goes with financial years from April to March."""
    return any(word in text for word in _COUNTS_SO) and _FROM_APRIL.search(text) is not None
