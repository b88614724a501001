"""The wide table of swaps, compiled: for each wording that spinners write, what it may stand for, as arrays.

`pipeline.training.swaps` compiles it from the word lists, so that it loads in a blink and an article is looked over without an
object for each reading.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.config import SWAP_TABLE
from pipeline.language.context import Ids, Numbers

LONGEST_READING, LONGEST_SPUN = 4, 6

Arrays = dict[str, npt.NDArray[Any]]


class SwapTable:
    """A row is a reading of a spun wording; the rows of wording `n` are `starts[n]` to `starts[n + 1]`, the likeliest first.

    `static` says per row what counts for it before any text is looked at, for the first and the second look. Rows that are not
    `listed` stand for the curated table, whose conditions decide where they may be tried.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.digest = arrays["digest"].tobytes().decode()
        wordings = arrays["wordings"].tobytes().decode().split("\n")
        self.number = {wording: number for number, wording in enumerate(wordings)}
        # By its first two words: of how many words the longest wording is that starts so.
        self.longest: dict[str, int] = {}
        for wording in wordings:
            words = wording.split(" ")
            if len(words) > 1:
                start = f"{words[0]} {words[1]}"
                self.longest[start] = max(self.longest.get(start, 0), len(words))
        self.starts: Ids = arrays["starts"].astype(np.int64)
        self.wording_ids: Ids = arrays["wording_ids"].astype(np.int64)
        self.readings = arrays["readings"].tobytes().decode().split("\n")
        self.single_readings = {reading: number for number, reading in enumerate(self.readings) if " " not in reading}
        self.phrases = np.array([" " in reading for reading in self.readings])
        """Which readings are of several words."""
        self.reading_ids: Ids = arrays["reading_ids"].astype(np.int64)
        self.reading_of: Ids = arrays["reading_of"].astype(np.int64)
        self.listed: npt.NDArray[np.bool_] = arrays["listed"]
        self.static: Numbers = arrays["static"]
        self.links = [(spun, meant) for spun, _, meant in (line.partition("\t") for line in arrays["links"].tobytes().decode().split("\n"))]
        """Words that the wide list says spinners write for a word of a known name."""
        first = self.listed[self.starts[:-1]].tolist()
        self.single = {wording: number for wording, number in self.number.items() if first[number] and " " not in wording}

    def rows(self, wording: int) -> range:
        """Return the rows of a wording."""
        return range(int(self.starts[wording]), int(self.starts[wording + 1]))

    def readings_of(self, wording: int) -> list[str]:
        """Return the texts of a wording's readings, row by row."""
        return [self.readings[number] for number in self.reading_of[self.starts[wording] : self.starts[wording + 1]].tolist()]

    def reading(self, row: int) -> str:
        """Return the text of a row's reading."""
        return self.readings[int(self.reading_of[row])]


@cache
def shipped() -> SwapTable:
    """Return the table that ships, loaded once a process."""
    with np.load(SWAP_TABLE) as held:
        return SwapTable({name: held[name] for name in held.files})
