"""Words around verbs of saying, by their use."""

from functools import cache

import msgspec

from pipeline.lexicon import loader


class SayingWord(msgspec.Struct, frozen=True):
    """A row of `saying_words`."""

    word: str
    use: str


@cache
def saying_words() -> dict[str, frozenset[str]]:
    """Return the words of each use, as the head of the list names them."""
    uses: dict[str, set[str]] = {}
    for row in loader.load("saying_words", SayingWord):
        uses.setdefault(row.use, set()).add(row.word)
    return {use: frozenset(words) for use, words in uses.items()}
