"""What a person's decisions say beyond their article: the entries of a personal lexicon that they amount to.

A record is read leniently, by what is needed of it, so that those of older versions can be learned from.
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

import msgspec

from pipeline import errors
from pipeline.lexicon.personal import TABLES, Entry, Name, NoFigure, NoName, NoSwap, Personal, Swap, claims, table_of, text_of
from pipeline.record.candidates import Label
from pipeline.record.doubts import DOUBTFUL_BELOW
from pipeline.review.earlier import is_by_hand
from pipeline.review.verdicts import Verdict, name_and_label, verdict

_ALIKE: Final = 0.6
_ARTICLES: Final = {("a", "an"), ("an", "a")}

Claim = tuple[tuple[str, ...], str]


class Lesson(NamedTuple):
    """What a decision says, and the entry that says so to other runs; none where they need none.

    `general` is true where an entry would reach too far: a single plain word may mean something else elsewhere.
    """

    place: str
    claims: tuple[Claim, ...]
    entry: Entry | None = None
    general: bool = False


class Learned(NamedTuple):
    """New entries in the order of kind and text, what is decided both ways with its places, and how many swaps are too general."""

    entries: tuple[Entry, ...]
    contradictions: tuple[str, ...]
    too_general: int


class _Machine(msgspec.Struct, frozen=True):
    """The tool's own readings of fields that a decision has changed."""

    name: str | None = None
    label: str | None = None
    after: str | None = None
    status: str | None = None


class _Finding(msgspec.Struct, frozen=True, kw_only=True):
    id: str = ""
    decision: Any = ""
    instead_of: _Machine = _Machine()
    stale: Any = None
    confidence: float = 1.0
    why: Any = ()

    @property
    def by_hand(self) -> bool:
        """Whether a person added it."""
        return not self.id or is_by_hand({"why": self.why})

    @property
    def verdict(self) -> Verdict | None:
        """What the decision says, as far as it still holds; what was added by hand is as good as confirmed."""
        if not self.id:
            return Verdict("ok")
        return verdict(self.decision.strip()) if isinstance(self.decision, str) and not self.stale else None


