"""The API of the registry: records read, put and removed, never over another's change; the log, with undo."""

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Header, HTTPException, Path, Query
from fastapi import Response as Answer
from fastapi.responses import JSONResponse, Response

from pipeline import registering, removing, undoing
from pipeline.registering import RefusedRecordError
from schemas.accounts import AuditEntry
from schemas.base import Record
from store.history import FIELDS, Entry
from store.records import HistoryEntry, RegistryKind
from web.api import PREFIX, ApiRoute, problem
from web.routes.api import PROBLEMS, Cursor, Limit
from web.visit import Here, Visit

router = APIRouter(prefix=PREFIX, route_class=ApiRoute, default_response_class=JSONResponse)
KINDS: dict[str, RegistryKind] = {name: kind for kind, name in FIELDS.items()}
Kinds = Literal["companies", "sources", "searches", "readers"]
Identity = Annotated[str, Path(max_length=200)]
Reason = Annotated[str, Query(max_length=400, description="Why; kept in the log")]
Match = Annotated[
    str | None, Header(description='The ETag it was read with, such as "r3"', max_length=40)
]
NoneMatch = Annotated[str | None, Header(description="* for a new record", max_length=40)]
Namesake = Annotated[
    bool, Query(description="The new company is another one than that of which it has a name")
]
_ANOTHER = "If it is another company, send namesake=true"
_TAG = re.compile(r'(?:W/)?"r(\d{1,9})"')
REFUSED: dict[int | str, dict[str, Any]] = PROBLEMS | {
    409: {**PROBLEMS[400], "description": "Somebody changed the same meanwhile"},
    428: {
        **PROBLEMS[400],
        "description": "If-Match (or, for a new record, If-None-Match: *) is missing",
    },
}


class RegistryEntry(Record):
    """A record of the registry as it is now. *entry* is that of the log where it was just changed."""

    kind: RegistryKind
    id: str
    revision: int
    record: dict[str, Any]
    entry: int | None = None


class Removed(Record):
    """What was removed, and the entry of the log that brings it back."""

    kind: RegistryKind
    id: str
    entry: int


class Concerns(Record):
    """What removing a record concerns: what stays, what is no longer watched, who no longer follows it."""

    documents: int | None
    stories: int | None
    sources: tuple[str, ...]
    readers: tuple[str, ...]
    searches: tuple[str, ...]


class AuditPage(Record):
    """Entries of the log, the newest first, and where to go on."""

    entries: tuple[AuditEntry, ...]
    next_cursor: str | None = None


@router.get("/registry/{kind}", responses=PROBLEMS)
def records(visit: Here, kind: Kinds) -> list[RegistryEntry]:
    """List the records of a kind, each with the revision that it has now."""
    registry = visit.store.registry.snapshot()
    one = KINDS[kind]
    return [
        _entry(one, record, registry.revisions[f"{one} {record.id}"])
        for record in getattr(registry, kind)
    ]


@router.get("/registry/{kind}/{record_id}", responses=PROBLEMS)
def record(visit: Here, answer: Answer, kind: Kinds, record_id: Identity) -> RegistryEntry:
    """Show a record; its ETag is what a change of it sends back as If-Match."""
    found = _found(visit, kind, record_id)
    answer.headers["ETag"] = _tag(found[1])
    return _entry(KINDS[kind], *found)


@router.put("/registry/{kind}/{record_id}", responses=REFUSED, response_model=RegistryEntry)
def put(
    visit: Here,
    kind: Kinds,
    record_id: Identity,
    record: Annotated[
        dict[str, Any], Body(description="The record, as in the YAML of zhibi export")
    ],
    reason: Reason = "",
    if_match: Match = None,
    if_none_match: NoneMatch = None,
    namesake: Namesake = False,
) -> Response:
    """Add a record, or change it: with If-Match what was read, so that nobody's change is overwritten.

    Where somebody changed other fields meanwhile, both changes hold. A new company with a name of another
    is refused, unless *namesake* is true.
    """
    base = _base(visit, kind, record_id, if_match)
    if base is None and if_none_match != "*":
        return problem(428, "say which revision you read", remedy="Send If-Match, or If-None-Match: * for a new one")  # fmt: skip
    if record.get("id", record_id) != record_id:
        return problem(400, f"the address says {record_id!r} and the record {record['id']!r}")
    try:
        saved = registering.save(
            visit.workspace, KINDS[kind], record | {"id": record_id}, base=base,
            namesake=namesake, caller=visit.caller.because(reason),
        )  # fmt: skip
    except RefusedRecordError as error:
        faults = [
            one._replace(remedy=_ANOTHER) if one.reason == "namesake" else one
            for one in error.faults
        ]
        wrong = [
            {"field": ".".join(map(str, one.path)), "detail": one.what, "remedy": one.remedy}
            for one in faults
        ]
        return problem(400, error.what, remedy=faults[0].remedy, more={"errors": wrong})
    made = _entry(KINDS[kind], saved.record, saved.revision, saved.entry)
    status = 200 if base is not None else 201
    return JSONResponse(made.model_dump(mode="json"), status, {"ETag": _tag(saved.revision)})


