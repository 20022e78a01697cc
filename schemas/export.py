"""JSON Schema of every record, written to ``schemas/json``: ``python -m schemas.export``."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from schemas.base import Record
from schemas.changes import Change, RecordedChange
from schemas.collecting import CollectionView, Entry
from schemas.corrections import Correction
from schemas.delivery import Delivery, Digest
from schemas.documents import Document, Revision
from schemas.harvest import CrawlPlan, JournalEntry, Snapshot
from schemas.language import Mention, Move, Tags
from schemas.registry import Company, Reader, SavedSearch, Source
from schemas.reports import StepReport
from schemas.searching import IndexedDocument, SearchResults
from schemas.stories import Story
from schemas.templates import StoredTemplate

FOLDER = Path(__file__).parent / "json"
RECORDS: tuple[type[Record], ...] = (
    Company, Source, SavedSearch, Reader, CrawlPlan, JournalEntry, Snapshot, Revision, Change,
    RecordedChange, Mention, Move, Tags, Story, IndexedDocument, SearchResults, Digest, Delivery,
    StepReport, StoredTemplate, Correction, CollectionView, Entry,
)  # fmt: skip


def schemas() -> dict[str, dict[str, Any]]:
    """Return file name to JSON Schema (draft 2020-12) for every exported record."""
    found = {f"{record.__name__}.json": record.model_json_schema() for record in RECORDS}
    found["Document.json"] = TypeAdapter(Document).json_schema()
    return found


def render(schema: dict[str, Any]) -> str:
    """Return the file text of one schema: stable order, so that a diff shows real changes."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def write(folder: Path = FOLDER) -> None:
    """Write every schema into *folder* and remove files of records that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    current = schemas()
    for stale in {path.name for path in folder.glob("*.json")} - current.keys():
        (folder / stale).unlink()
    for name, schema in current.items():
        (folder / name).write_text(render(schema), encoding="utf-8")


if __name__ == "__main__":
    write()
