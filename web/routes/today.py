"""Today: what matters since one last looked, by story; and what one starred, dismissed or was given."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from digests.prices import net_changes
from pipeline import assigning, finding
from pipeline.health import health
from pipeline.relevance import now_worth
from pipeline.today import Since, ranked, since
from schemas.accounts import Mark
from schemas.errors import ZhibiError
from schemas.kinds import FAMILY_OF, Family
from schemas.registry import Reader, SavedSearch
from schemas.stories import Story
from store.stories import StoryBrief
from web.visit import Here, Visit, local

router = APIRouter(default_response_class=HTMLResponse)
Show = Literal["new", "week", "starred", "mine", "dismissed"]
# The first days of an account, and "the last seven days".
WEEK = timedelta(days=7)
TOP = 12
ALSO = 30
_STRIP = 4
_SEARCHES = 6
_TROUBLES = 3
# Seconds for which counts of collection may be old: they change with a run.
_COVERAGE = 60.0
LOOKED = "looked"


@router.get("/")
def today(visit: Here, show: Show | None = None, family: Family | None = None) -> HTMLResponse:
    """Show the stories, the most important first."""
    looked = _looked(visit)
    chosen: Show = show or ("new" if looked else "week")
    # What came at that very moment was seen.
    just_after = looked + timedelta(microseconds=1) if looked else None
    start = just_after if chosen == "new" and just_after else visit.now - WEEK
    came = since(visit.workspace, start, reader_of(visit))
    stories, known, marks = _chosen(visit, chosen, came)
    families = Counter(FAMILY_OF[one.kind] for one in stories if one.kind)
    chosen_ones = [one for one in stories if family is None or _family(one) == family]
    shown = _read(visit, chosen_ones[: TOP + ALSO], came, known)
    return visit.page(
        "today/today",
        show=chosen,
        family=family,
        families=families,
        all_families=len(stories),
        looked=looked,
        came=came,
        top=shown[:TOP],
        also=shown[TOP:],
        rest=len(chosen_ones) - len(shown),
        marks=marks,
        prices=net_changes(came.prices)[:_STRIP],
        searches=_searches(visit, came.start),
        since=lambda query: _since(query, came.start),
        assigned=_assigned(visit),
        day=visit.now.date().isoformat(),
        collection=visit.site.cached("collection", _COVERAGE, lambda: _collection(visit)),
    )


@router.post("/seen")
def seen(
    visit: Here, to: Annotated[str, Query(max_length=40)] = "", following: str = "/"
) -> Response:
    """Remember that one has looked; *to* an earlier moment takes it back."""
    before = _looked(visit)
    moment = _moment(to) or _latest(visit)
    visit.store.accounts.prefer(visit.me.id, LOOKED, moment.isoformat())
    if to:
        return visit.go(local(following))
    back = (before or visit.now - WEEK).isoformat()
    return visit.go("/", say="today.flash.seen", undo=f"/seen?to={back.replace('+', '%2B')}")


def _latest(visit: Visit) -> datetime:
    """Return now, or the moment of what came within this very second, which the page has shown."""
    now = visit.now
    came = visit.store.stories.between(now, now + timedelta(seconds=1))
    return max((one.updated for one in came), default=now)


def reader_of(visit: Visit) -> Reader | None:
    """Return the reader of the registry that this person is, if any."""
    return next(
        (one for one in visit.workspace.registry.readers if one.id == visit.me.reader), None
    )


def _looked(visit: Visit) -> datetime | None:
    return _moment(visit.store.accounts.preferences(visit.me.id).get(LOOKED, ""))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _read(
    visit: Visit, chosen: Sequence[StoryBrief], came: Since, known: Mapping[str, Story]
) -> list[Story]:
    """Return the stories that the page shows whole, as they are weighed for this person."""
    read = dict(known)
    missing = [one.id for one in chosen if one.id not in read]
    found = visit.store.stories.at(missing, came.end)
    read |= {one: now_worth(story, visit.now) for one, story in found.items()}
    return [read[one.id] for one in chosen]


def _family(story: StoryBrief) -> Family | None:
    return FAMILY_OF[story.kind] if story.kind else None


def _chosen(
    visit: Visit, show: Show, came: Since
) -> tuple[list[StoryBrief], Mapping[str, Story], dict[str, Mark]]:
    """Return the stories to show, those of them that were read, and this person's marks on them."""
    desk, me = visit.store.desk, visit.me.id
    stories = list(came.stories)
    known = came.weighed
    if show in {"starred", "mine"}:
        kept = (visit.store.stories.now_of(one.story) for one in desk.starred(me))
        found = (
            [one for one in kept if one]
            if show == "starred"
            else [story for _, story in assigning.listed(visit.store, account=me)]
        )
        once = list({one.id: one for one in found}.values())
        read = ranked(visit.workspace, once, reader_of(visit))
        stories, known = [StoryBrief.of(one) for one in read], {one.id: one for one in read}
    marks = desk.marks(me, [one.id for one in stories])
    gone = {one.story for one in marks.values() if one.dismissed}
    if show == "dismissed":
        return [one for one in stories if one.id in gone], known, marks
    if show in {"starred", "mine"}:
        return stories, known, marks
    return [one for one in stories if one.id not in gone], known, marks


def _searches(visit: Visit, start: datetime) -> list[tuple[SavedSearch, int | None]]:
    """Return saved searches, one's own first, with how many documents are new to each."""
    registry = visit.workspace.registry
    mine = visit.me.reader
    ordered = sorted(registry.searches, key=lambda one: (one.owner != mine, one.name.casefold()))
    return [(one, _new(visit, one, start)) for one in ordered[:_SEARCHES]]


def _new(visit: Visit, search: SavedSearch, start: datetime) -> int | None:
    try:
        return finding.search(
            visit.workspace, _since(search.query, start), limit=1, facets=()
        ).total
    except ZhibiError:
        return None  # the search's own page says what is wrong with it


def _since(query: str, start: datetime) -> str:
    return f"({query}) after:{start.date().isoformat()}"


def _assigned(visit: Visit) -> list[tuple[Story, str | None]]:
    """Return the stories that this person is to look after, with the day they are due."""
    given = assigning.listed(visit.store, account=visit.me.id)
    return [(story, one.due) for one, story in given]


def _collection(visit: Visit) -> tuple[int, int, list[str]]:
    """Return how many sources are well, of how many, and some of those that are not."""
    found = health(visit.workspace)
    ill = [one.source for one in found if one.state in {"failing", "degraded"}]
    return len(found) - len(ill), len(found), ill[:_TROUBLES]
