"""The page of an article: well-formed, the source to the character, and nothing in it but text."""

import re
import time
from itertools import accumulate
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.record.article_record import Mention, Record
from pipeline.record.source_text import put_together
from pipeline.write.pages.article import article_pages
from pipeline.write.pages.parts import cut, parts
from tests import records
from tests.write.pages.made import NAMESPACE, TEXTS, cells, column, made, page_of, parsed

ROOT = Path(__file__).parents[3]


@st.composite
def articles(draw):
    raw = draw(TEXTS)
    bounds = st.integers(0, len(raw))
    pairs = draw(st.lists(st.tuples(bounds, bounds), max_size=8))
    return raw, [(min(pair), max(pair)) for pair in pairs], draw(st.sampled_from(["plain", "markdown", "html"]))


@given(articles())
@settings(max_examples=120, deadline=None)
def test_source_column_is_the_source(article):
    raw, spans, markup = article
    record = made(raw, spans, markup)
    page = page_of(record, raw)
    tree = parsed(page, strictly="\r" not in raw and not re.search("[\ufdd0-\ufdef\x80-\x9f]|[\ufffe\uffff]|[^\0-\uffff]", raw))
    assert "".join(column(tree, "raw")) == raw
    assert [cell for cell in column(tree, "text") if cell] == list(record.text)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {element.get("href")[1:] for element in tree.iter(f"{NAMESPACE}a") if element.get("href").startswith("#")}
    assert targets <= set(ids)
    described = {each for element in tree.iter() for each in (element.get("aria-describedby") or "").split()}
    assert described <= set(ids)
    assert len(list(tree.iter(f"{NAMESPACE}script"))) == 1


def test_overlapping_spans_are_cut_and_not_nested():
    raw = "Acme sold 12 vans in May 2024."
    record = msgspec.structs.replace(made(raw, [(0, 12), (10, 24), (5, 17)]), edits=(), text=(raw,))
    tree = parsed(page_of(record, raw))
    drawn = [
        [("".join(a.itertext()), a.get("class"), a.get("href")) for a in cell.iter(f"{NAMESPACE}a")]
        for cell in (*cells(tree, "raw"), *cells(tree, "text"))
    ]
    assert drawn == 2 * [
        [
            ("A", "name figure doubt", "#e-2"),
            ("cme ", "figure", "#f-0"),
            ("sold ", "figure name", "#f-0"),
            ("12", "figure name date", "#f-0"),
            (" vans", "name date", "#e-2"),
            (" in May", "date", "#d-1"),
        ]
    ]


def test_everything_read_is_escaped():
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}'
    raw = f"{evil} is here"
    record = msgspec.structs.replace(
        made(raw, [(0, 5)]),
        id=evil,
        title=evil,
        source=evil,
        entities=(
            records.entity(
                evil, mentions=(Mention(start=0, end=4, line=1, text=evil),), why=(evil,), decision=evil, note=evil, aliases=(evil,)
            ),
        ),
    )
    entity = msgspec.structs.replace(record.entities[0], id=evil)
    tree = parsed(page_of(msgspec.structs.replace(record, entities=(entity,)), raw))
    assert not list(tree.iter(f"{NAMESPACE}img"))
    assert len(list(tree.iter(f"{NAMESPACE}script"))) == 1
    assert "49" not in "".join(column(tree, "raw"))


@pytest.mark.parametrize(
    ("state", "said"),
    [("proved", "to the character"), ("read", "from its file"), ("unproved", "not at hand"), ("changed", "has changed since")],
)
def test_how_the_source_is_known_is_said(state, said):
    raw = "A wood.\n\nIt burned."
    assert said in page_of(made(raw), raw, state).decode()


def test_record_bent_by_hand_is_shown_and_said_to_be():
    raw = "A wood.\n\nIt burned on Friday."
    record = msgspec.structs.replace(made(raw, [(3, 7), (500, 600)]), text=("Something else.",))
    page = page_of(record, raw)
    tree = parsed(page)
    assert "somebody changed one of them by hand" in page.decode()
    assert "1 place of findings lies outside" in page.decode()
    assert column(tree, "raw") == [raw]
    assert column(tree, "text") == ["Something else."]


def long_article(paragraphs):
    lines = [f"In May 2021 Acme {nth} sold 12 vans in all of the wood & more than the other people." for nth in range(paragraphs)]
    starts = accumulate((len(line) + 2 for line in lines[:-1]), initial=0)
    spans = [(start + first, start + last) for start in starts for first, last in ((3, 11), (7, 16), (12, 16))]
    raw = "\n\n".join(lines)
    return raw, made(raw, spans)


def test_parts_hold_everything_once():
    raw, record = long_article(900)
    shown = parts(record, longest=9_000)
    assert len(shown) > 5
    pieces = list(cut(record, raw, shown))
    assert "".join(text for _, text in pieces) == raw
    for name in ("figures", "dates", "edits", "text"):
        assert sum(len(getattr(own, name)) for own, _ in pieces) == len(getattr(record, name))
    for own, text in pieces:
        assert [figure.text for figure in own.figures] == [text[figure.start : figure.end] for figure in own.figures]
    names = [name for name, _ in article_pages(record, raw, "proved")]
    assert names == ["a.html", "a~part2.html"]


def test_nothing_is_cut_in_two():
    _, record = long_article(60)
    middle = record.paragraphs[30][0]
    over = records.figure(number=999, start=middle - 4, end=middle + 4)
    assert middle in {part.start for part in parts(record, longest=middle)}
    assert middle not in {part.start for part in parts(msgspec.structs.replace(record, figures=(*record.figures, over)), longest=middle)}


def test_takes_linear_time():
    # The best of three: what the collector has to look through in a long run of tests is not the pages' doing.
    small, large = (min(_seconds(paragraphs) for _ in range(3)) for paragraphs in (100, 800))
    assert large < 24 * small + 0.5  # 8 times the text; quadratic time would take 64 times as long


def _seconds(paragraphs):
    raw, record = long_article(paragraphs)
    began = time.process_time()
    list(article_pages(record, raw, "proved"))
    return time.process_time() - began


@pytest.mark.parametrize("path", sorted((ROOT / "outputs").glob("[!_]*.json")), ids=lambda path: path.stem)
def test_size_of_a_page(path):
    record = msgspec.json.decode(path.read_bytes(), type=Record)
    assert len(page_of(record, put_together(record).raw)) < 160_000
