"""The names of all articles of a run, for the witness of a clean sister: "Beijing Automotive Group Co." for "… Team Co."."""

from collections.abc import Iterable

from pipeline.language.words import split
from pipeline.normalise.despin.names import SpunNames
from pipeline.record.article import Article, SisterName


class SisterNames:
    """Gathered in a light pass over the raw articles, before any of them is worked on; their order does not matter.

    Only names that hold a word which spinners swap are kept, each with that word left out.

    >>> def article(name, raw):
    ...     return Article(id=name, source=name, raw=raw, sha256="")
    >>> spun, clean = article("a", "Zorbek Automotive Team Co. rose."), article("b", "Zorbek Automotive Group Co. rose.")
    >>> [(sister.word, sister.article) for sister in SisterNames((spun, clean)).of(spun)]
    [('group', 'b'), ('group', 'b')]
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self._names = SpunNames()
        self._kept: dict[str, dict[str, tuple[int, str]]] = {}
        for article in articles:
            for frame, word in sorted(set(self._names.frames(split(article.raw)))):
                words = self._kept.setdefault(frame, {})
                count, first = words.get(word, (0, article.id))
                words[word] = (count + 1, min(first, article.id))

    def of(self, article: Article) -> tuple[SisterName, ...]:
        """Return the names of an article that other articles write with a word that its own may stand for."""
        found = []
        for frame, word in sorted(set(self._names.frames(split(article.raw)))):
            others = self._kept.get(frame, {})
            for meant in sorted(self._names.meant(word) & others.keys()):
                count, first = others[meant]
                if first != article.id or count > 1:
                    found.append(SisterName(frame, meant, first, count))
        return tuple(found)
