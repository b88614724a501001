"""From bytes to text: UTF-8, UTF-16, UTF-32 and the single-byte Western encodings.

Bytes that are nearly UTF-8 are refused, not guessed at: read as Windows-1252 they would turn into
text that looks right and is not.
"""

import codecs
import re

from charset_normalizer import from_bytes

from pipeline import errors

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tried in turn, each with how much disorder of its characters is put up with. Short English text looks
# alike to every detector in all of them ("£5m" reads "Ł5m" in Windows-1250), and nearly all of it that
# is not UTF-8 is Windows-1252: that wins unless its reading is a jumble.
_SINGLE_BYTE = ((["cp1252"], 0.5), (["cp1250", "cp1254", "mac_roman", "cp1251"], 0.2))
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "gzip-compressed data",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
_OF_PAGES = re.compile(
    r"iso8859-\d+|cp125\d|cp866|cp874|koi8-[ru]|mac-\w+|shift_jis|cp932|euc_jp|euc_kr|cp949|gb2312|gbk|gb18030|big5|big5hkscs|cp950"
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, where: str, *, is_file: bool = True, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text of `data` and, where its encoding had to be guessed, a remark that says so.

    A byte order mark decides and is no part of the text. Line ends are left as they stand. Raises
    `ArticleError` for binary data, damaged UTF-8 and bytes in no known encoding. What a file of another
    kind begins with means nothing in a piece of one, for which `is_file` is False. What is not UTF-8 is read
    in the encoding that is `declared` for it, where all of it fits.

    >>> decode(b"caf\\xe9 \\x96 \\xa35m", "a.txt")
    ('café – £5m', 'read as cp1252: the bytes are not UTF-8')
    """
    if is_file:
        check_signature(data, where)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, where), None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return _legacy(data, fault.start, where, declared)
    if "\0" not in text:
        return text, None
    guess = _without_mark(data)
    if guess is None:
        raise errors.binary_file(where, "it holds NUL bytes")
    return _strictly(data, guess, where), f"read as {guess}: there is no byte order mark"


def check_signature(data: bytes, where: str) -> None:
    """Raise `ArticleError` where a file begins as those of another kind do."""
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise errors.binary_file(where, what)


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise errors.damaged_text(where, encoding, fault.start) from None
    if "\0" in text:
        raise errors.binary_file(where, "it holds NUL characters")
    return text


def _without_mark(data: bytes) -> str | None:
    """Return which UTF-16 the bytes are where every second one of Western text is zero."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if len(data) % 2 == 0 and half:
        if odd > 0.7 * half and even == 0:
            return "utf-16-le"
        if even > 0.7 * half and odd == 0:
            return "utf-16-be"
    return None


def _legacy(data: bytes, fault_at: int, where: str, declared: str | None) -> tuple[str, str | None]:
    if b"\0" in data:
        guess = _without_mark(data)
        if guess is None:
            raise errors.binary_file(where, "it holds NUL bytes")
        return _strictly(data, guess, where), f"read as {guess}: there is no byte order mark"
    encoding = _known(declared) if declared else None
    text = _fitting(data, encoding) if encoding else None
    # In an encoding of one byte a character all bytes fit, those of damaged UTF-8 too.
    if _MULTIBYTE.search(data) and (text is None or len(text) == len(data)):
        raise errors.damaged_text(where, "UTF-8", fault_at)
    if text is not None:
        return text, f"read as {encoding}: the page declares it, and the bytes are not UTF-8"
    for encodings, disorder in _SINGLE_BYTE:
        best = from_bytes(data, cp_isolation=encodings, threshold=disorder).best()
        if best is not None:
            return str(best), f"read as {best.encoding}: the bytes are not UTF-8"
    raise errors.undecodable(where)


def _known(declared: str) -> str | None:
    """Return the encoding that a page means by a name, None where it is none that pages are written in.

    >>> _known("ISO-8859-15"), _known("latin1"), _known("unicode_escape"), _known("x-none")
    ('iso8859-15', 'cp1252', None, None)
    """
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    # So all browsers have it.
    return "cp1252" if name in ("iso8859-1", "ascii") else name if _OF_PAGES.fullmatch(name) else None


def _fitting(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
