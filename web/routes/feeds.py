"""Feeds of saved searches and of collections, for feed readers and other programs: Atom and JSON Feed."""

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import Response

from pipeline import collecting, finding
from pipeline.collection_export import address, moves_in_words
from pipeline.views import collections as views
from schemas.collecting import EntryView
from schemas.searching import Hit
from text.display import one_line
from web.feedtext import LONGEST, Feed, FeedEntry, answer
from web.visit import Here, Visit, link

router = APIRouter()
_ENTRIES = 50


@router.get("/feeds/{search_id}.{form}")
def feed(visit: Here, search_id: str, form: Literal["atom", "json"]) -> Response:
    """Return the newest documents that a saved search finds, each of a story once."""
    search = next((one for one in visit.workspace.registry.searches if one.id == search_id), None)
    if search is None:
        return visit.page("errors/missing", 404)
    hits = finding.search(
        visit.workspace, search.query, limit=_ENTRIES, sort="date", facets=(), lang=visit.lang
    ).hits
    base = visit.workspace.settings.base_url
    made = Feed(
        title=f"Zhibi: {search.name}",
        own=f"{base}/feeds/{search.id}",
        home=base + link("/search", q=search.query, saved=search.id),
        updated=max((hit.document.published for hit in hits), default=visit.now),
        entries=[_of_hit(visit, hit) for hit in hits],
    )
    return answer(made, form)


@router.get("/feeds/collections/{collection_id}.{form}")
def collection(visit: Here, collection_id: str, form: Literal["atom", "json"]) -> Response:
    """Return the entries of a collection, the last added first, with their notes."""
    found = visit.store.collections.get(collection_id)
    if found is None or found.removed or not collecting.may_see(visit.me, found):
        return visit.page("errors/missing", 404)
    view = views.view(visit.workspace, found, visit.lang)
    newest = sorted(view.entries, key=lambda one: (one.entry.at, one.number), reverse=True)
    base = visit.workspace.settings.base_url
    made = Feed(
        title=f"Zhibi: {found.title}",
        own=f"{base}/feeds/collections/{found.id}",
        home=f"{base}/collections/{found.id}",
        updated=found.updated,
        entries=[_of_entry(visit, one) for one in newest[:_ENTRIES]],
    )
    return answer(made, form)


def _of_hit(visit: Visit, hit: Hit) -> FeedEntry:
    base, document = visit.workspace.settings.base_url, hit.document
    own = f"{base}/document/{hit.id}"
    parts = [part.text for part in hit.highlights if part.field == "text"]
    return FeedEntry(
        id=own,
        url=f"{base}/story/{document.story}" if document.story else own,
        title=document.title,
        text=one_line(" … ".join(parts) or document.text, LONGEST),
        at=document.published,
        author=visit.site.speaker(visit.lang).source(document.source),
        outside=document.url,
        language=document.language,
        tags=(*document.moves, *document.about),
    )


def _of_entry(visit: Visit, one: EntryView) -> FeedEntry:
    base = visit.workspace.settings.base_url
    home = f"{base}/collections/{one.entry.collection}"
    facts = [one.day, *one.company_names, moves_in_words(one, visit.lang)]
    gap = "" if one.summary_language.startswith("zh") else " "
    said = [" · ".join(fact for fact in facts if fact), gap.join(one.summary), one.entry.note]
    return FeedEntry(
        id=f"{home}#{one.entry.id}",
        url=address(one, base) or f"{home}#{one.entry.id}",
        title=one.headline,
        text="\n".join(part for part in said if part),
        at=one.entry.at,
        author=one.added_by,
        outside=one.url,
        language=one.headline_language,
        tags=(*(move.kind for move in one.moves), *one.companies),
    )
