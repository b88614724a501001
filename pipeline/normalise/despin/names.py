"""Names with a swapped part: "Wonderful Wall Motor", "World wide web of Points (IoT)", "Beijing Automotive Team Co. (BAIC)".

A capitalised part changes only with two witnesses. The first is always the table of what spinners write inside names; the second is
a well-known name that the reading gives, an acronym in brackets that only the reading fits, or the same name unbroken elsewhere in
the article or in another article of the run.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

import msgspec

from pipeline.language.words import Words, keys
from pipeline.lexicon.loader import load
from pipeline.normalise.despin.neighbours import word_classes
from pipeline.record.article import SisterName

LONGEST_RUN = 8
MOST_SWAPS = 2
SHORTEST_KEPT = 3
_FAR_MORE = 5
SMALL_WORDS = frozenset({"of", "the", "and", "for", "to", "on", "in", "&"})
OPENERS = SMALL_WORDS | {"a", "an", "this", "that", "its", "his", "her", "their", "our", "at", "by", "from", "with"}
OPENERS |= {"but", "as", "when", "while", "after", "before", "if"}

OTHER_NAMES = ("known_organisations", "place_cities", "place_names")

Witness = Literal["known", "part", "acronym", "article", "sister"]


class NameRow(msgspec.Struct, frozen=True):
    """A row of `swap_names`: a name as it is, and its acronym."""

    name: str
    acronym: str = ""


class ListedRow(msgspec.Struct, frozen=True):
    """A row of the lists of organisations and places that names are read with."""

    name: str
    label: str = ""
    sure: str = ""


class PartRow(msgspec.Struct, frozen=True):
    """A row of `swap_name_parts`: a compound that many longer names hold."""

    part: str


class NameWordRow(msgspec.Struct, frozen=True):
    """A row of `swap_name_words`: a word of names and what spinners write for it."""

    word: str
    spun: tuple[str, ...]


class KeptRow(msgspec.Struct, frozen=True):
    """A row of `spin_kept_names`: a real name that only looks like a spun one."""

    name: str


class BrokenName(msgspec.Struct, frozen=True):
    """A swapped name in the text: words `first` to `last` (not included), the name meant, who says so, and why."""

    first: int
    last: int
    name: str
    witness: Witness
    why: str
    others: tuple[str, ...] = ()


class _Node(dict[str, "_Node"]):
    """A step of the tree of known names; `name` is set where one ends."""

    __slots__ = ("name",)

    def __init__(self) -> None:
        super().__init__()
        self.name = ""


class _Match(msgspec.Struct, frozen=True):
    """A known name that was read along the text up to word `last`."""

    name: str
    last: int
    swaps: int
    kept: int
    linked: bool
    """Whether only the wide list says that spinners write so."""


def known_names() -> Iterator[str]:
    """Yield the names, and parts of names, of all lists."""
    yield from (row.name for row in load("swap_names", NameRow))
    yield from (row.name for name in OTHER_NAMES for row in load(name, ListedRow))
    yield from (row.part for row in load("swap_name_parts", PartRow))


class SpunNames:
    """Finds swapped forms of names, in capitals as names are."""

    def __init__(self, links: Iterable[tuple[str, str]] = ()) -> None:
        """`links` are further pairs of a spinner's word and the word of a name that it stands for."""
        self._root = _Node()
        self._expansions: dict[str, list[str]] = {}
        for row in load("swap_names", NameRow):
            _plant(self._root, row.name)
            if row.acronym:
                self._expansions.setdefault(row.acronym, []).append(row.name)
        for known in (row.name for name in OTHER_NAMES for row in load(name, ListedRow)):
            if " " in known:
                _plant(self._root, known)
        self._parts = _Node()
        for part in load("swap_name_parts", PartRow):
            _plant(self._parts, part.part)
        self._kept = {keys(row.name) for row in load("spin_kept_names", KeptRow)}
        # What a spun wording inside a name may stand for: its other words, then the word meant; likeliest first.
        self._meant: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        rows = load("swap_name_words", NameWordRow)
        # Of these words any name may hold several: one of them alone does not tell a name.
        self._frame = SMALL_WORDS | word_classes()["frame_word"]
        self._ordinary = self._frame | {word for row in rows for word in (row.word, *row.spun)}
        ranked = [(rank, row.word, keys(spun)) for row in rows for rank, spun in enumerate(row.spun) if spun]
        self._favourites: dict[str, list[str]] = {}
        for rank, word, spun in sorted(ranked):
            self._meant.setdefault(spun[0], []).append((spun[1:], word))
            if rank == 0 and len(spun) == 1:
                self._favourites.setdefault(spun[0], []).append(word)
        # What is written in place of a small word: "Centers for Disease Control as well as Prevention".
        self._joints = {spun: word for _, word, spun in ranked if word in SMALL_WORDS}
        self._swappable = {row.word for row in rows} | {spun[0] for _, _, spun in ranked if len(spun) == 1}
        self._linked: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for wording, word in links:
            first, *rest = wording.split(" ")
            if (tuple(rest), word) not in self._meant.get(first, ()):
                self._linked.setdefault(first, []).append((tuple(rest), word))

    @cached_property
    def _in_names(self) -> Counter[str]:
        """How many of the known names hold each word; hardly any article asks."""
        return Counter(word for name in known_names() for word in set(keys(name)))

    def find(self, words: Words, sisters: Iterable[SisterName] = ()) -> list[BrokenName]:
        """Return the swapped names in the order of the text, without overlaps; `sisters` are names of other articles."""
        found: list[BrokenName] = []
        last = 0
        capitals = [at for at in range(len(words.lower)) if _capital(words, at)]
        acronyms = {at: acronym for at in capitals if (acronym := _bracketed(words, at))}
        for at in capitals:
            if at < last:
                continue
            matches = list(self._walk(self._root, words, at, at))
            # Where a name ends that stands as it is.
            whole = max((match.last for match in matches if not match.swaps), default=at)
            if broken := self._known(words, at, matches, whole) or self._part(words, at):
                found.append(broken)
                last = broken.last
            else:
                last = max(last, whole)
        for at, acronym in acronyms.items():
            broken = self._before_bracket(words, at - 1, acronym)
            named = range(broken.first, broken.last) if broken else self._stands(words, at - 1, acronym)
            # What the bracket says of the words before it counts more than any name that they resemble.
            found = [one for one in found if one.last <= named.start or named.stop <= one.first]
            found += [broken] if broken else []
        taken = {at for one in found for at in range(one.first, one.last)}
        found += [one for one in self._by_article(words, capitals, sisters) if taken.isdisjoint(range(one.first, one.last))]
        return sorted(found, key=lambda one: one.first)

    def doubtful_words(self, words: Words) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the words inside a run of capitals that are spinners' favourites for a word of names, with what they may stand for."""
        for at, word in enumerate(words.lower):
            if word in self._favourites and _capital(words, at) and (_capital(words, at - 1) or _capital(words, at + 1)):
                yield at, tuple(meant.capitalize() for meant in self._favourites[word])

    def _known(self, words: Words, at: int, matches: Iterable[_Match], whole: int) -> BrokenName | None:
        """Return the known name of `matches` that the words from `at` on are a swapped form of, if they are no name up to `whole`."""
        broken = [match for match in matches if match.swaps and match.last > whole and self._may_be(words, at, match)]
        if not broken:
            return None
        best = min(broken, key=lambda match: (-match.last, match.linked, match.swaps, -match.kept, match.name))
        witness: Witness = "part" if best.linked else "known"
        return BrokenName(at, best.last, best.name, witness, f"“{best.name}” is a well-known name and the rest of it still stands")

    def _part(self, words: Words, at: int) -> BrokenName | None:
        """Return the end of a name that the words from `at` on are a swapped form of: "Harbourtown Police Division"."""
        matches = list(self._walk(self._parts, words, at, at))
        whole = max((match.last for match in matches if not match.swaps), default=at)
        broken = [
            match for match in matches if match.swaps == 1 and match.last > whole and match.kept and _in_capitals(words, at, match.last)
        ]
        broken = [match for match in broken if words.lower[at : match.last] not in self._kept and _fits_case(words, at, match.last)]
        if not broken or not (_capital(words, at - 1) or words.lower[at - 1] in OPENERS):
            return None
        best = min(broken, key=lambda match: (-match.last, -match.kept, match.name))
        return BrokenName(at, best.last, best.name, "part", f"“{best.name}” stands in many names")

    def _may_be(self, words: Words, at: int, match: _Match) -> bool:
        return match.kept > 0 and words.lower[at : match.last] not in self._kept and not _goes_on(words, at, match.last)

    def _walk(
        self, node: _Node, words: Words, first: int, at: int, swaps: int = 0, kept: int = 0, *, linked: bool = False, most: int = MOST_SWAPS
    ) -> Iterator[_Match]:
        """Yield the names below `node` that the words from `at` on can be read as."""
        if node.name and at > first:
            yield _Match(node.name, at, swaps, kept, linked)
        if at >= len(words.lower) or at - first > LONGEST_RUN:
            return
        word = words.lower[at]
        if (child := node.get(word)) is not None and (word in SMALL_WORDS or not words.text[words.starts[at]].islower()):
            tells = word not in self._frame and len(word) >= SHORTEST_KEPT
            yield from self._walk(child, words, first, at + 1, swaps, kept + tells, linked=linked, most=most)
        if swaps < most:
            capital = words.text[words.starts[at]].isupper()
            for table, wide in ((self._meant, linked), (self._linked, True)):
                for rest, meant in table.get(word, ()):
                    after = at + 1 + len(rest)
                    fits = (capital or meant in SMALL_WORDS) and words.lower[at + 1 : after] == rest
                    if fits and (child := node.get(meant)) is not None:
                        yield from self._walk(child, words, first, after, swaps + 1, kept, linked=wide, most=most)

    def _before_bracket(self, words: Words, bracket: int, acronym: str) -> BrokenName | None:
        """Return the name before "(IoT)" whose initials fit only after one or two words are read as what they stand for."""
        expansions = self._expansions.get(acronym, [])
        for name in expansions:
            meant = keys(name)
            for first in range(max(0, bracket - len(meant) - 4), bracket):
                if words.lower[first:bracket] == meant:
                    return None
                match = self._as_spun(words, first, bracket, meant)
                # A long name needs no word of its own that still stands: the bracket says which it is.
                if match and (match.kept > 0 or len(meant) > 2):
                    why = f"the bracket says {acronym}, which stands for “{name}”"
                    return BrokenName(first, bracket, name, "acronym", why)
        return None if expansions else self._by_initials(words, bracket, acronym)

    def _as_spun(self, words: Words, first: int, last: int, meant: tuple[str, ...]) -> _Match | None:
        """Say how the words from `first` to `last` read as a swapped form of `meant`, if they do."""
        root = _Node()
        _plant(root, " ".join(meant))
        walked = self._walk(root, words, first, first, most=LONGEST_RUN)
        matches = [match for match in walked if match.last == last and match.swaps]
        return min(matches, key=lambda match: match.swaps, default=None)

    def _by_initials(self, words: Words, bracket: int, acronym: str) -> BrokenName | None:
        letters = acronym.lower()
        if not 2 < len(letters) <= LONGEST_RUN or not letters.isalpha():
            return None
        content, joints = self._before(words, bracket, len(letters))
        wrong = [(at, letter) for at, letter in zip(content, letters, strict=False) if words.lower[at][0] != letter]
        if len(content) != len(letters) or len(wrong) != 1:
            return None
        at, letter = wrong[0]
        meant = [meant for rest, meant in self._meant.get(words.lower[at], ()) if not rest and meant[0] == letter]
        if not meant:
            return None
        swapped = [joint for joint in joints if joint[0] > content[0]]
        readings = [_with_word(words, content[0], bracket, at, reading, swapped) for reading in dict.fromkeys(meant)]
        why = f"the bracket says {acronym}, which fits “{readings[0]}”"
        return BrokenName(content[0], bracket, readings[0], "acronym", why, tuple(readings[1:]))

    def _stands(self, words: Words, bracket: int, acronym: str) -> range:
        """Return the words before a bracket that give its acronym as they stand; none where they do not."""
        content, _ = self._before(words, bracket, len(acronym))
        initials = "".join(words.lower[at][0] for at in content)
        return range(content[0], bracket) if content and initials == acronym.lower() else range(0)

    def _before(self, words: Words, bracket: int, number: int) -> tuple[list[int], list[tuple[int, int, str]]]:
        """Return up to `number` words in capitals before a bracket, and what stands in place of small words between them."""
        first, content, joints = bracket, list[int](), list[tuple[int, int, str]]()
        while first > 0 and len(content) < number:
            if joint := next((run for run in self._joints if words.lower[max(first - len(run), 0) : first] == run), None):
                joints.append((first - len(joint), first, self._joints[joint]))
                first -= len(joint)
                continue
            first -= 1
            if words.lower[first] in SMALL_WORDS:
                continue
            if not _capital(words, first):
                break
            content.insert(0, first)
        return content, joints

    def frames(self, words: Words) -> Iterator[tuple[str, str]]:
        """Yield the names of a text with a `*` for a word of which spinners write, or which they write for, and that word."""
        for frame, word, _, _, _ in self._frames(words, [at for at in range(len(words.lower)) if _capital(words, at)]):
            if word in self._swappable:
                yield frame, word

    def meant(self, word: str) -> frozenset[str]:
        """Return what a word of a name may stand for."""
        return frozenset(meant for rest, meant in self._meant.get(word, ()) if not rest and not _shortened(word, meant))

    def _frames(self, words: Words, capitals: list[int]) -> Iterator[tuple[str, str, int, int, int]]:
        """Yield each run of capitals with one word left out: the frame, the word, and the places of run and word."""
        for first, last in _runs(words, capitals):
            for at in range(first, last):
                word = words.lower[at]
                # What is left must be the name of somebody: "Group" alone, or "Beijing" and "Group", stand in many names.
                own = any(other != at and words.lower[other] not in self._ordinary for other in range(first, last))
                if own and word not in SMALL_WORDS:
                    yield " ".join((*words.lower[first:at], "*", *words.lower[at + 1 : last])), word, first, last, at

    def _by_article(self, words: Words, capitals: list[int], sisters: Iterable[SisterName]) -> Iterator[BrokenName]:
        """Yield names of which the article, or its sisters, write one word in two ways, one of them a spinner's word for the other."""
        frames: dict[str, Counter[str]] = {}
        places: dict[str, list[tuple[int, int, int]]] = {}
        for frame, word, first, last, at in self._frames(words, capitals):
            frames.setdefault(frame, Counter())[word] += 1
            places.setdefault(frame, []).append((first, last, at))
        elsewhere: dict[tuple[str, str], SisterName] = {}
        for sister in sisters:
            if sister.frame in frames and sister.word not in frames[sister.frame]:
                frames[sister.frame][sister.word] += sister.articles
                elsewhere[sister.frame, sister.word] = sister
        for frame, found in frames.items():
            if len(found) < 2:
                continue
            for first, last, at in places[frame]:
                word = words.lower[at]
                linked = self.meant(word) & found.keys()
                meant = min(linked, key=lambda meant: (-found[meant], meant), default="")
                if not meant or self._links_back(word, meant, found):
                    continue
                name = _with_word(words, first, last, at, meant)
                witness = elsewhere.get((frame, meant))
                if witness is None:
                    yield BrokenName(first, last, name, "article", f"“{name}” stands elsewhere in the article")
                else:
                    yield BrokenName(first, last, name, "sister", f"stands in {witness.article}: {name}")

    def _links_back(self, word: str, meant: str, found: Counter[str]) -> bool:
        """Say whether the other form may as well be the spinner's: each is written for the other, and it is not the more frequent.

        Where both are as frequent, the one that far more of the known names hold is meant: a Group is no Team.
        """
        if word not in self.meant(meant):
            return False
        others = sum(count for other, count in found.items() if other == meant or _shortened(other, meant))
        if others != found[word]:
            return others < found[word]
        return self._in_names[meant] <= _FAR_MORE * self._in_names[word]


