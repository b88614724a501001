"""The components in somebody else's pipeline: alone, in any order, saved, packed, in several processes."""

import itertools
import pickle

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from pipeline.errors import LexiconError, UsageError
from pipeline.record.candidates import FigureCandidate, LinkedEntity, ValuedDate
from pipeline.record.prose import ProposedEdit, Spin

TEXT = (
    "Deutsche Bahn opened a depot in Leeds on Friday, its 2nd, and plans to spend more than €4 billion by 2025. He met Lei Jun.\n"
    "BAIC experienced shared the news with men and women acquainted with the matter a 12 months afterwards."
)
FACTORIES = {
    "unspun_sentences": {},
    "unspun_despin": {},
    "unspun_entities": {"model": "small"},
    "unspun_dates": {},
    "unspun_figures": {},
    "unspun_resolve": {"published": "2022-08-29"},
}
FINDERS = ("unspun_despin", "unspun_entities", "unspun_dates", "unspun_figures")


def pipeline_of(*names):
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name, config=FACTORIES[name])
    return nlp


def left(doc):
    """Return all that the components left on a Doc."""
    lists = [
        tuple(getattr(doc._, name)) for name in ("unspun_edits", "unspun_entities", "unspun_dates", "unspun_figures", "unspun_refused")
    ]
    spans = {key: [(one.start, one.end, one.label_, one._.unspun) for one in doc.spans[key]] for key in sorted(doc.spans)}
    return lists, spans, doc._.unspun_findings, doc._.unspun_spin, doc._.unspun_text, [(name.text, name.label_) for name in doc.ents]


@pytest.fixture(scope="module")
def whole():
    return pipeline_of(*FACTORIES)


@pytest.fixture(scope="module")
def doc(whole):
    return whole(TEXT)


@pytest.mark.parametrize("name", FACTORIES)
def test_each_works_alone(name):
    nlp = pipeline_of(name)
    for text in ("", " ", "\n\n", "x", TEXT):
        doc = nlp(text)
        assert doc.text == text
    if name in FINDERS:
        key = {"unspun_despin": "unspun_edits"}.get(name, name)
        found = getattr(doc._, key)
        assert found
        assert [span._.unspun for span in doc.spans[key]] == list(found)
        assert all(span.start_char <= one.start < one.end <= span.end_char for span, one in zip(doc.spans[key], found, strict=True))


def test_any_order_finds_the_same_edits_names_and_figures(whole, doc):
    lists, *_ = left(doc)
    for order in itertools.permutations(FINDERS):
        read = whole.get_pipe("unspun_sentences")(whole.make_doc(TEXT))
        for name in order:
            read = whole.get_pipe(name)(read)
        other, *_ = left(read)
        assert other[:2] == lists[:2], order
        assert [(one.start, one.end) for one in other[3]] == [(one.start, one.end) for one in lists[3]], order


def test_spans_lead_to_what_was_found(doc):
    (figure,) = doc.spans["unspun_figures"]
    assert isinstance(figure._.unspun, FigureCandidate)
    assert (figure.text, figure.label_, figure._.unspun.currency, figure._.unspun.bound) == ("€4 billion", "money", "EUR", "more_than")
    days = {span.text: span._.unspun for span in doc.spans["unspun_dates"]}
    assert isinstance(days["Friday"], ValuedDate)
    assert (days["Friday"].value, days["2025"].first_day, days["2025"].relation) == ("2022-08-26", "2025-01-01", "by")
    (bank,) = (name for name in doc.ents if name.text == "Deutsche Bahn")
    assert isinstance(bank._.unspun, LinkedEntity)
    edit = doc.spans["unspun_edits"][-1]
    assert isinstance(edit._.unspun, ProposedEdit)
    assert edit._.unspun.after == "a year later"
    assert isinstance(doc._.unspun_spin, Spin)
    assert doc[0:1]._.unspun is None


def test_a_group_of_some_spans_still_leads_to_the_right_ones(whole):
    doc = whole(TEXT)
    doc.spans["unspun_dates"] = [span for span in doc.spans["unspun_dates"] if span.text == "2025"]
    assert [span._.unspun.value for span in doc.spans["unspun_dates"]] == ["2025"]


def test_two_figures_of_one_token_are_told_apart():
    doc = Doc(spacy.blank("en").vocab, words=["It", "costs", "€5/€6", "."])
    doc = pipeline_of("unspun_figures").get_pipe("unspun_figures")(doc)
    assert [span._.unspun for span in doc.spans["unspun_figures"]] == list(doc._.unspun_figures)


def test_unspun_text_is_the_text_with_the_applied_edits(doc):
    assert doc._.unspun_text.endswith("had shared the news with people familiar with the matter a year later.")
    assert doc.text == TEXT


