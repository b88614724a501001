"""`unspun learn` and `unspun run --lexicon` as their user meets them."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.lexicon import personal
from pipeline.lexicon.personal import Name, NoName, Swap

FIRST = "Wonderful Fence Engine sells more\n\nWonderful Fence Engine sold vans to Germany on Monday.\n"
SECOND = "Vans for Peru\n\nPeople in Germany saw that Wonderful Fence Engine sent vans to Peru.\n"
MINE = "# mine\r\n[[no_figure]]\r\ntext = 'Model 3' # the car"


def unspun(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def decide(path, decisions):
    """Write a person's decisions on entities, by name, into a record."""
    record = json.loads(path.read_bytes())
    for item in record["entities"]:
        item["decision"] = decisions.get(item["name"], "")
    path.write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture
def decided(tmp_path):
    """Return the folder of a run with one article decided."""
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    unspun("run", tmp_path / "first.txt", "--out", tmp_path / "out", "--model", "small")
    decide(tmp_path / "out" / "first.json", {"Wonderful Fence Engine": "=Great Wall Motor [ORG]", "Germany": "wrong"})
    return tmp_path


def test_what_is_decided_once_holds_for_other_articles(decided):
    lexicon = decided / "my.toml"
    result = unspun("learn", decided / "out", "--lexicon", lexicon)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"learned into {lexicon}:", "  name            1", "  no_name         1"]
    assert list(personal.load(lexicon).entries()) == [Name("Great Wall Motor", "ORG", ("Wonderful Fence Engine",)), NoName("Germany")]
    run = unspun("run", decided / "second.txt", "--out", "-", "--model", "small", "--lexicon", lexicon)
    record = json.loads(run.stdout)
    assert ("Great Wall Motor", 0.99) in [(item["name"], item["confidence"]) for item in record["entities"]]
    assert "Germany" in [item["text"] for item in record["refused"]]
    other = json.loads(unspun("run", decided / "second.txt", "--out", "-", "--model", "small").stdout)
    assert record["made_by"]["settings"] != other["made_by"]["settings"]
    assert "Germany" in [item["name"] for item in other["entities"]]


def test_decisions_that_are_in_effect_teach_what_they_taught_before(decided):
    unspun("learn", decided / "out", "--lexicon", decided / "before.toml")
    unspun("run", decided / "first.txt", "--out", decided / "out", "--model", "small")
    record = json.loads((decided / "out" / "first.json").read_bytes())
    assert "Great Wall Motor" in [item["name"] for item in record["entities"]]
    unspun("learn", decided / "out", "--lexicon", decided / "after.toml")
    assert (decided / "after.toml").read_bytes() == (decided / "before.toml").read_bytes()


def test_what_is_added_by_hand_is_learned_before_and_after_the_next_run(decided):
    path = decided / "out" / "first.json"
    record = json.loads(path.read_bytes())
    record["entities"] = [{"name": "Monday", "label": "EVENT"}]
    record["edits"].append({"before": "sold vans to", "after": "sent vans to"})
    path.write_text(json.dumps(record), encoding="utf-8")
    unspun("learn", decided / "out", "--lexicon", decided / "before.toml")
    unspun("run", decided / "first.txt", "--out", decided / "out", "--model", "small")
    unspun("learn", decided / "out", "--lexicon", decided / "after.toml")
    taught = {Name("Monday", "EVENT"), Swap("sold vans to", "sent vans to")}
    assert set(personal.load(decided / "before.toml").entries()) == taught
    assert set(personal.load(decided / "after.toml").entries()) >= taught


def test_a_file_is_only_added_to_and_learning_twice_adds_nothing(decided):
    lexicon = decided / "my.toml"
    lexicon.write_bytes(MINE.encode())
    assert unspun("learn", decided / "out", "--lexicon", lexicon).exit_code == 0
    once = lexicon.read_bytes()
    assert once.startswith(MINE.encode() + b"\n\n[[name]]\n")
    stamp = lexicon.stat().st_mtime_ns
    result = unspun("learn", decided / "out", "--lexicon", lexicon)
    assert result.stdout == f"nothing new for {lexicon}\n"
    assert (lexicon.read_bytes(), lexicon.stat().st_mtime_ns) == (once, stamp)
    assert sorted(path.name for path in decided.iterdir()) == ["first.txt", "my.toml", "out", "second.txt"]


