"""Saved searches, as people keep them on the pages: in the registry, with revisions and undo."""

import re
import unicodedata
from datetime import datetime

from pipeline.auditing import Caller, log
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.registry import Registry, SavedSearch
from search.query import parse

LONGEST_NAME = 80


def save(
    workspace: Workspace, name: str, query: str, owner: str | None, caller: Caller, now: datetime
) -> SavedSearch:
    """Keep a search under a new id made of its name. Raises QueryError or WrongUseError."""
    name = _one_name(name)
    if not name or not query.strip():
        raise WrongUseError("a saved search needs a name and a query", where="search")
    parse(query, registry=workspace.registry, now=now)  # raises with the place
    with workspace.store.batch():
        known = {one.id for one in workspace.store.registry.snapshot().searches}
        made = SavedSearch(id=_new_id(name, known, workspace), name=name, query=query, owner=owner)
        workspace.store.registry.apply(Registry(searches=(made,)), author=caller.account, now=now)
        _log(workspace, caller, "search-saved", made, after=made)
    workspace.refresh_registry()
    return made


def rename(
    workspace: Workspace, search_id: str, name: str, caller: Caller, now: datetime
) -> SavedSearch:
    """Give a saved search another name, return it as it was; its id stays, so feeds and digests go on.

    Raises WrongUseError where there is none, or for an empty name.
    """
    name = _one_name(name)
    if not name:
        raise WrongUseError("a saved search needs a name", where=search_id)
    with workspace.store.batch():
        known = workspace.store.registry.search(search_id)
        if known is None:
            raise WrongUseError("there is no saved search with this id", where=search_id)
        if name == known.name:
            return known
        made = known.model_copy(update={"name": name})
        workspace.store.registry.apply(Registry(searches=(made,)), author=caller.account, now=now)
        _log(workspace, caller, "search-changed", made, before=known, after=made)
    workspace.refresh_registry()
    return known


def remove(workspace: Workspace, search_id: str, caller: Caller, now: datetime) -> SavedSearch:
    """Retire a saved search. Raises WrongUseError where there is none or a reader follows it."""
    with workspace.store.batch():
        known = workspace.store.registry.search(search_id)
        if known is None:
            raise WrongUseError("there is no saved search with this id", where=search_id)
        workspace.store.registry.retire("search", search_id, caller.account, now)
        _log(workspace, caller, "search-removed", known, before=known)
    workspace.refresh_registry()
    return known


def restore(workspace: Workspace, search_id: str, caller: Caller, now: datetime) -> None:
    """Take up again a saved search that was removed; one that is there stays as it is."""
    with workspace.store.batch():
        if workspace.store.registry.search(search_id) is not None:
            return
        past = workspace.store.registry.history("search", search_id)
        if not past:
            raise WrongUseError("there is no saved search with this id", where=search_id)
        found = SavedSearch.model_validate_json(past[-1].payload)
        workspace.store.registry.apply(Registry(searches=(found,)), author=caller.account, now=now)
        _log(workspace, caller, "search-saved", found, after=found)
    workspace.refresh_registry()


def _one_name(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]


def _new_id(name: str, known: set[str], workspace: Workspace) -> str:
    """Return an id of the name's Latin letters that no search has or ever had."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "search"
    number, made = 1, stem
    while made in known or workspace.store.registry.history("search", made):
        number += 1
        made = f"{stem}-{number}"
    return made


def _log(
    workspace: Workspace,
    caller: Caller,
    action: str,
    search: SavedSearch,
    before: SavedSearch | None = None,
    after: SavedSearch | None = None,
) -> None:
    past = workspace.store.registry.history("search", search.id)
    log(
        workspace.store,
        caller,
        action,
        search.id,
        before,
        after,
        kind="search",
        revision=past[-1].number if past else None,
    )
