"""What stands beside a figure: its bound, its change, its rate and what it is of."""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from pipeline.extract.figures.nouns import Nouns
from pipeline.extract.figures.numeral_pattern import SPACE, any_of
from pipeline.lexicon import loader
from pipeline.record.candidates import Bound, Direction

_REACH = 72
_LONGEST_CUE = 5
_CLAUSE = re.compile(r"[\n;:()–—“”]|[.!?,]\s(?!$)|,$")
_SENTENCE = re.compile(r"[\n;]|[.!?]\s(?!$)")
# Words between a cue and its figure that leave the bound as it is.
_PADDING = frozenset(
    [
        "a",
        "an",
        "another",
        "further",
        "additional",
        "extra",
        "only",
        "just",
        "total",
        "combined",
        "average",
        "record",
        "of",
        "mere",
        "whopping",
    ]
)
_PLAIN = frozenset(["further", "additional", "extra", "record", "combined", "average", "whopping", "mere", "total"])
_OF = re.compile(rf"(?:{SPACE}worth)?{SPACE}of((?:{SPACE}(?:the|its|their|his|her|our|all|these|those|such|a|an|your|my)\b)*)(?:{SPACE}|$)")
_WORD = re.compile(rf"([^\W\d_](?:[\w’'&/-]{{0,60}}\w)?)(?={SPACE}|[.,;:!?)\n”\"]|$)")
_MOST_OF = 4
# What may follow “daily” where it is no adjective.
_GOES_ON = r"(?:in|by|at|on|for|to|from|and|or|through|until|since|during|while|as|but|of|with|when|after|before)\b"
_LEVELS = frozenset(["above", "below", "beneath", "past", "beyond"])
_BEING = frozenset(["is", "are", "was", "were", "be", "been", "being", "up", "down", "ended", "closed", "and", "but"])


class BoundCue(msgspec.Struct, frozen=True):
    cue: str
    bound: Bound
    side: str


class ChangeCue(msgspec.Struct, frozen=True):
    word: str
    form: str
    change: str = ""


class Rate(msgspec.Struct, frozen=True):
    written: str
    noun: str
    article: str


