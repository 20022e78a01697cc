"""Tuning sources: try one without storing, look at its health and history, take a change back."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawlers import journal
from crawlers.launch import crawl
from crawlers.pool import ExtractJob
from crawlers.reading import read
from crawlers.warc import Position, read_body
from pipeline import rechecks
from pipeline.crawl import make_plan, unknown_source
from pipeline.reading import HOLDS_DOCUMENTS, is_list, usual_kind
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.errors import QuarantineError
from schemas.harvest import JournalEntry
from schemas.ids import url_host
from schemas.registry import Source
from schemas.reports import Problem

_TRY_SECONDS = 90.0


@dataclass
class Trial:
    """What a source would give now."""

    source: str
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """Return the trial as plain JSON values."""
        return {
            "source": self.source,
            "counts": dict(self.counts),
            "documents": [one.model_dump(mode="json") for one in self.documents],
            "problems": [one.model_dump(mode="json") for one in self.problems],
        }


def attempt(workspace: Workspace, source_id: str, *, limit: int = 5) -> Trial:
    """Fetch a source into a temporary folder and read at most *limit* documents; store nothing."""
    source = next((one for one in workspace.registry.sources if one.id == source_id), None)
    if source is None:
        raise unknown_source(workspace, source_id)
    trial = Trial(source_id)
    few = source.model_copy(
        update={"max_pages": min(source.max_pages, limit + len(source.urls) + 3)}
    )
    with tempfile.TemporaryDirectory(prefix="zhibi-try-") as name:
        folder = Path(name)
        crawl(folder, make_plan(workspace, "try", [few], fresh=True), deadline_seconds=_TRY_SECONDS)
        for entry in journal.read(folder):
            trial.counts[entry.outcome] += 1
            if entry.outcome == "fetched":
                _read(trial, folder, entry, source, limit)
            elif entry.outcome in {"failed", "refused", "parked"}:
                trial.problems.append(
                    Problem(
                        where=entry.url,
                        reason=entry.reason or entry.outcome,
                        detail=entry.detail or "",
                    )
                )
    return trial


def _read(trial: Trial, folder: Path, entry: JournalEntry, source: Source, limit: int) -> None:
    listing = is_list(entry.purpose, source)
    if (listing and source.kind not in HOLDS_DOCUMENTS) or len(trial.documents) >= limit:
        return
    if entry.warc_file is None or entry.warc_offset is None or entry.warc_length is None:
        return
    position = Position(entry.warc_file, entry.warc_offset, entry.warc_length)
    job = ExtractJob(
        id="",
        body=read_body(folder, position),
        url=entry.url,
        headers=entry.headers,
        kind=usual_kind(source),
        hint=entry.hint,
        seen=entry.fetched_at,
        selectors=source.selectors,
        listing=listing,
        follow=source.follow,
    )
    try:
        found = read(job).documents
    except QuarantineError as error:
        if not listing:
            problem = Problem(where=entry.url, reason=error.reason, detail=error.what)
            trial.problems.append(problem)
        return
    trial.documents += found[: limit - len(trial.documents)]


def history(workspace: Workspace, source_id: str) -> list[str]:
    """Return the revisions of a source as lines, the newest last."""
    rows = workspace.store.registry.history("source", source_id)
    if not rows:
        raise unknown_source(workspace, source_id)
    return [f"{row.number}  {row.at:%Y-%m-%d %H:%M}  {row.author}  {row.summary}" for row in rows]


def undo(workspace: Workspace, source_id: str) -> None:
    """Take the last change of a source back."""
    if not workspace.store.registry.history("source", source_id):
        raise unknown_source(workspace, source_id)
    workspace.store.registry.undo("source", source_id, "cli", workspace.now)
    workspace.refresh_registry()


def due(workspace: Workspace, only: Sequence[str], size: int) -> Iterator[list[str]]:
    """Yield the ids of due sources in lists of at most *size*, a host's sources kept together."""
    for one in only:
        if not any(source.id == one for source in workspace.registry.sources):
            raise unknown_source(workspace, one)
    sources = rechecks.due(workspace, only)
    ordered = sorted(sources, key=lambda one: (url_host(one.where), one.id))
    ids = [source.id for source in ordered]
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
