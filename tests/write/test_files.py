"""Files that take the place of others."""

import stat
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.write import files


def replaced(path, data):
    files.replace(path, data)


def streamed(path, data):
    with files.replacing(path) as stream:
        stream.write(data)


@pytest.mark.parametrize("write", [replaced, streamed])
def test_link_and_mode_stay(tmp_path, write):
    (tmp_path / "far").mkdir()
    file, link = tmp_path / "far" / "a.json", tmp_path / "a.json"
    file.write_bytes(b"old")
    file.chmod(0o600)
    link.symlink_to(Path("far") / "a.json")
    write(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.rglob("*.tmp")] == []


@pytest.mark.parametrize("write", [replaced, streamed])
def test_links_in_a_circle(tmp_path, write):
    one, other = tmp_path / "a", tmp_path / "b"
    one.symlink_to(other)
    other.symlink_to(one)
    # Written or refused: what must not come is another kind of fault.
    with suppress(OutputError):
        write(one, b"new")
    assert [path.name for path in tmp_path.rglob("*.tmp")] == []
