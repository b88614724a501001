"""Records of any raw text: normalised by the product's own rules, with findings anywhere, and read back from a page by a strict parser."""

import hashlib

import html5lib
import msgspec
from hypothesis import strategies as st

from pipeline.normalise import Normaliser
from pipeline.record.article import Article
from pipeline.record.article_record import Edit, Mention, SetAside
from pipeline.record.prose import ProposedEdit, Spin
from pipeline.write.pages.article import article_pages
from tests import records

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
PIECES = [
    "The plant opened.", "word", "<script>alert(1)</script>", "&amp;", "&#8217;", "â€™", '"', "'", "</div>", "<!--", "]]>", "\r\n", "\n", "\r", "\n\n", " \t ",
    "  ", "\u00a0", "\u200b", "\u2028", "\x85", "\ufeff", "שלום", "مرحبا", "\u202e", "👩‍🚀", "e\u0301", "Share on Facebook", "x" * 90, "{{ 7 * 7 }}", "{% raw %}",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60), st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map(" ".join)
)  # fmt: skip


class Swapper:
    """Applies and offers wordings at every third word."""

    def judge(self, text, blocks, sisters=()):  # noqa: ARG002
        proposals = []
        for block in blocks:
            at = block.start
            for nth, word in enumerate(text[block.start : block.end].split(" ")):
                if nth % 3 == 1 and word:
                    after, status = (("", "applied"), ("two <b>", "suggested"), ("other", "applied"))[nth // 3 % 3]
                    proposals.append(
                        ProposedEdit(
                            start=at, end=at + len(word), after=after, kind="spun-phrase", status=status, why=("a test",), confidence=0.5
                        )
                    )
                at += len(word) + 1
        return tuple(proposals), Spin(score=0.5, verdict="light", why=("<b>",))


NORMALISER = Normaliser(Swapper())


def made(raw, spans=(), markup="plain", digest=None):
    """Return the record of a text with figures, dates and names in turn over the spans."""
    sha256 = hashlib.sha256(raw.encode()).hexdigest() if digest is None else digest
    prose = NORMALISER.normalise(Article(id="a", source="a.txt", raw=raw, sha256=sha256, markup=markup))
    figures, dates, entities = [], [], []
    for nth, (start, end) in enumerate(spans):
        place = {"start": start, "end": end, "text": raw[start:end]}
        if nth % 3 == 0:
            figures.append(records.figure(number=nth, confidence=0.5, **place))
        elif nth % 3 == 1:
            dates.append(records.date(number=nth, **place))
        else:
            entities.append(
                records.entity(
                    number=nth, mentions=(Mention(start=start, end=end, line=1, text="n"), Mention(start=0, end=1, line=1, text="n"))
                )
            )
    edits = tuple(
        Edit(
            id=f"c-{nth}", start=e.start, end=e.end, line=1, before=raw[e.start : e.end], after=e.after, kind=e.kind, status=e.status, alternatives=e.alternatives,
            confidence=e.confidence, why=e.why, decision="",
        )
        for nth, e in enumerate(prose.edits)
    )  # fmt: skip
    lines = tuple(line for line in prose.text.splitlines() if line)
    places = tuple(prose.offsets.to_raw(block.start, block.end) for block in prose.blocks)
    bare = records.record(text=lines, figures=tuple(figures), dates=tuple(dates), entities=tuple(entities), edits=edits)
    aside = tuple(SetAside(start=p.start, end=p.end, line=1, kind=p.kind, text=raw[p.start : p.end], why=p.why) for p in prose.set_aside)
    return msgspec.structs.replace(bare, paragraphs=places, set_aside=aside, sha256=sha256, spin=prose.spin)


def parsed(page, *, strictly=True):
    """Return the page as a tree; raises where it is not well-formed HTML."""
    return html5lib.HTMLParser(strict=strictly).parse(page.decode())


def page_of(record, raw, state="proved"):
    ((_, page),) = article_pages(record, raw, state)
    return page


def cells(tree, name):
    """Return the cells of one column."""
    return [cell for cell in tree.iter(f"{NAMESPACE}div") if cell.get("role") == "cell" and cell.get("class") == name]


def column(tree, name):
    """Return the text of one column, cell by cell; what a cell says of the other one is in italics and left out."""
    return ["".join(cell.itertext()) for cell in cells(tree, name) if name == "raw" or cell.find(f"{NAMESPACE}i") is None]
