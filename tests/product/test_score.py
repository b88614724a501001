"""`unspun score` as its user meets it."""

import json

import msgspec
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.write.layout import compact, pretty
from tests.records import date, edit, entity, figure, record

SURE = record(article="sure", entities=(entity(decision="ok"),), figures=(figure(), figure("7", number=2, start=40, end=50)))
DECIDED = record(article="decided", entities=(entity(confidence=0.4, decision="=GPE"),), dates=(date(confidence=0.4, decision="wrong"),))
OPEN = record(article="open", dates=(date(confidence=0.5),), edits=(edit(),))
GOLD = {found.id: found for found in (SURE, DECIDED, OPEN)}
FOUND = {
    "sure": record(article="sure", entities=(entity(),), figures=(figure(currency="EUR"),)),
    "decided": record(article="decided", entities=(entity(label="GPE"),), dates=(date(),)),
    "open": OPEN,
    "new": record(article="new"),
}
TABLE = """\
                              precision  recall     F1  right  found  true
names: place                      100.0   100.0  100.0      2      2     2
names: place and label            100.0   100.0  100.0      2      2     2
names: place, label and name      100.0   100.0  100.0      2      2     2
figures: found                    100.0    50.0   66.7      1      1     2
figures: value                    100.0    50.0   66.7      1      1     2
figures: value and unit             0.0     0.0    0.0      0      1     2
figures: all fields                 0.0     0.0    0.0      0      1     2
dates: found                        0.0       -    0.0      0      1     0
dates: from and to                  0.0       -    0.0      0      1     0
wording: found                        -       -      -      0      0     0
wording: same reading                 -       -      -      0      0     0
cleaning: found                       -       -      -      0      0     0
cleaning: same reading                -       -      -      0      0     0
links: pairs of mentions              -       -      -      0      0     0

articles: 2 compared; 1 in both with something open: left out (--all takes them); 1 in OUT only

in/decided.txt:1: date invented: “2021” 2021
in/sure.txt:1: figure misread: “$4.10 billion” 4.10 USD; found “$4.10 billion” 4.10 EUR
in/sure.txt:1: figure missed: “$7 billion” 7 USD
"""


def score(*arguments):
    result = CliRunner().invoke(main, ["score", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def write(folder, found):
    folder.mkdir()
    for name, each in found.items():
        (folder / f"{name}.json").write_bytes(pretty(each))


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "gold", GOLD)
    write(tmp_path / "out", FOUND)
    return tmp_path


def test_table_and_misses():
    result = score("gold", "out", "--misses", 9, "--sources", "in")
    assert (result.exit_code, result.stdout, result.stderr) == (0, TABLE, "")
    assert "missed" not in score("gold", "out", "--misses", 2).stdout
    assert score("gold", "out").stdout == TABLE.partition("\nin/")[0]


def test_all_takes_what_is_open():
    result = score("gold", "out", "--all")
    assert "articles: 3 compared; 1 in OUT only" in result.stdout
    assert "1 of those compared have something open" in result.stdout
    assert "cleaning: same reading            100.0" in result.stdout


def test_json_is_for_scripts():
    whole = json.loads(score("gold", "out", "--json", "--misses", 1).stdout)
    assert (whole["articles"], whole["left_out"], whole["only_gold"], whole["only_out"]) == (2, 1, 0, 1)
    assert whole["scores"][4] == {
        "kind": "figures", "measure": "value", "precision": 100.0, "recall": 50.0, "f1": 66.67, "right": 1, "found": 1, "true": 2,
    }  # fmt: skip
    assert whole["misses"] == [
        {"place": "decided.txt:1", "article": "decided", "kind": "date", "what": "invented", "true": None, "found": "“2021” 2021"}
    ]


def test_json_lines_score_as_folders_do(folders):
    for name, found in {"gold": GOLD, "out": FOUND}.items():
        (folders / f"{name}.jsonl").write_bytes(b"".join(compact(each) for each in found.values()))
    scores = [json.loads(score(*sides, "--json").stdout)["scores"] for sides in (("gold", "out"), ("gold.jsonl", "out.jsonl"))]
    assert scores[0] == scores[1]


def test_another_text_is_refused(folders):
    (folders / "out" / "sure.json").write_bytes(pretty(msgspec.structs.replace(FOUND["sure"], sha256="1" * 64)))
    result = score("gold", "out")
    assert result.exit_code == 1
    assert "articles: 1 compared" in result.stdout
    assert result.stderr.startswith("unspun: out/sure.json: 'sure' was made from another text than in gold/sure.json")


def test_unreadable_and_doubled_records_are_named(folders):
    (folders / "gold" / "decided.json").write_text("{", encoding="utf-8")
    (folders / "out" / "zz.json").write_bytes(pretty(FOUND["sure"]))
    result = score("gold", "out")
    assert result.exit_code == 1
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["gold/decided.json", "out/zz.json"]


def test_decisions_on_the_other_side_are_said():
    assert "OUT holds 3 decisions" in score("gold", "gold").stdout
    assert "decisions" not in score("gold", "out").stdout


def test_nobody_may_have_looked(folders):
    (folders / "gold" / "sure.json").write_bytes(pretty(FOUND["sure"]))
    assert "1 of those compared bear no decision" in score("gold", "out").stdout


@pytest.mark.parametrize(
    ("gold", "words"),
    [
        ({"a": record(article="a")}, "none of its articles is in out"),
        ({"open": OPEN}, "in every article that is in both (1)"),
        ({}, "none of its articles"),
    ],
)
def test_nothing_to_compare_exits_with_2(gold, words, folders):
    write(folders / "other", gold)
    result = score("other", "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