def test_the_same_as_in_a_run(doc):
    # What components find in plain text that needs no cleaning is what the product finds in it, whoever's tokens they are.
    import pipeline

    record = pipeline.read(doc._.unspun_text, published="2022-08-29", model="small")
    again = pipeline_of(*FACTORIES)(doc._.unspun_text)
    assert [(one.start, one.end, one.value) for one in record.figures] == [
        (one.start, one.end, one.value) for one in again._.unspun_findings.figures
    ]
    assert [(one.start, one.end, one.value) for one in record.dates] == [
        (one.start, one.end, one.value) for one in again._.unspun_findings.dates
    ]
    assert [(one.name, one.label, one.confidence) for one in record.entities] == [
        (one.name, one.label, one.confidence) for one in again._.unspun_findings.entities
    ]


def test_twice_through_the_pipeline_is_as_once(whole, doc):
    assert left(whole(whole(TEXT))) == left(doc)


def test_saved_and_loaded(whole, doc, tmp_path):
    whole.to_disk(tmp_path / "mine")
    again = spacy.load(tmp_path / "mine")
    assert again.pipe_names == whole.pipe_names
    assert left(again(TEXT)) == left(doc)


def test_bytes_and_doc_bins_keep_everything(whole, doc):
    same = Doc(whole.vocab).from_bytes(doc.to_bytes())
    assert left(same) == left(doc)
    packed = DocBin(docs=[doc], store_user_data=True, attrs=["ORTH", "ENT_IOB", "ENT_TYPE", "SENT_START"]).to_bytes()
    (unpacked,) = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
    assert left(unpacked) == left(doc)


def test_docs_and_components_are_pickled(whole, doc):
    assert left(pickle.loads(pickle.dumps(doc))) == left(doc)
    for name, component in whole.pipeline:
        again = pickle.loads(pickle.dumps(component))
        first, second = (each(whole.make_doc(TEXT)) for each in (component, again))
        assert left(first) == left(second), name


def test_in_one_process_and_in_two(whole):
    texts = [TEXT, "", "Sales rose 5% in March.", "\n"]
    assert [left(doc) for doc in whole.pipe(texts, n_process=2, batch_size=2)] == [left(doc) for doc in map(whole, texts)]


def test_declared_as_spacy_has_it(whole):
    analysis = whole.analyze_pipes()
    assert not any(analysis["problems"].values())
    problems = pipeline_of("unspun_resolve").analyze_pipes()["problems"]
    assert problems == {"unspun_resolve": ["doc._.unspun_dates", "doc._.unspun_figures"]}


def test_names_of_another_model_are_taken_where_the_config_says_so():
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Quorvane Dairy"}])
    nlp.add_pipe("unspun_entities", config={"model": None})
    assert [name.text for name in nlp("quiet Quorvane Dairy grew.").ents] == ["Quorvane Dairy"]


def test_a_lexicon_of_ones_own(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text(
        '[[name]]\nname = "Quorvane"\nlabel = "ORG"\n[[no_figure]]\ntext = "5%"\n[[swap]]\nbefore = "milk yr"\nafter = "milk year"\n',
        "utf-8",
    )
    nlp = spacy.blank("en")
    nlp.add_pipe("unspun_despin", config={"lexicon": str(path)})
    nlp.add_pipe("unspun_entities", config={"model": None, "lexicon": str(path)})
    nlp.add_pipe("unspun_figures", config={"lexicon": str(path)})
    doc = nlp("Quorvane rose 5% in the milk yr.")
    assert [name.text for name in doc.ents] == ["Quorvane"]
    assert doc._.unspun_figures == ()
    assert [(span.text, span._.unspun.after) for span in doc.spans["unspun_edits"]] == [("milk yr", "milk year")]


@pytest.mark.parametrize(
    ("name", "config", "kind", "code"),
    [
        ("unspun_entities", {"model": "no-such-model"}, UsageError, "unusable-model"),
        ("unspun_entities", {"lexicon": "no-such.toml"}, UsageError, "no-such-path"),
        ("unspun_figures", {"lexicon": "pyproject.toml"}, LexiconError, "bad-entry"),
        ("unspun_despin", {"lexicon": "no-such.toml"}, UsageError, "no-such-path"),
        ("unspun_resolve", {"published": "yesterday"}, UsageError, "bad-option"),
    ],
)
def test_configs_that_cannot_be_used_are_refused(name, config, kind, code):
    with pytest.raises(kind) as caught:
        spacy.blank("en").add_pipe(name, config=config)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("date", ["May 5", "2022-13", "2022-1-1", "", "20220101"])
def test_a_date_of_the_doc_that_is_none_is_refused(date):
    nlp = pipeline_of("unspun_dates", "unspun_resolve")
    doc = nlp.make_doc("On Friday.")
    doc._.unspun_published = date
    with pytest.raises(UsageError, match="unspun_published"):
        nlp(doc)
