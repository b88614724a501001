"""Lines and sentences that are not the article: buttons, comment forms, teasers, notices.

When in doubt the line stays: litter in the text costs a reader a glance, a cut sentence costs a fact.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.normalise.draft import Aside
from pipeline.normalise.glue import GluePoints
from pipeline.normalise.litter_patterns import LitterPatterns, Match, Where

_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_GAP = re.compile(r"(?<=[.!?])[\"”’)\]]{0,3}(?P<gap>\s+)(?=[\"“‘(]?[A-Z©])")
_TEASER_ARROW = re.compile(r"[^.!?]{1,60}[^\s.!?]\s*(?:→|»|›|▶|►|>>)\Z")
_LONGEST_LINE = 400
_LONGEST_TAIL = 300
_MOST_WORDS = 40
_BELOW_FORM = ("it stands below the heading of a comment form",)
_MOST_WORDS_OF_TEASER = 8
_SURE: frozenset[Where] = frozenset({"whole", "start"})
_WHOLE_LINE: frozenset[Where] = frozenset({"whole", "line", "label", "glued"})
_LEANING: frozenset[Where] = frozenset({"beside", "note"})
_MAY_BE_GLUED: frozenset[Where] = frozenset({"line", "label", "glued"})
_LEAST_TEASER = 3
"""In characters behind the phrase: what stands right behind it belongs to the teaser."""
_CUT = "it ends where the next sentence was run on to it without a space"
_FIELD: frozenset[Where] = frozenset({"field"})


class _Verdict(NamedTuple):
    """Which part of a line is litter (`sure`) or is if a neighbour is, and why."""

    start: int
    end: int
    whole: bool
    sure: bool
    kind: str
    why: tuple[str, ...]


class LitterFinder:
    """Finds what is not the article in a cleaned text.

    >>> finder = LitterFinder()
    >>> [(part.kind, part.start) for part in finder.find("It opened in May.\\n\\nShare on Facebook\\nLeave a Reply")]
    [('share', 19), ('comments', 37)]
    >>> finder.find("Shares on Facebook rose by a third.")
    []
    """

    def __init__(self) -> None:
        self._patterns = LitterPatterns()
        self._glue = GluePoints()

    def find(self, text: str) -> list[Aside]:
        """Return the parts of `text` (offsets of it, sorted) that are not the article."""
        lines = list(_LINE.finditer(text))
        verdicts = [self._verdict(line) for line in lines]
        _let_neighbours_decide(verdicts)
        self._close_comment_form(lines, verdicts)
        return [
            Aside(start=verdict.start, end=verdict.end, kind=verdict.kind, why=verdict.why)
            for verdict in verdicts
            if verdict and verdict.sure
        ]

    def _verdict(self, line: re.Match[str]) -> _Verdict | None:
        start, end = line.span()
        text = line[0]
        if len(text) <= _LONGEST_LINE and text.count(" ") < _MOST_WORDS:
            match = self._patterns.match(text, _WHOLE_LINE) or self._patterns.row_of_buttons(text)
            if match:
                cut = self._glue.sentence_start(text, _LEAST_TEASER + match.end) if match.where in _MAY_BE_GLUED else len(text)
                whole = cut == len(text)
                return _Verdict(start, start + cut, whole=whole, sure=True, kind=match.kind, why=match.why if whole else (*match.why, _CUT))
            if text.count(" ") < _MOST_WORDS_OF_TEASER and _TEASER_ARROW.match(text):
                return _Verdict(
                    start, end, whole=True, sure=True, kind="related", why=("a short line that ends in an arrow leads to another page",)
                )
            return self._by_sentences(text, start, whole_line=True)
        return self._by_sentences(text, start, whole_line=False)

    def _by_sentences(self, text: str, at: int, *, whole_line: bool) -> _Verdict | None:
        """Judge a line by its sentences: all of them, or those at its end, may be litter."""
        tail = 0 if whole_line else max(0, len(text) - _LONGEST_TAIL)
        gaps = [found.span("gap") for found in _SENTENCE_GAP.finditer(text, tail)]
        starts = [0, *(gap[1] for gap in gaps)]
        ends = [*(gap[0] for gap in gaps), len(text)]
        first_of_litter = len(starts)
        sure: Match | None = None
        for nth in range(len(starts) - 1, -1 if whole_line else 0, -1):
            match = self._patterns.match(text[starts[nth] : ends[nth]], _SURE | _LEANING)
            if not match:
                break
            first_of_litter = nth
            if match.where in _SURE:
                sure = match
        if first_of_litter == len(starts):
            return None
        if first_of_litter > 0:
            # Behind sentences of the article only what is sure on its own is taken.
            last = self._patterns.match(text[starts[first_of_litter] :], _SURE)
            if not last:
                return None
            return _Verdict(at + ends[first_of_litter - 1], at + len(text), whole=False, sure=True, kind=last.kind, why=last.why)
        leaning = sure or self._patterns.match(text[starts[0] : ends[0]], _SURE | _LEANING)
        return _Verdict(at, at + len(text), whole=True, sure=sure is not None, kind=leaning.kind, why=leaning.why) if leaning else None

    def _close_comment_form(self, lines: Sequence[re.Match[str]], verdicts: list[_Verdict | None]) -> None:
        """Set aside all below the first heading of a comment form, if every line there looks like a part of one."""
        first = next(
            (nth for nth, verdict in enumerate(verdicts) if verdict and verdict.sure and verdict.whole and verdict.kind == "comments"), None
        )
        if first is None:
            return
        below = list(enumerate(verdicts))[first + 1 :]
        if all((verdict and verdict.whole) or self._patterns.match(lines[nth][0], _FIELD) for nth, verdict in below):
            for nth, verdict in below:
                if not verdict or not verdict.sure:
                    start, end = lines[nth].span()
                    verdicts[nth] = _Verdict(start, end, whole=True, sure=True, kind="comments", why=_BELOW_FORM)


def _let_neighbours_decide(verdicts: list[_Verdict | None]) -> None:
    """Make sure of the leaning lines that stand next to litter, and of those next to them."""
    for order in (range(len(verdicts)), range(len(verdicts) - 1, -1, -1)):
        beside = False
        for nth in order:
            verdict = verdicts[nth]
            if beside and verdict and not verdict.sure:
                verdicts[nth] = verdict = verdict._replace(sure=True, why=(*verdict.why, "it stands next to such lines"))
            beside = verdict is not None and verdict.whole and verdict.sure
