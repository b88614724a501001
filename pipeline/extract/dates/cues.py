"""What the words around a date say about which one is meant: tense, place in the sentence, comparison."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

import msgspec

from pipeline.extract.dates.vocabulary import trie_pattern
from pipeline.lexicon import loader
from pipeline.record.expressions import Context, Tense


class Cue(msgspec.Struct, frozen=True):
    """A word that tells a tense; `none` keeps a word in -ed from being taken for a past one.

    A verb of saying tells when something was said: what was said may lie on the other side of it.
    """

    word: str
    tense: Literal["past", "future", "none"]
    strength: Literal["strong", "weak", "saying", ""]


_COMPARED = re.compile(
    r"(?:[%\d] on|percent on|per cent on|\bthan|\bversus|\bvs\.?|compared (?:with|to)|\bagainst|(?<!go )(?<!goes )(?<!going )\b(?:up|down) from)\s+(?:in\s+|the\s+)*$",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"[\W_]*(?:(?:but|and|then|also|earlier|by|in|on|at|since|from|until|before|after|during|the|only|just|as of|as early as|back)\b\W*)*",
    re.IGNORECASE,
)
# The last of the words that compare, where nothing but "in the" stands between them and the date.
_COMPARING = frozenset({"on", "than", "versus", "vs", "vs.", "with", "to", "against", "from"})
_LONGEST_COMPARISON = 30
# The perfect, and what a spinner makes of "had".
_PERFECT = re.compile(r"\b(?:had|experienced|having|hadn[’']t)\b")
_CLAUSE = re.compile(r"[,;:—–“”\"]|\s(?:and|but|while|as|that|which|who|when|if|because|although|though)\s")
# "will be announced", "to be shut": the participle belongs to the auxiliary; "may have been sold" is past.
_PASSIVE = r"(?P<aux>will|shall|would|should|may|might|can|could|must|to|won[’']t)(?: \w+)?? (?P<be>be|have)(?: been)?(?: \w+ly)? \w+"
_APOSTROPHES = ("'", "’")
# A word farther away costs more than its distance, so the near ones are looked at first and mostly suffice.
_REACHES, _NEAR = (60, 140), 60
# What a cue costs more than its distance: standing behind the date, being weak, each clause boundary between.
_BEHIND, _WEAK, _BOUNDARY = 12, 30, 35


class Cues:
    """Reads the context of a date from its sentence."""

    def __init__(self) -> None:
        self._cues = {cue.word: cue for cue in loader.load("date_cues", Cue)}
        words = trie_pattern([word for word in self._cues if word[0] not in _APOSTROPHES])
        # A word in -ed is run through once and looked at from its end.
        self._pattern = re.compile(rf"\b(?:{_PASSIVE}|{words}(?!\w)|[a-z]{{4,}}+(?<=ed)(?!\w))|[’']ll\b(?:(?: \w+)?? be(?: \w+ly)? \w+)?")

    def context(self, text: str, start: int, end: int, starts: Sequence[int]) -> Context:
        """Return what stands around `text[start:end]`; `starts` are the offsets at which sentences begin."""
        at = bisect_right(starts, start)
        left = starts[at - 1] if at else 0
        right = starts[at] if at < len(starts) else len(text)
        opened = _FRONTED.match(text, left, start)
        before, behind = text[max(left, start - _NEAR) : start], text[end : min(right, end + _NEAR)]
        tense, told = self._tense(text, left, start, end, right)
        return Context(
            tense=tense,
            told=told,
            fronted=opened is not None and opened.end() == start,
            perfect=_perfect(before) or _perfect(behind),
            compared=_compared(before),
        )

    def _tense(self, text: str, left: int, start: int, end: int, right: int) -> tuple[Tense | None, bool]:
        """Return the tense that the words around tell, and whether a past verb of the date's own clause tells it."""
        for reach in _REACHES:
            best = self._nearest(text, max(left, start - reach), start, end, min(right, end + reach))
            if best is not None and best[0] <= reach:
                break
        return (best[1], best[2]) if best else (None, False)

    def _nearest(self, text: str, left: int, start: int, end: int, right: int) -> tuple[int, Tense, bool] | None:
        """Return the cost, the tense and the clearness of the word that tells it best, None where none does."""
        best: tuple[int, Tense, bool] | None = None
        for behind, lower in ((0, text[left:start].lower()), (_BEHIND, text[end:right].lower())):
            for found in self._pattern.finditer(lower):
                near = len(lower) - found.end() if not behind else found.start()
                # Boundaries only add to the distance: what is farther than the best by it alone cannot win.
                if best is not None and near + behind >= best[0]:
                    if behind:
                        break
                    continue
                cue = self._cues.get(found[0])
                tense = cue.tense if cue else _tense_of(found)
                if tense == "none":
                    continue
                between = lower[found.end() :] if not behind else lower[: found.start()]
                clauses = len(_CLAUSE.findall(between))
                cost = len(between) + behind + _BOUNDARY * clauses + (_WEAK if cue and cue.strength == "weak" else 0)
                if best is None or cost < best[0]:
                    best = (cost, tense, tense == "past" and not clauses and (cue is None or cue.strength == "strong"))
        return best


def _perfect(words: str) -> bool:
    return ("ha" in words or "experienced" in words) and _PERFECT.search(words) is not None


def _compared(before: str) -> bool:
    words = before[-_LONGEST_COMPARISON:].lower().split()
    while words and words[-1] in {"in", "the"}:
        words.pop()
    return bool(words) and words[-1].lstrip('(—–-,;:“"‘') in _COMPARING and _COMPARED.search(before[-_LONGEST_COMPARISON:]) is not None


def _tense_of(found: re.Match[str]) -> Tense:
    """Return the tense of what is no word of the list: an auxiliary with its participle, "'ll", a verb in -ed."""
    if found["aux"]:
        return "past" if found["be"] == "have" and found["aux"] not in ("will", "shall", "to", "’ll", "'ll") else "future"
    return "future" if found[0][0] in _APOSTROPHES else "past"
