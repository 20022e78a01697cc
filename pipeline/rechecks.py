"""What is looked at when: sources whose period has passed, and pages with a change to confirm."""

from collections.abc import Sequence

from pipeline.workspace import Workspace
from schemas.harvest import CrawlRequest
from schemas.ids import canonical_url
from schemas.registry import Source


def due(workspace: Workspace, only: Sequence[str] = ()) -> list[Source]:
    """Return the sources to collect now, those with a change to confirm among them.

    With *only* exactly those, due or not.
    """
    store = workspace.store
    sources = store.harvest.due(workspace.now, only)
    if only:
        return sources
    known = {source.id for source in sources}
    waiting = {one.source for one in store.watching.rechecks(workspace.now)} - known
    enabled = {source.id: source for source in workspace.registry.sources if source.enabled}
    return [*sources, *(enabled[one] for one in sorted(waiting) if one in enabled)]


def requests(
    workspace: Workspace, sources: Sequence[Source], regular: Sequence[str]
) -> list[CrawlRequest]:
    """Return the requests of a run over *sources*: their start addresses, and pages to confirm.

    A source that is not among the *regular* ones is asked only for its pages to confirm.
    """
    found: list[CrawlRequest] = []
    waiting: dict[str, list[str]] = {}
    for one in workspace.store.watching.rechecks():
        waiting.setdefault(one.source, []).append(one.url)
    for source in sources:
        starts = {_canonical(url): url for url in source.urls}
        if source.id in regular:
            found += [CrawlRequest(url=url, source=source.id) for url in starts.values()]
        for url in waiting.get(source.id, ()):
            known = _canonical(url) in starts
            if known and source.id in regular:
                continue
            purpose = "start" if known else "document"
            found.append(CrawlRequest(url=url, source=source.id, purpose=purpose))
    return found


def to_confirm(workspace: Workspace, sources: Sequence[Source]) -> set[str]:
    """Return the canonical addresses of *sources* to be fetched in full, whatever is known of them.

    A server that answers "not modified" must not confirm what it has told once.
    """
    ids = {source.id for source in sources}
    listed = workspace.store.watching.rechecks()
    return {_canonical(one.url) for one in listed if one.source in ids}


def postpone(workspace: Workspace, sources: Sequence[Source]) -> None:
    """Note that pages are being looked at: not again before their time, should they fail."""
    for source in sources:
        urls = [one.url for one in workspace.store.watching.rechecks() if one.source == source.id]
        if urls:
            until = workspace.now + workspace.recheck_after(source)
            workspace.store.watching.postpone(urls, until)


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return url
