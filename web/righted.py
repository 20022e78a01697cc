"""What people put right of a story, in lines: each with whoever did it, and taken back by a button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from schemas.corrections import Correction
from schemas.stories import Story
from web.speaker import Speaker
from web.visit import Visit
from web.wording import Wording, fill, group


@dataclass(frozen=True)
class Righted:
    """One correction that counts: *said* what it says, *author* the account that made it."""

    id: str
    said: str
    reason: str
    author: str
    at: datetime


def righted(visit: Visit, story: Story) -> list[Righted]:
    """Return the corrections of the reports of *story*, or of stories with them, the newest first."""
    found = visit.store.corrections.touching(*(one.document_id for one in story.reports))
    speaker = visit.site.speaker(visit.lang)
    words = group("story", visit.lang).righted
    titles = {one.document_id: one.title for one in story.reports}

    def told(document_id: str) -> str:
        latest = None if document_id in titles else visit.store.documents.latest(document_id)
        return titles.get(document_id) or (latest.document.title if latest else document_id)

    rows = [
        Righted(one.id, _said(one, speaker, words, told), one.reason, one.author, one.at)
        for one in found
        if not one.undone
    ]
    return sorted(rows, key=lambda row: (row.at, row.id), reverse=True)


def _said(one: Correction, speaker: Speaker, words: Wording, told: Callable[[str], str]) -> str:
    key = f"{one.fix}_not" if one.fix in {"about", "relevance"} and not one.holds else one.fix
    actor = (one.actor.entity or one.actor.text) if one.actor else ""
    means = {
        "kind": speaker.words.kind(one.kind) if one.kind else "",
        "status": speaker.words.statuses[one.status] if one.status else "",
        "company": speaker.company(actor) if actor else words.nobody,
        "slot": ", ".join(slot.text for slot in one.values) or words.nobody,
        "mention": speaker.book.entity(one.entity or "") or words.unknown,
        "date": speaker.day(one.day),
    }
    return fill(
        words[key],
        move=speaker.words.kind(one.move.kind) if one.move else "",
        to=means.get(one.fix, speaker.company(one.company)),
        slot=speaker.slot(one.slot) if one.slot else "",
        name=one.name,
        reports=" · ".join(told(document) for document in one.documents),
    )
