"""All changes between two revisions, by kind of document."""

from crawlers.changes.matching import key
from crawlers.changes.offers import offer_changes
from crawlers.changes.text import text_changes
from schemas.changes import Change
from schemas.documents import DocumentBase, JobPosting, PeoplePage, ProductPage
from schemas.kinds import ChangeKind

_BAD = frozenset({"error-page", "challenge", "index-page"})


def detect(old: DocumentBase, new: DocumentBase) -> list[Change]:
    """Return the changes from *old* to *new*, most significant first.

    Nothing is told where either is an error page or was read as another kind of document: that is
    a fault of the source or ours, not news.
    """
    if _BAD & {*old.flags, *new.flags} or type(old) is not type(new):
        return []
    found = [*offer_changes(old, new), *_simple(old, new)]
    if isinstance(old, ProductPage) and isinstance(new, ProductPage):
        found += _product(old, new)
    if isinstance(old, PeoplePage) and isinstance(new, PeoplePage):
        found += people_changes(old, new)
    if isinstance(old, JobPosting) and isinstance(new, JobPosting):
        found += _job(old, new)
    if not (found and isinstance(new, PeoplePage)) and not _told_by_offers(old, new):
        found += text_changes(old, new)
    placed = [change.model_copy(update={"where": change.where or new.url}) for change in found]
    return sorted(placed, key=lambda one: (-one.significance, one.kind, one.subject, one.field))


def _told_by_offers(old: DocumentBase, new: DocumentBase) -> bool:
    """A page of plans is told plan by plan; its words repeat them."""
    return bool(old.offers or new.offers) and old.model_dump()["kind"] == "offer"


def _simple(old: DocumentBase, new: DocumentBase) -> list[Change]:
    """Title and availability: one value each. A value that is not there now was not read."""
    found: list[Change] = []
    if old.title and new.title and key(old.title) != key(new.title):
        kind: ChangeKind = (
            "headline" if new.model_dump()["kind"] in {"article", "filing"} else "text"
        )
        found.append(_change(kind, new.title, "title", old.title, new.title, 0.4))
    if old.availability and new.availability and old.availability != new.availability:
        found.append(
            _change(
                "availability", new.title, "availability", old.availability, new.availability, 0.7
            )
        )
    return found


def _product(old: ProductPage, new: ProductPage) -> list[Change]:
    found: list[Change] = []
    for name in ("brand", "sku"):
        before, after = getattr(old, name), getattr(new, name)
        if before and after and key(before) != key(after):
            found.append(_change("product", new.title, name, before, after, 0.5))
    before_all = {key(one): one for one in old.features}
    after_all = {key(one): one for one in new.features}
    if not before_all or not after_all:
        return found  # a list that is gone as a whole was not read
    found += [
        _change("feature", new.title, one, one, None, 0.5)
        for k, one in before_all.items()
        if k not in after_all
    ]
    found += [
        _change("feature", new.title, one, None, one, 0.6)
        for k, one in after_all.items()
        if k not in before_all
    ]
    return found


def people_changes(old: PeoplePage, new: PeoplePage) -> list[Change]:
    """Return who joined, left or has another role. A page without anybody was not read."""
    if not old.people or not new.people:
        return []
    before = {key(one.name): one for one in old.people}
    after = {key(one.name): one for one in new.people}
    found: list[Change] = []
    for name, person in before.items():
        if name not in after:
            found.append(
                _change("person", person.name, "left", person.role or person.name, None, 0.9)
            )
        elif (role := after[name].role) and person.role and key(role) != key(person.role):
            found.append(_change("person", person.name, "role", person.role, role, 0.8))
    found += [
        _change("person", person.name, "joined", None, person.role or person.name, 0.9)
        for name, person in after.items()
        if name not in before
    ]
    # A list that was replaced as a whole was read from another place on the page.
    lost = sum(1 for one in found if one.field == "left")
    return [] if lost == len(before) and lost > 3 else found


def _job(old: JobPosting, new: JobPosting) -> list[Change]:
    found: list[Change] = []
    for name, significance in (
        ("location", 0.5),
        ("team", 0.4),
        ("employment", 0.4),
        ("employer", 0.5),
    ):
        before, after = getattr(old, name), getattr(new, name)
        if before and after and key(before) != key(after):
            found.append(_change("job", new.title, name, before, after, significance))
    return found


def _change(
    kind: ChangeKind,
    subject: str,
    field: str,
    old: str | None,
    new: str | None,
    significance: float,
) -> Change:
    return Change(
        kind=kind,
        subject=subject[:200],
        field=field[:120],
        old=old,
        new=new,
        significance=significance,
    )
