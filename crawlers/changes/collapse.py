"""A page that suddenly has lost most of its text: a wall or a fault far more often than news. Pure."""

from crawlers.changes.blocks import bare
from schemas.changes import Change, PageReading
from schemas.documents import DocumentBase

# What is left, as a part of what was there, is this or less.
_LEFT = 0.2
# With less text before (letters and digits), the loss of a paragraph would do.
_LEAST = 300
_FIELD = "lost"


def collapse(
    old: DocumentBase,
    new: DocumentBase,
    *,
    before: PageReading | None = None,
    after: PageReading | None = None,
) -> Change | None:
    """Return the one change that stands for all where four fifths of the text are gone, else None.

    A soft error, a consent wall or a script that did not run looks so. It is to be held longer than
    other changes, and its source's operators are to be told.
    """
    whole = before is not None and after is not None and bool(before.blocks and after.blocks)
    was = _length(before) if whole else len(bare(old.text))
    now = _length(after) if whole else len(bare(new.text))
    if was < _LEAST or now > _LEFT * was:
        return None
    return Change(
        kind="text", subject=(old.title or new.title)[:200], field=_FIELD, old=f"{was} characters of text",
        new=f"{now} characters of text", significance=0.5,
    )  # fmt: skip


def is_collapse(change: Change) -> bool:
    """Say whether *change* is one of :func:`collapse`."""
    return change.kind == "text" and change.field == _FIELD


def _length(reading: PageReading | None) -> int:
    blocks = reading.blocks if reading is not None else ()
    return sum(len(bare(one.text)) for one in blocks if not one.side)
