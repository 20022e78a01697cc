"""Taking back what an entry of the audit log tells of, unless the same was changed since."""

from typing import cast

from pipeline import accounts, correcting_aside
from pipeline.auditing import Caller, log
from pipeline.registering import join, revision_of
from pipeline.standing import Standing, account_before, before_and_after, of_record, standing
from pipeline.workspace import Workspace
from schemas.accounts import AuditEntry
from schemas.errors import ConflictError, WrongUseError
from schemas.registry import Registry
from store.history import FIELDS, Entry
from store.records import REGISTRY_KINDS, RegistryKind


def undo(workspace: Workspace, number: int, caller: Caller) -> AuditEntry:
    """Take back what entry *number* tells of, with its parts, and return the entry.

    Raises WrongUseError where there is none or its like is never undone, ConflictError where it
    is undone, or the same was changed since.
    """
    entry = workspace.store.audit.get(number)
    if entry is None:
        raise WrongUseError(f"the log has no entry {number}", remedy="zhibi audit list")
    if entry.kind == "correction":
        require(standing(workspace, entry), entry)
        correcting_aside.undo(workspace, entry.record, caller)
        return entry
    with workspace.store.batch():
        require(standing(workspace, entry), entry)
        if entry.kind == "account":
            _undo_account(workspace, entry, caller)
        elif entry.kind == "proposal":
            workspace.store.desk.restore_name(entry.record)
            log(workspace.store, caller, "company-undismissed", entry.record, kind="proposal")
        else:
            _undo_records(workspace, entry, caller)
    workspace.refresh_registry()
    return entry


def require(found: Standing, entry: AuditEntry) -> None:
    """Raise WrongUseError or ConflictError with what is in the way, unless *entry* can be undone."""
    at = f" at {found.at:%Y-%m-%d %H:%M}" if found.at else ""
    where = f"entry {entry.number}"
    if found.state == "part":
        remedy = f"Undo entry {entry.part_of} instead"
        raise WrongUseError(f"it is a part of entry {entry.part_of}", where=where, remedy=remedy)
    if found.state == "never":
        raise WrongUseError(f"{entry.action} is not undone from the log", where=where)
    if found.state == "undone":
        by = f" by {found.by}" if found.by else ""
        raise ConflictError(f"it is as before already{by}{at}", where=where)
    if found.state == "changed":
        did = "removed it" if found.gone else f"changed {', '.join(found.fields) or 'it'}"
        remedy = "Undo that first, or change it by hand"
        raise ConflictError(f"since then {found.by} {did}{at}", where=where, remedy=remedy)


def _undo_records(workspace: Workspace, entry: AuditEntry, caller: Caller) -> None:
    """Put back every record that the entry and its parts changed, in one go."""
    was: list[tuple[AuditEntry, Entry | None, Entry | None]] = []
    for one in (entry, *parts(workspace, entry)):
        require(of_record(workspace, one), one)
        found = workspace.store.registry.current(_kind(one), one.record)
        now = found[0] if found else None
        before, after = before_and_after(one)
        back = join(after, before, now)[0] if before and after and now else before
        was.append((one, now, back))
    _put_back(workspace, was, caller)
    number: int | None = None
    for one, now, back in was:
        entered = log(
            workspace.store, caller.within(number), f"{one.kind}-undone", one.record, now, back,
            kind=one.kind, revision=revision_of(workspace, _kind(one), one.record),
        )  # fmt: skip
        number = number or entered


def _put_back(
    workspace: Workspace,
    was: list[tuple[AuditEntry, Entry | None, Entry | None]],
    caller: Caller,
) -> None:
    kept: dict[RegistryKind, list[Entry]] = {kind: [] for kind in REGISTRY_KINDS}
    for one, _now, back in was:
        if back is not None:
            kept[_kind(one)].append(back)
    registry = Registry(**{FIELDS[kind]: tuple(records) for kind, records in kept.items()})
    store, now = workspace.store, workspace.now
    store.registry.apply(registry, author=caller.account, now=now, undoing=True)
    for one, _now, back in reversed(was):  # the parts first: they name what they are parts of
        if back is None:
            store.registry.retire(_kind(one), one.record, caller.account, now, undoing=True)


def parts(workspace: Workspace, entry: AuditEntry) -> list[AuditEntry]:
    """Return the entries that belong to *entry*: they were entered with it, so right behind it."""
    found = []
    following = workspace.store.audit.get(entry.number + 1)
    while following is not None and following.part_of == entry.number:
        found.append(following)
        following = workspace.store.audit.get(following.number + 1)
    return found


def _kind(entry: AuditEntry) -> RegistryKind:
    return cast("RegistryKind", entry.kind)


def _undo_account(workspace: Workspace, entry: AuditEntry, caller: Caller) -> None:
    now = workspace.store.accounts.get(entry.record)
    if now is None:
        raise WrongUseError(f"there is no account {entry.record}")
    accounts.change(workspace.store, account_before(entry, now)[0], caller)
