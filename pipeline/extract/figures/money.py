"""Currencies: their signs, codes and names from the Unicode CLDR (through babel), and which one a shared sign means."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec
from babel import Locale
from babel.core import get_global

from pipeline.extract.figures.numeral_pattern import SPACE, any_of
from pipeline.lexicon import loader

_LONGEST_SIGN = 8
# Countries whose English-language press writes its own dollar as a plain “$”; CLDR says the same of en_AU, en_CA, en_NZ.
_PLAIN_DOLLAR = ("AUD", "CAD", "NZD")
_MENTIONS = 3
_LONGEST_IN_SMALL = 3


class Written(msgspec.Struct, frozen=True):
    """A way to write a currency; the first code is the usual one."""

    written: str
    codes: tuple[str, ...]
    form: Literal["symbol", "prefix", "name", "minor", "letter"]
    factor: Decimal = Decimal(1)
    why: str = ""


class Word(msgspec.Struct, frozen=True):
    word: str


class Country(msgspec.Struct, frozen=True):
    code: str
    names: tuple[str, ...]


class Sign(msgspec.Struct, frozen=True):
    """A currency sign as it stands in the text; `plain_word` says that it is an ordinary word too."""

    start: int
    end: int
    written: Written
    plain_word: bool


class Reading(msgspec.Struct, frozen=True):
    """Which currency a sign means in this article, how sure that is, and why where it was assumed."""

    code: str
    confidence: float
    why: tuple[str, ...] = ()


class Currencies:
    """Finds currency signs beside a numeral.

    >>> currencies = Currencies()
    >>> currencies.before("pays US$250m", 8).written.codes
    ('USD',)
    >>> currencies.after("212 million kroner in", 11).written.codes
    ('NOK', 'DKK')
    """

    def __init__(self) -> None:
        rows = loader.load("figure_currencies", Written)
        self._plain_words = frozenset(row.word for row in loader.load("figure_currency_words", Word))
        self._codes = _current_codes()
        self._prefixes = {row.written: row for row in rows if row.form in ("symbol", "prefix", "letter")}
        self.single_letters = frozenset(row.written for row in rows if row.form == "letter")
        self._prefixes.update((code, Written(code, (code,), "prefix")) for code in self._codes if code not in self._prefixes)
        self._names = {row.written.lower(): row for row in rows if row.form in ("name", "minor")}
        for name, codes in _cldr_names(self._codes).items():
            if name in self._plain_words:
                continue
            self._names.setdefault(name, Written(name, codes, "name"))
        after = {row.written for row in rows if row.form == "symbol"} | set(self._codes) | {"kr", "zł", "Kč", "RMB", "Ft"}
        spaced = rf"{SPACE}?"
        self._before = re.compile(rf"(?<![^\W_])(?:(US|HK|NZ|CA|NT|SG){SPACE}\$|({any_of(self._prefixes)})){spaced}[-−–]?$")
        self._after_sign = re.compile(rf"{SPACE}?({any_of(after)})(?![^\W_]|{SPACE}?\d)")
        long = [name for name in self._names if len(name) > 1]
        self._after_name = re.compile(rf"(?:{SPACE}|-)({any_of(long)})(?![^\W_])(?!['’]s\b)|(?-i:([pc¢]))(?![^\W_])", re.IGNORECASE)

    @property
    def letters(self) -> tuple[str, ...]:
        """Return the signs that end in a letter: digits may stand directly behind them (“RM17.40”)."""
        return tuple(sorted(sign for sign in self._prefixes if sign[-1].isalpha() and (len(sign) > 1 or sign in self.single_letters)))

    def before(self, text: str, at: int) -> Sign | None:
        """Return the sign that ends where the numeral at `at` starts, or None."""
        if at == 0 or not (
            text[at - 1] in " \u00a0\u202f\u2009-−–." or not text[at - 1].isascii() or text[at - 1] in "$=" or text[at - 1].isalpha()
        ):
            return None
        found = self._before.search(text, max(0, at - _LONGEST_SIGN), at)
        if found is None:
            return None
        written = self._prefixes[f"{found[1]}$" if found[1] else found[2]]
        return Sign(found.start(), at, written, written.written in self._plain_words)

    def after(self, text: str, at: int) -> Sign | None:
        """Return the sign or name that follows a numeral ending at `at`, or None."""
        found = self._after_name.match(text, at)
        if found is not None:
            word = found[1] or found[2]
            return Sign(found.end() - len(word), found.end(), self._names[word.lower()], word.lower() in self._plain_words)
        found = self._after_sign.match(text, at)
        if found is not None:
            written = self._prefixes.get(found[1]) or self._names[found[1].lower()]
            return Sign(found.start(1), found.end(), written, found[1] in self._plain_words)
        return None


class ArticleCurrencies:
    """Decides what a shared sign (“$”, “kroner”, “Rs”) means in one article; counts are made once and only when needed."""

    def __init__(self, text: str, countries: "Countries") -> None:
        self._text = text
        self._countries = countries
        self._counts: dict[str, int] | None = None
        self._read: dict[str, Reading] = {}

    def read(self, written: Written) -> Reading:
        """Return the currency that `written` stands for, the same throughout the article.

        >>> countries = Countries()
        >>> dollar = Written("$", ("USD", "AUD", "CAD"), "symbol")
        >>> ArticleCurrencies("It paid $5m (US$3.4m), the Sydney company said.", countries).read(dollar).code
        'AUD'
        >>> ArticleCurrencies("It paid $5m.", countries).read(dollar).code
        'USD'
        """
        if len(written.codes) == 1:
            return Reading(written.codes[0], 1.0)
        reading = self._read.get(written.written)
        if reading is None:
            reading = self._read[written.written] = self._decide(written)
        return reading

    def names_country(self, written: Written) -> bool:
        """Return whether the article names a country of the currency."""
        counts = self._country_counts()
        return any(counts.get(code) for code in written.codes)

    def _decide(self, written: Written) -> Reading:
        if written.codes[0] == "USD":
            if written.form in ("minor", "name") and "$" not in self._text and "dollar" not in self._text.lower():
                for sign, words, code in (("£", "pounds", "GBP"), ("€", "euros", "EUR")):
                    if code in written.codes and (sign in self._text or words in self._text):
                        return Reading(code, 0.85, (f"“{written.written}” is read as {code}: the article counts in it",))
            return self._dollar(written.written)
        counts = self._country_counts()
        usual = written.codes[0]
        seen = sorted(((counts.get(code, 0), -rank, code) for rank, code in enumerate(written.codes)), reverse=True)
        times, _, code = seen[0]
        if times and times > counts.get(usual, 0) and (len(seen) == 1 or times > seen[1][0]):
            return Reading(code, 0.8, (f"“{written.written}” is read as {code}: the article points to that country",))
        if times and code == usual:
            return Reading(usual, 0.95, (f"“{written.written}” is read as {usual}: the article points to that country",))
        return Reading(usual, 0.75, (f"“{written.written}” is read as {usual}, its most usual meaning",))

    def _dollar(self, written: str) -> Reading:
        text, counts = self._text, self._country_counts()
        stated = [code for code in _PLAIN_DOLLAR if self._countries.states_dollars(text, code)]
        if len(stated) == 1:
            return Reading(stated[0], 0.85, (f"“{written}” is read as {stated[0]}: the article says so",))
        named = [code for code in _PLAIN_DOLLAR if counts.get(code) and not self._countries.marks_dollar(text, code)]
        if len(named) == 1 and self._countries.marks_dollar(text, "USD"):
            return Reading(named[0], 0.75, (f"“{written}” is read as {named[0]}: the article writes US dollars otherwise",))
        others = sum(times for code, times in counts.items() if code != named[0]) if named else 0
        if len(named) == 1 and counts[named[0]] >= _MENTIONS and counts[named[0]] > others and not counts.get("USD"):
            return Reading(named[0], 0.6, (f"“{written}” is read as {named[0]}: the article is about that country",))
        return Reading("USD", 0.95, (f"“{written}” without a country is read as US dollars",))

    def _country_counts(self) -> dict[str, int]:
        if self._counts is None:
            self._counts = self._countries.counts(self._text)
        return self._counts


class Countries:
    """Counts in a text the names of countries whose currencies share a sign."""

    def __init__(self) -> None:
        names: dict[str, str] = {}
        adjectives = dict(_adjectives(_current_codes()))
        shared = loader.load("figure_countries", Country)
        territories = _territories()
        for row in shared:
            for name in (*row.names, *territories.get(row.code, ()), *((adjectives[row.code],) if row.code in adjectives else ())):
                names.setdefault(name, row.code)
                if len(name) > _LONGEST_IN_SMALL:
                    # Datelines and headlines are written in capitals.
                    names.setdefault(name.upper(), row.code)
        self._names = names
        # A pattern that starts with its words is searched for by their first letters: four times faster.
        self._pattern = re.compile(rf"(?:{any_of(names)})(?![^\W_])")
        self._stated = {code: re.compile(rf"\b{re.escape(adjectives[code])}{SPACE}dollars?\b") for code in _PLAIN_DOLLAR}
        signs = {
            "USD": r"US\$|U\.S\.\$|\bUSD\b|\bU\.?S\.?\sdollars\b",
            "AUD": r"(?<![A-Z])AU?\$|\bAUD\b",
            "CAD": r"(?<![A-Z])C(?:A|DN)?\$|\bCAD\b",
            "NZD": r"NZ\$|\bNZD\b",
        }
        self._marked = {code: re.compile(pattern) for code, pattern in signs.items()}

    @lru_cache(maxsize=8)  # noqa: B019 - bounded, and one object of this class lives as long as its component
    def counts(self, text: str) -> dict[str, int]:
        """Return how often `text` names the country of each currency."""
        counted: dict[str, int] = {}
        for found in self._pattern.finditer(text):
            if found.start() and text[found.start() - 1].isalnum():
                continue
            code = self._names[found[0]]
            counted[code] = counted.get(code, 0) + 1
        return counted

    def states_dollars(self, text: str, code: str) -> bool:
        """Return whether the article names the dollars of that country in words."""
        return self._stated[code].search(text) is not None and self._marked["USD"].search(text) is None

    def marks_dollar(self, text: str, code: str) -> bool:
        """Return whether the article writes that country's dollar with its own sign."""
        return self._marked[code].search(text) is not None


