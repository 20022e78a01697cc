"""What is dated after the cut-off: dates that reports state of moves which were announced."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from digests.events import fold
from digests.facts import main_moves
from digests.telling import Teller
from schemas.delivery import Expected
from schemas.stories import Story

# Rows; and how far ahead a date is worth a line: a quarter.
ROWS = 6
AHEAD = timedelta(days=92)
_SLOTS = ("effective", "date")
_DAY = re.compile(r"^\d{4}-\d{2}(?:-\d{2})?$")


def expected(
    stories: Iterable[Story], teller: Teller, cut_off: datetime, zone: str
) -> tuple[Expected, ...]:
    """Return what *stories* say will happen after *cut_off*, the soonest first, each event once."""
    today = cut_off.astimezone(ZoneInfo(zone)).date()
    found: dict[str, Expected] = {}
    single, _, _ = fold(sorted(stories, key=lambda one: (-one.score, one.id)))
    for story in single:
        day = next(_days(story, today), None)
        if day is None:
            continue
        text, language = _said(story, teller)
        if text not in {one.text for one in found.values()}:
            found[story.id] = Expected(day=day, text=text, language=language, story=story.id)
    rows = sorted(found.values(), key=lambda one: (one.day, one.story))
    return tuple(rows[:ROWS])


def _said(story: Story, teller: Teller) -> tuple[str, str]:
    shortest = list(teller.headlines(story))
    if shortest:
        return shortest[-1], teller.language
    told = teller.tell(story, None)
    doing = next((one.company for one in main_moves(story) if one.company), None)
    name = teller.book.company(doing) if doing else ""
    said = told.headline.casefold()
    if not name or any(one.casefold() in said for one in teller.book.names_beside(name)):
        return told.headline, told.headline_language
    # "We are winding down Pilothouse" is a publisher's own headline: it does not say who.
    return f"{name}{teller.words.phrases['colon']}{told.headline}", told.headline_language


def _days(story: Story, today: date) -> Iterator[str]:
    """Yield the days after *today* that moves of *story* are dated; a whole month while it lasts."""
    if story.status in {None, "denied", "rumoured"}:
        return
    for one in main_moves(story):
        if one.move.kind == "promotion" and one.move.status == "done":
            continue  # what is on already ends then
        for name in _SLOTS:
            for slot in one.move.values(name):
                stated = slot.value.date if slot.value else None
                if not stated or not _DAY.match(stated):
                    continue
                try:
                    first = date.fromisoformat(stated if len(stated) == 10 else f"{stated}-01")
                except ValueError:
                    continue
                if today < first <= today + AHEAD:
                    yield stated
