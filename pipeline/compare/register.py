"""One register of entities over the articles of a run: which names of different articles mean one thing."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from pipeline.language.names import cut_short, is_acronym, is_same_plant, shortens, spelling
from pipeline.record.article_record import Entity
from pipeline.record.candidates import Label
from pipeline.record.corpus_report import RegisteredEntity

_PLACES = frozenset({"GPE", "LOC", "FAC"})


class NamedEntity(msgspec.Struct, frozen=True):
    """An entity of an article as the register needs it."""

    name: str
    label: Label
    readings: tuple[str, ...]
    """Its name and its aliases."""
    mentions: int
    raw: tuple[str, ...] = ()
    """What stands in the raw text for them where it was restored: shown in the register, never compared."""


def named(entity: Entity) -> NamedEntity:
    """Return what the register keeps of an entity of a record."""
    raw = dict.fromkeys(" ".join(mention.raw.split()) for mention in entity.mentions if mention.raw)
    readings = (entity.name, *entity.aliases)
    return NamedEntity(entity.name, entity.label, readings, len(entity.mentions), tuple(name for name in raw if name not in readings))


class Names:
    """The different entities of a run, each kept once: what grows with an article are the numbers of its own.

    A lone surname is another person in every article, until the register finds whose it is.
    """

    def __init__(self) -> None:
        self.entities: list[NamedEntity] = []
        self._numbers: dict[NamedEntity, int] = {}

    def add(self, entities: Iterable[NamedEntity]) -> tuple["array[int]", "array[int]"]:
        """Return the numbers of an article's entities, in order, and how often each is mentioned."""
        numbers, mentions = array("I"), array("I")
        for entity in entities:
            key = msgspec.structs.replace(entity, mentions=0)
            number = None if _is_lone_person(entity.name, entity) else self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self.entities)
                self.entities.append(key)
            numbers.append(number)
            mentions.append(entity.mentions)
        return numbers, mentions


class Register:
    """The entities of all articles, joined on their names.

    Equal names of one kind are one thing. A short form ("Hollin", "Ms Ottesen", "BAIC") is another article's where that article, or any
    other, uses it for one thing only; a lone surname, or a company's name cut short, only in an article that tells the same story.
    """

    def __init__(self, names: Sequence[NamedEntity], articles: Sequence[Sequence[int]], stories: Iterable[tuple[int, int]]) -> None:
        """`articles` holds the numbers of each article's entities in `names`, `stories` the pairs of articles that tell one story."""
        self._names = names
        self._parent = array("I", range(len(names)))
        self._join_equal()
        self._join_aliases()
        near: defaultdict[int, set[int]] = defaultdict(set)
        for one, two in stories:
            near[one].add(two)
            near[two].add(one)
        for article in sorted(near):
            self._join_short_forms(articles[article], [number for other in sorted(near[article]) for number in articles[other]])

    def of(self, number: int) -> int:
        """Return the first of the entities that are one with this."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def entities(self, ids: Sequence[str], articles: Sequence[tuple[Sequence[int], Sequence[int]]]) -> tuple[RegisteredEntity, ...]:
        """Return the register, most articles first; `articles` holds each article's entities and how often it mentions them."""
        places: defaultdict[int, list[int]] = defaultdict(list)
        mentions: Counter[int] = Counter()
        uses: Counter[int] = Counter()
        for at, (numbers, counts) in enumerate(articles):
            for number, count in zip(numbers, counts, strict=True):
                thing = self.of(number)
                if places[thing][-1:] != [at]:
                    places[thing].append(at)
                mentions[thing] += count
                uses[number] += 1
        members: defaultdict[int, list[int]] = defaultdict(list)
        for number in range(len(self._names)):
            members[self.of(number)].append(number)
        found = [
            self._registered(numbers, uses, tuple(ids[at] for at in places[thing]), mentions[thing]) for thing, numbers in members.items()
        ]
        return tuple(sorted(found, key=lambda entity: (-len(entity.articles), -entity.mentions, entity.name, entity.label)))

    def _registered(self, members: list[int], uses: Counter[int], articles: tuple[str, ...], mentions: int) -> RegisteredEntity:
        names: Counter[str] = Counter()
        labels: Counter[Label] = Counter()
        for number in members:
            names[self._names[number].name] += uses[number]
            labels[self._names[number].label] += uses[number]
        readings = {reading for number in members for reading in (*self._names[number].readings, *self._names[number].raw)}
        return RegisteredEntity(
            name=min(names, key=lambda name: (-name.count(" "), -names[name], name)),
            label=min(labels, key=lambda label: (-labels[label], label)),
            names=tuple(sorted(readings)),
            articles=articles,
            mentions=mentions,
        )

    def _join(self, one: int, two: int) -> None:
        first, second = sorted((self.of(one), self.of(two)))
        self._parent[second] = first

    def _join_equal(self) -> None:
        """Join equal names of a kind, and equal names of several words whatever their kind: one of the labels is then a slip."""
        seen: dict[tuple[str, str], int] = {}
        for number, entity in enumerate(self._names):
            if not _is_lone_person(entity.name, entity):
                spelled = _spelled(entity.name, entity)
                for kind in {_kind(entity), "" if " " in spelled else _kind(entity)}:
                    self._join(seen.setdefault((kind, spelled), number), number)

    def _join_aliases(self) -> None:
        """Join a name with what other articles call so besides a fuller name, where that is one thing throughout the run."""
        called: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for number, entity in enumerate(self._names):
            for reading in entity.readings[1:]:
                if not _is_lone_person(reading, entity):
                    called[_kind(entity), _spelled(reading, entity)].add(number)
        whole = {key: {self.of(number) for number in numbers} for key, numbers in called.items()}
        for key in sorted(called):
            if len(whole[key]) == 1:
                for number in called[key]:
                    self._join(min(called[key]), number)
        for number, entity in enumerate(self._names):
            key = (_kind(entity), _spelled(entity.name, entity))
            if len({self.of(each) for each in called.get(key, ())}) == 1:
                self._join(min(called[key]), number)

    def _join_short_forms(self, own: Sequence[int], others: Sequence[int]) -> None:
        """Join a lone surname or a company's name cut short with the one fuller name that articles of the same story have for it."""
        for number in own:
            entity = self._names[number]
            if entity.label not in ("PERSON", "ORG", "FAC") or is_acronym(entity.name):
                continue
            fuller = {self.of(other): other for other in others if _is_short_for(entity, self._names[other])}
            fuller.pop(self.of(number), None)
            if len(fuller) == 1:
                self._join(next(iter(fuller.values())), number)


def _kind(entity: NamedEntity) -> str:
    return "place" if entity.label in _PLACES else entity.label


def _spelled(name: str, entity: NamedEntity) -> str:
    return spelling(name, _kind(entity))


def _is_lone_person(reading: str, entity: NamedEntity) -> bool:
    return entity.label == "PERSON" and " " not in reading


def _is_short_for(short: NamedEntity, full: NamedEntity) -> bool:
    if short.label != full.label:
        return False
    if short.label == "PERSON":
        words = short.name.split(" ")
        equal = len(words) == 1 and short.name == full.name
        return equal or any(shortens(words, reading.split(" ")) for reading in full.readings)
    if short.label == "FAC":
        return any(is_same_plant(_spelled(short.name, short), _spelled(reading, full)) for reading in full.readings)
    return cut_short(short.name, full.name)
