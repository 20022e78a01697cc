"""What the command and the pages ask of health: every source, what was dropped, one address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.diagnosis import diagnose, late_from
from pipeline.naming import unknown_source
from pipeline.workspace import Workspace
from schemas.health import (
    Dropped,
    Health,
    HealthState,
    Incident,
    Judgement,
    Sighting,
    Whereabouts,
)
from schemas.ids import canonical_url, digest, url_host
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
    found = every(workspace, [one for one in chosen if one.kind != "inbox" or ids]).values()
    return sorted(found, key=lambda one: (_ORDER.index(one.state), one.source))


def of_source(workspace: Workspace, source: Source, now: datetime | None = None) -> Health:
    """Return how one source fares at *now*, by default at present."""
    return every(workspace, [source], now)[source.id]


def every(
    workspace: Workspace, sources: Sequence[Source], now: datetime | None = None
) -> dict[str, Health]:
    """Return how each of *sources* fares at *now*, by id: as the last run judged it, where that holds."""
    moment = now or workspace.now
    known = workspace.store.judgements.of(one.id for one in sources)
    return {
        source.id: one.health
        if (one := known.get(source.id)) and _holds(one, source, moment)
        else _anew(workspace, source, moment)
        for source in sources
    }


def judgement(source: Source, fares: Health, at: datetime) -> Judgement:
    """Return *fares*, judged at *at*, with how long it holds: until it is late, or is read again."""
    until = None
    if fares.due is not None and fares.pace is not None:
        until = late_from(fares.due, fares.pace)
    if until is not None and until <= at:
        until = None  # it is late already, or something worse
    return Judgement(source=source.id, basis=_basis(source), at=at, until=until, health=fares)


def _holds(known: Judgement, source: Source, now: datetime) -> bool:
    within = known.at <= now and (known.until is None or now < known.until)
    return within and known.basis == _basis(source)


def _basis(source: Source) -> str:
    return digest(source.model_dump_json())


def _anew(workspace: Workspace, source: Source, now: datetime) -> Health:
    """Judge a source from its counts, once for all pages until it is read again."""
    last = workspace.store.judgements.last_run(source.id)
    kept: tuple[str | None, Judgement] | None = workspace.kept.get(("health", source.id))
    if kept is not None and kept[0] == last and _holds(kept[1], source, now):
        return kept[1].health
    past = workspace.store.health.history(source.id, now, limit=400)
    made = judgement(source, diagnose(source, past, now), now)
    workspace.keep(("health", source.id), (last, made))
    return made.health


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
