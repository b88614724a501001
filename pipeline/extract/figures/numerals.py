"""Numerals: digits, number words, fractions and scale words, read into exact decimals."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.extract.figures import numeral_pattern
from pipeline.extract.figures.numeral_pattern import SPACE, Denominator, NumberWord, Scale, any_of, lower
from pipeline.lexicon import loader

# Fractions such as a third have no last digit; six places are more than any article means.
_PLACES = Decimal("0.000001")
# Enough digits that no sum of an article is rounded, few enough that a run of digits cannot stall it.
_EXACT = Context(prec=60)
_LONGEST = 40
_GROUPS = re.compile(rf",|{SPACE}|['’]")
_SPACED = re.compile(rf"[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+(?:[.,]\d+)?")
_INDIAN = re.compile(r"\d{1,3}(?:,\d{3})*,\d{2},\d{3}(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_LETTERS = re.compile(r"[A-Za-z]+")
_POWER = re.compile(rf"{SPACE}?[×x]{SPACE}?10(?:(?:\^|\*\*)?(?=[−–-])|\^|\*\*|(?=[⁻⁰¹²³⁴-⁹]))((?:[−–-]?[0-3]?\d|⁻?[⁰¹²³⁴-⁹]{{1,2}})(?!\d))")
# From ten of these on, the next word is used: tens of thousands, a hundred dozen is not said.
_TENFOLD = frozenset(["tens", "dozens", "hundreds", "thousands", "millions", "billions", "trillions", "lakhs", "lacs", "crores"])

Form = Literal["digits", "words", "fraction", "vague", "article"]


class Numeral(msgspec.Struct, frozen=True, kw_only=True):
    """A number as written. `value` is `mantissa` times `scale`; of a vague one ("thousands of") it is the least it can mean."""

    start: int
    end: int
    mantissa: Decimal
    scale: Decimal = Decimal(1)
    form: Form
    most: Decimal | None = None
    """Of a vague number: the most that its words can mean, as “thousands” are fewer than ten thousand."""
    grouped: bool = False
    spaced: bool = False
    """Whether spaces part its groups of digits, so that it may be several numbers."""
    why: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal:
        return _product(self.mantissa, self.scale)


@lru_cache(maxsize=4096)
def _product(mantissa: Decimal, scale: Decimal) -> Decimal:
    return plain(_EXACT.multiply(mantissa, scale))


def plain(value: Decimal) -> Decimal:
    """Return `value` without trailing zeros and without an exponent.

    >>> plain(Decimal("1.50E+3"))
    Decimal('1500')
    """
    value = value.normalize(_EXACT)
    return value.quantize(Decimal(1), context=_EXACT) if value == value.to_integral_value() and abs(value) < Decimal(10) ** 50 else value


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    """Return `part / whole`, exact where it ends within six places, else rounded to them.

    >>> ratio(Decimal(2), Decimal(3))
    Decimal('0.666667')
    """
    exact = _EXACT.divide(part, whole)
    return plain(exact if exact == exact.quantize(_PLACES, context=_EXACT) else exact.quantize(_PLACES, context=_EXACT))


class Numerals:
    """Finds and reads the numerals of a text.

    >>> [(n.value, n.form) for n in Numerals().find("half a million of 3,00,000 or forty-two")]
    [(Decimal('500000'), 'words'), (Decimal('300000'), 'digits'), (Decimal('42'), 'words')]
    """

    def __init__(self, signs: Iterable[str] = ()) -> None:
        """Build the reader; digits may follow one of `signs` without a space (“RM17.40”)."""
        words = loader.load("number_words", NumberWord)
        scales = loader.load("number_scales", Scale)
        fractions = loader.load("number_fractions", Denominator)
        self._small = {row.word: Decimal(row.value) for row in words}
        self._scales = {row.scale: row for row in scales}
        self._denominators = {row.word: Decimal(row.denominator) for row in fractions}
        self._money_scales = {row.scale: row for row in scales if row.form in ("letter", "money")}
        self._pattern = re.compile(numeral_pattern.left_edge(signs) + numeral_pattern.pattern(words, scales, fractions))
        # The grammar is tried only where a numeral can start: ten times faster than searching with it.
        openers = [*self._small, *(row.scale for row in scales if row.form == "plural"), "half", "quarter", "several", "many"]
        scaled = [*self._denominators, *(row.scale for row in scales if row.form == "word")]
        self._start = re.compile(numeral_pattern.starts(openers, scaled))
        self._money_scale = re.compile(rf"{SPACE}?({any_of(self._money_scales)})(?![^\W_])")
        self._words = re.compile(r"[a-z]+")
        below = any_of(row.scale for row in scales if row.form == "word" or (row.form == "letter" and len(row.scale) > 1))
        self._scale_below = re.compile(rf"{SPACE}?[\r\n]+{SPACE}?({below})(?![^\W_])")

    def find(self, text: str) -> Iterator[Numeral]:
        """Yield the numerals of `text` in order; none overlaps another."""
        done = 0
        lowered = lower(text)
        for start in self._start.finditer(lowered):
            at = start.start()
            if at < done or (at and lowered[at].isalpha() and (lowered[at - 1].isalnum() or lowered[at - 1] == "_")):
                continue
            found = self._pattern.match(text, at)
            numeral = self._read(found) if found is not None else None
            if numeral is not None:
                done = numeral.end
                yield numeral

    def split(self, text: str, numeral: Numeral, at: int) -> Iterator[Numeral]:
        """Yield the numerals that a spaced one is where its groups before `at` belong to something else (“on May 1 200 people”)."""
        rest = at
        while rest < numeral.end and not text[rest].isdigit():
            rest += 1
        head = text[numeral.start : at].rstrip()
        if head.isdigit():
            yield Numeral(start=numeral.start, end=numeral.start + len(head), mantissa=Decimal(head), form="digits")
        found = self._pattern.match(text, rest) if rest < numeral.end else None
        behind = self._read(found) if found is not None else None
        if behind is not None:
            yield behind

    def next_line_scale(self, text: str, at: int) -> str | None:
        """Return the scale word with which the line behind the one that ends at `at` begins, or None."""
        found = self._scale_below.match(text, at)
        return found[1] if found is not None else None

    def money_scale(self, text: str, numeral: Numeral) -> Numeral:
        """Return `numeral` with the scale letter behind it that only money carries (“$5B”, “€3m”), or as it is."""
        if numeral.scale != 1 or numeral.form != "digits":
            return numeral
        found = self._money_scale.match(text, numeral.end)
        if found is None:
            return numeral
        row = self._money_scales[found[1]]
        return msgspec.structs.replace(numeral, end=found.end(), scale=row.factor, why=(*numeral.why, row.why))

    def _read(self, found: re.Match[str]) -> Numeral | None:
        group = found.lastgroup
        start, end = found.span()
        if group == "respelt":
            return self._respelt(found)
        if group == "digits":
            return self._digits(found)
        if group == "article":
            return Numeral(start=start, end=end, mantissa=Decimal(1), form="article")
        if group == "vague":
            return self._vague(start, end, found[0].lower())
        if group == "part":
            return self._part_of_scale(start, end, found[0].lower())
        if group == "fraction":
            return self._fraction(start, end, found[0].lower())
        mantissa, scale = self.words(found[0].lower())
        return Numeral(start=start, end=end, mantissa=mantissa, scale=scale, form="words", why=self._scale_reasons(found[0]))

    def _digits(self, found: re.Match[str]) -> Numeral | None:
        written, tail = found["number"], found["scale"] or ""
        if len(written) > _LONGEST:
            return None
        reasons = list(self._scale_reasons(tail))
        spaced = _SPACED.fullmatch(written) is not None
        mantissa = self._mantissa(written)
        if found["comma"]:
            mantissa = Decimal(written.replace(".", "").replace(",", "."))
            reasons.append("the comma is read as a decimal comma")
        elif spaced:
            reasons.append(f"“{written}” is read as one number: its digits stand in groups of three")
            mantissa = self._mantissa(written.replace(",", "."))
        elif _INDIAN.fullmatch(written):
            reasons.append("digits are grouped the Indian way (lakh, crore)")
        if found["more"]:
            mantissa += self._more(found["more"])
        scale = Decimal(1)
        for word in _LETTERS.findall(tail):
            row = self._scales.get(word) or self._scales[word.lower()]
            scale *= row.factor
        power = _POWER.match(found.string, found.end()) if not tail else None
        if power is not None:
            scale = Decimal(10) ** int(unicodedata.normalize("NFKC", power[1]).replace("−", "-").replace("–", "-"))
            reasons.append(f"“{power[0].strip()}” is a power of ten")
        return Numeral(
            start=found.start(),
            end=power.end() if power is not None else found.end(),
            mantissa=mantissa,
            scale=scale,
            form="digits",
            grouped=spaced or any(sign in written for sign in ",.'’"),
            spaced=spaced,
            why=tuple(reasons),
        )

    def _respelt(self, found: re.Match[str]) -> Numeral:
        """Return a number some of whose digits a spinner wrote as words: “six.85” is 6.85, “2,two hundred” is 2,200."""
        written, tail = found["mixed"].lower(), found["by"] or ""
        head, mark, rest = next((part for part in (written.partition("."), written.partition(",")) if part[1]), (written, "", ""))
        if mark == ".":
            whole = Decimal(head.replace(",", "")) if head[0].isdigit() else self.words(head)[0]
            tenths = rest if rest[0].isdigit() else str(self._small[rest])
            mantissa = Decimal(f"{whole}.{tenths}")
        elif head[0].isdigit():
            below, scale = self.words(rest)
            mantissa = Decimal(head) * 1000 + below * scale
        else:
            above, scale = self.words(head)
            groups = rest.split(",")
            mantissa = above * scale * Decimal(1000) ** len(groups) + Decimal("".join(groups))
        factor = Decimal(1)
        for word in _LETTERS.findall(tail):
            row = self._scales.get(word) or self._scales[word.lower()]
            factor *= row.factor
        why = f"“{found['mixed']}” is read as {mantissa:,}: digits reworded"
        return Numeral(
            start=found.start(),
            end=found.end(),
            mantissa=mantissa,
            scale=factor,
            form="digits",
            grouped=True,
            why=(why, *self._scale_reasons(tail)),
        )

    def _mantissa(self, written: str) -> Decimal:
        whole, _, rest = written.partition("/")
        if rest and "." in whole:
            # “$5.47-1/2”, “$8.43 3/4”: the fraction is one of the last digit, as grain is priced.
            units_written, _, part = whole.replace(" ", "-").partition("-")
            return Decimal(units_written) + ratio(Decimal(part), Decimal(rest)) / 100
        if rest:
            *units, part = whole.replace("-", " ").split(" ")
            return (Decimal(units[0]) if units else Decimal(0)) + ratio(Decimal(part), Decimal(rest))
        if unicodedata.category(written[-1]) == "No":
            units_written = written[:-1].strip()
            part_value = ratio(Decimal(str(round(unicodedata.numeric(written[-1]) * 5040))), Decimal(5040))
            return (Decimal(units_written) if units_written else Decimal(0)) + part_value
        digits = _GROUPS.sub("", written).replace("·", ".")
        return Decimal(digits.replace(".", "")) if digits.count(".") > 1 else Decimal(digits)

    def _more(self, written: str) -> Decimal:
        words = self._words.findall(written.lower())
        parts = [word for word in words if word not in ("and", "a")]
        count = self._small.get(parts[0], Decimal(1)) if len(parts) > 1 else Decimal(1)
        return ratio(count, self._denominators[parts[-1]])

    def _vague(self, start: int, end: int, written: str) -> Numeral:
        words = self._words.findall(written)
        least = Decimal(2) if words[0] in ("several", "few", "a", "many") else Decimal(1)
        scale = Decimal(1)
        for word in words:
            if word in self._scales:
                scale *= self._scales[word].factor
        size = plain(_EXACT.multiply(least, scale))
        if words[-1] not in _TENFOLD:
            why = f"“{written}” names no number, only its size"
            return Numeral(start=start, end=end, mantissa=least, scale=scale, form="vague", why=(why,))
        most = plain(_EXACT.multiply(size, Decimal(10)))
        why = f"“{written}” names no number: taken as {size:,} to {most:,}"
        return Numeral(start=start, end=end, mantissa=least, scale=scale, form="vague", most=most, why=(why,))

    def _part_of_scale(self, start: int, end: int, written: str) -> Numeral:
        words = self._words.findall(written)
        parts = [word for word in words if word in self._denominators]
        count = self._small.get(words[0], Decimal(1))
        scale = self._scales[words[-1]].factor
        mantissa = ratio(count, self._denominators[parts[0]])
        return Numeral(start=start, end=end, mantissa=mantissa, scale=scale, form="words", why=self._scale_reasons(words[-1]))

    def _fraction(self, start: int, end: int, written: str) -> Numeral:
        words = self._words.findall(written)
        whole = self._denominators[words[-1]]
        part = self._small.get(words[0], Decimal(1)) if len(words) > 1 else Decimal(1)
        value = ratio(part, whole)
        why = f"{written} is {part}/{whole}" + ("" if value * whole == part else ", rounded to six places")
        return Numeral(start=start, end=end, mantissa=value, form="fraction", why=(why,))

    def words(self, written: str) -> tuple[Decimal, Decimal]:
        """Return mantissa and scale of a number in words: “forty-two million” is 42 and 1,000,000.

        >>> Numerals().words("one hundred and five thousand")
        (Decimal('105'), Decimal('1000'))
        """
        total = group = Decimal(0)
        last = Decimal(1)
        tenths: list[str] | None = None
        words = self._words.findall(written)
        for at, word in enumerate(words):
            if word in ("and", "a", "an"):
                continue
            if word == "point":
                tenths = []
            elif word in self._small and tenths is not None:
                tenths.append(str(self._small[word]))
            elif word in self._small:
                group += self._small[word]
            elif word in self._denominators:
                before = words[at - 1] if at else ""
                part = self._small.get(before, Decimal(1))
                share = ratio(part, self._denominators[word])
                group -= part if before in self._small else 0
                total, group = (total + share * last, group) if total and not group else (total, group + share)
            else:
                group, tenths = _with_tenths(group, tenths), None
                factor = self._scales[word].factor
                if factor < 1000:
                    group = (group or Decimal(1)) * factor
                else:
                    total = total + group * factor if group else (total or Decimal(1)) * factor
                    last, group = factor, Decimal(0)
        value = total + _with_tenths(group, tenths)
        return (value / last, last) if last > 1 and total else (value, Decimal(1))

    def _scale_reasons(self, written: str) -> tuple[str, ...]:
        reasons = []
        for word in _LETTERS.findall(written):
            row = self._scales.get(word) or self._scales.get(word.lower())
            if row is not None and row.why and row.why not in reasons:
                reasons.append(row.why)
        return tuple(reasons)


def _with_tenths(whole: Decimal, tenths: list[str] | None) -> Decimal:
    return Decimal(f"{whole}.{''.join(tenths)}") if tenths else whole
