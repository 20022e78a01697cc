"""Whose word a document is: sources are counted as people count them, by paper and site, not by how texts came in.

One list, feed or table may bring in what many papers wrote, and two watched lists may be of one paper.
"""

from functools import lru_cache
from typing import NamedTuple

from crawlers.links.site import outlet_of
from schemas.documents import Article, Revision
from schemas.ids import url_host
from schemas.registry import Registry, Source


class Outlet(NamedTuple):
    """Whose word something is, as it compares with others', and what readers know it by."""

    id: str
    name: str


class Outlets:
    """Tells the outlet of each document of a registry's sources."""

    def __init__(self, registry: Registry) -> None:
        self._sources = {one.id: one for one in registry.sources}
        self._companies = {one.id: one for one in registry.companies}

    def of(self, revision: Revision) -> Outlet:
        """Return the outlet of a document: the company itself, the paper that is named, or the site.

        What has neither name nor site is its source's.
        """
        source = self._sources.get(revision.source)
        name = self._name(source) if source else revision.source
        if revision.company:
            return Outlet(revision.company, name)
        document = revision.document
        told = document.outlet if isinstance(document, Article) else ""
        if told:
            return Outlet(told.casefold(), told)
        site = _site(document.url)
        if not site:
            return Outlet(revision.source, name)
        own = source is not None and site in {_site(url) for url in source.urls}
        return Outlet(site, name if own else site)

    def _name(self, source: Source) -> str:
        """Return what readers know a source by: its name, its owner's, or its address."""
        if source.name:
            return source.name
        if source.kind == "page" or source.company is None:
            return source.where.rpartition("://")[2].rstrip("/")
        owner = self._companies.get(source.company)
        return owner.name(source.language or "en") if owner else source.id


@lru_cache(maxsize=4096)
def _site(url: str) -> str:
    """Return the site of an address; nothing for what has none: what was dropped in, mailed or pasted."""
    return outlet_of(url_host(url)) if url.startswith(("http://", "https://")) else ""
