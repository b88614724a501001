"""What is read: one article with its raw text, untouched."""

from typing import Literal

import msgspec

from pipeline.record.sources import holds_many

Markup = Literal["plain", "markdown", "html"]


class SisterName(msgspec.Struct, frozen=True):
    """A name that other articles of the run write with another word in one place.

    `frame` is the name in lower case with `*` in that place, `word` what stands there in `articles` others, `article` the first of them.
    """

    frame: str
    word: str
    article: str
    articles: int


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article as it was found.

    `raw` is the decoded text of the source with its line ends as they stand; every offset that the
    product reports is a half-open range of code points of it. `markup` says how `raw` is written.
    `sha256` is the digest of the source's bytes, decompressed (of the text's UTF-8 for a record of a
    JSON Lines file, a row of a table and an extracted text).
    `published` is an EDTF date (`2022-08-26`, `2022-08`, `2022`) and `published_how` says whether
    a person gave it (`given`) or the source's own metadata states it (`metadata`).
    """

    id: str
    source: str
    raw: str
    sha256: str
    markup: Markup = "plain"
    title: str | None = None
    published: str | None = None
    published_how: Literal["given", "metadata"] | None = None
    url: str | None = None
    extracted: str | None = None
    """The name and version of what took `raw` out of the page, where that is not the page as it stands."""
    notes: tuple[str, ...] = ()
    """What reading it had to decide, for a person to know: the encoding that was guessed."""
    sisters: tuple[SisterName, ...] = ()
    """Names of its own that the other articles of its run write otherwise, where a spinner may have swapped the word."""

    @property
    def where(self) -> str:
        """Its place in messages: the file, and of a file that may hold many articles its id too."""
        return f"{self.source}#{self.id}" if holds_many(self.source) else self.source
