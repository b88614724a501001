"""The sample corpus gives the results that are checked in, byte for byte, however many workers share the work."""

import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.record.article_record import Record
from pipeline.review.earlier import of_record

ROOT = Path(__file__).parents[2]
CORPUS, OUTPUTS = ROOT / "corpus", ROOT / "outputs"


@pytest.fixture(scope="module", params=[1, 2])
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("outputs")
    result = CliRunner().invoke(main, ["run", str(CORPUS), "--out", str(folder), "--workers", str(request.param)])
    assert result.exit_code == 0, result.output
    return folder


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.glob("[!_]*.json"))} | {
        "_corpus.json": (folder / "_corpus.json").read_bytes()
    }


def test_checked_in_results_are_what_the_corpus_gives(made):
    assert contents(made) == contents(OUTPUTS)


def test_a_second_run_changes_nothing(made):
    before = contents(made)
    assert CliRunner().invoke(main, ["run", str(CORPUS), "--out", str(made)]).exit_code == 0
    assert contents(made) == before


def raw_texts():
    """Return the decoded text of every sample article by id, without this product's help."""
    encodings = {"thornhaven-tram-opens-late": "cp1252", "namdo-shipyard-quarterly-profit": "utf-8-sig"}
    texts = {}
    for path in CORPUS.iterdir():
        if path.suffix == ".jsonl":
            texts |= {row["id"]: row["text"] for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
        else:
            texts[path.stem] = path.read_bytes().decode(encodings.get(path.stem, "utf-8"))
    return texts


@pytest.mark.parametrize("path", sorted(OUTPUTS.glob("[!_]*.json")), ids=lambda path: path.stem)
def test_every_finding_points_at_its_characters(path):
    record = msgspec.json.decode(path.read_bytes(), type=Record)
    raw = raw_texts()[record.id]
    for edit in record.edits:
        assert raw[edit.start : edit.end] == edit.before
    for part in record.set_aside:
        assert raw[part.start : part.end] == part.text
    for entity in record.entities:
        for mention in entity.mentions:
            assert raw[mention.start : mention.end] == (mention.raw or mention.text)
    for item in (*record.figures, *record.dates, *record.refused):
        assert 0 <= item.start < item.end <= len(raw)
        assert raw.count("\n", 0, item.start) + 1 == item.line


@pytest.mark.parametrize("path", sorted(OUTPUTS.glob("[!_]*.json")), ids=lambda path: path.stem)
def test_replaying_the_edits_gives_the_text(path):
    record = msgspec.json.decode(path.read_bytes(), type=Record)
    raw = raw_texts()[record.id]
    changes = [(edit.start, edit.end, edit.after) for edit in record.edits if edit.status == "applied"]
    changes += [(part.start, part.end, "") for part in record.set_aside]
    out, at = [], 0
    for start, end, after in sorted(changes):
        assert start >= at
        out += [raw[at:start], after]
        at = end
    text = "".join([*out, raw[at:]])
    assert tuple(line for line in text.splitlines() if line) == record.text


def test_checked_in_results_are_untouched():
    earlier = [of_record(path.read_bytes(), path.name) for path in OUTPUTS.glob("[!_]*.json")]
    assert all(record.intact and not record.decided for record in earlier)
