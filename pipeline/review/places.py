"""Find the place of a quotation again in a text that has changed."""

from pipeline.language.contexts import MARKS

_CUT = "…"
# So much of what stood right beside a quotation tells it from others: on both sides, or on one.
_NEAR, _ONE_SIDE = 8, 20


def place(text: str, quotation: str, context: str) -> tuple[int, int] | None:
    """Return where `quotation` stands in `text` in the surroundings that it had; None where that place is gone or there are several.

    `context` is the quotation between its marks with words around it (see `language.contexts`). Words farther away may have changed,
    and those of one side, where many stand on the other.

    >>> place("It made 300 cars. In May it made 300 vans.", "300", "In April it made ⟦300⟧ vans.")
    (33, 36)
    """
    if quotation not in text:
        return None
    before, after = sides(context)
    for left, right in ((before, after), (before[-_NEAR:], after[:_NEAR]), (before, ""), ("", after)):
        alone = not left or not right
        if (left == before and right == after) or len(left + right) >= (_ONE_SIDE if alone else _NEAR):
            wanted = left + quotation + right
            at = text.find(wanted)
            if at >= 0 and text.find(wanted, at + 1) < 0:
                return at + len(left), at + len(left) + len(quotation)
    return None


def same_place(text: str, quotation: str, context: str) -> tuple[int, int] | None:
    """Return where `quotation` stands in exactly the surroundings that it had."""
    before, after = sides(context)
    wanted = before + quotation + after
    at = text.find(wanted)
    return (at + len(before), at + len(before) + len(quotation)) if at >= 0 and text.find(wanted, at + 1) < 0 else None


def sides(context: str) -> tuple[str, str]:
    """Return the words before and after the marks."""
    before, _, rest = context.partition(MARKS[0])
    return before.removeprefix(_CUT), rest.partition(MARKS[1])[2].removesuffix(_CUT)
