"""How sure a reading of the words alone is: the share of right ones that each level stands for.

The levels are probabilities as observed on news (see `resolve/confidence.py`, where the working out
of days has its own): what a rule builds is given the level of its kind, never a number of its own.
"""

from typing import Final

SURE: Final = 0.97
"""Day, month and year written out, a month with its year."""
CLEAR: Final = 0.94
"""A date by a form that has one reading: "yesterday", "May 3", "the 1990s", "last year"."""
USUAL: Final = 0.91
"""A form with a rare second reading: a bare year or weekday, "the end of 2027"; a time that is vague for certain."""
LIKELY: Final = 0.85
"""A form that news uses in other senses too: "the third quarter", "the past ten months", feasts."""
UNSURE: Final = 0.75
"""Something was assumed: a century, which of two years, what a spinner meant. Worth a look."""
OPEN: Final = 0.6
"""One of several readings was taken."""
