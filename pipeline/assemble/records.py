"""Put the record of one article together; the only place where normalised offsets become raw ones."""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from pipeline.assemble import arithmetic
from pipeline.language.contexts import context
from pipeline.record.article_record import (
    SCHEMA,
    ClaimSentence,
    Date,
    Edit,
    EditReading,
    Entity,
    Figure,
    MadeBy,
    Mention,
    Record,
    Refused,
    SetAside,
)
from pipeline.record.candidates import (
    ClaimedSentence,
    FigureCandidate,
    Findings,
    LinkedEntity,
    LocatedMention,
    RefusedCandidate,
    ValuedDate,
)
from pipeline.record.doubts import review
from pipeline.record.extraction import Extraction
from pipeline.record.ids import Ids
from pipeline.record.lines import Lines
from pipeline.record.prose import ProposedEdit, Prose, SetAsidePart

# A stretch without white space is not cut into sentences; its beginning is enough to know it by.
_LONGEST_SENTENCE = 5_000
# The first mention is often a headline's; the one with the most words around it tells more.
_MENTIONS_LOOKED_AT = 5


def assemble(prose: Prose, extraction: Extraction, findings: Findings, made_by: MadeBy) -> Record:
    """Return the article's record, each kind of finding in text order, nothing decided yet."""
    bench = _Bench(prose, extraction)
    entities = tuple(bench.entity(entity) for entity in findings.entities)
    figures = tuple(bench.figure(figure) for figure in arithmetic.check(findings.figures, prose.text, extraction.sentences))
    dates = bench.dates(findings.dates)
    edits = tuple(bench.edit(edit) for edit in prose.edits)
    return Record(
        schema=SCHEMA,
        id=prose.article.id,
        source=prose.article.source,
        url=prose.article.url or UNSET,
        sha256=prose.article.sha256,
        title=_title(prose),
        published=findings.published,
        spin=prose.spin,
        review=review(entities, figures, dates, edits),
        text=tuple(prose.text[block.start : block.end] for block in prose.blocks),
        paragraphs=tuple(prose.offsets.to_raw(block.start, block.end) for block in prose.blocks),
        entities=entities,
        figures=figures,
        dates=dates,
        claims=bench.claims(findings.claims),
        edits=edits,
        set_aside=tuple(bench.set_aside(part) for part in prose.set_aside),
        refused=tuple(bench.refused(item) for item in sorted(findings.refused, key=lambda item: (item.start, item.end, item.seen_as))),
        made_by=replace(made_by, extracted=prose.article.extracted or UNSET),
    )


def _title(prose: Prose) -> str | None:
    if prose.article.title:
        return " ".join(prose.article.title.split())
    first = next((block for block in prose.blocks if block.kind == "heading"), None)
    return prose.text[first.start : first.end] if first else None


