"""Which findings wait for a person, and which count no more."""

import pytest

from pipeline.record.doubts import is_decided, is_refused, without_refused
from tests.records import figure, record


@pytest.mark.parametrize(
    ("decision", "stale", "refused"),
    [
        ("wrong", None, True),
        (" wrong", None, True),
        ("wrong\n", None, True),
        ("wrong", "the sentence is another", False),
        ("wrongly", None, False),
        ("=wrong", None, False),
        ("ok", None, False),
        ("", None, False),
    ],
)
def test_refused(decision, stale, refused):
    item = figure(decision=decision, **({"stale": stale} if stale else {}))
    assert is_refused(item) == refused
    assert is_decided(item) or not refused
    assert without_refused(record(figures=(item,))).figures == (() if refused else (item,))
