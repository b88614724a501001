"""A personal lexicon that grows from the decisions in the records of a run."""

from pathlib import Path

from pipeline import errors
from pipeline.engine.records import places, where
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
    for number, (file, line, data) in enumerate(places(records), 1):  # noqa: B007 - the last number is the count
        try:
            if isinstance(data, errors.ArticleError):
                raise data
            lessons += learning.lessons(data, where(file, line))
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
