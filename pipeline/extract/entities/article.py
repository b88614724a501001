"""What the rest of the article says of a name: it is the same thing wherever it stands."""

import re
from collections import Counter, defaultdict

from pipeline.extract.entities.reading import KINDS, Covered, Reading, in_order
from pipeline.extract.entities.words import WordLists
from pipeline.language.wordings import Wordings
from pipeline.record.candidates import Label

_BRACKETED = re.compile(r" [(\[][\"“]?([A-Z][A-Za-z&.]{1,9})[\"”]?[)\]]")
_INITIAL = re.compile(r"(?<![^\W_])[A-Z]|(?<=[a-z])[A-Z]")
_CAPITAL_NEXT = re.compile(r" [^\W\d_a-z][\w&]")
_LOCATED = re.compile(r"(?:\b(?:[Ii]n|[Aa]t|[Ff]rom|[Nn]ear|[Oo]f|[Aa]round|[Ii]nto|[Oo]utside|[Aa]cross|[Tt]o) (?:the )?|, )$")
_SMALLEST = 2
# A reading that more than the model supports says more about its other places.
_WEIGHT = {"model": 1, "agreed": 2, "settled": 2, "repeated": 1, "listed": 1, "personal": 2}


def agree(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Return the readings made to agree over the article, with the places where a name was overlooked."""
    found = _acronyms(text, readings)
    found = _surnames(text, found)
    found = _short_firms(text, found, words)
    # What a full name says of its short form weighs more than how often that was read in some other way.
    found = _majority(text, found)
    found = _repeated(text, found, words)
    return _teams(text, found, words)


def _majority(text: str, readings: list[Reading]) -> list[Reading]:
    """Give a name that is read in two ways the label of most of its places, where that is a clear most."""
    labels: defaultdict[str, Counter[Label]] = defaultdict(Counter)
    for reading in readings:
        labels[text[reading.start : reading.end]][reading.label] += _WEIGHT[reading.evidence]
    settled: list[Reading] = []
    for reading in readings:
        counts = labels[text[reading.start : reading.end]]
        label, most = max(counts.items(), key=lambda item: item[1])
        if label != reading.label and most >= 2 * counts[reading.label] and reading.evidence in {"model", "agreed"}:
            reading = reading.settled(label, f"elsewhere in the article it is {KINDS[label]}")  # noqa: PLW2901
        settled.append(reading)
    return settled


def _teams(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """In a sports report, read a place that plays, or that is short for a team that is named in full, as the team."""
    if not words.teams.reports(text):
        return readings
    playing = [_as_team(text, reading, words) for reading in readings]
    full = {text[reading.start : reading.end] for reading in playing if reading.label == "ORG"}
    named = {words.teams.suffix.sub("", name) for name in full if words.teams.suffix.search(name)}
    why = "short for the team named in full"
    return [r.settled("ORG", why) if text[r.start : r.end] in named and _may_play(text, r) else r for r in playing]


def _may_play(text: str, reading: Reading) -> bool:
    """Return whether a place is not just where something happens ("in Leicester")."""
    return reading.label == "GPE" and not _LOCATED.search(text, max(0, reading.start - 20), reading.start)


def _as_team(text: str, reading: Reading, words: WordLists) -> Reading:
    acts = words.teams.acts.match(text, reading.end) or words.teams.met.search(text, max(0, reading.start - 30), reading.start)
    return reading.settled("ORG", "the team that plays, in a sports report") if acts and _may_play(text, reading) else reading


def _acronyms(text: str, readings: list[Reading]) -> list[Reading]:
    """Label the letters in brackets behind a name like the name."""
    found = list(readings)
    at = {reading.start: place for place, reading in enumerate(found)}
    covered = Covered(len(text), readings)
    for reading in readings:
        bracket = _BRACKETED.match(text, reading.end)
        if not bracket or reading.label in {"PERSON", "NORP", "LANGUAGE"}:
            continue
        name, short = text[reading.start : reading.end], bracket[1]
        if not fits(short, name):
            continue
        place = at.get(bracket.start(1))
        why = f"stands for “{name}” before it"
        if place is not None and found[place].end == bracket.end(1) and found[place].label != reading.label:
            found[place] = found[place].settled(reading.label, why)
        elif covered.free(*bracket.span(1)):
            found.append(Reading(*bracket.span(1), reading.label, (why,), "repeated"))
    return in_order(found)


def fits(short: str, name: str) -> bool:
    """Return whether the letters of `short` are initials of `name`, in order, the first being its first.

    >>> fits("BAIC", "Beijing Automotive Industry Corporation"), fits("AAPL", "Apple")
    (True, False)
    """
    letters = [letter for letter in short if letter.isupper()]
    initials = iter(_INITIAL.findall(name))
    return len(letters) >= _SMALLEST and letters[0] == name[0] and all(letter in initials for letter in letters)


def _surnames(text: str, readings: list[Reading]) -> list[Reading]:
    """Read the last word of a person's full name as that person where it stands alone."""
    full = {name.rsplit(" ", 1)[-1]: name for r in readings if r.label == "PERSON" and " " in (name := text[r.start : r.end])}
    firms = {name.split(" ", 1)[0] for r in readings if r.label == "ORG" and " " in (name := text[r.start : r.end])}
    settled: list[Reading] = []
    for reading in readings:
        name = text[reading.start : reading.end]
        if (
            name in full
            and reading.label in {"ORG", "GPE", "PRODUCT", "LOC", "WORK_OF_ART", "FAC"}
            and reading.evidence == "model"
            and name not in firms
        ):
            reading = reading.settled("PERSON", f"the surname of “{full[name]}”")  # noqa: PLW2901
        settled.append(reading)
    return settled


def _short_firms(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Read the first word of an organisation's full name as that organisation where it stands alone.

    Not where a list knows the word (Hyundai would be told apart from Beijing Hyundai, but Ford or
    London stay what they are) or where it is also a person's surname in the article.
    """
    persons = {text[r.start : r.end].rsplit(" ", 1)[-1] for r in readings if r.label == "PERSON" and " " in text[r.start : r.end]}
    full: dict[str, str] = {}
    for reading in readings:
        name = text[reading.start : reading.end]
        first = name.split(" ", 1)[0]
        if reading.label == "ORG" and first != name and len(first) > _SMALLEST and first not in words.entries and first not in words.given:
            full.setdefault(first, name)
    return [
        reading.settled("ORG", f"short for “{full[name]}”")
        if (name := text[reading.start : reading.end]) in full
        and name not in persons
        and reading.label != "ORG"
        and reading.evidence in {"model", "repeated"}
        else reading
        for reading in readings
    ]


def _repeated(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Find every other place of the names that were found: exact, in the same case, as a whole word."""
    labels, reasons = _names_to_find(text, readings, words)
    if not labels:
        return readings
    covered = Covered(len(text), readings)
    overlooked = [
        Reading(start, end, labels[name], (reasons[name],), "repeated")
        for start, end, name in Wordings(labels).find(text)
        if covered.free(start, end) and not _CAPITAL_NEXT.match(text, end)
    ]
    return in_order(readings + overlooked)


def _names_to_find(text: str, readings: list[Reading], words: WordLists) -> tuple[dict[str, Label], dict[str, str]]:
    """Return the label and the reason for each name found, in most of its places, and for the surname of each full name."""
    counts: defaultdict[str, Counter[Label]] = defaultdict(Counter)
    reasons: dict[str, str] = {}
    for reading in readings:
        name = text[reading.start : reading.end]
        if len(name) >= _SMALLEST and name not in words.not_names and reading.evidence != "listed" and reading.label != "LANGUAGE":
            counts[name][reading.label] += _WEIGHT[reading.evidence]
            reasons[name] = "the same name is found elsewhere in the article"
    labels = {name: count.most_common(1)[0][0] for name, count in counts.items()}
    for name, label in list(labels.items()):
        surname = name.rsplit(" ", 1)[-1]
        if label == "PERSON" and surname != name and len(surname) > _SMALLEST and surname[0].isupper() and surname not in words.entries:
            labels.setdefault(surname, "PERSON")
            reasons.setdefault(surname, f"the surname of “{name}”")
    return labels, reasons
