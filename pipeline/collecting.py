"""Collections: made, filled, annotated, put in order, removed and brought back. By pages and API alike."""

from collections.abc import Sequence
from typing import Any, Final

from pipeline import arranging
from pipeline.arranging import Step
from pipeline.auditing import Caller, log
from pipeline.passwords import draw_secret
from schemas.accounts import Account, at_least
from schemas.base import Record
from schemas.collecting import (
    LONGEST_GROUP,
    LONGEST_NOTE,
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    VISIBILITIES,
    Collection,
    Entry,
    Kept,
)
from schemas.errors import WrongUseError
from schemas.stories import Story
from store import Store
from text.display import one_line

# A longer list is read by nobody; a search finds more.
MOST_ENTRIES: Final = 500


class CollectingError(WrongUseError):
    """A collection cannot be so. *reason* is a stable word: title, long, full, owner, unknown, team."""

    def __init__(self, what: str, *, reason: str, remedy: str = "") -> None:
        super().__init__(what, where="collection", remedy=remedy)
        self.reason = reason


def may_see(account: Account, collection: Collection) -> bool:
    """Say whether *account* may read a collection: its own, or one of the team's."""
    mine = collection.owner == account.id
    return mine or (collection.visibility == "team" and collection.removed is None)


def may_arrange(account: Account, collection: Collection) -> bool:
    """Say whether *account* decides on title, order and links: its owner; of the team's an administrator."""
    if collection.owner == account.id:
        return True
    return collection.visibility == "team" and account.role == "administrator"


def may_add(account: Account, collection: Collection) -> bool:
    """Say whether *account* may add to a collection: its owner; to the team's every analyst."""
    if collection.removed is not None:
        return False
    mine = collection.owner == account.id
    return mine or (collection.visibility == "team" and at_least(account.role, "analyst"))


def may_change(account: Account, collection: Collection, entry: Entry) -> bool:
    """Say whether *account* may change an entry: whoever arranges all, and who added it."""
    added = entry.by == account.id and may_add(account, collection)
    return added or may_arrange(account, collection)


def make(
    store: Store, account: Account, title: str, purpose: str, visibility: str, caller: Caller
) -> Collection:
    """Make an empty collection. Raises CollectingError."""
    made = _checked(
        Collection(
            id=draw_secret()[:12].lower().replace("_", "0").replace("-", "1"),
            title=_title(title),
            owner=account.id,
            created=caller.now,
            updated=caller.now,
        ),
        account,
        purpose=purpose,
        visibility=visibility,
    )
    with store.batch():
        store.collections.save(made)
        enter(store, caller, "collection-made", made, None, made)
    return made


def change(
    store: Store, account: Account, collection: Collection, caller: Caller, **changes: Any
) -> Collection:
    """Change *title*, *purpose* or *visibility*. Raises CollectingError."""
    require(may_arrange(account, collection))
    if "title" in changes:
        changes["title"] = _title(changes["title"])
    with store.batch():
        # As it is now: somebody else may have changed or removed it since it was shown.
        before = store.collections.get(collection.id) or collection
        after = _checked(before, account, **changes)
        if after != before:
            after = after.model_copy(update={"updated": caller.now})
            store.collections.save(after)
            enter(store, caller, "collection-changed", after, before, after)
    return after


def remove(store: Store, account: Account, collection: Collection, caller: Caller) -> None:
    """Take a collection away; its links end for as long as it is away."""
    require(may_arrange(account, collection))
    with store.batch():
        store.collections.save(collection.model_copy(update={"removed": caller.now}))
        enter(store, caller, "collection-removed", collection, collection)


def restore(store: Store, account: Account, collection: Collection, caller: Caller) -> Collection:
    """Bring a removed collection back."""
    require(may_arrange(account, collection))
    back = collection.model_copy(update={"removed": None, "updated": caller.now})
    with store.batch():
        store.collections.save(back)
        enter(store, caller, "collection-restored", back, None, back)
    return back


