"""Who does something, and the entry of it in the audit log."""

from dataclasses import dataclass, replace
from datetime import datetime

from schemas.accounts import AuditEntry
from schemas.base import Record
from store import Store

LONGEST_REASON = 400


@dataclass(frozen=True)
class Caller:
    """Who does something, from where, when and why; *part_of*: the entry that what is done belongs to."""

    account: str
    now: datetime
    address: str = ""
    reason: str = ""
    part_of: int | None = None

    def because(self, reason: str) -> "Caller":
        """Return the same caller with a reason for what is done next."""
        return replace(self, reason=" ".join(reason.split())[:LONGEST_REASON])

    def within(self, entry: int | None) -> "Caller":
        """Return the same caller, whose deeds belong to *entry* of the log."""
        return replace(self, part_of=entry)


def log(
    store: Store,
    caller: Caller,
    action: str,
    record: str,
    before: Record | None = None,
    after: Record | None = None,
    *,
    kind: str,
    revision: int | None = None,
) -> int:
    """Enter what *caller* did to a record, and how it was before and after; return the entry's number.

    Call it within ``store.batch()`` with what it tells of: both are kept, or neither. *revision* is that of a
    registry record, by which it can be undone.
    """
    return store.audit.add(
        AuditEntry(
            at=caller.now,
            account=caller.account,
            action=action,
            kind=kind,
            record=record,
            before=before.model_dump_json() if before else None,
            after=after.model_dump_json() if after else None,
            revision=revision,
            address=caller.address,
            reason=caller.reason,
            part_of=caller.part_of,
        )
    )
