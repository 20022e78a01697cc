"""JSON Feed 1.0 and 1.1."""

import html
import json
from collections.abc import Iterator
from typing import Any

from crawlers.links.entries import Entry, Feed
from crawlers.links.feedtext import with_absolute_links
from crawlers.links.found import joined

_MOST_ENTRIES = 10_000


def read_json(text: str, base: str) -> Feed | None:
    """Return a JSON Feed, or None where *text* is other JSON or none. Never raises."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or "jsonfeed.org" not in str(data.get("version", "")):
        return None
    items = data.get("items")
    language = _string(data.get("language"))
    rows = items[:_MOST_ENTRIES] if isinstance(items, list) else []
    onward = _string(data.get("next_url"))
    return Feed(
        title=_string(data.get("title")),
        home=joined(base, home) if (home := _string(data.get("home_page_url"))) else "",
        language=language,
        entries=tuple(_entry(row, base, language) for row in rows if isinstance(row, dict)),
        onward=(joined(base, onward),) if onward else (),
    )


def _entry(row: dict[str, Any], base: str, language: str) -> Entry:
    links = [_string(row.get(name)) for name in ("url", "external_url")]
    identity = _string(row.get("id"))
    if not any(links) and identity.startswith(("http://", "https://", "/")):
        links = [identity]
    links = [joined(base, one) for one in links if one]
    content = _string(row.get("content_html"))
    if not content and (written := _string(row.get("content_text"))):
        content = "".join(
            f"<p>{html.escape(one)}</p>" for one in written.split("\n") if one.strip()
        )
    return Entry(
        url=links[0] if links else "",
        id=identity,
        title=_string(row.get("title")),
        published=_string(row.get("date_published")),
        updated=_string(row.get("date_modified")),
        summary=html.escape(_string(row.get("summary")), quote=False),
        content=with_absolute_links(content, base),
        authors=tuple(_names(row)),
        language=_string(row.get("language")) or language,
        links=tuple(links),
        enclosures=tuple(_attachments(row, base)),
    )


def _names(row: dict[str, Any]) -> Iterator[str]:
    stated = row.get("authors")
    for one in stated if isinstance(stated, list) else [row.get("author")]:
        if isinstance(one, dict) and (name := _string(one.get("name"))):
            yield name


def _attachments(row: dict[str, Any], base: str) -> Iterator[str]:
    stated = row.get("attachments")
    for one in stated if isinstance(stated, list) else []:
        if isinstance(one, dict) and (url := _string(one.get("url"))):
            yield joined(base, url)


def _string(value: Any) -> str:
    """Return text and whole numbers as text, anything else as nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()
