"""Collections as they read now: each entry at the story that has its reports, wherever that went."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from digests.naming import NameBook
from digests.telling import Teller
from digests.words import Words, words
from pipeline.workspace import Workspace
from schemas.accounts import Account
from schemas.collecting import (
    Collection,
    CollectionLine,
    CollectionPage,
    CollectionView,
    Entry,
    EntryMove,
    EntryState,
    EntryView,
)
from schemas.errors import WrongUseError
from schemas.kinds import MoveKind, Status
from schemas.stories import Report, Story
from text.display import Lang, one_line
from text.sentences import sentences

_TITLE = 200
_SENTENCES, _LONGEST_SENTENCE = 2, 320
# Moves named beside an entry: the story's own page has them all.
_MOVES = 4


def page(
    workspace: Workspace, account: Account, *, limit: int = 50, cursor: str | None = None
) -> CollectionPage:
    """Return the collections that *account* may see. Raises WrongUseError for a bad cursor."""
    found = workspace.store.collections.seen_by(account.id, limit=limit + 1, after=_after(cursor))
    names = _names(workspace)
    lines = tuple(
        CollectionLine(collection=one, owner_name=names.get(one.owner, one.owner), count=count)
        for one, count in found[:limit]
    )
    last = lines[-1].collection if len(found) > limit else None
    following = f"{last.updated.isoformat()}~{last.id}" if last else None
    return CollectionPage(collections=lines, next_cursor=following)


def view(
    workspace: Workspace,
    collection: Collection,
    lang: Lang,
    *,
    limit: int | None = None,
    cursor: str | None = None,
) -> CollectionView:
    """Return a collection with its entries from *cursor* on. Raises WrongUseError for a bad cursor."""
    store = workspace.store
    skip = _skip(cursor)
    reader = _Reader(workspace, lang)
    # The whole order: which entries became the same story can be told only from those before.
    every = store.collections.entries(collection.id)
    shown = every[skip : None if limit is None else skip + limit]
    standing = store.stories.standing(one.story for one in every if one.story)
    seen: dict[str, int] = {}
    for number, one in enumerate(every[:skip], 1):
        if one.story:
            seen.setdefault(standing[one.story], number)
    views = []
    for number, one in enumerate(shown, skip + 1):
        made = reader.read(one, number)
        if made.story and one.story:
            first = seen.setdefault(made.story, number)
            if first != number:
                made = made.model_copy(update={"twin": first})
        views.append(made)
    end = skip + len(shown)
    return CollectionView(
        collection=collection,
        owner_name=reader.names.get(collection.owner, collection.owner),
        count=len(every),
        entries=tuple(views),
        next_cursor=str(end) if end < len(every) else None,
    )


class _Reader:
    """Reads entries in one language, with the names of the registry as it is now."""

    def __init__(self, workspace: Workspace, lang: Lang) -> None:
        registry = workspace.registry
        self._store = workspace.store
        self.names = _names(workspace)
        said = words(lang)
        self._said = said
        self._book = NameBook(registry.companies, lang, said)
        self._teller = Teller(lang, said, self._book)
        self._sources = {
            one.id: one.name or (said.source(one.where) if one.kind == "inbox" else one.id)
            for one in registry.sources
        }
        self._named = {one.id for one in registry.sources if one.name}
        self._owners = {one.id: one.company for one in registry.sources if one.company}

    def read(self, entry: Entry, number: int) -> EntryView:
        """Return *entry* as it reads now."""
        given = {"entry": entry, "number": number, "added_by": self.names.get(entry.by, entry.by)}
        if entry.story:
            return EntryView.model_validate({**given, **self._story(entry)})
        return EntryView.model_validate({**given, **self._document(entry)})

    def _story(self, entry: Entry) -> dict[str, Any]:
        assert entry.story
        story = self._store.stories.now_of(entry.story)
        if story is None or story.ended:
            return {**self._as_kept(entry), "state": "ended", "left": self._left(entry, None)}
        left = self._left(entry, story)
        state: EntryState = "moved" if story.id != entry.story else "split" if left else "as-added"
        told = self._teller.tell(story, None)
        best = _quoted(story, told.summary_source, self._said)
        return {
            "state": state, "story": story.id, "left": left,
            "headline": told.headline, "headline_language": told.headline_language, "own": told.own,
            "summary": told.summary, "summary_language": told.summary_language, "gloss": told.gloss,
            "day": story.day, "moves": _kinds(_pairs(story)),
            "sources": story.sources, "source_name": self._source(best.source, best.source_name) if best else "",
            "url": best.url if best else "", **self._companies(story.companies),
        }  # fmt: skip

    def _document(self, entry: Entry) -> dict[str, Any]:
        assert entry.document
        revision = self._store.documents.latest(entry.document)
        if revision is None:
            return {**self._as_kept(entry), "state": "missing"}
        document = revision.document
        tagged = [one.tags for one in self._store.tags.get(entry.document)]
        about = dict.fromkeys(company for tags in tagged for company in tags.about)
        day = (document.published.day if document.published else None) or entry.kept.day
        stories = self._store.stories.of_document(entry.document)
        main = max(stories, key=lambda one: (one.score, one.id), default=None)
        language = document.language.split("-", maxsplit=1)[0]
        text = document.text[:4000]
        spans = sentences(text, language)[:_SENTENCES]
        return {
            "document": entry.document, "story": main.id if main else None,
            "headline": one_line(document.title, _TITLE) or entry.kept.title,
            "headline_language": language, "day": day, "url": document.url,
            "summary": tuple(one_line(text[one.start : one.end], _LONGEST_SENTENCE) for one in spans),
            "summary_language": language, "moves": _kinds((move.kind, move.status) for tags in tagged for move in tags.moves),
            "source_name": self._source(revision.source, ""), "sources": 1, **self._companies(tuple(about)),
        }  # fmt: skip

    def _as_kept(self, entry: Entry) -> dict[str, Any]:
        kept = entry.kept
        return {
            "headline": one_line(kept.title, _TITLE), "headline_language": kept.language,
            "day": kept.day, "url": kept.url, "document": entry.document, **self._companies(kept.companies),
        }  # fmt: skip

    def _left(self, entry: Entry, story: Story | None) -> tuple[str, ...]:
        """Return the stories that hold a report which the entry's *story* no longer has."""
        here = {one.document_id for one in story.reports} if story else set()
        away = [
            home.id
            for document in entry.kept.documents
            if document not in here
            for home in self._store.stories.of_document(document)
            if not home.ended and (story is None or home.id != story.id)
        ]
        return tuple(dict.fromkeys(away))

    def _companies(self, companies: Sequence[str]) -> dict[str, tuple[str, ...]]:
        ids = tuple(companies)
        return {"companies": ids, "company_names": tuple(self._book.company(one) for one in ids)}

    def _source(self, source: str, name: str) -> str:
        if name:
            return one_line(self._said.source(name), 80)
        owner = self._owners.get(source)
        known = self._sources.get(source, source)
        return (
            known
            if not owner or source in self._named
            else f"{self._book.company(owner)} · {known}"
        )


