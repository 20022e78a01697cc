"""Whether what an entry of the audit log tells of can be taken back: who changed the same since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from pipeline.registering import at_real_time, join, who_changed
from pipeline.workspace import Workspace
from schemas.accounts import Account, AuditEntry
from store.conflicts import differing
from store.history import TYPES, Entry
from store.records import REGISTRY_KINDS, HistoryEntry, RegistryKind

State = Literal["can", "undone", "changed", "part", "never"]


@dataclass(frozen=True)
class Standing:
    """Whether an entry can be undone; where not, who undid or changed it, when, and which *fields*."""

    state: State
    by: str = ""
    at: datetime | None = None
    fields: tuple[str, ...] = ()
    gone: bool = False


CAN: Final = Standing("can")
NEVER: Final = Standing("never")


def standing(workspace: Workspace, entry: AuditEntry) -> Standing:
    """Say whether *entry* can be undone now."""
    if entry.part_of is not None:
        return Standing("part")
    if entry.kind in REGISTRY_KINDS and entry.revision is not None:
        return of_record(workspace, entry)
    judge = _JUDGES.get(entry.action)
    return judge(workspace, entry) if judge else NEVER


def before_and_after(entry: AuditEntry) -> tuple[Entry | None, Entry | None]:
    """Return the registry record that an entry tells of, as it was before and after."""
    read = TYPES[cast("RegistryKind", entry.kind)].model_validate_json
    return (
        read(entry.before) if entry.before else None,
        read(entry.after) if entry.after else None,
    )


def of_record(workspace: Workspace, entry: AuditEntry) -> Standing:
    """Say it of an entry that tells of a record of the registry, a part of another entry or not."""
    past = workspace.store.registry.history(cast("RegistryKind", entry.kind), entry.record)
    later = [one for one in past if one.number > (entry.revision or 0)]
    if len(later) == len(past) or past[-1].number < (entry.revision or 0):
        return NEVER
    if not later:
        return CAN
    if later[0].action == "undo" or later[0].summary.startswith("undone"):
        undone = at_real_time(workspace, later[0])
        return Standing("undone", undone.author, undone.at)
    return _overtaken(workspace, entry, past)


def _overtaken(workspace: Workspace, entry: AuditEntry, past: list[HistoryEntry]) -> Standing:
    """Say it of an entry that revisions followed: other fields may have changed, the same not."""
    last = at_real_time(workspace, past[-1])
    before, after = before_and_after(entry)
    if last.action == "retire":
        return Standing("changed", last.author, last.at, gone=True)
    if before is None or after is None:
        fields = tuple(one for one in last.summary.split(", ") if " " not in one)
        return Standing("changed", last.author, last.at, fields)
    now = TYPES[last.kind].model_validate_json(last.payload)
    joined, clashing = join(after, before, now)
    if clashing:
        who = at_real_time(workspace, who_changed(past, entry.revision or 0, clashing))
        return Standing("changed", who.author, who.at, clashing)
    return CAN if joined != now else Standing("undone", last.author, last.at)


def account_before(entry: AuditEntry, now: Account) -> tuple[Account, tuple[str, ...]]:
    """Return the account as it would be without the entry, and the fields that were changed since.

    Nobody is deleted: an account that was made is kept out.
    """
    if entry.after is None:
        return now, ()
    after = Account.model_validate_json(entry.after)
    made = entry.before is None
    before = (
        after.model_copy(update={"active": False})
        if entry.before is None
        else Account.model_validate_json(entry.before)
    )
    back = {name: getattr(before, name) for name in differing(after, before)}
    clashing = tuple(
        name
        for name, value in back.items()
        if not made and getattr(now, name) not in (getattr(after, name), value)
    )
    return now.model_copy(update=back), clashing


def _of_account(workspace: Workspace, entry: AuditEntry) -> Standing:
    now = workspace.store.accounts.get(entry.record)
    if now is None:
        return NEVER
    wanted, clashing = account_before(entry, now)
    if not clashing and wanted != now:
        return CAN
    later = workspace.store.audit.list(kind="account", record=entry.record, limit=100)
    changes = [x for x in later if x.number > entry.number and x.action == "account-changed"]
    who = changes[0] if changes else entry
    return Standing("changed" if clashing else "undone", who.account, who.at, clashing)


def _of_correction(workspace: Workspace, entry: AuditEntry) -> Standing:
    found = workspace.store.corrections.get(entry.record)
    if found is None:
        return NEVER
    return Standing("undone", found.undone.author, found.undone.at) if found.undone else CAN


def _of_dismissed(workspace: Workspace, entry: AuditEntry) -> Standing:
    return CAN if entry.record in workspace.store.desk.dismissed_names() else Standing("undone")


_JUDGES: Final[dict[str, Callable[[Workspace, AuditEntry], Standing]]] = {
    "account-added": _of_account,
    "account-changed": _of_account,
    "tags-corrected": _of_correction,
    "company-dismissed": _of_dismissed,
}
