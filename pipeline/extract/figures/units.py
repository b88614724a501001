"""Units of measure: names and symbols from the Unicode CLDR (through babel) and our own list."""

import re
from decimal import Decimal
from typing import Literal

import msgspec
from babel import Locale

from pipeline.extract.figures.numeral_pattern import SPACE
from pipeline.lexicon import loader

Kind = Literal["quantity", "duration", "percent"]
_LONGEST_NAME = 5
_CUT = re.compile(r"[-–—/’']")
_CUT_AT_STOP = re.compile(r"[-–—/’'.]")
_SECOND_WORD = re.compile(rf"\.?{SPACE}[a-z]+")
_CHUNK = re.compile(rf"({SPACE}|-|)([^\s\d,;:()\[\]“”\"!?]{{1,40}}(?:\^?[23](?![\w.,]\d|\w))?)")
_WORDS = re.compile(
    rf"(?:{SPACE}|-)([^\W\d_][^\s\d,;:()\[\]“”\"!?]{{0,40}}?)(?=[.,]?(?:{SPACE}|$|[\n,;:()\[\]“”\"!?])|-|[’'/](?:s\b|\s|\w)|[.…—–]|$)"
)


class CldrUse(msgspec.Struct, frozen=True):
    """How a CLDR unit is used here; see the head of `unit_cldr.tsv`."""

    unit: str
    name: Literal["noun", "symbol", "skip"]
    symbols: Literal["spaced", "attached", "none"]


class OwnUnit(msgspec.Struct, frozen=True):
    names: tuple[str, ...]
    symbols: tuple[str, ...]
    unit: str
    kind: Kind
    factor: Decimal


class ByArticle(msgspec.Struct, frozen=True):
    """A row of `unit_by_article.tsv`."""

    symbol: str
    unit: str
    words: tuple[str, ...]


class Unit(msgspec.Struct, frozen=True):
    """A unit as reported; a figure of it is multiplied by `factor` (a decade is ten years)."""

    unit: str
    kind: Kind
    factor: Decimal = Decimal(1)


class UnitMatch(msgspec.Struct, frozen=True):
    end: int
    unit: Unit
    symbol: bool


