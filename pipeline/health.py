"""What the command and the pages ask of health: every source, what was dropped, one address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.diagnosis import diagnose
from pipeline.naming import unknown_source
from pipeline.workspace import Workspace
from schemas.health import Dropped, Health, HealthState, Incident, Sighting, Whereabouts
from schemas.ids import canonical_url, url_host
from schemas.registry import Source

_ORDER: tuple[HealthState, ...] = ("failing", "degraded", "stale", "new", "ok")
_MOST_SIGHTINGS = 50
_INGESTED = {
    "new": "read as a new document", "changed": "read: it had changed",
    "unchanged": "read: nothing had changed", "quarantined": "set aside",
    "dropped": "dropped by the source's own rule", "index": "followed as a list of links",
}  # fmt: skip
_FETCHED = {
    "unchanged": "asked for: not modified since", "failed": "could not be fetched",
    "refused": "not asked for", "parked": "put off: the host wants to be left alone",
    "skipped": "not asked for",
}  # fmt: skip


def health(workspace: Workspace, ids: Sequence[str] = ()) -> list[Health]:
    """Return how enabled sources fare, the troubled first. Raises WrongUseError for an unknown id."""
    known = {source.id: source for source in workspace.registry.sources}
    for one in ids:
        if one not in known:
            raise unknown_source(workspace, one)
    chosen = [known[one] for one in ids] or [one for one in known.values() if one.enabled]
    found = [of_source(workspace, source) for source in chosen if source.kind != "inbox" or ids]
    return sorted(found, key=lambda one: (_ORDER.index(one.state), one.source))


def of_source(workspace: Workspace, source: Source, now: datetime | None = None) -> Health:
    """Return how one source fares at *now*, by default at present."""
    moment = now or workspace.now
    past = workspace.store.health.history(source.id, moment, limit=400)
    return diagnose(source, past, moment)


def incidents(workspace: Workspace, source_id: str | None = None) -> list[Incident]:
    """Return what went wrong and whether it is over, the newest first."""
    return workspace.store.health.incidents(source_id)[::-1]


def dropped(
    workspace: Workspace,
    source_id: str | None = None,
    *,
    reason: str | None = None,
    since: timedelta | None = None,
    limit: int | None = 100,
) -> list[Dropped]:
    """Return what was not fetched or set aside, the newest first. Raises WrongUseError."""
    if source_id is not None and not any(one.id == source_id for one in workspace.registry.sources):
        raise unknown_source(workspace, source_id)
    moment = None if since is None else workspace.now - since
    return workspace.store.health.dropped(source_id, reason=reason, since=moment, limit=limit)


def dropped_counts(
    workspace: Workspace, source_id: str | None = None, since: timedelta | None = None
) -> dict[tuple[str, str, str], int]:
    """Return (source, stage, reason) to how many were dropped, the most frequent first."""
    moment = None if since is None else workspace.now - since
    return workspace.store.health.dropped_counts(source_id, moment)


def where(workspace: Workspace, url: str) -> Whereabouts:
    """Return what became of one address: stored, set aside, not fetched, or never seen.

    Raises ValueError for what is no address.
    """
    address = canonical_url(url)
    forms = _forms(url, address)
    rows = workspace.store.health.ledger(forms)
    seen = tuple(_sighting(row) for row in rows[-_MOST_SIGHTINGS:])
    known = (workspace.store.documents.by_url(form) for form in forms)
    stored = next((one for one in known if one is not None), None)
    if stored is not None:
        says = f"stored as {stored.document_id}, revision {stored.number}, from {stored.source}"
        return Whereabouts(
            url=address, state="stored", says=f"{says}, seen {_at(stored.seen_at)}",
            document=stored.document_id, title=stored.document.title, sightings=seen,
        )  # fmt: skip
    if not rows:
        return _never(workspace, address)
    return _lost(address, rows[-1], seen)


def _forms(url: str, address: str) -> list[str]:
    """Return how an address may stand in the ledger: as given, canonical, with and without slash."""
    forms = dict.fromkeys((url.strip(), address))
    for one in tuple(forms):
        bare = one.split("#", 1)[0]
        forms[bare] = None
        forms[bare.rstrip("/")] = None
        forms[f"{bare.rstrip('/')}/"] = None
        other = "http://" if bare.startswith("https://") else "https://"
        forms[other + bare.partition("://")[2]] = None
    return list(forms)


def _sighting(row: dict[str, object]) -> Sighting:
    outcome, ingested = str(row["outcome"]), row["ingested"]
    if outcome == "fetched":
        what = _INGESTED.get(str(ingested), "fetched, not read yet")
        reason, detail = row["why"], row["more"]
    else:
        what = _FETCHED.get(outcome, outcome)
        reason, detail = row["reason"], row["detail"]
    return Sighting.model_validate(
        {
            "at": row["fetched_at"], "source": row["source"], "what": what,
            "outcome": str(ingested) if outcome == "fetched" and ingested else outcome,
            "reason": reason, "detail": detail or "",
        }
    )  # fmt: skip


def _lost(address: str, last: dict[str, object], seen: tuple[Sighting, ...]) -> Whereabouts:
    newest = seen[-1]
    because = newest.reason or newest.outcome
    detail = f" ({newest.detail})" if newest.detail else ""
    when = _at(newest.at)
    common = {"url": address, "sightings": seen}
    if last["outcome"] == "fetched" and last["ingested"] is None:
        return Whereabouts(
            state="waiting", says=f"fetched {when}, not read yet", todo="zhibi ingest", **common
        )
    if newest.outcome in {"quarantined", "dropped"}:
        rule = newest.outcome == "dropped"
        todo = (
            f"Change its drop rules: zhibi source test {newest.source} --undrop RULE"
            if rule
            else f"Try a rule for it: zhibi source try {newest.source} --stored --url {address}"
        )
        state = "dropped" if rule else "quarantined"
        says = f"{newest.what} {when}: {because}{detail}"
        return Whereabouts(state=state, says=says, todo=todo, **common)
    if newest.outcome == "index":
        return Whereabouts(state="stored", says=f"{newest.what} {when}", **common)
    says = f"{newest.what} {when}: {because}{detail}"
    return Whereabouts(
        state="not-fetched", says=says, todo=f"zhibi source health {newest.source}", **common
    )


def _never(workspace: Workspace, address: str) -> Whereabouts:
    host = url_host(address)
    near = [
        source.id
        for source in workspace.registry.sources
        if any(_same_site(host, url_host(url)) for url in source.urls)
    ]
    if near:
        says = f"never seen, though {', '.join(near[:3])} watch this site"
        says = says.replace("watch", "watches") if len(near) == 1 else says
        todo = f"Its list may not name it: zhibi source try {near[0]}"
    else:
        says = f"never seen, and no source watches {host}"
        top = f"{urlsplit(address).scheme}://{host}/"
        todo = f"Watch it: zhibi source new {top}"
    return Whereabouts(url=address, state="never-seen", says=says, todo=todo)


def _same_site(left: str, right: str) -> bool:
    one, other = left.removeprefix("www."), right.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _at(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y %H:%M}"
