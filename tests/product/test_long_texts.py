"""Long and hostile texts are read in time and memory that grow with their length; the bounds are generous."""

import time
from hashlib import sha256

import pytest
import spacy

from pipeline.config import Settings
from pipeline.extract import pieces as pieces_module
from pipeline.extract import sentences
from pipeline.flow import Flow
from pipeline.language import sentences as language_sentences
from pipeline.model import loader
from pipeline.record.article import Article
from pipeline.record.ids import Ids

SECONDS = 20
REPEATS = 100_000
UNBROKEN = ["[", "“", "&amp;", "<", ".", "(", "a.", "a-", "Cap-", "5,", "5-", "5(", "http://a."]
# Each of their words takes the model's time, so there are fewer.
BROKEN = ["â€™s ", "5 ", "A ", "May ", "in 2021 ", "Mr ", "$5 ", "5% ", "PARIS — a\n", ". "]
PARAGRAPH = "Renault sold 4,100 cars in Norway in March 2021. “The U.S. is next,” said Anna Lindqvist.\n\n"


@pytest.fixture(scope="module")
def flow():
    return Flow(Settings())


@pytest.fixture(scope="module")
def reader():
    return pieces_module.Pieces(loader.load(Settings().model_source))


def article(text, markup="plain"):
    return Article(id="a", source="a.txt", raw=text, sha256=sha256(text.encode()).hexdigest(), markup=markup)


def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("piece", UNBROKEN)
def test_a_text_without_white_space_takes_no_square_time(flow, piece):
    markup = "html" if piece == "<" else "plain"
    assert seconds(lambda: flow.read(article(piece * REPEATS, markup))) < SECONDS


@pytest.mark.parametrize("piece", BROKEN)
def test_a_text_of_one_word_takes_no_square_time(flow, piece):
    assert seconds(lambda: flow.read(article(piece * (REPEATS // 10)))) < SECONDS


def test_pieces_are_the_text_and_start_with_sentences(reader):
    text = PARAGRAPH * 1_000
    pieces = list(reader.cut(text))
    assert "".join(pieces) == text
    assert len(pieces) > 1
    assert all(len(piece) <= pieces_module._LONGEST_PIECE for piece in pieces)
    starts = set(sentences.SentenceStarts().starts(text))
    begin = 0
    for piece in pieces[:-1]:
        begin += len(piece)
        assert begin in starts


@pytest.mark.parametrize(
    "text", [PARAGRAPH * 400, "x" * 90_000, "word " * 20_000, "a " + "b" * 500 + "  c\n" + "d" * 201, "", " ", "\n" * 30_000]
)
def test_the_doc_read_in_pieces_holds_the_text_itself(reader, text):
    assert reader.read(text).text == text


def test_a_long_text_is_read_as_its_paragraphs_are(flow):
    record = flow.read(article(PARAGRAPH * 500))
    assert [entity.name for entity in record.entities] == [entity.name for entity in flow.read(article(PARAGRAPH)).entities]
    assert len(record.dates) == 500
    assert len(record.figures) == 500
    for found in (*record.dates, *record.figures):
        assert (PARAGRAPH * 500)[found.start : found.end] == found.text


def test_what_stands_beside_a_long_run_is_found(flow):
    record = flow.read(article(f"Sales rose 5%. {'x' * 3_000} They fell 7% in 2021."))
    assert [figure.text for figure in record.figures] == ["5%", "7%"]
    assert [date.text for date in record.dates] == ["2021"]


def test_a_sentence_is_cut_at_a_space_before_it_is_too_long():
    text = "word " * 5_000
    starts = sentences.SentenceStarts().starts(text)
    ends = [*starts, len(text)]
    assert all(end - start <= language_sentences._LONGEST_SENTENCE for start, end in zip([0, *starts], ends, strict=True))
    assert all(text[start - 1] == " " and text[start] == "w" for start in starts)


def test_sentence_starts_of_a_text_of_stops_take_no_square_time():
    nlp = spacy.blank("en")
    component = nlp.add_pipe("unspun_sentences")
    assert seconds(lambda: component.starts("." * 200_000)) < SECONDS
    assert component.starts('He left?!" “Then she went...” No.') == [11, 30]


def test_white_space_does_not_matter_to_an_id_however_often_it_is_asked_for():
    one, other = Ids(), Ids()
    assert [one.make("f", "5%", "up  5%\n") for _ in range(3)] == [other.make("f", "5%", "up 5%") for _ in range(3)]
