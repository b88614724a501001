"""What a person may have slipped on where reading stopped, the likelier first: by what was expected and what stands there."""

import re
from collections.abc import Iterator

from pipeline.review.syntax import brackets, quotes
from pipeline.review.syntax.fault import Edit, Fault, Slip, member, shown
from pipeline.review.syntax.located import DEEPEST, Expecting

_CONFLICT = re.compile(r"<{7}(?: |$)|={7}$|>{7}(?: |$)|\|{7}(?: |$)")
_COMMENT = re.compile(r"//.*|#.*|/\*(?s:.*?)\*/|<!--(?s:.*?)-->|/\*.*")
_WORD = re.compile(r"(none|true|false|null|nan|nil|undefined|-?inf|[+-]?infinity|n/a)\s*(?=[,}\]]|$)", re.IGNORECASE)
_MEANT = {"true": "true", "false": "false"}
_NUMBER = re.compile(r"[-+−~≈<>]?\s?[$€£¥₹]?\s?[.,]?[0-9][^\"}\]\n]*?(?=\s*(?:,\s*\"|,?\s*[}\]]|,?\s*$))")
# A word or number that the file ends within.
_CUT_WORD = re.compile(r"[\w.+-]+\s*\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]")
_COLONS = re.compile(r"(?:->|=>|:=|[=;,：﹕.~])\s*(?=[\"\[{\w-])")
_COMMAS = re.compile(r"[;.，、؛|&+]|and\b")
_STRAY = re.compile(r'[^\s"\[\]{},:]+')
_NAMED = frozenset({Expecting.NAME, Expecting.NAME_OR_END})
_IN_LIST = frozenset({Expecting.VALUE_OR_END, Expecting.COMMA_IN_ARRAY})
_COMMA = frozenset({Expecting.COMMA_IN_ARRAY, Expecting.COMMA_IN_OBJECT})


def suspects(fault: Fault) -> Iterator[Slip]:
    """Yield what may be wrong, each with the edits that would mend it; the last one is certain and has none."""
    yield from _plain_to_see(fault)
    if not fault.found or (fault.open and _CUT_WORD.match(fault.text, fault.at)):
        yield from brackets.left_open(fault)
        yield brackets.ends_early(fault)
    if not fault.tokens:
        yield from _at_the_beginning(fault)
    if fault.expecting is Expecting.NOTHING:
        yield from _after_the_end(fault)
    elif fault.expecting is Expecting.COLON:
        yield from _for_a_colon(fault)
    elif fault.expecting in _COMMA:
        yield from brackets.behind_the_finding(fault)
        yield from _for_a_comma(fault)
    elif fault.found == '"':
        yield from quotes.in_text(fault)
        yield brackets.ends_early(fault)
    elif fault.expecting in _NAMED:
        yield from _for_a_name(fault)
    else:
        yield from _for_a_value(fault)
    yield from _stray(fault)
    yield _unclear(fault)


def _plain_to_see(fault: Fault) -> Iterator[Slip]:
    """Yield what can be nothing else."""
    at, found = fault.at, fault.found
    if fault.too_deep:
        yield Slip("too-deep", at, f"more than {DEEPEST} brackets stand inside each other", "delete those that are not needed")
    elif fault.is_first_on_line(at) and _CONFLICT.match(fault.rest):
        yield Slip(
            "merge-conflict",
            at,
            f"a merge conflict was left here: {shown(fault.rest)} is what git writes where two versions of a file differ",
            "keep one of the two versions and delete the lines of <<<<<<<, ======= and >>>>>>>",
        )
    elif found == "\0":
        yield Slip("zero-byte", at, "a zero byte stands here", "delete it, and save the file as UTF-8")
    elif found and (found < " " or found == "\x7f"):
        yield Slip("control-character", at, f"the invisible character {shown(found)} stands here", "delete it")
    elif found.isspace() or (found and found in "\ufeff\u200b\u200c\u200d\u2060\u00ad"):
        yield Slip(
            "odd-blank", at, f"a blank of another kind, U+{ord(found):04X}, stands here", "write an ordinary blank for it, or delete it"
        )
    elif (comment := _COMMENT.match(fault.text, at)) and fault.kind() != ":":
        yield Slip(
            "comment",
            at,
            f"a comment stands here: {shown(comment[0].strip())}; JSON has none",
            'delete it; remarks go into "note"',
            (Edit(at, comment.end(), ""),),
        )