class Units:
    """Reads the unit that stands directly behind a numeral.

    >>> units = Units()
    >>> units.match("60 gigawatt hours of", 2).unit.unit, units.match("5kW panel", 1).unit.unit
    ('GWh', 'kW')
    >>> units.match("5 in London", 1) is None
    True
    """

    def __init__(self) -> None:
        self._names: dict[str, Unit] = {}
        self._spaced: dict[str, Unit] = {}
        self._attached: dict[str, Unit] = {}
        self._read_cldr({row.unit: row for row in loader.load("unit_cldr", CldrUse)})
        for row in loader.load("unit_own", OwnUnit):
            unit = Unit(row.unit, row.kind, row.factor)
            self._names.update((name, unit) for name in row.names)
            for symbol in row.symbols:
                self._attached[symbol] = unit
                if len(symbol) > 1 or not symbol.isalpha():
                    self._spaced[symbol] = unit
        self._by_article = {
            row.symbol.lower(): (re.compile(rf"\d(?:{SPACE}|-)?(?:{'|'.join(map(re.escape, row.words))})(?!\w)", re.IGNORECASE), row.unit)
            for row in loader.load("unit_by_article", ByArticle)
        }
        self._reported = frozenset(unit.unit for table in (self._names, self._attached) for unit in table.values())
        self._first_words = frozenset(name.split()[0] for name in self._names)

    def _read_cldr(self, uses: dict[str, CldrUse]) -> None:
        british, american = (Locale.parse(name)._data["unit_patterns"] for name in ("en_GB", "en"))  # noqa: SLF001 - babel has no public list of units
        for identifier, patterns in british.items():
            use = uses.get(identifier, CldrUse(identifier, "noun", "spaced"))
            names, symbols = _written(patterns, "long"), _written(patterns, "short")
            if use.name == "skip" or not names:
                continue
            kind: Kind = "duration" if identifier.startswith("duration-") else "quantity"
            unit = Unit(symbols[0] if use.name == "symbol" else names[0], kind)
            for name in (*names, *_written(american[identifier], "long")):
                self._names.setdefault(name.lower(), unit)
                self._names.setdefault(name.lower().replace("-", " "), unit)
            for symbol in symbols:
                if use.symbols != "none":
                    self._attached.setdefault(symbol, unit)
                if use.symbols == "spaced" and (len(symbol) > 1 or not symbol.isalpha() or symbol in "VWhm"):
                    self._spaced.setdefault(symbol, unit)

    def match(self, text: str, at: int) -> UnitMatch | None:
        """Return the unit that starts behind `text[:at]`, with the offset of its end, or None."""
        chunk = _CHUNK.match(text, at)
        if chunk is None:
            return None
        joiner, word = chunk.groups()
        symbols = self._spaced if joiner else self._attached
        found = self._symbol(symbols, text, chunk.start(2), word)
        if joiner or found is None:
            named = self._name(text, at) if joiner else self._attached_name(chunk, word)
            if named is not None and (found is None or named.end >= found.end):
                return named
        return found

    def in_article(self, text: str, at: int, found: UnitMatch) -> Unit:
        """Return the unit `found` behind `text[:at]`, or the one that its symbol means in an article like `text`."""
        other = self._by_article.get(text[at : found.end].strip(" -").lower())
        return self._names[other[1]] if other is not None and other[0].search(text) is not None else found.unit

    def is_reported(self, unit: str) -> bool:
        """Return whether `unit` is the reported name of a unit of measure."""
        return unit in self._reported

    def named(self, name: str) -> Unit | None:
        """Return the unit called `name`, in lower case."""
        return self._names.get(name)

    def _symbol(self, symbols: dict[str, Unit], text: str, at: int, word: str) -> UnitMatch | None:
        raised = word.replace("^", "")
        if raised != word and raised in symbols:
            return UnitMatch(at + len(word), symbols[raised], symbol=True)
        if word[:2] in ("sq", "cu") or word == "fl":
            # “sq km”, “cu ft”: the only symbols of two words.
            second = _SECOND_WORD.match(text, at + len(word.rstrip(".")))
            written = word.rstrip(".") + (" " + second[0].lstrip(". \u00a0") if second else "")
            unit = symbols.get(written)
            if second is not None and unit is not None:
                return UnitMatch(second.end(), unit, symbol=True)
        for written in (word, word.rstrip("."), word.rstrip(".'’…—–"), _CUT.split(word, maxsplit=1)[0]):
            unit = symbols.get(written)
            if unit is not None:
                behind = text[at + len(word) : at + len(word) + 2]
                stop = word.endswith(".") and written == word and (not behind.strip() or behind[0] == "\n" or behind.strip()[0].isupper())
                # A stop that may end the sentence is left to it.
                return UnitMatch(at + len(written) - (1 if stop else 0), unit, symbol=True)
        return None

    def _attached_name(self, chunk: re.Match[str], word: str) -> UnitMatch | None:
        bare = _CUT_AT_STOP.split(word, maxsplit=1)[0]
        unit = self._names.get(bare.lower())
        return UnitMatch(chunk.start(2) + len(bare), unit, symbol=False) if unit is not None and len(bare) > 1 else None

    def _name(self, text: str, at: int) -> UnitMatch | None:
        words: list[str] = []
        best = None
        while len(words) < _LONGEST_NAME:
            word = _WORDS.match(text, at)
            if word is None or (not words and word[1].lower() not in self._first_words):
                break
            words.append(word[1].lower())
            at = word.end()
            unit = self._names.get(" ".join(words))
            if unit is not None:
                best = UnitMatch(at, unit, symbol=False)
        return best


def _written(patterns: object, length: str) -> list[str]:
    forms = patterns.get(length, {})  # type: ignore[attr-defined]
    written = [forms[count] for count in ("one", "other") if count in forms]
    return [pattern.replace("{0}", "").strip(" \u00a0") for pattern in written if "{0}" in pattern]
