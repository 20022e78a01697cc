"""Which stored pages are documents, and how one is handed to the pool that reads it."""

from collections.abc import Mapping

from crawlers.pool import ExtractJob
from schemas.harvest import Purpose, Snapshot
from schemas.kinds import DocumentKind, SourceKind
from schemas.registry import Source

# What a source of this kind leads to, where the source itself does not say.
_USUAL: dict[SourceKind, DocumentKind] = {
    "feed": "article",
    "jobs": "job",
    "reviews": "review",
    "filings": "filing",
}
# Start addresses of these kinds are lists that were read for their links, not documents.
_LISTS: frozenset[SourceKind] = frozenset({"feed", "sitemap", "listing", "jobs", "filings"})

# Their lists may hold the documents themselves (a board's JSON), and tell what is no longer there.
HOLDS_DOCUMENTS: frozenset[SourceKind] = frozenset({"jobs", "filings"})


def usual_kind(source: Source) -> DocumentKind | None:
    """Return the kind of document a source holds; None where each page has to be looked at."""
    return source.document or _USUAL.get(source.kind)


def is_watched(source: Source) -> bool:
    """Say whether the pages of a source are compared as wholes, not only by their main text."""
    return source.kind == "page" or source.document in {"offer", "product", "people"}


def is_list(purpose: Purpose, source: Source) -> bool:
    """Say whether a page was a list that was followed rather than a document."""
    if purpose == "document":
        return False
    if source.kind == "reviews":
        return False  # a review page may hold the reviews themselves
    return source.kind in _LISTS


def job_of(
    snapshot: Snapshot, body: bytes, source: Source, selectors: Mapping[str, str] | None = None
) -> ExtractJob:
    """Return the job that reads a stored page by its source's rules, or by *selectors* instead."""
    return ExtractJob(
        id=snapshot.id,
        body=body,
        url=snapshot.url,
        headers=snapshot.headers,
        kind=usual_kind(source),
        hint=snapshot.hint,
        seen=snapshot.fetched_at,
        selectors=source.selectors if selectors is None else selectors,
        listing=is_list(snapshot.purpose, source),
        follow=source.follow,
        whole=is_watched(source),
    )
