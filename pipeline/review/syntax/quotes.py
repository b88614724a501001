"""Slips with quotes: one is missing, one too many, of the wrong kind, or text stands outside them."""

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.review.syntax.fault import Edit, Fault, Slip, member, shown
from pipeline.review.syntax.located import INSIDE_TEXT, Expecting, Token

# What follows a value or name that is over, up to the end of the line.
_OVER = re.compile(r"\s*(?:[,:}\]]|\Z)")
_AFTER = " \t\r,:[]{}"
_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"')
# What people write for quotes, with what closes it.
_OTHER_QUOTES = {
    "'": "'’",
    "`": "`'´",
    "‘": "’'‘",
    "’": "’'",
    "´": "´'",
    "“": '”“"',
    "”": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "＂": "＂",
    "″": "″",
    "‹": "›",
}
_CLOSERS = "”“’‘'`´»«″＂"
_TRIED = 6
_LINES_JOINED = 200
_FAR = 4000
_BREAK = re.compile(r"(?<![ \t])[ \t]*+\r?\n[ \t]*")
_CLOSING = re.compile(r'"(?=\s*[,:}\]])')


def in_text(fault: Fault) -> Iterator[Slip]:
    """Yield what may be wrong with the text that begins at the stop and is not closed as it must be."""
    whole = INSIDE_TEXT.match(fault.text, fault.at + 1)
    at = whole.end() if whole else fault.at + 1
    found = fault.text[at : at + 1]
    if found == "\\" and at + 1 < len(fault.text):
        yield _bad_backslash(fault, at)
    elif found not in ("", "\\", "\n", "\r"):
        yield _control(fault.text, at)
    yield from _unclosed(fault, Token("text", fault.at, at, fault.expecting, fault.open), fault.text[fault.at + 1 : at], "")
    if found and at + 1 < len(fault.text):
        yield from _broken_line(fault, at)
        yield _missing_close(fault, fault.at, fault.text[fault.at : at], ())


def after_text(fault: Fault) -> Iterator[Slip]:
    """Yield what may be wrong with the quotes of the text that was last read, where something else than a comma or colon follows it."""
    last = fault.before()
    if last is None or last.kind != "text" or fault.is_first_on_line(fault.at):
        return
    content = fault.text[last.start + 1 : last.end - 1]
    if not content and fault.found != '"':
        yield from _doubled(fault, last)
    yield from _unclosed(fault, last, content, '"')
    if content and not content.strip(_AFTER):
        yield Slip(
            "extra-quote",
            last.start,
            f"there is one quote too many before {shown(content)}",
            "delete it",
            (Edit(last.start, last.start + 1, ""),),
        )
    if fault.found == '"':
        yield Slip(
            "extra-quote",
            fault.at,
            f"there is one quote too many after {member(fault.written(last))}",
            "delete it",
            (Edit(fault.at, fault.at + 1, ""),),
        )
    yield from _outside(fault, last)
    yield from _inner_quotes(fault, last)


def opening(fault: Fault) -> Iterator[Slip]:
    """Yield for a name or value that begins without a quote, or with one of another kind."""
    rest = fault.rest
    if fault.found in _OTHER_QUOTES:
        yield from _other_quotes(fault)
    what = "name" if fault.expecting in {Expecting.NAME, Expecting.NAME_OR_END} else "text"
    between = '"' if what == "name" else r'[,{\[]\s*"'
    for end in _closing_quotes(rest, 0):
        if re.search(between, rest[:end]):
            break
        yield Slip(
            "missing-quote",
            fault.at,
            f"the quote before {shown(rest[:end])} is missing",
            f'write " before the {what}',
            (Edit(fault.at, fault.at, '"'), *_escaped(rest, fault.at, 0, end)),
        )
    if what == "name" and (name := re.match(r"[^\W\d][\w-]*", rest)):
        yield Slip(
            "unquoted-name",
            fault.at,
            f"the name {shown(name[0])} stands without quotes",
            f'write "{name[0]}"',
            (Edit(fault.at, fault.at, '"'), Edit(fault.at + name.end(), fault.at + name.end(), '"')),
            proof=1,
        )
    elif what == "text":
        yield from unquoted(fault, fault.at)


