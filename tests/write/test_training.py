"""A record as a spaCy document: each span where it reads, and what cannot stand there said."""

import msgspec
import spacy

from pipeline.record.article_record import Mention
from pipeline.record.replay import Joined
from pipeline.write.exports.training import NOT_THERE, OFF_TOKENS, WITHIN, Documents, document
from tests.records import date, edit, entity, figure, record

NLP = spacy.blank("en")
# The raw text has the line end of Windows between its paragraphs, and a wording that was restored.
RAW = "Lei Jun 1ed Great Wall.\r\n\r\n\U0001f600 It sold 300k cars in May 2021."
TEXT = ("Lei Jun led Great Wall.", "\U0001f600 It sold 300k cars in May 2021.")


def mention(words):
    start = RAW.index(words)
    return Mention(start=start, end=start + len(words), line=1, text=words)


def place(words):
    start = RAW.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def made(**changes):
    parts = {
        "entities": (
            entity("Lei Jun", label="PERSON", mentions=(mention("Lei Jun"),)),
            entity("Great Wall", number=2, mentions=(mention("Great Wall"),)),
            entity("Wall", number=3, label="FAC", mentions=(mention("Wall"),)),
        ),
        "figures": (figure(kind="quantity", **place("300k cars")), figure(number=2, kind="number", **place("00k"))),
        "dates": (date(**place("May 2021")), date(number=2, **place("May 2021") | {"text": "April 2021"})),
        "edits": (edit(start=8, end=11, before="1ed", after="led"),),
    }
    whole = record(text=TEXT, **(parts | changes))
    return msgspec.structs.replace(whole, paragraphs=((0, 23), (27, len(RAW))))


def test_spans():
    doc, left_out = document(NLP, made())
    assert doc.text == Joined(made()).text == "\n\n".join(TEXT)
    assert [(span.text, span.label_, span.ent_id_) for span in doc.ents] == [("Lei Jun", "PERSON", "e-1"), ("Great Wall", "ORG", "e-2")]
    assert [(span.text, span.label_) for span in doc.spans["entities"]] == [("Lei Jun", "PERSON"), ("Great Wall", "ORG"), ("Wall", "FAC")]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["figures"]] == [("300k cars", "quantity", "f-1")]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["dates"]] == [("May 2021", "date", "d-1")]
    assert left_out == [("f-2", "number", "00k", OFF_TOKENS), ("d-2", "date", "April 2021", NOT_THERE), ("e-3", "FAC", "Wall", WITHIN)]


def test_file_holds_all_of_it(tmp_path):
    documents = Documents()
    documents.add(made())
    documents.add(record(article="empty", text=()))
    assert documents.counts == {"documents": 2, "entities": 2, "figures": 1, "dates": 1}
    assert documents.left_out == {OFF_TOKENS: 1, NOT_THERE: 1, WITHIN: 1}
    (tmp_path / "a.spacy").write_bytes(documents.data())
    doc, empty = spacy.tokens.DocBin().from_disk(tmp_path / "a.spacy").get_docs(NLP.vocab)
    wanted, _ = document(NLP, made())
    assert (doc.text, [(span.text, span.label_) for span in doc.ents]) == (wanted.text, [(span.text, span.label_) for span in wanted.ents])
    for group in ("entities", "figures", "dates"):
        assert [(span.text, span.label_, span.id_) for span in doc.spans[group]] == [
            (span.text, span.label_, span.id_) for span in wanted.spans[group]
        ]
    assert doc.user_data["article"] == "a"
    assert [why for *_, why in doc.user_data["left_out"]] == [OFF_TOKENS, NOT_THERE, WITHIN]
    assert empty.text == ""
