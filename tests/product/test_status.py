"""`unspun status` as its user meets it."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.write.layout import compact, pretty
from tests.records import date, edit, entity, figure, record, write_records

ARTICLES = (
    record(article="a", entities=(entity(confidence=0.62), entity("BAIC", number=2, decision="ok")), dates=(date(confidence=0.5, why=("a\nseason",)),)),
    record(article="b", figures=(figure(confidence=0.3),), edits=(edit(status="suggested", kind="spun-name"),)),
    record(article="c", figures=(figure(),)),
)  # fmt: skip
TABLE = """\
            findings   decided      open  doubtful
entities           2         1         1         1
figures            2         0         1         1
dates              1         0         1         1
edits              1         0         1         0
all                6         1         4         3
3 articles, 1 with nothing open
next: out/a.json:20 (2 open, 2 doubtful)
"""


def status(*arguments):
    result = CliRunner().invoke(main, ["status", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "out"
    write_records(folder, ARTICLES)
    (folder / "_corpus.json").write_text("{}", encoding="utf-8")
    (folder / "a.json.new").write_text("{}", encoding="utf-8")
    return folder


def test_summary():
    result = status("out")
    assert (result.exit_code, result.stdout, result.stderr) == (0, TABLE, "")


def test_list_has_the_form_of_a_compiler(folder):
    lines = status("out", "--list").stdout.splitlines()
    assert [line.partition(": ")[2] for line in lines] == [
        "date “2021” 2021 (0.50): a season",
        "entity “Xiaomi” ORG (0.62): the model reads an organisation",
        "figure “$4.10 billion” 4.10 USD (0.30): “$” is taken for the US dollar",
        "edit “â€™” ’ ? (0.90): mojibake",
    ]
    for line, name in zip(lines, ("d-1", "e-1", "f-1", "c-1"), strict=True):
        file, number, _ = line.split(":", 2)
        assert f'"id": "{name}"' in (folder.parent / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]


def test_json_is_for_scripts():
    whole = json.loads(status("out", "--json").stdout)
    assert (whole["articles"], whole["settled"], whole["unreadable"]) == (3, 1, 0)
    assert whole["kinds"]["edits"] == {"findings": 1, "decided": 0, "open": 1, "doubtful": 0}
    assert whole["next"]["file"] == "out/a.json"
    rows = [json.loads(line) for line in status("out", "--json", "--list").stdout.splitlines()]
    assert [(row["kind"], row["finding"]["id"]) for row in rows] == [("date", "d-1"), ("entity", "e-1"), ("figure", "f-1"), ("edit", "c-1")]


def test_a_decision_changes_the_count_at_once(folder):
    path = folder / "a.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"decision": ""', '"decision": "wrong"'), encoding="utf-8")
    assert "next: out/b.json" in status("out").stdout
    path.write_text(path.read_text(encoding="utf-8").replace('"decision": "wrong"', '"decision": "wrogn"'), encoding="utf-8")
    assert "the decision “wrogn” is none of ok, wrong, =correction" in status("out", "--list").stdout


def test_findings_added_by_hand_do_not_hinder(folder):
    path = folder / "c.json"
    data = json.loads(path.read_bytes())
    data["figures"].append({"text": "Rs 45 crore"})
    data["entities"].append({"id": "", "name": "Wuling", "label": "ORG"})
    path.write_text("\ufeff" + json.dumps(data), encoding="utf-8")
    whole = json.loads(status("out", "--json").stdout)
    assert whole["settled"] == 1
    assert (whole["kinds"]["figures"]["findings"], whole["kinds"]["figures"]["decided"]) == (3, 1)


def test_unreadable_files_are_named_and_the_others_counted(folder):
    (folder / "b.json").write_text(pretty(ARTICLES[1]).decode().replace(",\n", "\n", 1), encoding="utf-8")
    (folder / "d.json").write_text('{"id": "d", "figures": [5]}', encoding="utf-8")
    (folder / "e.json").mkdir()
    result = status("out")
    assert result.exit_code == 1
    assert "2 articles, 1 with nothing open, 3 cannot be read" in result.stdout
    assert [line.split(":")[1].strip() for line in result.stderr.splitlines()] == ["out/b.json", "out/d.json", "out/e.json"]


def test_json_lines_and_single_files(tmp_path):
    (tmp_path / "out.jsonl").write_bytes(b"\n".join(map(compact, ARTICLES)) + b"{\n")
    result = status("out.jsonl")
    assert result.exit_code == 1
    assert "out.jsonl:6: " in result.stderr
    assert "next: out.jsonl:1 (2 open, 2 doubtful)" in result.stdout
    assert "1 article, 0 with nothing open" in status("out/b.json").stdout


def test_wants_records(tmp_path):
    (tmp_path / "empty").mkdir()
    result = status("empty")
    assert result.exit_code == 2
    assert "no record of an article was found" in result.stderr