def _plant(root: _Node, name: str) -> None:
    node = root
    for word in keys(name):
        following = node.get(word)
        if following is None:
            following = node[word] = _Node()
        node = following
    node.name = name


def _shortened(word: str, other: str) -> bool:
    """Say whether one is short for the other ("Auto", "Automobile"): then a name has both, and neither is a spinner's."""
    return word.startswith(other) or other.startswith(word)


def _fits_case(words: Words, first: int, last: int) -> bool:
    """Say whether the words are written like a name, not all in capitals like a headline."""
    return any(not words.text[words.starts[at] : words.ends[at]].isupper() for at in range(first, last))


def _with_word(words: Words, first: int, last: int, at: int, reading: str, joints: Iterable[tuple[int, int, str]] = ()) -> str:
    """Return the words from `first` to `last` with that at `at` read as `reading`, and the runs `joints` as the small words they stand for."""
    written = words.text[words.starts[at] : words.ends[at]]
    cased = reading.upper() if len(written) > 1 and written.isupper() else reading.capitalize()
    start, end = words.span(first, last)
    parts = []
    for place, after, instead in sorted([(at, at + 1, cased), *joints]):
        parts += [words.text[start : words.starts[place]], instead]
        start = words.ends[after - 1]
    return "".join((*parts, words.text[start:end]))


