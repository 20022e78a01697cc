"""Reviews in app stores' own lists: Apple's customer-review feed as JSON or XML, and plain JSON lists.

Shapes as of November 2026: ``itunes.apple.com/…/rss/customerreviews/…/json`` (and ``/xml``), and JSON
lists of objects with a rating and words, as many shops answer their own pages with.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from crawlers.pages.people_names import clean_authors
from crawlers.readers.made import Input, Reading, at, date_of, make, plain, rows_at, text_at
from schemas.documents import Document
from schemas.ids import digest

_RATINGS = (
    "rating",
    "score",
    "stars",
    "star",
    "ratingValue",
    "reviewRating",
    "commentScore",
    "评分",
)
_WORDS = ("text", "content", "body", "review", "comment", "reviewBody", "reviewText", "description")
_TITLES = ("title", "headline", "summary", "subject")
_AUTHORS = ("author", "userName", "user", "reviewer", "nickname", "name", "userNickName")
_DATES = ("date", "createdAt", "created_at", "datePublished", "updated", "time", "at", "creationTime", "submittedAt")  # fmt: skip


def read_json(data: Any, given: Input) -> Reading | None:
    """Return the reviews of a store's JSON, or None where *data* is no list of reviews."""
    feed = at(data, "feed", "entry")
    if isinstance(feed, dict):
        feed = [feed]
    if isinstance(feed, list) and any(at(one, "im:rating") for one in feed):
        rows = [_apple(one, given) for one in rows_at(feed) if at(one, "im:rating")]
        return Reading(tuple(rows))
    found = _list(data)
    if found is None:
        return None
    documents = tuple(one for row in found if (one := _plain(row, given)))
    return Reading(documents) if documents else None


def read_xml(root: Any, given: Input) -> Reading | None:
    """Return the reviews of Apple's feed as XML, or None for other XML."""
    rows = [one for one in root.iter("{*}entry") if one.find("{*}rating") is not None]
    if not rows:
        return None
    subject = "".join(
        root.xpath(
            "./*[local-name()='entry'][not(*[local-name()='rating'])]/*[local-name()='name']/text()"
        )
    )
    return Reading(tuple(_apple_xml(one, subject.strip(), given) for one in rows))


def _apple(row: dict[str, Any], given: Input) -> Document:
    def label(*path: str) -> str:
        return text_at(row, *path, "label")

    return _review(
        given, "json:app-store", identity=label("id"), title=label("title"),
        text=plain(str(at(row, "content", "label") or "")), author=label("author", "name"),
        rating=label("im:rating"), date=label("updated"), version=label("im:version"),
    )  # fmt: skip


def _apple_xml(row: Any, subject: str, given: Input) -> Document:
    def label(name: str) -> str:
        found = row.find(f"{{*}}{name}")
        return "".join(found.itertext()).strip() if found is not None else ""

    texts = [one for one in row.iter("{*}content") if one.get("type") != "html"]
    return _review(
        given, "xml:app-store", identity=label("id"), title=label("title"), author=label("author/{*}name"),
        text=plain("".join(texts[0].itertext()) if texts else ""), rating=label("rating"),
        date=label("updated"), version=label("version"), reviewed=subject or None,
    )  # fmt: skip


def _plain(row: dict[str, Any], given: Input) -> Document | None:
    text = plain(_pick(row, _WORDS))
    rating = _pick(row, _RATINGS)
    if not text and not rating:
        return None
    identity = text_at(row, "id") or text_at(row, "reviewId")
    return _review(
        given, "json:reviews", identity=identity, title=_pick(row, _TITLES), text=text,
        author=_pick(row, _AUTHORS), rating=rating, date=_pick(row, _DATES),
        pros=plain(_pick(row, ("pros", "advantages", "优点"))) or None,
        cons=plain(_pick(row, ("cons", "disadvantages", "缺点"))) or None,
        verified=True if at(row, "verified") is True or at(row, "verifiedPurchase") is True else None,
    )  # fmt: skip


def _review(
    given: Input, source: str, *, identity: str, text: str, author: str, rating: str, date: str,
    **more: Any,
) -> Document:  # fmt: skip
    value = _number(rating)
    title, version = more.pop("title", ""), more.pop("version", "")
    mark = re.sub(r"[^\w.-]", "", identity)[:60] or digest(f"{author}|{date}|{text}")[:16]
    page = given.url.split("#")[0]
    return make(
        "review", given, source, url=f"{page}{'&' if '?' in page else '?'}review={mark}",
        title=title or text[:80], text=text, authors=clean_authors([author] if author else []),
        rating=value, rating_max=None if value is None else Decimal(5 if value <= 5 else 10 if value <= 10 else 100),
        published=date_of(date, given, source.partition(":")[0]),
        lead=f"Version {version}" if version else "", **more,
    )  # fmt: skip


def _list(data: Any) -> list[dict[str, Any]] | None:
    """Return the first list of objects that look like opinions, three levels deep at most."""
    stack: list[tuple[Any, int]] = [(data, 0)]
    while stack:
        value, depth = stack.pop(0)
        if isinstance(value, list):
            rows = rows_at(value)
            if rows and _pick(rows[0], _RATINGS) and _pick(rows[0], _WORDS):
                return rows
        elif isinstance(value, dict) and depth < 3:
            stack += [(one, depth + 1) for one in value.values() if isinstance(one, list | dict)]
    return None


def _pick(row: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, dict):
            value = (
                value.get("ratingValue")
                or value.get("value")
                or value.get("name")
                or value.get("label")
            )
        if (
            isinstance(value, str | int | float)
            and not isinstance(value, bool)
            and str(value).strip()
        ):
            return str(value).strip()
    return ""


def _number(raw: str) -> Decimal | None:
    try:
        value = Decimal(raw.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 100 else None
