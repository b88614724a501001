"""The corpus report: who is named where, and which articles repeat one another.

Copies are found by word shingles (Broder, "On the resemblance and containment of documents", 1997),
of which one in four is kept, chosen by its hash: the same ones in every article, so shares can be
compared while the memory stays small (FracMinHash: Irber et al., 2022).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Final, Literal

import msgspec

from pipeline.record.article_record import Record
from pipeline.record.candidates import Label

SCHEMA: Final = "unspun/corpus/1"
_SHINGLE_WORDS = 5
_KEPT_ONE_IN = 4
# Below this many kept shingles a share says nothing; above this share two articles tell one text.
_FEWEST_SHINGLES = 10
_COPY_SHARE = 0.5
# A shingle in more articles than this is a site's furniture, and counting its pairs would cost their square.
_MOST_ARTICLES = 100


class NamedEntity(msgspec.Struct, frozen=True):
    """One article's entity as the register needs it."""

    name: str
    label: Label
    readings: tuple[str, ...]
    mentions: int


class Summary(msgspec.Struct, frozen=True):
    """What is kept of an article's record while a run goes on."""

    article: str
    entities: tuple[NamedEntity, ...]
    shingles: frozenset[int]


class RegisteredEntity(msgspec.Struct, frozen=True):
    """An entity with all its readings and the articles that name it."""

    name: str
    label: Label
    names: tuple[str, ...]
    articles: tuple[str, ...]
    mentions: int


class Copy(msgspec.Struct, frozen=True):
    """Two articles of which one repeats the other; `share` is the part of the shorter that the longer holds too."""

    articles: tuple[str, str]
    share: float
    why: str


class CorpusReport(msgspec.Struct, frozen=True):
    """What the articles of a run have in common, most widely named entity first."""

    schema: Literal["unspun/corpus/1"]
    entities: tuple[RegisteredEntity, ...]
    copies: tuple[Copy, ...]


def summary(record: Record) -> Summary:
    """Return what the corpus report will need of a record."""
    words = " ".join(record.text).casefold().split()
    shingles = (_hash(" ".join(words[at : at + _SHINGLE_WORDS])) for at in range(len(words) - _SHINGLE_WORDS + 1))
    return Summary(
        article=record.id,
        entities=tuple(NamedEntity(item.name, item.label, (item.name, *item.aliases), len(item.mentions)) for item in record.entities),
        shingles=frozenset(value for value in shingles if value % _KEPT_ONE_IN == 0),
    )


def report(summaries: Iterable[Summary]) -> CorpusReport:
    """Return the report on the articles of a run; their order does not matter."""
    by_name = sorted(summaries, key=lambda item: item.article)
    return CorpusReport(schema=SCHEMA, entities=_register(by_name), copies=_copies(by_name))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _register(summaries: list[Summary]) -> tuple[RegisteredEntity, ...]:
    """Join the entities of equal label and name, whatever their case."""
    found: dict[tuple[str, str], list[tuple[str, NamedEntity]]] = defaultdict(list)
    for item in summaries:
        for entity in item.entities:
            found[entity.label, " ".join(entity.name.casefold().split())].append((item.article, entity))
    register = [_joined(members) for members in found.values()]
    return tuple(sorted(register, key=lambda entity: (-len(entity.articles), -entity.mentions, entity.name, entity.label)))


def _joined(members: list[tuple[str, NamedEntity]]) -> RegisteredEntity:
    names = Counter(entity.name for _, entity in members)
    name = min(names, key=lambda name: (-names[name], name))
    return RegisteredEntity(
        name=name,
        label=members[0][1].label,
        names=tuple(sorted({reading for _, entity in members for reading in entity.readings})),
        articles=tuple(dict.fromkeys(article for article, _ in members)),
        mentions=sum(entity.mentions for _, entity in members),
    )


def _copies(summaries: list[Summary]) -> tuple[Copy, ...]:
    places: dict[int, list[int]] = defaultdict(list)
    for number, item in enumerate(summaries):
        if len(item.shingles) >= _FEWEST_SHINGLES:
            for value in item.shingles:
                places[value].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in places.values():
        if 1 < len(numbers) <= _MOST_ARTICLES:
            shared.update(combinations(numbers, 2))
    found = []
    for (a, b), count in sorted(shared.items()):
        share = count / min(len(summaries[a].shingles), len(summaries[b].shingles))
        if share >= _COPY_SHARE:
            why = f"about {share:.0%} of the shorter article's runs of {_SHINGLE_WORDS} words stand in the other, word for word"
            found.append(Copy((summaries[a].article, summaries[b].article), round(share, 2), why))
    return tuple(found)
