"""Random people, random re-runs: no decision is ever lost or attached to something else.

A round is a session of one person with one article: they decide, overwrite, delete and add; between that the article changes, the
settings change, and the run is killed at a random step. Each decision carries a note of its own by which it is found again.
`UNSPUN_ROUNDS=10000 pytest tests/review/test_never_lost.py` is the long run.
"""

import os
import random
from itertools import count

import pytest

from pipeline.record.parts import PARTS
from pipeline.write import files
from tests.review.bench import Desk, wordings

ROUNDS = int(os.environ.get("UNSPUN_ROUNDS", "300"))
_A_TEST = 50

SENTENCES = (
    "Xiaomi Corp. will spend $10 billion on electric cars, men and women acquainted with the matter said on Friday.",
    "Lei Jun will lead the business, which hired 1,000 engineers in March.",
    "The plant makes 150,000 EVs for each yr, a complete of 300k, by 2024.",
    "It also agreed with the World wide web of Points (IoT) group in Beijing.",
    "Sales rose 12% to 3.4 million units in the first half of 2021, Xiaomi said.",
    "Great Wall Motor (GWM) stated it had obtained no approval by Friday.",
    "In May 2020 the enterprise of Beijing shed 5 p.c of its value.",
    "“We're going to build it,” Lei Jun informed reporters last 12 months.",
    "Hyundai Motor Co. ran 5 plants in China, and sold one for 1.2 billion yuan ($170 million).",
    "A spokeswoman for Hyundai mentioned on Tuesday that 2 of them would close.",
)
CHANGES = (
    ("by 2024", "by 2025"),
    ("Friday", "Monday"),
    ("10 billion", "11 billion"),
    ("rose", "fell"),
    ("Beijing", "Shanghai"),
    (" also", ""),
)


class Killed(BaseException):
    """The process is gone at this very step."""


class Person:
    """Decides at random, and knows what they decided on."""

    def __init__(self, chance: random.Random, desk: Desk) -> None:
        self.chance, self.desk = chance, desk
        self.notes = count(1)
        self.decided: dict[str, tuple[str, str, set[str]]] = {}
        """By the note: the list, the decision, and what the finding may be called by."""

    def works(self) -> None:
        self.desk.edit(lambda record: [self._decides(record) for _ in range(self.chance.randint(1, 4))])

    def _decides(self, record: dict) -> None:
        part = self.chance.choice(PARTS)
        if self.chance.random() < 0.1:
            self._adds(record, part)
        elif record[part]:
            item = self.chance.choice(record[part])
            self.decided.pop(item.get("note", ""), None)
            if self.chance.random() < 0.15:
                record[part].remove(item)
                return
            note = f"note {next(self.notes)}"
            decision = self.chance.choice(["ok", "wrong", self._correction(part), "okay", "", "?"])
            item.pop("stale", None)
            item.update(decision=decision, note=note)
            # Whoever writes a finding down stands by it.
            self.decided[note] = (part, decision if "id" in item else decision or "ok", self._called(item))

    def _adds(self, record: dict, part: str) -> None:
        words = self.chance.choice(self.desk.text.split()).strip("“”.,()")
        note = f"note {next(self.notes)}"
        added = {
            "entities": {"name": words, "label": "ORG"},
            "figures": {"text": words, "value": 3},
            "dates": {"text": words, "value": "2020", "from": "2020-01-01", "to": "2020-12-31"},
            "edits": {"before": words, "after": "other words"},
        }[part]
        record[part].append(added | {"note": note})
        self.decided[note] = (part, "ok", {words})

    def _called(self, item: dict) -> set[str]:
        """Return what a finding may be called by: as it reads, and as it stands in the article."""
        places = [place for place in item.get("mentions", [item]) if "start" in place]
        quoted = {self.desk.text[place["start"] : place["end"]] for place in places} | {
            place["text"] for place in places if "text" in place
        }
        return (wordings(item) | quoted) - {""}

    def _correction(self, part: str) -> str:
        return {"entities": "=Another Name [ORG]", "figures": "=77 cars", "dates": "=2019-07", "edits": "=another wording"}[part]

    def finds_everything(self) -> None:
        """Fail where a decision is gone, changed, or stands at another finding than it was taken on."""
        record = self.desk.record()
        standing = {item["note"]: (part, item) for part in PARTS for item in record[part] if "note" in item}
        orphans = {item["finding"].get("note"): (item["part"], item["finding"]) for item in self.desk.orphans()}
        for note, (part, decision, words) in self.decided.items():
            where, item = standing.get(note) or orphans.get(note) or (None, None)
            assert where == part, f"{note} ({decision} on {words}) is lost"
            assert item["decision"] == decision
            called = self._called(item)
            # A name may have been read longer or shorter since.
            assert any(word in name or name in word for word in words for name in called), f"{note} was on {words}, and stands at {called}"


def changed(chance: random.Random, text: str) -> str:
    """Return another version of an article: sentences gone, come, moved or reworded."""
    paragraphs = [paragraph for paragraph in text.split("\n\n") if paragraph]
    match chance.randrange(4):
        case 0 if len(paragraphs) > 3:
            paragraphs.remove(chance.choice(paragraphs))
        case 1:
            paragraphs.insert(chance.randint(0, len(paragraphs)), chance.choice(SENTENCES))
        case 2:
            chance.shuffle(paragraphs)
        case _:
            old, new = chance.choice(CHANGES)
            paragraphs = [paragraph.replace(old, new) for paragraph in paragraphs]
    return "\n\n".join(paragraphs) + "\n"


def run(chance: random.Random, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run, killed at a random step one time in three and started again then."""
    if chance.random() < 1 / 3:
        steps = count()
        last, after = chance.randrange(6), chance.random() < 0.5

        def deadly(work):
            def step(*arguments):
                if next(steps) < last:
                    return work(*arguments)
                if after:
                    work(*arguments)
                raise Killed

            return step

        with monkeypatch.context() as patch:
            for name in ("replace", "move", "keep_aside"):
                patch.setattr(files, name, deadly(getattr(files, name)))
            try:
                desk.run()
            except Killed:
                if not desk.path.exists():
                    return run(chance, desk, monkeypatch)
    desk.run()
    return None


@pytest.mark.parametrize("start", range(0, ROUNDS, _A_TEST))
def test_no_decision_is_lost_or_misplaced(start, tmp_path, monkeypatch):
    for number in range(start, min(start + _A_TEST, ROUNDS)):
        chance = random.Random(number)
        desk = Desk(tmp_path / str(number), "\n\n".join(chance.sample(SENTENCES, 5)) + "\n")
        desk.folder.mkdir()
        desk.run()
        person = Person(chance, desk)
        for _ in range(3):
            person.works()
            if chance.random() < 0.6:
                desk.text = changed(chance, desk.text)
            if chance.random() < 0.3:
                desk.published = chance.choice([None, "2021-03-05", "2022-08-26"])
            run(chance, desk, monkeypatch)
            person.finds_everything()
