"""Changes of a product page: its name, price, availability and features."""

from crawlers.changes.prices import offer_changes
from crawlers.changes.texts import text_changes
from schemas.changes import Change
from schemas.documents import ProductPage


def product_changes(old: ProductPage, new: ProductPage) -> list[Change]:
    """Return what changed of a product; text only where nothing typed did."""
    found: list[Change] = []
    name = new.title or new.url
    if old.title and new.title and old.title != new.title:
        found.append(
            Change(
                kind="product",
                subject=name,
                field="name",
                old=old.title,
                new=new.title,
                where=new.url,
            )
        )
    found += offer_changes(old.offers, new.offers, new.url)
    if old.availability and new.availability and old.availability != new.availability:
        found.append(
            Change(
                kind="availability",
                subject=name,
                field="availability",
                old=old.availability,
                new=new.availability,
                where=new.url,
            )
        )
    before, after = set(old.features), set(new.features)
    if before and after:
        found += [
            Change(
                kind="feature", subject=name, field=one, old="true", where=new.url, significance=0.6
            )
            for one in sorted(before - after)
        ]
        found += [
            Change(
                kind="feature", subject=name, field=one, new="true", where=new.url, significance=0.6
            )
            for one in sorted(after - before)
        ]
    return found or text_changes(old, new)
