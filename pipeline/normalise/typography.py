"""Characters that only typesetting needs, read as the plain letters they stand for.

Quotation marks, dashes and the ellipsis stay: they are the author's.
"""

import re
import unicodedata

from pipeline.normalise.draft import Replace

_INVISIBLE = "\u00ad\u034f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_FULLWIDTH = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_TYPOGRAPHIC = re.compile(
    rf"(?P<invisible>[{_INVISIBLE}]+|(?<=[\s\x21-\x7e])[\u200c\u200d]+|(?:\A|(?<=[\s\x21-\x7e]))[\u200c\u200d]+|[\u200c\u200d]+(?=[\s\x21-\x7e]|\Z))"
    r"|(?P<ligature>[\ufb00-\ufb06]+)"
    rf"|(?P<fullwidth>[\uff04\uffe1\uffe5]?[{_FULLWIDTH}][{_FULLWIDTH}\uff04\uff05\uff0b\uff0c\uff0d\uff0e\uff0f]*)"
    r"|(?P<styled>[\U0001d400-\U0001d7ff]+)"
    r"|(?P<combined>[A-Za-z][\u0300-\u036f]{1,4}+)"
)
_SIGN = re.compile(rf"[{_INVISIBLE}\u200c\u200d\u0300-\u036f\ufb00-\ufb06{_FULLWIDTH}\U0001d400-\U0001d7ff]")
_WHY = {
    "invisible": "characters that cannot be seen",
    "ligature": "a ligature stands for its letters",
    "fullwidth": "fullwidth letters and digits are the same letters and digits",
    "styled": "styled letters and digits are the same letters and digits",
    "combined": "a letter and its accent as one character",
}


def plain_characters(text: str) -> list[Replace]:
    """Return the typographic variants in `text` with their plain reading.

    >>> [(change.start, change.after) for change in plain_characters("the ﬁrst “30” ３０％ co\\u00adop")]
    [(4, 'fi'), (14, '30%'), (20, '')]
    """
    if text.isascii() or not _SIGN.search(text):
        return []
    changes = []
    for found in _TYPOGRAPHIC.finditer(text):
        sort = found.lastgroup or ""
        after = "" if sort == "invisible" else unicodedata.normalize("NFC" if sort == "combined" else "NFKC", found[0])
        if after != found[0]:
            changes.append(Replace(start=found.start(), end=found.end(), after=after, kind="typography", why=(_WHY[sort],)))
    return changes
