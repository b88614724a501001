"""Settings in a file: found, checked, overruled, told of."""

import json
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.cli.settings_file import _lines, options

TEXT = "Kelvarra spent €4 billion in Tarnholm on Friday.\n"


def unspun(*arguments, **options):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], **options)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


def in_force(*arguments, **options):
    """Return the settings as `unspun config --json` tells them: name to value, source and place."""
    result = unspun("config", "--json", *arguments, **options)
    assert result.exit_code == 0, result.output
    return {(one["command"], one["name"]): (one["value"], one["source"], one["place"]) for one in json.loads(result.stdout)["settings"]}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNSPUN_CONFIG", raising=False)
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


REFUSED = [
    ("model = 5", 1, "model cannot be this (5 is none); write text in quotes"),
    ('\n# a remark\nmodle = "small"', 3, "there is no setting modle; the nearest is model; known are out, "),
    ('workers = "2"', 1, 'workers cannot be this ("2" is none); write a whole number'),
    ("workers = 2.5", 1, "write a whole number"),
    ("workers = true", 1, "write a whole number"),
    ("workers = 0", 1, "0 is not in the range"),
    ("workers = []", 1, "write a whole number"),
    ('seconds = "3"', 1, "write a number"),
    ("seconds = -1", 1, "-1.0 is not in the range"),
    ('profile = "yes"', 1, "write true or false"),
    ("profile = 1", 1, "write true or false"),
    ('engine = "spark"', 1, 'write one of "local", "ray"'),
    ("lexicon = 5", 1, "write a path in quotes, or several in [ ]"),
    ('lexicon = ["a", 5]', 1, "write a path in quotes, or several in [ ]"),
    ("published = 2022", 1, "write text in quotes"),
    ("published = 2022-08-26T10:00:00", 1, "write text in quotes"),
    ("fresh = true", 1, "there is no setting fresh"),
    ("help = true", 1, "there is no setting help"),
    ("[compar]\nmost = 5", 1, "there is no setting [compar]; the nearest is [compare]"),
    ('[run]\nmodel = "small"', 1, "there is no setting [run]"),
    ("compare = 5", 1, "there is no setting compare"),
    ("[model]\nx = 1", 1, "there is no setting [model]"),
    ("[[compare]]\nmost = 5", 1, "there is no setting compare"),
    ("[compare]\n\nmots = 5", 3, "there is no setting mots in [compare]; the nearest is most"),
    ("compare.most = -1", 1, "-1 is not in the range"),
    ('[review]\nkind = [\n  "figures",\n  "dats",\n]', 2, "'dats' is not one of"),
    ('model = "small"\n[compare]\nmost = "20"', 3, "most cannot be this"),
    ("model = ", None, "is no TOML"),
    ("model = 'a'\nmodel = 'b'", None, "is no TOML"),
    (f"workers = {'9' * 5001}", None, "is no TOML"),
    (f"lexicon = {'[' * 5000}{']' * 5000}", None, "is no TOML"),
    ('files-from = "a\\u0000b"', 1, "files-from cannot be this (it holds a NUL character); write a path in quotes"),
    ('published = "a\\u0000b"', 1, "it holds a NUL character"),
    ("max-megabytes = 1e13", 1, "is not in the range"),
]


@pytest.mark.parametrize(("text", "line", "words"), REFUSED)
def test_what_cannot_be_is_refused_with_its_place(folder, text, line, words):
    write(folder / "unspun.toml", text)
    result = unspun("status", folder)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"unspun: unspun.toml{f':{line}' if line else ''}: ")
    assert words in result.stderr


@pytest.mark.parametrize("value", ["[" * 5000 + "]" * 5000, "9" * 5001])
def test_project_that_cannot_be_read_matters_only_where_it_speaks_of_us(folder, value):
    write(folder / "pyproject.toml", f"# unspun\nx = {value}\n")
    assert unspun("config").exit_code == 0
    write(folder / "pyproject.toml", f"[tool.unspun]\nseconds = 5\n[x]\nx = {value}\n")
    told = unspun("config")
    assert (told.exit_code, "is no TOML" in told.stderr) == (2, True)


def test_no_home(folder, monkeypatch):
    def nobody(*_):
        raise KeyError

    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    write(folder / "unspun.toml", "seconds = 5\n")
    (folder / "in").mkdir()
    monkeypatch.chdir(folder / "in")
    assert in_force("run")["run", "seconds"][0] == 5


def test_bytes_that_are_no_text_and_files_that_are_none(folder):
    (folder / "unspun.toml").write_bytes(b"model = '\xff'")
    assert "is no TOML" in unspun("config").stderr
    assert "no such file" in unspun("--config", "none.toml", "config").stderr
    assert unspun("--config", folder, "config").exit_code == 2
    both = unspun("--config", "unspun.toml", "--no-config", "config", "run")
    assert (both.exit_code, "exclude each other" in both.stderr) == (2, True)


