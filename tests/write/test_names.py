"""File names: inside the folder, whatever an id says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.write.names import file_name


@pytest.mark.parametrize("name", ["a", "byd-szeged", "Öl & Gas".replace(" & ", " "), "000_112556f2e6a0e6c6", "a.b"])
def test_good_names_stay(name):
    assert file_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "",
        ".",
        "..",
        "_corpus",
        ".hidden",
        "con",
        "NUL.txt",
        "x" * 300,
        "a\0b",
        "a:b",
        "tail.",
        "é" * 200,
    ],
)
def test_bad_names_are_marked_and_harmless(name):
    out = file_name(name)
    assert out != name
    assert "~" in out


@given(st.text())
def test_any_id_makes_a_file_name(article_id):
    name = file_name(article_id)
    assert name
    assert name[0] not in "._"
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert len(f"{name}.json".encode()) < 255


@given(st.lists(st.text(max_size=8), unique=True, max_size=30))
def test_two_ids_never_share_a_name(ids):
    assert len({file_name(article_id) for article_id in ids}) == len(ids)
