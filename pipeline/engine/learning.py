"""A personal lexicon that grows from the decisions in the records of a run."""

from collections.abc import Iterator
from pathlib import Path

from pipeline import errors
from pipeline.lexicon import personal
from pipeline.review import learning
from pipeline.review.learning import Learned, Lesson
from pipeline.write import files


def learn(records: Path, lexicon: Path) -> tuple[Learned, list[errors.ArticleError]]:
    """Add to the file `lexicon` what the decisions in a folder or JSON Lines file of records say; return that, and what cannot be read.

    What stands in the file stays as it is, byte for byte: new entries go to its end, and where there are none it is not touched. Raises
    `UsageError` where there is no record, `LexiconError` where the lexicon cannot be understood or added to, `OutputError` where it
    cannot be written.
    """
    try:
        standing = lexicon.read_bytes() if lexicon.exists() else b""
    except OSError as fault:
        raise errors.unreadable_lexicon(str(lexicon), fault.strerror or str(fault)) from None
    known = personal.parse(standing, str(lexicon))
    lessons: list[Lesson] = []
    faults: list[errors.ArticleError] = []
    number = 0
    for number, (where, data) in enumerate(_records(records), 1):  # noqa: B007 - the last number is the count
        try:
            lessons += learning.lessons(data, where)
        except errors.ArticleError as fault:
            faults.append(fault)
    if not number:
        raise errors.no_records(str(records))
    learned = learning.learn(lessons, known, str(lexicon))
    if learned.entries:
        files.replace(lexicon, _extended(standing, learned, str(lexicon)))
    return learned, faults


def _extended(standing: bytes, learned: Learned, where: str) -> bytes:
    between = b"" if not standing else b"\n" if standing.endswith(b"\n") else b"\n\n"
    whole = standing + between + personal.written(learned.entries).encode()
    try:
        personal.parse(whole, where)
    except errors.LexiconError:
        raise errors.closed_lexicon(where) from None
    return whole


def _records(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the records with their places, those of a folder in the order of the names."""
    if path.is_dir():
        for file in sorted(path.glob("[!_.]*.json")):
            yield str(file), file.read_bytes()
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield f"{path}:{number}", line
