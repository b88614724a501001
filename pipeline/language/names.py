"""How names are written: legal forms, possessives, initials, what may be cut short; reading one name as another."""

import re
from functools import cache
from typing import Literal

import msgspec

from pipeline.lexicon import loader

_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_a-z]|(?<=[a-z])[A-Z]")
_SMALL = frozenset({"of", "and", "the", "for", "de", "la", "du", "des", "&", "in", "on"})
_APOSTROPHE = re.compile(r"['’][sS]?$")


class LegalForm(msgspec.Struct, frozen=True):
    form: str
    use: Literal["proves", "extends", "names"]


class Generic(msgspec.Struct, frozen=True):
    word: str


class SameName(msgspec.Struct, frozen=True):
    """A row of `same_names`."""

    name: str
    same: str
    of: str


@cache
def _same_names() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"word": {}}
    for row in loader.load("same_names", SameName):
        found.setdefault(row.of, {})[row.name] = row.same
    return found


@cache
def legal_forms() -> frozenset[str]:
    return frozenset(row.form.casefold().rstrip(".") for row in loader.load("legal_forms", LegalForm) if row.use != "names")


@cache
def generic_words() -> frozenset[str]:
    return frozenset(row.word for row in loader.load("org_generic", Generic))


def cut_short(short: str, full: str) -> bool:
    """Return whether `full` is `short` and more: anything behind two words or more, generic words behind one.

    >>> cut_short("Cox", "Cox Enterprises"), cut_short("BAIC", "BAIC BluePark"), cut_short("Hyundai", "Beijing Hyundai")
    (True, False, False)
    """
    if not full.startswith(short + " "):
        return False
    rest = [word.strip(",") for word in full[len(short) + 1 :].split(" ")]
    if " " in short:
        return rest[-1].casefold().rstrip(".") in legal_forms() or all(word in generic_words() for word in rest)
    return all(word in generic_words() or word.casefold().rstrip(".") in legal_forms() for word in rest)


def spelling(name: str, kind: str) -> str:
    """Return the name as it is compared with others of its kind: folded, without possessives, dots, or a company's legal form.

    `kind` is the label, or `place` for all that a map shows. What `same_names` lists as one is spelled alike.

    >>> spelling("XIAOMI Corp.", "ORG"), spelling("U.S.", "place"), spelling("Xiaomi Auto", "ORG"), spelling("Beijing Hyundai’s No. 2 plant", "place")
    ('xiaomi', 'united states', 'xiaomi automobile', 'beijing hyundai no 2 plant')
    """
    plain = _APOSTROPHE.sub("", name).replace("’", "'").replace("'s ", " ").replace("-", " ").casefold()
    words = plain.split()
    if words and words[0] == "the" and len(words) > 1:
        words = words[1:]
    if kind == "ORG":
        while len(words) > 1 and words[-1].strip(".,") in legal_forms():
            words = words[:-1]
        if len(words) > 1:
            short = _same_names()["word"]
            words = [short.get(word.strip(".,"), word) for word in words]
    spelled = " ".join(words).replace(".", "").strip(", ")
    return _same_names().get(kind, {}).get(spelled, spelled)


def is_same_plant(short: str, full: str) -> bool:
    """Return whether two names, spelled as they are compared, are of one numbered site, the owner named more fully in one.

    >>> is_same_plant("hyundai no 2 plant", "beijing hyundai no 2 plant"), is_same_plant("no 2 plant", "hyundai no 2 plant")
    (True, False)
    """
    return full.endswith(f" {short}") and any(map(str.isdigit, short)) and not short.startswith("no ") and not short[0].isdigit()


def shortens(short: list[str], full: list[str]) -> bool:
    """Return whether the words can be a short form of a person's name: its last ones, or a lone first one.

    >>> shortens(["Lei"], ["Lei", "Jun"]), shortens(["von", "der", "Leyen"], ["Ursula", "von", "der", "Leyen"]), shortens(["J.", "Powell"], ["Jerome", "Powell"])
    (True, True, True)
    """
    if len(short) > len(full) or short == full:
        return False
    if len(short) == 1:
        return len(full) > 1 and short[0] in {full[0], full[-1], *full[-1].split("-")} and len(short[0]) > 1
    if short == full[-len(short) :]:
        return True
    first, last = short[0].rstrip("."), short[-1] == full[-1]
    return last and (full[0] == first or (len(first) == 1 and full[0].startswith(first))) and len(full) > len(short) - (len(first) == 1)


def is_acronym(name: str) -> bool:
    return 2 <= len(name) <= 10 and " " not in name and sum(map(str.isupper, name)) >= 2 and name[0].isupper()


def _letters(short: str) -> list[str]:
    return [letter for letter in short if letter.isupper()]


def initials_of(short: str, name: str) -> bool:
    """Return whether the acronym is made of exactly the name's initials, its legal form left out or not.

    >>> initials_of("SEC", "Securities and Exchange Commission"), initials_of("BAIC", "Beijing Hyundai")
    (True, False)
    """
    words = [word for word in re.split(r"[\s-]+", name) if word and word not in _SMALL]
    if len(words) < 2 or name.isupper():
        return False
    forms = [words]
    if words[-1].casefold().rstrip(".") in legal_forms():
        forms.append(words[:-1])
    return any(len(form) > 1 and _letters(short) == [word[0] for word in form] for form in forms)


def could_stand_for(short: str, name: str) -> bool:
    """Return whether the letters occur in the name in order, from its first: enough with brackets as a witness."""
    if name[:1].upper() != short[0] or name.isupper():
        return False
    initials = iter(_INITIAL.findall(name))
    found = sum(1 for letter in _letters(short) if letter in initials)
    return found >= 2 or found == len(_letters(short))
