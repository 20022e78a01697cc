"""Whether two addresses belong to one site: to one registrable domain."""

import ipaddress
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from schemas.ids import url_host


def same_site(one: str, other: str) -> bool:
    """Say whether two URLs share their registrable domain (or are one host)."""
    first, second = url_host(one), url_host(other)
    return first == second or (bool(first) and registrable(first) == registrable(second))


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """Return the registrable domain of *host*, by the suffix list that tldextract ships.

    A name under an unknown suffix counts its last two labels; an address is a site of its own.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    return _extract(host) or ".".join(host.split(".")[-2:])


@lru_cache(maxsize=4096)
def outlet_of(host: str) -> str:
    """Return the site that speaks under *host*: its registrable domain, or the name it has on a host of many.

    ``news.paper.example`` is ``paper.example``, but ``ada.github.io`` speaks for itself.
    """
    found = _extractor()(host)
    private = found.is_private and f"{found.domain}.{found.suffix}".strip(".")
    return private or registrable(host)


def _extract(host: str) -> str:
    found = _extractor()(host)
    return str(found.top_domain_under_registry_suffix)


@lru_cache(maxsize=1)
def _extractor() -> Callable[[str], Any]:
    # Imported here: it takes a fifth of a second, and most links stay on their host.
    from tldextract import TLDExtract  # noqa: PLC0415

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