def _at_the_beginning(fault: Fault) -> Iterator[Slip]:
    yield from _stray(fault)
    if fault.found == '"':
        yield from quotes.in_text(fault)
    yield Slip(
        "not-json",
        fault.at,
        f"this is no JSON: it begins with {shown(fault.rest)}, and a record begins with {{",
        "put the record back, or delete the file to have it written anew",
    )


def _after_the_end(fault: Fault) -> Iterator[Slip]:
    last = fault.before()
    if len(fault.tokens) == 1 and fault.kind() == "text" and last:
        yield Slip(
            "missing-bracket",
            0 if "\n" in fault.text[: last.start] else last.start,
            f"the record's opening {{ is missing before {member(fault.written(last))}",
            "write { on a line of its own before it",
            (Edit(last.start, last.start, "{"),),
        )
    # The record's own } stands first on its line: what closed it before, at the end of another line, is the one too many.
    closed = fault.found in "]}" and last and fault.is_first_on_line(fault.at) and not fault.is_first_on_line(last.start)
    if fault.found in "]}" and not closed:
        yield from brackets.wrong_closing(fault)
    yield from brackets.closed_too_early(fault)
    if fault.found in ("{", "[") or re.match(r",\s*\{", fault.text[fault.at : fault.at + 100]):
        yield Slip("two-records", fault.at, "a second record begins here; one file holds one record", "delete one of the two")
    yield Slip(
        "text-after-end",
        fault.at,
        f"after the end of the record stands more: {shown(fault.rest)}",
        "delete it",
    )


def _for_a_value(fault: Fault) -> Iterator[Slip]:
    at, found, last = fault.at, fault.found, fault.before()
    written = fault.written(last)
    in_list = fault.kind() != ":"
    if found in ",]}" and last and in_list:
        yield from _commas(fault)
    if found in ",]}" and last and written == ":":
        name = fault.written(fault.before(2))
        if found == "]":
            yield Slip("missing-bracket", at, f"the [ of {member(name)} is missing", "write [ here", (Edit(at, at, "["),))
        yield from brackets.left_open(fault)
        yield Slip("missing-value", last.end, f"the value of {member(name)} is missing", 'write one, or "" for none')
    if found == ":" and last:
        yield Slip(
            "extra-colon",
            at,
            f"there is a colon too many after {member(fault.written(fault.before(2)))}",
            "delete it",
            (Edit(at, at + 1, ""),),
        )
    if (sign := re.match(r'([=:]+)\s*(?=")', fault.rest)) and not in_list:
        behind = at + sign.end()
        yield Slip(
            "text-outside-quotes",
            at,
            f"{shown(sign[1])} stands before the opening quote",
            f'write it between the quotes: "{sign[1]}…"',
            (Edit(at, behind + 1, f'"{sign[1]}'),),
        )
    if (words := re.match(r'([^",}\]\n]+)"(?="\s*(?:[,}\]]|$))', fault.rest)) and not in_list:
        yield Slip(
            "text-outside-quotes",
            at,
            f"{shown(words[1].rstrip())} stands before the opening quote",
            "write it between the quotes",
            (Edit(at, at + words.end(1), ""),),
        )
    if word := _WORD.match(fault.rest):
        meant = _MEANT.get(word[1].lower(), "null")
        yield Slip(
            "foreign-word",
            at,
            f"{shown(word[1])} is no word of JSON",
            f"write {meant}, or the word in double quotes",
            (Edit(at, at + word.end(1), meant),),
        )
    if (number := _NUMBER.match(fault.rest)) and not _DATE.match(fault.rest):
        yield _bad_number(at, number[0], at, at + number.end())
    if found in "})" and last and last.kind == "[":
        yield from brackets.wrong_closing(fault)
    if in_list and found not in "\"'“":
        yield from _stray(fault)
    yield from quotes.opening(fault)


