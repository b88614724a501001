"""Which names in an article mean one thing: "Xiaomi" and "Xiaomi Corp.", "BAIC" and what it stands for, "Lei" and Lei Jun."""

import re
from collections import Counter, defaultdict

from pipeline.language.names import could_stand_for, cut_short, initials_of, is_acronym, is_same_plant, shortens, spelling
from pipeline.record.candidates import EntityCandidate, Label, LinkedEntity, LocatedMention

_PLACES: frozenset[Label] = frozenset({"GPE", "LOC", "FAC"})
_BRACKET = re.compile(r"\s?[(\[][\"“‘]?")
_APOSTROPHE = re.compile(r"['’][sS]?$")


class Group:
    """The mentions that are one thing so far."""

    def __init__(self, label: Label) -> None:
        self.label = label
        self.mentions: list[EntityCandidate] = []
        self.meant: str | None = None
        """The right name, where a person says it."""
        self.names: dict[str, str | None] = {}
        """Each reading with the reason why it is this thing's; None for the first."""

    def add(self, name: str, mentions: list[EntityCandidate], why: str | None) -> None:
        self.names.setdefault(name, why)
        self.mentions += mentions


def link(candidates: tuple[EntityCandidate, ...], text: str) -> tuple[LinkedEntity, ...]:
    """Return the things that the candidates name, in the order of their first mention.

    `name` is the fullest name that the article uses, or the one that a person says is meant, `aliases` the
    other readings in the order of the text. Two names are joined only on evidence that `why` states; all offsets are of `text`.
    """
    by_name: defaultdict[tuple[str, str], list[EntityCandidate]] = defaultdict(list)
    for candidate in candidates:
        by_name[(_kind(candidate.label), _bare(text[candidate.start : candidate.end]))].append(candidate)
    groups = _Groups(by_name, text)
    groups.join_meant()
    groups.join_spellings()
    groups.join_short_forms()
    groups.join_sites()
    groups.join_people()
    groups.join_acronyms()
    linked = [_entity(group, text) for group in groups.all()]
    return tuple(sorted(linked, key=lambda entity: (entity.mentions[0].start, entity.mentions[0].end)))


# What calls a company as a whole, beside its parts.
_WHOLES = frozenset({"Group", "Holdings", "Holding", "Enterprises"})


def _kind(label: Label) -> str:
    """A place stays one thing where it is read once as a country and once as a region."""
    return "place" if label in _PLACES else label


def _bare(name: str) -> str:
    return " ".join(name.split())


def _entity(group: Group, text: str) -> LinkedEntity:
    mentions = sorted(group.mentions, key=lambda m: (m.start, m.end))
    labels = Counter(mention.label for mention in mentions)
    label = max(labels, key=lambda each: (labels[each], -[m.label for m in mentions].index(each)))
    names = sorted(group.names, key=lambda name: _first(name, mentions, text))
    fullest = group.meant or _fullest(names, label)
    of_label = [mention for mention in mentions if mention.label == label]
    best = max(of_label, key=lambda mention: mention.confidence)
    reasons = [*best.why, *(why for name in names if (why := group.names[name]))]
    return LinkedEntity(
        name=fullest,
        label=label,
        confidence=best.confidence,
        aliases=tuple(name for name in names if name != fullest),
        mentions=tuple(LocatedMention(start=mention.start, end=mention.end) for mention in mentions),
        why=tuple(dict.fromkeys(reasons)),
    )


def _first(name: str, mentions: list[EntityCandidate], text: str) -> int:
    return next((m.start for m in mentions if _bare(text[m.start : m.end]) == name), len(text))


def _fullest(names: list[str], label: Label) -> str:
    """Return the longest name by words that is not all in capitals beside one that is not."""
    mixed = [name for name in names if not (name.isupper() and len(name) > 5)] or names
    if label == "ORG":
        mixed = [name for name in mixed if not _APOSTROPHE.search(name)] or mixed
    return max(mixed, key=lambda name: (name.count(" "), len(name), -names.index(name)))


