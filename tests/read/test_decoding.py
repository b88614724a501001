"""Bytes to text: what is decoded how, and what is refused with which word."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArticleError
from pipeline.read.decoding import decode

TEXT = "The café’s owner said “we paid £5m” – and left.\r\nThe end.\n"


@pytest.mark.parametrize(
    ("data", "remarked"),
    [
        (TEXT.encode(), False),
        (codecs.BOM_UTF8 + TEXT.encode(), False),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), False),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), False),
        (TEXT.encode("cp1252"), True),
        ("Plain words with one dash – and nothing else beyond ASCII.".encode("cp1252"), True),
    ],
)
def test_same_text_from_each_encoding(data, remarked):
    text, remark = decode(data, "a.txt")
    assert text in (TEXT, "Plain words with one dash – and nothing else beyond ASCII.")
    assert (remark is not None) == remarked


def test_other_alphabets_are_not_taken_for_western_ones():
    assert decode("Łódź i Kraków, zażółć gęślą jaźń".encode("cp1250"), "a.txt")[0] == "Łódź i Kraków, zażółć gęślą jaźń"
    assert decode("Москва и другие города".encode("cp1251"), "a.txt")[0] == "Москва и другие города"


def test_utf16_without_mark_is_read_and_said():
    assert decode("A plain text.\n".encode("utf-16-le"), "a.txt") == ("A plain text.\n", "read as utf-16-le: there is no byte order mark")
    assert decode("A plain text.\n".encode("utf-16-be"), "a.txt")[0] == "A plain text.\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "binary-file"),
        (b"PK\x03\x04....", "binary-file"),
        (b"text\0with\0\0nul", "binary-file"),
        ("müde".encode() + b" \xff broken", "damaged-text"),
        (codecs.BOM_UTF16_LE + b"a\0b", "damaged-text"),
        (codecs.BOM_UTF8 + b"\xff", "damaged-text"),
        (bytes(range(128, 256)) * 4, "undecodable"),
    ],
)
def test_refused_with_a_reason(data, code):
    with pytest.raises(ArticleError) as refusal:
        decode(data, "a.txt")
    assert refusal.value.code == code
    assert str(refusal.value).startswith("a.txt: ")


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "read"),
    [
        ("€4 bn", "iso-8859-15", "ISO-8859-15", "€4 bn"),
        ("“So”", "cp1252", "iso-8859-1", "“So”"),
        ("工場が開く", "shift_jis", "Shift_JIS", "工場が開く"),
        ("£4 – so", "cp1252", "utf-8", "£4 – so"),
        ("£4 – so", "cp1252", "unicode_escape", "£4 – so"),
        ("£4 – so", "cp1252", "no such thing", "£4 – so"),
        ("£4 – so", "cp1252", "gb\0k", "£4 – so"),
        ("£4 – so", "utf-8", "iso-8859-15", "£4 – so"),
    ],
)
def test_declared_encoding_stands_between_utf8_and_the_guess(text, encoding, declared, read):
    assert decode(text.encode(encoding), "a.html", declared=declared)[0] == read


def test_damaged_utf8_stays_refused_whatever_is_declared():
    with pytest.raises(ArticleError):
        decode("müde".encode() + b" \xff", "a.html", declared="iso-8859-15")


@given(st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(data):
    try:
        text, _ = decode(data, "a.txt")
    except ArticleError:
        return
    assert isinstance(text, str)
    assert "\0" not in text
    text.encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf8_is_read_to_the_letter(text):
    data = text.encode()
    if not data.startswith((b"%PDF", b"PK\x03\x04", b"\x7fELF", b"GIF8", codecs.BOM_UTF8)) and not text.startswith("\x1f\x8b"):
        assert decode(data, "a.txt") == (text, None)
