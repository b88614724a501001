"""The shipped model loads, and what is no model says so."""

import pytest

from pipeline.config import SHIPPED_MODEL
from pipeline.errors import UsageError
from pipeline.extract.entities import confidence
from pipeline.model.loader import load


def test_the_shipped_model_reads_names():
    nlp = load(SHIPPED_MODEL)
    assert nlp.pipe_names == ["ner"]
    assert ("Germany", "GPE") in [(ent.text, ent.label_) for ent in nlp("The firm will build a plant in Germany.").ents]


def test_the_card_of_the_model_names_its_sources():
    meta = load(SHIPPED_MODEL).meta
    assert meta["license"] == "Apache-2.0"
    assert {"articles_a.txt", "wires.txt"} <= {source["name"] for source in meta["sources"]}
    assert confidence.MEASURED.is_file()


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="unusable-model"):
        load(tmp_path / "none")


def test_a_broken_model_is_refused(tmp_path):
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'xx-none'\n", encoding="utf-8")
    with pytest.raises(UsageError, match="unusable-model"):
        load(tmp_path)
