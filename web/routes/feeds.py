"""Feeds of saved searches, for feed readers and other programs: Atom and JSON Feed."""

from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from pipeline import finding
from schemas.base import format_instant
from schemas.registry import SavedSearch
from schemas.searching import Hit
from text.display import one_line
from web.visit import Here, Visit, link

router = APIRouter()
_ENTRIES = 50
_LONGEST = 300  # characters of a title or of the words around a hit


@router.get("/feeds/{search_id}.{form}")
def feed(visit: Here, search_id: str, form: Literal["atom", "json"]) -> Response:
    """Return the newest documents that a saved search finds, each of a story once."""
    search = next((one for one in visit.workspace.registry.searches if one.id == search_id), None)
    if search is None:
        return visit.page("errors/missing", 404)
    found = finding.search(
        visit.workspace, search.query, limit=_ENTRIES, sort="date", facets=(), lang=visit.lang
    )
    if form == "json":
        return _json(visit, search, found.hits)
    return Response(_atom(visit, search, found.hits), media_type="application/atom+xml")


def _json(visit: Visit, search: SavedSearch, hits: tuple[Hit, ...]) -> Response:
    base = visit.workspace.settings.base_url
    items: list[dict[str, Any]] = [
        {
            "id": f"{base}/document/{hit.id}",
            "url": _address(base, hit),
            "external_url": hit.document.url,
            "title": one_line(hit.document.title, _LONGEST),
            "content_text": _words(hit),
            "date_published": format_instant(hit.document.published),
            "language": hit.document.language,
            "tags": [*hit.document.moves, *hit.document.about],
        }
        for hit in hits
    ]
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"Zhibi: {one_line(search.name, _LONGEST)}",
        "home_page_url": base + link("/search", q=search.query, saved=search.id),
        "items": items,
    }
    return JSONResponse(whole, media_type="application/feed+json")


def _atom(visit: Visit, search: SavedSearch, hits: tuple[Hit, ...]) -> str:
    base = visit.workspace.settings.base_url
    updated = max((hit.document.published for hit in hits), default=visit.now)
    home = base + link("/search", q=search.query, saved=search.id)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(f'Zhibi: {search.name}')}</title>",
        f"<id>{_text(f'{base}/feeds/{search.id}.atom')}</id>",
        f"<link href={quoteattr(home)}/>",
        f"<updated>{format_instant(updated)}</updated>",
    ]
    for hit in hits:
        document = hit.document
        lines += [
            "<entry>",
            f"<title>{_text(document.title) or '–'}</title>",
            f"<id>{_text(f'{base}/document/{hit.id}')}</id>",
            f"<link href={quoteattr(_address(base, hit))}/>",
            f"<updated>{format_instant(document.published)}</updated>",
            f"<author><name>{_text(visit.site.speaker(visit.lang).source(document.source))}</name></author>",
            f"<summary>{_text(_words(hit))}</summary>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def _address(base: str, hit: Hit) -> str:
    story = hit.document.story
    return f"{base}/story/{story}" if story else f"{base}/document/{hit.id}"


def _words(hit: Hit) -> str:
    parts = [part.text for part in hit.highlights if part.field == "text"]
    return one_line(" … ".join(parts) or hit.document.text, _LONGEST)


def _text(words: str) -> str:
    """Return words as they may stand in XML: one line, no controls, escaped."""
    return escape(one_line(words, _LONGEST))
