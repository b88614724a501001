"""Which findings of a record wait for a person, the most doubtful first."""

from pipeline.record.article_record import Date, Edit, Entity, Figure, Finding, Review

# Below this a finding is wrong in more than one of five cases: worth a look by itself.
DOUBTFUL_BELOW = 0.8


def review(entities: tuple[Entity, ...], figures: tuple[Figure, ...], dates: tuple[Date, ...], edits: tuple[Edit, ...]) -> Review:
    """Return how many findings wait for a person and in which order: the least certain first.

    A fact waits where nobody decided it and it is doubtful; an edit that is offered waits where it
    would change a name, a number or a time. Offered wording alone is there to be read, not to be decided.
    """
    everything: list[Finding] = [*entities, *figures, *dates, *edits]
    waiting = [item for item in everything if not item.decision and _waits(item)]
    waiting.sort(key=lambda item: (item.confidence, _start(item), item.id))
    return Review(open=len(waiting), decided=sum(1 for item in everything if item.decision), look_first=tuple(item.id for item in waiting))


def _waits(item: Finding) -> bool:
    if isinstance(item, Edit) and item.status == "suggested":
        return item.kind != "spun-phrase"
    return item.confidence < DOUBTFUL_BELOW


def _start(item: Finding) -> int:
    return item.mentions[0].start if isinstance(item, Entity) else item.start
