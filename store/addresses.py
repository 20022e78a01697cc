"""Which document an address leads to: as it stands, by what its page is known by, or after a move."""

import re
from collections.abc import Sequence

from sqlalchemy import Connection, select

from schemas.addresses import page_key, slug_key
from schemas.documents import Document, Revision
from store.sql import add_new
from store.tables import aliases, documents, page_keys, revisions

# Shared words of four before two texts count as one with its typing errors mended.
_NEAR = 0.95
_SHORTEST = 400  # characters: notices of a few lines are all alike
_MOST_MOVED = 5
_WORDS = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]|\w+")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


def owners(connection: Connection, urls: Sequence[str]) -> dict[str, str]:
    """Return which of *urls*, as they stand, belong to which document."""
    wanted = select(aliases).where(aliases.c.url.in_(urls))
    return {row.url: row.document_id for row in connection.execute(wanted)}


def owner_of_page(connection: Connection, urls: Sequence[str]) -> str | None:
    """Return the document that another address of the same page leads to: http and www, phones, AMP."""
    keys = list(dict.fromkeys(map(page_key, urls)))
    wanted = select(page_keys).where(page_keys.c.key.in_(keys))
    known = {row.key: row.document_id for row in connection.execute(wanted)}
    return next((known[key] for key in keys if key in known), None)


def claim(connection: Connection, urls: Sequence[str], document_id: str) -> None:
    """Let *urls* lead to a document; those that lead to another one stay with it."""
    for url in urls:
        add_new(connection, aliases, {"url": url, "document_id": document_id})
        row = {"key": page_key(url), "slug": slug_key(url), "document_id": document_id}
        add_new(connection, page_keys, row)


def moved(connection: Connection, document: Document, urls: Sequence[str]) -> str | None:
    """Return the article that *document* is under a new path: same last words, day, title, near text."""
    slugs = list(dict.fromkeys(filter(None, map(slug_key, urls))))
    if document.kind != "article" or not slugs or len(document.text) < _SHORTEST:
        return None
    wanted = (
        select(revisions.c.payload)
        .join(documents, documents.c.id == revisions.c.document_id)
        .join(page_keys, page_keys.c.document_id == documents.c.id)
        .where(page_keys.c.slug.in_(slugs), revisions.c.number == documents.c.latest)
        .distinct()
        .limit(_MOST_MOVED)
    )
    for payload in connection.scalars(wanted):
        known = Revision.model_validate_json(payload)
        if same_article(known.document, document):
            return known.document_id
    return None


def same_article(one: Document, other: Document) -> bool:
    """Say whether two articles are one, give or take a mended word.

    Reports that return each quarter differ in their numbers or their day: those are two.
    """
    days = {each.published.day for each in (one, other) if each.published}
    if one.kind != other.kind or one.title != other.title or len(days) > 1:
        return False
    if sorted(_NUMBERS.findall(one.text)) != sorted(_NUMBERS.findall(other.text)):
        return False
    left, right = _fours(one.text), _fours(other.text)
    return len(left & right) >= _NEAR * len(left | right)


def _fours(text: str) -> set[tuple[str, ...]]:
    words = _WORDS.findall(text.casefold())
    return {tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))}
