"""Reads gold passages: news text with each finding marked inline, `{{what stands there|answer}}`."""

import re
from typing import NamedTuple

_MARK = re.compile(r"\{\{(.*?)\|(.*?)\}\}")


class Mark(NamedTuple):
    """What must be found: half-open offsets into the text, the words, the answer as it is written."""

    start: int
    end: int
    words: str
    answer: str


class Passage(NamedTuple):
    """A passage without its marks; `fields` are the `name=value` pairs of its heading."""

    id: str
    fields: dict[str, str]
    text: str
    marks: tuple[Mark, ...]


def read(path):
    """Return the passages of a file, each headed by a line `# id name=value ...`."""
    return [_passage(*block.split("\n", 1)) for block in re.split(r"(?m)^# ", path.read_text(encoding="utf-8"))[1:]]


def _passage(heading, body):
    name, *fields = heading.split()
    text, marks, at = "", [], 0
    body = body.strip()
    for found in _MARK.finditer(body):
        text += body[at : found.start()]
        marks.append(Mark(len(text), len(text) + len(found[1]), found[1], found[2].strip()))
        text += found[1]
        at = found.end()
    return Passage(name, dict(field.split("=", 1) for field in fields), text + body[at:] + "\n", tuple(marks))
