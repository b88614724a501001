"""The block of `key: value` lines that a text file may begin with, found the same way wherever it is needed."""

import re

import msgspec

_BLOCK = re.compile(
    r"\ufeff?[ \t]*(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\r|\n)"
    r"(?P<lines>(?:(?!---|\+\+\+)[^\r\n]*(?:\r\n|\r|\n)){1,200}?)"
    r"(?P=fence)[ \t]*(?=[\r\n]|\Z)"
)
_KEY = re.compile(r"[A-Za-z_][\w .-]{0,60}[ \t]*[:=](?:[ \t]|$)")


class FrontMatter(msgspec.Struct, frozen=True):
    """The lines between the fences, and where the closing fence ends."""

    end: int
    lines: tuple[str, ...]


def front_matter(text: str) -> FrontMatter | None:
    """Return the front matter of `text`, None where it begins with none; a line may end in CR, LF or both.

    >>> front_matter("---\\rtitle: A plant\\r---\\rText")
    FrontMatter(end=22, lines=('title: A plant',))
    >>> front_matter("---\\nNo key here\\n---\\nText") is None
    True
    """
    found = _BLOCK.match(text)
    if found is None:
        return None
    lines = tuple(found["lines"].splitlines())
    keyed = [line for line in lines if line.strip() and not line.startswith((" ", "\t", "#", "-"))]
    return FrontMatter(found.end(), lines) if keyed and all(_KEY.match(line) for line in keyed) else None
