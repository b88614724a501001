"""What broke a target once, and files that are hard by make: all of it is read or refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

CASES = sorted((Path(__file__).parents[1] / "cases" / "fuzz").glob("*/*"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.name[:18]}")
def test_what_broke_it_once_does_not_break_it_now(path):
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=30, deadline=None)
def test_any_bytes_are_read_or_refused(target, data):
    TARGETS[target](data)
