"""WebAnno TSV: what is written comes back, and what INCEpTION writes is read."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.sentences import Sentences
from pipeline.record.annotation import AnnotatedText, Annotation
from pipeline.record.candidates import Label
from pipeline.write.exports import webanno

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "write" / "webanno.toml").read_text(encoding="utf-8"))
STARTS = Sentences().starts
PIECES = st.sampled_from([
    "Lei Jun", "Great\nWall", "\U0001f600", "\U0001f468\u200d\U0001f469", "e\u0301", "\t", "\n", "\r\n", "\r", " ", "\u2028", "\u00a0", "\\", "\\t", "_", "*", "|", "[1]", "->",
    ";", '"', "'", "<script>", "&amp;", "#Text=", "1-1\t0-3\tx", "#T_SP=x|y", ". It ", "No. 5", "\x00", "\ufeff",
])  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join)


@st.composite
def marked_texts(draw):
    text = draw(TEXTS)
    words = [at for at, sign in enumerate(text) if not sign.isspace()]
    spans = []
    for _ in range(draw(st.integers(0, 5)) if words else 0):
        first, last = sorted((draw(st.sampled_from(words)), draw(st.sampled_from(words))))
        label = draw(st.sampled_from([*Label.__args__, "FIGURE", "DATE"]))
        spans.append(Annotation(first, last + 1, label, f"e-{len(spans)}"))
    spans = {(each.start, each.end, each.label): each for each in spans}.values()
    return AnnotatedText(text=text, annotations=tuple(sorted(spans)), content="0123456789abcdef")


@settings(deadline=None)
@given(marked=marked_texts())
def test_round_trip(marked):
    back = webanno.parsed(webanno.document(marked, STARTS))
    assert back.annotations == marked.annotations
    assert back.content == (marked.content if marked.annotations else "")
    # Only white space may be another, and that at the end may be gone.
    assert [sign if not sign.isspace() else " " for sign in back.text] == [
        sign if not sign.isspace() else " " for sign in marked.text[: len(back.text)]
    ]
    assert not marked.text[len(back.text) :].strip()


@settings(deadline=None)
@given(marked=marked_texts())
def test_offsets_are_those_of_java(marked):
    units = marked.text.encode("utf-16-le")
    tokens = [line.split("\t") for line in webanno.document(marked, STARTS).split("\n") if line[:1].isdigit()]
    read = []
    for _, place, token, *columns in tokens:
        start, end = map(int, place.split("-"))
        assert units[2 * start : 2 * end].decode("utf-16-le") == webanno.unescaped(token)
        assert len(columns) == 3
        read.append(webanno.unescaped(token))
    assert "".join(read) == "".join(marked.text.split())


def test_layout():
    marked = AnnotatedText(
        text="Lei Jun of Mi_1 spoke.\nIt grew 5%.",
        annotations=(Annotation(0, 7, "PERSON", "e-a"), Annotation(11, 15, "WORK_OF_ART", "e-b"), Annotation(31, 33, "FIGURE", "f-c")),
        content="12ab",
    )
    assert webanno.document(marked, STARTS).replace("\t", "¦") == CASES["layout"]


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_reading(case):
    read = webanno.parsed(case["tsv"].replace("¦", "\t"))
    assert read.text == case["text"]
    assert [[read.text[each.start : each.end], each.label, each.finding] for each in read.annotations] == case["marked"]


@pytest.mark.parametrize("case", CASES["broken"], ids=lambda case: case["says"])
def test_refusals(case):
    with pytest.raises(webanno.Unreadable) as fault:
        webanno.parsed(case["tsv"].replace("¦", "\t"))
    assert str(fault.value) == case["says"]


def test_gaps_count_together():
    head = webanno.document(AnnotatedText(text="A", annotations=()), STARTS).partition("#Text")[0]
    far = 9_000_000
    one = f"#Text=A\n1-1\t{far}-{far + 1}\tA\t_\t_\t\n"
    assert len(webanno.parsed(head + one).text) == far + 1
    with pytest.raises(webanno.Unreadable, match="too far behind"):
        webanno.parsed(head + one + f"\n#Text=B\n2-1\t{2 * far}-{2 * far + 1}\tB\t_\t_\t\n")
