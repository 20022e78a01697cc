"""What people do with stories: mark them for themselves, write beside them, share them."""

from datetime import datetime, timedelta
from typing import Final, Literal

from pipeline.auditing import Caller, log
from pipeline.passwords import digest_of, draw_secret
from schemas.accounts import Mark, Note, Share
from store import Store

Deed = Literal["star", "unstar", "dismiss", "restore", "read", "unread"]
UNDOES: Final[dict[Deed, Deed]] = {
    "star": "unstar", "unstar": "star", "dismiss": "restore", "restore": "dismiss",
    "read": "unread", "unread": "read",
}  # fmt: skip
SHARED_FOR: Final = timedelta(days=14)
LONGEST_NOTE: Final = 4000


def mark(store: Store, account: str, story: str, deed: Deed, now: datetime) -> Mark:
    """Mark one story for *account* and return how it stands now."""
    before = store.desk.marks(account, [story]).get(story) or Mark(story=story)
    changes: dict[Deed, dict[str, datetime | None]] = {
        "star": {"starred": now},
        "unstar": {"starred": None},
        "dismiss": {"dismissed": now, "read": before.read or now},
        "restore": {"dismissed": None},
        "read": {"read": before.read or now},
        "unread": {"read": None},
    }
    after = before.model_copy(update=changes[deed])
    if after != before:
        store.desk.mark(account, [after])
    return after


def notes(store: Store, story: str) -> list[Note]:
    """Return the notes beside a story and beside those that were merged into it, the first first."""
    found = [
        note for one in store.stories.family(story) for note in store.desk.notes(f"story:{one}")
    ]
    return sorted(found, key=lambda note: (note.at, note.id))


def write_note(store: Store, subject: str, text: str, caller: Caller, now: datetime) -> Note:
    """Keep a note beside *subject* (``story:ID``) and return it."""
    note = Note(
        id=draw_secret()[:16],
        subject=subject,
        author=caller.account,
        at=now,
        text=text.strip()[:LONGEST_NOTE],
    )
    with store.batch():
        store.desk.keep_note(note)
        log(store, caller, "note-written", note.id, None, note, kind="note")
    return note


def drop_note(store: Store, note: Note, caller: Caller) -> None:
    """Take a note away; the audit log keeps what it said."""
    with store.batch():
        store.desk.drop_note(note.id)
        log(store, caller, "note-removed", note.id, note, kind="note")


def restore_note(store: Store, note_id: str, caller: Caller) -> Note | None:
    """Put back the note that *caller* removed last under this id; None where there is none."""
    for entry in store.audit.list(kind="note", record=note_id, limit=1):
        if entry.action == "note-removed" and entry.account == caller.account and entry.before:
            note = Note.model_validate_json(entry.before)
            with store.batch():
                store.desk.keep_note(note)
                log(store, caller, "note-written", note.id, None, note, kind="note")
            return note
    return None


def share(store: Store, story: str, caller: Caller) -> str:
    """Return the secret of an address where anybody may read one story for a fortnight."""
    secret = draw_secret()
    made = Share(
        id=digest_of(secret),
        story=story,
        by=caller.account,
        at=caller.now,
        expires=caller.now + SHARED_FOR,
    )
    with store.batch():
        store.desk.keep_share(made)
        log(store, caller, "story-shared", story, None, made, kind="story")
    return secret


def shared(store: Store, secret: str, now: datetime) -> str | None:
    """Return the story that an address leads to, while it holds."""
    found = store.desk.share(digest_of(secret))
    if found is None or found.revoked or found.expires <= now:
        return None
    return found.story


def unshare(store: Store, story: str, caller: Caller) -> None:
    """End every address under which a story was shared."""
    with store.batch():
        for one in store.desk.shares(story):
            ended = one.model_copy(update={"revoked": True})
            store.desk.keep_share(ended)
            log(store, caller, "share-ended", story, one, ended, kind="story")
