"""Pages from templates: everything that was read is escaped, everything that a page needs is in it."""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import jinja2
from markupsafe import Markup, escape

from pipeline.write.pages.columns import Mark, Piece

_TEMPLATES: Final = Path(__file__).parent / "templates"
_SEAL: Final = re.compile(rb"\n<!-- written by unspun page, content ([0-9a-f]{16}) -->\n\Z")
_WITHOUT_FORM: Final = {ord("\0"): "\N{REPLACEMENT CHARACTER}"}
"""What no page can hold."""
_EMPTY: Final = " \t\r\n\v\f\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff"
_UNSEEN: Final = "white space"
"""What is read out for a place of nothing but such characters."""


def page(template: str, **said: Any) -> bytes:  # noqa: ANN401 - whatever the template names
    """Return the page of a template, sealed; the same words give the same bytes."""
    html = _environment().get_template(template).render(said)
    data = html.encode("utf-8", "replace")
    return data + f"\n<!-- written by unspun page, content {_digest(data)} -->\n".encode()


def is_ours(data: bytes) -> bool:
    """Return whether the bytes are a page as `page` gave it, to the last of them.

    >>> is_ours(b"<!doctype html><p>Mine.</p>")
    False
    """
    seal = _SEAL.search(data)
    return seal is not None and seal[1].decode() == _digest(data[: seal.start()])


def bears_seal(data: bytes) -> bool:
    """Return whether the bytes were such a page once, and may have been changed since."""
    return b"\n<!-- written by unspun page, content " in data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = drawn
    style, script = ((_TEMPLATES / name).read_text(encoding="utf-8").strip() for name in ("page.css", "page.js"))
    environment.globals |= {
        "style": Markup(style),  # noqa: S704 - a file of our own
        "script": Markup(script),  # noqa: S704 - a file of our own
        "policy": f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'",
    }
    return environment


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def exactly(text: str) -> str:
    """Return text as HTML of which a browser makes the same text: it would take line ends of every kind for one.

    >>> exactly("a < b\\r\\n")
    'a &lt; b&#13;\\n'
    """
    return str(escape(text.translate(_WITHOUT_FORM))).replace("\r", "&#13;")


def drawn(pieces: Iterable[Piece], change: Literal["del", "ins"]) -> Markup:
    """Return pieces of text as elements whose text is that of the pieces to the character; applied edits stand in `change` elements.

    >>> drawn([Piece("a < b\\r\\n"), Piece("c", quiet=True)], "del")
    Markup('a &lt; b&#13;\\n<span class="q">c</span>')
    """
    return Markup("".join(_element(piece, change) for piece in pieces))  # noqa: S704 - whatever was read is escaped below


def _element(piece: Piece, change: str) -> str:
    text = exactly(piece.text)
    for anchor in piece.anchors[1:]:
        text = f'<i id="{escape(anchor)}"></i>{text}'
    if piece.mark is not None:
        text = _marked(piece, piece.mark, text)
        if piece.applied:
            text = f"<{change}>{text}</{change}>"
    return f'<span class="q">{text}</span>' if piece.quiet else text


def _marked(piece: Piece, mark: Mark, text: str) -> str:
    """Return the text, HTML already, in the element of its mark."""
    # An empty link has no name, and what was set aside has no entry to lead to.
    is_link = bool(mark.entry and piece.text)
    attributes = [
        ("href", f"#{mark.entry}" if is_link else ""),
        ("id", piece.anchors[0] if piece.anchors else ""),
        ("aria-label", _UNSEEN if is_link and not piece.text.strip(_EMPTY) else ""),
        ("class", piece.classes),
        ("data-why", piece.summary),
        ("aria-describedby", piece.entries if is_link else ""),
        ("tabindex", "-1" if is_link and not piece.stop else ""),
    ]
    element = "a" if is_link else "span"
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes if value)
    return f"<{element}{written}>{text}</{element}>"
