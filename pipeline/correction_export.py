"""Corrections as labelled texts, in the format of the corpora: for training and as regression cases."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pipeline.workspace import Workspace
from schemas.corrections import OF_A_MOVE, Correction
from schemas.documents import Revision
from schemas.ids import digest
from schemas.kinds import DocumentKind
from schemas.language import Move, Slot, Tags
from store.occurring import nearest
from text.sentences import sentences

_STYLE: dict[DocumentKind, str] = {"article": "news", "filing": "filing", "review": "review"}


def labelled(workspace: Workspace) -> Iterator[dict[str, Any]]:
    """Yield one item per sentence in which a person put a move right, the oldest first.

    Only that sentence is labelled: nobody looked at the rest of the text. Its moves are those that
    stand in it now; a sentence from which one was removed has its ``why``. Its id comes of its words:
    it is the same whatever else is corrected, here or elsewhere. Where several texts have the sentence,
    it is labelled as in the one that was corrected last.
    """
    newest: dict[str, tuple[int, dict[str, Any]]] = {}
    for place, item in _all(workspace):
        if item["id"] not in newest or place > newest[item["id"]][0]:
            newest[item["id"]] = place, item  # the order stays that of the first
    yield from (item for _, item in newest.values())


def _all(workspace: Workspace) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield an item per text and sentence, and the place of its newest correction among all."""
    by_document: dict[str, list[Correction]] = defaultdict(list)
    places: dict[str, int] = {}
    for place, one in enumerate(workspace.store.corrections.all()):
        places[one.id] = place
        if one.undone is None and one.fix in OF_A_MOVE and one.words and one.document_id:
            by_document[one.document_id].append(one)
    for document_id, mine in by_document.items():
        revision = workspace.store.documents.latest(document_id)
        tags = [t.tags for t in workspace.store.tags.get(document_id) if t.change is None]
        if revision is None or not tags or tags[0].language not in {"en", "zh"}:
            continue
        language = tags[0].language
        for those, item in _items(revision, tags[0], mine):
            own = {"id": item_id(language, item["text"]), "lang": language, **item}
            yield max(places[one.id] for one in those), own


def item_id(language: str, text: str) -> str:
    """Return the id of a corrected sentence, made of its words."""
    return f"{language}-analyst-{int(digest(text), 16) % 10**12:012}"


def _items(
    revision: Revision, tags: Tags, corrections: list[Correction]
) -> Iterator[tuple[list[Correction], dict[str, Any]]]:
    """Yield each corrected sentence of a text as an item, and its corrections."""
    document = revision.document
    text = f"{document.title}\n{document.text}"
    by_place: dict[tuple[int, int], list[Correction]] = defaultdict(list)
    for one in corrections:
        span = one.move.evidence[:1] if one.move else ()
        at = nearest(text, one.words, span[0].start if span else 0)
        if at is not None:
            by_place[_around(text, at, at + len(one.words), tags.language)].append(one)
    published = tags.published or (document.published.day if document.published else "")
    for (start, end), mine in sorted(by_place.items()):
        moves = [m for m in tags.moves if m.evidence and start <= m.evidence[0].start < end]
        item: dict[str, Any] = {
            "style": _STYLE.get(document.kind, "news"),
            "title": "",
            "text": text[start:end],
            "published": (published if len(published) == 10 else "")  # a whole day, YYYY-MM-DD
            or revision.seen_at.date().isoformat(),
            "mentions": _mentions(tags, text[start:end], start),
            "moves": [_move(move, text, start, end) for move in moves],
        }
        if not moves:
            item["why"] = "; ".join(dict.fromkeys(one.reason for one in mine))
        yield mine, item


def _around(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Return the sentence, or sentences, that hold the characters *start* to *end*."""
    touched = [s for s in sentences(text, language) if s.start < end and start < s.end]
    if not touched:
        return start, end
    return touched[0].start, touched[-1].end


def _mentions(tags: Tags, text: str, start: int) -> list[dict[str, str]]:
    end = start + len(text)
    inside = [m for m in tags.mentions if start <= m.start and m.end <= end]
    return [
        {"text": t, "label": label} for t, label in dict.fromkeys((m.text, m.label) for m in inside)
    ]


def _move(move: Move, text: str, start: int, end: int) -> dict[str, Any]:
    sentence = text[start:end]
    span = move.evidence[0]

    def there(slot: Slot) -> bool:
        return slot.text in sentence

    slots = {name: [v.text for v in move.values(name) if there(v)] for name in move.slots}
    return {
        "kind": move.kind,
        "status": move.status,
        "actor": move.actor.text if move.actor and there(move.actor) else "",
        "slots": {n: v[0] if len(v) == 1 else v for n, v in slots.items() if v},
        "evidence": text[span.start : min(span.end, end)],
    }
