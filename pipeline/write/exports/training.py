"""Records as a spaCy DocBin to train and to measure models on: names as entities, figures and dates as groups of spans."""

from collections import Counter
from collections.abc import Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from pipeline.record.article_record import Record
from pipeline.record.replay import Joined

NOT_THERE = "does not read there as the record says"
OFF_TOKENS = "begins or ends within a token"
WITHIN = "lies within another name, or crosses it"
# What stands on each token: its words and blanks are kept anyway.
_KEPT = ("ENT_IOB", "ENT_TYPE", "ENT_ID")


class Documents:
    """Makes one DocBin of records; `counts` are its spans by kind, `left_out` those that had no place, by the reason."""

    def __init__(self) -> None:
        self._nlp = spacy.blank("en")
        # Longer texts are no danger here: nothing but the tokenizer sees them.
        self._nlp.max_length = 10**9
        self._bin = DocBin(attrs=_KEPT, store_user_data=True)
        self.counts: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        """Take a record; raises `ValueError` where its parts do not fit together."""
        doc, left_out = document(self._nlp, record)
        self._bin.add(doc)
        self.counts.update(
            {"documents": 1, "entities": len(doc.ents), "figures": len(doc.spans["figures"]), "dates": len(doc.spans["dates"])}
        )
        self.left_out.update(why for *_, why in left_out)

    def data(self) -> bytes:
        """Return the DocBin as its file holds it."""
        return self._bin.to_bytes()


def document(nlp: Language, record: Record) -> tuple[Doc, list[tuple[str, str, str, str]]]:
    """Return the record's text as a document, and the spans that it cannot hold: id, label, wording and the reason.

    `doc.ents` are the mentions of names that do not cross, the longest first; `doc.spans["entities"]` are all of them, as `doc.spans["figures"]`
    and `doc.spans["dates"]` are all figures and dates, with their kind as label. The id of each span is that of its finding.
    """
    joined = Joined(record)
    doc = nlp.make_doc(joined.text)
    left_out = []
    for part in ("entities", "figures", "dates"):
        spans = []
        for finding, label, start, end, reading in _located(record, part):
            place = joined.place(start, end, reading)
            span = doc.char_span(*place, label=label, span_id=finding) if place else None
            if span is None:
                left_out.append((finding, label, reading, OFF_TOKENS if place else NOT_THERE))
            else:
                spans.append(span)
        doc.spans[part] = spans
    names: list[Span] = filter_spans(doc.spans["entities"])
    doc.set_ents(names)
    kept = {(span.start, span.end, span.label) for span in names}
    left_out += [
        (span.id_, span.label_, span.text, WITHIN) for span in doc.spans["entities"] if (span.start, span.end, span.label) not in kept
    ]
    doc.user_data.update({"article": record.id, "source": record.source, "sha256": record.sha256, "left_out": left_out})
    return doc, left_out


def _located(record: Record, part: str) -> Iterator[tuple[str, str, int, int, str]]:
    for item in getattr(record, part):
        if part == "entities":
            for mention in item.mentions:
                yield item.id, item.label, mention.start, mention.end, mention.text
        else:
            yield item.id, item.kind, item.start, item.end, item.text
