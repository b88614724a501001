"""Names as a person's lexicon has them: found everywhere under the right name, or never taken for names."""

from bisect import bisect_right

from pipeline.extract.entities.listed import instead
from pipeline.extract.entities.reading import KINDS, Reading
from pipeline.language.names import spelling
from pipeline.language.wordings import Wordings, evened, is_glued
from pipeline.lexicon.personal import Name, Personal
from pipeline.record.candidates import RefusedCandidate


class PersonalNames:
    """The names and look-alikes of a lexicon, ready for any text.

    >>> names = PersonalNames(Personal(name=(Name("Great Wall Motor", "ORG", ("Wonderful Wall Motor",)),)))
    >>> [(one.start, one.meant, one.why) for one in names.complete("Wonderful Wall Motor rose.", [])]
    [(0, 'Great Wall Motor', ('your lexicon: “Wonderful Wall Motor” means “Great Wall Motor”',))]
    """

    def __init__(self, personal: Personal) -> None:
        self._names: dict[str, Name] = {evened(writing): row for row in personal.name for writing in (row.name, *row.also)}
        self._wordings = Wordings(self._names)
        self._unwanted = frozenset(evened(row.text) for row in personal.no_name)

    def complete(self, text: str, readings: list[Reading]) -> list[Reading]:
        """Return the readings, sorted and apart as they came, with the lexicon's names in place of what they overlap.

        Where a name is a part of a longer one that was read ("Ford" of "Harrison Ford"), the longer one stays, and means the same thing
        only where they differ by no more than a legal form.
        """
        if not self._names:
            return readings
        found = []
        starts = [reading.start for reading in readings]
        for start, end, writing in self._wordings.find(evened(text)):
            if is_glued(text, start, end):
                continue
            row = self._names[writing]
            own = Reading(start, end, row.label, (_why(text[start:end], row),), "personal", row.name)
            at = bisect_right(starts, start) - 1
            longer = readings[at] if at >= 0 and readings[at].end >= end else own
            if spelling(text[longer.start : longer.end], row.label) == spelling(writing, row.label):
                found.append(own.moved(longer.start, longer.end))
        return instead(text, readings, found)

    def refuse(self, text: str, readings: list[Reading]) -> tuple[list[Reading], list[RefusedCandidate]]:
        """Return the readings without what the lexicon says is no name, and that with its reason."""
        if not self._unwanted:
            return readings, []
        kept: list[Reading] = []
        refused: list[RefusedCandidate] = []
        for reading in readings:
            name = text[reading.start : reading.end]
            if evened(name) in self._unwanted:
                why = (*reading.why, f"your lexicon: “{name}” is no name")
                refused.append(RefusedCandidate(start=reading.start, end=reading.end, seen_as="entity", why=why))
            else:
                kept.append(reading)
        return kept, refused


def _why(writing: str, row: Name) -> str:
    return f"your lexicon: “{writing}” " + (f"is {KINDS[row.label]}" if writing == row.name else f"means “{row.name}”")
