"""docs/commands.md is what the commands say of themselves, and their examples are lines that they understand."""

import re
import shlex
from pathlib import Path

import click
import pytest

from pipeline.cli import main
from tests.docs import commands

ROOT = Path(__file__).parents[2]
EXAMPLES = [line.strip() for line in re.findall(r"^ *unspun .*|(?<=\()unspun [^)\n]*|(?<=\| )unspun .*", commands.page(), re.MULTILINE)]


def test_page_is_fresh():
    written = commands.PAGE.read_text(encoding="utf-8")
    assert written == commands.page(), "write it anew: .venv/bin/python -m tests.docs.commands"


def test_every_command_and_option_has_words_for_it():
    for name in main.list_commands(None):
        command = main.get_command(None, name)
        assert "Example" in command.help, name
        assert "Exit status: 0 " in command.help, name
        assert all(param.help for param in command.params if isinstance(param, click.Option)), name


@pytest.mark.parametrize("line", sorted({line for line in EXAMPLES if "..." not in line and "[" not in line}))
def test_examples_are_understood(line, monkeypatch):
    monkeypatch.chdir(ROOT)
    _, name, *arguments = shlex.split(line.split(" > ")[0].rstrip(")"), comments=True)
    # The folders of somebody's work are not there; an option that is none is another error.
    parent = click.Context(main, info_name="unspun", **main.context_settings)
    try:
        main.get_command(None, name).make_context(name, arguments, parent=parent)
    except click.BadParameter as fault:
        if "does not exist" not in fault.message:
            raise
