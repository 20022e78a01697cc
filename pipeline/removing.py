"""Taking a record out of the registry: what it concerns is said first, nothing collected is deleted."""

from dataclasses import dataclass

from pipeline import finding
from pipeline.auditing import Caller, log
from pipeline.registering import MeanwhileError, at_real_time, only, revision_of
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError, ZhibiError
from schemas.registry import Company, Reader, SavedSearch, Source
from store.history import Entry
from store.records import RegistryKind


@dataclass(frozen=True)
class Concerned:
    """What hangs on a record. *documents* and *stories* are None where the index cannot be asked."""

    documents: int | None = 0
    stories: int | None = 0
    sources: tuple[Source, ...] = ()
    readers: tuple[Reader, ...] = ()
    searches: tuple[SavedSearch, ...] = ()


def concerned(workspace: Workspace, kind: RegistryKind, record_id: str) -> Concerned:
    """Return what removing a record concerns: what was collected stays, its sources and followers lose it."""
    if kind != "company":
        return Concerned()
    registry = workspace.registry
    documents, stories = _collected(workspace, record_id)
    return Concerned(
        documents=documents,
        stories=stories,
        sources=tuple(one for one in registry.sources if one.company == record_id),
        readers=tuple(one for one in registry.readers if record_id in one.interests.companies),
        searches=tuple(one for one in registry.searches if _names(one.query, record_id)),
    )


def remove(
    workspace: Workspace,
    kind: RegistryKind,
    record_id: str,
    *,
    base: int | None,
    caller: Caller,
) -> tuple[Entry, int]:
    """Retire a record, with a company its sources and its place among readers' interests.

    Return it, and the number of its entry in the log.

    All of it is one entry of the log with its parts, undone together. Raises WrongUseError for what is
    not there or what others need, MeanwhileError where it is not as in revision *base*.
    """
    store = workspace.store
    with store.batch():
        found = store.registry.current(kind, record_id)
        if found is None:
            raise WrongUseError(f"there is no {kind} with this id", where=record_id)
        if base is not None and found[1] != base:
            last = store.registry.history(kind, record_id)[-1]
            raise MeanwhileError(at_real_time(workspace, last))
        number = log(
            store, caller, f"{kind}-removed", record_id, found[0], None,
            kind=kind, revision=found[1] + 1,
        )  # fmt: skip
        if isinstance(found[0], Company):
            _let_go(workspace, found[0], caller.within(number))
        store.registry.retire(kind, record_id, caller.account, workspace.now)
    workspace.refresh_registry()
    return found[0], number


def _let_go(workspace: Workspace, company: Company, caller: Caller) -> None:
    """Take out of the registry what names a company: its sources, and it among readers' interests."""
    store = workspace.store
    known = store.registry.snapshot()
    for reader in known.readers:
        if company.id in reader.interests.companies:
            left = tuple(one for one in reader.interests.companies if one != company.id)
            interests = reader.interests.model_copy(update={"companies": left})
            after = reader.model_copy(update={"interests": interests})
            store.registry.apply(only("reader", after), author=caller.account, now=workspace.now)
            revision = revision_of(workspace, "reader", reader.id)
            log(store, caller, "reader-changed", reader.id, reader, after,
                kind="reader", revision=revision)  # fmt: skip
    for source in known.sources:
        if source.company == company.id:
            revision = store.registry.retire("source", source.id, caller.account, workspace.now)
            log(store, caller, "source-removed", source.id, source, None,
                kind="source", revision=revision)  # fmt: skip


def _collected(workspace: Workspace, company_id: str) -> tuple[int | None, int | None]:
    """Return how many documents name a company, and in how many stories; None where nobody can say."""
    try:
        found = finding.search(workspace, f"company:{company_id}", limit=1, facets=())
    except ZhibiError:
        return None, None
    return found.total, found.stories


def _names(query: str, company_id: str) -> bool:
    """Say whether a query asks for a company by its id."""
    words = query.replace("(", " ").replace(")", " ").replace(":", " ").replace(",", " ").split()
    return company_id in words
