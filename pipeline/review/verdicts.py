"""What a person's decision says."""

import re
from typing import Literal, get_args

import msgspec

from pipeline.record.candidates import Label

LABELS: tuple[str, ...] = get_args(Label)
NOT_UNDERSTOOD = "not understood: "
"""Begins the note beside a decision which says nothing that can be done."""
_NAME_AND_LABEL = re.compile(r"(?P<name>.*?)\s*(?:\[(?P<label>[^\[\]]*)\])?", re.DOTALL)


class Verdict(msgspec.Struct, frozen=True):
    """`ok`, `wrong`, or a correction with its `text`."""

    says: Literal["ok", "wrong", "correction"]
    text: str = ""


def verdict(decision: str) -> Verdict | None:
    """Return what a decision says, None where it says none of the three (an empty one does not).

    >>> verdict("ok"), verdict("= Great Wall Motor"), verdict("okay")
    (Verdict(says='ok', text=''), Verdict(says='correction', text='Great Wall Motor'), None)
    """
    if decision == "ok":
        return Verdict("ok")
    if decision == "wrong":
        return Verdict("wrong")
    # A reading stands on one line, whatever an editor made of it.
    text = " ".join(decision[1:].split()) if decision.startswith("=") else ""
    return Verdict("correction", text) if text else None


def name_and_label(text: str) -> tuple[str | None, str | None]:
    """Return the name and the label that the correction of an entity gives; what it does not give is None.

    >>> name_and_label("PERSON"), name_and_label("Lei Jun"), name_and_label("Lei Jun [PERSON]")
    ((None, 'PERSON'), ('Lei Jun', None), ('Lei Jun', 'PERSON'))
    """
    if text in LABELS:
        return None, text
    found = _NAME_AND_LABEL.fullmatch(text)
    return (found["name"] or None, found["label"]) if found else (text, None)
