"""`unspun review` as its user meets it."""

import json
import os
import select
import shlex
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.write import files
from pipeline.write.layout import compact, pretty
from tests.records import date, edit, entity, figure, record, write_records

ARTICLES = (
    record(
        article="a",
        entities=(entity(confidence=0.62, context="the ⟦Xiaomi⟧ car", aliases=("Mi",)), entity("BAIC", number=2, decision="ok")),
        dates=(date(confidence=0.5, why=("a\nseason",)),),
    ),
    record(
        article="b",
        figures=(figure(confidence=0.3, of="sales", stance="denied", said_by="the bank"),),
        edits=(edit(status="suggested", kind="spun-name", alternatives=("Wall", "Fence"), context="the Great ⟦Fence⟧"),),
    ),
    record(article="c", figures=(figure(),)),
)
A = ("e-1", "e-2", "d-1")
PROMPT = "o ok, w wrong, e edit, s skip, u undo, ? help, q quit: "


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "out"
    write_records(folder, ARTICLES)
    return folder


def review(*arguments, keys="", code=0):
    result = CliRunner().invoke(main, ["review", *map(str, arguments)], input=keys)
    assert (result.exit_code, result.exc_info[0]) in ((0, SystemExit), (code, SystemExit)), result.exc_info
    assert result.exit_code == code, result.output
    return result


def findings(path):
    record = json.loads(path.read_bytes())
    return {item["id"]: item for part in ("entities", "figures", "dates", "edits") for item in record[part]}


