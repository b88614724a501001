"""The annotated text is read to the character."""

import pytest
import spacy

from pipeline.errors import LexiconError
from pipeline.training import DATA, augment, corpus, markup, tokens


def test_articles_are_joined_line_by_line(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("# about\n# article\n[Norvik](ORG) up\nBy [A. Vos](PERSON)\n# article\nOne more.\n", encoding="utf-8")
    first, second = markup.read(file)
    assert first.text == "Norvik up\nBy A. Vos"
    assert [first.text[a:b] for a, b, _ in first.names] == ["Norvik", "A. Vos"]
    assert second == markup.Annotated("One more.", ())


def test_paragraphs_stand_alone_where_nothing_groups_them(tmp_path):
    file = tmp_path / "p.txt"
    file.write_text("One.\n\nTwo.\n", encoding="utf-8")
    assert [text.text for text in markup.read(file)] == ["One.", "Two."]


def test_an_unknown_label_is_refused():
    with pytest.raises(LexiconError, match="STARSHIP"):
        markup.parse("The [Norvik](STARSHIP)", "a.txt:1")


def test_the_split_is_by_text_and_complete():
    texts = [markup.Annotated(str(number), ()) for number in range(50)]
    train, held = markup.split(texts)
    assert len(held) == 5
    assert {text.text for text in train + held} == {text.text for text in texts}
    assert markup.split(reversed(texts)) == (train, held)


@pytest.mark.parametrize(
    "marked",
    [
        "a [U.S.](GPE)-[China](GPE) talk",
        "[Xiaomi](ORG)-[BAIC](ORG)",
        "[China](GPE)-based",
        "on [SpaceX](ORG).",
        "[Renault](ORG)—36%",
        "[Norvik](ORG)'s",
    ],
)
def test_names_end_where_tokens_end(marked):
    nlp = tokens.make_tokenizer_callback()(spacy.blank("en"))
    doc, cut = corpus.as_doc(nlp, markup.parse(marked))
    assert cut == []
    assert [ent.text for ent in doc.ents] == [markup.parse(marked).text[a:b] for a, b, _ in markup.parse(marked).names]


def test_the_shipped_texts_fit_the_tokens():
    nlp = tokens.make_tokenizer_callback()(spacy.blank("en"))
    texts = [text for path in sorted(DATA.glob("*.txt")) for text in markup.read(path)][::8]
    cut = [name for text in texts for name in corpus.as_doc(nlp, text)[1]]
    assert len(cut) <= sum(len(text.names) for text in texts) / 500


def test_another_case_keeps_the_names():
    nlp = spacy.blank("en")
    doc, _ = corpus.as_doc(nlp, markup.parse("The [Groß AG](ORG) rises."))
    new = augment.recase(nlp, doc, str.upper)
    assert (new.text, [ent.text for ent in new.ents]) == ("THE Groß AG RISES.", ["Groß AG"])
