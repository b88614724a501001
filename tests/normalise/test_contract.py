"""The promises of normalising for arbitrary text: it can be replayed, located, repeated, and never fails."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalise import Normaliser
from pipeline.normalise.draft import Aside, Draft, Replace
from pipeline.record.article import Article
from pipeline.record.prose import ProposedEdit, Spin

CLEAN = Spin(score=0.0, verdict="clean", why=())


class NoJudge:
    def judge(self, text, blocks, sisters=()):  # noqa: ARG002
        return (), CLEAN


class WordSwapper:
    """Proposes something for every third word, in turn applied, suggested and applied away."""

    def judge(self, text, blocks, sisters=()):  # noqa: ARG002
        proposals = []
        for block in blocks:
            at = block.start
            for nth, word in enumerate(text[block.start : block.end].split(" ")):
                if nth % 3 == 1 and word:
                    after, status = (("", "applied"), ("two words", "suggested"), ("other", "applied"))[nth // 3 % 3]
                    proposals.append(ProposedEdit(
                        start=at, end=at + len(word), after=after, kind="spun-phrase", status=status, why=("a test",), confidence=0.5, alternatives=("third",)
                    ))  # fmt: skip
                at += len(word) + 1
        return tuple(proposals), CLEAN


NORMALISER = Normaliser(NoJudge())
SWAPPER = Normaliser(WordSwapper())

PIECES = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<!--", "-->", "<script>", "</script>", "<nav>", "</nav>", "<li>", "<h2>", "</h2>", '<a href="x">', "<br/>", "<", ">", "<a b='",
    "<article>", "</article>", "<pre>", "</pre>", '<div class="share">', "</div>", "&amp;", "&nbsp;", "&#8217;", "&#0;", "&#10;", "&acirc;&euro;&trade;", "â€™", "Ã©", "Ã ",
    "\r\n", "\n", "\r", "\n\n", " ", "  ", "\t", "\u00a0", "\u200b", "\u00ad", "\ufeff", "\x00", "\x19", "\x1d", "\x85", "\x0c", "\u2028", "\ufffd", "ﬁ", "３０", "e\u0301",
    "# ", "**", "_", "`", "](x)", "[", "![", "> ", "- ", "1. ", "---", "===", "title: x", "Share on Facebook", "Leave a Reply", "Also ReadChinese", "Tweet  Share", "Name",
    "The plant opened on Friday.", "Xiaomi", "word", "long-", ".", "More.", "Advertisement",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.lists(PIECES, max_size=25).map("".join),
    st.lists(PIECES, max_size=25).map("\n".join),
)


def normalised(normaliser, raw, markup):
    return normaliser.normalise(Article(id="a", source="a.txt", raw=raw, sha256="", markup=markup))


def replayed(prose):
    """What a reader of the record would do: the applied edits in, the set-aside parts out."""
    changes = [(edit.start, edit.end, edit.after) for edit in prose.edits if edit.status == "applied"]
    changes += [(part.start, part.end, "") for part in prose.set_aside]
    text, at = "", 0
    for start, end, after in sorted(changes):
        assert at <= start, "changes overlap"
        text += prose.article.raw[at:start] + after
        at = end
    return text + prose.article.raw[at:]


@pytest.mark.parametrize("normaliser", [NORMALISER, SWAPPER], ids=["cleaning", "rewording"])
@given(raw=TEXTS, markup=st.sampled_from(["plain", "markdown", "html"]))
@settings(max_examples=150, deadline=None)
def test_contract(normaliser, raw, markup):
    prose = normalised(normaliser, raw, markup)
    text = prose.text
    assert replayed(prose) == text
    assert [line for line in text.splitlines() if line] == [text[block.start : block.end] for block in prose.blocks]
    for block in prose.blocks:
        line = text[block.start : block.end]
        assert line == line.strip()
        assert "  " not in line
        assert "\t" not in line
        assert "\u00a0" not in line
        start, end = prose.offsets.to_raw(block.start, block.end)
        assert 0 <= start < end <= len(raw)
        back = prose.offsets.to_text(start, end)
        assert back[0] <= block.start
        assert block.end <= back[1]
    for edit in prose.edits:
        assert 0 <= edit.start <= edit.end <= len(raw)
        assert edit.why
        if edit.status == "applied":
            assert raw[edit.start : edit.end] != edit.after
    assert list(prose.edits) == sorted(prose.edits, key=lambda edit: (edit.start, edit.end, edit.status))
    for part in prose.set_aside:
        assert 0 <= part.start < part.end <= len(raw)
        assert part.why
    assert normalised(normaliser, raw, markup) == prose or prose.offsets.text == normalised(normaliser, raw, markup).text


@st.composite
def drafts(draw):
    raw = draw(st.text("abcdef", min_size=1, max_size=20))
    draft = Draft(raw)
    expected = raw
    for _ in range(draw(st.integers(1, 4))):
        length = len(draft.text)
        cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6, unique=True)))
        spans = list(zip(cuts[::2], cuts[1::2], strict=False))
        if draw(st.booleans()):
            changes = [Replace(start=s, end=e, after=draw(st.text("xyz", max_size=3)), kind="spacing", why=("r",)) for s, e in spans]
            expected = _applied(draft.text, [(change.start, change.end, change.after) for change in changes])
            draft = draft.replaced(changes)
        else:
            expected = _applied(draft.text, [(s, e, "") for s, e in spans])
            draft = draft.without([Aside(start=s, end=e, kind="k", why=("s",)) for s, e in spans])
        assert draft.text == expected
    return draft


def _applied(text, changes):
    parts, at = [], 0
    for start, end, after in changes:
        parts += text[at:start], after
        at = end
    return "".join(parts) + text[at:]


@given(drafts())
@settings(max_examples=400, deadline=None)
def test_draft_composes(draft):
    changes = [(edit.start, edit.end, edit.after) for edit in draft.edits()] + [(part.start, part.end, "") for part in draft.set_aside()]
    assert _applied(draft.raw, sorted(changes)) == draft.text


MILLION = 1_000_000
HEAVY = [
    "a ",
    "<",
    "&",
    "\n",
    "â€™",
    " ",
    "<a b='\"",
    "<!--",
    "<nav>",
    "<li>",
    "</li><p>",
    "&amp;",
    "**",
    "[",
    "![",
    "_a",
    "Share ",
    "Leave a Reply\n",
    "a.) ",
    "1. a\n",
    "Ã ",
    "x y\n",
    "\u200b",
    "> ",
    "---\n",
    "``",
    "Also Read ",
    "A. B! ",
]


@pytest.mark.parametrize("markup", ["plain", "markdown", "html"])
@pytest.mark.parametrize("unit", HEAVY)
def test_takes_linear_time(unit, markup):
    small, large = (_seconds(unit * (size // len(unit)), markup) for size in (MILLION // 160, MILLION // 20))
    if large >= 24 * small + 0.5:
        # Once more: the collector may have had all of a long run of tests to look through.
        large = _seconds(unit * (MILLION // 20 // len(unit)), markup)
    assert large < 24 * small + 0.5  # 8 times the text; quadratic time would take 64 times as long


def _seconds(raw, markup):
    began = time.process_time()
    normalised(NORMALISER, raw, markup)
    return time.process_time() - began
