"""Whose word a document is: sources are counted as people count them, by paper and site, not by how texts came in.

One list, feed or table may bring in what many papers wrote, two watched lists may be of one paper, and one
host may be shared by many (``outlets.yaml``).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from crawlers.links.site import outlet_of
from schemas.documents import Article, Revision
from schemas.ids import url_host
from schemas.registry import Registry, Source
from text.kept import yaml_of

_DATA: dict[str, Any] = yaml_of(Path(__file__).with_suffix(".yaml"))
_UNDER = frozenset(_DATA["under"].split())
_BEHIND = {host: re.compile(pattern) for host, pattern in _DATA["behind"].items()}
_NOBODYS = frozenset(_DATA["nobodys"].split())
_PORTALS = frozenset(_DATA["portals"].split())
_SHARED = _UNDER | _BEHIND.keys() | _NOBODYS


class Outlet(NamedTuple):
    """Whose word something is, as it compares with others', and what readers know it by."""

    id: str
    name: str


class Outlets:
    """Tells the outlet of each document of a registry's sources."""

    def __init__(self, registry: Registry) -> None:
        self._sources = {one.id: one for one in registry.sources}
        self._companies = {one.id: one for one in registry.companies}
        self._papers = _papers(registry)

    def of(self, revision: Revision) -> Outlet:
        """Return the outlet of a document: the company itself, the paper or account whose site it is, or the named paper.

        What has neither name nor site is its source's; so is what stands where many write and none is told.
        """
        source = self._sources.get(revision.source)
        name = self._name(source) if source else revision.source
        if revision.company:
            return Outlet(revision.company, name)
        document = revision.document
        told = document.outlet if isinstance(document, Article) else ""
        if told.casefold() in self._papers:
            return self._papers[told.casefold()]
        voice = _voice(document.url)
        if voice and not (told and voice in _PORTALS):
            own = source is not None and voice in _voices(source)
            return Outlet(voice, told or (name if own else voice))
        return Outlet(told.casefold(), told) if told else Outlet(voice or revision.source, name)

    def _name(self, source: Source) -> str:
        """Return what readers know a source by: its name, its owner's, or its address."""
        if source.name:
            return source.name
        if source.kind == "page" or source.company is None:
            return source.where.rpartition("://")[2].rstrip("/")
        owner = self._companies.get(source.company)
        return owner.name(source.language or "en") if owner else source.id


def _papers(registry: Registry) -> dict[str, Outlet]:
    """Return the outlets that sources are named after, by name: where one name alone is watched at their site."""
    named = [one for one in registry.sources if one.name and one.urls]
    found: dict[str, set[Outlet]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for one in named:
        for voice in _voices(one) or {one.id}:
            said = one.company or voice
            found[one.name.casefold()].add(Outlet(said, one.name))
            names[said].add(one.name.casefold())
    return {
        name: outlet
        for name, (outlet, *others) in found.items()
        if not others and names[outlet.id] == {name}
    }


def _voices(source: Source) -> set[str]:
    """Return who speaks where a source is watched."""
    return {voice for url in source.urls if (voice := _voice(url))}


@lru_cache(maxsize=4096)
def _voice(url: str) -> str:
    """Return who speaks at an address: its site, or the account on a site that many share.

    Nothing for what has no site (what was dropped in, mailed or pasted), and where an address names nobody.
    """
    if not url.startswith(("http://", "https://")):
        return ""
    host = url_host(url).removeprefix("www.")
    shared = next((one for one in _over(host) if one in _SHARED | _PORTALS), None)
    if shared is not None and shared in _SHARED:
        return _account(host, shared, url)
    return shared or outlet_of(host)


def _account(host: str, shared: str, url: str) -> str:
    """Return who writes at an address of a *shared* host; nothing where it does not say so."""
    if shared in _UNDER and host != shared:
        return host
    parts = urlsplit(url)
    pattern = _BEHIND.get(shared)
    found = pattern.match(f"{parts.path}?{parts.query}") if pattern else None
    return f"{shared}/{found[1].casefold()}" if found else ""


def _over(host: str) -> Iterator[str]:
    """Yield *host* and the hosts that it is under, the longest first."""
    while "." in host:
        yield host
        host = host.partition(".")[2]