# ----------------------------------------------------------------------------------- entries
def add(
    store: Store, account: Account, collection: Collection, caller: Caller,
    *, story: str = "", document: str = "", note: str = "", group: str = "",
) -> tuple[Entry, bool]:  # fmt: skip
    """Add a story or a document at the end of its group; return the entry, and whether it is new.

    What the collection has already, also under a story that was merged meanwhile, is not added
    twice. Raises CollectingError.
    """
    require(may_add(account, collection))
    with store.batch():
        kept, story = _kept(store, story, document)
        there = _there(store, collection.id, story, document)
        if there is not None:
            return there, False
        entries = store.collections.entries(collection.id)
        if len(entries) >= MOST_ENTRIES:
            what = f"a collection has at most {MOST_ENTRIES} entries"
            raise CollectingError(what, reason="full", remedy="Begin another one")
        made = Entry(
            id=draw_secret()[:16], collection=collection.id, position=len(entries),
            story=story or None, document=None if story else document, by=account.id,
            at=caller.now, kept=kept, note=_note(note), group=_group(group),
        )  # fmt: skip
        _put(store, collection, entries, arranging.numbered([*entries, made]), caller)
        enter(store, caller, "entry-added", collection, None, made)
    return made, True


def annotate(
    store: Store, account: Account, collection: Collection, entry: Entry, caller: Caller,
    *, note: str | None = None, group: str | None = None,
) -> Entry:  # fmt: skip
    """Change the note of an entry, or the heading it stands under. Raises CollectingError."""
    require(may_change(account, collection, entry))
    with store.batch():
        entries = store.collections.entries(collection.id)
        before = _among(entries, entry.id)
        after = before.model_copy(update={"note": before.note if note is None else _note(note)})
        changed = [after if one.id == entry.id else one for one in entries]
        if group is not None:
            changed = arranging.regrouped(changed, entry.id, _group(group))
        after = _among(changed, entry.id)
        if after != before:
            _put(store, collection, entries, changed, caller)
            enter(store, caller, "entry-changed", collection, before, after)
    return after


def move(
    store: Store, account: Account, collection: Collection, entry: Entry, step: Step, caller: Caller
) -> None:
    """Move an entry one place up or down, or to the edge of its group."""
    require(may_arrange(account, collection))
    with store.batch():
        entries = store.collections.entries(collection.id)
        _among(entries, entry.id)
        _put(store, collection, entries, arranging.moved(entries, entry.id, step), caller)


def move_group(
    store: Store, account: Account, collection: Collection, group: str, step: Step, caller: Caller
) -> None:
    """Move a whole group past the next one."""
    require(may_arrange(account, collection))
    with store.batch():
        entries = store.collections.entries(collection.id)
        _put(store, collection, entries, arranging.group_moved(entries, group, step), caller)


def rename_group(
    store: Store, account: Account, collection: Collection, group: str, name: str, caller: Caller
) -> None:
    """Give a group another heading; where there is one of that name, both become one."""
    require(may_arrange(account, collection))
    with store.batch():
        entries = store.collections.entries(collection.id)
        renamed = arranging.group_renamed(entries, group, _group(name))
        _put(store, collection, entries, renamed, caller)


def drop(
    store: Store, account: Account, collection: Collection, entry: Entry, caller: Caller
) -> None:
    """Take an entry out; it can be brought back."""
    require(may_change(account, collection, entry))
    with store.batch():
        entries = store.collections.entries(collection.id)
        gone = _among(entries, entry.id)
        store.collections.keep([gone.model_copy(update={"removed": caller.now})])
        rest = [one for one in entries if one.id != entry.id]
        _put(store, collection, rest, arranging.numbered(rest), caller)
        enter(store, caller, "entry-removed", collection, gone)


def bring_back(
    store: Store, account: Account, collection: Collection, entry: Entry, caller: Caller
) -> None:
    """Put a removed entry back where it stood."""
    require(may_change(account, collection, entry))
    with store.batch():
        entries = store.collections.entries(collection.id)
        if entry.removed is None or any(one.id == entry.id for one in entries):
            return
        back = entry.model_copy(update={"removed": None})
        order = [*entries[: entry.position], back, *entries[entry.position :]]
        store.collections.keep([back])
        _put(store, collection, [*entries, back], arranging.numbered(order), caller)
        enter(store, caller, "entry-restored", collection, None, back)


