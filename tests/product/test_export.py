"""`unspun export` and `unspun import` as their user meets them."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
import spacy
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.engine.exporting import FORMS
from pipeline.engine.stores import lock_of
from pipeline.record.article_record import Record
from pipeline.write.exports import sqlite_file
from pipeline.write.exports.tables import TABLES
from pipeline.write.layout import compact, pretty
from tests.records import date, edit, entity, figure, record

ROOT = Path(__file__).parents[2]
RECORDS = [msgspec.json.decode(path.read_bytes(), type=Record) for path in sorted((ROOT / "outputs").glob("[!_]*.json"))]
REPORT = json.loads((ROOT / "outputs" / "_corpus.json").read_bytes())
COUNTS = {
    "articles": len(RECORDS),
    **{part: sum(len(getattr(each, part)) for each in RECORDS) for part in ("entities", "figures", "dates", "edits", "claims")},
    "mentions": sum(len(item.mentions) for each in RECORDS for item in each.entities),
    "relations": len(REPORT["relations"]),
    "relation_items": sum(len(each["items"]) for each in REPORT["relations"]),
}
# A text in which all is that may be told wrong.
RAW = 'Lei Jun\'s "Xiaomi"\tsold 300k \U0001f600 <script>_cars_</script> in\r\nMay 2021 | Xiaomi *rose*.\r\n\r\nLei Jun\\n left.\r\n'
NAMES = {"Lei Jun": "PERSON", "Xiaomi": "ORG"}


def unspun(*arguments, code=0):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exit_code == code, result.output + str(result.exc_info)
    return result


def places(words):
    return [at for at in range(len(RAW)) if RAW.startswith(words, at)]


@pytest.fixture
def odd(tmp_path, monkeypatch):
    """A folder of records with the folder of its articles beside it."""
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    Path("news/a.txt").write_bytes(RAW.encode())
    first, second = RAW.split("\r\n\r\n")
    entities = [
        entity(
            name, number=at, label=label,
            mentions=tuple({"start": start, "end": start + len(name), "line": 1, "text": name} for start in places(name)),
        )
        for at, (name, label) in enumerate(NAMES.items(), 1)
    ]  # fmt: skip
    entities = tuple(msgspec.convert(msgspec.to_builtins(each), type(each)) for each in entities)
    sold, may = RAW.index("300k"), RAW.index("May 2021")
    whole = record(
        text=(first.replace("\r\n", " ").replace("\t", " "), second.strip()),
        entities=entities,
        figures=(figure(start=sold, end=sold + 4, text="300k"),),
        dates=(date(start=may, end=may + 8, text="May 2021"),),
        edits=(
            edit(start=RAW.index("\t"), end=RAW.index("\t") + 1, before="\t", after=" ", kind="spacing"),
            edit(number=2, start=may - 2, end=may, before="\r\n", after=" ", kind="spacing"),
        ),
    )
    whole = msgspec.structs.replace(
        whole,
        sha256=hashlib.sha256(RAW.encode()).hexdigest(),
        paragraphs=((0, len(first)), (len(first) + 4, len(RAW) - 2)),
        made_by=msgspec.structs.replace(whole.made_by, content="0123456789abcdef"),
    )
    Path("out").mkdir()
    Path("out/a.json").write_bytes(pretty(whole))
    return whole


def marked(form):
    unspun("export", "out", "--to", form, "--sources", "news", "--out", "there.jsonl" if form == "doccano" else "there")
    return Path("there.jsonl" if form == "doccano" else "there/a.tsv")


def findings():
    whole = json.loads(Path("out/a.json").read_bytes())
    return {item["id"]: item["decision"] for part in ("entities", "figures", "dates") for item in whole[part] if "id" in item}


# --- counts ------------------------------------------------------------------------------------


def test_parquet_counts(tmp_path):
    result = unspun("export", ROOT / "outputs", "--to", "parquet", "--out", tmp_path / "t")
    read = {path.stem: pq.read_metadata(path).num_rows for path in (tmp_path / "t").iterdir()}
    assert read == COUNTS
    assert {line.split()[0]: int(line.split()[1].replace(",", "")) for line in result.stdout.splitlines()[1:]} == COUNTS
    values = pq.read_table(tmp_path / "t" / "figures.parquet")["value"].to_pylist()
    assert values == [item.value for each in RECORDS for item in each.figures]
    days = pq.read_table(tmp_path / "t" / "dates.parquet")["first_day"].to_pylist()
    assert [day and day.isoformat() for day in days] == [item.first_day for each in RECORDS for item in each.dates]


def test_sqlite_counts(tmp_path):
    path = tmp_path / "news.sqlite"
    unspun("export", ROOT / "outputs", "--to", "sqlite", "--out", path)
    connection = sqlite3.connect(path)

    def count(name):
        return connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]

    assert {table.name: count(table.name) for table in TABLES} == COUNTS
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert count("figures_told") == COUNTS["figures"]
    assert count("dates_told") == COUNTS["dates"]
    assert count("open_findings") == sum(each.review.open for each in RECORDS)
    assert count("told_by_several") == COUNTS["relation_items"]
    named = connection.execute("SELECT name, label, articles, mentions FROM names").fetchall()
    assert sum(mentions for *_, mentions in named) == COUNTS["mentions"]
    assert [each[2] for each in named] == sorted((each[2] for each in named), reverse=True)
    # The first to look at is that of the records.
    worst = min(RECORDS, key=lambda each: min((item.confidence for item in (*each.entities, *each.figures, *each.dates)), default=1))
    assert connection.execute("SELECT article, id FROM open_findings").fetchone() == (worst.id, worst.review.look_first[0])
    connection.close()


def test_docbin_counts(tmp_path):
    path = tmp_path / "train.spacy"
    result = unspun("export", ROOT / "outputs", "--to", "spacy", "--out", path)
    docs = list(spacy.tokens.DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))
    left_out = [each for doc in docs for each in doc.user_data["left_out"]]
    assert [doc.text for doc in docs] == ["\n\n".join(each.text) for each in RECORDS]
    assert sum(len(doc.spans[part]) for doc in docs for part in ("entities", "figures", "dates")) + len(left_out) == sum(
        COUNTS[part] for part in ("mentions", "figures", "dates")
    )
    assert f"begins or ends within a token: {len(left_out)}\n" in result.stdout
    for doc, each in zip(docs, RECORDS, strict=True):
        readings = {(item.id, mention.text) for item in each.entities for mention in item.mentions}
        assert {(span.id_, span.text) for span in doc.spans["entities"]} == readings


def test_pages_and_csv(tmp_path):
    unspun("export", ROOT / "outputs", "--to", "markdown", "--out", tmp_path / "pages")
    assert sorted(path.stem for path in (tmp_path / "pages").iterdir()) == [each.id for each in RECORDS]
    page = (tmp_path / "pages" / f"{RECORDS[0].id}.md").read_text(encoding="utf-8")
    for heading in ("## Text", "## Doubts", "## Figures", "## Dates", "## Names"):
        assert f"\n{heading}\n" in page
    assert page.count("\n| ") == sum(len(getattr(RECORDS[0], part)) for part in ("entities", "figures", "dates")) + sum(
        item.kind.startswith("spun") for item in RECORDS[0].edits
    ) + 3 + any(item.kind.startswith("spun") for item in RECORDS[0].edits)
    unspun("export", ROOT / "outputs", "--to", "csv", "--out", tmp_path / "tables")
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == sorted(f"{table.name}.csv" for table in TABLES)


def test_what_a_record_holds_means_nothing_in_a_page(odd):
    odd = msgspec.structs.replace(
        odd,
        published=msgspec.structs.replace(odd.published, value="<img src=x>"),
        figures=(msgspec.structs.replace(odd.figures[0], id="`<b>`", confidence=0.1),),
    )
    Path("out/a.json").write_bytes(pretty(odd))
    unspun("export", "out", "--to", "markdown", "--out", "there")
    page = Path("there/a.md").read_text(encoding="utf-8")
    assert "- published: \\<img src=x\\> (unknown)" in page
    assert "- figure \\`\\<b\\>\\` (0.10)" in page


@pytest.mark.usefixtures("odd")
def test_a_stopped_database_lies_where_unfinished_files_do():
    with sqlite_file.writing(Path("out/k.db")):
        left = [path.name for path in Path("out").glob(".k.db*")]
    assert left == [f".k.db.{os.getpid()}.unspun.tmp"]


def test_same_bytes_whatever_the_hashes(tmp_path):
    script = """if True:
        import sys
        from pathlib import Path
        from pipeline.engine.exporting import export
        for form in ("sqlite", "spacy"):
            export(Path(sys.argv[1]), form, Path(sys.argv[2], form))
    """
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", script, ROOT / "outputs", tmp_path / seed], check=True, cwd=ROOT, env=environment)
    for form in ("sqlite", "spacy"):
        assert (tmp_path / "1" / form).read_bytes() == (tmp_path / "2" / form).read_bytes()


# --- what is left out, and what is refused -----------------------------------------------------


def test_refused_findings_are_no_facts(odd):
    whole = msgspec.structs.replace(
        odd,
        figures=(msgspec.structs.replace(odd.figures[0], decision="wrong"),),
        dates=(msgspec.structs.replace(odd.dates[0], decision="=June 2021"),),
    )
    data = pretty(whole).replace(b'"entities": [', b'"entities": [\n    {"name": "Mi", "label": "ORG"},')
    Path("out/a.json").write_bytes(data)
    result = unspun("export", "out", "--to", "sqlite", "--out", "a.sqlite")
    assert "left out: 1; run again" in result.stdout
    assert "not in the finding yet: 1; run again" in result.stdout
    connection = sqlite3.connect("a.sqlite")
    assert connection.execute("SELECT count(*) FROM figures").fetchone() == (0,)
    assert connection.execute("SELECT decision FROM dates").fetchall() == [("=June 2021",)]
    assert connection.execute("SELECT count(*) FROM entities").fetchone() == (2,)
    connection.close()


def test_relations_without_what_was_refused(tmp_path):
    shutil.copytree(ROOT / "outputs", tmp_path / "out")
    item = REPORT["relations"][0]["items"][0]
    path = tmp_path / "out" / f"{item['article']}.json"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line.replace('"decision": ""', '"decision": "wrong"') if f'"id": "{item["id"]}"' in line else line for line in lines),
        encoding="utf-8",
    )
    result = unspun("export", tmp_path / "out", "--to", "sqlite", "--out", tmp_path / "a.sqlite")
    kept = [each for each in REPORT["relations"] if not any(own["id"] == item["id"] for own in each["items"])]
    assert f"relations {len(kept):>14,}" in result.stdout


@pytest.mark.parametrize("form", FORMS)
def test_an_unusable_record_is_named_and_the_others_come_out(odd, form):
    Path("out/b.json").write_text("{", encoding="utf-8")
    Path("out/c.json").write_bytes(Path("out/a.json").read_bytes())
    Path("out/d.json").write_bytes(pretty(msgspec.structs.replace(odd, id="d")).replace(b'"value": 4.10', b'"value": "NaN"'))
    result = unspun("export", "out", "--to", form, "--out", "there", "--sources", "news", code=1)
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["out/b.json", "out/c.json", "out/d.json"]
    assert [line.rsplit("[")[-1] for line in result.stderr.splitlines()] == ["unclear-record]", "article-twice]", "unclear-record]"]
    assert result.stdout.splitlines()[1].split()[1] == "1"


@pytest.mark.parametrize("form", FORMS)
def test_lines_and_single_files_and_nothing(odd, form):
    Path("r.jsonl").write_bytes(compact(odd))
    for number, what in enumerate(("r.jsonl", "out/a.json")):
        result = unspun("export", what, "--to", form, "--out", f"there{number}", "--sources", "news")
        assert result.stdout.splitlines()[1].split()[1] == "1"
    Path("empty").mkdir()
    assert "[no-records]" in unspun("export", "empty", "--to", form, "--out", "nowhere", "--sources", "news", code=2).stderr


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_written_over(odd, form):
    first = unspun("export", "out", "--to", form, "--out", "there", "--sources", "news")
    assert "[stands-there]" in unspun("export", "out", "--to", form, "--out", "there", "--sources", "news", code=2).stderr
    assert unspun("export", "out", "--to", form, "--out", "there", "--sources", "news", "--replace").stdout == first.stdout
    for place in (
        ("out", "news", "news/x", "out/a.json") if form not in {"csv", "parquet", "webanno", "markdown"} else ("out", "news", "news/x")
    ):
        assert unspun("export", "out", "--to", form, "--out", place, "--sources", "news", "--replace", code=2).stderr.count(
            "[output-is-input]"
        )
    assert Path("out/a.json").read_bytes() == pretty(odd)


@pytest.mark.parametrize(
    ("records", "place"),
    [
        ("out", "out/_manifest.jsonl"),
        ("out", "out/_written"),
        ("out", "out/_written/x"),
        ("out", "out/.a.json"),
        ("out", "out/B.JSON"),
        ("out/a.json", "out/b.json"),
        ("out/a.json", "out/_corpus.json"),
        ("r.jsonl", "r.jsonl_manifest.jsonl"),
        ("r.jsonl", "r.jsonl_parts/x"),
        ("r.jsonl", "r.jsonl"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "sqlite", "doccano"])
def test_no_export_takes_the_place_of_the_tools_own(odd, form, records, place):
    Path("r.jsonl").write_bytes(compact(odd))
    assert "[output-is-input]" in unspun("export", records, "--to", form, "--out", place, "--replace", code=2).stderr
    assert place == "r.jsonl" or not Path(place).exists()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.usefixtures("odd")
def test_nothing_is_replaced_by_nothing(form):
    there = Path("there")
    unspun("export", "out", "--to", form, "--out", there)
    before = {path: path.read_bytes() for path in sorted(there.rglob("*") if there.is_dir() else [there])}
    Path("out/a.json").write_text("{", encoding="utf-8")
    result = unspun("export", "out", "--to", form, "--out", there, "--replace", code=1)
    assert "[unclear-record]" in result.stderr
    assert form in {"webanno", "markdown"} or "no record could be exported: what stands at there stays" in result.stdout
    assert {path: path.read_bytes() for path in sorted(there.rglob("*") if there.is_dir() else [there])} == before


@pytest.mark.usefixtures("odd")
def test_place_of_the_other_kind():
    Path("file").touch()
    Path("folder").mkdir()
    assert "[odd-target]" in unspun("export", "out", "--to", "csv", "--out", "file", code=2).stderr
    assert "[odd-target]" in unspun("export", "out", "--to", "doccano", "--sources", "news", "--out", "-", code=2).stderr
    assert "[odd-target]" in unspun("export", "out", "--to", "sqlite", "--out", "folder", code=2).stderr
    for form in FORMS:
        assert "[cannot-write]" in unspun("export", "out", "--to", form, "--out", "file/x", "--sources", "news", code=74).stderr


def test_sources(odd):
    """The records alone give their texts; the sources are read where one does not."""
    assert unspun("export", "out", "--to", "doccano", "--out", "own.jsonl").stderr == ""
    # An article that was changed is another: what the record tells is not its text.
    Path("out/a.json").write_bytes(pretty(msgspec.structs.replace(odd, sha256=hashlib.sha256((RAW + "!").encode()).hexdigest())))
    assert "[no-source]" in unspun("export", "out", "--to", "webanno", "--out", "there", code=1).stderr
    # An article that no run could read is no matter, until one is missing.
    Path("news/b.txt").touch()
    Path("news/a.txt").write_bytes(RAW.encode() + b"!")
    result = unspun("export", "out", "--to", "doccano", "--out", "x.jsonl", "--sources", "news", code=1)
    assert [line.rsplit("[")[-1] for line in result.stderr.splitlines()] == ["unclear-record]"]
    Path("news/a.txt").unlink()
    result = unspun("export", "out", "--to", "doccano", "--out", "y.jsonl", "--sources", "news", code=1)
    assert [line.rsplit("[")[-1] for line in result.stderr.splitlines()] == ["no-source]", "empty-article]"]
    assert Path("y.jsonl").read_bytes() == b""


@pytest.mark.usefixtures("odd")
def test_library_that_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "pipeline.write.exports.parquet_files", raising=False)
    result = unspun("export", "out", "--to", "parquet", "--out", "there", code=2)
    assert "pip install 'unspun[parquet]' [missing-extra]" in result.stderr
    assert not Path("there").exists()


@pytest.mark.usefixtures("odd")
def test_number_that_no_parquet_decimal_holds():
    Path("out/b.json").write_bytes(pretty(record(article="b", figures=(figure("0.1234567890123"),))))
    assert "[does-not-fit]" in unspun("export", "out", "--to", "parquet", "--out", "there", code=1).stderr
    assert pq.read_table("there/articles.parquet")["article"].to_pylist() == ["a"]


# --- there and back ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["webanno", "doccano"])
def test_there_and_back_changes_nothing(tmp_path, form):
    shutil.copytree(ROOT / "outputs", tmp_path / "out")
    unspun("export", tmp_path / "out", "--to", form, "--out", tmp_path / "there.jsonl")
    assert unspun("import", tmp_path / "there.jsonl", "--into", tmp_path / "out").stdout == "nothing to decide\n"
    for path in (ROOT / "outputs").glob("*.json"):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("form", ["webanno", "doccano"])
@pytest.mark.usefixtures("odd")
def test_accept(form):
    there = marked(form)
    before = Path("out/a.json").read_text(encoding="utf-8")
    assert unspun("import", there, "--into", "out", "--accept").stdout.startswith("4 ok; records changed: 1; ")
    assert Path("out/a.json").read_text(encoding="utf-8").replace('"decision": "ok"', '"decision": ""') == before
    assert findings() == dict.fromkeys(("e-1", "e-2", "f-1", "d-1"), "ok")
    assert unspun("import", there, "--into", "out", "--accept").stdout == "nothing to decide\n"


def change_doccano(there):
    line = json.loads(there.read_bytes())
    line["label"] = [each for each in line["label"] if each[2] not in {"FIGURE", "PERSON"}]
    line["label"] += [[at, at + 7, "ORG"] for at in places("Lei Jun")] + [[RAW.index("_cars_"), RAW.index("_cars_") + 6, "PRODUCT"]]
    there.write_text(json.dumps(line | {"id": 12, "Comments": []}), encoding="utf-8")


def change_webanno(there):
    text = there.read_text(encoding="utf-8")
    lines = text.replace("PERSON", "ORG").split("\n")
    for at, line in enumerate(lines):
        if "FIGURE" in line:
            lines[at] = "\t".join([*line.split("\t")[:3], "_", "_", ""])
        if "\\_cars\\_" in line:
            lines[at] = "\t".join([*line.split("\t")[:3], "*", "PRODUCT", ""])
    there.write_text("\n".join(lines), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(("form", "change"), [("webanno", change_webanno), ("doccano", change_doccano)])
@pytest.mark.usefixtures("odd")
def test_changes_come_back(form, change):
    there = marked(form)
    change(there)
    assert unspun("import", there, "--into", "out").stdout.startswith("1 wrong, 1 relabelled, 1 added; records changed: 1; ")
    assert findings() == {"e-1": "=ORG", "e-2": "", "f-1": "wrong", "d-1": ""}
    start = RAW.index("_cars_")
    added = json.loads(Path("out/a.json").read_bytes())["entities"][-1]
    assert added == {"name": "_cars_", "label": "PRODUCT", "mentions": [{"start": start, "end": start + 6, "text": "_cars_"}]}
    once = Path("out/a.json").read_bytes()
    assert unspun("import", there, "--into", "out").stdout == "nothing to decide\n"
    assert Path("out/a.json").read_bytes() == once


def rewrite(there, change):
    """Write the lines of a doccano file with `change` done to the text, and the marks where their words are then."""
    line = json.loads(there.read_bytes())
    text = line["text"]
    line["label"] = [[len(change(text[:start])), len(change(text[:end])), label] for start, end, label in line["label"]]
    there.write_text(json.dumps(line | {"text": change(text)}), encoding="utf-8")


@pytest.mark.parametrize(("old", "new"), [("\r\n", "\n"), ("\r\n", " "), ("\t", "    ")])
def test_other_white_space_moves_no_mark(odd, old, new):
    there = marked("doccano")
    rewrite(there, lambda text: text.replace(old, new))
    assert unspun("import", there, "--into", "out").stdout == "nothing to decide\n"
    assert Path("out/a.json").read_bytes() == pretty(odd)


def test_decision_that_stands(odd):
    there = marked("doccano")
    change_doccano(there)
    whole = msgspec.structs.replace(odd, figures=(msgspec.structs.replace(odd.figures[0], decision="=300,000"),))
    Path("out/a.json").write_bytes(pretty(whole))
    result = unspun("import", there, "--into", "out", code=1)
    assert "f-1 “300k” is not marked there any more, but is decided “=300,000” here: that stays" in result.stderr
    assert findings()["f-1"] == "=300,000"


@pytest.mark.usefixtures("odd")
def test_what_a_person_did_by_hand_stays():
    """Deleted lines and overwritten fields are decisions, to an import as to a run."""
    there = marked("doccano")
    Path("out/_written").mkdir()
    Path("out/_written/a.json").write_bytes(Path("out/a.json").read_bytes())
    lines = Path("out/a.json").read_text(encoding="utf-8").replace('"label": "PERSON"', '"label": "ORG"').split("\n")
    figure_line = next(at for at, line in enumerate(lines) if '"id": "f-1"' in line)
    del lines[figure_line]
    Path("out/a.json").write_text("\n".join(lines), encoding="utf-8")
    before = Path("out/a.json").read_bytes()
    result = unspun("import", there, "--into", "out", code=1)
    assert result.stdout == "nothing to decide\n"
    assert "e-1 “Lei Jun” is marked PERSON there, but is decided “ok” here: that stays" in result.stderr
    assert "“300k” (characters 24 to 28) is marked FIGURE there, but was taken out of the record here: that stays" in result.stderr
    assert Path("out/a.json").read_bytes() == before


@pytest.mark.usefixtures("odd")
def test_no_import_while_a_run_is_at_work():
    there = marked("doccano")
    change_doccano(there)
    before = Path("out/a.json").read_bytes()
    with lock_of(Path("out")):
        assert "[in-use]" in unspun("import", there, "--into", "out", code=2).stderr
    assert Path("out/a.json").read_bytes() == before
    assert unspun("import", there, "--into", "out").stdout.startswith("1 wrong")


def test_another_text(odd):
    there = marked("doccano")
    there.write_bytes(there.read_bytes().replace(b"rose", b"fell"))
    result = unspun("import", there, "--into", "out", code=1)
    # The words between findings are the record's text too.
    assert "[another-text]" in result.stderr
    assert Path("out/a.json").read_bytes() == pretty(odd)


@pytest.mark.usefixtures("odd")
def test_name_of_the_file_does_not_matter():
    there = marked("webanno")
    change_webanno(there)
    Path("given/b.tsv").mkdir(parents=True)
    there.rename("given/b.tsv/admin.tsv")
    assert unspun("import", "given", "--into", "out").stdout.startswith("1 wrong, 1 relabelled, 1 added")


def test_two_records_of_one_text(odd):
    there = marked("webanno")
    change_webanno(there)
    Path("out/b.json").write_bytes(pretty(msgspec.structs.replace(odd, id="b")))
    Path("given").mkdir()
    there.rename("given/mine.tsv")
    assert "2 records in out were made of this text" in unspun("import", "given", "--into", "out", code=1).stderr
    Path("given/mine.tsv").rename("given/b.tsv")
    assert unspun("import", "given", "--into", "out").stdout.startswith("1 wrong, 1 relabelled, 1 added")
    assert Path("out/a.json").read_bytes() == pretty(odd)


@pytest.mark.parametrize("end", [10**30, 10**17, -3])
def test_place_that_no_text_has(odd, end):
    Path("out/b.json").write_bytes(re.sub(rb'("end": +)\d+', rb"\g<1>%d" % end, pretty(msgspec.structs.replace(odd, id="b"))))
    for form in FORMS:
        result = unspun("export", "out", "--to", form, "--sources", "news", "--out", f"{form}.out", code=1)
        assert result.stderr.startswith("unspun: out/b.json: the record cannot be understood (")


def test_line_that_no_text_has(odd):
    Path("out/b.json").write_bytes(re.sub(rb'("line": +)\d+', rb"\g<1>%d" % 10**20, pretty(msgspec.structs.replace(odd, id="b"))))
    for form in FORMS:
        result = unspun("export", "out", "--to", form, "--out", f"{form}.out", code=1)
        assert result.stderr.startswith("unspun: out/b.json: the record cannot be understood (")


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report["relations"][0].update(sides=[[0], [99]]),
        lambda report: report["relations"][0].update(sides=[[0], [-1]]),
        lambda report: report["relations"][0]["items"][0].update(line=10**20),
        lambda report: report.clear(),
    ],
    ids=["no such item", "counted from the end", "endless line", "empty"],
)
@pytest.mark.usefixtures("odd")
def test_corpus_report_that_a_person_bent(change):
    report = json.loads((ROOT / "outputs" / "_corpus.json").read_bytes())
    change(report)
    Path("out/_corpus.json").write_text(json.dumps(report), encoding="utf-8")
    assert "[bad-corpus-report]" in unspun("export", "out", "--to", "sqlite", "--out", "a.db", code=1).stderr
    assert "[bad-corpus-report]" in unspun("page", "out", "--out", "pages", code=1).stderr


@pytest.mark.parametrize(
    ("name", "content", "says", "code"),
    [
        ("x.tsv", b"id\ttext\n", "[not-of-form]", 1),
        ("x.tsv", b"\xff\xfe", "[not-of-form]", 1),
        ("x.tsv", b"", "[not-of-form]", 1),
        ("x.jsonl", b"{\n", "x.jsonl:1: this is not what doccano writes", 1),
        ("x.jsonl", b'{"text": "Oslo", "label": []}', "[no-such-record]", 1),
        ("x.jsonl", b'{"text": "Oslo", "label": [], "article": "a"}', "[another-text]", 1),
        ("x.jsonl", b'{"text": "Oslo", "label": [], "article": "../news/a"}', "[no-such-record]", 1),
        ("x.txt", b"Oslo", "[unknown-form]", 2),
    ],
)
def test_what_is_no_marked_text(odd, name, content, says, code):
    Path(name).write_bytes(content)
    assert says in unspun("import", name, "--into", "out", code=code).stderr
    assert Path("out/a.json").read_bytes() == pretty(odd)


@pytest.mark.usefixtures("odd")
def test_wrong_use():
    there = marked("doccano")
    Path("empty").mkdir()
    assert "[no-records]" in unspun("import", there, "--into", "empty", code=2).stderr
    assert "[not-a-review]" in unspun("import", there, "--into", "out/a.json", code=2).stderr
    assert "[nothing-to-import]" in unspun("import", "empty", "--into", "out", code=2).stderr
