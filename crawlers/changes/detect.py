"""All changes between two revisions, by kind of document."""

from collections.abc import Collection

from crawlers.changes.blocks import bare
from crawlers.changes.collapse import collapse
from crawlers.changes.matching import key
from crawlers.changes.offers import offer_changes
from crawlers.changes.people import people_changes
from crawlers.changes.promotions import promotion_changes
from crawlers.changes.text import text_changes
from crawlers.changes.volatile import masked
from crawlers.changes.walls import logo_changes
from schemas.changes import Change, PageReading
from schemas.documents import DocumentBase, JobPosting, PeoplePage, ProductPage
from schemas.kinds import ChangeKind

_BAD = frozenset({"error-page", "challenge"})


def detect(
    old: DocumentBase,
    new: DocumentBase,
    *,
    before: PageReading | None = None,
    after: PageReading | None = None,
    muted: Collection[str] = (),
) -> list[Change]:
    """Return the changes from *old* to *new*, most significant first.

    *before* and *after* are the whole pages as :func:`crawlers.changes.reading.read_page` gives
    them: with both at hand, text is compared over the whole page and what a page object reads
    elsewhere now is no change. *muted* are keys of volatile blocks.

    Nothing is told where either is an error page or was read as another kind of document: that is
    a fault of the source or ours, not news. Where most of the text is gone, one change says so.
    """
    if _BAD & {*old.flags, *new.flags} or type(old) is not type(new):
        return []
    if (lost := collapse(old, new, before=before, after=after)) is not None:
        return [lost.model_copy(update={"where": new.url})]
    pages = _Pages(before, after)
    if not pages.whole and "index-page" in {*old.flags, *new.flags}:
        return []
    found = [*offer_changes(old, new), *_simple(old, new)]
    if isinstance(old, ProductPage) and isinstance(new, ProductPage):
        found += _product(old, new)
    if isinstance(old, PeoplePage) and isinstance(new, PeoplePage):
        found += people_changes(old, new)
    if isinstance(old, JobPosting) and isinstance(new, JobPosting):
        found += _job(old, new)
    found = [one for one in found if not pages.unmoved(one)]
    if heading := _heading(before, after):
        found = [heading, *(one for one in found if one.kind != "headline")]
    if before is not None and after is not None:
        found += logo_changes(before, after) + _promotions(old, new, (before, after), found, muted)
    if pages.whole or not (_told_by_offers(old, new) or (found and isinstance(new, PeoplePage))):
        found += text_changes(old, new, before=before, after=after, muted=muted, typed=found)
    placed = [
        change.model_copy(update={"where": change.where or new.url}) for change in _once(found)
    ]
    return sorted(placed, key=lambda one: (-one.significance, one.kind, one.subject, one.field))


class _Pages:
    """Both pages as one string of letters each: was a thing really there, is it really gone."""

    def __init__(self, before: PageReading | None, after: PageReading | None) -> None:
        self.whole = bool(before and after and before.blocks and after.blocks)
        self._before = _words(before)
        self._after = _words(after)

    def unmoved(self, change: Change) -> bool:
        """Say whether what came or went, or was renamed, stands on both pages alike.

        A page object that reads another place today, after a change of markup, found nothing new.
        """
        if not self.whole:
            return False
        if change.kind in {"person", "plan", "product", "feature"} and (
            change.old is None or change.new is None
        ):
            words = bare(change.field if change.kind == "feature" else change.subject)
            count = self._before.count(words)
            return bool(words) and count > 0 and count == self._after.count(words)
        if change.field == "role":
            # Who follows whom in a post holds what another held: what counts stands beside the name.
            post_before = _beside(self._before, change.subject, change.new)
            return post_before and _beside(self._after, change.subject, change.old)
        if change.kind in {"headline", "text"} or change.field in {"name", "brand", "sku"}:
            old, new = bare(change.old or ""), bare(change.new or "")
            return new in self._before and old in self._after and bool(old and new)
        return False


def _beside(page: str, name: str, post: str | None) -> bool:
    """Say whether *post* stands beside *name* on a page, as letters: in its line or the two after it."""
    lines, name, post = page.split("\n"), bare(name), bare(post or "")
    near = ("".join(lines[n : n + 3]) for n, line in enumerate(lines) if name in line)
    return bool(name and post) and any(post in one for one in near)


def _words(reading: PageReading | None) -> str:
    if reading is None:
        return ""
    return "\n".join((bare(reading.title), *(bare(one.text) for one in reading.blocks)))


def _heading(before: PageReading | None, after: PageReading | None) -> Change | None:
    """Return the change of a page's one main heading: it is what readers see, whatever meta says."""
    if before is None or after is None:
        return None
    heads = [
        {key(one.text): one.text for one in page.blocks if one.tag == "h1"}
        for page in (before, after)
    ]
    if len(heads[0]) != 1 or len(heads[1]) != 1 or heads[0].keys() == heads[1].keys():
        return None
    old, new = (next(iter(one.values())) for one in heads)
    if bare(masked(old)) == bare(masked(new)):
        return None
    return _change("headline", new, "title", old[:600], new[:600], 0.4)


def _once(found: list[Change]) -> list[Change]:
    """Return *found* without a headline that is told twice, as title and as heading."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for one in found:
        name = (one.kind, bare(one.old or ""), bare(one.new or ""))
        if one.kind == "headline":
            if any(kind == "headline" for kind, _, _ in seen):
                continue
            seen.add(name)
        kept.append(one)
    return kept


def _told_by_offers(old: DocumentBase, new: DocumentBase) -> bool:
    """A page of plans is told plan by plan; its words repeat them."""
    return bool(old.offers or new.offers) and old.model_dump(include={"kind"})["kind"] == "offer"


def _promotions(
    old: DocumentBase,
    new: DocumentBase,
    pages: tuple[PageReading, PageReading],
    found: list[Change],
    muted: Collection[str],
) -> list[Change]:
    """Return the discounts that a page of plans announces anew, or no more."""
    if not (old.offers and new.offers and _told_by_offers(old, new)):
        return []
    return promotion_changes(*pages, new.title, typed=found, muted=muted)


def _simple(old: DocumentBase, new: DocumentBase) -> list[Change]:
    """Title and availability: one value each. A value that is not there now was not read."""
    found: list[Change] = []
    if old.title and new.title and key(old.title) != key(new.title):
        found.append(_change("headline", new.title, "title", old.title, new.title, 0.4))
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
