"""The word lists behind the names, in the shapes in which they are looked up."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Literal, get_args

import msgspec

from pipeline.lexicon import loader
from pipeline.record.candidates import Label

_SPORT_WORDS = 4


class Place(msgspec.Struct, frozen=True):
    name: str
    label: Literal["GPE", "LOC"]
    sure: Literal["sure", "unsure"]


class City(msgspec.Struct, frozen=True):
    name: str


class Organisation(msgspec.Struct, frozen=True):
    name: str
    sure: Literal["sure", "unsure"]


class KnownPerson(msgspec.Struct, frozen=True):
    name: str
    use: Literal["full", "alone"]


class Demonym(msgspec.Struct, frozen=True):
    word: str
    sure: Literal["sure", "unsure"]


class Language(msgspec.Struct, frozen=True):
    name: str


class LegalForm(msgspec.Struct, frozen=True):
    form: str
    use: Literal["proves", "extends", "names"]


class Title(msgspec.Struct, frozen=True):
    title: str
    use: Literal["proves", "leads"]


class NotName(msgspec.Struct, frozen=True):
    word: str
    person: Literal["maybe", "no"]
    reason: str


class Head(msgspec.Struct, frozen=True):
    word: str
    label: Label


class GivenName(msgspec.Struct, frozen=True):
    name: str


class Apostrophe(msgspec.Struct, frozen=True):
    name: str


class Works(msgspec.Struct, frozen=True):
    word: str


class TeamWord(msgspec.Struct, frozen=True):
    word: str
    where: Literal["suffix", "verb", "object", "sport"]


class Teams(msgspec.Struct, frozen=True):
    """How a sports report is known and how a place stands for its team in it."""

    report: re.Pattern[str]
    suffix: re.Pattern[str]
    acts: re.Pattern[str]
    met: re.Pattern[str]

    def reports(self, text: str) -> bool:
        """Return whether the text is a sports report: several different words of sport stand in it."""
        return len({found[0] for found in self.report.finditer(text)}) >= _SPORT_WORDS


class PersonCue(msgspec.Struct, frozen=True):
    word: str
    where: Literal["says", "role"]


class PersonCues(msgspec.Struct, frozen=True):
    """What stands right behind or right before a person's name; `says` behind it counts where `quoted` stands before it."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    quoted: re.Pattern[str]
    says: re.Pattern[str]


class Entry(msgspec.Struct, frozen=True):
    """What a list says of a name; `sure` entries are names even where the model saw none."""

    label: Label
    sure: bool
    list_name: str


class WordLists(msgspec.Struct, frozen=True):
    """`names` by their first word, longest first; `heads` by a name's last word."""

    entries: dict[str, Entry]
    by_first_word: dict[str, tuple[str, ...]]
    titles: re.Pattern[str]
    addressed: re.Pattern[str]
    legal_ending: re.Pattern[str]
    proving: frozenset[str]
    not_names: dict[str, NotName]
    heads: dict[str, Label]
    languages: frozenset[str]
    apostrophes: frozenset[str]
    given: frozenset[str]
    teams: Teams
    person: PersonCues
    numbered: re.Pattern[str]
    """A numbered plant, with the owner's name right before it, as `whole`."""

    @staticmethod
    def load() -> "WordLists":
        """Return the lists of `lexicon/data`; raises `LexiconError` where one is damaged."""
        return _load()


