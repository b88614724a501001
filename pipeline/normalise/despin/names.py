"""Well-known names with a swapped half: "Wonderful Wall Motor", "World wide web of Points (IoT)"."""

import itertools
from collections.abc import Iterator

import msgspec

from pipeline.lexicon.loader import load
from pipeline.normalise.despin.words import Words, keys

MOST_VARIANTS = 400
SMALL_WORDS = frozenset({"of", "the", "and", "for", "to", "on", "in"})
OPENERS = SMALL_WORDS | {"a", "an", "this", "that", "its", "his", "her", "their", "our", "at", "by", "from", "with"}
OPENERS |= {"but", "as", "when", "while", "after", "before", "if"}


class NameRow(msgspec.Struct, frozen=True):
    """A row of `swap_names`: a name as it is, and its acronym."""

    name: str
    acronym: str = ""


class NameWordRow(msgspec.Struct, frozen=True):
    """A row of `swap_name_words`: a word of names and what spinners write for it."""

    word: str
    spun: tuple[str, ...]


class KeptRow(msgspec.Struct, frozen=True):
    """A row of `spin_kept_names`: a real name that only looks like a spun one."""

    name: str


class BrokenName(msgspec.Struct, frozen=True):
    """A swapped name in the text: words `first` to `last` (not included), the name meant, and why."""

    first: int
    last: int
    name: str
    why: str


class SpunNames:
    """Finds swapped forms of known names, in capitals as names are."""

    def __init__(self) -> None:
        rows = load("swap_names", NameRow)
        swaps = {row.word: tuple(keys(spun) for spun in row.spun) for row in load("swap_name_words", NameWordRow)}
        kept = {keys(row.name) for row in load("spin_kept_names", KeptRow)} | {keys(row.name) for row in rows}
        self._index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._expansions: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for row in rows:
            for variant in _variants(keys(row.name), swaps):
                if variant not in kept:
                    self._index.setdefault(variant[0], []).append((variant, row.name))
            if row.acronym:
                self._expansions.setdefault(row.acronym, []).append((keys(row.name), row.name))
        for found in self._index.values():
            found.sort(key=lambda entry: -len(entry[0]))
        self._swaps = swaps
        self._meant: dict[str, tuple[str, ...]] = {}
        for word, spun in swaps.items():
            for form in spun:
                if len(form) == 1 and form[0] not in swaps:
                    self._meant[form[0]] = (*self._meant.get(form[0], ()), word.capitalize())

    def doubtful_words(self, words: Words) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the words inside a run of capitals that spinners like to put into names, with what they may stand for.

        Words that are common in true names themselves are left alone.
        """
        for at in [at for at, word in enumerate(words.lower) if word in self._meant]:
            if _capital(words, at) and (_capital(words, at - 1) or _capital(words, at + 1)):
                yield at, self._meant[words.lower[at]]

    def find(self, words: Words) -> Iterator[BrokenName]:
        """Yield the swapped names in the order of the text."""
        lower, last = words.lower, 0
        index = self._index
        for at in [at for at, word in enumerate(lower) if word in index or word == "("]:
            if at < last:
                continue
            word = lower[at]
            for variant, name in index.get(word, ()):
                if (
                    lower[at : at + len(variant)] == variant
                    and _in_capitals(words, at, at + len(variant))
                    and not _goes_on(words, at, len(variant))
                ):
                    last = at + len(variant)
                    yield BrokenName(at, last, name, f"“{name}” is a well-known name and half of it still stands")
                    break
            if word == "(" and lower[at + 2 : at + 3] == (")",):
                yield from self._before_bracket(words, at)

    def _before_bracket(self, words: Words, bracket: int) -> Iterator[BrokenName]:
        """Yield the phrase before "(IoT)" when it is not the expansion but keeps half of its words in their places."""
        acronym = words.text[words.starts[bracket + 1] : words.ends[bracket + 1]]
        candidates = self._expansions.get(acronym, [])
        if any(words.lower[bracket - len(expansion) : bracket] == expansion for expansion, _ in candidates if len(expansion) <= bracket):
            return
        for expansion, name in candidates:
            first = bracket - len(expansion)
            if first < 0:
                continue
            pairs = list(zip(words.lower[first:bracket], expansion, strict=True))
            frame = [(found, meant) for found, meant in pairs if meant in SMALL_WORDS]
            content = [(found, meant) for found, meant in pairs if meant not in SMALL_WORDS]
            kept = sum(found == meant for found, meant in content)
            swapped = sum((found,) in self._swaps.get(meant, ()) for found, meant in content)
            initials = "".join(found[:1] for found, _ in content)
            if (
                all(found == meant for found, meant in frame)
                and kept + swapped == len(content)
                and kept < len(content)
                and initials != "".join(meant[:1] for _, meant in content)
            ):
                yield BrokenName(first, bracket, name, f"the bracket says {acronym}, which stands for “{name}”")
                return


def _variants(name: tuple[str, ...], swaps: dict[str, tuple[tuple[str, ...], ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the name with one or more words swapped, but never all of several (nothing would be left to know it by)."""
    choices = [((word,), *swaps.get(word, ())) for word in name]
    for chosen in itertools.islice(itertools.product(*choices), 1, MOST_VARIANTS):
        untouched = sum(choice == (word,) for choice, word in zip(chosen, name, strict=True))
        if untouched:
            yield tuple(itertools.chain.from_iterable(chosen))


def _in_capitals(words: Words, first: int, last: int) -> bool:
    initials = [words.text[words.starts[at]] for at in range(first, last) if words.lower[at] not in SMALL_WORDS]
    return all(not letter.islower() for letter in initials[:1] + initials[-1:]) and sum(letter.isupper() for letter in initials) * 2 >= len(
        initials
    )


def _goes_on(words: Words, first: int, length: int) -> bool:
    """Say whether a short find is the tail of a longer run of capitals, which is then another name."""
    if length > 2 or first == 0 or words.lower[first - 1] in OPENERS:
        return False
    return words.text[words.starts[first - 1]].isupper() and words.starts[first] - words.ends[first - 1] == 1


def _capital(words: Words, at: int) -> bool:
    """Say whether the word is written with one capital, as a word of a name is."""
    if not 0 <= at < len(words.lower) or words.lower[at] in OPENERS:
        return False
    return words.text[words.starts[at]].isupper() and words.text[words.starts[at] + 1 : words.starts[at] + 2].islower()