def _for_a_name(fault: Fault) -> Iterator[Slip]:
    at, found = fault.at, fault.found
    if found in ",]}":
        yield from _commas(fault)
    if found in "{[" and fault.kind() == "{":
        yield Slip("extra-bracket", at, f"there is one {found} too many here", "delete it", (Edit(at, at + 1, ""),))
    elif found in "{[":
        yield from brackets.left_open(fault)
        yield from brackets.missing_closing(fault)
        yield from brackets.missing_opening(fault)
        yield from brackets.outside_list(fault)
    if found in "])":
        yield from brackets.wrong_closing(fault)
    if found == ":":
        yield Slip("missing-name", at, "the name before this colon is missing", 'write it in double quotes, such as "decision"')
    number = fault.before(2)
    if (
        fault.kind() == ","
        and number
        and number.kind == "number"
        and (group := re.match(r"[0-9]{2,3}(?:,[0-9]{3})*(?:\.[0-9]+)?(?![\w.])", fault.rest))
    ):
        yield _bad_number(number.start, fault.text[number.start : at + group.end()], number.start, at + group.end())
    if fault.kind() == "," and number and number.kind == "number" and (text := re.match(r'[0-9]{3}\b[^"\n]*(?="\s*[,}])', fault.rest)):
        yield _missing_open(fault, number.start, at + text.end())
    yield from quotes.opening(fault)


def _for_a_colon(fault: Fault) -> Iterator[Slip]:
    at, found, last = fault.at, fault.found, fault.before()
    name = fault.written(last)
    if sign := _COLONS.match(fault.rest):
        shown_sign = shown(fault.rest[: sign.end()].strip())
        colon = Slip(
            "wrong-colon",
            at,
            f"{shown_sign} stands after the name {member(name)} where a colon belongs",
            "write : for it",
            (Edit(at, at + sign.end(), ": "),),
        )
        yield colon
        if found != ",":
            for slip in quotes.unquoted(fault, at + sign.end(), ": "):
                yield Slip(colon.code, at, colon.what, colon.remedy, (Edit(at, *slip.edits[0][1:]),))
    if found not in ",}]:" and last:
        what = f"a colon is missing after the name {member(name)}"
        yield Slip("missing-colon", last.end, what, "write : between name and value", (Edit(last.end, last.end, ":"),))
        for slip in quotes.unquoted(fault, at, ":") if ":" not in name else ():
            yield Slip("missing-colon", last.end, what, "write : between name and value, and the value in double quotes", slip.edits)
        yield from quotes.after_text(fault)
    if found in ",]":
        yield from brackets.missing_opening(fault)
    if last and found in ",}]":
        yield from quotes.after_text(fault)
        yield Slip(
            "missing-value",
            last.end,
            f"after {member(name)} neither colon nor value follows",
            f"write {member(name)}: and a value, or delete it",
        )


def _for_a_comma(fault: Fault) -> Iterator[Slip]:
    at, found, last = fault.at, fault.found, fault.before()
    place = fault.end_before()
    if last and last.kind == "number" and (rest := re.match(r'[^"}\]\n,]+(?=\s*(?:[,}\]]|$))', fault.rest)) and found not in "{[":
        whole = fault.text[last.start : at + rest.end()].rstrip()
        yield _bad_number(last.start, whole, last.start, last.start + len(whole))
    if last and last.kind == "number" and (text := re.match(r'[^"{}\[\]\n]+(?="\s*(?:[,}\]]|$))', fault.rest)):
        yield _missing_open(fault, last.start, at + text.end())
    if found == ":" and fault.open:
        yield from _colon_in_list(fault) if fault.expecting in _IN_LIST else _colon_after_value(fault)
    if found in "]})":
        yield from brackets.left_open(fault)
        if found == "]" and fault.is_first_on_line(at):
            yield from brackets.missing_opening(fault)
        yield from brackets.missing_closing(fault)
        yield from brackets.wrong_closing(fault)
    elif found in '"[{' or re.match(r"[-\d]|true|false|null", fault.rest):
        yield _missing_comma(fault, place, (Edit(place, place, ","),))
        yield from quotes.after_text(fault)
        yield from brackets.left_open(fault)
        yield from brackets.missing_closing(fault)
    elif sign := _COMMAS.match(fault.rest):
        yield Slip("wrong-comma", at, f"{shown(sign[0])} stands where a comma belongs", "write , for it", (Edit(at, at + sign.end(), ","),))
        yield Slip("stray-text", at, f"{shown(sign[0])} stands here outside any quotes", "delete it", (Edit(at, at + sign.end(), ""),))
    if (name := re.match(r'[\w-]+(?="\s*:)', fault.rest)) and fault.text[:place].rstrip('" \t')[-1:] not in ",:[]{}":
        yield _missing_comma(fault, place, (Edit(place, place, ","), Edit(at, at, '"')))
    yield from quotes.after_text(fault)
    if found not in "]}":
        name = re.match(r"[^\W\d][\w-]*(?=\s*[:=])", fault.rest)
        if name and fault.expecting is Expecting.COMMA_IN_OBJECT:
            yield _missing_comma(fault, place, (Edit(place, place, ","), Edit(at, at, '"'), Edit(at + name.end(), at + name.end(), '"')))


