"""Write one row of the table out into all forms of its word: "obtain -> get" is also "obtained -> got"."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from pipeline.lexicon.loader import load

PartOfSpeech = Literal["", "noun", "verb"]
IRREGULAR_NOUNS = {"man": "men", "woman": "women", "child": "children", "person": "people", "wife": "wives", "life": "lives"}


class Forms(msgspec.Struct, frozen=True):
    """A row of `swap_forms`: the forms of an irregular verb."""

    base: str
    third: str
    past: str
    participle: str
    ing: str


class Inflector:
    """Gives the forms of nouns and verbs; of a phrase, a verb's first word and a noun's last one change.

    >>> Inflector().forms("make use of", "verb")
    ('make use of', 'makes use of', 'made use of', 'made use of', 'making use of')
    >>> Inflector().forms("company", "noun")
    ('company', 'companies')
    """

    def __init__(self) -> None:
        self._irregular = {row.base: row for row in load("swap_forms", Forms)}

    def forms(self, phrase: str, pos: PartOfSpeech) -> tuple[str, ...]:
        """Return base, third person, past, participle and -ing form, or singular and plural."""
        if pos == "noun":
            head, _, last = phrase.rpartition(" ")
            return phrase, f"{head} {_plural(last)}".strip()
        if pos == "verb":
            first, _, rest = phrase.partition(" ")
            return tuple(f"{form} {rest}".strip() for form in self._verb(first))
        return (phrase,)

    def written_out(self, spun: str, intended: tuple[str, ...], pos: PartOfSpeech) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each form of the swapped word with the readings in the same form.

        Past and participle of the swapped word are mostly one form: then its readings are both, past first.
        """
        columns = zip(*(self.forms(reading, pos) for reading in intended), strict=True)
        merged: dict[str, tuple[str, ...]] = {}
        for form, readings in zip(self.forms(spun, pos), columns, strict=True):
            merged[form] = tuple(dict.fromkeys((*merged.get(form, ()), *readings)))
        yield from merged.items()

    def _verb(self, base: str) -> tuple[str, str, str, str, str]:
        if row := self._irregular.get(base):
            return row.base, row.third, row.past, row.participle, row.ing
        past = _past(base)
        stem = base[:-1] if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else base
        return base, _plural(base), past, past, stem + "ing"


def _plural(word: str) -> str:
    if word in IRREGULAR_NOUNS:
        return IRREGULAR_NOUNS[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _past(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ied"
    return word + ("d" if word.endswith("e") else "ed")
