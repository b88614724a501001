"""Dates in text: located, and read for what they say; which days they are is worked out in `resolve`.

The vocabulary (`vocabulary.py`, word lists `date_*.tsv`) makes a line of signs of the text, three
levels of rules rewrite it (words: `calendar_rules.py`, `year_part_rules.py`, `relative_rules.py`; what stands
around dates: `around_rules.py`, `nested_rules.py`), `guards.py` refuses what only
looks like a date, `cues.py` reads the tense around it.

What is refused is what a reader could take for a date: a month, weekday or feast that is written as
a name ("Lei Jun", "Easter Island") or stands beside a number ("may 5 times fail"), a number that
could be a year, a clock time without a sign of being one. The plain words "may", "march", "sat" and
"sun" stand in every article: they are passed over without a word. Scores, versions, phone numbers
and prices are no dates either; as digits they are the figures' to refuse.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.dates import around_rules, calendar_rules, nested_rules, relative_rules, year_part_rules
from pipeline.extract.dates.confidence import LIKELY, OPEN, USUAL
from pipeline.extract.dates.cues import Cues
from pipeline.extract.dates.guards import SILENT, Guards
from pipeline.extract.dates.signs import Level, Meaning, Word
from pipeline.extract.dates.vocabulary import Vocabulary
from pipeline.record import docs
from pipeline.record.candidates import RefusedCandidate
from pipeline.record.expressions import (
    CalendarDate,
    Context,
    DateCandidate,
    FiscalYear,
    Holiday,
    Range,
    Relation,
    TimeOfDay,
    Vague,
    Weekday,
)

_RELATIONS: dict[str, Relation] = {
    "by": "by",
    "before": "before",
    "since": "since",
    "until": "until",
    "till": "until",
    "through": "until",
    "after": "after",
    "from": "from",
}
_RELATION = re.compile(
    r"\b(by|before|since|until|till|through|after|from)[\xa0 ]+(?:(?:at least|about|around|roughly|perhaps|the|then|as early as)[\xa0 ]+)*$",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|by|until|till|before|after|from|since|around|about)[\xa0 ]$", re.IGNORECASE)
_NUMBER_BESIDE = re.compile(r"\A\d\d? |\A.?\d |[\xa0 ]\d\Z")
_NAMES = frozenset({"PERSON", "ORG", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "FAC", "GPE", "LOC"})


class DateReader:
    """A spaCy component: sets `doc._.unspun_dates` and `doc.spans["unspun_dates"]` and adds to `doc._.unspun_refused`.

    What stands there is what the words say; which days they mean `unspun_resolve` works out.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("unspun_dates")
    >>> doc = nlp("Xiaomi may start in March of 2021.")
    >>> [(doc.text[d.start:d.end], d.expression) for d in doc._.unspun_dates]
    [('March of 2021', CalendarDate(year=2021, month=3, day=None, weekday=None))]
    >>> [(doc.text[r.start:r.end], r.why) for r in doc._.unspun_refused]
    []
    >>> [(r.start, r.why) for r in nlp("He met Lei Jun.")._.unspun_refused]
    [(11, ('a name, not the month',))]
    """

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        alphabet = self._vocabulary.alphabet
        self._plain = Level(calendar_rules.rules(alphabet) + year_part_rules.rules(alphabet) + relative_rules.rules(alphabet), alphabet)
        self._around = Level(around_rules.date_rules(alphabet) + nested_rules.rules(alphabet), alphabet)
        self._ranges = Level(around_rules.range_rules(alphabet), alphabet)
        self._cues = Cues()
        self._guards = Guards()
        self._dates = frozenset(alphabet.char(sign) for sign in ("date", "set", "vague", "clock"))
        self._year = alphabet.char("year")
        self._short_year = alphabet.char("shortyear")
        self._look_alikes = {
            alphabet.char("month"): "month",
            alphabet.char("weekday"): "day of the week",
            alphabet.char("holiday"): "feast",
        }
        self._looked_at = self._dates | {self._year, self._short_year, *self._look_alikes}

    def __reduce__(self) -> "tuple[type[DateReader], tuple[()]]":
        return DateReader, ()

    def __call__(self, doc: Doc) -> Doc:
        text, entities = doc.text, doc.ents
        starts = _sentence_starts(doc) if doc.has_annotation("SENT_START") else _line_starts(text)
        names = [(entity.start_char, entity.end_char) for entity in entities if entity.label_ in _NAMES]
        products = frozenset(entity.start_char for entity in entities if entity.label_ == "PRODUCT")
        dates, refused = self.read(text, starts, names, products)
        docs.put(doc, docs.DATES, dates, [date.kind for date in dates])
        docs.refuse(doc, refused)
        return doc

    def read(
        self, text: str, starts: Sequence[int], names: Sequence[tuple[int, int]] = (), products: Collection[int] = ()
    ) -> tuple[tuple[DateCandidate, ...], tuple[RefusedCandidate, ...]]:
        """Return the dates of a text and what only looks like one.

        `starts` are the offsets at which sentences begin, `names` the spans of names, both sorted;
        `products` are the offsets at which names of products begin.
        """
        dates: list[DateCandidate] = []
        refused: list[RefusedCandidate] = []
        for stretch in self._vocabulary.stretches(text):
            words = self._rewritten(stretch, text)
            for at, word in enumerate(words):
                if word.sign not in self._looked_at:
                    continue
                read = self._meaning(word) or self._look_alike(text, word, starts)
                if read is None or (isinstance(read, Meaning) and isinstance(read.expression, Vague) and _doubled(words, at, self._dates)):
                    continue
                why = read if isinstance(read, str) else self._refusal(text, word, read, names)
                if word.sign == self._year:
                    why = why or self._guards.model_year(text, word, products)
                if why and why != SILENT:
                    refused.append(RefusedCandidate(start=word.start, end=word.end, seen_as="date", why=(why,)))
                elif not why and isinstance(read, Meaning):
                    dates.append(_candidate(text, word, read, self._cues.context(text, word.start, word.end, starts)))
        return tuple(dates), tuple(refused)

    def _rewritten(self, stretch: list[Word], text: str) -> list[Word]:
        """Return the words of a stretch with its dates built: from plain words, around dates (twice, for dates within dates), between two."""
        words = self._plain.rewrite(stretch, text)
        built = self._around.rewrite(words, text)
        if built is not words:
            built = self._around.rewrite(built, text)
        return self._ranges.rewrite(built, text)

    def _meaning(self, word: Word) -> Meaning | str | None:
        """Return what a word says as a date, why it is only one's look-alike, None where it is neither."""
        if word.sign == self._year:
            return Meaning(CalendarDate(year=int(str(word.value))), USUAL)
        if word.sign == self._short_year:
            return Meaning(CalendarDate(year=calendar_rules.year_of(word)), LIKELY, ("the century of the year is not said",))
        if word.sign in self._dates and isinstance(word.value, Meaning):
            return word.value
        return None

    def _look_alike(self, text: str, word: Word, starts: Sequence[int]) -> str | None:
        """Return why a month, weekday or feast is none here, None where nobody would take it for one."""
        if word.sign not in self._look_alikes:
            return None
        if word.text[0].isupper():
            at = bisect_right(starts, word.start)
            opens = not text[starts[at - 1] if at else 0 : word.start].strip("\"'“‘( \n")
        else:
            opens = not _NUMBER_BESIDE.search(text[max(0, word.start - 3) : word.end + 2])
        return None if opens else f"“{word.text}” is another word or part of a name here, no {self._look_alikes[word.sign]}"

    def _refusal(self, text: str, word: Word, meaning: Meaning, names: Sequence[tuple[int, int]]) -> str | None:
        """Return why what reads like a date is none, None where it is one."""
        if word.sign == self._year:
            why = self._guards.year(text, word)
        elif word.sign == self._short_year:
            why = self._guards.short_year(text, word)
        elif meaning.kind == "set":
            why = self._guards.rate(text, word)
        else:
            why = self._guards.name(text, word, meaning)
        why = why or self._guards.era(text, word) or self._inside_name(text, word, names, meaning)
        bare = isinstance(meaning.expression, TimeOfDay) and meaning.expression.day is None and meaning.confidence <= OPEN
        if not why and bare and not _AT.search(text, max(0, word.start - 10), word.start):
            return "two numbers with a colon and no word that makes them a time: a score, a ratio or a time"
        return why

    def _inside_name(self, text: str, word: Word, names: Sequence[tuple[int, int]], meaning: Meaning) -> str | None:
        """Return the reason where a name holds the date: all of it, or more than it."""
        at = bisect_left(names, (word.start + 1, 0)) - 1
        if at < 0:
            return None
        start, end = names[at]
        if word.start < start or end < word.end:
            return None
        said, whole = meaning.expression, (start, end) == (word.start, word.end)
        if (
            isinstance(said, FiscalYear)
            or (isinstance(said, Holiday) and whole)
            or (isinstance(said, CalendarDate) and said.day is not None and said.year is not None)
        ):
            return None
        # A weekday, "today" or FY22 that is the whole of a "name" is the date; a month may be somebody's name.
        if whole and (word.text[:1].isdigit() or not isinstance(said, (CalendarDate, Holiday))):
            return None
        # "the World Court Friday": newspapers leave out the "on", and the name runs on into the day.
        if end == word.end and isinstance(said, (Weekday, Vague)) and not self._guards.names_a_day(text, word):
            return None
        return "part of a name"