def _colon_in_list(fault: Fault) -> Iterator[Slip]:
    """Yield for a name with its colon inside a list: the list or an object was closed or opened wrongly before it."""
    name = fault.before()
    if name is None or name.kind != "text":
        return
    back = fault.before_last()
    opening = list(brackets.missing_opening(fault))
    if fault.is_first_on_line(name.start):
        yield from brackets.left_open(back)
        yield from opening
    yield from brackets.closed_too_early(fault)
    yield from brackets.missing_closing(back)
    yield from opening


def _colon_after_value(fault: Fault) -> Iterator[Slip]:
    """Yield for a colon after a member's value: the value before is missing, so that the next name was taken for it."""
    value, name = fault.before(), fault.before(3)
    if value and name and value.kind == "text" and fault.kind(2) == ":":
        yield Slip(
            "missing-value",
            name.end + 1,
            f"the value of {member(fault.written(name))} is missing",
            'write one, or "" for none, and a comma',
            (Edit(value.start, value.start, '"",'),),
        )


def _commas(fault: Fault) -> Iterator[Slip]:
    """Yield for a comma, ] or } where an item or a member belongs: a comma before it, or itself, is too many."""
    last, found = fault.before(), fault.found
    if last is None or last.kind not in ",[{":
        return
    if found == ",":
        what = "there are two commas" if last.kind == "," else f"a comma follows the opening {last.kind}"
        yield Slip("extra-comma", fault.at, what, "delete this one", (Edit(fault.at, fault.at + 1, ""),))
        if last.kind == "[":
            yield from brackets.missing_closing(fault)
    elif last.kind == ",":
        yield Slip(
            "trailing-comma",
            last.start,
            f"a comma stands before the closing {found}",
            "delete the comma",
            (Edit(last.start, last.end, ""),),
        )
        yield from brackets.left_open(fault)
        yield from brackets.wrong_closing(fault)
        yield from brackets.missing_closing(fault)


def _missing_comma(fault: Fault, place: int, edits: tuple[Edit, ...]) -> Slip:
    last = fault.before()
    if last is None or last.kind in "]}":
        after = f"the closing {fault.written(last)}"
        if last and last.open:
            after = f"{after} of {fault.named(last.open)}"
    else:
        name = fault.before(3) if fault.kind(2) == ":" else last
        start = name.start if name else last.start
        after = member(fault.text[start : last.end])
    return Slip("missing-comma", place, f"a comma is missing after {after}", "write , there", edits)


def _bad_number(at: int, written: str, start: int, end: int) -> Slip:
    digits = re.sub(r"(?<=[0-9])[, _’'](?=[0-9]{3}\b)", "", written)
    plain = digits if re.fullmatch(r"-?[1-9][0-9]*(?:\.[0-9]+)?", digits) else "300000 or 0.5"
    return Slip(
        "bad-number",
        at,
        f"{shown(written)} is no number as JSON writes them",
        f"write digits alone, such as {plain}, or put it in double quotes",
        (Edit(start, end, "0"),),
    )


def _missing_open(fault: Fault, start: int, end: int) -> Slip:
    what = f"the quote before {shown(fault.text[start:end])} is missing"
    return Slip("missing-quote", start, what, 'write " before the text', (Edit(start, start, '"'),))


def _stray(fault: Fault) -> Iterator[Slip]:
    """Yield that something was typed by mistake between two items."""
    if (stray := _STRAY.match(fault.text, fault.at)) and fault.found != '"':
        yield Slip(
            "stray-text", fault.at, f"{shown(stray[0])} stands here outside any quotes", "delete it", (Edit(fault.at, stray.end(), ""),)
        )
    # Several words, up to where the line goes on as it should.
    if (line := re.match(r'[^"\[\]{}\n]+?(?=\s*(?:[\[{"]|[\]},]|$))', fault.rest)) and line[0] != (stray[0] if stray else ""):
        yield Slip(
            "stray-text",
            fault.at,
            f"{shown(line[0])} stands here outside any quotes",
            "delete it",
            (Edit(fault.at, fault.at + line.end(), ""),),
        )


def _unclear(fault: Fault) -> Slip:
    found = f"{shown(fault.rest)} was found" if fault.rest else "the line ends"
    return Slip("unclear", fault.at, f"{fault.expecting} was expected here, and {found}", "compare the line with those around it")
