"""Which parts of an HTML page are tags or navigation, where its lines end, and what kind its lines are.

A page is cut into tokens by one compiled pattern instead of `html.parser`: offsets into the source
come for free, the result is the same under every Python version, and no input takes more than
linear time. The pattern follows what browsers do where that costs no article text: an unclosed
quote or element never swallows what comes behind it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.normalise.draft import Aside, Hint, Replace
from pipeline.normalise.notes import RAISED_DIGITS, NoteMarks
from pipeline.record.prose import BlockKind

_TOKEN = re.compile(
    r"""
    <!--.*?(?:-->|\Z)
    | <!\[CDATA\[ | \]\]>
    | <[!?][^<>]*+>
    | <(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,40}+)
      (?P<attributes>
        (?:[\s/]++[^\s"'<>/=]{1,100}+(?:\s*+=\s*+(?:"[^"]{0,20000}+"|'[^']{0,20000}+'|[^\s"'=<>`]{1,2000}+))?+){0,60}+[\s/]*+>
        | [\s/"'=][^<>]*+>
        | >
      )
    """,
    re.DOTALL | re.VERBOSE,
)
_CLASSES = re.compile(r"""\b(?:class|id|role)\s*=\s*["']?([^"'>]*)""", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_WRAP = re.compile(r"(?<![ \t\f])[ \t\f]*+(?:\r\n|\r|\n)[ \t\f\r\n]*")
_SPACE = " \t\r\n\f"

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})
_RAW_TEXT = {name: re.compile(rf"</{name}\b[^<>]*+>", re.IGNORECASE) for name in ("script", "style", "textarea", "noframes", "xmp")}
_HIDDEN = frozenset(
    {"head", "script", "style", "svg", "noscript", "template", "iframe", "object", "canvas", "audio", "video", "textarea", "math"}
)
_NAVIGATION = frozenset({"nav", "footer", "aside", "form", "button", "select", "menu", "dialog"})
_CONTENT = frozenset({"h1", "article", "main"})
# fmt: off
_BREAKING = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html",
    "iframe", "legend", "li", "main", "nav", "ol", "optgroup", "option", "p", "pre", "script", "section", "select", "style", "summary",
    "table", "tbody", "td", "template", "tfoot", "th", "thead", "title", "tr", "ul", "video",
})
# fmt: on
_HINTS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "figcaption": "caption",
    "caption": "caption",
}
_LIST_TAGS = frozenset({"li", "ul", "ol"})
_TAGS = ("HTML markup",)
_BREAKS_HERE = ("the markup ends a line here",)
_WRAPPED = ("a line end in the source of a paragraph is a space",)
_MAY_WRAP_PAGE = frozenset({"form", "menu", "select", "button", "dialog"})
_MUCH_PARAGRAPHS = 3
_MUCH_TEXT = 1500
"""A form, or a part with a telling class name, that holds so much may be the page itself, as some servers write it."""
_ARTICLE_LENGTH = 200
_ANY_TAG = re.compile(r"<[^<>]*>")
_EXPONENT = re.compile(r"[-−–]?\d{1,2}")
_NOTE_NUMBER = re.compile(r"\s*\[?\d{1,3}(?:[,–-]\s?\d{1,3}){0,5}\]?\s*")
_LONGEST_MARK, _BEFORE_MARK = 400, 200


class _Token(NamedTuple):
    start: int
    end: int
    name: str
    closing: bool
    attributes: str


class _Region(NamedTuple):
    """A part of the page that is left out with all that stands in it."""

    start: int
    end: int
    kind: str
    what: str


class _Piece(NamedTuple):
    """A token or a region of the page, or white space between them."""

    start: int
    end: int
    breaks: bool
    kind: str
    what: str


def html_changes(raw: str, chrome: re.Pattern[str], notes: NoteMarks) -> tuple[list[Replace | Aside], list[Hint]]:
    """Return what to leave out and where lines end, sorted, and what kind of lines the markup names.

    `chrome` recognises the class names of page parts that are not the article, `notes` tells marks of notes from exponents.
    """
    tokens = list(_tokens(raw))
    pairs = _pairs(tokens)
    marks, exponents = _raised(raw, tokens, pairs, notes)
    regions = _outermost([*_regions(raw, tokens, pairs, chrome), *marks])
    changes: list[Replace | Aside] = []
    at = 0
    for gap in _gaps(raw, list(_pieces(tokens, regions))):
        start, end = gap[0].start, gap[-1].end
        breaks = any(piece.breaks for piece in gap) or start == 0 or end == len(raw)
        changes += _unwrapped(raw, at, start)
        changes += _gap_changes(raw, gap) if breaks else _inline_changes(raw, gap)
        at = end
    changes += _unwrapped(raw, at, len(raw))
    changes = _with_exponents(_outside_pre(changes, tokens, pairs), exponents)
    return changes, sorted(_hints(tokens, pairs), key=lambda hint: (hint.start, -hint.end))


def _tokens(raw: str) -> Iterator[_Token]:
    at = 0
    unclosed: set[str] = set()
    while found := _TOKEN.search(raw, at):
        name, closing = (found["name"] or "").lower(), bool(found["close"])
        yield _Token(found.start(), found.end(), name, closing, found["attributes"] or "")
        at = found.end()
        if name in _RAW_TEXT and not closing and name not in unclosed:
            if close := _RAW_TEXT[name].search(raw, at):
                yield _Token(close.start(), close.end(), name, closing=True, attributes="")
                at = close.end()
            else:
                unclosed.add(name)


def _pairs(tokens: Sequence[_Token]) -> list[tuple[int, int]]:
    """Return the indexes of opening and closing tags that belong together, by name alone: broken nesting does no harm."""
    open_tags: dict[str, list[int]] = {}
    pairs = []
    for index, token in enumerate(tokens):
        if not token.name or token.name in _VOID or token.attributes.endswith("/>"):
            continue
        if not token.closing:
            open_tags.setdefault(token.name, []).append(index)
        elif open_tags.get(token.name):
            pairs.append((open_tags[token.name].pop(), index))
    return pairs


def _regions(raw: str, tokens: Sequence[_Token], pairs: Sequence[tuple[int, int]], chrome: re.Pattern[str]) -> Iterator[_Region]:
    content = [index for index, token in enumerate(tokens) if token.name in _CONTENT and not token.closing]
    paragraphs = [index for index, token in enumerate(tokens) if token.name == "p" and not token.closing]
    lengths = _text_lengths(raw, tokens)
    for first, last in pairs:
        opening = tokens[first]
        start, end = opening.start, tokens[last].end
        if opening.name in _HIDDEN:
            yield _Region(start, end, "markup", f"<{opening.name}>")
            continue
        if _holds(content, first, last):
            continue
        length = lengths[last] - lengths[first]
        much = _count(paragraphs, first, last) >= _MUCH_PARAGRAPHS or length > _MUCH_TEXT or 2 * length > lengths[-1]
        if opening.name in _NAVIGATION and not (opening.name in _MAY_WRAP_PAGE and much):
            yield _Region(start, end, "navigation", f"<{opening.name}>")
        elif len(opening.attributes) > 1 and not much and (named := _chrome_name(opening.attributes, chrome)):
            yield _Region(start, end, "navigation", f"a part of the page named “{named}”")
    yield from _outside_content(raw, tokens, pairs)


def _outside_content(raw: str, tokens: Sequence[_Token], pairs: Sequence[tuple[int, int]]) -> Iterator[_Region]:
    """Yield what stands around the page's one <article> or <main>, if its headline stands inside too."""
    headlines = [index for index, token in enumerate(tokens) if token.name == "h1" and not token.closing]
    for name in ("article", "main"):
        found = [(first, last) for first, last in pairs if tokens[first].name == name]
        if len(found) != 1:
            continue
        first, last = found[0]
        if tokens[last].start - tokens[first].end >= _ARTICLE_LENGTH and all(first < index < last for index in headlines):
            if raw[: tokens[first].start].strip(_SPACE):
                yield _Region(0, tokens[first].start, "navigation", f"what stands before <{name}>")
            if raw[tokens[last].end :].strip(_SPACE):
                yield _Region(tokens[last].end, len(raw), "navigation", f"what stands behind </{name}>")
            return


def _raised(raw: str, tokens: Sequence[_Token], pairs: Sequence[tuple[int, int]], notes: NoteMarks) -> tuple[list[_Region], list[Replace]]:
    """Return the raised numbers that mark notes, with their tags, and those that are exponents, as raised digits."""
    marks, exponents = [], []
    for first, last in pairs:
        start, end = tokens[first].end, tokens[last].start
        if tokens[first].name != "sup" or end - start > _LONGEST_MARK:
            continue
        before = _ANY_TAG.sub("", raw[max(0, tokens[first].start - _BEFORE_MARK) : tokens[first].start])
        if notes.is_base(before):
            if _EXPONENT.fullmatch(raw, start, end):
                after = raw[start:end].translate(RAISED_DIGITS)
                exponents.append(Replace(start=start, end=end, after=after, kind="typography", why=("a raised number is an exponent",)))
        elif before[-1:].strip() and _NOTE_NUMBER.fullmatch(_ANY_TAG.sub("", raw[start:end])):
            marks.append(_Region(tokens[first].start, tokens[last].end, "note", "the mark of a note"))
    return marks, exponents


def _with_exponents(changes: list[Replace | Aside], exponents: Sequence[Replace]) -> list[Replace | Aside]:
    starts = [change.start for change in changes]
    before = [bisect_left(starts, one.end) - 1 for one in exponents]
    free = [one for one, nth in zip(exponents, before, strict=True) if nth < 0 or changes[nth].end <= one.start]
    return sorted([*changes, *free], key=lambda change: change.start) if free else changes


def _text_lengths(raw: str, tokens: Sequence[_Token]) -> list[int]:
    """Return for each token how much text stands before it, and at the end how much the page holds."""
    lengths, total, at = [], 0, 0
    for token in tokens:
        total += len(raw[at : token.start].strip(_SPACE))
        lengths.append(total)
        at = token.end
    return [*lengths, total + len(raw[at:].strip(_SPACE))]


def _chrome_name(attributes: str, chrome: re.Pattern[str]) -> str:
    for found in _CLASSES.finditer(attributes):
        for name in found[1].split():
            if chrome.fullmatch(name):
                return name
    return ""


def _holds(indexes: Sequence[int], first: int, last: int) -> bool:
    return _count(indexes, first, last) > 0


def _count(indexes: Sequence[int], first: int, last: int) -> int:
    return bisect_left(indexes, last) - bisect_right(indexes, first)


def _outermost(regions: Iterable[_Region]) -> list[_Region]:
    kept: list[_Region] = []
    for region in sorted(regions, key=lambda region: (region.start, -region.end)):
        if not kept or region.start >= kept[-1].end:
            kept.append(region)
        elif region.end > kept[-1].end:
            kept[-1] = kept[-1]._replace(end=region.end)
    return kept


def _pieces(tokens: Sequence[_Token], regions: Sequence[_Region]) -> Iterator[_Piece]:
    nth = 0
    for token in tokens:
        while nth < len(regions) and regions[nth].start <= token.start:
            region = regions[nth]
            yield _region_piece(region)
            nth += 1
        if nth and token.start < regions[nth - 1].end:
            continue
        yield _Piece(token.start, token.end, token.name in _BREAKING, "markup", "")
    for region in regions[nth:]:
        yield _region_piece(region)


def _region_piece(region: _Region) -> _Piece:
    return _Piece(region.start, region.end, breaks=region.kind != "note", kind=region.kind, what=region.what)


def _gaps(raw: str, pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield each run of pieces with only white space between; white space around a run that breaks the line belongs to it."""
    gap: list[_Piece] = []
    at = 0
    for piece in pieces:
        between = raw[at : piece.start]
        if between.strip(_SPACE):
            if gap:
                yield _widened(raw, gap, right=at + len(between) - len(between.lstrip(_SPACE)))
            gap = [_blank(at + len(between.rstrip(_SPACE)), piece.start)]
        else:
            gap.append(_blank(at, piece.start))
        gap.append(piece)
        at = piece.end
    if gap:
        rest = raw[at:]
        yield _widened(raw, gap, right=at + len(rest) - len(rest.lstrip(_SPACE)))


def _blank(start: int, end: int) -> _Piece:
    return _Piece(start, end, breaks=False, kind="", what="")


def _widened(raw: str, gap: list[_Piece], right: int) -> list[_Piece]:
    whole = [*gap, _blank(gap[-1].end, right)]
    if any(piece.breaks for piece in whole) or whole[0].start == 0 or right == len(raw):
        return whole
    # White space beside inline tags is the sentence's own.
    first = next(index for index, piece in enumerate(gap) if piece.kind)
    return gap[first:]


def _gap_changes(raw: str, gap: list[_Piece]) -> Iterator[Replace | Aside]:
    start, end = gap[0].start, gap[-1].end
    if start == 0 or end == len(raw):
        yield _aside_of(gap, start, end)
        return
    for piece in gap:
        if not piece.kind and (found := _LINE_END.search(raw, piece.start, piece.end)):
            yield from _side(gap, start, found.start())
            yield from _side(gap, found.end(), end)
            return
    last = next(piece for piece in reversed(gap) if piece.kind)
    if all(piece.what == "" for piece in gap):
        yield Replace(start=start, end=end, after="\n", kind="spacing", why=_BREAKS_HERE)
        return
    # A region's own closing tag carries the line end, so that the edit stays small.
    split = raw.rfind("<", last.start, last.end) if raw.rfind("<", last.start, last.end) > start else last.end - 1
    yield _aside_of(gap, start, split)
    yield Replace(start=split, end=end, after="\n", kind="spacing", why=_BREAKS_HERE)


def _inline_changes(raw: str, gap: Sequence[_Piece]) -> Iterator[Replace | Aside]:
    for piece in gap:
        if piece.kind:
            yield _aside(piece)
        else:
            yield from _unwrapped(raw, piece.start, piece.end)


def _side(gap: Sequence[_Piece], start: int, end: int) -> Iterator[Aside]:
    inside = [piece for piece in gap if piece.kind and piece.start < end and piece.end > start]
    if inside:
        yield _aside_of(inside, start, end)


def _aside_of(gap: Sequence[_Piece], start: int, end: int) -> Aside:
    whats = tuple(dict.fromkeys(piece.what for piece in gap if piece.what))
    kinds = {piece.kind for piece in gap}
    kind = next((kind for kind in ("navigation", "note") if kind in kinds), "markup")
    return Aside(start=start, end=end, kind=kind, why=_why(whats))


def _aside(piece: _Piece) -> Aside:
    return Aside(start=piece.start, end=piece.end, kind=piece.kind, why=_why((piece.what,) if piece.what else ()))


def _why(whats: tuple[str, ...]) -> tuple[str, ...]:
    return (f"not the article's text: {', '.join(whats)}",) if whats else _TAGS


def _unwrapped(raw: str, start: int, end: int) -> Iterator[Replace]:
    for found in _WRAP.finditer(raw, start, end):
        if found[0] != " ":
            yield Replace(start=found.start(), end=found.end(), after=" ", kind="spacing", why=_WRAPPED)


def _outside_pre(changes: list[Replace | Aside], tokens: Sequence[_Token], pairs: Sequence[tuple[int, int]]) -> list[Replace | Aside]:
    """Return `changes` without those that would join lines of preformatted text."""
    spans = _outermost(_Region(tokens[first].end, tokens[last].start, "", "") for first, last in pairs if tokens[first].name == "pre")
    if not spans:
        return changes
    starts = [span.start for span in spans]

    def in_pre(change: Replace | Aside) -> bool:
        nth = bisect_right(starts, change.start) - 1
        return nth >= 0 and change.end <= spans[nth].end

    return [change for change in changes if not (isinstance(change, Replace) and change.why == _WRAPPED and in_pre(change))]


def _hints(tokens: Sequence[_Token], pairs: Sequence[tuple[int, int]]) -> Iterator[Hint]:
    for first, last in pairs:
        if kind := _HINTS.get(tokens[first].name):
            yield Hint(tokens[first].start, tokens[last].end, kind)
    # The end of a list item need not be written.
    lists = [token for token in tokens if token.name in _LIST_TAGS]
    for token, following in pairwise(lists):
        if token.name == "li" and not token.closing:
            yield Hint(token.start, following.start, "item")
