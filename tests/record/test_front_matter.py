"""Front matter: one matcher for whoever needs it, whatever the lines end in."""

import pytest

from pipeline.record.front_matter import front_matter


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize(("fence", "line"), [("---", "title: A mill"), ("+++", 'title = "A mill"')])
def test_line_ends(end, fence, line):
    text = end.join([fence, line, "tags:", "  - mills", fence, "It opened."])
    found = front_matter(text)
    assert found is not None
    assert text[found.end :] == f"{end}It opened."
    assert found.lines == (line, "tags:", "  - mills")


@pytest.mark.parametrize("text", ["", "---\nIt opened.\n---\n", "---\ntitle: A mill\nIt opened.", "Mill\n---\ntitle: A mill\n---\n"])
def test_none(text):
    assert front_matter(text) is None
