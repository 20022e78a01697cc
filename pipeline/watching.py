"""Taking up sources that a look at a web site has found: entered in the log, undone together."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipeline.auditing import Caller
from pipeline.moving.rows import label
from pipeline.registering import save
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.registry import Source


def watch(
    workspace: Workspace,
    company: str | None,
    offers: Sequence[Mapping[str, Any]],
    numbers: Collection[int],
    caller: Caller,
) -> tuple[list[Source], int | None]:
    """Add the *offers* (as JSON, see ``discovery``) with these *numbers*; what is watched stays as it is.

    Return the sources and the number of the entry of the log that holds them all. Raises WrongUseError for a number
    that was not offered.
    """
    known = {int(one["number"]): one for one in offers}
    if wrong := sorted(set(numbers) - set(known)):
        raise WrongUseError(
            f"there is no proposal {wrong[0]}", remedy=f"There are 1 to {len(known)}"
        )
    watched = {url for source in workspace.registry.sources for url in source.urls}
    made: list[Source] = []
    first: int | None = None
    with workspace.store.batch():
        for number in sorted(numbers):
            offer = known[number]
            if offer["url"] in watched or workspace.store.registry.source(offer["id"]):
                continue
            values = {
                "id": offer["id"],
                "kind": offer["kind"],
                "urls": [offer["url"]],
                "company": company or None,
                "name": label(offer["title"]),
                "document": offer["document"],
                "every": offer["every"],
                "note": label(f"found: {'; '.join(offer['reasons'])}"),
            }
            saved = save(workspace, "source", values, base=None, caller=caller.within(first))
            first = first or saved.entry
            if isinstance(saved.record, Source):
                made.append(saved.record)
    workspace.refresh_registry()
    return made, first