def _runs(words: Words, capitals: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of two to four capitalised words, and the parts of longer ones."""
    capital = set(capitals)
    for first in capitals:
        for last in range(first + 2, first + 5):
            if last - 1 not in capital or words.starts[last - 1] - words.ends[last - 2] != 1:
                break
            yield first, last


def _bracketed(words: Words, at: int) -> str:
    """Return the acronym that stands alone in brackets at `at`."""
    if at == 0 or words.lower[at - 1] != "(" or words.lower[at + 1 : at + 2] != (")",):
        return ""
    acronym = words.text[words.starts[at] : words.ends[at]]
    return acronym if sum(letter.isupper() for letter in acronym) > 1 else ""


def _in_capitals(words: Words, first: int, last: int) -> bool:
    initials = [words.text[words.starts[at]] for at in range(first, last) if words.lower[at] not in SMALL_WORDS]
    return all(not letter.islower() for letter in initials[:1] + initials[-1:]) and sum(letter.isupper() for letter in initials) * 2 >= len(
        initials
    )


def _goes_on(words: Words, first: int, last: int) -> bool:
    """Say whether a short find is part of a longer run of capitals, which is then another name."""
    if last - first > 2 or first == 0 or words.lower[first - 1] in OPENERS:
        return False
    return words.text[words.starts[first - 1]].isupper() and words.starts[first] - words.ends[first - 1] == 1


def _capital(words: Words, at: int) -> bool:
    """Say whether the word is written with a capital, as a word of a name is."""
    return 0 <= at < len(words.lower) and words.text[words.starts[at]].isupper() and words.lower[at] not in OPENERS
