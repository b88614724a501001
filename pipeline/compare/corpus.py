"""The corpus report over the articles of a run: one register of names, what agrees and what does not, who copies whom."""

import sys
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from tempfile import TemporaryFile
from typing import Self

import msgspec
import numpy as np

from pipeline.compare import copies as copying
from pipeline.compare import reader
from pipeline.compare.facts import Fact, facts
from pipeline.compare.likeness import Likeness, Pair, Told
from pipeline.compare.register import NamedEntity, Names, Register, named
from pipeline.compare.relations import ORDER, relations
from pipeline.compare.sentences import RecordText
from pipeline.compare.stories import Theme, neighbours, theme
from pipeline.compare.things import KEPT_FROM, Likely, Place, Things
from pipeline.language import context
from pipeline.language.saying import saying_words
from pipeline.language.sentences import Sentences
from pipeline.record.article_record import Record
from pipeline.record.corpus_report import SCHEMA, Copy, CorpusReport, Item
from pipeline.record.doubts import without_refused

_HELD_READY = 256
"""So many articles' facts are kept ready for comparison at a time."""
_MOST_ALONE = 5
_TELLING = 0.9
_LONGEST_GAP_OF_REPORTS = 30


class Summary(msgspec.Struct, frozen=True):
    """What is kept of an article's record while a run goes on."""

    article: str
    source: str
    day: int | None
    """The day it was published, counted from year 1; None where it is not known to the day."""
    entities: tuple[NamedEntity, ...]
    theme: Theme
    shingles: bytes
    media: tuple[tuple[str, int], ...]
    """The papers and agencies on whose word it tells something, and the line where it does so first."""
    facts: bytes
    """Its facts as MessagePack."""


@cache
def _splitter() -> Sentences:
    return Sentences()


def summary(record: Record) -> Summary:
    """Return what the corpus report will need of a record; what a person called wrong is no part of it."""
    record = without_refused(record)
    media: dict[str, int] = {}
    for claim in record.claims:
        for word in claim.said_by.lower().replace("’", "'").split():
            if word.strip(",'") in saying_words()["medium"]:
                media.setdefault(word.strip(",'"), claim.line)
    published = record.published.value or ""
    return Summary(
        article=record.id,
        source=record.place,
        day=date.fromisoformat(published).toordinal() if len(published) == len("2022-08-26") else None,
        entities=tuple(named(item) for item in record.entities),
        theme=theme(record.text, context.shipped()),
        shingles=copying.shingles(record.text),
        media=tuple(media.items()),
        facts=msgspec.msgpack.encode(facts(record, RecordText(record, _splitter()))),
    )


class Kept(msgspec.Struct, frozen=True):
    """An article while others are waited for: its summary without entities and facts, the numbers of the entities with their mentions,
    and where in the file the facts lie.
    """

    article: Summary
    entities: tuple["array[int]", "array[int]"]
    start: int
    length: int


