"""Registries taken in whole, from a folder or by a command: applied, and entered in the log."""

from typing import Any, cast

from pipeline.auditing import Caller, log
from pipeline.clock import system_now
from pipeline.workspace import Workspace
from schemas.base import Record
from schemas.registry import Registry
from store.history import FIELDS, Entry
from store.records import ApplyReport, RegistryKind

# More records than these are one entry of the log.
_MOST_ENTERED = 25


class Applied(Record):
    """How many records an apply changed, where they are not entered one by one."""

    new: int
    changed: int
    retired: int


def take_in(
    workspace: Workspace,
    registry: Registry,
    *,
    author: str,
    prune: bool = False,
    dry_run: bool = False,
) -> ApplyReport:
    """Apply *registry* as the store does, and enter in the log what changed; *author* may be ``who: why``.

    A folder that changes many records is one entry: nobody reads, or takes back, a thousand. Raises
    InvalidRecordError where a record names one that is neither here nor there.
    """
    store = workspace.store
    given: dict[str, Any] = {"author": author, "now": workspace.now, "prune": prune}
    if dry_run:
        return store.registry.apply(registry, **given, dry_run=True)
    with store.batch():
        known = store.registry.snapshot()
        report = store.registry.apply(registry, **given)
        if report.applied:
            _enter(workspace, known, registry, report, author)
    workspace.refresh_registry()
    return report


def _enter(
    workspace: Workspace, known: Registry, registry: Registry, report: ApplyReport, author: str
) -> None:
    """Enter what an apply changed, record by record, or as one where they are many."""
    account, _, why = author.partition(": ")
    caller = Caller(account, system_now()).because(why)
    changed = (*report.new, *report.changed, *report.retired)
    if len(changed) > _MOST_ENTERED:
        counts = report.model_dump(include={"new", "changed", "retired"})
        did = Applied(**{name: len(found) for name, found in counts.items()})
        log(workspace.store, caller, "registry-applied", "", None, did, kind="registry")
        return
    before, after = _by_key(known), _by_key(registry)
    revisions = workspace.store.registry.revisions()
    for key in changed:
        kind, _, record_id = key.partition(" ")
        was, now = before.get(key), None if key in report.retired else after[key]
        did_what = "removed" if now is None else "changed" if was else "added"
        log(
            workspace.store, caller, f"{kind}-{did_what}", record_id, was, now, kind=kind,
            revision=revisions[cast("RegistryKind", kind), record_id],
        )  # fmt: skip


def _by_key(registry: Registry) -> dict[str, Entry]:
    return {
        f"{kind} {record.id}": record
        for kind, name in FIELDS.items()
        for record in getattr(registry, name)
    }