class _Bench:
    """What all findings of one article need: its texts, lines, sentences and ids."""

    def __init__(self, prose: Prose, extraction: Extraction) -> None:
        self._raw = prose.article.raw
        self._text = prose.text
        self._offsets = prose.offsets
        self._lines = Lines(self._raw)
        self._ids = Ids()
        self._sentences = extraction.sentences
        self._sentence_starts = [start for start, _ in self._sentences]
        self._sentence_texts: dict[tuple[int, int], str] = {}

    def entity(self, entity: LinkedEntity) -> Entity:
        return Entity(
            id=self._ids.make("e", entity.name),
            name=entity.name,
            label=entity.label,
            confidence=round(entity.confidence, 2),
            aliases=entity.aliases,
            mentions=tuple(self._mention(mention) for mention in entity.mentions),
            context=max((self._context(mention.start, mention.end) for mention in entity.mentions[:_MENTIONS_LOOKED_AT]), key=len),
            why=entity.why,
            decision="",
        )

    def figure(self, figure: FigureCandidate) -> Figure:
        start, end = self._offsets.to_raw(figure.start, figure.end)
        return Figure(
            id=self._id("f", figure.start, figure.end),
            start=start,
            end=end,
            line=self._lines.at(start),
            text=self._text[figure.start : figure.end],
            kind=figure.kind,
            value=figure.value,
            low=figure.low,
            high=figure.high,
            unit=figure.unit,
            currency=figure.currency,
            bound=figure.bound,
            per=figure.per,
            of=figure.of,
            change=figure.change,
            said_by=figure.said_by,
            stance=figure.stance,
            confidence=round(figure.confidence, 2),
            context=self._context(figure.start, figure.end),
            why=figure.why,
            decision="",
        )

    def dates(self, dates: Sequence[ValuedDate]) -> tuple[Date, ...]:
        ids = [self._id("d", date.start, date.end) for date in dates]
        return tuple(self._date(date, name, ids) for date, name in zip(dates, ids, strict=True))

    def claims(self, claims: Sequence[ClaimedSentence]) -> tuple[ClaimSentence, ...]:
        ids = [self._ids.make("s", self._words(self._offsets.to_raw(claim.start, claim.end))) for claim in claims]
        return tuple(self._claim(claim, name, ids) for claim, name in zip(claims, ids, strict=True))

    def edit(self, edit: ProposedEdit) -> Edit:
        before = self._raw[edit.start : edit.end]
        sentence = self._sentence(*self._offsets.to_text(edit.start, edit.end)) or (edit.start, edit.end)
        return Edit(
            id=self._ids.make("c", before, self._words(sentence)),
            start=edit.start,
            end=edit.end,
            line=self._lines.at(edit.start),
            before=before,
            after=edit.after,
            kind=edit.kind,
            status=edit.status,
            alternatives=edit.alternatives,
            confidence=round(edit.confidence, 2),
            context=self._raw_context(edit.start, edit.end, sentence),
            why=edit.why,
            instead_of=_own_reading(edit),
            decision="",
        )

    def set_aside(self, part: SetAsidePart) -> SetAside:
        return SetAside(
            start=part.start,
            end=part.end,
            line=self._lines.at(part.start),
            kind=part.kind,
            text=self._raw[part.start : part.end],
            why=part.why,
        )

    def refused(self, item: RefusedCandidate) -> Refused:
        start, end = self._offsets.to_raw(item.start, item.end)
        return Refused(
            start=start, end=end, line=self._lines.at(start), text=self._text[item.start : item.end], seen_as=item.seen_as, why=item.why
        )

    def _date(self, date: ValuedDate, name: str, ids: list[str]) -> Date:
        start, end = self._offsets.to_raw(date.start, date.end)
        return Date(
            id=name,
            start=start,
            end=end,
            line=self._lines.at(start),
            text=self._text[date.start : date.end],
            kind=date.kind,
            value=date.value,
            first_day=date.first_day,
            last_day=date.last_day,
            relation=date.relation,
            anchor=ids[date.anchor] if isinstance(date.anchor, int) else date.anchor,
            said_by=date.said_by,
            stance=date.stance,
            confidence=round(date.confidence, 2),
            context=self._context(date.start, date.end),
            why=date.why,
            decision="",
        )

    def _claim(self, claim: ClaimedSentence, name: str, ids: list[str]) -> ClaimSentence:
        start, end = self._offsets.to_raw(claim.start, claim.end)
        return ClaimSentence(
            id=name,
            start=start,
            end=end,
            line=self._lines.at(start),
            text=self._text[claim.start : claim.end],
            said_by=claim.said_by,
            stance=claim.stance,
            answers=ids[claim.answers] if claim.answers is not None else None,
        )

    def _mention(self, mention: LocatedMention) -> Mention:
        start, end = self._offsets.to_raw(mention.start, mention.end)
        text, raw = self._text[mention.start : mention.end], self._raw[start:end]
        return Mention(start=start, end=end, line=self._lines.at(start), text=text, raw=raw if raw != text else None)

    def _id(self, prefix: str, start: int, end: int) -> str:
        """Return an id of the raw wording and its raw sentence: what a person changes of the reading leaves it as it is."""
        span = self._offsets.to_raw(start, end)
        return self._ids.make(prefix, self._raw[slice(*span)], self._words(self._sentence(start, end) or span))

    def _sentence(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the raw span of the sentence that holds the start of the span; None where there is none."""
        sentence = self._sentence_at(start)
        # What is dropped at the end of a sentence stands at the start of the white space behind it.
        if sentence is None and start == end and start:
            sentence = self._sentence_at(start - 1)
        return self._offsets.to_raw(*sentence) if sentence else None

    def _sentence_at(self, offset: int) -> tuple[int, int] | None:
        at = bisect_right(self._sentence_starts, offset) - 1
        return self._sentences[at] if at >= 0 and offset < self._sentences[at][1] else None

    def _words(self, sentence: tuple[int, int]) -> str:
        """Return the words of a raw sentence."""
        if sentence not in self._sentence_texts:
            # One string for all findings of a sentence: a long one with many would fill the memory.
            first, last = sentence
            self._sentence_texts[sentence] = self._raw[first : min(last, first + _LONGEST_SENTENCE)]
        return self._sentence_texts[sentence]

    def _context(self, start: int, end: int) -> str:
        return context(self._text, start, end, self._sentence_at(start) or (start, end))

    def _raw_context(self, start: int, end: int, sentence: tuple[int, int]) -> str:
        return context(self._raw, start, end, sentence)


def _own_reading(edit: ProposedEdit) -> EditReading | UnsetType:
    """Return what the tool itself makes of the words, where a person decided otherwise."""
    after = UNSET if edit.own_after in {None, edit.after} else edit.own_after
    status = UNSET if edit.own_status in {None, edit.status} else edit.own_status
    return EditReading(after=after, status=status) if after is not UNSET or status is not UNSET else UNSET
