"""The registry as people edit it on pages and through the API: a record at a time, entered in the log.

A record that somebody else changed meanwhile is never overwritten: changes of other fields are joined,
changes of the same field are refused and told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.auditing import Caller, log
from pipeline.namesakes import namesake as namesake_of
from pipeline.workspace import Workspace
from schemas.errors import ConflictError, WrongUseError
from schemas.registry import Company, Registry
from store.conflicts import differing
from store.history import FIELDS, TYPES, Entry
from store.recordcheck import RecordFault, RefusedRecordError, check_record
from store.records import HistoryEntry, RegistryKind

__all__ = ["MeanwhileError", "RecordFault", "RefusedRecordError", "Saved", "join", "only", "save"]


# Entries of one record that are looked through for a revision's.
_LOOKED_BACK = 100


class MeanwhileError(ConflictError):
    """Somebody changed the same *fields* since they were read, or removed the record: *gone*."""

    def __init__(self, last: HistoryEntry, fields: tuple[str, ...] = ()) -> None:
        self.author = last.author
        self.at = last.at
        self.fields = fields
        self.gone = last.action == "retire"
        did = "removed it" if self.gone else f"changed {', '.join(fields) or 'it'}"
        super().__init__(
            f"{last.author} {did} at {last.at:%Y-%m-%d %H:%M}",
            where=f"{last.kind} {last.id}",
            remedy="Look at it as it is now, then decide",
        )


@dataclass(frozen=True)
class Saved:
    """A record as it is kept now, its revision, the fields that differ, and the *entry* of the log."""

    record: Entry
    revision: int
    fields: tuple[str, ...] = ()
    entry: int | None = None


def save(
    workspace: Workspace,
    kind: RegistryKind,
    values: Mapping[str, Any],
    *,
    base: int | None,
    over: int | None = None,
    namesake: bool = False,
    caller: Caller,
) -> Saved:
    """Keep a record; *base* is the revision that was read, None for a new one.

    *over* is a revision that was seen after it: what it says otherwise is overwritten knowingly.
    *namesake*: a new company is another one, though one that is there has a name of it.

    Raises RefusedRecordError for what cannot be taken, WrongUseError for an id that is taken,
    MeanwhileError.
    """
    store = workspace.store
    with store.batch():
        known = store.registry.snapshot()
        wanted = check_record(kind, values, known)
        found = store.registry.current(kind, wanted.id)
        if base is None and found is not None:
            fault = RecordFault(("id",), f"there is a {kind} {wanted.id!r} already", reason="taken")
            raise RefusedRecordError(kind, wanted.id, [fault])
        if base is None and not namesake:
            _refuse_namesake(wanted, known)
        before = found[0] if found else None
        if base is not None:
            wanted = _joined(workspace, wanted, before, base, over)
        if before == wanted and found is not None:
            return Saved(wanted, found[1])
        store.registry.apply(only(kind, wanted), author=caller.account, now=workspace.now)
        revision = revision_of(workspace, kind, wanted.id)
        entry = log(
            store, caller, f"{kind}-{'changed' if before else 'added'}", wanted.id, before, wanted,
            kind=kind, revision=revision,
        )  # fmt: skip
    workspace.refresh_registry()
    fields = differing(before, wanted) if before else tuple(type(wanted).model_fields)
    return Saved(wanted, revision, fields, entry)


def join(base: Entry, mine: Entry, now: Entry) -> tuple[Entry, tuple[str, ...]]:
    """Return *now* with what *mine* changed since *base*, and the fields in which both did: pure.

    Such fields stand as in *now*; where both say the same, nothing is in the way.
    """
    wanted = differing(base, mine)
    clashing = tuple(
        name
        for name in wanted
        if getattr(now, name) not in (getattr(base, name), getattr(mine, name))
    )
    updates = {name: getattr(mine, name) for name in wanted if name not in clashing}
    return now.model_copy(update=updates), clashing


def only(kind: RegistryKind, *records: Entry) -> Registry:
    """Return a registry of nothing but these records."""
    return Registry(**{FIELDS[kind]: records})


def who_changed(past: list[HistoryEntry], since: int, fields: tuple[str, ...]) -> HistoryEntry:
    """Return the newest revision after number *since* that changed one of *fields*, else the newest."""
    for before, after in reversed(list(pairwise(past))):
        one, other = (TYPES[past[0].kind].model_validate_json(x.payload) for x in (before, after))
        if after.number > since and set(differing(one, other)) & set(fields):
            return after
    return past[-1]


def at_real_time(workspace: Workspace, entry: HistoryEntry) -> HistoryEntry:
    """Return a revision with the time at which it was made: the market's present may be another."""
    logged = workspace.store.audit.list(kind=entry.kind, record=entry.id, limit=_LOOKED_BACK)
    at = next((one.at for one in logged if one.revision == entry.number), entry.at)
    return entry.model_copy(update={"at": at})


def revision_of(workspace: Workspace, kind: RegistryKind, record_id: str) -> int:
    """Return the number of a record's newest revision. Raises WrongUseError where it never was."""
    past = workspace.store.registry.history(kind, record_id)
    if not past:
        raise WrongUseError(f"there is no {kind} with this id", where=record_id)
    return past[-1].number


def _refuse_namesake(wanted: Entry, known: Registry) -> None:
    """Raise RefusedRecordError where *wanted* is a company of which a name is that of another."""
    same = namesake_of(wanted, known.companies) if isinstance(wanted, Company) else None
    if same is None:
        return
    name, language, other = same
    fault = RecordFault(
        ("names", language), f"{name!r} is a name of {other.id}",
        "If it is another company, give it an id of its own", "namesake",
    )  # fmt: skip
    raise RefusedRecordError("company", wanted.id, [fault])


def _joined(
    workspace: Workspace, wanted: Entry, before: Entry | None, base: int, over: int | None
) -> Entry:
    kind = next(kind for kind, made in TYPES.items() if isinstance(wanted, made))
    past = workspace.store.registry.history(kind, wanted.id)
    read = next((one for one in past if one.number == base), None)
    if read is None:
        raise WrongUseError(f"{kind} {wanted.id!r} never had revision {base}")
    if before is None:
        raise MeanwhileError(at_real_time(workspace, past[-1]))
    if past[-1].number == base:
        return wanted
    joined, clashing = join(TYPES[kind].model_validate_json(read.payload), wanted, before)
    if clashing and past[-1].number != over:
        last = at_real_time(workspace, who_changed(past, base, clashing))
        raise MeanwhileError(last, clashing)
    return joined.model_copy(update={name: getattr(wanted, name) for name in clashing})
