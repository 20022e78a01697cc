"""After ingest: what was read of each source is counted, judged, and incidents opened or closed."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from crawlers.pool import ExtractPool
from pipeline.diagnosis import diagnose
from pipeline.health import judgement
from pipeline.reading import job_of
from pipeline.sparing import spare
from pipeline.tally import Tally
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.errors import QuarantineError
from schemas.harvest import Snapshot
from schemas.health import Health, Incident, Reading, SourceStats
from schemas.ids import digest, short_id
from schemas.registry import Source

# What a list without links may turn out to be; other reasons only say that it is a list.
_TELLING = ("challenge", "soft-404", "empty", "undecodable", "not-html")
# One failure to be reached says little: the network, a restart. The second opens an incident.
_TRANSIENT = ("dns", "tls", "connect", "slow", "server", "refused")
_NOT_FIELDS = {
    "kind", "url", "aliases", "links", "encoding", "provenance", "extractor", "language", "flags",
    "boilerplate",
}  # fmt: skip


def reading_of(
    snapshot: Snapshot,
    outcome: str,
    document: Document | None = None,
    number: int = 0,
    reason: str | None = None,
) -> Reading:
    """Return what ingest made of *snapshot*, or of its document *number* where it holds several."""
    return Reading.model_validate(
        {
            "snapshot": f"{snapshot.id}#{number}" if number else snapshot.id,
            "source": snapshot.source,
            "run": snapshot.run,
            "url": snapshot.url if document is None else document.url,
            "at": snapshot.fetched_at,
            "outcome": outcome,
            "reason": reason,
            **({} if document is None else _fields(document)),
        }
    )


def _fields(document: Document) -> dict[str, Any]:
    sizes = {name: _size(value) for name, value in document if name not in _NOT_FIELDS}
    filled = {name: size for name, size in sizes.items() if size}
    came = {name: one for name, one in document.provenance.items() if name in filled}
    return {
        "kind": document.kind,
        "sizes": filled,
        "origins": {name: one.source for name, one in came.items()},
        "sure": {name: one.confidence for name, one in came.items()},
        "flags": document.flags,
        "title": digest(document.title)[:12],
    }


def _size(value: Any) -> int:
    """Return how much there is: characters of a text, members of a list, one of anything else."""
    if value is None or value == "":
        return 0
    return len(value) if isinstance(value, str | tuple | list | dict) else 1


def observe(workspace: Workspace, runs: Iterable[str], tally: Tally) -> list[Health]:
    """Count what *runs* made of their sources and judge it; repeated, it finds the same.

    A failure that begins, or is over, is noted as an incident and told once in the report.
    """
    sources = {source.id: source for source in workspace.registry.sources}
    judged: dict[str, Health] = {}
    with ExtractPool(workers=1) as pool:
        for run in runs:
            for stats in workspace.store.health.summarise(run):
                source = sources.get(stats.source)
                if source is None or not source.enabled:
                    continue
                told = _explain(workspace, source, stats, pool)
                history = workspace.store.health.history(source.id)
                if not history or history[-1].run != run:
                    continue  # read anew, or only single pages were looked at again: no news
                told = spare(workspace, source, history)
                fares = diagnose(source, [*history[:-1], told], told.at)
                judged[source.id] = fares
                workspace.store.judgements.keep([judgement(source, fares, told.at)])
                _note(workspace, source, judged[source.id], told, tally)
    return list(judged.values())


def _explain(
    workspace: Workspace, source: Source, stats: SourceStats, pool: ExtractPool
) -> SourceStats:
    """Look at a list that led nowhere: it may be a challenge or an error page in its place."""
    if stats.reason != "no-links":
        return stats
    found = workspace.store.health.lists(source.id, stats.run)
    jobs = []
    for snapshot in found[:1]:
        try:
            body = workspace.store.archive.body(snapshot)
        except QuarantineError:
            return stats
        jobs.append(replace(job_of(snapshot, body, source, {}), listing=False))
    reasons = [one.reason for one in pool.run(jobs) if one.reason in _TELLING]
    if not reasons:
        return stats
    told = stats.model_copy(update={"reason": reasons[0]})
    workspace.store.health.put(told)
    return told


def _note(
    workspace: Workspace, source: Source, health: Health, stats: SourceStats, tally: Tally
) -> None:
    """Open or close the incident of a source, and say so in the report the first time."""
    store = workspace.store.health
    known = [one for one in store.incidents(source.id) if one.closed is None]
    if health.well:
        for one in known:
            store.keep(one.model_copy(update={"closed": stats.at}))
            tally.count("recovered")
        return
    if known or not _is_serious(health):
        return
    assert health.failure is not None
    incident = Incident(
        id=short_id("i", source.id, health.failure, stats.run),
        source=source.id,
        failure=health.failure,
        state=health.state,
        says=health.says,
        todo=health.todo,
        opened=stats.at,
    )
    if any(one.id == incident.id for one in store.incidents(source.id)):
        return
    store.keep(incident)
    tally.count("incidents")
    tally.problem(f"source {source.id}", health.failure, health.says, health.todo)


def _is_serious(health: Health) -> bool:
    return not (health.failure in _TRANSIENT and health.failures == 1)
