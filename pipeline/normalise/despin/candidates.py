"""From finds to suggestions: which may be shown at the article's level, which reading goes first, in which case."""

from collections.abc import Iterable

from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.found import Found
from pipeline.normalise.despin.gate import rarity
from pipeline.normalise.despin.words import Words
from pipeline.record.prose import EditKind, ProposedEdit, Spin

KINDS: dict[str, EditKind] = {"phrase": "spun-phrase", "name": "spun-name", "number": "spun-number", "time": "spun-time"}
HIGHEST_LEVEL = {"clean": 0, "light": 1, "spun": 2}
CONFIDENCE = (0.9, 0.75, 0.45)
MOST_ALTERNATIVES = 5
SHORTEST_WITNESS = 4
IDIOM_WORDS = frozenset({"this", "that", "than", "with", "from", "been", "last", "next", "each", "such", "over", "about", "more", "their"})


def family_of(found: Iterable[Found]) -> str:
    """Return the letter of the spinner family whose marks lead clearly, or an empty string."""
    marks: dict[str, dict[str, float]] = {}
    for one in found:
        for letter in one.families:
            marks.setdefault(letter, {})[one.phrase] = rarity(one.clean_rate) / len(one.families)
    totals = sorted(((sum(phrases.values()), letter) for letter, phrases in marks.items() if len(phrases) > 1), reverse=True)
    if not totals or (len(totals) > 1 and totals[0][0] < 1.5 * totals[1][0]):
        return ""
    return totals[0][1]


def suggestions(found: list[Found], words: Words, spin: Spin, sounds: Sounds) -> tuple[ProposedEdit, ...]:
    """Return what is offered to the reviewer, at offsets of the text that was looked at: sorted, without overlaps, the most certain and then the longest first."""
    allowed = [one for one in found if one.readings and one.level <= HIGHEST_LEVEL[spin.verdict]]
    if not allowed:
        return ()
    family = family_of(found)
    witnesses = frozenset(words.lower)
    taken: list[tuple[int, int]] = []
    offered: list[ProposedEdit] = []
    groups: dict[tuple[int, int], list[Found]] = {}
    for one in allowed:
        groups.setdefault((one.start, one.end), []).append(one)
    order = sorted(groups, key=lambda span: (min(one.level for one in groups[span]) > 1, span[0] - span[1], span[0]))
    for start, end in order:
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        offered.append(_suggestion(start, end, groups[start, end], words, spin, family, witnesses, sounds))
    return tuple(sorted(offered, key=lambda one: one.start))


def _suggestion(
    start: int, end: int, group: list[Found], words: Words, spin: Spin, family: str, witnesses: frozenset[str], sounds: Sounds
) -> ProposedEdit:
    ordered = sorted(group, key=lambda one: (one.level, _foreign(one, family)))
    best, spun = ordered[0], words.text[start:end]
    readings = list(dict.fromkeys(reading for one in ordered for reading in one.readings))
    why = list(best.why)
    article = _article_before(words.text, start)
    confidence = CONFIDENCE[best.level]
    if best.level == 2:
        confidence += 0.25 * (spin.score - 0.5)
        readings.sort(key=lambda reading: not _fits(article, reading, sounds))
        if len(readings[0]) >= SHORTEST_WITNESS and readings[0] in witnesses:
            confidence += 0.1
            why.append(f"“{readings[0]}” stands elsewhere in the article")
    if article and not _fits(article, spun, sounds) and _fits(article, readings[0], sounds):
        confidence += 0.1
        why.append(f"“{article}” fits “{readings[0]}”, not “{spun}”")
    if family and family in best.families:
        confidence += 0.05
        why.append("the article's other swaps are of the same spinner")
    if best.kind != "name":
        (start, end), spun, readings = _trimmed(start, spun, readings)
    cased = list(dict.fromkeys(fit_case(spun, reading) for reading in readings))
    return ProposedEdit(
        start=start,
        end=end,
        after=cased[0],
        kind=KINDS[best.kind],
        status="suggested",
        why=tuple(why),
        confidence=round(min(0.97, max(0.05, confidence)), 2),
        alternatives=tuple(cased[1 : 1 + MOST_ALTERNATIVES]),
    )


def _trimmed(start: int, spun: str, readings: list[str]) -> tuple[tuple[int, int], str, list[str]]:
    """Return the span, its words and the readings without the words at the ends that no reading changes.

    Only where one of them has content ("cell apps", "in the second 50 percent"): an idiom of small words stays whole.
    """
    phrases = [phrase.split(" ") for phrase in (spun, *readings)]
    most = min(map(len, phrases)) - 1
    head = _common([phrase[:most] for phrase in phrases])
    tail = _common([phrase[len(phrase) - most + head :][::-1] for phrase in phrases])
    whole = (start, start + len(spun)), spun, readings
    left_out = phrases[0][:head] + phrases[0][len(phrases[0]) - tail :]
    inner = [phrase[head : len(phrase) - tail] for phrase in phrases]
    if not any(map(_has_content, left_out)) or not all(any(map(_has_content, words)) for words in inner):
        return whole
    first = start + sum(len(word) + 1 for word in phrases[0][:head])
    kept = " ".join(inner[0])
    return (first, first + len(kept)), kept, [" ".join(words) for words in inner[1:]]


def _has_content(word: str) -> bool:
    return len(word) >= SHORTEST_WITNESS and word.lower() not in IDIOM_WORDS


def _common(phrases: list[list[str]]) -> int:
    """Return with how many words all phrases begin."""
    return next((at for at, words in enumerate(zip(*phrases, strict=True)) if len({word.lower() for word in words}) > 1), len(phrases[0]))


def fit_case(spun: str, reading: str) -> str:
    """Return the reading in the case of the swapped words.

    >>> fit_case("Men and women", "people"), fit_case("AN LAWYER", "an attorney"), fit_case("iot", "Internet of Things")
    ('People', 'AN ATTORNEY', 'Internet of Things')
    """
    letters = [letter for letter in spun if letter.isalpha()]
    if len(letters) > 3 and all(letter.isupper() for letter in letters):
        return reading.upper()
    if spun[:1].isupper() and reading[:1].islower():
        return reading[:1].upper() + reading[1:]
    return reading


def _foreign(one: Found, family: str) -> int:
    """Return 0 for a reading of the article's family, 1 where none is named, 2 for one of another family."""
    if not family or not one.families:
        return 1
    return 0 if family in one.families else 2


def _article_before(text: str, start: int) -> str:
    tail = text[max(0, start - 4) : start].lower()
    for article in ("an", "a"):
        if tail.endswith(f"{article} ") and not tail[: -len(article) - 1][-1:].isalnum():
            return article
    return ""


def _fits(article: str, reading: str, sounds: Sounds) -> bool:
    """Say whether the article before the swap fits the reading; the article was often left by the word meant."""
    if not article:
        return True
    first = reading.split(" ", 1)[0]
    return sounds.of(first) != ("consonant" if article == "an" else "vowel")
