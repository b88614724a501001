"""“a” and “an” that do not fit the next sound: they were left by the word that stood there before."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from pipeline.language.words import Words
from pipeline.lexicon.loader import load
from pipeline.normalise.despin.found import Found

VOWELS = frozenset("aeiou")


class SoundRow(msgspec.Struct, frozen=True):
    """A row of `spin_sounds`: words that start so sound other than they are spelled (`vowel`, `consonant`) or are no noun phrase (`none`)."""

    start: str
    sound: Literal["vowel", "consonant", "either", "none"]
    whole: bool = False


class Sounds:
    """Tells with which sound a word starts."""

    def __init__(self) -> None:
        rows = load("spin_sounds", SoundRow)
        self._whole: dict[str, str] = {row.start: row.sound for row in rows if row.whole}
        self._starts: tuple[tuple[str, str], ...] = tuple((row.start, row.sound) for row in rows if not row.whole)

    def of(self, word: str) -> str:
        """Return `vowel`, `consonant`, or `either` where it cannot be told from the spelling (acronyms, figures).

        >>> [Sounds().of(word) for word in ("hour", "university", "MBA", "lawyer", "attorney")]
        ['vowel', 'consonant', 'either', 'consonant', 'vowel']
        """
        lower = word.lower()
        if not word.isascii() or not word.replace("-", "").isalpha() or len(word) < 3 or not word[1:].replace("-", "").islower():
            return "either"
        if lower in self._whole:
            return self._whole[lower]
        for start, sound in self._starts:
            if lower.startswith(start):
                return sound
        return "vowel" if lower[0] in VOWELS else "consonant"

    def fits(self, article: str, phrase: str) -> bool:
        """Say whether “a” or “an” can stand before the phrase, as far as that can be told.

        >>> Sounds().fits("an", "lawyer"), Sounds().fits("An", "MBA course")
        (False, True)
        """
        return self.of(phrase.split(" ", 1)[0]) != ("consonant" if article.lower() == "an" else "vowel")


def misfits(words: Words, sounds: Sounds) -> Iterator[Found]:
    """Yield each article that does not fit the word after it; there is no reading, the word itself is in doubt."""
    for at in [at for at, word in enumerate(words.lower[:-1]) if word in ("a", "an")]:
        start, end = words.span(at, at + 1)
        follower = words.text[words.starts[at + 1] : words.ends[at + 1]]
        written = words.text[start:end]
        if (written == "A" and words.lower[at - 1 : at] not in ((".",), ("\n",), ())) or (written.isupper() and len(written) > 1):
            continue
        if words.starts[at + 1] - end != 1 or not follower[0].islower():
            continue
        if sounds.of(follower) == ("consonant" if written.lower() == "an" else "vowel"):
            span_end = words.ends[at + 1]
            yield Found(
                start, span_end, (), "phrase", 0, "article", ("the article does not fit the next sound",), f"{written.lower()} {follower}"
            )
