"""The shipped model loads, and what is no model says so."""

import pytest

from pipeline.config import SHIPPED, Settings
from pipeline.errors import UsageError
from pipeline.extract.entities import confidence
from pipeline.model.loader import load


@pytest.mark.parametrize(("name", "parts"), [("accurate", ["unspun_encoder"]), ("small", ["ner"])])
def test_the_shipped_models_read_names(name, parts):
    nlp = load(SHIPPED[name])
    assert nlp.pipe_names == parts
    assert ("Germany", "GPE") in [(ent.text, ent.label_) for ent in nlp("The firm will build a plant in Germany.").ents]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_card_of_the_model_names_its_sources(name):
    meta = load(SHIPPED[name]).meta
    assert meta["license"] == "Apache-2.0"
    assert {"articles_a.txt", "wires.txt"} <= {source["name"] for source in meta["sources"]}
    assert confidence.Table.load(meta["name"]).rows


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="unusable-model"):
        load(tmp_path / "none")


def test_a_broken_model_is_refused(tmp_path):
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'xx-none'\n", encoding="utf-8")
    with pytest.raises(UsageError, match="unusable-model"):
        load(tmp_path)


def test_a_name_that_is_neither_shipped_nor_installed_is_refused():
    with pytest.raises(UsageError, match="nor an installed"):
        load("en_core_no_such_model")


def test_where_a_model_comes_from(tmp_path):
    assert Settings().model_source == SHIPPED["accurate"]
    assert Settings(model="small").model_source == SHIPPED["small"]
    assert Settings(model=str(tmp_path)).model_source == tmp_path
    assert Settings(model="en_core_web_trf").model_source == "en_core_web_trf"


def test_confidences_of_another_model_are_not_ours():
    assert confidence.Table.load("core_web_trf").rows == {}