def _quoted(story: Story, source: str, said: Words) -> Report | None:
    """Return the report that the summary quotes, else the representative."""
    named = [one for one in story.reports if source in {said.source(one.source_name), one.source}]
    mine = [one for one in story.reports if one.document_id == story.representative]
    return next(iter([*named, *mine, *story.reports]), None)


def _pairs(story: Story) -> Iterator[tuple[MoveKind, Status]]:
    """Yield the kinds of a story with their status: its own first, as the story as a whole has it."""
    if story.kind and story.status:
        yield story.kind, story.status
    yield from ((one.move.kind, one.move.status) for one in story.moves if one.adds is None)


def _kinds(pairs: Iterable[tuple[MoveKind, Status]]) -> tuple[EntryMove, ...]:
    """Return each kind once, with the status that was named first."""
    found: dict[MoveKind, Status] = {}
    for kind, status in pairs:
        found.setdefault(kind, status)
    return tuple(EntryMove(kind=kind, status=status) for kind, status in found.items())[:_MOVES]


def _names(workspace: Workspace) -> dict[str, str]:
    return {one.id: one.name for one in workspace.store.accounts.all()}


def _after(cursor: str | None) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    moment, _, last = cursor.partition("~")
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not last:
        what = f"{cursor!r} is no place in a list of collections"
        raise WrongUseError(what, remedy="Begin without it")
    return found, last


def _skip(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 7):
        what = f"{cursor!r} is no place in a collection"
        raise WrongUseError(what, remedy="Begin without it")
    return int(cursor)