@router.delete("/registry/{kind}/{record_id}", responses=REFUSED)
def remove(
    visit: Here, kind: Kinds, record_id: Identity, reason: Reason = "", if_match: Match = None
) -> Removed:
    """Remove a record, with a company its sources; nothing that was collected is deleted."""
    _found(visit, kind, record_id)
    base = _base(visit, kind, record_id, if_match)
    caller = visit.caller.because(reason)
    gone, entry = removing.remove(visit.workspace, KINDS[kind], record_id, base=base, caller=caller)
    return Removed(kind=KINDS[kind], id=gone.id, entry=entry)


@router.get("/registry/{kind}/{record_id}/concerned", responses=PROBLEMS)
def concerned(visit: Here, kind: Kinds, record_id: Identity) -> Concerns:
    """Say what removing a record would concern."""
    _found(visit, kind, record_id)
    what = removing.concerned(visit.workspace, KINDS[kind], record_id)
    return Concerns(
        documents=what.documents,
        stories=what.stories,
        sources=tuple(one.id for one in what.sources),
        readers=tuple(one.id for one in what.readers),
        searches=tuple(one.id for one in what.searches),
    )


@router.get("/registry/{kind}/{record_id}/history", responses=PROBLEMS)
def history(visit: Here, kind: Kinds, record_id: Identity) -> list[HistoryEntry]:
    """List the revisions of a record, the first first, of one that was removed too."""
    found = visit.store.registry.history(KINDS[kind], record_id)
    if not found:
        raise HTTPException(404, f"there never was one called {record_id!r}")
    return found


@router.get("/audit", responses=PROBLEMS)
def audit(
    visit: Here,
    account: Annotated[str | None, Query(max_length=80)] = None,
    kind: Annotated[str | None, Query(max_length=40)] = None,
    record: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> AuditPage:
    """List what was done, by whom and why, the newest first."""
    if cursor is not None and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
        raise HTTPException(400, f"{cursor!r} is no place in a list")
    found = visit.store.audit.list(
        before=int(cursor) if cursor else None, limit=limit + 1,
        account=account, kind=kind, record=record,
    )  # fmt: skip
    following = str(found[limit - 1].number) if len(found) > limit else None
    return AuditPage(entries=tuple(found[:limit]), next_cursor=following)


@router.post("/audit/{number}/undo", responses=REFUSED)
def undo(
    visit: Here, number: Annotated[int, Path(ge=1, le=10**9)], reason: Reason = ""
) -> AuditEntry:
    """Take back what an entry tells of, unless somebody changed the same since; return that entry."""
    if visit.store.audit.get(number) is None:
        raise HTTPException(404, f"the log has no entry {number}")
    return undoing.undo(visit.workspace, number, visit.caller.because(reason))


def _entry(
    kind: RegistryKind, record: Entry, revision: int, entry: int | None = None
) -> RegistryEntry:
    return RegistryEntry(
        kind=kind,
        id=record.id,
        revision=revision,
        record=record.model_dump(mode="json"),
        entry=entry,
    )


def _found(visit: Visit, kind: str, record_id: str) -> tuple[Entry, int]:
    found = visit.store.registry.current(KINDS[kind], record_id)
    if found is None:
        raise HTTPException(404, f"no {KINDS[kind]} is called {record_id!r}")
    return found


def _base(visit: Visit, kind: str, record_id: str, match: str | None) -> int | None:
    """Return the revision that If-Match names; ``*`` is the present one."""
    if match is None:
        return None
    if match.strip() == "*":
        return _found(visit, kind, record_id)[1]
    named = _TAG.fullmatch(match.strip())
    if named is None:
        raise HTTPException(400, f"{match!r} is no ETag of this record")
    return int(named[1])


def _tag(revision: int) -> str:
    return f'"r{revision}"'
