"""Count how often clean text holds what spinners write: `spin_rates.tsv`, from plain text files.

    python -m pipeline.training.spin_rates TEXT.txt.gz ... > pipeline/lexicon/data/spin_rates.tsv

A wording that careful writers use anyway is no sign of a spinner; the counts say how often they do.
"""

import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.normalise.despin.articles import Sounds
from pipeline.normalise.despin.looking import Looker

_CONTEXT_LEVEL = 2
_HEADER = """\
# How often wordings of swap_phrases (certainty context, with its conditions) stand in a million words of clean text; not listed: never seen.
# Counted over {words:,} words of: {sources}.
# Origin: counts made for this project, no text of the sources is contained; SOURCES.md has the credits. Apache-2.0.
spun\tper_million
"""


def counted(texts: Iterable[str]) -> tuple[Counter[str], int]:
    """Return how often each swap of level context is found in the texts, and how many words they have."""
    looker, counts, words = Looker(Sounds()), Counter[str](), 0
    for text in texts:
        found, read = looker.look(text)
        words += read.count
        counts.update(
            phrase for _, _, phrase in {(one.start, one.end, one.phrase) for one in found if one.level == _CONTEXT_LEVEL and one.readings}
        )
    return counts, words


def table(paths: Iterable[Path]) -> str:
    """Return the whole of `spin_rates.tsv` for the texts at `paths`; half a find is added to each count, so none is certain."""
    ordered = sorted(paths, key=lambda path: path.name)
    counts, words = counted(paragraph for path in ordered for paragraph in _paragraphs(path))
    rows = (f"{phrase}\t{(count + 0.5) * 1_000_000 / words:.1f}\n" for phrase, count in sorted(counts.items()))
    return _HEADER.format(words=words, sources=", ".join(path.name.split(".")[0] for path in ordered)) + "".join(rows)


def _paragraphs(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (line.strip() for line in lines if line.strip())


if __name__ == "__main__":
    sys.stdout.write(table(map(Path, sys.argv[1:])))