class Comparison:
    """Takes the articles of a run one by one; the report does not depend on their order.

    Facts wait in a temporary file: what stays in memory are the different names of the run, and of each article its weightiest words,
    its shingles and the numbers of its names.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - it lives as long as the comparison
        self._names = Names()
        self._kept: list[Kept] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, article: Summary) -> None:
        """Take an article in."""
        start = self._file.seek(0, 2)
        self._file.write(article.facts)
        entities = self._names.add(article.entities)
        about = Theme(tuple(map(sys.intern, article.theme.words)), article.theme.weights)
        slim = msgspec.structs.replace(article, facts=b"", entities=(), theme=about)
        self._kept.append(Kept(slim, entities, start, len(article.facts)))

    def report(self) -> CorpusReport:
        """Return the report on all articles taken in."""
        return self._report().made()

    def weighed(self) -> Iterator[tuple[str, str, Told, Told, Pair]]:
        """Yield every pair of facts that is weighed, with its features: for fitting the weights."""
        yield from self._report().weighed()

    def _report(self) -> "_Report":
        kept = sorted(self._kept, key=lambda kept: kept.article.article)
        # Numbered in the order of the articles' ids: which came first into the run must not show.
        order = {number: at for at, number in enumerate(dict.fromkeys(number for each in kept for number in each.entities[0]))}
        names = [self._names.entities[number] for number in order]
        return _Report(
            kept, [(array("I", (order[number] for number in each.entities[0])), each.entities[1]) for each in kept], names, self._read
        )

    def _read(self, start: int, length: int) -> tuple[Fact, ...]:
        self._file.seek(start)
        return msgspec.msgpack.decode(self._file.read(length), type=tuple[Fact, ...])


class _Report:
    """The report while it is made; articles are numbered in the order of their ids."""

    def __init__(
        self,
        kept: list[Kept],
        entities: list[tuple["array[int]", "array[int]"]],
        names: list[NamedEntity],
        read: Callable[[int, int], tuple[Fact, ...]],
    ) -> None:
        self._kept, self._entities, self._read = kept, entities, read
        self._articles = [each.article for each in kept]
        self._ids = [article.article for article in self._articles]
        self._stories = neighbours([article.theme for article in self._articles])
        self._register = Register(names, [numbers for numbers, _ in entities], [(one, two) for one, two, _ in self._stories])
        self._likeness = Likeness(context.shipped(), reader.shipped())
        self._ready: OrderedDict[int, Told] = OrderedDict()

    def made(self) -> CorpusReport:
        copied = copying.copies(self._ids, [article.shingles for article in self._articles])
        witness = _Witnesses(self._ids, copied)
        things = Things(self._pairs(), self._values())
        found = sorted(
            relations(things, self._fact, self._item, lambda place: witness.of(place[0], self._fact(place).said_by), _tells),
            key=lambda relation: (ORDER[relation.relation], -relation.confidence, [(item.article, item.start) for item in relation.items]),
        )
        told = {(item.article, item.id) for relation in found for item in relation.items}
        return CorpusReport(
            schema=SCHEMA,
            entities=self._register.entities(self._ids, self._entities),
            relations=tuple(found),
            copies=(*copied, *self._one_report(copied)),
            only_here=tuple(self._alone(told)),
        )

    def weighed(self) -> Iterator[tuple[str, str, Told, Told, Pair]]:
        for one, two, _ in self._stories:
            first, second = self._told(one), self._told(two)
            yield from ((self._ids[one], self._ids[two], first, second, pair) for pair in self._likeness.pairs(first, second))

    def _pairs(self) -> list[Likely]:
        found: list[Likely] = []
        for one, two, _ in self._stories:
            likely = self._likeness.likely(self._told(one), self._told(two), KEPT_FROM)
            first = self._told(one).facts
            found += [Likely((one, pair.one), (two, pair.two), pair.chance, pair.held, first[pair.one].amount is None) for pair in likely]
        self._places = sorted({place for pair in found for place in (pair.one, pair.two)})
        return found

    def _values(self) -> dict[Place, object]:
        return {
            place: (fact.amount.value, fact.amount.low, fact.amount.high) if (fact := self._fact(place)).amount else fact.days
            for place in self._places
        }

    def _told(self, number: int) -> Told:
        """Return an article's facts ready for comparison; those used last are kept."""
        if number in self._ready:
            self._ready.move_to_end(number)
            return self._ready[number]
        kept = self._kept[number]
        found = self._read(kept.start, kept.length)
        names = [{self._register.of(self._entities[number][0][place]): step for place, step in fact.names} for fact in found]
        self._ready[number] = told = self._likeness.told(found, names, kept.article.day)
        if len(self._ready) > _HELD_READY:
            self._ready.popitem(last=False)
        return told

    def _fact(self, place: Place) -> Fact:
        return self._told(place[0]).facts[place[1]]

    def _item(self, place: Place) -> Item:
        return _shown(self._articles[place[0]], self._fact(place))

    def _one_report(self, copied: tuple[Copy, ...]) -> Iterator[Copy]:
        """Yield the articles of one story that tell it on the word of the same paper or agency, those aside that copy one another."""
        known = {copy.articles for copy in copied}
        for one, two, _ in self._stories:
            first, second = self._articles[one], self._articles[two]
            ids = (first.article, second.article)
            apart = abs(first.day - second.day) if first.day and second.day else 0
            both = dict(first.media).keys() & dict(second.media).keys()
            if both and ids not in known and apart <= _LONGEST_GAP_OF_REPORTS:
                name = min(both)
                lines = f"{first.source}:{dict(first.media)[name]} and {second.source}:{dict(second.media)[name]}"
                yield Copy(ids, 0.0, f"both tell it on the word of {name.capitalize() if len(name) > 4 else name.upper()}: {lines}")

    def _alone(self, told: set[tuple[str, str]]) -> Iterator[Item]:
        """Yield what one article alone tells of a story that others tell too: its first sums, shares, counts and days."""
        for number in sorted({number for one, two, _ in self._stories for number in (one, two)}):
            article = self._articles[number]
            alone = [fact for fact in self._told(number).facts if (article.article, fact.id) not in told and _weighty(fact)]
            yield from (_shown(article, fact) for fact in alone[:_MOST_ALONE])


class _Witnesses:
    """On whose word a fact rests: articles that copy one another are one witness, and so is a paper that several of them cite."""

    def __init__(self, ids: list[str], copied: tuple[Copy, ...]) -> None:
        self._first = list(range(len(ids)))
        number = {name: at for at, name in enumerate(ids)}
        for copy in copied:
            one, two = sorted(self._of(number[name]) for name in copy.articles)
            self._first[two] = one

    def of(self, article: int, said_by: str | None) -> int | str:
        for word in (said_by or "").lower().split():
            if word.strip(",'’s") in saying_words()["medium"]:
                return word.strip(",'’s")
        return self._of(article)

    def _of(self, article: int) -> int:
        while self._first[article] != article:
            article = self._first[article]
        return article


def _shown(article: Summary, fact: Fact) -> Item:
    return Item(
        article=article.article, source=article.source, id=fact.id, start=fact.start, end=fact.end, line=fact.line, text=fact.text,
        context=fact.context, value=fact.value, said_by=fact.said_by, stance=fact.stance,
    )  # fmt: skip


def _tells(word: str) -> bool:
    """Say whether a word tells what a text is about: one that is frequent in all texts does not."""
    known = context.shipped()
    return bool(known.topic_weight(np.array(known.ids((word,))))[0] >= _TELLING)


def _weighty(fact: Fact) -> bool:
    if fact.sort == "date":
        return fact.days[0] is not None and fact.days[0] == fact.days[1]
    return fact.sort in ("money", "share") or (fact.amount is not None and fact.amount.value is not None and abs(fact.amount.value) >= 100)