def test_lines_teach_what_a_folder_teaches(decided):
    record = json.loads((decided / "out" / "first.json").read_bytes())
    (decided / "out.jsonl").write_text("\n" + json.dumps(record) + "\n", encoding="utf-8")
    unspun("learn", decided / "out", "--lexicon", decided / "one.toml")
    unspun("learn", decided / "out.jsonl", "--lexicon", decided / "two.toml")
    assert (decided / "one.toml").read_bytes() == (decided / "two.toml").read_bytes()


def test_contradictions_are_shown_with_their_places(decided):
    unspun("run", decided / "second.txt", "--out", decided / "out", "--model", "small")
    decide(decided / "out" / "second.json", {"Germany": "ok"})
    lexicon = decided / "my.toml"
    lexicon.write_text('[[no_name]]\ntext = "Great Wall Motor"\n', encoding="utf-8")
    result = unspun("learn", decided / "out", "--lexicon", lexicon)
    assert result.exit_code == 0
    first, second, third = result.stdout.splitlines()
    assert first == f"nothing new for {lexicon}"
    assert "“Germany”: no name in" in second
    assert all(name in second for name in ("first.json", "second.json"))
    assert "“Great Wall Motor”: no name in" in third
    assert all(name in third for name in ("first.json", "my.toml"))


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_learned_from(decided):
    (decided / "out" / "bad.json").write_text("{", encoding="utf-8")
    result = unspun("learn", decided / "out", "--lexicon", decided / "my.toml")
    assert result.exit_code == 1
    assert "bad.json: " in result.stderr
    assert (decided / "my.toml").exists()


def test_nothing_decided_makes_no_file(decided):
    decide(decided / "out" / "first.json", {})
    assert unspun("learn", decided / "out", "--lexicon", decided / "my.toml").exit_code == 0
    assert not (decided / "my.toml").exists()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("name = []", "nothing can be added to entries that stand in one list"),
        ("[[names]]", "there is no table 'names'; the nearest is 'name'"),
        ("[[name]", "the file is no TOML"),
    ],
)
def test_a_lexicon_that_cannot_be_added_to_is_left_alone(decided, written, words):
    lexicon = decided / "my.toml"
    lexicon.write_text(written, encoding="utf-8")
    result = unspun("learn", decided / "out", "--lexicon", lexicon)
    assert result.exit_code == 2
    assert words in result.stderr
    assert lexicon.read_text(encoding="utf-8") == written


def test_a_folder_without_records_and_a_lexicon_that_is_not_there_are_named(decided):
    (decided / "none").mkdir()
    nothing = unspun("learn", decided / "none", "--lexicon", decided / "my.toml")
    missing = unspun("run", decided / "first.txt", "--lexicon", decided / "no.toml", "--out", decided / "other")
    assert (nothing.exit_code, missing.exit_code) == (2, 2)
    assert "no record of an article was found" in nothing.stderr
    assert "no.toml: there is no such file" in missing.stderr
    assert not (decided / "other").exists()


def test_of_several_lexicons_the_later_one_counts(decided):
    texts = ('[[no_name]]\ntext = "Germany"\n', '[[name]]\nname = "Germany"\nlabel = "ORG"\n')
    paths = [decided / "a.toml", decided / "b.toml"]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    labels = []
    for first, second in (paths, paths[::-1]):
        run = unspun("run", decided / "second.txt", "--out", "-", "--model", "small", "--lexicon", first, "--lexicon", second)
        labels.append([item["label"] for item in json.loads(run.stdout)["entities"] if item["name"] == "Germany"])
    assert labels == [["ORG"], []]