def test_what_commands_refuse_themselves_names_the_place(folder, monkeypatch):
    article = write(folder / "a.txt", TEXT)
    write(folder / "unspun.toml", '\npublished = "May 5"\n')
    assert unspun("run", article).stderr.startswith("unspun: unspun.toml:2: --published: 'May 5' is no date")
    monkeypatch.setenv("UNSPUN_RUN_PUBLISHED", "June 6")
    assert unspun("run", article).stderr.startswith("unspun: UNSPUN_RUN_PUBLISHED: --published: 'June 6' is no date")
    assert unspun("run", article, "--published", "x").stderr.startswith("unspun: --published: 'x' is no date")


def test_the_order(folder, monkeypatch):
    write(folder / "unspun.toml", 'model = "small"\nseconds = 5\nmax-megabytes = 2\n')
    monkeypatch.setenv("UNSPUN_RUN_SECONDS", "6")
    monkeypatch.setenv("UNSPUN_RUN_MAX_MEGABYTES", "3")
    found = in_force("run", "--max-megabytes", "4")
    assert found["run", "model"] == ("small", "file", "unspun.toml:1")
    assert found["run", "seconds"] == (6.0, "environment", "UNSPUN_RUN_SECONDS")
    assert found["run", "max-megabytes"] == (4.0, "command line", None)
    assert found["run", "engine"] == ("local", "default", None)
    wrong = unspun("config", "run", "--workers", "x")
    assert (wrong.exit_code, "is not a valid integer" in wrong.stderr) == (2, True)
    assert in_force("run").keys() < in_force().keys()


@pytest.mark.usefixtures("folder")
def test_every_option_has_its_variable(monkeypatch):
    for name in main.list_commands(None):
        for option, param in options(main.get_command(None, name)).items():
            if name not in ("config", "completion"):
                assert param.envvar == f"UNSPUN_{name.upper()}_{option.upper().replace('-', '_')}"
    monkeypatch.setenv("UNSPUN_RUN_LEXICON", "a.toml:b.toml")
    assert in_force()["run", "lexicon"] == (["a.toml", "b.toml"], "environment", "UNSPUN_RUN_LEXICON")


@pytest.mark.parametrize("name", ["unspun.toml", "pyproject.toml"])
def test_found_above_and_paths_start_at_the_file(folder, monkeypatch, name):
    head = "[tool.unspun]\n" if name == "pyproject.toml" else ""
    table = "tool.unspun.compare" if head else "compare"
    write(
        folder / "project" / name,
        f'{head}out = "records"\nlexicon = ["my.toml", "~/own.toml", "/abs.toml"]\nmodel = "small"\n[{table}]\nsources = "corpus"\n',
    )
    deep = folder / "project" / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    found = in_force()
    project, line = folder / "project", 1 + bool(head)
    assert found["run", "out"] == (str(project / "records"), "file", f"{project / name}:{line}")
    assert found["run", "lexicon"][0] == [str(project / "my.toml"), str(Path.home() / "own.toml"), "/abs.toml"]
    assert found["run", "model"][0] == "small"
    assert found["compare", "sources"] == (str(project / "corpus"), "file", f"{project / name}:{line + 4}")
    (project / "small").mkdir()
    assert in_force()["run", "model"][0] == str(project / "small")
    monkeypatch.chdir(project)
    assert in_force()["run", "out"] == ("records", "file", f"{name}:{line}")


def test_options_that_name_files_are_paths():
    # A settings file's paths start at its folder: an option that takes one says so by its type, not by its metavar alone.
    for name in main.list_commands(None):
        for option, param in options(main.get_command(None, name)).items():
            if param.metavar in ("FILE", "FOLDER", "PATH"):
                assert isinstance(param.type, click.Path), f"{name} --{option}: give it type=click.Path()"


def test_a_working_folder_that_is_gone(folder, monkeypatch):
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert unspun("schema").exit_code == 0


def test_standard_output_is_no_path(folder, monkeypatch):
    write(folder / "unspun.toml", 'out = "-"')
    (folder / "deep").mkdir()
    monkeypatch.chdir(folder / "deep")
    assert in_force()["run", "out"][0] == "-"


def test_the_search_ends_at_a_repository_and_at_home(folder, monkeypatch):
    write(folder / "unspun.toml", "seconds = 5")
    inner = folder / "repository" / "deep"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert in_force()["run", "seconds"][1] == "file"
    monkeypatch.setenv("HOME", str(folder / "repository"))
    assert in_force()["run", "seconds"][1] == "default"
    monkeypatch.undo()
    monkeypatch.chdir(inner)
    (folder / "repository" / ".git").mkdir()
    assert in_force()["run", "seconds"][1] == "default"


