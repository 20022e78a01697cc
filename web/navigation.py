"""The bar's entries. One whose page does not exist yet, or that a person may not open, is not shown."""

from typing import Final, NamedTuple

from schemas.accounts import at_least
from web import access
from web.visit import Visit

# Word of ``base.nav`` and path, in the order of the bar.
_ENTRIES: Final = (
    ("today", "/"),
    ("search", "/search"),
    ("companies", "/companies"),
    ("compare", "/compare"),
    ("prices", "/prices"),
    ("digests", "/digests"),
    ("sources", "/sources"),
    ("collections", "/collections"),
    ("admin", "/admin"),
)
# Pages that stand elsewhere than the entry they belong to, by how their paths begin: who keeps sources
# comes from the sources, whatever else is kept under administration.
_WITHIN: Final = {
    "/searches": "/search",
    "/admin/sources": "/sources",
    "/admin/add/source": "/sources",
}


class Entry(NamedTuple):
    """One entry: the key of its word, its path, and whether the page shown belongs to it."""

    word: str
    path: str
    current: bool


def entries(visit: Visit) -> list[Entry]:
    """Return the entries that this person may open; none before signing in."""
    found = []
    here = visit.request.url.path
    here = next((home for start, home in _WITHIN.items() if _under(here, start)), here)
    for word, path in _ENTRIES:
        rule = access.rule(path, "GET")
        if rule is None or visit.account is None:
            continue
        if rule.role is None or at_least(visit.account.role, rule.role):
            found.append(Entry(word, path, _under(here, path)))
    return found


def _under(path: str, start: str) -> bool:
    """Say whether *path* is *start* or stands below it; below the first page there is none."""
    return path == start or (start != "/" and path.startswith(f"{start}/"))
