"""Text that was decoded or escaped wrongly, put right place by place.

ftfy knows how mojibake looks and how it comes about. It is asked line by line, and only for lines
with its own signs of mojibake; its answer is then located, so that each repaired place is an edit
of its own and all else stays as it is.
"""

import html
import re
from collections.abc import Iterator, Sequence

import ftfy
from ftfy.badness import is_bad

from pipeline.normalise.draft import Replace

_LINE_END = re.compile(r"[\r\n]|\Z")
_UNUSUAL = re.compile(
    r"[\u0080-\u0241\u02c6-\u02dd\u0370-\u045f\u2021\u2030\u221a\u25ca\u2500-\u259f\ufffd\uf8ff]|[^\x00-\x7f]{2}|[\u2018-\u201e\u2022] "
)
_RUN = re.compile(r"[^\x00-\x7f]+ ?")
_REFERENCE = re.compile(r"&(?:(?:amp;)*+(?:#\d{1,7}+|#[xX][0-9a-fA-F]{1,6}+|[A-Za-z][A-Za-z0-9]{1,31}+);|(?:amp;)++)")
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\ufffd(?=(?:s|t|d|m|re|ve|ll)\b)")
_HALF_CHARACTERS = {"\x13": "–", "\x14": "—", "\x18": "‘", "\x19": "’", "\x1c": "“", "\x1d": "”"}
_HALF_CHARACTER = re.compile("[" + "".join(_HALF_CHARACTERS) + "]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb]+")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\r\n\u2028\u2029]")
_C1 = re.compile(r"[\x80-\x84\x86-\x9f]")
_CUT_MARK = re.compile(r"(?:Ã¢â‚¬|â€)(?:â€|Å)?")
_CUT_SEQUENCE = re.compile(r"(?:Ã¢â‚¬(?:â€|Å)?|â€) \Z")
_CODEC_NAMES = {"sloppy-windows-1252": "windows-1252", "sloppy-windows-1250": "windows-1250", "sloppy-windows-1251": "windows-1251"}


def unescaped(text: str) -> list[Replace]:
    """Return the character references left in `text`, each read as the character it stands for.

    >>> [(change.start, change.end, change.after) for change in unescaped("AT&amp;T &copy 2022 R&D; &nosuch;")]
    [(2, 7, '&')]
    """
    if "&" not in text:
        return []
    return [
        Replace(start=found.start(), end=found.end(), after=reading, kind="encoding", why=("a character reference of HTML",))
        for found in _REFERENCE.finditer(text)
        if (reading := _dereferenced(found[0])) is not None
    ]


def _dereferenced(reference: str) -> str | None:
    plain = "&" + reference[1:].replace("amp;", "")
    if plain in {"&", "&;"}:
        return "&"
    reading = html.unescape(plain)
    if reading == plain or (reading.endswith(";") and len(reading) > 1):
        return None
    if reading in {"\n", "\r", "\t", "\r\n"}:
        return " "
    return None if _NO_TEXT.search(reading) or "\ufffd" in reading else reading


def mojibake(text: str) -> list[Replace]:
    """Return the places of `text` that were decoded with the wrong encoding, with their right reading.

    >>> [(change.start, change.after) for change in mojibake("Itâ€™s naïve")]
    [(2, '’')]
    >>> mojibake("É. Müller, Ευρώπη and 小米 — naïve “quotes”")
    []
    """
    if text.isascii():
        return []
    changes: list[Replace] = []
    at = 0
    while sign := _UNUSUAL.search(text, at):
        start = max(at, text.rfind("\n", at, sign.start()) + 1, text.rfind("\r", at, sign.start()) + 1)
        at = _end_of_line(text, sign.end())
        line = text[start:at]
        if is_bad(line):
            changes += _repaired(line, start)
    return changes


def _end_of_line(text: str, place: int) -> int:
    found = _LINE_END.search(text, place)
    return found.start() if found else len(text)


def _repaired(line: str, at: int) -> Iterator[Replace]:
    fixed, plan = ftfy.fix_encoding_and_explain(line)
    if fixed == line or plan is None:
        return
    why = (_explained(plan),)
    for start, end, after in _located(line, fixed, plan):
        confidence = 0.7 if "\ufffd" in after or line[start:end] == "Ã" else 0.98
        if _loses(line[start:end], after, plan):
            guessed = _guessed(line, start, end)
            if guessed is not None:
                core, reading = guessed
                reason = f"a quotation mark or dash that was cut in decoding: {reading} fits what stands around it"
                yield Replace(start=at + start, end=at + core, after=reading, kind="encoding", why=(reason,), confidence=0.6)
            continue
        yield Replace(start=at + start, end=at + end, after=after, kind="encoding", why=why, confidence=confidence)


