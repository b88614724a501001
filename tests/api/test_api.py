"""The product as a library: what comes back, what is refused, and that nothing heavy is loaded before it is needed."""

import datetime as dt
import inspect
import json
import pickle
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

import pipeline
from pipeline import api
from pipeline.cli import main
from pipeline.errors import ArticleError, LexiconError, UsageError
from pipeline.lexicon.personal import Name, Personal
from pipeline.read.articles import listing
from pipeline.record.article_record import Record
from tests.api import typed_use

ROOT = Path(__file__).parents[2]
TEXT = "Kelvarra to build in Tarnholm\n\nKelvarra will spend €4 billion on a plant near Szeged, it said on Friday.\n"
IMPORTS = (
    "import pipeline",
    "import pipeline.read",
    "import pipeline.read.articles",
    "import pipeline.read.articles as articles; articles.listing",
    "from pipeline.read import metadata; metadata.as_edtf",
    "from pipeline import read; assert callable(read)",
    "import pipeline.api",
)


@pytest.fixture(scope="module")
def reader():
    return pipeline.Reader(model="small")


@pytest.fixture(scope="module")
def dated():
    return pipeline.Reader(model="small", published="2023-12-23")


def fresh(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_read_can_be_called_after_imports_in_any_order():
    # Each order in a package loaded anew: what was imported before must not help.
    forget = (
        "for name in [name for name in sys.modules if name.partition('.')[0] == 'pipeline' and name not in KEPT]: del sys.modules[name]"
    )
    check = "import pipeline; assert callable(pipeline.read) and pipeline.read.articles.listing and pipeline.read is sys.modules['pipeline.read']"
    # Whatever else stands in the package is loaded once: it is slow, and has no part in this.
    kept = "KEPT = [name for name in sys.modules if name != 'pipeline' and not name.startswith(('pipeline.read', 'pipeline.api'))]"
    code = ["import sys, pipeline.api", kept]
    for order in permutations(IMPORTS, 2):
        code += [forget, *order, "import pipeline.read.articles", check]
    fresh("\n".join(code))


def test_room_and_function_are_one():
    assert callable(pipeline.read)
    assert pipeline.read.articles.listing is listing
    assert inspect.signature(pipeline.read) == inspect.signature(api.read)
    assert {"Reader", "Record", "errors", "read"} <= set(dir(pipeline))
    with pytest.raises(AttributeError, match="reed"):
        _ = pipeline.reed


def test_import_is_cheap():
    heavy = {"spacy", "numpy", "dateparser", "msgspec", "click", "babel"}
    code = f"import sys, pipeline, pipeline.read, pipeline.errors; print(sorted({heavy!r} & set(sys.modules)))"
    assert fresh(code).strip() == "[]"


def test_typed_program_runs():
    assert isinstance(typed_use.main(), Record)
    with pytest.raises(TypeError, match="a text is a str"):
        typed_use.wrong()


@pytest.mark.parametrize("name", ["a.txt", "b.md", "c.html"])
def test_record_is_the_one_of_a_run(dated, tmp_path, name):
    page = f"<html><head><title>T</title></head><body><p>{TEXT}</p></body></html>"
    text = {"a.txt": TEXT, "b.md": f"---\ndate: 2021-05-06\n---\n# {TEXT}", "c.html": page}[name]
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    options = ["--model", "small", "--published", "2023-12-23"]
    result = CliRunner().invoke(main, ["run", str(tmp_path / name), "--out", "-", *options])
    markup = {"a.txt": "plain", "b.md": "markdown", "c.html": None}[name]
    record = msgspec.structs.replace(dated.read(text, id=name[0], markup=markup), source=name)
    (of_file,) = dated.read_files(tmp_path / name)
    assert json.loads(result.stdout) == json.loads(msgspec.json.Encoder(decimal_format="number").encode(of_file))
    assert msgspec.structs.replace(record, made_by=of_file.made_by) == of_file


def test_date_of_a_text_stands_in_for_a_missing_one_only(reader):
    for day in ("2023-12-23", "2023-12-23T10:00:00Z", dt.date(2023, 12, 23), dt.datetime(2023, 12, 23, 10, tzinfo=dt.UTC)):
        assert reader.read(TEXT, published=day).dates[0].value == "2023-12-22"
    stated = reader.read(f"---\npublished: 2022-01-05\n---\n{TEXT}", published="2023-12-23").published
    assert (stated.value, stated.how) == ("2022-01-05", "metadata")
    assert reader.read(TEXT).published.how == "unknown"


def test_lexicon_counts_as_in_a_run(tmp_path):
    entry = Personal(name=(Name("Kelvarra Heating", "ORG", ("Kelvarra",)),))
    path = tmp_path / "my.toml"
    path.write_text('[[name]]\nname = "Kelvarra Heating"\nlabel = "ORG"\nalso = ["Kelvarra"]\n', encoding="utf-8")
    records = [pipeline.read(TEXT, model="small", lexicon=lexicon) for lexicon in (path, str(path), [path], entry)]
    assert records[0].entities[0].name == "Kelvarra Heating"
    assert records[1:] == records[:-1]
    assert records[0].made_by.settings != pipeline.read(TEXT, model="small").made_by.settings


def test_readers_are_kept_by_settings_and_few_of_them(monkeypatch):
    built = []
    monkeypatch.setattr(api, "Flow", lambda settings: built.append(settings) or _Flow())
    api._kept.cache_clear()
    for day in ("2022-01-01", "2022-01-02"):
        api.read("Text.", published=day)
    assert len(built) == 1, "a date of its own must not build a reader"
    for size in range(1, 10):
        api.read("Text.", max_megabytes=size)
    assert api._kept.cache_info().currsize <= 2
    api._kept.cache_clear()


class _Flow:
    def read(self, _article):
        return _Empty


class _Empty:
    text = ("Text.",)


def test_reader_is_pickled_by_its_settings(reader):
    again = pickle.loads(pickle.dumps(reader))
    assert again.settings == reader.settings
    assert again.read(TEXT) == reader.read(TEXT)


REFUSED = [
    ({"text": ""}, ArticleError, "empty-article"),
    ({"text": " \n\t"}, ArticleError, "empty-article"),
    ({"text": "<!doctype html><html></html>"}, ArticleError, "empty-article"),
    ({"text": "half \ud83d"}, ArticleError, "half-character"),
    ({"text": "long " * 300_000, "max_megabytes": 1}, ArticleError, "too-large"),
    ({"text": "Text.", "published": "yesterday"}, UsageError, "bad-option"),
    ({"text": "Text.", "published": ""}, UsageError, "bad-option"),
    ({"text": "Text.", "published": 20220826}, UsageError, "bad-option"),
    ({"text": "Text.", "markup": "pdf"}, UsageError, "bad-option"),
    ({"text": "Text.", "id": 5}, UsageError, "bad-option"),
    ({"text": "Text.", "max_megabytes": 0}, UsageError, "bad-option"),
    ({"text": "Text.", "max_megabytes": float("nan")}, UsageError, "bad-option"),
    ({"text": "Text.", "model": "no-such-model"}, UsageError, "unusable-model"),
    ({"text": "Text.", "lexicon": "no-such.toml"}, UsageError, "no-such-path"),
    ({"text": "Text.", "lexicon": str(ROOT / "pyproject.toml")}, LexiconError, "bad-entry"),
]


@pytest.mark.parametrize(("arguments", "kind", "code"), REFUSED)
def test_what_is_refused(arguments, kind, code):
    with pytest.raises(kind) as caught:
        pipeline.read(**({"model": "small"} | arguments))
    assert caught.value.code == code


def test_bytes_are_refused(reader):
    with pytest.raises(TypeError, match="decode it"):
        reader.read(b"Text.")


def test_files_that_cannot_be_read_come_as_errors(reader, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.html").write_text("<html></html>", encoding="utf-8")
    record, empty, bare = reader.read_files([tmp_path])
    assert record.id == "a"
    assert (empty.code, empty.where) == ("empty-article", "b.txt")
    assert (bare.code, bare.where) == ("empty-article", "c.html")
    with pytest.raises(UsageError, match="there is no such file"):
        list(reader.read_files(tmp_path / "none.txt"))
