"""The ground truth of the invented market: only evaluation and tests may read it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from demo.content import FOLDER, load


@dataclass(frozen=True)
class Event:
    """One event: who did what, when, how sure, and which documents report it."""

    id: str
    date: date
    company: str
    kind: str
    status: str
    slots: dict[str, Any]
    customers: tuple[str, ...]
    importance: str
    follow_up_of: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True)
class TrueDocument:
    """One document of the market: where it stands, when it was published, what it reports."""

    id: str
    host: str
    language: str
    form: str
    published: str
    events: tuple[str, ...]
    reprint_of: str | None = None
    hard: str = ""


@cache
def events() -> dict[str, Event]:
    """Return every event by its id."""
    found = {}
    for file in sorted((FOLDER / "truth" / "events").glob("*.yaml")):
        for row in load(file):
            found[row["id"]] = Event(
                id=row["id"],
                date=row["date"],
                company=row["company"],
                kind=row["kind"],
                status=row["status"],
                slots=row["slots"],
                customers=tuple(row["customers"]),
                importance=row["importance"],
                follow_up_of=row.get("follow_up_of"),
                documents=tuple(one["id"] for one in row["documents"]),
            )
    return found


@cache
def documents() -> dict[str, TrueDocument]:
    """Return every document by its id, those that report nothing included."""
    found = {}
    for file in sorted((FOLDER / "truth" / "events").glob("*.yaml")):
        for event in load(file):
            for row in event["documents"]:
                also = row.get("also", [])
                found[row["id"]] = _document(row, (event["id"], *also))
    for row in load(FOLDER / "truth" / "noise.yaml"):
        found[row["id"]] = _document(row, ())
    return found


def _document(row: dict[str, Any], reported: tuple[str, ...]) -> TrueDocument:
    return TrueDocument(
        id=row["id"],
        host=row["host"],
        language=row["language"],
        form=row["form"],
        published=str(row["published"]),
        events=reported,
        reprint_of=row.get("reprint_of"),
        hard=row.get("hard", ""),
    )
