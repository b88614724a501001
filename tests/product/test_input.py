"""Pages, tables, archives and lists through the whole product, as a person runs it."""

import gzip
import json
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from tests.read.archive import packed, response

PARAGRAPHS = (
    "The pump plant in Aker opened on Monday with 340 workers, said Mara Lindholm, who runs it.",
    "It cost €42 million and will make 4,000 pumps per year, Torvik Pumps said in a statement.",
    "The town had lost its last factory in March 2019, and hopes for 60 more jobs by the end of 2023.",
)
HTML = (
    "<!doctype html><html><head><title>Plant opens - The Post</title><meta property='article:published_time' content='2022-05-06'></head>"
    "<body><nav><a href=/>Home</a><a href=/x>More news</a></nav><article><h1>Plant opens in Aker</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "</article><footer>Copyright 2026 The Post</footer></body></html>"
)
EXTRACTING = ("--html", "trafilatura", "--model", "small")


def unspun(*arguments, code=0, **options):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], **options)
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def pages(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("pages").mkdir()
    Path("pages/plant.html").write_text(HTML, encoding="utf-8")
    Path("pages/more.html.gz").write_bytes(gzip.compress(HTML.replace("340", "350").encode()))


def spans(record):
    """Each place that a record tells of, with what should stand there."""
    for item in (*record["figures"], *record["dates"]):
        yield item["start"], item["end"], item["line"], item["text"]
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            yield mention["start"], mention["end"], mention["line"], mention.get("raw", mention["text"])


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("out", ["out", "out.jsonl"])
def test_places_are_places_in_the_text_that_was_taken_out(out):
    unspun("run", "pages", "--out", out, *EXTRACTING)
    kept = Path("out/_extracted" if out == "out" else "out.jsonl_extracted")
    lines = Path("out.jsonl").read_text(encoding="utf-8").splitlines() if out == "out.jsonl" else None
    records = [json.loads(text) for text in lines or [Path(f"out/{name}.json").read_text(encoding="utf-8") for name in ("more", "plant")]]
    assert [record["source"] for record in records] == ["more.html.gz", "plant.html"]
    for record in records:
        text = (kept / f"{record['id']}.txt").read_text(encoding="utf-8")
        assert record["made_by"]["extracted"] == f"trafilatura {version('trafilatura')}"
        assert record["published"]["how"] == "metadata"
        assert len(list(spans(record))) > 8
        for start, end, line, words in spans(record):
            assert text[start:end] == words
            assert text[:start].count("\n") == line - 1
    assert "0 to mend, 0 remarks" in unspun("check", out).stderr


@pytest.mark.usefixtures("pages")
def test_unchanged_pages_stand_and_their_texts_are_kept():
    unspun("run", "pages", "--out", "out", *EXTRACTING)
    Path("out/_extracted/plant.txt").unlink()
    Path("out/_extracted/more.txt").write_text("Something else.", encoding="utf-8")
    assert "2 left as they were" in unspun("run", "pages", "--out", "out", *EXTRACTING).stderr
    assert PARAGRAPHS[0] in Path("out/_extracted/plant.txt").read_text(encoding="utf-8")
    assert PARAGRAPHS[1] in Path("out/_extracted/more.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("pages")
def test_check_looks_findings_up_in_the_text_that_was_taken_out():
    unspun("run", "pages", "--out", "out", *EXTRACTING)
    path = Path("out/plant.json")
    record = json.loads(path.read_text(encoding="utf-8"))
    start = record["entities"][0]["mentions"][0]["start"]
    path.write_text(path.read_text(encoding="utf-8").replace(f'"start": {start},', f'"start": {start - 2},', 1), encoding="utf-8")
    # Without its copy of what it wrote, the tool has the text alone to tell.
    Path("out/_written/plant.json").unlink()
    told = unspun("check", "out", "--sources", "pages", code=1).stdout
    assert f"characters {start - 2} to" in told
    # The text that was taken out is what counts, not one of that name which something else has written.
    Path("out/_extracted/plant.txt").write_text("Something else.", encoding="utf-8")
    assert "characters" not in unspun("check", "out", "--sources", "pages").stdout
    assert "characters" in unspun("check", "out", "--sources", "pages", "--html", "trafilatura", code=1).stdout


@pytest.mark.usefixtures("pages")
def test_decisions_outlive_a_change_of_reader():
    unspun("run", "pages", "--out", "out", "--model", "small")
    path = Path("out/plant.json")
    before = json.loads(path.read_text(encoding="utf-8"))
    figure = next(item for item in before["figures"] if "42 million" in item["text"])
    line = next(line for line in path.read_text(encoding="utf-8").splitlines() if f'"id": "{figure["id"]}"' in line)
    path.write_text(
        path.read_text(encoding="utf-8").replace(line, line.replace('"decision": ""', '"decision": "=€43 million"')), encoding="utf-8"
    )
    for more in (EXTRACTING, ("--model", "small")):
        unspun("run", "pages", "--out", "out", *more)
        after = json.loads(path.read_text(encoding="utf-8"))
        found = next(item for item in after["figures"] if "42 million" in item["text"])
        assert found["decision"] == "=€43 million"
        # The raw sentence is another, markup and all: whether the decision still holds is asked.
        assert "stale" in found
        assert ("extracted" in after["made_by"]) == (more == EXTRACTING)


@pytest.mark.usefixtures("pages")
def test_places_are_told_as_those_of_the_text():
    unspun("run", "pages", "--out", "gold", *EXTRACTING)
    Path("pages/plant.html").write_text(HTML, encoding="utf-8")
    unspun("run", "pages", "--out", "out", *EXTRACTING)
    path = Path("out/plant.json")
    record = json.loads(path.read_text(encoding="utf-8"))
    record["figures"] = record["figures"][1:]
    path.write_text(json.dumps(record), encoding="utf-8")
    told = unspun("score", "gold", "out", "--all", "--misses", 3, "--sources", "pages").stdout
    assert "pages/plant.html#plant:3: figure missed" in told
    assert "lines are those of that text" in unspun("explain", "out/plant.json").stdout
    assert "lines are those of that text" in unspun("explain", "pages/plant.html", "--html", "trafilatura").stdout


@pytest.mark.usefixtures("pages")
def test_articles_of_a_table_and_an_archive_stand_while_they_are_unchanged():
    text = "\n\n".join(PARAGRAPHS)
    Path("in").mkdir()
    Path("in/news.csv").write_text(f'nr,body\nx,"{text}"\n,"{text} One more."\n', encoding="utf-8")
    Path("in/crawl.warc.gz").write_bytes(packed([response(f"https://post.example/{n}", HTML.encode()) for n in (1, 2)]))
    reading = ("--text-column", "body", "--column", "id=nr", "--model", "small")
    unspun("run", "in", "--out", "out", *reading)
    ids = {path.stem for path in Path("out").glob("[!_]*.json")}
    assert {"x", "news-2"} < ids
    assert len(ids) == 4
    record = json.loads(next(Path("out").glob("post*.json")).read_text(encoding="utf-8"))
    assert record["source"] == "crawl.warc.gz"
    assert record["url"].startswith("https://post.example/")
    Path("in/news.csv").write_text(f'nr,body\nz,"Something else."\nx,"{text}"\n', encoding="utf-8")
    assert "3 left as they were" in unspun("run", "in", "--out", "out", *reading).stderr
    assert "0 to mend" in unspun("check", "out", "--sources", "in", *reading[:4]).stderr


@pytest.mark.usefixtures("pages")
def test_remark_on_one_article_of_many_names_it():
    lie = HTML.replace("2022-05-06", "2031-05-06").encode()
    Path("crawl.warc").write_bytes(response("https://post.example/lie", lie))
    told = unspun("run", "crawl.warc", "--out", "out", "--model", "small").stderr
    assert "crawl.warc#post.example-lie-b4a1db3c: its publication date 2031-05-06 is later than 2022-05-07" in told


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["--files-from", "nowhere.txt"], "", "nowhere.txt: the list of files cannot be read"),
        (["--files-from", "-", "-"], "", "standard input cannot be both"),
        (
            ["pages", "--column", "day"],
            "",
            "'day' names no field and its column; write FIELD=NAME; the fields are id, published, title, url",
        ),
        (["pages", "--column", "text=body"], "", "names no field"),
        (["pages", "--include", "*.txt"], "", "no file of a kind that is read was found"),
        (["--files-from", "-"], "\n", "no file of a kind that is read was found"),
    ],
)
def test_wrong_use(arguments, stdin, words):
    assert words in unspun("run", *arguments, code=2, input=stdin).stderr


@pytest.mark.usefixtures("pages")
def test_listed_file_that_is_gone_is_named_and_the_others_come_out():
    told = unspun("run", "--files-from", "-", "--out", "out", "--model", "small", code=1, input="gone.html\npages/plant.html\n").stderr
    assert "gone.html: the file cannot be read" in told
    assert json.loads(Path("out/plant.json").read_text(encoding="utf-8"))["source"] == "pages/plant.html"
