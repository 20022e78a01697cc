"""The log of what was done, by whom and why; and taking it back."""

import json
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from pipeline import undoing
from pipeline.standing import standing
from schemas.accounts import AuditEntry
from schemas.errors import ConflictError, WrongUseError, ZhibiError
from web.guard import RefusedError
from web.logbook import line, refusal
from web.posted import Sent
from web.visit import Here, Visit, link, local

router = APIRouter(default_response_class=HTMLResponse)
_ENTRIES = 50
# A company with a thousand sources was removed: so often the next entries are asked for.
_ROUNDS = 40
Narrow = Annotated[str, Query(max_length=80)]


@router.get("/admin/log")
def log(
    visit: Here,
    before: Annotated[int | None, Query(ge=1)] = None,
    account: Narrow = "",
    kind: Narrow = "",
    record: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show what was done, the newest first."""
    return _log(visit, before=before, account=account, kind=kind, record=record)


@router.post("/admin/log/{number}/undo")
def undo(visit: Here, number: int, sent: Sent) -> Response:
    """Take back what an entry tells of, unless the same was changed since."""
    entry = visit.store.audit.get(number)
    if entry is None:
        return visit.page("errors/missing", 404)
    if not visit.may("administrator") and not _of_analysts(entry):
        raise RefusedError("role", needed="administrator")
    try:
        undoing.undo(visit.workspace, number, visit.caller.because(sent.text("reason")))
    except ConflictError as error:
        found = standing(visit.workspace, entry)
        said = error.what if found.state == "can" else refusal(visit, found, entry)
        return _refused(visit, 409, said)
    except WrongUseError as error:
        found = standing(visit.workspace, entry)
        said = error.what if found.state == "can" else refusal(visit, found, entry)
        return _refused(visit, 400, said)
    except ZhibiError as error:
        return _refused(visit, 503, error.what)
    following = sent.text("following") or _back(visit, entry)
    return visit.go(local(following), "audit.flash.undone", name=_called(visit, entry))


def _log(
    visit: Visit, status: int = 200, *, problem: str = "", before: int | None = None,
    account: str = "", kind: str = "", record: str = "",
) -> HTMLResponse:  # fmt: skip
    entries = _entries(visit, before, account, kind, record)
    more = entries[_ENTRIES - 1].number if len(entries) > _ENTRIES else None
    narrowed = {"account": account, "kind": kind, "record": record}
    return visit.page(
        "audit/log",
        status,
        lines=[line(visit, one) for one in entries[:_ENTRIES]],
        following=link("/admin/log", before=more, **narrowed) if more else "",
        called={one.id: one.name for one in visit.store.accounts.all()},
        narrowed={name: value for name, value in narrowed.items() if value},
        problem=problem,
        place=lambda one: _place(visit, one.kind, one.record),
        name=lambda one: _called(visit, one),
    )


def _of_analysts(entry: AuditEntry) -> bool:
    """Say whether analysts may do what *entry* tells of: all of sources, the names of companies."""
    if entry.kind == "source":
        return True
    if entry.kind != "company" or entry.before is None or entry.after is None:
        return False
    before, after = json.loads(entry.before), json.loads(entry.after)
    return all(before.get(name) == after.get(name) for name in {*before, *after} - {"names"})


def _refused(visit: Visit, status: int, said: str) -> HTMLResponse:
    """Say what was not undone: in the log to whoever may read it."""
    if visit.may("administrator"):
        return _log(visit, status, problem=said)
    return visit.page("audit/refused", status, problem=said)


def _back(visit: Visit, entry: AuditEntry) -> str:
    """Return the page of the record that was put back; only what this person may open."""
    if visit.may("administrator"):
        return _place(visit, entry.kind, entry.record)
    if entry.kind == "company":
        return f"/companies/{entry.record}"
    return f"/sources/{entry.record}" if visit.store.registry.source(entry.record) else "/sources"


def _entries(
    visit: Visit, before: int | None, account: str, kind: str, record: str
) -> list[AuditEntry]:
    """Return the entries of a page and one more; parts stand with what they belong to, not by themselves."""
    found: list[AuditEntry] = []
    for _ in range(_ROUNDS):
        some = visit.store.audit.list(
            before=before, limit=_ENTRIES + 1,
            account=account or None, kind=kind or None, record=record or None,
        )  # fmt: skip
        found += [one for one in some if one.part_of is None or record]
        if len(some) <= _ENTRIES or len(found) > _ENTRIES:
            break
        before = some[-1].number
    return found[: _ENTRIES + 1]


def _place(visit: Visit, kind: str, record: str) -> str:
    """Return where a record is kept on the pages; the log where it has no page of its own now."""
    places = {"company": "/admin/companies", "reader": "/admin/readers", "source": "/admin/sources"}
    registry = visit.workspace.store.registry
    there = {
        "company": registry.company, "reader": registry.reader, "source": registry.source,
    }.get(kind)  # fmt: skip
    if there is not None and there(record) is not None:
        return f"{places[kind]}/{record}"
    if kind == "story" and visit.store.stories.get(record) is not None:
        return f"/story/{record}"
    return "/admin" if kind == "account" and visit.store.accounts.get(record) else "/admin/log"


def _called(visit: Visit, entry: AuditEntry) -> str:
    """Return what an entry's record is called, or was when the entry was made; else its id."""
    name = _name(visit, entry.kind, entry.record)
    kept = entry.after or entry.before
    if name != entry.record or kept is None:
        return name
    loaded = json.loads(kept)
    names: dict[str, list[str]] = loaded.get("names") or {}
    some = names.get(visit.lang) or next(iter(names.values()), [])
    return str(loaded.get("name") or next(iter(some), name))


def _name(visit: Visit, kind: str, record: str) -> str:
    """Return what a record is called; its id where it has no name, or is gone."""
    registry = visit.store.registry
    if kind == "company":
        company = registry.company(record)
        return company.name(visit.lang) if company else record
    if kind == "story":
        story = visit.store.stories.get(record)
        return visit.site.speaker(visit.lang).tell(story).headline if story else record
    if kind == "collection":
        kept = visit.store.collections.get(record)
        open_to = kept is not None and (kept.visibility == "team" or kept.owner == visit.me.id)
        return kept.title if kept and open_to else record
    named = {"reader": registry.reader, "search": registry.search}.get(kind)
    found = (
        named(record) if named else visit.store.accounts.get(record) if kind == "account" else None
    )
    return found.name if found else record
