"""Records made by hand, for tests of the rooms that take records."""

from decimal import Decimal

from pipeline.record.article_record import SCHEMA, Date, Edit, Entity, Figure, MadeBy, Mention, Record
from pipeline.record.candidates import PublicationDate
from pipeline.record.doubts import review
from pipeline.record.prose import Spin
from pipeline.write.layout import pretty


def entity(name="Xiaomi", *, number=1, confidence=0.9, aliases=(), **changes):
    fields = {
        "label": "ORG",
        "mentions": (Mention(start=0, end=len(name), line=1, text=name),),
        "why": ("the model reads an organisation",),
        "decision": "",
    }
    return Entity(id=f"e-{number}", name=name, confidence=confidence, aliases=aliases, **(fields | changes))


def figure(value="4.10", *, number=1, confidence=0.9, **changes):
    fields = {
        "start": 10, "end": 20, "line": 1, "text": f"${value} billion", "kind": "money", "value": Decimal(value), "low": None, "high": None, "unit": None,
        "currency": "USD", "bound": "exact", "per": None, "of": None, "change": None, "said_by": None, "stance": "stated", "why": ("“$” is taken for the US dollar",), "decision": "",
    }  # fmt: skip
    return Figure(id=f"f-{number}", confidence=confidence, **(fields | changes))


def date(*, number=1, confidence=0.9, **changes):
    fields = {
        "start": 30, "end": 34, "line": 1, "text": "2021", "kind": "date", "value": "2021", "first_day": "2021-01-01", "last_day": "2021-12-31", "relation": None,
        "anchor": None, "said_by": None, "stance": "stated", "why": ("a year",), "decision": "",
    }  # fmt: skip
    return Date(id=f"d-{number}", confidence=confidence, **(fields | changes))


def edit(*, number=1, confidence=0.9, status="applied", **changes):
    fields = {
        "start": 5,
        "end": 8,
        "line": 1,
        "before": "â€™",
        "after": "’",
        "kind": "encoding",
        "alternatives": (),
        "why": ("mojibake",),
        "decision": "",
    }
    return Edit(id=f"c-{number}", confidence=confidence, status=status, **(fields | changes))


def record(*, article="a", text=("A paragraph.",), entities=(), figures=(), dates=(), edits=()):
    """A record whose raw text is its paragraphs, a line each."""
    starts = [sum(len(each) + 1 for each in text[:at]) for at in range(len(text))]
    return Record(
        schema=SCHEMA, id=article, source=f"{article}.txt", sha256="0" * 64, title=None, published=PublicationDate(value=None, how="unknown", why=()),
        spin=Spin(score=0.0, verdict="clean", why=()), review=review(entities, figures, dates, edits), text=text, paragraphs=tuple((start, start + len(each)) for start, each in zip(starts, text, strict=True)), entities=entities, figures=figures, dates=dates, claims=(),
        edits=edits, set_aside=(), refused=(), made_by=MadeBy(tool="unspun 0", model="none", settings="0"),
    )  # fmt: skip


def write_records(folder, records):
    """Write records to a folder as a run does, with the copies by which it tells what a person changed."""
    (folder / "_written").mkdir(parents=True)
    for each in records:
        for place in (folder, folder / "_written"):
            (place / f"{each.id}.json").write_bytes(pretty(each))
