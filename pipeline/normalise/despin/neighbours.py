"""What stands beside a swapped word: the conditions of the table, as tests on the word to the left or right."""

from collections.abc import Callable

import msgspec

from pipeline.errors import bad_entry
from pipeline.language.words import BOUNDARY, Words
from pipeline.lexicon.loader import load

Test = Callable[[Words, int], bool]
STOPS = frozenset(".!?;:" + BOUNDARY)
ENDS = frozenset('.,!?;:)]"”“…—–' + BOUNDARY)
QUOTES = frozenset("\"”“'’")


class WordClass(msgspec.Struct, frozen=True):
    """A row of `spin_classes`: the name of a class and its words."""

    name: str
    words: tuple[str, ...]


def word_classes() -> dict[str, frozenset[str]]:
    """Return the words of each class of `spin_classes`."""
    return {row.name: frozenset(row.words) for row in load("spin_classes", WordClass)}


class Neighbours(msgspec.Struct, frozen=True):
    """Which words must, and must not, stand directly beside a swap; an empty tuple of tests is no condition."""

    after: tuple[Test, ...] = ()
    before: tuple[Test, ...] = ()
    not_after: tuple[Test, ...] = ()
    not_before: tuple[Test, ...] = ()

    def fit(self, words: Words, first: int, last: int) -> bool:
        """Say whether the words from `first` to `last` (not included) stand where they must."""
        left, right = first - 1, last
        return (
            (not self.after or any(test(words, left) for test in self.after))
            and (not self.before or any(test(words, right) for test in self.before))
            and not any(test(words, left) for test in self.not_after)
            and not any(test(words, right) for test in self.not_before)
        )


class NeighbourTests:
    """Makes tests of the words and `<classes>` in a condition's cell."""

    def __init__(self) -> None:
        listed = word_classes()
        participles, no_participles = listed["participle_word"], listed["not_participle"]
        no_ing, numbers = listed["not_ing"], listed["number_word"]

        def participle(word: str) -> bool:
            return word in participles or (word.endswith("ed") and len(word) > 3 and word not in no_participles)

        self._shapes: dict[str, Test] = {
            "number": lambda words, at: (word := at_word(words, at))[:1].isdigit() or word in numbers,
            "digits": lambda words, at: at_word(words, at)[:1].isdigit(),
            "year": lambda words, at: len(word := at_word(words, at)) == 4 and word.isdigit() and word[:2] in ("19", "20"),
            "participle": lambda words, at: participle(at_word(words, at)),
            "ing": lambda words, at: (word := at_word(words, at)).endswith("ing") and len(word) > 4 and word not in no_ing,
            "name": lambda words, at: 0 <= at < len(words.lower) and words.text[words.starts[at]].isupper(),
            "word": lambda words, at: 0 <= at < len(words.lower) and words.text[words.starts[at]].islower(),
            "comma": lambda words, at: at_word(words, at) == ",",
            "start": lambda words, at: at_word(words, at) in STOPS or at_word(words, at) in QUOTES,
            "end": lambda words, at: at_word(words, at) in ENDS,
            "quote": lambda words, at: at_word(words, at) in QUOTES,
            "possessive-s": lambda words, at: at_word(words, at) == "'s",
        }
        for name, members in listed.items():
            self._shapes[name] = _one_of(members)

    def of(self, cell: tuple[str, ...]) -> tuple[Test, ...]:
        """Return the tests of one cell; a class that is not known raises `LexiconError`."""
        plain = frozenset(item for item in cell if not item.startswith("<"))
        classes = [item.strip("<>") for item in cell if item.startswith("<")]
        for name in classes:
            if name not in self._shapes:
                raise bad_entry("swap_phrases.tsv", f"there is no word class <{name}>")
        return (*((_one_of(plain),) if plain else ()), *(self._shapes[name] for name in classes))


def at_word(words: Words, at: int) -> str:
    """Return the word at a position, the boundary outside the text."""
    return words.lower[at] if 0 <= at < len(words.lower) else BOUNDARY


def _one_of(members: frozenset[str]) -> Test:
    return lambda words, at: at_word(words, at) in members
