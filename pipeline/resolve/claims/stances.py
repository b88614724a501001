"""How sure an article makes a thing: from the cues of its clause."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.record.candidates import Stance
from pipeline.resolve.claims.vocabulary import sentence_words, vocabulary

_REACH_BACK = 8
"""How many words behind a fact a cue may stand."""
_BREAKS = frozenset(";–—()")
_ENDS = frozenset('.!?”"')
_ORDER: dict[Stance, int] = {"denied": 0, "possible": 1, "planned": 2, "reported": 3, "stated": 4}


class Stances:
    """Reads how sure one sentence makes what stands in it; cues and clauses are found once.

    `walls` are the offsets where somebody's words, or those about their saying, begin or end.

    >>> text = "The firm, which may pay $2m, will open 20 shops."
    >>> stances = Stances(text, (0, len(text)), ())
    >>> stances.at(text.index("$2m"), None), stances.at(text.index("20"), None)
    ('possible', 'planned')
    """

    def __init__(self, text: str, sentence: tuple[int, int], walls: Sequence[int]) -> None:
        self._text = text
        self._lower, self._starts, self._ends = sentence_words(text, *sentence)
        self._cues = list(self._find_cues())
        self._headline = text[sentence[0] : sentence[1]].rstrip()[-1:] not in _ENDS
        parted = {bisect_left(self._starts, wall) for wall in walls}
        lower = self._lower
        self._commas = [n for n, word in enumerate(lower) if word == ","]
        joints = set(parted)
        for n in range(1, len(lower)):
            if _parts(lower, n):
                joints.add(n)
                if lower[n] in _RELATIVES or _opens_aside(lower, n):
                    joints.add(self._after(self._commas, n))
        self._joints = sorted(joints | {n for n, word in enumerate(lower) if word in _BREAKS})

    def at(self, start: int, of_verb: Stance | None) -> Stance:
        """Return the stance of what stands at `start`: the first that fits of denied, possible, planned; else stated.

        `of_verb` is what the verb of saying makes of it.
        """
        place = min(bisect_right(self._ends, start), len(self._lower) - 1)
        if place < 0:
            return of_verb or "stated"
        first, last = self._clause(place)
        # The next comma behind the place: a cue beyond it is of something else.
        comma = self._after(self._commas, place - 1)
        stances: list[Stance] = [of_verb] if of_verb else []
        for at, stance, reach, size in self._cues:
            near = at + size <= place or (reach == "clause" and at - place <= _REACH_BACK and at < comma)
            if (
                (reach == "headline" and self._headline and _is_verb(self._lower, at + size))
                or reach == "sentence"
                or (reach != "headline" and first <= at < last and near)
            ):
                stances.append(stance)
        return min(stances, key=lambda stance: _ORDER[stance]) if stances else "stated"

    def _find_cues(self) -> Iterator[tuple[int, Stance, str, int]]:
        cues, lower = vocabulary().cues, self._lower
        at = 0
        while at < len(lower):
            size = 1
            if not (lower[at] in vocabulary().uses["name too"] and self._is_name(at)):
                for words, cue in cues.get(lower[at], ()):
                    if lower[at : at + len(words)] == words:
                        yield at, cue.stance, cue.reach, len(words)
                        size = len(words)
                        break
            at += size

    def _is_name(self, at: int) -> bool:
        """Say whether “May” is the month and “Will” a name or somebody's last will."""
        if at and self._lower[at - 1] in vocabulary().uses["before noun"]:
            return True
        if not self._text[self._starts[at]].isupper():
            return False
        return at > 0 or (at + 1 < len(self._starts) and self._text[self._starts[at + 1]].isupper())

    def _clause(self, place: int) -> tuple[int, int]:
        """Return the words of the clause around a place: up to where a mark, a wall or a conjunction with a verb of its own parts it."""
        before = bisect_right(self._joints, place) - 1
        return self._joints[before] if before >= 0 else 0, self._after(self._joints, place)

    def _after(self, places: list[int], place: int) -> int:
        """Return the first of the places behind one, the sentence's end where there is none."""
        at = bisect_right(places, place)
        return places[at] if at < len(places) else len(self._lower)


def _parts(lower: tuple[str, ...], at: int) -> bool:
    """Say whether a clause begins at a conjunction, or at “which” and “who” behind a comma."""
    before = lower[at - 1] if at else ""
    if lower[at] in _RELATIVES:
        return before == "," or lower[at] == "who"
    if _opens_aside(lower, at) or lower[at] == "according":
        return True
    return lower[at] in vocabulary().uses["joins"] and (
        before == "," or any(word in vocabulary().uses["verbal"] for word in lower[at + 1 : at + 5])
    )


def _is_verb(lower: tuple[str, ...], at: int) -> bool:
    """Say whether a word can be a verb behind “to”: no number and no article."""
    return at < len(lower) and lower[at][0].isalpha() and lower[at] not in vocabulary().uses["determiner"]


def _opens_aside(lower: tuple[str, ...], at: int) -> bool:
    """Say whether “, founded in” opens here what a comma closes."""
    return at > 1 and lower[at - 1] == "," and lower[at].endswith("ed") and len(lower[at]) > 4 and "," in lower[at + 1 : at + 12]


_RELATIVES = frozenset({"which", "who", "whose", "where"})