def _candidate(text: str, word: Word, meaning: Meaning, context: Context) -> DateCandidate:
    return DateCandidate(
        start=word.start,
        end=word.end,
        kind=meaning.kind,
        expression=meaning.expression,
        relation=(None if context.compared else _relation(text, word.start, meaning)) or meaning.relation,
        confidence=meaning.confidence,
        why=meaning.why,
        context=context,
    )


def _relation(text: str, start: int, meaning: Meaning) -> Relation | None:
    """Return the relation that the words before a date say; "up from May" only compares, "from 4 to 28 May" is the range itself."""
    found = _RELATION.search(text, max(0, start - 30), start)
    if found is None or (isinstance(meaning.expression, Range) and found[1].lower() == "from"):
        return None
    return _RELATIONS[found[1].lower()]


def _doubled(words: Sequence[Word], at: int, dates: frozenset[str]) -> bool:
    """Return whether "now" and its like stand beside an exact date that says the same better ("Now, a year later")."""
    return words[at].text.lower() == "now" and at + 2 < len(words) and words[at + 1].sign == "," and words[at + 2].sign in dates


def _sentence_starts(doc: Doc) -> list[int]:
    """Return the offsets at which sentences begin, without a look at every token."""
    table = doc.to_array(["SENT_START", "IDX"])
    return [int(start) for start in table[table[:, 0] == 1][:, 1]] if len(doc) else [0]


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]


@Language.factory("unspun_dates", assigns=["doc.spans", "doc._.unspun_dates", "doc._.unspun_refused", "span._.unspun"])
def make_dates(nlp: Language, name: str) -> DateReader:  # noqa: ARG001 - spaCy hands both over
    """Return the component; registers the extensions that it sets."""
    docs.declare(docs.DATES, docs.REFUSED)
    return DateReader()
