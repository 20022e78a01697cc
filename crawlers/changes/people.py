"""Changes of leadership pages: who came, who left, whose role changed."""

from collections.abc import Sequence

from crawlers.changes.matching import by_key
from schemas.changes import Change
from schemas.documents import PersonListed


def people_changes(
    old: Sequence[PersonListed], new: Sequence[PersonListed], url: str
) -> list[Change]:
    """Return who joined, left or changed role; nothing where one of the readings is empty."""
    if not old or not new:
        return []
    pairs, gone, added = by_key(old, new, lambda one: "".join(one.name.casefold().split()))
    found = [
        Change(
            kind="person", subject=other.name, field="role", old=one.role, new=other.role, where=url
        )
        for one, other in pairs
        if _plain(one.role) != _plain(other.role) and one.role and other.role
    ]
    found += [
        Change(kind="person", subject=one.name, field="listed", old=one.role or one.name, where=url)
        for one in gone
    ]
    found += [
        Change(kind="person", subject=one.name, field="listed", new=one.role or one.name, where=url)
        for one in added
    ]
    return found


def _plain(role: str) -> str:
    return "".join(role.casefold().split())
