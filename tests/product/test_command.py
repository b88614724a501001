"""The command as its user meets it: what it prints, what it returns, what it leaves behind."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main

ARTICLE = "BYD to build in Hungary\n\nBYD Co. will spend €4 billion on a plant near Szeged, it said on Friday.\n"


def unspun(*arguments, **options):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], **options)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "in" / "byd.txt"
    path.parent.mkdir()
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_article_to_folder(article, tmp_path):
    result = unspun("run", article, "--out", tmp_path / "out", "--published", "2023-12-23")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith("1 article, ")
    record = json.loads((tmp_path / "out" / "byd.json").read_bytes())
    assert record["published"] == {"value": "2023-12-23", "how": "given", "why": record["published"]["why"]}
    assert [(figure["text"], figure["value"], figure["currency"]) for figure in record["figures"]] == [("€4 billion", 4_000_000_000, "EUR")]
    assert [(date["text"], date["value"]) for date in record["dates"]] == [("Friday", "2023-12-22")]
    assert not (tmp_path / "out" / "_corpus.json").exists()


def test_lines_folder_and_stream_hold_the_same_records(article, tmp_path):
    other = article.with_name("other.txt")
    other.write_text("Chery waits\n\nChery sold 40,000 cars in March.\n", encoding="utf-8")
    assert unspun("run", article.parent, "--out", tmp_path / "out").exit_code == 0
    assert unspun("run", article.parent, "--out", tmp_path / "out.jsonl", "--corpus-report", tmp_path / "report.json").exit_code == 0
    stream = unspun("run", article.parent, "--out", "-", "--workers", "2")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert lines == [json.loads((tmp_path / "out" / f"{line['id']}.json").read_bytes()) for line in lines]
    assert stream.stdout_bytes == (tmp_path / "out.jsonl").read_bytes()
    assert (tmp_path / "report.json").read_bytes() == (tmp_path / "out" / "_corpus.json").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "in",
        "out",
        "out.jsonl",
        "out.jsonl_lock",
        "out.jsonl_manifest.jsonl",
        "report.json",
    ]


def test_standard_input():
    result = unspun("run", "-", "--out", "-", input=ARTICLE)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == "stdin"


BAD_FILES = {
    "binary.txt": (b"\x89PNG\r\n\x1a\n\0\0", "no text file"),
    "broken.jsonl": (b'{"text": ', "broken.jsonl:1: this line is no JSON object"),
    "empty.txt": (b"", "holds no text"),
    "huge.txt": (b"word " * 4_000_000, "20.0 MB"),
    "invalid.txt": ("café ".encode() + b"\xff\xfe", "is not valid in UTF-8"),
}


def test_bad_files_are_named_and_the_others_come_out(article, tmp_path):
    for name, (data, _) in BAD_FILES.items():
        (article.parent / name).write_bytes(data)
    result = unspun("run", article.parent, "--out", tmp_path / "out")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    for name, (_, words) in BAD_FILES.items():
        (line,) = (line for line in lines if name in line)
        assert words in line
    assert lines[-1].startswith("6 articles, ")
    assert "5 failures" in lines[-1]
    assert (tmp_path / "out" / "byd.json").exists()


def test_file_without_permission(article, tmp_path, monkeypatch):
    article.with_name("locked.txt").write_text("Text.", encoding="utf-8")
    opened = Path.open

    def refuse(path, *arguments, **options):
        # The test may run as root, whom no permission stops: the system's refusal is played here.
        if path.name == "locked.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    result = unspun("run", article.parent, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "locked.txt: the file cannot be read (Permission denied)" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "no-such-file.txt"], "no-such-file.txt: there is no such file or folder"),
        (["run", "."], "no file of a kind that is read was found"),
        (["run", "in", "--published", "yesterday"], "'yesterday' is no date"),
        (["run", "in", "--model", "no-such-model"], "the model cannot be loaded"),
        (["run"], "no file or folder is named"),
        (["explain", "no-such-file.json"], "no such file"),
        (["explain", "in/list.json"], "no article record"),
        (["frobnicate"], "No such command"),
    ],
)
def test_wrong_use_exits_with_2_and_one_plain_message(arguments, words, article, tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    (article.parent / "list.json").write_text("[]", encoding="utf-8")
    monkeypatch.chdir(empty if "." in arguments else tmp_path)
    result = unspun(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_folder_that_cannot_be_made_exits_with_74(article, tmp_path):
    (tmp_path / "out").write_text("a file in the way", encoding="utf-8")
    assert "[odd-target]" in unspun("run", article, "--out", tmp_path / "out").stderr
    for out in ("out/deeper", "out/x.jsonl"):
        result = unspun("run", article, "--out", tmp_path / out)
        assert result.exit_code == 74
        assert result.stderr.count("\n") == 1
        assert "the results cannot be written" in result.stderr
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file in the way"


def test_decisions_survive_a_new_run(article, tmp_path):
    out = tmp_path / "out"
    unspun("run", article, "--out", out, "--published", "2023-12-23")
    path = out / "byd.json"
    decided = path.read_text(encoding="utf-8").replace('"decision": ""', '"decision": "ok", "note": "checked"')
    path.write_text(decided, encoding="utf-8")
    article.write_text(ARTICLE.replace("€4 billion", "€5 billion") + "\nMore text follows here.\n", encoding="utf-8")
    result = unspun("run", article, "--out", out, "--published", "2023-12-23")
    record = json.loads(path.read_bytes())
    assert all(item["decision"] == "ok" and item["note"] == "checked" for item in record["entities"])
    assert record["figures"][0]["decision"] == ""
    orphans = json.loads((out / "_orphans.json").read_bytes())
    assert "€4 billion" in [orphan["finding"]["text"] for orphan in orphans if orphan["part"] == "figures"]
    assert "kept whose finding is gone" in result.stderr
    assert not (out / "_edited").exists()
    # The article as it was brings its decisions back.
    article.write_text(ARTICLE, encoding="utf-8")
    unspun("run", article, "--out", out, "--published", "2023-12-23")
    assert json.loads(path.read_bytes())["figures"][0]["decision"] == "ok"
    assert not (out / "_orphans.json").exists()


def test_file_changed_beyond_decisions_is_kept_whole(article, tmp_path):
    out = tmp_path / "out"
    unspun("run", article, "--out", out)
    path = out / "byd.json"
    changed = path.read_text(encoding="utf-8").replace('"line": 3', '"line": 4').replace('"decision": ""', '"decision": "ok"', 1)
    path.write_text(changed, encoding="utf-8")
    result = unspun("run", article, "--out", out)
    assert result.exit_code == 0
    assert "your file is kept as" in result.stderr
    (kept,) = (out / "_edited").iterdir()
    assert kept.read_text(encoding="utf-8") == changed
    assert path.read_text(encoding="utf-8").count('"decision": "ok"') == 1


def test_another_article_of_the_same_name_inherits_nothing(article, tmp_path):
    out = tmp_path / "out"
    unspun("run", article, "--out", out)
    path = out / "byd.json"
    decided = path.read_text(encoding="utf-8").replace('"decision": ""', '"decision": "wrong"')
    path.write_text(decided, encoding="utf-8")
    other = tmp_path / "elsewhere" / "byd.txt"
    other.parent.mkdir()
    other.write_text("BYD recalls buses\n\nThe firm BYD recalled 300 buses in Komarom last week after a door fell off.\n", encoding="utf-8")
    result = unspun("run", other, "--out", out)
    assert "another article" in result.stderr
    assert '"decision": "wrong"' not in path.read_text(encoding="utf-8")
    waiting = json.loads((out / "_orphans.json").read_bytes())
    assert len(waiting) == decided.count('"decision": "wrong"')


def test_decisions_in_a_lines_file_survive(article, tmp_path):
    out = tmp_path / "out.jsonl"
    unspun("run", article, "--out", out)
    # A person's editor or tool may write the line anew with blanks; a finding may be added by hand.
    row = json.loads(out.read_bytes())
    row["entities"][0]["decision"] = "wrong"
    row["entities"].append({"name": "Handmade", "label": "ORG"})
    changed = json.dumps(row) + "\n"
    out.write_text(changed, encoding="utf-8")
    result = unspun("run", article, "--out", out)
    assert result.exit_code == 0
    assert out.read_bytes().count(b'"decision":"wrong"') == 1
    (orphan,) = json.loads((tmp_path / "out.jsonl_orphans.json").read_bytes())
    assert orphan["finding"]["name"] == "Handmade"
    (kept,) = (tmp_path / "out.jsonl_edited").iterdir()
    assert kept.read_text(encoding="utf-8") == changed


def test_broken_edited_file_is_left_alone_and_the_new_one_beside_it_is_too(article, tmp_path):
    out = tmp_path / "out"
    unspun("run", article, "--out", out)
    whole = (out / "byd.json").read_text(encoding="utf-8")
    broken = whole.replace(",\n", "\n", 1)
    (out / "byd.json").write_text(broken, encoding="utf-8")
    result = unspun("run", article, "--out", out)
    assert result.exit_code == 1
    assert "cannot be understood" in result.stderr
    assert (out / "byd.json").read_text(encoding="utf-8") == broken
    beside = out / "byd.json.new"
    beside.write_text(beside.read_text(encoding="utf-8").replace('"decision": ""', '"decision": "ok"', 1), encoding="utf-8")
    assert unspun("run", article, "--out", out).exit_code == 1
    assert '"decision": "ok"' in beside.read_text(encoding="utf-8")
    (out / "byd.json").write_text(whole, encoding="utf-8")
    assert unspun("run", article, "--out", out).exit_code == 0
    assert '"decision": "ok"' in (out / "byd.json").read_text(encoding="utf-8")
    assert not beside.exists()


def test_results_are_never_written_over_what_is_read(article, tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": ARTICLE}) + "\n", encoding="utf-8")
    before = source.read_bytes()
    for arguments in (
        ["--out", source],
        ["--out", tmp_path / "out.jsonl", "--corpus-report", source],
        ["--out", tmp_path / "out", "--corpus-report", source],
    ):
        result = unspun("run", source, article, *arguments)
        assert result.exit_code == 2
        assert "written over an article" in result.stderr
    assert source.read_bytes() == before
    foreign = tmp_path / "mine.jsonl"
    foreign.write_bytes(before)
    assert unspun("run", article, "--out", foreign).exit_code == 2
    assert foreign.read_bytes() == before


@pytest.mark.parametrize("out", ["", "out.json", "out.jsonl.gz"])
def test_targets_that_are_neither_folder_nor_lines_are_refused(article, tmp_path, out, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert unspun("run", article, "--out", out).exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_article_without_text_is_named(article, tmp_path):
    article.with_name("bare.html").write_text("<html><head></head></html>", encoding="utf-8")
    result = unspun("run", article.parent, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "bare.html: the file holds no text" in result.stderr


def test_ids_never_leave_the_output_folder(tmp_path):
    rows = [{"id": name, "text": "BYD sold 5 cars."} for name in ("../x", "/etc/x", "a/../../b", "_corpus", "x" * 300, "nul")]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert unspun("run", tmp_path / "in.jsonl", "--out", tmp_path / "out").exit_code == 0
    records = [path for path in (tmp_path / "out").iterdir() if not path.name.startswith("_")]
    assert sorted(json.loads(path.read_bytes())["id"] for path in records) == sorted(row["id"] for row in rows)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out"]


def test_explain_shows_records_and_articles_alike(article, tmp_path):
    unspun("run", article, "--out", tmp_path / "out", "--published", "2023-12-23")
    from_record = unspun("explain", tmp_path / "out" / "byd.json")
    from_article = unspun("explain", article, "--published", "2023-12-23")
    assert from_record.exit_code == from_article.exit_code == 0
    assert from_record.stdout == from_article.stdout
    assert "€4 billion" in from_record.stdout
    assert "4,000,000,000 EUR" in from_record.stdout


@pytest.mark.parametrize("command", [[], *([name] for name in main.list_commands(None))])
def test_help_has_an_example_and_loads_nothing_heavy(command):
    result = unspun(*command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.output
    code = f"import sys; sys.argv = ['unspun', *{command!r}, '--help']\ntry:\n    from pipeline.cli import main; main()\nexcept SystemExit:\n    pass\nprint(sorted({{'spacy', 'numpy', 'dateparser', 'msgspec', 'babel'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.splitlines()[-1] == "[]"


STORY = {
    "a": "Kelvarra to build a plant\n\nKelvarra said on Friday it would build a battery plant at Tarnholm for $1.2bn. It will give work to 2,400 people.\n",
    "b": "Tarnholm hails Kelvarra\n\nKelvarra plans to spend 1.2 billion dollars on the battery plant at Tarnholm. Mayor Pavel Kubat expects 1,900 jobs.\n",
}


@pytest.fixture
def compared(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in STORY.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    unspun("run", folder, "--out", tmp_path / "out", "--published", "2022-08-29")
    return tmp_path


def test_compare_prints_a_table_and_writes_a_page(compared):
    report = (compared / "out" / "_corpus.json").read_bytes()
    result = unspun("compare", compared / "out", "--sources", compared / "in", "--out", compared / "report.md")
    assert result.exit_code == 0
    assert (compared / "out" / "_corpus.json").read_bytes() == report
    assert f"{compared}/in/a.txt:3" in result.stdout
    assert "1,200,000,000 USD" in result.stdout
    assert (compared / "report.md").read_text(encoding="utf-8").startswith("# What the articles say of the same things\n")


def test_compare_reads_json_lines(compared):
    unspun("run", compared / "in", "--out", compared / "out.jsonl", "--published", "2022-08-29")
    lines, folder = (unspun("compare", compared / place) for place in ("out.jsonl", "out"))
    assert lines.exit_code == 0
    assert lines.stdout == folder.stdout


def test_compare_names_a_record_it_cannot_read(compared):
    (compared / "out" / "a.json").write_text('{"schema": "unspun/article/1"', encoding="utf-8")
    result = unspun("compare", compared / "out")
    assert result.exit_code == 1
    assert "a.json" in result.stderr


def test_compare_reads_records_with_findings_added_by_hand(compared):
    before = unspun("compare", compared / "out").stdout
    path = compared / "out" / "a.json"
    data = json.loads(path.read_bytes())
    data["entities"].append({"name": "Kelvarra Cells", "label": "ORG"})
    path.write_text(json.dumps(data), encoding="utf-8")
    result = unspun("compare", compared / "out")
    assert (result.exit_code, result.stdout) == (0, before)


@pytest.mark.parametrize(("before", "after"), [('"from": "20', '"from": "99-'), ('"paragraphs": [[', '"paragraphs": [[0, 1], [')])
def test_compare_names_a_record_that_was_damaged_by_hand(compared, before, after):
    path = compared / "out" / "a.json"
    damaged = path.read_text(encoding="utf-8").replace(before, after, 1)
    assert damaged != path.read_text(encoding="utf-8")
    path.write_text(damaged, encoding="utf-8")
    result = unspun("compare", compared / "out")
    assert result.exit_code == 1
    assert "a.json" in result.stderr


def test_compare_wants_records(tmp_path):
    result = unspun("compare", tmp_path)
    assert result.exit_code == 2
    assert "no record of an article was found" in result.stderr
