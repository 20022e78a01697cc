"""Adding sources to the registry: what an address is likely to be, and an id for it."""

import re

from pydantic import ValidationError

from pipeline.taking import take_in
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.ids import canonical_url, digest, url_host
from schemas.kinds import SourceKind
from schemas.registry import Registry, Source


def new(
    workspace: Workspace,
    url: str,
    *,
    kind: str = "",
    source_id: str = "",
    company: str | None = None,
    document: str | None = None,
    every: str = "6h",
) -> Source:
    """Add a source to the registry. Raises WrongUseError for what cannot be one."""
    try:
        address = canonical_url(url)
        source = Source.model_validate(
            {
                "id": source_id or id_of(address),
                "kind": kind or guess_kind(address),
                "urls": [url],
                "company": company,
                "document": document,
                "every": every,
            }
        )
    except ValueError as error:
        raise WrongUseError(said(error), where=url) from error
    if any(one.id == source.id for one in workspace.registry.sources):
        raise WrongUseError(f"there is a source {source.id!r} already", remedy="Name one with --id")
    add(workspace, [source])
    return source


def said(error: ValueError) -> str:
    """Return what a validation found, without the validator's own words."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        return f"{field}: {first['msg'].removeprefix('Value error, ')}"
    return str(error)


# What addresses of each kind look like; hosts of boards and registers as of November 2026.
_ADDRESSES: tuple[tuple[SourceKind, re.Pattern[str]], ...] = (
    ("jobs", re.compile(r"greenhouse\.io/|(?:api|jobs)\.(?:eu\.)?lever\.co/|ashbyhq\.com/|smartrecruiters\.com/|jobs\.personio\.|myworkdayjobs\.com/|/wday/cxs/")),
    ("filings", re.compile(r"data\.sec\.gov/submissions|efts\.sec\.gov|sec\.gov/cgi-bin/browse-edgar|cninfo\.com\.cn/new/|(?:query\.sse\.com|szse)\.cn/")),
    ("feed", re.compile(r"(feed|rss|atom)([./?]|$)|\.(rss|atom|rdf)$")),
    ("sitemap", re.compile(r"sitemap[^/]*\.(xml|txt)(\.gz)?$")),
    ("listing", re.compile(r"/(news|newsroom|press|blog|media|xinwen|zixun)/?$")),
    ("jobs", re.compile(r"/(jobs|careers|vacancies|zhaopin)/?$")),
)  # fmt: skip


def guess_kind(url: str) -> SourceKind:
    """Return the likely kind of a source from its address alone; ``page`` where nothing tells."""
    return next((kind for kind, pattern in _ADDRESSES if pattern.search(url.lower())), "page")


def add(workspace: Workspace, sources: list[Source]) -> None:
    """Take *sources* into the registry. Raises InvalidRecordError for an unknown company."""
    take_in(workspace, Registry(sources=tuple(sources)), author="cli")


def id_of(url: str) -> str:
    """Return an id that people recognise an address by."""
    host = url_host(url).removeprefix("www.")
    path = re.sub(r"^https?://[^/]+", "", url)
    words = re.findall(r"[a-z0-9]+", f"{host} {path}".lower())
    return "-".join(words)[:60].strip("-") or "source"


def unused(wanted: str, taken: set[str], url: str) -> str:
    """Return *wanted*; where it is taken, with a few digits behind it that *url* alone decides."""
    if wanted not in taken:
        return wanted
    whole = digest(canonical_url(url))
    return next(
        one
        for length in range(6, len(whole))
        if (one := f"{wanted}-{whole[:length]}"[:80]) not in taken
    )
