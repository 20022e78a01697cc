"""Feeds as text: Atom and JSON Feed, from entries that somebody made of records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from fastapi.responses import JSONResponse, Response

from schemas.base import format_instant
from text.display import one_line

LONGEST = 300  # characters of a title or of the words below it


@dataclass(frozen=True)
class FeedEntry:
    """One entry. *id* never changes; *url* is where it is read, *outside* the page it tells of."""

    id: str
    url: str
    title: str
    text: str
    at: datetime
    author: str = ""
    outside: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A whole feed; *own* is its own address without the ending, *home* the page it is of."""

    title: str
    own: str
    home: str
    updated: datetime
    entries: Sequence[FeedEntry]


def answer(feed: Feed, form: str) -> Response:
    """Return *feed* as ``json`` or ``atom``."""
    if form == "json":
        return JSONResponse(_json(feed), media_type="application/feed+json")
    return Response(_atom(feed), media_type="application/atom+xml")


def _json(feed: Feed) -> dict[str, Any]:
    items = [
        {
            "id": one.id,
            "url": one.url,
            "external_url": one.outside,
            "title": one_line(one.title, LONGEST),
            "content_text": one.text,
            "date_published": format_instant(one.at),
            "language": one.language,
            "tags": list(one.tags),
        }
        for one in feed.entries
    ]
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(feed.title, LONGEST),
        "home_page_url": feed.home,
        "items": items,
    }


def _atom(feed: Feed) -> str:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(feed.title)}</title>",
        f"<id>{_text(f'{feed.own}.atom')}</id>",
        f"<link href={quoteattr(feed.home)}/>",
        f"<updated>{format_instant(feed.updated)}</updated>",
    ]
    for one in feed.entries:
        lines += [
            "<entry>",
            f"<title>{_text(one.title) or '–'}</title>",
            f"<id>{_text(one.id)}</id>",
            f"<link href={quoteattr(one.url)}/>",
            f"<updated>{format_instant(one.at)}</updated>",
            f"<author><name>{_text(one.author)}</name></author>",
            f"<summary>{escape(one_line(one.text, 2000))}</summary>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def _text(words: str) -> str:
    """Return words as they may stand in XML: one line, no controls, escaped."""
    return escape(one_line(words, LONGEST))
