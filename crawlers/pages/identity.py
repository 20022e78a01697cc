"""Under which address a page is kept, and which others are the same page."""

from urllib.parse import urlsplit

import tldextract
from lxml import html

from crawlers.pages.dom import squeeze
from schemas.ids import canonical_url, url_host

# The bundled list only: reading a page must not open a connection.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
# Links of other kinds, style sheets by the dozen, are not looked at further.
_TELLING = frozenset(("canonical", "amphtml", "alternate"))


def identity(root: html.HtmlElement, url: str) -> tuple[str, tuple[str, ...]]:
    """Return the canonical URL and the aliases of a page fetched from *url*.

    A canonical link is believed only on the same registrable domain and not where it points from a
    deeper page to the home page, as broken templates do. Raises ValueError for a bad *url*.
    """
    own = canonical_url(url)
    aliases: list[str] = []
    chosen = own
    for link in root.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        if _TELLING.isdisjoint(relations):
            continue
        target = _join(squeeze(link.get("href")), url)
        if not target or target == own or not _same_site(target, own):
            continue
        if "canonical" in relations and chosen == own and plausible(target, own):
            chosen = target
        elif "amphtml" in relations or (
            "alternate" in relations and "handheld" in (link.get("media") or "")
        ):
            aliases.append(target)
    if chosen != own:
        aliases.insert(0, own)
    return chosen, tuple(dict.fromkeys(one for one in aliases if one != chosen))


def plausible(target: str, own: str) -> bool:
    """Say whether *target* can be the canonical address of the page at *own*."""
    there, here = urlsplit(target), urlsplit(own)
    if there.path in {"", "/"} and not there.query and here.path not in {"", "/"}:
        return False
    # A section's address for an article in it: the template is wrong, not the address.
    return not (
        here.path.startswith(there.path) and here.path.count("/") > there.path.count("/") + 1
    )


def registrable(url: str) -> str:
    """Return the registrable domain of *url*, or its whole host where there is none."""
    host = url_host(url)
    found = _SUFFIXES(host)
    if found.domain and found.suffix:
        return f"{found.domain}.{found.suffix}"
    # A suffix that the list does not know, such as a company's own network: two labels.
    return host if host.replace(".", "").isdigit() else ".".join(host.split(".")[-2:])


def _same_site(one: str, other: str) -> bool:
    return url_host(one) == url_host(other) or registrable(one) == registrable(other)


def _join(href: str, base: str) -> str | None:
    try:
        return canonical_url(href, base) if href else None
    except ValueError:
        return None
