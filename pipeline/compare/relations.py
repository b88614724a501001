"""What articles tell of one thing, side by side: who agrees, what is compatible, what is in conflict."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final

from pipeline.compare.facts import Fact
from pipeline.compare.things import Place, Things
from pipeline.compare.values import held
from pipeline.record.corpus_report import Item, Relation

ORDER: Final = {"conflict": 0, "compatible": 1, "agree": 2}
_MOST_WORDS = 3
_SHORTEST_WORD = 4
_NEAR = 6


def relations(
    things: Things,
    fact: Callable[[Place], Fact],
    item: Callable[[Place], Item],
    witness: Callable[[Place], Hashable],
    tells: Callable[[str], bool],
) -> Iterator[Relation]:
    """Yield the relations between the members of each thing.

    `fact` and `item` give what is kept of a place and how it is shown, `witness` on whose word it rests: what has one witness only
    agrees with nobody; `tells` says whether a word tells what a text is about.
    """
    for members in things:
        facts = {place: fact(place) for place in members}
        sides = _sides(members, facts)
        for side in sides:
            if len({article for article, _ in side}) > 1:
                yield from _relation("agree", [side], things, facts, item, witness, tells)
        conflicts: list[list[tuple[Place, ...]]] = []
        for one, two in combinations(sides, 2):
            how = held(facts[one[0]], facts[two[0]])
            if how is None or {article for article, _ in one} == {article for article, _ in two}:
                continue
            if how.relation == "conflict":
                conflicts.append([one, two])
            else:
                yield from _relation("compatible", [one, two], things, facts, item, witness, tells)
        if len(conflicts) > 1 and len(conflicts) == len(sides) * (len(sides) - 1) // 2:
            conflicts = [sides]
        for each in conflicts:
            yield from _relation("conflict", each, things, facts, item, witness, tells)


def _sides(members: Sequence[Place], facts: Mapping[Place, Fact]) -> list[tuple[Place, ...]]:
    """Return the members by what they say: those that agree stand together."""
    sides: list[list[Place]] = []
    for place in members:
        for side in sides:
            how = held(facts[side[0]], facts[place])
            if how is not None and how.relation == "agree":
                side.append(place)
                break
        else:
            sides.append([place])
    return [tuple(side) for side in sides]


def _relation(
    relation: str,
    sides: Sequence[tuple[Place, ...]],
    things: Things,
    facts: Mapping[Place, Fact],
    item: Callable[[Place], Item],
    witness: Callable[[Place], Hashable],
    tells: Callable[[str], bool],
) -> Iterator[Relation]:
    places = [place for side in sides for place in side]
    witnesses = len({witness(place) for place in places})
    if witnesses < 2 and relation != "conflict":
        return
    across = [
        (one, two) for one, two in combinations(places, 2) if one[0] != two[0] and (relation == "agree" or not _beside(one, two, sides))
    ]
    known = [pair.chance for one, two in across if (pair := things.pair(one, two))]
    said = {how.why: how.slip for one, two in across if (how := held(facts[one], facts[two]))}
    why = [*said, *(["one of them may be a slip: the digits are the same"] if relation == "conflict" and any(said.values()) else [])]
    starts = [0]
    for side in sides:
        starts.append(starts[-1] + len(side))
    yield Relation(
        relation=relation,  # type: ignore[arg-type]
        what=_what([facts[place] for place in places], tells),
        confidence=round(sum(known) / len(known), 2) if known else 0.0,
        sides=tuple(tuple(range(first, last)) for first, last in pairwise(starts))
        if relation != "agree"
        else tuple((at,) for at in range(len(places))),
        items=tuple(item(place) for place in places),
        witnesses=witnesses,
        why=tuple(why),
    )


def _beside(one: Place, two: Place, sides: Sequence[tuple[Place, ...]]) -> bool:
    return any(one in side and two in side for side in sides)


def _what(facts: Sequence[Fact], tells: Callable[[str], bool]) -> str:
    """Return in a few words what the facts are about: what is counted, and the words that they have in common around."""
    units = Counter(word for fact in facts if fact.sort == "count" for word in (*fact.of[-1:], fact.unit) if word)
    near: Counter[str] = Counter()
    for fact in facts:
        near.update(
            {
                word
                for word, step in zip(fact.words, fact.steps, strict=True)
                if len(word) >= _SHORTEST_WORD and abs(step) <= _NEAR and tells(word)
            }
        )
    head = min(units, key=lambda word: (-units[word], word)) if units else ""
    places = {word: at for at, word in enumerate(facts[0].words)}
    common = sorted((word for word in near if word != head), key=lambda word: (-near[word], places.get(word, len(places)), word))[
        :_MOST_WORDS
    ]
    common.sort(key=lambda word: (places.get(word, len(places)), word))
    sort = {"money": "sum", "share": "share", "duration": "duration", "date": "date", "measure": facts[0].unit}.get(facts[0].sort, "")
    named = head or sort
    return f"{named}: {' '.join(common)}" if common and named else named or " ".join(common)
