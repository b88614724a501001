"""Ids that last: made of what a finding says and the sentence it stands in, not of a counter.

A decision that a person wrote is found again by its id on the next run. So the id must not change
when another finding comes or goes, when the tool's version changes, or when a sentence moves.
"""

import hashlib
from base64 import b32encode
from collections import Counter

_LENGTH = 6


class Ids:
    """Gives out the ids of one article; equal content in equal surroundings is told apart by its order.

    >>> ids = Ids()
    >>> ids.make("f", "300k", "a total of 300k"), ids.make("f", "300k", "a total of 300k")
    ('f-5mrvtn', 'f-lat3g6')
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._taken: set[str] = set()
        # The same sentence comes with each of its findings.
        self._plain: dict[str, str] = {}

    def make(self, prefix: str, *content: str) -> str:
        """Return a new id such as `f-k3vd2a` for this content, whose white space does not matter."""
        key = (prefix, *(self._plain_of(part) for part in content))
        self._seen[key] += 1
        while (name := _name(key, self._seen[key])) in self._taken:
            self._seen[key] += 1
        self._taken.add(name)
        return name

    def _plain_of(self, part: str) -> str:
        plain = self._plain.get(part)
        if plain is None:
            plain = self._plain[part] = " ".join(part.split())
        return plain


def _name(key: tuple[str, ...], number: int) -> str:
    digest = hashlib.blake2b("\x1f".join((*key, str(number))).encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return f"{key[0]}-{b32encode(digest).decode().lower()[:_LENGTH]}"