def require(allowed: bool) -> None:
    """Raise CollectingError where somebody may not do something."""
    if not allowed:
        what = "only its owner may do this"
        raise CollectingError(what, reason="owner", remedy="Ask whoever owns the collection")


def enter(
    store: Store, caller: Caller, action: str, collection: Collection,
    before: Record | None = None, after: Record | None = None,
) -> None:  # fmt: skip
    """Enter a deed in the audit log: of a private collection that it was done, not what it says."""
    open_ = collection.visibility == "team"
    log(
        store, caller, action, collection.id, before if open_ else None, after if open_ else None,
        kind="collection",
    )  # fmt: skip


def _checked(collection: Collection, account: Account, **changes: Any) -> Collection:
    purpose = changes.get("purpose", collection.purpose).strip()
    visibility = changes.get("visibility", collection.visibility)
    if len(purpose) > LONGEST_PURPOSE:
        what = f"a purpose has at most {LONGEST_PURPOSE:,} characters"
        raise CollectingError(what, reason="long")
    if visibility not in VISIBILITIES:
        what = f"there is no visibility {visibility!r}"
        raise CollectingError(what, reason="team", remedy=f"One of {', '.join(VISIBILITIES)}")
    if visibility == "team" and not at_least(account.role, "analyst"):
        raise CollectingError("only analysts share with the team", reason="team")
    given = {**changes, "purpose": purpose, "visibility": visibility}
    return collection.model_copy(update=given)


def _title(text: str) -> str:
    title = one_line(text, 10_000)
    if not title or len(title) > LONGEST_TITLE:
        what = f"a collection needs a title of at most {LONGEST_TITLE} characters"
        raise CollectingError(what, reason="title")
    return title


def _note(text: str) -> str:
    note = text.replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        what = f"a note has at most {LONGEST_NOTE:,} characters"
        raise CollectingError(what, reason="long")
    return note


def _group(text: str) -> str:
    return one_line(text, LONGEST_GROUP)


def _kept(store: Store, story_id: str, document_id: str) -> tuple[Kept, str]:
    """Return what is added as it is now, and the id of the story it is by now."""
    if story_id:
        story = store.stories.now_of(story_id)
        if story is None or story.ended:
            raise CollectingError(f"there is no story {story_id!r}", reason="unknown")
        return _of_story(story), story.id
    revision = store.documents.latest(document_id) if document_id else None
    if revision is None:
        raise CollectingError(f"there is no document {document_id!r}", reason="unknown")
    document = revision.document
    day = (document.published.day if document.published else None) or ""
    return (
        Kept(
            title=one_line(document.title, 300),
            language=document.language,
            day=day or revision.seen_at.date().isoformat(),
            url=document.url,
            documents=(document_id,),
        ),
        "",
    )


def _of_story(story: Story) -> Kept:
    best = next((one for one in story.reports if one.document_id == story.representative), None)
    return Kept(
        title=one_line(story.title, 300),
        language=story.language,
        day=story.day,
        url=best.url if best else "",
        companies=story.companies,
        documents=tuple(dict.fromkeys(one.document_id for one in story.reports)),
    )


def _there(store: Store, collection_id: str, story: str, document: str) -> Entry | None:
    """Return the entry that holds the story or document already, if any."""
    found = (
        store.collections.holding(stories=store.stories.family(story))
        if story
        else store.collections.holding(documents=[document])
    )
    return next((one for one in found if one.collection == collection_id), None)


def _among(entries: Sequence[Entry], entry_id: str) -> Entry:
    found = next((one for one in entries if one.id == entry_id), None)
    if found is None:
        raise CollectingError("this entry is no longer in the collection", reason="unknown")
    return found


def _put(
    store: Store, collection: Collection, before: Sequence[Entry], after: Sequence[Entry],
    caller: Caller,
) -> None:  # fmt: skip
    """Keep the entries that differ, and when the collection was last changed."""
    known = {one.id: one for one in before}
    store.collections.keep([one for one in after if known.get(one.id) != one])
    current = store.collections.get(collection.id) or collection
    store.collections.save(current.model_copy(update={"updated": caller.now}))
