"""A corpus report is read, or said not to be one."""

import pytest

from pipeline.record.corpus_report import parsed

EMPTY = b'{"schema": "unspun/corpus/1", "entities": [], "relations": [], "copies": [], "only_here": []%b}'


def test_empty():
    assert parsed(EMPTY % b"").relations == ()


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff", b"[]", EMPTY % (b', "x": ' + b"[" * 100_000 + b"]" * 100_000)],
    ids=["none", "cut", "bytes", "list", "deep"],
)
def test_what_is_none(data):
    with pytest.raises(ValueError, match=r"\w"):
        parsed(data)
