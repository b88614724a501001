"""Ages without a unit: “aged 34”, “Ms Lopez, 41, said”, “who is 57”."""

import re

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.numeral_pattern import SPACE

AGED = re.compile(
    rf"\b(?:(?:aged|age|age{SPACE}of|ages){SPACE}(?:between{SPACE}|(?:just|only|about|over|under){SPACE})?(?:\d{{1,2}}(?:,{SPACE}\d{{1,2}}){{0,8}},?{SPACE}and{SPACE})?"
    rf"|(?:children|kids|people|adults|anyone|everyone|those|men|women|boys|girls|voters|pensioners|residents|patients){SPACE}(?:aged{SPACE})?(?:under|over|above|below){SPACE}(?:the{SPACE}age{SPACE}of{SPACE})?)$",
    re.IGNORECASE,
)
_NAMED_AGE = re.compile(rf"[^\W\d_a-z][\w’'.-]*,{SPACE}$")
_IS_AGE = re.compile(
    rf"\b(?:(?:who|he|she)(?:{SPACE}(?:is|was|turned|turns|will{SPACE}(?:be|turn)|would{SPACE}be)|['’]s)|turned|turning|life{SPACE}expectancy(?:{SPACE}(?:for|of|in|at){SPACE}[\w ]{{1,32}})?{SPACE}(?:is|was|of|to|at))(?:{SPACE}(?:now|only|just|about|around|nearly))?{SPACE}$",
    re.IGNORECASE,
)
_AGE_ENDS = re.compile(rf"[,.;)—–]|{SPACE}(?:and|when|at|in|on|but|or|by|next|this|last)\b|$|\n")
_OLDEST = 115


def is_age(text: str, draft: Draft, before: str) -> bool:
    """Return whether the bare number of `draft`, behind the words `before`, is somebody's age."""
    numeral = draft.measure.numeral
    if not draft.measure.bare or numeral.scale != 1 or numeral.grouped or not 1 <= numeral.value <= _OLDEST or numeral.value % 1:
        return False
    if AGED.search(before):
        return True
    ends = _AGE_ENDS.match(text, numeral.end)
    if ends is None:
        return False
    if _IS_AGE.search(before):
        return True
    return (
        bool(_NAMED_AGE.search(before))
        and text[numeral.end : numeral.end + 1] in ",.;)"
        and not text[numeral.end : numeral.end + 3].strip(", ").isdigit()
    )
