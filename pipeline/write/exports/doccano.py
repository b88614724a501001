"""Texts with marked spans as doccano reads and writes them: one JSON object a line."""

from typing import Any

import msgspec

from pipeline.record.annotation import AnnotatedText, Annotation

ENDING = ".jsonl"
_ENCODER = msgspec.json.Encoder()


class Unreadable(Exception):  # noqa: N818 - what it says is about the file, not about the program
    """The file is not of this form, and where that shows."""


class _Entity(msgspec.Struct):
    label: str
    start_offset: int
    end_offset: int


_Label = tuple[int, int, str]


class _Line(msgspec.Struct):
    """What is read of a line: doccano has had three names for the labels, and keeps what it does not know beside them or in `meta`."""

    text: str
    label: tuple[_Label, ...] | None = None
    labels: tuple[_Label, ...] | None = None
    entities: tuple[_Entity, ...] | None = None
    article: str = ""
    content: str = ""
    meta: dict[str, Any] = {}


def line(marked: AnnotatedText, **meta: str) -> bytes:
    r"""Return a text with its spans as a line, line end included; `meta` is passed through by doccano.

    >>> line(AnnotatedText(text="Lei Jun spoke.", annotations=(Annotation(0, 7, "PERSON", "e-1"),), article="a", content="12ab"))
    b'{"text":"Lei Jun spoke.","label":[[0,7,"PERSON"]],"article":"a","content":"12ab"}\n'
    """
    own: dict[str, Any] = {
        "text": marked.text,
        "label": [(each.start, each.end, each.label) for each in marked.annotations],
        "article": marked.article,
        "content": marked.content,
        **meta,
    }
    return _ENCODER.encode(own) + b"\n"


def parsed(data: bytes) -> AnnotatedText:
    """Return what a line holds; raises `Unreadable` where it is none of doccano's.

    >>> parsed(b'{"id": 7, "text": "Lei Jun", "label": [[0, 7, "PERSON"]], "Comments": []}').annotations
    (Annotation(start=0, end=7, label='PERSON', finding=''),)
    """
    try:
        read = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Unreadable(str(fault)) from None
    if read.label is None and read.labels is None and read.entities is None:
        raise Unreadable("it has neither “label” nor “entities”")
    found = {*(read.label or ()), *(read.labels or ()), *((each.start_offset, each.end_offset, each.label) for each in read.entities or ())}
    for start, end, label in sorted(found):
        if not 0 <= start < end <= len(read.text):
            raise Unreadable(f"the span {start} to {end} of {label} lies outside of the text")
    annotations = tuple(Annotation(*each) for each in sorted(found))
    article, content = (own or str(read.meta.get(name, "")) for name, own in (("article", read.article), ("content", read.content)))
    return AnnotatedText(text=read.text, annotations=annotations, article=article, content=content)
