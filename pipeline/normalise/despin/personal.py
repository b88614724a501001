"""Wordings as a person's lexicon has them: read as the person says, or never read otherwise."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from pipeline.language.wordings import Wordings, evened, is_glued
from pipeline.lexicon.personal import CERTAIN, Personal
from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.edits import with_article
from pipeline.normalise.despin.quotations import quoted
from pipeline.record.prose import Block, ProposedEdit, Verdict

_Place = tuple[int, int, str]
"""Where a wording stands, and which."""


class _Rule(msgspec.Struct, frozen=True):
    """How a wording may be read: as the name that it means and no other, or as anything that is not refused (None: as nothing else)."""

    name: str | None = None
    refused: frozenset[str] | None = None

    def refuses(self, text: str, place: _Place, edit: ProposedEdit) -> bool:
        read = _read(text, place, [edit])
        return read is not None and (self.refused is None or read in self.refused)

    def heeded(self, text: str, place: _Place, edit: ProposedEdit) -> ProposedEdit:
        """Return the edit without alternatives that are refused."""
        others = [msgspec.structs.replace(edit, after=reading) for reading in edit.alternatives]
        return msgspec.structs.replace(edit, alternatives=tuple(other.after for other in others if not self.refuses(text, place, other)))


class PersonalSwaps:
    """The swaps of a lexicon, ready for any text.

    >>> from pipeline.lexicon.personal import Swap
    >>> swaps = PersonalSwaps(Personal(swap=(Swap("an elderly bike", "an old bike"), Swap("wheel team", "club"))), Sounds())
    >>> [(edit.start, edit.after, edit.status) for edit in swaps.over((), "Wheel team: an elderly bike", (), "light")]
    [(0, 'Club', 'applied'), (12, 'an old bike', 'applied')]
    """

    def __init__(self, personal: Personal, sounds: Sounds) -> None:
        self._sounds = sounds
        # Each wording as it stands in a text, with what is meant in that case.
        self._swaps = {evened(swap.before): (swap, swap.after) for swap in personal.swap}
        for written, (swap, after) in tuple(self._swaps.items()):
            self._swaps.setdefault(_raised(written), (swap, _raised(after)))
        self._wordings = Wordings(self._swaps)
        self._rules = _rules(personal)
        self._ruled = Wordings(self._rules)

    def over(self, edits: tuple[ProposedEdit, ...], text: str, blocks: Sequence[Block], verdict: Verdict) -> tuple[ProposedEdit, ...]:
        """Return the edits of `text`, sorted and apart, without those that the lexicon refuses and with its own instead of what they touch."""
        if self._rules and edits:
            edits = tuple(self._heeding(edits, text))
        own = tuple(self._own(edits, text, blocks, verdict)) if self._swaps else ()
        if not own:
            return edits
        taken = _taken(own, len(text))
        return tuple(sorted((*own, *(edit for edit in edits if not _touches(taken, edit))), key=lambda edit: edit.start))

    def _heeding(self, edits: Iterable[ProposedEdit], text: str) -> Iterator[ProposedEdit]:
        """Yield the edits but for those that spoil a name of the lexicon, and those that read a wording as it is not to be read."""
        places = list(self._ruled.find(evened(text)))
        ends = [end for _, end, _ in places]
        for at, group in groupby(edits, key=lambda edit: bisect_right(ends, edit.start)):
            found = list(group)
            touching = [edit for edit in found if at < len(places) and places[at][0] < max(edit.end, edit.start + 1)]
            if not touching:
                yield from found
                continue
            place, rule = places[at], self._rules[places[at][2]]
            yield from found[: -len(touching)]
            if rule.name is None:
                yield from (rule.heeded(text, place, edit) for edit in touching if not rule.refuses(text, place, edit))
            elif _read(text, place, touching) == rule.name:
                yield from touching

    def _own(self, edits: Iterable[ProposedEdit], text: str, blocks: Sequence[Block], verdict: Verdict) -> Iterator[ProposedEdit]:
        """Yield the lexicon's edits: names are applied; phrases where the article is spun, and where an edit stands that is applied."""
        places = [place for place in self._wordings.find(evened(text)) if _may_stand(text, *place[:2])]
        if blocks:
            starts = [block.start for block in blocks]
            places = [place for place in places if _inside(place[0], place[1], blocks, starts)]
        if not places:
            return
        quotations = quoted(text)
        applied = _taken([edit for edit in edits if edit.status == "applied"], len(text))
        past = 0
        for found, end, written in places:
            swap, meant = self._swaps[written]
            start, (after,), said = with_article(text, found, end, [meant], self._sounds)
            if start < past:
                start, after, said = found, meant, []
            past = end
            named = any(map(str.isupper, swap.before + swap.after))
            yield ProposedEdit(
                start=start,
                end=end,
                after=after,
                kind="spun-name" if named else "spun-phrase",
                status="applied" if named or verdict != "clean" or applied.find(1, start, end) >= 0 else "suggested",
                why=(
                    f"your lexicon: “{swap.before}” means “{swap.after}”",
                    *(["in a quotation"] if quotations.holds(found) else []),
                    *said,
                ),
                confidence=CERTAIN,
            )


def _rules(personal: Personal) -> dict[str, _Rule]:
    """Return the rule of each wording as it stands in a text; what is a name is never reworded but into its right form."""
    refused: dict[str, set[str] | None] = {}
    for row in personal.no_swap:
        for case in (str, _raised):
            before = case(evened(row.before))
            if row.after is None:
                refused[before] = None
            elif (others := refused.setdefault(before, set())) is not None:
                others.add(case(evened(row.after)))
    rules = {before: _Rule(refused=None if others is None else frozenset(others)) for before, others in refused.items()}
    names = {evened(writing): evened(row.name) for row in personal.name for writing in (row.name, *row.also)}
    return rules | {writing: _Rule(name=name) for writing, name in names.items()}


def _read(text: str, place: _Place, edits: Iterable[ProposedEdit]) -> str | None:
    """Return how a place reads with edits that touch it; None where they reach out of it by more than the article before it."""
    at, end, _ = place
    parts: list[str] = []
    for edit in edits:
        after = edit.after
        if edit.start < at and text[edit.start : at].lower() in {"a ", "an "}:
            after = after.partition(" ")[2]
        elif edit.start < at or edit.end > end:
            return None
        parts += text[at : edit.start], after
        at = edit.end
    return evened("".join((*parts, text[at:end])))


def _may_stand(text: str, start: int, end: int) -> bool:
    """Say whether the words are text: no part of an address, a handle, code or a word with a hyphen."""
    if is_glued(text, start, end) or "`" in (text[start - 1 : start], text[end : end + 1]):
        return False
    return not (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum())


def _inside(start: int, end: int, blocks: Sequence[Block], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, start) - 1
    return at >= 0 and end <= blocks[at].end


def _taken(edits: Iterable[ProposedEdit], length: int) -> bytearray:
    """Return a mark for each character that one of the edits changes."""
    taken = bytearray(length)
    for edit in edits:
        taken[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
    return taken


def _touches(taken: bytearray, edit: ProposedEdit) -> bool:
    return taken.find(1, edit.start, max(edit.end, edit.start + 1)) >= 0


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