def _loses(before: str, after: str, plan: Sequence[tuple[str, str]]) -> bool:
    """Return whether the repair makes of visible characters none, or such as no text has: the mojibake was cut short."""
    if _C1.search(after):
        return True
    if "\ufffd" in after and "\ufffd" not in before:
        return True
    # With the space behind it, a cut sequence reads as some thin space or a dagger.
    return ("transcode", "restore_byte_a0") in plan and _CUT_SEQUENCE.search(before) is not None


def _guessed(line: str, start: int, end: int) -> tuple[int, str] | None:
    """Return where the cut sequence in `line[start:end]` ends and the dash or quotation mark it most likely was, or None."""
    core = start + len(line[start:end].rstrip(" "))
    sequence = line[start:core]
    if _CUT_MARK.fullmatch(sequence) is None:
        return None
    before, behind = line[start - 1 : start], line[core : core + 1]
    if sequence.endswith("Ã¢â‚¬â€"):
        return core, "—"
    if sequence.endswith("Å") or (not before.strip() and behind.strip()):
        return core, "“"
    if before.strip():
        return core, "”" if not behind[:1].isalnum() else "—"
    return core, "—"


def _located(line: str, fixed: str, plan: Sequence[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Return where `line` and `fixed` differ: by the runs that are not ASCII if the plan works on each alone, else as one range."""
    places: list[tuple[int, int, str]] = []
    parts: list[str] = []
    at = 0
    for run in _RUN.finditer(line):
        after = _planned(line, *run.span(), plan)
        parts += line[at : run.start()], after
        at = run.end()
        if after != run[0]:
            places.append((run.start(), run.end(), after))
    parts.append(line[at:])
    return [_trimmed(line, *place) for place in places] if "".join(parts) == fixed else [_trimmed(line, 0, len(line), fixed)]


def _planned(line: str, start: int, end: int, plan: Sequence[tuple[str, str]]) -> str:
    """Return `line[start:end]` after `plan`, which looks at the characters beside it too."""
    before, behind = line[start - 1 : start] or " ", line[end : end + 1] or " "
    try:
        after = str(ftfy.apply_plan(before + line[start:end] + behind, list(plan)))
    except UnicodeError:
        return line[start:end]
    return after[1:-1] if after.startswith(before) and after.endswith(behind) else line[start:end]


def _trimmed(line: str, start: int, end: int, after: str) -> tuple[int, int, str]:
    before = line[start:end]
    limit = min(len(before), len(after))
    head = next((index for index in range(limit) if before[index] != after[index]), limit)
    tail = next((index for index in range(limit - head) if before[-1 - index] != after[-1 - index]), limit - head)
    return start + head, end - tail, after[head : len(after) - tail]


def _explained(plan: Sequence[tuple[str, str]]) -> str:
    steps = ", ".join(f"{action} {_CODEC_NAMES.get(name, name)}" for action, name in plan)
    codec = next((_CODEC_NAMES.get(name, name) for action, name in plan if action == "encode"), None)
    return f"UTF-8 that was read as {codec} (ftfy: {steps})" if codec else f"text in a mix of encodings (ftfy: {steps})"


def lost_characters(text: str) -> list[Replace]:
    """Return the control characters of `text`, read as what is left of a quotation mark or dash, or removed.

    >>> [(change.start, change.after) for change in lost_characters("don\\x19t wai\\x00t, it\\ufffds")]
    [(3, '’'), (9, ''), (15, '’')]
    """
    changes = [
        Replace(
            start=found.start(),
            end=found.end(),
            after=_HALF_CHARACTERS[found[0]],
            kind="encoding",
            why=(f"the control character U+{ord(found[0]):04X} is what is left of “{_HALF_CHARACTERS[found[0]]}”",),
            confidence=0.9,
        )
        for found in _HALF_CHARACTER.finditer(text)
    ]
    changes += [
        Replace(
            start=found.start(),
            end=found.end(),
            after="’",
            kind="encoding",
            why=("an apostrophe that was lost in decoding",),
            confidence=0.9,
        )
        for found in _LOST_APOSTROPHE.finditer(text)
    ]
    changes += [
        Replace(start=found.start(), end=found.end(), after="", kind="encoding", why=("control characters are no text",))
        for found in _CONTROL.finditer(_HALF_CHARACTER.sub(" ", text))
    ]
    return sorted(changes, key=lambda change: change.start)
