"""No article takes a run down by taking for ever."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline import errors
from pipeline.config import Settings
from pipeline.record.article import Article

_CHARACTERS = 200_000
"""An article of this length is given the time of one; a longer one as much more as it is longer."""


def allowed(article: Article, settings: Settings) -> float:
    """Return how many seconds of computing an article may take.

    >>> allowed(Article(id="a", source="a.txt", raw="x" * 1_000_000, sha256=""), Settings())
    150.0
    """
    return settings.seconds * max(1.0, len(article.raw) / _CHARACTERS)


@contextmanager
def seconds(limit: float, where: str) -> Iterator[None]:
    """Raise `ArticleError` (`too-slow`) when what runs inside has computed for longer than `limit` seconds.

    The processor's time counts, not the clock's: a busy machine refuses nothing that an idle one reads. Where the system has no such
    clock, and outside the main thread, there is no limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, limit)
            yield
        finally:
            # Within the outer `try`: the signal may come at the last moment.
            signal.setitimer(signal.ITIMER_PROF, 0)
    except _TooLong:
        raise errors.took_too_long(where, limit) from None
    finally:
        signal.signal(signal.SIGPROF, before)


class _TooLong(BaseException):
    """Passes through whatever would take an ordinary exception for a fault of its own."""
