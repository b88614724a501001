"""How often each way of working out days is right: shares observed on news, and nowhere else a number.

Counted on newswire with marked dates and on the project's own articles (n about 990 dates); ways seen
fewer than ten times stand with what is known of them. A date is as sure as the least sure of reading
its words (`extract`) and working out its days.
"""

from typing import Final

TENSE_AGREES: Final = 0.94
"""The nearest month or day without its year, on the side that the tense tells (182 of 194)."""
TENSE_AGAINST: Final = 0.83
"""The nearest one, though the tense tells the other side (30 of 35)."""
NO_TENSE: Final = 0.85
"""The nearest one, with no tense to tell (18 of 21)."""
WEEKDAY_OF_PUBLICATION: Final = 0.95
"""The weekday on which the article appeared (46 of 47)."""
WEEKDAY_BACK: Final = 0.94
"""The last such weekday, told of in the past (87 of 93)."""
WEEKDAY_AHEAD: Final = 0.85
"""The next such weekday, told of as coming (6 of 9)."""
WEEKDAY_FITS: Final = 0.96
"""A day whose weekday fits one year only (3 of 3)."""
LAST_WEEKDAY: Final = 0.92
NEXT_WEEKDAY: Final = 0.75
"""“Next Friday” is this week's for some, next week's for others; so is “will meet on Friday” on a Friday."""
COUNTED: Final = 0.93
"""Counted from the publication date (227 of 247)."""
COUNTED_AGO: Final = 0.78
"""“Two years ago”, to the unit: the text may mean the day (7 of 13)."""
COMPARED: Final = 0.75
"""The same period a year before the one that the sentence reports (47 of 64)."""
TOPIC: Final = 0.75
"""The quarter or year that the text speaks of (8 of 11)."""
PASSAGE: Final = 0.88
"""The year that the passage tells of."""
FROM_TEXT: Final = 0.83
"""Counted from a date of the text by a word that says so (6 of 7)."""
FROM_EVENT: Final = 0.7
"""“A year later”: counted from the date before it."""
SAME_SENTENCE: Final = 0.85
AROUND: Final = 0.83
"""“The weekend”, “the week” around the publication date (5 of 6)."""
ASSUMED: Final = 0.75
"""What the text leaves out was assumed: a financial year's start, the last full quarter, a year."""
BORROWED: Final = 0.6
"""The year of another date, or none of what it is counted from is dated."""
BY_THE_MOON: Final = 0.75
"""A feast that falls a day earlier or later where the moon is sighted."""
INFERRED: Final = 0.85
"""Whatever counts from a publication date that is inferred itself."""
CONTRADICTED: Final = 0.5
"""The weekday in the text is not that of the day, or the calendar has no such day."""
UNRESOLVED: Final = 0.75
"""What it counts from is not known to the needed precision."""
UNDATED: Final = 0.85
"""The article's own date is not known: that is one thing to look at, not every date of it."""
CERTAIN: Final = 1.0
"""The text leaves nothing to work out."""