def unquoted(fault: Fault, at: int, before: str = "") -> Iterator[Slip]:
    """Yield that the value from `at` on stands without quotes, for the places where it may end."""
    rest = fault.text[at : fault.line_end].rstrip()
    ends = [match.start() for match in re.finditer(r'\s*(?:,\s*"|[}\]]|,\s*\Z|\Z|\s(?://|#))', rest)]
    for end in ends[:_TRIED] + ends[_TRIED:][-2:]:
        value = rest[:end]
        if re.search(r',\s*"[^"]*"\s*:', value):
            return
        if value:
            yield Slip(
                "unquoted-value",
                at,
                f"the text {shown(value)} stands without quotes",
                f"write {member(chr(34) + value + chr(34))}",
                (Edit(at, at + end, before + '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'),),
            )


def _unclosed(fault: Fault, text: Token, content: str, close: str) -> Iterator[Slip]:
    """Yield that the closing quote of `text` is missing, before what ends it: brackets, a comma, a colon."""
    start = text.start
    over = len(content.rstrip(_AFTER))
    if content[over - 1 : over] and content[over - 1] in _CLOSERS:
        place = start + over
        yield Slip(
            "single-quotes" if content[over - 1] in "'`´" else "curly-quotes",
            start,
            f'the text {shown(content[: over - 1])} begins with " and ends with {content[over - 1]}',
            'write the straight quote " on both sides',
            (Edit(place, place + 1, '"'),),
        )
    for match in list(re.finditer(r'\\"\s*(?=[,:}\]]|\Z)', content + close if close else content))[-_TRIED:]:
        place = start + 1 + match.start()
        yield Slip(
            "bad-backslash",
            place,
            f"the backslash before the closing quote of {shown(content[: match.start()])} makes the quote a part of the text",
            "write two backslashes (\\\\) or none",
            (Edit(place, place + 1, "\\\\"),),
        )
    ends = sorted({*range(over, min(len(content), over + _TRIED) + 1), len(content)})
    for end in ends:
        if content[end - 1 : end].isspace() and end > over:
            continue
        place = start + 1 + end
        yield _missing_close(fault, start, '"' + content[:end], (Edit(place, place, '"'),))
    # One text holds a name and its value.
    if name := re.match(r"[\w-]+(?=\s*[:=]\s*[^\s:=])", content):
        value = re.compile(r"\s*[:=]\s*").match(content, name.end())
        behind = start + 1 + (value.end() if value else name.end())
        yield Slip(
            "missing-quote",
            start,
            f"the quotes between the name {shown(name[0])} and its value are missing",
            f'write "{name[0]}": "…"',
            (Edit(start + 1 + name.end(), behind, '": "'),),
        )


def _missing_close(fault: Fault, start: int, written: str, edits: tuple[Edit, ...]) -> Slip:
    return Slip(
        "missing-quote",
        start,
        f"the text{_of(fault, start)} that begins with {member(written)} has no closing quote",
        'write " where the text ends',
        edits,
    )


def _of(fault: Fault, start: int) -> str:
    """Return of which member the text at `start` is the value, in words."""
    name = re.search(r'("[^"\n]{1,60}")\s*:\s*\Z', fault.text[max(0, start - 80) : start])
    return f" of {name[1]}" if name else ""


def _broken_line(fault: Fault, at: int) -> Iterator[Slip]:
    """Yield that a line was broken inside a text: it goes on in the next lines, up to a quote behind which the rest reads well."""
    begun = len(fault.text[fault.at : at].rstrip(" \t")) + fault.at
    breaks = list(islice(_BREAK.finditer(fault.text, begun), _LINES_JOINED))
    if not breaks:
        return
    for close in islice(_CLOSING.finditer(fault.text, at, breaks[-1].end() + _FAR), _TRIED):
        inside = [match for match in breaks if match.end() <= close.start()]
        yield Slip(
            "broken-line",
            begun,
            f"a line break stands inside the text{_of(fault, fault.at)} that begins with {member(fault.text[fault.at : at])}",
            "join the lines: a text stands on one line (\\n is written for a line break in it)",
            tuple(Edit(match.start(), match.end(), " ") for match in inside),
        )


def _inner_quotes(fault: Fault, text: Token) -> Iterator[Slip]:
    rest = fault.text[text.start : fault.line_end].rstrip()
    stop = fault.at - text.start
    for end in _closing_quotes(rest, stop):
        inner = _escaped(rest, text.start, 1, end)
        yield Slip(
            "inner-quote",
            inner[0].start,
            f"a quote stands inside the text {shown(rest[1:end])}",
            'write \\" or ’ or “ ” for quotes inside a text',
            inner,
        )