class _Mention(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str
    raw: str | None = None


class _Entity(_Finding, frozen=True, kw_only=True):
    name: str
    label: Label | None = None
    mentions: tuple[_Mention, ...] = ()


class _Figure(_Finding, frozen=True, kw_only=True):
    text: str


class _Edit(_Finding, frozen=True, kw_only=True):
    before: str
    after: str
    start: int = 0
    end: int = 0
    kind: str = "spun-phrase"
    status: str = "suggested"


class _Record(msgspec.Struct, frozen=True):
    entities: tuple[_Entity, ...] = ()
    figures: tuple[_Figure, ...] = ()
    edits: tuple[_Edit, ...] = ()


def lessons(data: bytes, where: str) -> Iterator[Lesson]:
    """Yield what the decisions in a record say; raises `ArticleError` where it is no record that can be understood."""
    try:
        record = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise errors.unclear_record(where, str(fault)) from None
    for entity in record.entities:
        yield from _of_entity(entity, f"{where} ({entity.id or 'added by hand'})")
    for figure in record.figures:
        yield from _of_figure(figure, f"{where} ({figure.id or 'added by hand'})")
    for edit in record.edits:
        if edit.kind.startswith("spun-"):
            yield from _of_edit(edit, record.entities, f"{where} ({edit.id or 'added by hand'})")


def learn(found: Iterable[Lesson], known: Personal, lexicon: str) -> Learned:
    """Return what the lessons add to the entries that are `known` from the file `lexicon`; what is said both ways is not learned."""
    known_claims = dict(claim for entry in known.entries() for claim in claims(entry))
    said: dict[tuple[str, ...], dict[str, list[str]]] = {wording: {what: [lexicon]} for wording, what in known_claims.items()}
    taught: list[Entry] = []
    general: set[tuple[Claim, ...]] = set()
    for lesson in found:
        for wording, what in lesson.claims:
            said.setdefault(wording, {}).setdefault(what, []).append(lesson.place)
        if lesson.general:
            general.add(lesson.claims)
        if lesson.entry is not None:
            taught.append(lesson.entry)
    disputed = {wording: sides for wording, sides in said.items() if len(sides) > 1}
    agreed = [entry for entry in taught if disputed.keys().isdisjoint(wording for wording, _ in claims(entry))]
    new = {entry for entry in _together(agreed, known_claims) if any(wording not in known_claims for wording, _ in claims(entry))}
    tables = list(TABLES)
    return Learned(
        entries=tuple(sorted(new, key=lambda entry: (tables.index(table_of(entry)), text_of(entry), repr(entry)))),
        contradictions=tuple(_told(wording[1], sides) for wording, sides in sorted(disputed.items())),
        too_general=len(general),
    )


def _together(entries: Iterable[Entry], known: dict[tuple[str, ...], str]) -> Iterator[Entry]:
    """Yield the entries, those of one name as one, without writings of it that are known."""
    also: dict[tuple[str, Label], set[str]] = {}
    for entry in entries:
        if isinstance(entry, Name):
            also.setdefault((entry.name, entry.label), set()).update(entry.also)
        else:
            yield entry
    for (name, label), writings in also.items():
        yield Name(name, label, tuple(sorted(writing for writing in writings if ("name", writing) not in known)))


def _told(wording: str, sides: dict[str, list[str]]) -> str:
    return f"“{wording}”: " + "; ".join(f"{what} in {', '.join(dict.fromkeys(places))}" for what, places in sorted(sides.items()))


def _of_entity(entity: _Entity, place: str) -> Iterator[Lesson]:
    name, said = _even(entity.name), entity.verdict
    if said is None or not _has_word(name):
        return
    if said.says == "wrong":
        yield _taught(NoName(name), place)
    elif (right := _corrected(said.text, name, entity.label)) is not None:
        earlier = _even(entity.instead_of.name or name)
        entry = msgspec.structs.replace(right, also=(earlier,) if _is_other_writing(earlier, right.name) else ())
        changed = said.says == "correction" or entity.instead_of != _Machine()
        needed = changed or entity.confidence < DOUBTFUL_BELOW or entity.by_hand
        yield _taught(entry, place) if needed else Lesson(place, tuple(claims(entry)))


def _corrected(correction: str, name: str, label: Label | None) -> Name | None:
    """Return the name and label that a correction gives; what it does not say stays as it was.

    >>> _corrected("Great Wall Motor [ORG]", "Wall", "FAC"), _corrected("ORG", "Wall", "FAC")
    (Name(name='Great Wall Motor', label='ORG', also=()), Name(name='Wall', label='ORG', also=()))
    """
    given, labelled = name_and_label(correction)
    try:
        right = msgspec.convert({"name": _even(given or name), "label": labelled or label}, Name)
    except msgspec.ValidationError:
        # No such label: the decision is none of those that can be taken.
        return None
    return right if _has_word(right.name) else None


def _is_other_writing(old: str, right: str) -> bool:
    """Say whether a text that says `old` may be read as naming `right` wherever it stands.

    A part of a name, a longer stretch around it, and plain words ("Company") are no writings of it.

    >>> [_is_other_writing(old, "Great Wall Motor") for old in ("Wonderful Wall Motor", "GWM", "Wall Motor", "Great Wall Motor on Friday", "Company")]
    [True, True, False, False, False]
    """
    shorter, longer = sorted((f" {old.casefold()} ", f" {right.casefold()} "), key=len)
    if shorter in longer:
        return False
    words = old.split(" ")
    if len(words) > 1:
        return not any(word.islower() and len(word) > 3 for word in words) and words[0][:1].isupper()
    return sum(map(str.isupper, old)) > 1 or SequenceMatcher(None, old, right, autojunk=False).ratio() >= _ALIKE


def _of_figure(figure: _Figure, place: str) -> Iterator[Lesson]:
    text = _even(figure.text)
    if figure.verdict is None:
        return
    if figure.verdict.says != "wrong":
        yield Lesson(place, ((("figure", text), "a figure"),))
    elif any(map(str.isalpha, text)):
        yield _taught(NoFigure(text), place)


def _of_edit(edit: _Edit, entities: Iterable[_Entity], place: str) -> Iterator[Lesson]:
    said, machine = edit.verdict, edit.instead_of
    if said is None:
        return
    own = edit.after if machine.after is None else machine.after
    meant = {"ok": edit.after, "wrong": own, "correction": said.text}[said.says]
    before, after = _wording(edit, meant, entities)
    if not _has_word(before) or before == after:
        return
    swap = Swap(before, after)
    _, pair = claims(swap)
    if said.says == "wrong":
        yield _taught(NoSwap(before, after), place)
    elif said.says == "ok" and meant == own and (machine.status or edit.status) == "applied" and not edit.by_hand:
        yield Lesson(place, (pair,))
    elif _is_general(before):
        yield Lesson(place, (pair,), general=True)
    else:
        yield _taught(swap, place)


def _wording(edit: _Edit, after: str, entities: Iterable[_Entity]) -> tuple[str, str]:
    """Return an edit as a swap that holds elsewhere: of a name the whole, else the words as they stand within a sentence."""
    before = edit.before
    if edit.kind == "spun-name":
        for mention in (mention for entity in entities for mention in entity.mentions):
            source = mention.text if mention.raw is None else mention.raw
            first, last = edit.start - mention.start, edit.end - mention.start
            if first >= 0 and source[first:last] == before and last <= len(source):
                return _even(source), _even(source[:first] + after + source[last:])
        return _even(before), _even(after)
    before, after = _even(before), _even(after)
    start, _, rest = before.partition(" ")
    other, _, meant = after.partition(" ")
    if (start.lower(), other.lower()) in _ARTICLES and rest and meant:
        return rest, meant
    # "In accordance to" at the start of a sentence is the same wording as inside one.
    if before[1:].islower() and after[1:].islower() and before[:1].isupper() and after[:1].isupper():
        return before[:1].lower() + before[1:], after[:1].lower() + after[1:]
    return before, after


def _is_general(before: str) -> bool:
    """Say whether a wording is one plain word, small or at the start of a sentence."""
    return before.replace("-", "").isalpha() and before[1:] == before[1:].lower()


def _taught(entry: Entry, place: str) -> Lesson:
    return Lesson(place, tuple(claims(entry)), entry)


def _even(text: str) -> str:
    return " ".join(text.split())


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))