def test_other_peoples_projects_are_passed_over(folder, monkeypatch):
    write(folder / "unspun.toml", "seconds = 5")
    for number, text in enumerate(("[tool.black]\nx = 1", 'name = "unspun"', "this is no TOML", "tool = {}", "tool = 5 # unspun")):
        write(folder / str(number) / "pyproject.toml", text)
        monkeypatch.chdir(folder / str(number))
        assert in_force()["run", "seconds"][0] == 5.0
    write(folder / "broken" / "pyproject.toml", "[tool.unspun]\nmodel =")
    monkeypatch.chdir(folder / "broken")
    assert "is no TOML" in unspun("config").stderr
    write(folder / "broken" / "pyproject.toml", "tool.unspun = 5")
    assert "unspun is no table" in unspun("config").stderr


def test_named_or_no_file(folder):
    write(folder / "unspun.toml", "seconds = 5")
    other = write(folder / "other" / "mine.toml", 'seconds = 6\nlexicon = "x.toml"')
    runner = CliRunner()
    told = {
        name: json.loads(runner.invoke(main, [*arguments, "config", "--json", "run"], env=env).stdout)
        for name, arguments, env in (
            ("named", ["--config", str(other)], {}),
            ("by environment", [], {"UNSPUN_CONFIG": str(other)}),
            ("none", ["--no-config"], {}),
        )
    }
    seconds = {name: next(one["value"] for one in page["settings"] if one["name"] == "seconds") for name, page in told.items()}
    assert seconds == {"named": 6.0, "by environment": 6.0, "none": 30.0}
    assert told["none"]["file"] is None
    assert told["named"]["file"] == str(other)
    assert [one["value"] for one in told["named"]["settings"] if one["name"] == "lexicon"] == [[str(other.parent / "x.toml")]]


def test_what_config_prints_is_a_settings_file(folder):
    write(folder / "unspun.toml", 'model = "small"\nlexicon = "a \\" b.toml"\n[review]\nkind = ["dates"]\n')
    before = in_force()
    page = unspun("config").stdout
    assert "workers" not in tomllib.loads(page)
    write(folder / "unspun.toml", page)
    assert {key: value for key, (value, *_) in in_force().items()} == {key: value for key, (value, *_) in before.items()}
    for name in ("frobnicate", "completion"):
        wrong = unspun("config", name)
        assert (wrong.exit_code, f"there are no settings of '{name}'" in wrong.stderr) == (2, True)


def test_a_lexicon_of_the_file_counts_as_one_of_the_command_line(folder):
    article = write(folder / "in" / "a.txt", TEXT)
    lexicon = write(folder / "my.toml", '[[name]]\nname = "Kelvarra Heating"\nlabel = "ORG"\nalso = ["Kelvarra"]\n')
    by_option = unspun("--no-config", "run", article, "--out", "-", "--model", "small", "--lexicon", lexicon)
    write(folder / "unspun.toml", 'model = "small"\nlexicon = "my.toml"\n')
    by_file = unspun("run", article, "--out", "-")
    assert by_file.exit_code == 0
    assert by_file.stdout == by_option.stdout
    assert "Kelvarra Heating" in by_file.stdout


def test_help_does_not_depend_on_a_file(folder):
    write(folder / "unspun.toml", "nonsense")
    for arguments in (["--help"], ["run", "--help"], ["status", ".", "-h"], ["completion", "fish"], ["--version"]):
        assert unspun(*arguments).exit_code == 0
    assert unspun("run", "--", "--help").exit_code == 2


STATEMENTS = (
    ("{key} = 5 # {{ [",),
    ("# a remark = 1", ""),
    ("{key} = [", "  1, # ]", "  [2],", "]"),
    ('{key} = """', "[x]", "y = 2", '"""'),
    ("{key} = '''", "a = [", "'''"),
    ("{key}.in.it = true",),
    ("{key} = {{ in = {{ it = 1 }} }}",),
    ("[{key}]",),
    ("[ {key} . deep ]",),
    ("[[{key}]]", ""),
    ('"{key}" = 1979-05-27', ""),
)


@given(st.lists(st.sampled_from(STATEMENTS), max_size=12), st.booleans())
def test_every_key_has_its_line(statements, windows):
    lines, expected, table = [], {}, ()
    for number, statement in enumerate(statements):
        key = f"k{number}"
        if not statement[0].startswith("#"):
            table = () if statement[0].startswith("[") else table
            expected[*table, key] = len(lines) + 1
            if statement[0].startswith("["):
                table = (key, "deep") if "deep" in statement[0] else (key,)
        lines += [line.format(key=key) for line in statement]
    text = ("\r\n" if windows else "\n").join(lines)
    tomllib.loads(text)
    found = _lines(text)
    assert {path: line for path, line in found.items() if path in expected} == expected