def decisions(folder):
    return {name: item["decision"] for path in sorted(folder.glob("*.json")) for name, item in findings(path).items() if item["decision"]}


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Takes the texts that a person leaves in the editor, one after another; None where they do not save."""

    def prepare(*texts):
        script = tmp_path / "editor.py"
        script.write_text(
            "import pathlib, sys\n"
            "left, page = pathlib.Path('texts'), pathlib.Path(sys.argv[1])\n"
            "texts = eval(left.read_text())\n"
            "with open('pages', 'a') as pages: pages.write(page.read_text())\n"
            "texts[0] is None or page.write_bytes(texts[0].encode('latin-1') if '\\xe9' in texts[0] else texts[0].encode())\n"
            "left.write_text(repr(texts[1:]))\n",
            encoding="utf-8",
        )
        (tmp_path / "texts").write_text(repr(list(texts)), encoding="utf-8")
        monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(script)]))

    return prepare


def test_goes_as_status_does_and_says_what_there_is_to_judge_by():
    output = review("out", keys="ssssss").stdout
    assert output == (
        "\n1 of 4  out/a.json:20\ndate “2021” 2021 (0.50)\n    a.txt:1\n    - a season\n" + PROMPT + "skipped\n"
        "\n2 of 4  out/a.json:15\nentity “Xiaomi” ORG (0.62), also Mi\n    the ⟦Xiaomi⟧ car\n    a.txt:1\n    - the model reads an organisation\n"
        + PROMPT + "skipped\n"
        "\n3 of 4  out/b.json:16\nfigure “$4.10 billion” 4.10 USD (0.30), of sales, denied by the bank\n    b.txt:1\n"
        "    - “$” is taken for the US dollar\n" + PROMPT + "skipped\n"
        "\n4 of 4  out/b.json:21\nedit “â€™” → ’ ? (0.90)\n    the Great ⟦Fence⟧\n    b.txt:1\n    - mojibake\n    1  =Wall\n    2  =Fence\n"
        + PROMPT.replace("e edit", "1-2 as listed, e edit") + "skipped\n"
    )  # fmt: skip


def test_each_key_does_what_help_says(folder):
    result = review("out", keys="o w\nsx32")
    assert decisions(folder) == {"e-2": "ok", "d-1": "ok", "e-1": "wrong", "c-1": "=Fence"}
    assert result.stdout.count("there is no such key here") == 2
    assert result.stdout.endswith("=Fence\n3 decided; run again to put them into effect: unspun run ...\n")
    assert review("out", keys="?").stdout.count("undo the last decision") == 1


def test_a_decision_is_in_the_file_at_once_and_nothing_else_is(folder):
    path = folder / "a.json"
    mine = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n").replace(b'"id": "d-1"', b'"id"  :\t"d-1"')
    path.write_bytes(mine)
    review(path, keys="w")
    before, after = mine.split(b'"id"  :\t"d-1"')
    assert path.read_bytes() == before + b'"id"  :\t"d-1"' + after.replace(b'"decision": ""', b'"decision": "wrong"')


def test_undo_goes_back_over_files_to_the_byte(folder):
    before = {path: path.read_bytes() for path in folder.glob("*.json")}
    result = review("out", keys="oowuuuuq")
    assert {path: path.read_bytes() for path in folder.glob("*.json")} == before
    assert [line[:6] for line in result.stdout.splitlines() if " of 4  " in line] == [
        "1 of 4",
        "2 of 4",
        "3 of 4",
        "4 of 4",
        "3 of 4",
        "2 of 4",
        "1 of 4",
    ]
    assert "there is nothing to undo" in result.stdout
    assert "decided;" not in result.stdout


def test_all_and_kind_choose():
    assert review("out", "--all", "--kind", "figures", keys="ssss").stdout.count("figure “") == 2
    assert review("out", "--all", keys="s" * 9).stdout.count("skipped") == 6
    assert review("out", "--kind", "dates", "--kind", "edits", keys="ss").stdout.count("skipped") == 2
    assert review("out/c.json").stdout == "nothing is open\n"
    assert "Invalid value for '--kind'" in review("out", "--kind", "names", code=2).stderr


def test_correction_and_note_in_the_editor(folder, editor, tmp_path):
    editor("=2024-03\nhe said\n so\n# a comment\n")
    review("out", keys="eq")
    item = findings(folder / "a.json")["d-1"]
    assert (item["decision"], item["note"]) == ("=2024-03", "he said\n so")
    assert (tmp_path / "pages").read_text(encoding="utf-8").splitlines()[:4] == [
        "=2021",
        "",
        "# date “2021” 2021",
        "# The first line is the decision, the lines after it are a note.",
    ]


@pytest.mark.parametrize("text", [None, "", "\n\n# only comments", "=2021\n", "ok\né"])
def test_nothing_new_in_the_editor_changes_nothing(folder, editor, text):
    before = (folder / "a.json").read_bytes()
    editor(text)
    assert "nothing changed" in review("out", keys="eq").stdout
    assert (folder / "a.json").read_bytes() == before


@pytest.mark.parametrize(
    ("first", "complaint"),
    [
        ("2024-03\nnew", "“2024-03” is none of ok, wrong, =correction"),
        ("=whenever\nnew", "“=whenever” cannot be carried out: it cannot be read"),
    ],
)
def test_unusable_decision_is_asked_again_and_its_note_kept(folder, editor, tmp_path, first, complaint):
    editor(first, "=2024-03\nnew")
    result = review("out", keys="eq")
    assert complaint in result.stdout
    assert f"\n# {complaint}" in (tmp_path / "pages").read_text(encoding="utf-8")
    item = findings(folder / "a.json")["d-1"]
    assert (item["decision"], item["note"]) == ("=2024-03", "new")


def test_unusable_decision_left_so_changes_nothing(folder, editor):
    editor("okay", "okay")
    assert "nothing changed" in review("out", keys="eq").stdout
    assert "d-1" not in decisions(folder)


def test_a_note_alone_decides_nothing(folder, editor):
    editor("=2021\nask Ann", "\nask Ben")
    result = review("out", keys="eeq")
    assert "noted" in result.stdout
    assert "decided;" not in result.stdout
    assert [findings(folder / "a.json")[name].get("note") for name in A] == ["ask Ben", None, "ask Ann"]
    assert decisions(folder) == {"e-2": "ok"}


def test_an_editor_that_fails_is_said(monkeypatch):
    monkeypatch.setenv("VISUAL", "no-such-editor-here")
    result = review("out", keys="eq")
    assert "[no-editor]" in result.stderr
    assert "nothing changed" in result.stdout


def test_stale_decision_is_shown_and_holds_when_it_is_taken_again(folder):
    changed = entity(confidence=0.9, decision="=Mi", stale="the sentence was another", note="sure")
    (folder / "a.json").write_bytes(pretty(record(article="a", entities=(changed,))))
    result = review("out/a.json", keys="1")
    for line in (
        "- the decision “=Mi” was taken on something that has changed",
        "stale: the sentence was another",
        "decision: =Mi",
        "note: sure",
        "1  =Mi",
    ):
        assert f"    {line}\n" in result.stdout
    item = findings(folder / "a.json")["e-1"]
    assert (item["decision"], item["note"], item.get("stale")) == ("=Mi", "sure", None)


def test_what_a_terminal_would_obey_is_shown_as_its_escape(folder):
    (folder / "a.json").write_bytes(pretty(record(article="a", entities=(entity("Mi\x1b[2J", confidence=0.1),))))
    assert "“Mi\\x1b[2J”" in review("out/a.json", keys="s").stdout


def act_while_shown(monkeypatch, act):
    """Do something to the files between a finding's being shown and its key."""
    from pipeline.cli import review as module

    original, done = module._key, []

    def key():
        if not done:
            done.append(act())
        return original()

    monkeypatch.setattr(module, "_key", key)


