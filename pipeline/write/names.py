"""File names for articles: whatever an id says, the file lies in the output folder and can be read there."""

import hashlib
import re

_UNSAFE = re.compile(r"[^\w.,+=@ ()\[\]-]")
_LONGEST = 120
# Names that Windows keeps for devices, with whatever ending.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def file_name(article_id: str) -> str:
    """Return `article_id` as a file name without ending; an id that is no good name is marked with its digest.

    The name never starts with `_` or `.`: such files are the tool's own.

    >>> file_name("byd-szeged"), file_name("../../etc/passwd")
    ('byd-szeged', 'etc_passwd~3754d6cb')
    """
    clean = _UNSAFE.sub("_", article_id).strip("._ ")
    short = clean.encode()[:_LONGEST].decode("utf-8", "ignore")
    if short and short == article_id and not _RESERVED.match(short):
        return short
    digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{short or 'article'}~{digest}"
