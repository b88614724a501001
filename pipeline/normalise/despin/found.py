"""What the looking found, before anything is judged."""

import msgspec

from pipeline.normalise.despin.table import Kind


class Found(msgspec.Struct, frozen=True):
    """A sign of swapped wording at `text[start:end]`.

    `readings` are best first; none where only the sign counts. `level` is 0 for certain, 1 for strong and 2 for
    what counts in a spun article only; `clean_rate` is how often the wording stands in a million clean words.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    kind: Kind
    level: int
    sign: str
    why: tuple[str, ...]
    phrase: str
    families: frozenset[str] = frozenset()
    clean_rate: float = 0.0