def _outside(fault: Fault, text: Token) -> Iterator[Slip]:
    """Yield that words stand behind the closing quote instead of before it."""
    for end in _ends(fault.rest):
        words = fault.rest[:end]
        if words and '"' not in words and words[0] not in ",:}]":
            yield Slip(
                "text-outside-quotes",
                fault.at,
                f"{shown(words)} stands after the closing quote of {member(fault.written(text))}",
                "write it between the quotes, or delete it",
                (Edit(fault.at, fault.at + end, ""),),
            )


def _doubled(fault: Fault, empty: Token) -> Iterator[Slip]:
    """Yield for an empty text right before words: the quotes stand twice, or one quote is too many."""
    if doubled := re.match(r'([^"\n]*)""', fault.rest):
        yield Slip(
            "doubled-quotes",
            empty.start,
            f"{shown(doubled[1])} has two quotes on each side",
            f"write {member(chr(34) + doubled[1] + chr(34))}",
            (Edit(empty.start, empty.start + 1, ""), Edit(fault.at + doubled.end() - 1, fault.at + doubled.end(), "")),
        )
    yield Slip(
        "extra-quote",
        empty.start,
        f"there is one quote too many before {shown(fault.rest.partition(chr(34))[0])}",
        "delete it",
        (Edit(empty.start, empty.start + 1, ""),),
    )


def _other_quotes(fault: Fault) -> Iterator[Slip]:
    closers = _OTHER_QUOTES[fault.found]
    single = fault.found in "'`´"
    kind = "a single quote or another sign" if single else "a curly quote"
    ends = [match for match in re.finditer(f"[{closers}]", fault.rest) if match.start() and _OVER.match(fault.rest, match.end())]
    is_name = fault.expecting in {Expecting.NAME, Expecting.NAME_OR_END}
    for match in ends[: 1 if is_name else _TRIED]:
        words = fault.rest[1 : match.start()]
        yield Slip(
            "single-quotes" if single else "curly-quotes",
            fault.at,
            f"{shown(fault.rest[: match.end()])} begins with {kind}, where the straight double quote belongs",
            f"write {member(chr(34) + words + chr(34))}",
            (Edit(fault.at, fault.at + match.end(), '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'),),
            proof=1,
        )


def _bad_backslash(fault: Fault, at: int) -> Slip:
    after = fault.text[at + 1 : at + 2]
    pair = fault.text[at : at + 2].rstrip()
    if after == "u":
        number = re.compile(r"\\u[0-9a-fA-F]{4}").match(fault.text, at)
        what = (
            f"{shown(number[0])} is half of a character"
            if number
            else f"after {shown(pair)} four digits of a character's number are needed"
        )
        return Slip("bad-backslash", at, what, "write the character itself, or two backslashes (\\\\) for a backslash")
    if after and after in "'’“”":
        return Slip("bad-backslash", at, f"a backslash stands before {after}, which needs none", "delete the backslash")
    return Slip(
        "bad-backslash",
        at,
        f"{shown(pair)} means nothing in JSON",
        "write two backslashes (\\\\) for a backslash, or delete it",
    )


def _control(text: str, at: int) -> Slip:
    if text[at] == "\0":
        return Slip("zero-byte", at, "a zero byte stands inside a text", "delete it, and save the file as UTF-8")
    if text[at] == "\t":
        return Slip("control-character", at, "a tab stands inside a text", "write a blank, or \\t where a tab is meant")
    return Slip("control-character", at, f"the invisible character {shown(text[at])} stands inside a text", "delete it")


def _closing_quotes(rest: str, begin: int) -> list[int]:
    """Return where in `rest` quotes stand from `begin` on that could close a text: the next few and the last few."""
    found = [match.end() - 1 for match in _QUOTE.finditer(rest, begin) if _OVER.match(rest, match.end())]
    return list(dict.fromkeys([*found[:_TRIED], *found[-2:]]))


def _escaped(rest: str, offset: int, begin: int, end: int) -> tuple[Edit, ...]:
    """Return the edits that put a backslash before the quotes of rest[begin:end], which stands at `offset`."""
    inner = [match.end() - 1 for match in _QUOTE.finditer(rest, begin, end)]
    return tuple(Edit(offset + at, offset + at, "\\") for at in inner)


def _ends(rest: str) -> list[int]:
    """Return where words without quotes may end on a line: before a comma, a closing bracket, a comment, the line's end."""
    return [match.start() for match in re.finditer(r'\s*(?:,\s*(?:"|\Z)|[}\]]|\Z)', rest)][:_TRIED]
