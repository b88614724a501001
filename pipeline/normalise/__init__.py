"""From raw text to readable text: markup, encoding, typography, spacing, litter, spun wording.

Everything that is changed or left out is kept with its place in the raw text and its reason.
"""

from collections.abc import Sequence
from typing import Protocol

from pipeline.normalise.blocks import find_blocks
from pipeline.normalise.draft import Draft, Replace, as_edit
from pipeline.normalise.encoding import lost_characters, mojibake, unescaped
from pipeline.normalise.litter import LitterFinder
from pipeline.normalise.litter_patterns import caption_labels, chrome_names
from pipeline.normalise.markup import actual_markup, strip_markup
from pipeline.normalise.notes import NoteMarks
from pipeline.normalise.rulings import settled
from pipeline.normalise.spacing import plain_line_ends, single_spaces
from pipeline.normalise.typography import plain_characters
from pipeline.normalise.wrapping import AmountJoiner, joined_lines
from pipeline.record.article import Article, SisterName
from pipeline.record.prose import Block, ProposedEdit, Prose, Ruling, Spin


class Judge(Protocol):
    """What tells spun wording: a `Despinner`, or a stand-in."""

    def judge(self, text: str, blocks: tuple[Block, ...], sisters: tuple[SisterName, ...]) -> tuple[Sequence[ProposedEdit], Spin]:
        """Return edits at offsets of `text` that do not overlap and hold no line end, and how spun the text is."""
        ...


class Normaliser:
    """Makes readable prose of raw articles; built once, used for any number of them."""

    def __init__(self, judge: Judge) -> None:
        """Load the word lists and compile them; raises LexiconError where one is not as it must be."""
        self._judge = judge
        self._chrome = chrome_names()
        self._captions = caption_labels()
        self._litter = LitterFinder()
        self._notes = NoteMarks()
        self._amounts = AmountJoiner()

    def normalise(self, article: Article, rulings: Sequence[Ruling] = ()) -> Prose:
        """Return the article as it reads after cleaning and after undoing what is surely spun; a person's `rulings` come last."""
        markup = actual_markup(article.raw, article.markup)
        draft, hints = strip_markup(article.raw, markup, self._chrome, self._notes)
        for find in (unescaped, mojibake, lost_characters, plain_characters, plain_line_ends, single_spaces):
            draft = draft.replaced(find(draft.text))
        draft = draft.without(self._notes.find(draft.text))
        if markup != "html":
            draft = draft.replaced(joined_lines(draft.text))
            draft = draft.replaced(self._amounts.find(draft.text))
        draft = draft.without(self._litter.find(draft.text))
        proposals, spin = self._judge.judge(draft.text, find_blocks(draft.offsets, hints, self._captions), article.sisters)
        changes = {status: _changes(draft.text, proposals, status) for status in ("applied", "suggested")}
        offered = [as_edit(draft.proposal(change), "suggested") for change in changes["suggested"]]
        draft = _with(draft, changes["applied"])
        edits = [*draft.edits(), *offered]
        if rulings:
            draft, edits = settled(draft, offered, rulings)
        return Prose(
            article=article,
            offsets=draft.offsets,
            edits=tuple(sorted(edits, key=_place)),
            set_aside=tuple(draft.set_aside()),
            blocks=find_blocks(draft.offsets, hints, self._captions),
            spin=spin,
        )


def restored(text: str, proposals: Sequence[ProposedEdit]) -> str:
    """Return the text with the applied proposals carried out, sorted and apart as a `Judge` gives them."""
    return _with(Draft(text), _changes(text, proposals, "applied")).text


def _with(draft: Draft, changes: Sequence[Replace]) -> Draft:
    """Return the draft with changes of wording, and single blanks where words were dropped."""
    if not changes:
        return draft
    draft = draft.replaced(changes)
    return draft.replaced(single_spaces(draft.text))


def _changes(text: str, proposals: Sequence[ProposedEdit], status: str) -> list[Replace]:
    """Return the proposals of one status, sorted, each with all that belongs to it."""
    spans = [(proposal, *_whole_span(text, proposal)) for proposal in proposals if proposal.status == status]
    changes = [
        Replace(
            start=start,
            end=end,
            after=proposal.after,
            kind=proposal.kind,
            why=proposal.why,
            confidence=proposal.confidence,
            alternatives=proposal.alternatives,
        )
        for proposal, start, end in spans
    ]
    return sorted(changes, key=lambda change: (change.start, change.end))


def _whole_span(text: str, proposal: ProposedEdit) -> tuple[int, int]:
    """Return the span of `proposal`; a word that is dropped goes with the space beside it, so that the edit can be undone alone."""
    start, end = proposal.start, proposal.end
    if proposal.after or start == end:
        return start, end
    at_start = start == 0 or text[start - 1] in " \r\n"
    if at_start and text[end : end + 1] == " ":
        return start, end + 1
    at_end = end == len(text) or text[end] in "\r\n"
    if at_end and text[start - 1 : start] == " ":
        return start - 1, end
    return start, end


def _place(edit: ProposedEdit) -> tuple[int, int, str]:
    return edit.start, edit.end, edit.status
