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
# Pages that stand beside the entry they belong to.
_WITHIN: Final = {"/searches": "/search"}


class Entry(NamedTuple):
    """One entry: the key of its word, its path, and whether the page shown belongs to it."""

    word: str
    path: str
    current: bool


def entries(visit: Visit) -> list[Entry]:
    """Return the entries that this person may open; none before signing in."""
    found = []
    here = visit.request.url.path
    here = _WITHIN.get(here, here)
    for word, path in _ENTRIES:
        rule = access.rule(path, "GET")
        if rule is None or visit.account is None:
            continue
        if rule.role is None or at_least(visit.account.role, rule.role):
            current = here == path or (path != "/" and here.startswith(f"{path}/"))
            found.append(Entry(word, path, current))
    return found