@cache
def _load() -> WordLists:
    forms = loader.load("legal_forms", LegalForm)
    entries = _entries()
    rows = loader.load("person_titles", Title)
    titles = sorted((row.title for row in rows), key=len, reverse=True)
    capital = r"[^\W\d_a-z][\w'’-]+"
    return WordLists(
        entries=entries,
        by_first_word=_by_first_word(entries),
        titles=re.compile(rf"(?:{_any(titles)}|{_any(title.upper() for title in titles)})(?=\s)\s+"),
        addressed=re.compile(
            rf"\b(?:{_any(row.title for row in rows if row.use == 'proves')}) (?P<name>(?:{capital}|[A-Z]\.)(?: {capital}| [A-Z]\.){{0,2}})"
        ),
        legal_ending=re.compile(rf"(?:,? (?:{_any(sorted((row.form for row in forms), key=len, reverse=True))})(?!\w))+"),
        proving=frozenset(row.form for row in forms if row.use == "proves"),
        not_names={row.word: row for row in loader.load("not_names", NotName)},
        heads={row.word: row.label for row in loader.load("name_heads", Head)},
        languages=frozenset(row.name for row in loader.load("languages", Language)),
        apostrophes=frozenset(row.name for row in loader.load("org_apostrophe", Apostrophe)),
        given=frozenset(row.name for row in loader.load("given_names", GivenName)),
        teams=_teams(),
        person=_person_cues(),
        numbered=_numbered(),
    )


class ModelLabel(msgspec.Struct, frozen=True):
    theirs: str
    ours: Label


@cache
def labels_of_models() -> dict[str, Label]:
    """Return our label for each label that spaCy pipelines give; what is none of ours (CARDINAL, DATE) is not in it."""
    labels: dict[str, Label] = {label: label for label in get_args(Label)}
    return labels | {row.theirs: row.ours for row in loader.load("model_labels", ModelLabel)}


def _numbered() -> re.Pattern[str]:
    words = sorted((row.word for row in loader.load("numbered_works", Works)), key=len, reverse=True)
    owner = r"(?:(?!The )[^\W\d_a-z][\w&-]{0,60}(?:['’]s)? ){0,5}"
    return re.compile(rf"(?<![\w'’])(?P<whole>{owner}(?:[Nn]o\.? ?\d+ (?i:{_any(words)})|Plant [Nn]o\.? ?\d+))\b")


def _person_cues() -> PersonCues:
    rows = loader.load("person_cues", PersonCue)
    says = _any(row.word for row in rows if row.where == "says")
    roles = _any(row.word for row in rows if row.where == "role")
    return PersonCues(
        after=re.compile(r", (?:who|whom|now \d\d|aged \d\d?|\d\d)\b(?! (?:per|%|million|billion))"),
        quoted=re.compile(r"[,?!.][\"”’]+ $"),
        says=re.compile(rf" (?:{says})\b"),
        before=re.compile(rf"(?:[,?!.][\"”’]+ (?:{says}) |\b(?:{roles}) )$"),
    )


def _teams() -> Teams:
    rows = loader.load("team_words", TeamWord)

    def words(where: str) -> str:
        return _any(sorted((row.word for row in rows if row.where == where), key=len, reverse=True))

    return Teams(
        report=re.compile(rf"\b(?:{words('sport')})\b"),
        suffix=re.compile(rf" (?:{words('suffix')})$"),
        acts=re.compile(rf"(?:['’]s)? (?:{words('verb')})\b"),
        met=re.compile(rf"\b(?:{words('object')}) (?:the )?$"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _entries() -> dict[str, Entry]:
    entries = {
        row.name: Entry("PERSON", sure=True, list_name="persons" if row.use == "full" else "surnames")
        for row in loader.load("known_persons", KnownPerson)
    }
    entries |= {row.name: Entry("ORG", row.sure == "sure", "organisations") for row in loader.load("known_organisations", Organisation)}
    entries |= {row.name: Entry("GPE", sure=True, list_name="cities") for row in loader.load("place_cities", City)}
    entries |= {row.name: Entry(row.label, row.sure == "sure", "places") for row in loader.load("place_names", Place)}
    entries |= {row.word: Entry("NORP", row.sure == "sure", "peoples") for row in loader.load("demonyms", Demonym)}
    return entries


def _by_first_word(entries: dict[str, Entry]) -> dict[str, tuple[str, ...]]:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for name in entries:
        grouped[FIRST_WORD.match(name)[0]].append(name)  # type: ignore[index]
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in grouped.items()}


FIRST_WORD = re.compile(r"[^\W_]+")
