"""A spinner of our own: the tables run backwards, to make training and stress texts of any density with their answers.

python -m pipeline.training.spinner --density 0.1 --seed 7 < clean.txt > spun.txt
"""

import random
import sys
from collections import defaultdict
from functools import cache

import msgspec

from pipeline.language.words import Words, keys, split
from pipeline.normalise.despin.edits import fit_case
from pipeline.normalise.despin.synonyms import pairs
from pipeline.normalise.despin.table import load_phrases

LONGEST = 6
CURATED_SHARE = 0.3
"""How much of a wording's swaps a curated row stands for: these were seen on spun pages."""


class Swapped(msgspec.Struct, frozen=True):
    """`spun[start:end]` stands where the clean text reads `intended`."""

    start: int
    end: int
    intended: str


class SpunText(msgspec.Struct, frozen=True):
    """A text after spinning, with every swap in its order."""

    text: str
    swaps: tuple[Swapped, ...]


class Spinner:
    """One program with its own dictionary: what `seed` draws from the tables.

    >>> made = Spinner(seed=3, density=0.3).spin("The company said that people need a new car.")
    >>> all(made.text[swap.start : swap.end] != swap.intended for swap in made.swaps)
    True
    """

    def __init__(self, *, seed: int | str, density: float, kept_out: float = 0.0) -> None:
        """`density` is the part of the words that is aimed at; `kept_out` of the table's pairs this spinner does not know."""
        self._random = random.Random(seed)  # noqa: S311 - texts, not secrets
        self._density = density
        self._kept_out = kept_out
        self._dictionary: dict[tuple[str, ...], list[str]] = {}
        self._sharpness = self._random.choice((0.5, 1.0, 2.0))
        self._most = self._random.choice((1, 1, 2, 3))
        self._keenness = self._random.uniform(0.6, 1.0)

    def spin(self, text: str) -> SpunText:
        """Return `text` with words swapped; digits, names in capitals and line ends stay as they are."""
        words = split(text)
        places = self._places(words)
        wanted = self._density * words.count
        rate = min(self._keenness, wanted / max(1, len(places)))
        parts: list[str] = []
        swaps: list[Swapped] = []
        at = length = 0
        for first, past in places:
            start, end = words.span(first, past)
            if start < at or self._random.random() > rate:
                continue
            intended = text[start:end]
            spun = fit_case(intended, self._random.choice(self._dictionary[words.lower[first:past]]))
            parts += text[at:start], spun
            length += start - at
            swaps.append(Swapped(length, length + len(spun), intended))
            length, at = length + len(spun), end
        parts.append(text[at:])
        return SpunText("".join(parts), tuple(swaps))

    def _places(self, words: Words) -> list[tuple[int, int]]:
        """Return the wordings that this spinner has a swap for, the longest at each place."""
        table, places = _table(), []
        for first in range(len(words.lower)):
            for past in range(min(first + LONGEST, len(words.lower)), first, -1):
                wording = words.lower[first:past]
                if wording in table and _swappable(words, first, past) and self._entry(wording, table):
                    places.append((first, past))
                    break
        return places

    def _entry(self, wording: tuple[str, ...], table: dict[tuple[str, ...], list[tuple[str, float]]]) -> list[str]:
        if wording not in self._dictionary:
            known = [(spun, share) for spun, share in table[wording] if self._random.random() >= self._kept_out]
            weights = [share**self._sharpness for _, share in known]
            drawn = self._random.choices([spun for spun, _ in known], weights, k=self._most) if known else []
            # No spinner knows every word; the small words it mostly leaves alone.
            knows = self._random.random() < (0.75 if len(wording) > 1 or len(wording[0]) > 3 else 0.35)
            self._dictionary[wording] = drawn if knows else []
        return self._dictionary[wording]


def _swappable(words: Words, first: int, past: int) -> bool:
    """Say whether the wording is no name: capitals only where a sentence starts."""
    initials = [words.text[words.starts[at]] for at in range(first, past)]
    return not any(letter.isupper() for letter in initials[1:]) and (
        not initials[0].isupper() or first == 0 or words.lower[first - 1] in {".", "!", "?", "\n", '"', "“"}
    )


@cache
def _table() -> dict[tuple[str, ...], list[tuple[str, float]]]:
    """Return what spinners write for each wording, with its share."""
    merged: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for pair in pairs():
        merged[keys(pair.intended)][pair.spun] = pair.share
    for swap in load_phrases():
        if not swap.conditions and swap.kind != "name":
            for rank, intended in enumerate(swap.intended):
                spun = merged[keys(intended)]
                spun[swap.phrase] = spun.get(swap.phrase, 0.0) + CURATED_SHARE / (1 + rank)
    return {wording: sorted(spun.items()) for wording, spun in merged.items() if wording}


def marked(made: SpunText) -> str:
    """Return the text with its swaps marked as annotated articles mark them.

    >>> marked(SpunText("A new automobile", (Swapped(6, 16, "car"),)))
    'A new [[automobile||car]]'
    """
    parts: list[str] = []
    at = 0
    for swap in made.swaps:
        parts += made.text[at : swap.start], f"[[{made.text[swap.start : swap.end]}||{swap.intended}]]"
        at = swap.end
    return "".join((*parts, made.text[at:]))


def main(arguments: list[str]) -> int:
    """Spin standard input: the density, then the seed."""
    spinner = Spinner(seed=arguments[1], density=float(arguments[0]))
    sys.stdout.write(marked(spinner.spin(sys.stdin.read())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
