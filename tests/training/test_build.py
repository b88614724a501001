"""The steps of training run on a few texts; the shipped model is not trained here."""

from collections import Counter

import pytest

from pipeline.extract.entities import confidence
from pipeline.lexicon import loader
from pipeline.model.loader import load
from pipeline.training import DATA, build, calibration, markup


@pytest.fixture
def _few(monkeypatch, tmp_path):
    """Let the build see thirty paragraphs."""
    source = tmp_path / "texts"
    source.mkdir()
    lines = (DATA / "business.txt").read_text(encoding="utf-8").splitlines(keepends=True)[:40]
    (source / "business.txt").write_text("".join(lines), encoding="utf-8")
    texts = markup.read(source / "business.txt")
    corpora = build.Corpora(list(texts[:30]), list(texts[30:]), {"business.txt": "0"})
    monkeypatch.setattr(build, "gather", lambda: corpora)


@pytest.mark.usefixtures("_few")
def test_a_model_is_built_and_loads(tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    figures = build.build(work, tmp_path / "model", {"training.max_epochs": 2, "training.eval_frequency": 5})
    nlp = load(tmp_path / "model" / "en")
    assert nlp.pipe_names == ["ner"]
    assert set(figures) == {"precision", "recall", "f1"}
    assert str(tmp_path) not in (tmp_path / "model" / "en" / "config.cfg").read_text(encoding="utf-8")
    assert nlp.meta["sources"] == [{"name": "business.txt", "digest": "0"}]
    assert loader.read(tmp_path / "model" / "en_confidence.tsv", confidence.Measured)


def test_confidences_lean_on_the_label_where_little_was_seen():
    seen = Counter({("ORG", "model", 1): 100, ("ORG", "model", 2): 1})
    right = Counter({("ORG", "model", 1): 80, ("ORG", "model", 2): 0})
    rows = dict(line.rsplit("\t", 2)[::2] for line in calibration.table(seen, right).splitlines() if line.startswith("ORG\tmodel"))
    assert rows["ORG\tmodel\t1"] == "0.80"
    assert 0.6 < float(rows["ORG\tmodel\t2"]) < 0.8