class Cues:
    """Reads the words beside a figure.

    >>> cues = Cues(Nouns())
    >>> cues.bound("sold no fewer than 12 cars", 18, 20)
    ('at_least', 'no fewer than')
    >>> cues.per("at $3 a share now", 5)
    ('share', 13)
    """

    def __init__(self, nouns: Nouns) -> None:
        self._nouns = nouns
        rows = loader.load("figure_bounds", BoundCue)
        self._before: dict[tuple[str, ...], Bound] = {tuple(row.cue.split()): row.bound for row in rows if row.side == "before"}
        after = {row.cue: row.bound for row in rows if row.side == "after"}
        self._after = after
        self._after_pattern = re.compile(rf"(?:{SPACE}|(?=[+-]))({any_of(after)})(?![^\W_])(?!{SPACE}than\b)")
        self._signs = {cue[0]: bound for cue, bound in self._before.items() if len(cue) == 1 and not cue[0][0].isalpha()}
        changes = loader.load("figure_changes", ChangeCue)
        self._verbs = {row.word: row for row in changes if row.form in ("verb", "transitive")}
        self._particles = {row.word: row.change for row in changes if row.form == "particle"}
        self._change_nouns = {row.word: row.change for row in changes if row.form == "noun"}
        self._phrasal = {row.word: row.change for row in changes if row.form == "phrasal"}
        self._noun_after = re.compile(rf"(?:{SPACE}[a-z-]+)?{SPACE}({any_of(self._change_nouns)})\b")
        rates = loader.load("figure_rates", Rate)
        self._rates = {row.written: row.noun for row in rates if row.article != "adverb"}
        self._rate_adverbs = {row.written: row.noun for row in rates if row.article == "adverb"}
        articles = [row.written for row in rates if row.article == "yes"]
        more = rf"(?:{SPACE}(?:more|less|extra))?"
        self._rate = re.compile(
            rf"{more}(?:{SPACE}?/{SPACE}?(?P<slash>{any_of(self._rates)})(?![^\W_])"
            rf"|{SPACE}(?:(?:for{SPACE})?(?:each|every){SPACE}(?P<each>{any_of(self._rates)})|an?{SPACE}(?P<article>{any_of(articles)})(?!{SPACE}(?:ago|later|earlier|before|after|previously)\b)"
            rf"|per[ -](?P<per>{any_of(self._rates)}))s?(?![^\W_])"
            rf"|-(?:an?|per)-(?P<hyphened>{any_of(self._rates)})(?![^\W_])"
            rf"|{SPACE}per{SPACE}(?P<other>[^\W\d_][\w-]*)|{SPACE}(?P<adverb>{any_of(self._rate_adverbs)})\b(?!{SPACE}(?!{_GOES_ON})[a-z]))",
            re.IGNORECASE,
        )

    @lru_cache(maxsize=16)  # noqa: B019 - bounded, and one object of this class lives as long as its component
    def words_before(self, text: str, at: int, *, clause: bool = True) -> tuple[str, ...]:
        """Return the words of the clause, or of the sentence, that end where a figure starts at `at`, in lower case."""
        stretch = text[max(0, at - _REACH) : at]
        breaks = [found.end() for found in (_CLAUSE if clause else _SENTENCE).finditer(stretch)]
        return tuple(stretch[breaks[-1] if breaks else 0 :].lower().replace("’", "'").split())

    def bound(self, text: str, start: int, end: int, inner: int | None = None) -> tuple[Bound, str]:
        """Return the bound of the figure at `start:end`, whose numeral ends at `inner`, and the cue that says so (empty for `exact`)."""
        if start and text[start - 1] in self._signs:
            return self._signs[text[start - 1]], text[start - 1]
        words = [word.strip('“”"‘(') for word in self.words_before(text, start)]
        while words:
            for length in range(min(_LONGEST_CUE, len(words)), 0, -1):
                cue = tuple(words[-length:])
                if cue in self._before:
                    return self._before[cue], " ".join(cue)
            if words[-1] not in _PADDING or (words[-1] in ("a", "an", "of") and len(words) > 1 and not (_PLAIN & set(words[-2:]))):
                break
            words.pop()
        found = self._after_pattern.match(text, end) or (self._after_pattern.match(text, inner) if inner is not None else None)
        if found is not None:
            return self._after[found[1]], found[1]
        return "exact", ""

    def after_bound(self, text: str, end: int) -> int:
        """Return where a trailing bound (“or so”, “+”) ends, or `end`."""
        found = self._after_pattern.match(text, end)
        return found.end() if found is not None else end

    def change(self, text: str, start: int, end: int, *, percent: bool, cue: str, counted: bool = False) -> Direction | None:
        """Return whether the figure is an amount of change, or where a change starts or ends.

        A `counted` thing needs a clearer word: power is cut to 9 homes, money is raised from 9 investors.
        """
        words = list(self.words_before(text, start))
        words = words[: len(words) - len(cue.split())] if cue and words[-len(cue.split()) :] == cue.split() else words
        while words and words[-1] in ("a", "an", "further", "another", "only", "just", "some", "additional"):
            words.pop()
        if not words:
            return None
        last = words[-1]
        if last in ("to", "from"):
            if counted:
                moved = any(word in self._particles for word in words[-2:-1]) or any(self._moves_alone(word) for word in words[-8:-1])
            else:
                wide = self.words_before(text, start, clause=False)
                moved = any(word in self._verbs or word in self._particles for word in wide[-13:-1]) or self._noun_moved(words[-8:-1])
            return ("to" if last == "to" else "from") if moved else None
        if last == "at":
            return None
        if cue in _LEVELS and self._moves_alone(last):
            # “slipped below $62,000” says where it went, not by how much.
            return "to"
        if last in self._particles and words[-2:-1] and words[-2] in self._phrasal:
            # “gave up a quarter” lost it; “made up 34 per cent” says nothing of change.
            return _direction(self._phrasal[words[-2]])
        if last in self._particles:
            # “turned up 12 witnesses” counts them; “was up 12 points” is a change.
            return None if counted and words[-2:-1] and words[-2] not in _BEING else _direction(self._particles[last])
        near = words[-4:-1] if last == "by" else words[-1:]
        for word in reversed(near):
            if word in self._particles:
                return _direction(self._particles[word])
            row = self._verbs.get(word)
            if row is not None and row.change and (last == "by" or row.form == "verb" or (percent and not _OF.match(text, end))):
                return _direction(row.change)
        after = self._noun_after.match(text, end) if percent else None
        return _direction(self._change_nouns[after[1]]) if after is not None else None

    def moves(self, text: str, start: int) -> bool:
        """Return whether a word of change stands in the clause before `start`."""
        words = self.words_before(text, start)
        return any(word in self._verbs or word in self._particles for word in words[-12:]) or self._noun_moved(words[-8:])

    def _moves_alone(self, word: str) -> bool:
        row = self._verbs.get(word)
        return row is not None and row.form == "verb" and row.change != ""

    def _noun_moved(self, words: Sequence[str]) -> bool:
        return any(word in self._change_nouns for word in words)

    def per(self, text: str, end: int) -> tuple[str | None, int]:
        """Return the noun of the rate that follows a figure ending at `end`, and where the rate ends."""
        found = self._rate.match(text, end)
        if found is None:
            return None, end
        if found["adverb"] is not None:
            return self._rate_adverbs[found["adverb"].lower()], found.end()
        if found["other"] is not None:
            word = found["other"]
            if word.lower() in ("cent", "se", "cents") or self._nouns.stops(word.lower()):
                return None, end
            further, further_end = self.per(text, found.end())
            return (further, further_end) if further else (word.lower(), found.end())
        written = found["slash"] or found["each"] or found["article"] or found["per"] or found["hyphened"]
        noun = self._rates.get(written) or self._rates[written.lower()]
        further, further_end = self.per(text, found.end())
        # Of two rates (“per bigha a year”) the last is the one that whole amounts are compared by.
        return (further, further_end) if further else (noun, found.end())

    def of(self, text: str, end: int) -> str | None:
        """Return what the figure ending at `end` is of, or None."""
        found = _OF.match(text, end)
        if found is None:
            return None
        at = start = found.end()
        last = start
        head = self._nouns.after(text, start - 1, one=False)
        if head is not None:
            return text[start : head.end]
        if found[1].split()[-1:] in (["those"], ["these"], ["all"]):
            # “of those screened” names nothing.
            return None
        for _ in range(_MOST_OF):
            word = _WORD.match(text, at)
            if word is None or self._nouns.stops(word[1].lower()):
                break
            if text[word.end() : word.end() + 1] == " " and text[word.end() + 1 : word.end() + 2].isdigit():
                # “of the combined 4.3 million sales”: the number there is a figure of its own.
                break
            last = word.end()
            if text[last : last + 1] != " ":
                break
            at = last + 1
        return text[start:last] or None


def _direction(change: str) -> Direction | None:
    return "up" if change == "up" else "down" if change == "down" else None
