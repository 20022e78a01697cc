"""The collections that a page offers to put something into."""

from pipeline import collecting
from schemas.collecting import Collection
from web.visit import Visit

# More than these are no menu; the page of all collections has the rest.
_MOST = 12
_LOOKED_AT = 60


def collectable(visit: Visit) -> list[tuple[Collection, int]]:
    """Return the collections that this person may add to, the last changed first, with their entries."""
    if visit.account is None:
        return []
    seen = visit.store.collections.seen_by(visit.me.id, limit=_LOOKED_AT)
    mine = [(one, count) for one, count in seen if collecting.may_add(visit.me, one)]
    return mine[:_MOST]
