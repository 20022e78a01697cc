"""Who does something, and the entry of it in the audit log."""

from dataclasses import dataclass
from datetime import datetime

from schemas.accounts import AuditEntry
from schemas.base import Record
from store import Store


@dataclass(frozen=True)
class Caller:
    """Who does something, from where, and when."""

    account: str
    now: datetime
    address: str = ""


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
) -> None:
    """Enter what *caller* did to a record, and how it was before and after.

    Call it within ``store.batch()`` with what it tells of: both are kept, or neither. *revision* is that of a
    registry record, by which it can be undone.
    """
    store.audit.add(
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
        )
    )
