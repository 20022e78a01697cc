"""Links to a collection: made, held against the settings each time one is used, ended."""

from datetime import datetime, timedelta
from typing import Final

from pipeline.auditing import Caller
from pipeline.collecting import CollectingError, enter, may_arrange, require
from pipeline.passwords import digest_of, draw_secret
from schemas.accounts import Account
from schemas.collecting import Collection, CollectionShare
from store import Store

DAYS: Final = (1, 7, 14, 30, 90)
USUAL_DAYS: Final = 14


def share(
    store: Store, account: Account, collection: Collection, days: int, caller: Caller,
    *, notes: bool = True,
) -> tuple[CollectionShare, str]:  # fmt: skip
    """Return a new link and its secret, which is shown once. Raises CollectingError."""
    require(may_arrange(account, collection) and collection.removed is None)
    if not 1 <= days <= DAYS[-1]:
        what = f"a link holds for 1 to {DAYS[-1]} days"
        raise CollectingError(what, reason="days")
    secret = draw_secret()
    made = CollectionShare(
        id=digest_of(secret),
        collection=collection.id,
        by=account.id,
        at=caller.now,
        expires=caller.now + timedelta(days=days),
        notes=notes,
    )
    with store.batch():
        store.collections.keep_share(made)
        enter(store, caller, "collection-shared", collection, None, made)
    return made, secret


def shared(store: Store, secret: str, now: datetime) -> tuple[CollectionShare, Collection] | None:
    """Return what a link leads to while it holds.

    A removed collection is shown to nobody, and a link ends with the account that made it.
    """
    found = store.collections.share(digest_of(secret))
    if found is None or found.revoked or found.expires <= now:
        return None
    collection = store.collections.get(found.collection)
    maker = store.accounts.get(found.by)
    if collection is None or collection.removed is not None or maker is None or not maker.active:
        return None
    return found, collection


def unshare(
    store: Store, account: Account, collection: Collection, caller: Caller, share_id: str = ""
) -> int:
    """End one link, or every link to a collection; return how many ended."""
    require(may_arrange(account, collection))
    with store.batch():
        held = [
            one
            for one in store.collections.shares(collection.id, caller.now)
            if share_id in {"", one.id}
        ]
        for one in held:
            ended = one.model_copy(update={"revoked": True})
            store.collections.keep_share(ended)
            enter(store, caller, "collection-share-ended", collection, one, ended)
    return len(held)
