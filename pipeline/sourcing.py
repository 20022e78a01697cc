"""Tuning sources: add one, try it without storing, look at its health, history, import."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree
from pydantic import ValidationError

from crawlers import journal
from crawlers.extract import extract
from crawlers.launch import crawl
from crawlers.warc import Position, read_body
from pipeline.crawl import make_plan, unknown_source
from pipeline.ingest import is_list, usual_kind
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.errors import QuarantineError, WrongUseError
from schemas.harvest import JournalEntry
from schemas.ids import canonical_url, url_host
from schemas.kinds import SourceKind
from schemas.registry import Registry, Source
from schemas.reports import Problem
from store import SourceHealth

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
    if is_list(entry.purpose, source) or len(trial.documents) >= limit:
        return
    if entry.warc_file is None or entry.warc_offset is None or entry.warc_length is None:
        return
    position = Position(entry.warc_file, entry.warc_offset, entry.warc_length)
    try:
        trial.documents.append(
            extract(
                read_body(folder, position),
                url=entry.url,
                headers=entry.headers,
                kind=usual_kind(source),
                hint=entry.hint,
                seen=entry.fetched_at,
                selectors=source.selectors,
            )
        )
    except QuarantineError as error:
        trial.problems.append(Problem(where=entry.url, reason=error.reason, detail=error.what))


def new(
    workspace: Workspace,
    url: str,
    *,
    kind: str = "",
    source_id: str = "",
    company: str | None = None,
    document: str | None = None,
    every: str = "6h",
) -> Source:
    """Add a source to the registry. Raises WrongUseError for what cannot be one."""
    try:
        address = canonical_url(url)
        source = Source.model_validate(
            {
                "id": source_id or _id_of(address),
                "kind": kind or guess_kind(address),
                "urls": [url],
                "company": company,
                "document": document,
                "every": every,
            }
        )
    except ValueError as error:
        raise WrongUseError(_said(error), where=url) from error
    if any(one.id == source.id for one in workspace.registry.sources):
        raise WrongUseError(f"there is a source {source.id!r} already", remedy="Name one with --id")
    _apply(workspace, [source])
    return source


def _said(error: ValueError) -> str:
    """Return what a validation found, without the validator's own words."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        return f"{field}: {first['msg'].removeprefix('Value error, ')}"
    return str(error)


def guess_kind(url: str) -> SourceKind:
    """Return the likely kind of a source from its address alone; ``page`` where nothing tells."""
    path = url.lower()
    if re.search(r"(feed|rss|atom)([./?]|$)|\.(rss|atom|rdf)$", path):
        return "feed"
    if re.search(r"sitemap[^/]*\.(xml|txt)(\.gz)?$", path):
        return "sitemap"
    if re.search(r"/(news|newsroom|press|blog|media|xinwen|zixun)/?$", path):
        return "listing"
    if re.search(r"/(jobs|careers|vacancies|zhaopin)/?$", path):
        return "jobs"
    return "page"


def health(workspace: Workspace) -> list[SourceHealth]:
    """Return how each source fares, the troubled first."""
    rows = workspace.store.harvest.health(workspace.now)
    return sorted(rows, key=lambda row: (-row.failures, row.source))


def quarantined(workspace: Workspace) -> dict[str, int]:
    """Return how many pages are set aside, by reason."""
    return dict(Counter(one.reason for one in workspace.store.harvest.quarantined()))


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


def import_file(
    workspace: Workspace, file: Path, *, company: str | None, dry_run: bool
) -> list[Source]:
    """Take sources from OPML or a list of URLs; those whose address is known are left out."""
    try:
        body = file.read_bytes()
    except OSError as error:
        raise WrongUseError(f"cannot be read: {error.strerror}", where=str(file)) from error
    rows = _from_opml(body, file) if body.lstrip()[:1] == b"<" else _from_list(body, file)
    known = {canonical_url(url) for one in workspace.registry.sources for url in one.urls}
    ids = {one.id for one in workspace.registry.sources}
    taken: list[Source] = []
    for url, name, kind in rows:
        if canonical_url(url) in known:
            continue
        known.add(canonical_url(url))
        source_id = _unused(_id_of(url), ids)
        ids.add(source_id)
        taken.append(Source(id=source_id, kind=kind, urls=(url,), name=name, company=company))
    if not dry_run:
        _apply(workspace, taken)
    return taken


def _from_opml(body: bytes, file: Path) -> list[tuple[str, str, SourceKind]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise WrongUseError(f"is no OPML: {error.msg}", where=f"{file}:{error.lineno}") from error
    rows: list[tuple[str, str, SourceKind]] = []
    for number, outline in enumerate(root.iter("outline"), 1):
        url = outline.get("xmlUrl")
        if url:
            rows.append((_checked(url, file, number), outline.get("text") or "", "feed"))
    return rows


def _from_list(body: bytes, file: Path) -> list[tuple[str, str, SourceKind]]:
    rows: list[tuple[str, str, SourceKind]] = []
    for number, line in enumerate(body.decode("utf-8-sig", errors="replace").splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            url = _checked(text, file, number)
            rows.append((url, "", guess_kind(url)))
    return rows


def _checked(url: str, file: Path, line: int) -> str:
    try:
        canonical_url(url)
    except ValueError as error:
        raise WrongUseError(str(error), where=f"{file}:{line}") from error
    return url.strip()


def _apply(workspace: Workspace, sources: list[Source]) -> None:
    workspace.store.registry.apply(
        Registry(sources=tuple(sources)), author="cli", now=workspace.now
    )
    workspace.refresh_registry()


def _id_of(url: str) -> str:
    host = url_host(url).removeprefix("www.")
    path = re.sub(r"^https?://[^/]+", "", url)
    words = re.findall(r"[a-z0-9]+", f"{host} {path}".lower())
    return "-".join(words)[:60].strip("-") or "source"


def _unused(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def due(workspace: Workspace, only: Sequence[str], size: int) -> Iterator[list[str]]:
    """Yield the ids of due sources in lists of at most *size*, a host's sources kept together."""
    for one in only:
        if not any(source.id == one for source in workspace.registry.sources):
            raise unknown_source(workspace, one)
    sources = workspace.store.harvest.due(workspace.now, only)
    ordered = sorted(sources, key=lambda one: (url_host(one.urls[0]), one.id))
    ids = [source.id for source in ordered if source.kind != "inbox"]
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
