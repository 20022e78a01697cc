"""Under which address a page is kept, and which others are the same page."""

import tldextract
from lxml import html

from crawlers.pages.dom import squeeze
from schemas.addresses import page_key, plausible_canonical
from schemas.ids import canonical_url, url_host

# The bundled list only: reading a page must not open a connection.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
# Links of other kinds, style sheets by the dozen, are not looked at further.
_TELLING = frozenset(("canonical", "amphtml", "alternate"))


def identity(root: html.HtmlElement, url: str) -> tuple[str, tuple[str, ...]]:
    """Return the canonical URL and the aliases of a page fetched from *url*.

    A canonical link is believed only on the same registrable domain (that of the publisher, for copies
    in caches), and not where it names the front page, the section, the first page of several or another language, as
    careless templates do. Raises ValueError for a bad *url*.
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
        if "canonical" in relations and chosen == own and plausible_canonical(target, own):
            chosen = target
        elif "amphtml" in relations or (
            "alternate" in relations and "handheld" in (link.get("media") or "")
        ):
            aliases.append(target)
    if chosen != own:
        aliases.insert(0, own)
    return chosen, tuple(dict.fromkeys(one for one in aliases if one != chosen))


def registrable(url: str) -> str:
    """Return the registrable domain of *url*, or its whole host where there is none."""
    host = url_host(url)
    found = _SUFFIXES(host)
    if found.domain and found.suffix:
        return f"{found.domain}.{found.suffix}"
    # A suffix that the list does not know, such as a company's own network: two labels.
    return host if host.replace(".", "").isdigit() else ".".join(host.split(".")[-2:])


def _same_site(one: str, other: str) -> bool:
    if url_host(one) == url_host(other):
        return True
    return registrable(one) == registrable(f"https:{page_key(other)}")


def _join(href: str, base: str) -> str | None:
    try:
        return canonical_url(href, base) if href else None
    except ValueError:
        return None
