"""Searching the workspace, as the command and the pages do it."""

from typing import Literal

from pipeline.clock import stopwatch
from pipeline.workspace import Workspace
from schemas.searching import SearchResults
from search.query import parse

FACETS = ("company", "family", "move", "kind", "lang", "source", "status")


def search(
    workspace: Workspace,
    query: str,
    *,
    limit: int = 10,
    cursor: str | None = None,
    sort: Literal["relevance", "date"] = "relevance",
    collapse: bool = True,
    facets: tuple[str, ...] = FACETS,
) -> SearchResults:
    """Return the hits of *query*. Raises QueryError with the position of what cannot be read."""
    started = stopwatch()
    parsed = parse(query, registry=workspace.registry, now=workspace.now)
    results = workspace.index.search(
        parsed, limit=limit, cursor=cursor, facets=facets, sort=sort, collapse=collapse
    )
    spent = round((stopwatch() - started) * 1000, 2)
    return results.model_copy(update={"milliseconds": spent})
