"""The article in a page as trafilatura finds it: its text, title and address.

Its date is not taken. Trafilatura leaves that to htmldate, which reads the address first, then meta tags, then whatever looks like a
date anywhere in the page, does not say which, and sorts out by the day of the run what would lie in the future. What a page states is
read by `metadata.of_html`; what its address holds is weighed, as an inference, where dates are resolved.
"""

import logging
import re
from importlib.metadata import version

import msgspec

from pipeline import errors, limits
from pipeline.config import Settings

# For the date that is not taken: the least search, and no look at today's date.
_NO_DATE = {"extensive_search": False, "original_date": True, "max_date": "2999-12-31"}
# References to control characters, over which the parser gives a page up.
_CONTROLS = re.compile(r"&#(?:0*(?:[1-8]|1[1245-9]|2\d|3[01])|[xX]0*(?:[1-8bceBCE]|1[0-9a-fA-F]))(?:;|(?![0-9a-fA-F]))")
_LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "readability")


class Extract(msgspec.Struct, frozen=True):
    """The text of the article, a paragraph a line with empty lines between; what the page says of it; what found it."""

    text: str
    title: str | None
    url: str | None
    made_by: str


def check_installed() -> None:
    """Raise `UsageError` where trafilatura is not installed."""
    try:
        import trafilatura  # noqa: F401, PLC0415 - an extra of its own, and slow to load
    except ImportError as fault:
        raise errors.missing_extra("--html trafilatura", "html", str(fault)) from None
    for library in _LIBRARIES:
        # What they have to say is said by us; only the command line prints.
        logging.getLogger(library).addHandler(logging.NullHandler())


def extract(page: str, where: str, url: str | None, settings: Settings) -> Extract:
    """Return the article in `page`, which was fetched from `url` where that is known.

    Raises `ArticleError` where trafilatura finds none, fails, or takes longer than an article may (there are pages over which it would sit
    for hours).
    """
    check_installed()
    from trafilatura import bare_extraction  # noqa: PLC0415 - as above
    from trafilatura.settings import Document, use_config  # noqa: PLC0415 - as above

    config = use_config()
    config.set("DEFAULT", "MAX_FILE_SIZE", str(4 * settings.max_bytes))
    try:
        with limits.seconds(settings.seconds, where):
            found = bare_extraction(
                _CONTROLS.sub(" ", page),
                url=url,
                include_comments=False,
                include_formatting=False,
                deduplicate=False,
                with_metadata=True,
                date_extraction_params=_NO_DATE,
                config=config,
            )
    except errors.ArticleError:
        raise
    except Exception as fault:
        # Whatever a page does to a library of strangers, the other pages come out.
        raise errors.extraction_failed(where, f"{type(fault).__name__}: {fault}") from fault
    lines = [line.rstrip() for line in (found.text or "").split("\n")] if isinstance(found, Document) else []
    text = "\n\n".join(line for line in lines if line)
    if not text or not isinstance(found, Document):
        raise errors.nothing_extracted(where)
    text = f"{text}\n".encode("utf-8", "replace").decode()
    return Extract(text, found.title or None, found.url or None, f"trafilatura {version('trafilatura')}")
