"""What word lists add to the model: a missing country, a wrong label, the rest of a company's name."""

import re

from pipeline.extract.entities.reading import Covered, Reading, in_order
from pipeline.extract.entities.words import Entry, WordLists
from pipeline.record.candidates import Label

_CAPITAL_WORD = re.compile(r"(?<![\w'’])[^\W\d_a-zß-öø-ÿ][^\W_]*")
_NEXT_CAPITAL = re.compile(r" (?:(?:of|de|la) )?[^\W\d_a-z]")
_CAPITAL_BEFORE = re.compile(r"(?<!\.)\b[^\W\d_a-z][\w'’.&-]* $")
_CAPITAL_RUN = re.compile(r"(?:[^\W\d_a-z][\w'’&.-]* )*[^\W\d_a-z][\w'’&-]*$")
_SPOKEN = re.compile(r"\b(?:[Ss]peak(?:s|ing)?|[Ss]poke|[Ff]luent in|[Ll]earn(?:s|ed|ing)?|[Tt]ranslated (?:in|from|into)|[Ii]nto|[Ii]n) $")
_LANGUAGE_ENDS = re.compile(
    r"(?:[.,;:!?)\"”]|$| (?:and|or|but|on|at|with|to|for|when|as|than|that|is|was)\b|-(?:speaking|language|speakers?)\b| (?:language|dialect|translation|subtitles|speakers?|lessons?)\b)"
)
# Labels that a listed name may rightly carry.
_LEAVE: dict[Label, frozenset[Label]] = {
    "GPE": frozenset({"GPE"}),
    "LOC": frozenset({"LOC"}),
    "NORP": frozenset({"NORP", "LANGUAGE"}),
    "ORG": frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "NORP"}),
    "PERSON": frozenset({"PERSON", "FAC", "WORK_OF_ART", "LAW", "EVENT", "PRODUCT"}),
}
_LONGEST_FORM = 40
_NO_END = re.compile(r"-[^\W\d_a-z]|\s?[$£€¥]\s?\d")
_LETTERED = frozenset({"GPE", "LOC"})
_LETTERS = re.compile(r"[A-Z]{2,5}")
_IN_CAPITALS = re.compile(r"[A-Z]{3}")
_PLAIN_WORDS = re.compile(r"[^\W\d_a-z]['’]?[\w'’-]*[a-zß-öø-ÿ](?: [^\W\d_a-z]['’]?[\w'’-]*[a-zß-öø-ÿ]){0,2}")
_MISTAKEN_PERSONS = frozenset({"ORG", "GPE", "LOC", "PRODUCT"})
_PLAIN_NAME = re.compile(
    r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z]\.?)?(?: (?:de|da|van|von|bin|al|el|der|den|di|la|del) )?(?: ?[^\W\d_a-z][a-zß-öø-ÿ'’-]+){1,2}"
)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATELINE = re.compile(
    rf"^(?P<town>[^\W\d_a-z][A-ZÀ-Þ.'’]+(?:[ -][^\W\d_a-z][A-ZÀ-Þ.'’]*){{0,3}})"
    rf"(?=(?:, [\w. ]{{2,30}})?(?: [—–-]+ | ?\([A-Z][\w ]{{1,20}}\) ?[—–-]|, {_MONTHS}[a-z]*\.? \d|(?P<colon>: [A-Z\"“])))",
    re.MULTILINE,
)


def complete(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Return the readings set right by the lists, with what only the lists see."""
    found = _with_legal_forms(text, readings, words)
    found = _numbered_works(text, found, words)
    found = [_by_given_name(text, _by_head(text, reading, words), words) for reading in found]
    found = _by_person_cue(text, [_by_letters(text, reading, words) for reading in found], words)
    found = _datelines(text, found, words)
    found = _addressed(text, found, words)
    found = _with_listed(text, found, words)
    return [_as_language(text, reading, words) for reading in found]


def _with_legal_forms(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Lengthen companies by the legal form behind them; a form that proves one makes it a company."""
    grown: list[Reading] = []
    for reading in readings:
        form = words.legal_ending.match(text, reading.end, min(len(text), reading.end + _LONGEST_FORM))
        if form is None or reading.label not in {"ORG", "PERSON", "GPE", "PRODUCT", "LOC", "FAC"}:
            grown.append(reading)
            continue
        last = form[0].rsplit(" ", 1)[-1]
        proves = last in words.proving or form[0].split()[0] in words.proving
        if proves or reading.label == "ORG":
            longer = reading.moved(reading.start, form.end(), f"“{last}” is a legal form")
            grown.append(longer if reading.label == "ORG" else longer.settled("ORG", "so it is a company"))
        else:
            grown.append(reading)
    return in_order(grown)


def _numbered_works(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Read "Hyundai No. 2 plant" as one name of a plant, with the owner's name right before the number."""
    works = [Reading(*found.span("whole"), "FAC", ("a numbered plant",), "settled") for found in words.numbered.finditer(text)]
    return instead(text, readings, works)


def _datelines(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Read the capitals before the dash or the date at the start of a line as the town where the report was written."""
    known = {(reading.start, reading.end) for reading in readings if reading.label == "GPE"}
    towns: list[Reading] = []
    for line in _DATELINE.finditer(text):
        if line["colon"] and line["town"].title() not in words.entries:  # "FTC: We earn", not a town
            continue
        if line.span("town") not in known:
            towns.append(Reading(*line.span("town"), "GPE", ("the town of the dateline",), "settled"))
    return instead(text, readings, towns)


def instead(text: str, readings: list[Reading], better: list[Reading]) -> list[Reading]:
    """Return the readings with `better` ones in place of those that they overlap."""
    if not better:
        return in_order(readings)
    covered = Covered(len(text), better)
    return in_order([*(reading for reading in readings if covered.free(reading.start, reading.end)), *better])


def _addressed(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Read what stands behind "Mr" or "Dr" as a person."""
    found = list(readings)
    covered = Covered(len(text), readings)
    starts = {reading.start: place for place, reading in enumerate(readings)}
    for place in words.addressed.finditer(text):
        start, end = place.span("name")
        why = f"“{text[place.start() : start - 1]}” stands before it"
        at = starts.get(start)
        if at is not None and found[at].label != "PERSON":
            found[at] = found[at].settled("PERSON", why)
        elif at is None and covered.free(start, end):
            found.append(Reading(start, end, "PERSON", (why,), "settled"))
    return in_order(found)


def _by_head(text: str, reading: Reading, words: WordLists) -> Reading:
    """Correct the label of a name of several words whose last one says what it is (… Airport, … Act)."""
    name = text[reading.start : reading.end]
    if " " not in name or name in words.entries:
        return reading
    head = name.rsplit(" ", 1)[-1]
    label = words.heads.get(head)
    if label is None:
        return reading
    if label == reading.label:
        return reading.agreed(f"“{head}” says so")
    return reading.settled(label, f"“{head}” says what it is")


def _by_given_name(text: str, reading: Reading, words: WordLists) -> Reading:
    """Read two or three plain words of which the first is a given name as a person."""
    if reading.evidence != "model" or (reading.label not in _MISTAKEN_PERSONS and reading.label != "PERSON"):
        return reading
    name = text[reading.start : reading.end]
    given = name.split(" ", 1)[0]
    if given not in words.given or not _PLAIN_NAME.fullmatch(name):
        return reading
    why = f"“{given}” is a given name"
    return reading.agreed(why) if reading.label == "PERSON" else reading.settled("PERSON", why)


def _by_letters(text: str, reading: Reading, words: WordLists) -> Reading:
    """Read bare letters as an organisation: the places that are called by theirs (UK, UAE) are listed."""
    name = text[reading.start : reading.end]
    if (
        reading.label not in _LETTERED
        or not _LETTERS.fullmatch(name)
        or name in words.entries
        or _IN_CAPITALS.search(_around(text, reading))
    ):
        return reading
    return reading.settled("ORG", "the letters stand for no place in the lists")


def _around(text: str, reading: Reading) -> str:
    """Return the text beside a reading without it."""
    return text[max(0, reading.start - 12) : reading.start] + "|" + text[reading.end : reading.end + 12]


def _by_person_cue(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    """Read a plain name before ", who" or beside "said" and a quotation as a person (a team is a "who" too), none before ", which"."""
    teams = words.teams.reports(text)
    settled: list[Reading] = []
    for reading in readings:
        if reading.evidence == "model" and reading.label == "PERSON" and text.startswith(", which ", reading.end):
            reading = reading.settled("ORG", "“which” is said of no person")  # noqa: PLW2901
        elif reading.evidence == "model" and reading.label in _MISTAKEN_PERSONS and not teams:
            name = text[reading.start : reading.end]
            if name not in words.entries and _PLAIN_WORDS.fullmatch(name) and _person_stands(text, reading, words):
                reading = reading.settled("PERSON", "the words around it are of a person")  # noqa: PLW2901
        settled.append(reading)
    return settled


def _person_stands(text: str, reading: Reading, words: WordLists) -> bool:
    cues = words.person
    start, end = reading.start, reading.end
    if cues.after.match(text, end) or cues.before.search(text, max(0, start - 20), start):
        return True
    return bool(cues.quoted.search(text, max(0, start - 4), start) and cues.says.match(text, end))


def _with_listed(text: str, readings: list[Reading], words: WordLists) -> list[Reading]:
    spans = {(reading.start, reading.end): at for at, reading in enumerate(readings)}
    found = list(readings)
    covered = Covered(len(text), readings)
    teams = words.teams.reports(text)
    companies = {word for reading in readings if reading.label == "ORG" for word in text[reading.start : reading.end].split(" ")[:-1]}
    surnames = {
        text[reading.start : reading.end].rsplit(" ", 1)[1]
        for reading in readings
        if reading.label == "PERSON" and " " in text[reading.start : reading.end]
    }
    at = 0
    while capital := _CAPITAL_WORD.search(text, at):
        name = _longest(text, capital, words)
        at = capital.start() + len(name) if name else capital.end()
        if not name:
            continue
        span = (capital.start(), at)
        entry = words.entries[name]
        why = f"“{name}” is in the list of {entry.list_name}"
        if span in spans and entry.label != "PERSON" and name in surnames and found[spans[span]].label == "PERSON":
            # "Morioka" is a city, but Kenji Morioka stands in the article.
            continue
        if span in spans:
            # A surname may be a company's too, whose longer name then stands in the article ("Cox" of "Cox Automotive").
            found[spans[span]] = _compared(found[spans[span]], entry, why, orgs=teams or name in companies)
        elif entry.sure and covered.free(*span) and _alone(text, *span, entry, words):
            found.append(Reading(*span, entry.label, (why,), "listed"))
    return in_order(found)


def _longest(text: str, capital: re.Match[str], words: WordLists) -> str | None:
    for name in words.by_first_word.get(capital[0], ()):
        end = capital.start() + len(name)
        if text.startswith(name, capital.start()) and not text[end : end + 1].isalnum():
            return name
    return None


def _compared(reading: Reading, entry: Entry, why: str, *, orgs: bool) -> Reading:
    """Let the list decide, but not against an organisation where `orgs` says that the name may be one's: in a sports report a place is its team."""
    if reading.label == entry.label:
        return reading.agreed(why)
    if entry.sure and reading.label not in _LEAVE[entry.label] and not (orgs and reading.label == "ORG"):
        return reading.settled(entry.label, why)
    return reading


def _alone(text: str, start: int, end: int, entry: Entry, words: WordLists) -> bool:
    """Return whether the name is not a part of a longer one: no other capitalised word stands beside it."""
    if _NO_END.match(text, end):
        return False
    if text[max(0, start - 1) : start] in {"-", "&", "@", "#", "/", "."}:
        return False
    following = _NEXT_CAPITAL.match(text, end)
    if following and not (entry.label == "NORP" and words.titles.match(text, end + 1)):
        return False
    before = _CAPITAL_BEFORE.search(text, max(0, start - 30), start)
    return before is None or before[0].strip() in words.not_names


def _as_language(text: str, reading: Reading, words: WordLists) -> Reading:
    """A people's word after "speaks", or after "in" with nothing of theirs behind it, is their language."""
    if reading.label != "NORP" or text[reading.start : reading.end] not in words.languages:
        return reading
    if _SPOKEN.search(text, max(0, reading.start - 20), reading.start) and _LANGUAGE_ENDS.match(text, reading.end):
        return reading.settled("LANGUAGE", "it is spoken or written here")
    return reading
