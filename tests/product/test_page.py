"""`unspun page`: what it writes, what it leaves alone, and what it says."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.write.pages.rendering import is_ours
from tests.write.pages.made import NAMESPACE, parsed

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "write" / "pages"
ARTICLE = "sahyani-nashik-2023"


def unspun(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def records(tmp_path):
    folder = tmp_path / "records"
    shutil.copytree(CASES / "records", folder)
    return folder


def change(path, **members):
    record = json.loads(path.read_bytes()) | members
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_golden(records, tmp_path):
    # After a change that shows: unspun page tests/cases/write/pages/records --out tests/cases/write/pages/expected, and look at it.
    result = unspun("page", records, "--out", tmp_path / "pages")
    assert (result.exit_code, result.stderr) == (0, "")
    assert files(tmp_path / "pages") == files(CASES / "expected")


def test_again_is_the_same_and_touches_nothing(records, tmp_path):
    assert unspun("page", records, "--out", tmp_path / "pages").exit_code == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "pages").iterdir()}
    assert unspun("page", records, "--out", tmp_path / "pages").exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "pages").iterdir()} == before


@pytest.mark.parametrize("name", ["index.html", f"{ARTICLE}.html"])
def test_files_of_others_are_refused_before_anything_is_written(records, tmp_path, name):
    mine = tmp_path / "pages" / name
    mine.parent.mkdir()
    mine.write_text("<p>Mine.</p>")
    result = unspun("page", records, "--out", tmp_path / "pages")
    assert result.exit_code == 2
    assert "[not-our-page]" in result.stderr
    assert files(tmp_path / "pages") == {name: b"<p>Mine.</p>"}


def test_pages_do_not_go_among_the_records(records):
    before = files(records)
    assert "[output-is-input]" in unspun("page", records, "--out", records).stderr
    assert files(records) == before


def test_links_are_refused(records, tmp_path):
    other = tmp_path / "other.html"
    unspun("page", records, "--out", tmp_path / "pages")
    shutil.move(tmp_path / "pages" / "index.html", other)
    (tmp_path / "pages" / "index.html").symlink_to(other)
    assert unspun("page", records, "--out", tmp_path / "pages").exit_code == 2


def test_page_changed_by_hand_is_kept(records, tmp_path):
    pages = tmp_path / "pages"
    unspun("page", records, "--out", pages)
    page = pages / f"{ARTICLE}.html"
    changed = page.read_bytes().replace(b"</h1>", b" (my note)</h1>")
    page.write_bytes(changed)
    result = unspun("page", records, "--out", pages)
    assert result.exit_code == 0
    assert "was changed by hand" in result.stderr
    assert [path.read_bytes() for path in (pages / "_edited").iterdir()] == [changed]
    assert is_ours(page.read_bytes())


def test_pages_without_record_are_named_and_left(records, tmp_path):
    pages = tmp_path / "pages"
    unspun("page", records, "--out", pages)
    (pages / "mine.html").write_text("Mine.")
    (records / f"{ARTICLE}.json").rename(records / "other.json")
    change(records / "other.json", id="other")
    result = unspun("page", records, "--out", pages)
    assert f"{ARTICLE}.html: of an earlier call" in result.stderr
    assert "mine.html" not in result.stderr
    assert {"mine.html", "other.html", f"{ARTICLE}.html"} <= {path.name for path in pages.iterdir()}


@pytest.mark.parametrize("given", ["missing", "changed", "whole", "none"])
def test_source_that_the_record_does_not_prove(tmp_path, given):
    raw = "A wood.\n \t\n\n\n\nIt burned.\n\n\n\n\n\n\n"
    source = tmp_path / "in" / "a.txt"
    source.parent.mkdir()
    source.write_bytes(raw.encode())
    record = json.loads((CASES / "records" / f"{ARTICLE}.json").read_bytes()) | {
        "id": "a", "source": "a.txt", "sha256": hashlib.sha256(raw.encode()).hexdigest(), "text": ["A wood.", "It burned."], "paragraphs": [[0, 7], [14, 24]],
        **{part: [] for part in ("entities", "figures", "dates", "claims", "edits", "set_aside", "refused")},
    }  # fmt: skip
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(record))
    if given == "missing":
        source.rename(source.with_name("b.txt"))
        source.with_name("b.txt").write_text("Another.")
    if given == "changed":
        source.write_text("Another.")
    result = unspun("page", folder, "--out", tmp_path / "pages", *([] if given == "none" else ["--sources", source.parent]))
    page = (tmp_path / "pages" / "a.html").read_text()
    told = {"missing": "not found in", "changed": "changed since its record was made", "whole": "", "none": "not at hand"}[given]
    assert (told in result.stderr) if told else result.stderr == ""
    shown = {"missing": "not at hand", "changed": "has changed since", "whole": "read from its file", "none": "not at hand"}[given]
    assert shown in page
    assert result.exit_code == 0


def test_unreadable_records_and_report_are_named(records, tmp_path):
    (records / "broken.json").write_text("{")
    (records / "_corpus.json").write_text("{}")
    result = unspun("page", records, "--out", tmp_path / "pages")
    assert result.exit_code == 1
    assert "[unclear-record]" in result.stderr
    assert "[bad-corpus-report]" in result.stderr
    assert "cannot be read" in (tmp_path / "pages" / "index.html").read_text()
    assert (tmp_path / "pages" / f"{ARTICLE}.html").exists()


def test_lines_of_records(records, tmp_path):
    lines = tmp_path / "records.jsonl"
    one = json.dumps(json.loads((records / f"{ARTICLE}.json").read_bytes()))
    lines.write_text(f"{one}\n{one}\n{one.replace(ARTICLE, 'other')}\n")
    result = unspun("page", lines, "--out", tmp_path / "pages")
    assert result.exit_code == 1
    assert "[article-twice]" in result.stderr
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["index.html", "other.html", f"{ARTICLE}.html"]


def test_nothing_to_show(tmp_path):
    (tmp_path / "records").mkdir()
    result = unspun("page", tmp_path / "records", "--out", tmp_path / "pages")
    assert result.exit_code == 2
    assert "[no-records]" in result.stderr
    assert not (tmp_path / "pages").exists()


def test_conflicts_lead_into_the_articles(tmp_path):
    result = unspun("page", ROOT / "outputs", "--out", tmp_path / "pages")
    assert result.exit_code == 0
    index = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    report = json.loads((ROOT / "outputs" / "_corpus.json").read_bytes())
    items = [item for relation in report["relations"] for item in relation["items"]]
    assert items
    for item in items:
        assert f'href="{item["article"]}.html#at-{item["id"]}"' in index
        assert f'id="at-{item["id"]}"' in (tmp_path / "pages" / f"{item['article']}.html").read_text(encoding="utf-8")
    assert index.index("Conflicts") < index.index("Agreements")


@pytest.mark.parametrize(
    "members",
    [
        {"text": []},
        {"paragraphs": []},
        {"paragraphs": [[10**12, 10**12 + 5]], "text": ["Far."]},
        {"paragraphs": [[5, 2], [-4, 900], [3, 3]]},
        {"set_aside": [{"start": 3, "end": 1, "line": 0, "kind": "", "text": "<b>", "why": []}] * 3},
        {"sha256": ""},
        {"title": "\u0000\u202e</title><script>"},
        {"entities": [], "figures": [], "dates": [], "edits": [], "claims": [], "refused": []},
    ],
    ids="-".join,
)
def test_bent_records_have_pages(records, tmp_path, members):
    change(records / f"{ARTICLE}.json", **members)
    result = unspun("page", records, "--out", tmp_path / "pages")
    assert result.exit_code == 0
    page = (tmp_path / "pages" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    assert len(list(parsed(page.encode(), strictly=False).iter(f"{NAMESPACE}script"))) == 1


def test_name_without_a_place_is_no_record(records, tmp_path):
    record = json.loads((records / f"{ARTICLE}.json").read_bytes())
    record["entities"][0]["mentions"] = []
    change(records / f"{ARTICLE}.json", entities=record["entities"])
    result = unspun("page", records, "--out", tmp_path / "pages")
    assert result.exit_code == 1
    assert "has no mention" in result.stderr