def test_a_finding_changed_meanwhile_keeps_what_was_made_of_it(folder, monkeypatch):
    path = folder / "a.json"
    mine = path.read_bytes().replace(b'"decision": ""', b'"decision": "=2019"')
    act_while_shown(monkeypatch, lambda: path.write_bytes(mine))
    result = review("out", keys="wq", code=1)
    assert "unspun: out/a.json:20: nothing was decided: d-1 was changed meanwhile" in result.stderr
    assert path.read_bytes() == mine
    assert "2 of 4" not in result.stdout
    assert "3 of 4" in result.stdout


def test_a_file_broken_or_gone_meanwhile_is_said_and_left(folder, monkeypatch):
    (folder / "a.json").write_bytes((folder / "a.json").read_bytes())
    act_while_shown(monkeypatch, lambda: ((folder / "a.json").write_text("{", encoding="utf-8"), (folder / "b.json").unlink()))
    result = review("out", keys="oooo", code=1)
    assert result.stderr.count("unspun: out/a.json: nothing was decided: the file is broken: line 1") == 2
    assert result.stderr.count("unspun: out/b.json: the file cannot be read") == 2
    assert (folder / "a.json").read_text(encoding="utf-8") == "{"
    assert not (folder / "b.json").exists()


def test_other_changes_of_the_file_meanwhile_stay(folder, monkeypatch):
    path = folder / "a.json"
    mine = path.read_bytes().replace(b'"A paragraph."', b'"Mine."')
    act_while_shown(monkeypatch, lambda: path.write_bytes(mine))
    review("out", keys="wq")
    assert b"Mine." in path.read_bytes()
    assert findings(path)["d-1"]["decision"] == "wrong"


def test_a_record_that_cannot_be_read_is_said_and_the_others_come(folder):
    (folder / "a.json").write_text("{", encoding="utf-8")
    result = review("out", keys="o", code=1)
    assert "[unclear-record]" in result.stderr
    assert decisions(folder / "..") == {}
    assert findings(folder / "b.json")["f-1"]["decision"] == "ok"
    assert review("out/a.json", code=1).stdout == ""


def test_a_file_that_cannot_be_written_gives_one_line(monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "replace", refuse)
    result = review("out", keys="o", code=74)
    assert result.stderr == (
        "unspun: out/a.json: nothing was decided: the results cannot be written (Permission denied); make the file and its folder writable [cannot-write]\n"
    )


def test_wrong_use(folder, tmp_path):
    (tmp_path / "r.jsonl").write_bytes(compact(ARTICLES[0]))
    (tmp_path / "empty").mkdir()
    for path, code in (
        ("r.jsonl", "not-a-review"),
        ("out/_written", "not-a-review"),
        ("out/_written/a.json", "not-a-review"),
        ("empty", "no-records"),
    ):
        assert f"[{code}]" in review(path, keys="o", code=2).stderr
    assert decisions(folder / "_written") == {"e-2": "ok"}


def test_closed_standard_input():
    shell = f"{shlex.join([sys.executable, '-c', 'from pipeline.cli import main; main()'])} review out <&-"
    done = subprocess.run(
        ["/bin/sh", "-c", shell], capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "[no-standard-input]" in done.stderr


class Terminal:
    """A session in a terminal of its own."""

    def __init__(self, **environment):
        self.main, self._side = os.openpty()
        self._bytes = b""
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from pipeline.cli import main; main()", "review", "out"],
            stdin=self._side,
            stdout=self._side,
            stderr=self._side,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | environment,
            start_new_session=True,
        )
        self.screen, self._seen = "", 0

    def until(self, expected):
        while expected not in self.screen[self._seen :]:
            assert select.select([self.main], [], [], 30)[0], (expected, self.screen)
            self._bytes += os.read(self.main, 4096)
            self.screen = self._bytes.decode(errors="ignore").replace("\r\n", "\n")
        self._seen = self.screen.index(expected, self._seen) + len(expected)

    def press(self, key, expected):
        self.until("quit: ")
        # The terminal gives keys one by one only once the prompt waits for one: until then they would be dropped.
        while not self._is_raw():
            pass
        os.write(self.main, key.encode())
        self.until(expected)

    def _is_raw(self):
        import termios

        return not termios.tcgetattr(self._side)[3] & termios.ICANON

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.main)
        os.close(self._side)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("no_color", "span"), [("", "the \x1b[1m\x1b[7mXiaomi\x1b[0m car"), ("1", "the ⟦Xiaomi⟧ car")])
def test_in_a_terminal(folder, no_color, span):
    terminal = Terminal(NO_COLOR=no_color)
    try:
        terminal.press("o", "ok")
        terminal.press("\x1b[A", "no such key")
        terminal.press("w", "wrong")
        terminal.press("u", "undone")
        terminal.press("\x03", "stopped")
        assert terminal.process.wait(30) == 130
    finally:
        terminal.close()
    assert span in terminal.screen
    assert ("\x1b" in terminal.screen) == (not no_color)
    assert "1 decided;" in terminal.screen
    assert decisions(folder) == {"e-2": "ok", "d-1": "ok"}
