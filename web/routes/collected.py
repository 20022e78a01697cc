"""What pages of collections share: finding one that somebody may see, and errors in words."""

from fastapi import HTTPException

from pipeline import collecting
from pipeline.collecting import CollectingError
from schemas.collecting import Collection, Entry
from web.visit import Visit


def found_collection(visit: Visit, collection_id: str, *, removed: bool = False) -> Collection:
    """Return a collection that this person may see.

    Raises HTTPException 404 for any other, so that nobody learns of one that is not for him.
    *removed*: also one that was taken away.
    """
    found = visit.store.collections.get(collection_id)
    if found is None or not collecting.may_see(visit.me, found):
        may_restore = removed and found is not None and collecting.may_arrange(visit.me, found)
        if not may_restore:
            raise HTTPException(404, f"no collection is called {collection_id!r}")
    assert found is not None
    if found.removed is not None and not removed:
        raise HTTPException(404, f"the collection {collection_id!r} was removed")
    return found


def found_entry(visit: Visit, collection: Collection, entry_id: str) -> Entry:
    """Return an entry of a collection, a removed one too. Raises HTTPException 404."""
    found = visit.store.collections.entry(entry_id)
    if found is None or found.collection != collection.id:
        raise HTTPException(404, f"no entry is called {entry_id!r}")
    return found


def said(visit: Visit, error: CollectingError) -> str:
    """Return in this person's words what cannot be done. Passes on what no form can mend."""
    if error.reason in {"owner", "unknown"}:
        raise error
    return visit.words("collections", f"errors.{error.reason}")
