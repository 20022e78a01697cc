"""Changes of walls of logos: a customer or partner that came or went."""

from crawlers.changes.matching import key
from schemas.changes import Change, PageReading


def logo_changes(old: PageReading, new: PageReading) -> list[Change]:
    """Return the logos that came and went, wall by wall.

    A wall that is gone as a whole was not read; one that was replaced by more than half was rebuilt:
    neither is told logo by logo.
    """
    found: list[Change] = []
    for wall in ("customers", "partners"):
        before = {key(one.name): one.name for one in old.logos if one.wall == wall}
        after = {key(one.name): one.name for one in new.logos if one.wall == wall}
        gone, come = before.keys() - after.keys(), after.keys() - before.keys()
        if not before or not after or len(gone) > max(2, len(before) // 2):
            continue
        found += [_change(before[one], wall, before[one], None) for one in gone]
        found += [_change(after[one], wall, None, after[one]) for one in come]
    return found


def _change(name: str, wall: str, old: str | None, new: str | None) -> Change:
    return Change(
        kind="logo", subject=name, field=wall, old=old, new=new, significance=0.6 if new else 0.5
    )
