"""An article, its file, and a person who edits that file, for tests of what a re-run makes of it."""

import hashlib
import json
from pathlib import Path

from pipeline.config import Settings
from pipeline.engine import ledger, manifest
from pipeline.engine.shards import Outcome, Shard, process_shard
from pipeline.engine.stores import FolderStore
from pipeline.record.article import Article


class Desk:
    """A folder with one article's file; `run` is what `unspun run` does with it."""

    def __init__(self, folder: Path, text: str, published: str | None = "2022-08-26") -> None:
        self.folder = folder
        self.path = folder / "a.json"
        self.text = text
        self.published = published

    def run(self, **settings) -> Outcome:
        chosen = Settings(**({"model": "small"} | settings))
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        article = Article(
            id="a",
            source="a.txt",
            raw=self.text,
            sha256=digest,
            published=self.published,
            published_how="given" if self.published else None,
        )
        store = FolderStore(self.folder, manifest.stamp(chosen), fresh=False)
        (outcome,) = process_shard(Shard(0, (store.work(article),)), store.destination, chosen)
        store.manifest.add([outcome.done] if outcome.done else [])
        if outcome.settled:
            store.settled.add("a", digest, outcome.orphans)
        store.close()
        return outcome

    def record(self) -> dict:
        return json.loads(self.path.read_bytes())

    def orphans(self) -> list[dict]:
        path = self.folder / ledger.ORPHANS
        return json.loads(path.read_bytes()) if path.exists() else []

    def finding(self, part: str, words: str) -> dict:
        """Return the first finding with this wording."""
        return next(item for item in self.record()[part] if words in wordings(item))

    def edit(self, change) -> None:
        """Let `change` work on the record as a person's editor would on the file."""
        record = self.record()
        change(record)
        self.path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")

    def decide(self, part: str, words: str, **fields) -> None:
        def change(record):
            next(item for item in record[part] if words in wordings(item)).update(fields)

        self.edit(change)


def wordings(item: dict) -> set[str]:
    """Return what a finding may be called by."""
    own = item.get("instead_of", {})
    return {item.get("name"), own.get("name"), item.get("before"), item.get("text")} - {None} | set(item.get("aliases", ()))