class _Groups:
    """The names of an article while they are joined; a name is looked up by its kind and spelling."""

    def __init__(self, by_name: dict[tuple[str, str], list[EntityCandidate]], text: str) -> None:
        self._text = text
        self._of: dict[tuple[str, str], Group] = {}
        for (kind, name), mentions in by_name.items():
            group = Group(mentions[0].label)
            group.meant = next((mention.meant for mention in mentions if mention.meant), None)
            group.add(name, mentions, None)
            self._of[(kind, name)] = group

    def all(self) -> list[Group]:
        return list({id(group): group for group in self._of.values()}.values())

    def _names(self, *kinds: str) -> list[tuple[str, str]]:
        return [key for key in self._of if not kinds or key[0] in kinds]

    def _join(self, into: tuple[str, str], key: tuple[str, str], why: str) -> None:
        target, source = self._of[into], self._of[key]
        if target is source or (target.meant and source.meant and target.meant != source.meant):
            return
        target.meant = target.meant or source.meant
        for name, reason in source.names.items():
            target.names.setdefault(name, reason or (why if name == key[1] else None))
        target.mentions += source.mentions
        for each, group in self._of.items():
            if group is source:
                self._of[each] = target

    def join_meant(self) -> None:
        """Join the names that a person says mean one thing."""
        meaning: dict[tuple[str, str], tuple[str, str]] = {}
        for key in self._names():
            group = self._of[key]
            if group.meant:
                first = meaning.setdefault((key[0], group.meant), key)
                why = next(mention.why[0] for mention in group.mentions if mention.meant)
                group.names[key[1]] = why
                self._join(first, key, why)

    def join_spellings(self) -> None:
        """Join names that differ in case, a possessive, or the legal form at the end."""
        seen: dict[tuple[str, str], tuple[str, str]] = {}
        for key in self._names():
            kind, name = key
            spelled = (kind, spelling(name, kind))
            if spelled in seen:
                self._join(
                    seen[spelled], key, f"“{name}” is “{seen[spelled][1]}” in another spelling, written short or with its legal form"
                )
            seen.setdefault(spelled, key)

    def join_short_forms(self) -> None:
        """Join an organisation's name cut short with the only longer one that it can stand for."""
        names = self._names("ORG")
        for key in names:
            longer = [other for other in names if other[1].startswith(key[1] + " ") and self._of[other] is not self._of[key]]
            if len({id(self._of[other]) for other in longer}) > 1:
                # With "Norvik Steel" and "Norvik Motors" in one article, "Norvik" may be what owns both; it is the group where that is named.
                longer = [other for other in longer if other[1].rsplit(" ", 1)[1].rstrip(".") in _WHOLES]
            if len({id(self._of[other]) for other in longer}) == 1 and any(cut_short(key[1], other[1]) for other in longer):
                target = longer[0]
                self._join(target, key, f"“{key[1]}” is short for “{target[1]}”")

    def join_sites(self) -> None:
        """Join a numbered plant or terminal with the only one that is named with more of its owner."""
        sites = [(key, spelling(key[1], "place")) for key in self._names("place")]
        for key, short in sites:
            fuller = {id(self._of[other]): other for other, full in sites if is_same_plant(short, full)}
            if len(fuller) == 1:
                target = next(iter(fuller.values()))
                self._join(target, key, f"“{key[1]}” is short for “{target[1]}”")

    def join_people(self) -> None:
        """Join a surname or a part of a name with the one full name that it can stand for."""
        people = self._names("PERSON")
        for key in sorted(people, key=lambda each: each[1].count(" ")):
            words = key[1].split(" ")
            fuller = [other for other in people if other is not key and shortens(words, other[1].split(" "))]
            whole = {id(self._of[other]) for other in fuller} - {id(self._of[key])}
            if len(whole) == 1:
                target = next(other for other in fuller if id(self._of[other]) in whole)
                self._join(target, key, f"“{key[1]}” is short for “{target[1]}”")

    def join_acronyms(self) -> None:
        """Join initials with their name: behind it in brackets, or as the only name that they fit."""
        starts = {
            mention.start: key
            for key, group in self._of.items()
            for mention in group.mentions
            if _bare(self._text[mention.start : mention.end]) == key[1]
        }
        for key in self._names():
            if not is_acronym(key[1]) or key[0] in {"PERSON", "NORP", "LANGUAGE"}:
                continue
            bracketed = self._before_bracket(key, starts)
            fitting = {id(self._of[other]): other for other in self._names(key[0]) if initials_of(key[1], other[1])}
            if bracketed:
                self._join(bracketed, key, f"“{key[1]}” stands in brackets with “{bracketed[1]}”")
            elif len(fitting) == 1:
                target = next(iter(fitting.values()))
                self._join(target, key, f"“{key[1]}” are the initials of “{target[1]}”")

    def _before_bracket(self, key: tuple[str, str], starts: dict[int, tuple[str, str]]) -> tuple[str, str] | None:
        """Return the name that stands right before these letters in brackets, or in brackets right behind them."""
        for name in self._names(key[0]):
            if name == key or not could_stand_for(key[1], name[1]):
                continue
            for mention in self._of[name].mentions:
                opening = _BRACKET.match(self._text, mention.end)
                if opening and opening[0].strip() and starts.get(opening.end()) == key:
                    return name
            for mention in self._of[key].mentions:
                opening = _BRACKET.match(self._text, mention.end)
                if opening and opening[0].strip() and starts.get(opening.end()) == name:
                    return name
        return None
