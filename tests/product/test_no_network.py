"""Nothing leaves the machine: no process of any command connects, listens, sends or looks up a name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.articles import write_articles

ROOT = Path(__file__).parents[2]
# Python reads this file at the start of every process that finds it on its path, workers included. What may be done: ask for the machine's
# own name, by which a run says who holds an output, and what urllib3 does when spaCy imports it, to see whether there is IPv6: it makes a
# socket, binds it to this machine itself and throws it away.
WATCH = """
import os, sys

ALLOWED = {"socket.gethostname", "socket.__new__"}

def watch(event, arguments):
    if not event.startswith(("socket.", "http.", "urllib.", "ftplib.", "smtplib.")) or event in ALLOWED:
        return
    if event == "socket.bind" and arguments[1] == ("::1", 0):
        return
    os.write(2, f"network: {event} {arguments}\\n".encode())
    os._exit(99)

sys.addaudithook(watch)
"""


@pytest.fixture
def unspun(tmp_path):
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    write_articles(tmp_path / "in", 3)

    def run(*arguments, code=0):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path / "watch"), str(ROOT)))}
        command = [sys.executable, "-m", "pipeline", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr

    return run


def test_no_command_uses_the_network(unspun):
    unspun("run", "in", "--out", "out", "--workers", "2")
    for command in (
        ("run", "in", "--out", "out.jsonl", "--fresh"),
        ("check", "out", "--sources", "in"),
        ("status", "out"),
        ("compare", "out", "--sources", "in"),
        ("score", "out", "out", "--all"),
        ("learn", "out", "--lexicon", "my.toml"),
        ("explain", "out/00000.json"),
        ("schema",),
    ):
        unspun(*command)


@pytest.mark.parametrize(
    "use", ["socket.create_connection(('127.0.0.1', 9))", "socket.gethostbyname('localhost')", "socket.socket().bind(('', 0))"]
)
def test_the_watch_sees_what_uses_it(unspun, tmp_path, use):
    (tmp_path / "pipeline.py").write_text(f"import socket\n{use}\n")
    unspun("run", code=99)