def _current_codes() -> tuple[str, ...]:
    current = {code for uses in get_global("territory_currencies").values() for code, _, until, tender in uses if until is None and tender}
    return tuple(sorted(current | {"CNH"}))


def _plural_names(code: str) -> list[str]:
    names = Locale.parse("en")._data["currency_names_plural"].get(code, {})  # noqa: SLF001 - babel shows only one of the plural forms
    return sorted({names[count] for count in ("one", "other") if count in names})


def _cldr_names(codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return CLDR's names (“Norwegian kroner”) and their last words (“kroner”), lower case, with the codes they may mean."""
    found: dict[str, list[str]] = {}
    for code in codes:
        for name in _plural_names(code):
            for written in {name.lower(), name.split()[-1].lower()}:
                if code not in found.setdefault(written, []):
                    found[written].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def _adjectives(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return for each currency the adjective of its country in CLDR's name of it: “Australian”."""
    return [(code, name.rsplit(" ", 1)[0]) for code in codes for name in _plural_names(code)[:1] if " " in name]


def _territories() -> dict[str, tuple[str, ...]]:
    """Return the countries that use each currency alone: a euro or US dollar country is no sign of it."""
    names = Locale.parse("en").territories
    using: dict[str, list[str]] = {}
    for territory, uses in sorted(get_global("territory_currencies").items()):
        current = [code for code, _, until, tender in uses if until is None and tender]
        if territory in names and len(current) == 1:
            using.setdefault(current[0], []).append(names[territory])
    return {code: tuple(places) for code, places in using.items() if code not in ("EUR", "USD")}
