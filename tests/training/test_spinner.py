"""Our own spinner: what it makes has its answers, and the de-spinner holds its ground as more words are swapped."""

import re

import pytest

from pipeline.normalise.despin import Despinner
from pipeline.training import DATA, markup, spun_articles
from pipeline.training.spinner import Spinner, marked

DENSITIES = (0.0, 0.05, 0.1, 0.2)


def clean_texts():
    """Twelve articles of our own annotated text."""
    texts = [text.text for text in markup.read(DATA / "usnews.txt") + markup.read(DATA / "webnews.txt")]
    return [re.sub(r"\s*\n\s*", "\n", text) for text in texts if 120 < len(text.split()) < 400][:12]


@pytest.mark.parametrize("density", DENSITIES)
def test_undoing_the_swaps_gives_the_text_back(density):
    text = clean_texts()[0]
    made = Spinner(seed=5, density=density).spin(text)
    restored, at = "", 0
    for swap in made.swaps:
        restored += made.text[at : swap.start] + swap.intended
        at = swap.end
    assert restored + made.text[at:] == text
    assert made == Spinner(seed=5, density=density).spin(text)
    assert bool(made.swaps) == (density > 0)


def test_marks_are_read_back():
    text = clean_texts()[1]
    made = Spinner(seed=3, density=0.1).spin(text)
    article = next(spun_articles.parse("=== s1 | Z | 2024-01-01 | 0.1\n" + marked(made)))
    assert article.text == made.text.strip()
    assert [swap.intended for swap in article.swaps] == [(swap.intended,) for swap in made.swaps]
    assert article.clean.text == text.strip()


def test_the_score_grows_with_the_density_and_restoring_holds():
    despinner, texts = Despinner(), clean_texts()
    scores, right = [], []
    for density in DENSITIES:
        spin_scores, hits, applied = [], 0, 0
        for number, text in enumerate(texts):
            made = Spinner(seed=f"{density} {number}", density=density).spin(text)
            edits, spin = despinner.judge(made.text, ())
            spin_scores.append(spin.score)
            places = {(swap.start, swap.end): swap.intended for swap in made.swaps}
            for edit in edits:
                if edit.status == "applied":
                    applied += 1
                    hits += any(edit.start < end and start < edit.end for start, end in places)
        scores.append(sum(spin_scores) / len(texts))
        if density:
            right.append(hits / applied)
        else:
            assert applied <= sum(len(text.split()) for text in texts) / 2000
    assert scores == sorted(scores)
    assert scores[0] < 0.1
    assert scores[-1] > 0.5
    assert min(right) > 0.85


def test_every_annotated_article_reads():
    articles = [article for path in sorted(spun_articles.DATA.glob("*.txt")) for article in spun_articles.read(path)]
    assert len({article.id for article in articles}) == len(articles)
    for article in articles:
        assert article.swaps
        assert "[[" not in article.text
        assert all(article.text[swap.start : swap.end] not in swap.intended for swap in article.swaps)
