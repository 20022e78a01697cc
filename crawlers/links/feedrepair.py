"""Feeds that are no XML: feedparser mends them, and its dicts become our records at once."""

import io
from collections.abc import Iterator
from typing import Any

from crawlers.links.entries import Entry, Feed, plain
from crawlers.links.found import joined

_ONWARD = ("next", "prev-archive")
_FAULTS = (
    ValueError, TypeError, KeyError, AttributeError, LookupError, AssertionError, RecursionError,
)  # fmt: skip


def read_broken(body: bytes, base: str, content_type: str | None) -> Feed | None:
    """Return what feedparser makes of *body*, or None where that is no feed. Never raises."""
    import feedparser  # noqa: PLC0415 - only where a feed is broken: importing it takes a tenth of a second

    headers = {"content-location": base}
    if content_type:
        headers["content-type"] = content_type
    try:
        data = feedparser.parse(io.BytesIO(body), response_headers=headers)
    except _FAULTS:
        return None
    if not data.get("version") and not data.get("entries"):
        return None
    feed = data.get("feed", {})
    language = str(feed.get("language") or "")
    return Feed(
        title=plain(str(feed.get("title") or "")),
        home=str(feed.get("link") or ""),
        language=language,
        entries=tuple(_entry(one, base, language) for one in data["entries"]),
        onward=tuple(_onward(feed, base)),
    )


def _entry(one: Any, base: str, language: str) -> Entry:
    links = [one.get("feedburner_origlink"), one.get("link")]
    named = [row for row in one.get("links", ()) if row.get("href")]
    links += [row["href"] for row in named if row.get("rel") == "alternate"]
    pages = tuple(
        dict.fromkeys(joined(base, str(link)) for link in links if str(link or "").strip())
    )
    files = tuple(joined(base, str(row["href"])) for row in named if row.get("rel") == "enclosure")
    contents = [str(row.get("value") or "") for row in one.get("content", ())]
    title = one.get("title_detail", {})
    return Entry(
        url=next(iter(pages or files), ""),
        id=str(one.get("id") or ""),
        title=plain(str(one.get("title") or "")),
        published=str(one.get("published") or one.get("created") or ""),
        updated=_updated(one),
        summary=str(one.get("summary") or ""),
        content=max(contents, key=len, default=""),
        authors=tuple(_authors(one)),
        language=str(title.get("language") or language),
        links=pages,
        enclosures=files,
    )


def _updated(one: Any) -> str:
    # Asking for a missing "updated" makes feedparser fall back to another date, with a warning.
    return str(one["updated"]) if "updated" in one.keys() else ""  # noqa: SIM118


def _authors(one: Any) -> Iterator[str]:
    for row in one.get("authors", ()):
        if name := str(row.get("name") or "").strip():
            yield name


def _onward(feed: Any, base: str) -> Iterator[str]:
    for rel in _ONWARD:
        for row in feed.get("links", ()):
            if row.get("rel") == rel and row.get("href"):
                yield joined(base, str(row["href"]))
                return
