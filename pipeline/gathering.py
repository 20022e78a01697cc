"""All that one edition is composed from, as it was at its cut-off."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from digests.events import telling
from digests.facts import main_moves
from nlp.changes import LEAST_SIGNIFICANCE
from pipeline.editions import period
from pipeline.linking import address_of
from pipeline.relevance import for_reader
from pipeline.workspace import Workspace
from schemas.changes import Change, RecordedChange
from schemas.delivery import Coverage, DigestInput, PastPrice, PriceMoved, Trouble
from schemas.documents import PriceState
from schemas.registry import Reader, Source
from schemas.stories import Story
from store.pacing import BOUND, SLOWEST
from store.records import SourceHealth

# A story may be read days after it was published; older ones are history, not news.
STALE = timedelta(days=10)
# How far back what is dated ahead may have been announced, and prices are drawn.
_ANNOUNCED = timedelta(days=120)
_HISTORY = timedelta(days=365)
# How late a source may be read at most, at its slowest pace, before readers are told.
_GRACE = timedelta(days=1)
# Changes that make a row of prices.
PRICED: frozenset[str] = frozenset({"price", "plan", "promotion"})


def gather(workspace: Workspace, reader: Reader, week: str) -> DigestInput:
    """Collect all that the edition of a week, or of a day, is composed from."""
    store, registry, settings = workspace.store, workspace.registry, workspace.settings
    start, end = period(reader, week)
    stories, left_out = _fresh(store.stories.between(start, end), end)
    scored = for_reader(workspace, reader, stories, end)
    told = store.editions.told(reader.id, start)
    if reader.floor is None:
        reader = reader.model_copy(update={"floor": settings.digests.floor})
    changes = store.documents.changes(start, end)
    return DigestInput(
        reader=reader,
        week=week,
        start=start,
        cut_off=end,
        stories=tuple(scored),
        told=told.facts,
        told_events=told.events,
        told_stories=tuple(_of_same_texts(told.stories.values(), stories)),
        upcoming=tuple(store.stories.between(end - _ANNOUNCED, end)),
        prices=tuple(prices_of(changes, stories)),
        history=tuple(_history(store.documents.changes(end - _HISTORY, end, kinds=PRICED))),
        coverage=_coverage(workspace, start, end, left_out),
        companies=registry.companies,
        base_url=settings.base_url,
        postal=settings.digests.postal,
        sender=settings.smtp.sender,
        unsubscribe_url=address_of(workspace, "unsubscribe", reader.id),
        preferences_url=address_of(workspace, "preferences", reader.id),
    )


def _of_same_texts(told: Iterable[Story], stories: Sequence[Story]) -> Iterator[Story]:
    """Yield those of *told* that share a text with *stories*, and are none of them."""
    ids = {one.id for one in stories}
    texts = {document for one in stories for document in telling(one)}
    return (one for one in told if one.id not in ids and not texts.isdisjoint(telling(one)))


def _fresh(stories: Sequence[Story], cut_off: datetime) -> tuple[list[Story], dict[str, int]]:
    oldest = (cut_off - STALE).date().isoformat()
    fresh = [story for story in stories if is_news(story, oldest)]
    stale = len(stories) - len(fresh)
    return fresh, {"stale": stale} if stale else {}


def is_news(story: Story, oldest: str) -> bool:
    """Say whether *story*, or a report that tells its move, is of the day *oldest* or later.

    A rumour of last month that is denied or confirmed now is news; a mention in passing makes none.
    What was seen on a watched page is news whenever it is told.
    """
    if story.day >= oldest or any(one.change for one in main_moves(story)):
        return True
    telling = {one.document_id for one in main_moves(story)}
    return any(
        (one.published or one.first_seen.date().isoformat())[:10] >= oldest
        for one in story.reports
        if one.document_id in telling
    )


def prices_of(changes: Sequence[RecordedChange], stories: Sequence[Story]) -> list[PriceMoved]:
    """Return the rows of prices that *changes* make, the largest first, each with its story."""
    story_of = {move.change: story.id for story in stories for move in story.moves if move.change}
    rows = []
    for recorded in changes:
        change = recorded.change
        if change.kind not in PRICED or recorded.company is None:
            continue
        if change.significance < LEAST_SIGNIFICANCE:
            continue  # it creeps: told once it adds up
        rows.append(
            PriceMoved(
                company=recorded.company,
                subject=change.subject,
                kind=change.kind,
                field=change.field,
                old=change.old,
                new=change.new,
                old_amount=change.old_amount,
                new_amount=change.new_amount,
                currency=change.currency,
                percent=change.percent,
                state=_state(change),
                day=recorded.told_at.date().isoformat(),
                url=change.where.split(" ", 1)[0],
                story=story_of.get(recorded.id),
            )
        )
    return sorted(rows, key=lambda row: (-abs(row.percent or Decimal(0)), row.company, row.subject))


def _history(changes: Sequence[RecordedChange]) -> list[PastPrice]:
    """Return what each plan cost: before its first change of the year, and from each on."""
    points: list[PastPrice] = []
    seen: set[tuple[str, str]] = set()
    oldest = min((one.told_at for one in changes), default=None)
    for recorded in changes:
        change = recorded.change
        if change.kind != "price" or recorded.company is None or oldest is None:
            continue
        plan = PastPrice(
            company=recorded.company,
            plan=change.subject,
            day=recorded.told_at.date().isoformat(),
            amount=change.new_amount,
            currency=change.currency,
            state=_state(change),
        )
        if (recorded.company, change.subject) not in seen and change.old_amount is not None:
            before = (oldest - _HISTORY).date().isoformat()
            points.append(plan.model_copy(update={"day": before, "amount": change.old_amount, "state": "known"}))  # fmt: skip
        seen.add((recorded.company, change.subject))
        points.append(plan)
    return points


def _state(change: Change) -> PriceState:
    """Return what is now known of a price: its amount, that it is hidden, that it is gone."""
    if change.field == "state" and change.new == "hidden":
        return "hidden"
    return "missing" if change.field == "state" and change.new == "missing" else "known"


def _coverage(
    workspace: Workspace, start: datetime, end: datetime, left_out: dict[str, int]
) -> Coverage:
    health = workspace.store.harvest.health(end)
    names = {one.id: one.name for one in workspace.registry.sources if one.name}
    troubles = tuple(
        Trouble(
            source=one.source,
            name=names.get(one.source, one.source),
            reason=one.reason or "failed",
            since=one.since,
        )
        for one in health
        if one.failures
    )
    added = workspace.store.registry.first_known("source")
    troubles += tuple(_unread(workspace.registry.sources, health, added, end))
    told = {one.source for one in troubles}
    troubles += tuple(
        Trouble(
            source=one.source,
            name=names.get(one.source, one.source),
            reason=one.failure,
            since=one.opened,
        )
        for one in workspace.store.health.incidents(open_at=end)
        if one.source not in told and one.state != "stale"  # silence is no fault of a reader's news
    )
    return Coverage(
        documents=workspace.store.documents.count(start, end),
        sources=len(health),
        well=len(health) - len(troubles),
        troubles=troubles,
        left_out=left_out,
    )


def _unread(
    sources: Sequence[Source],
    health: Sequence[SourceHealth],
    added: Mapping[str, datetime],
    end: datetime,
) -> Iterator[Trouble]:
    """Yield the sources that were due a day before *end* or more, and not read since.

    *added*: when each was registered, from when on it is due.
    """
    known = {one.id: one for one in sources}
    for one in health:
        source = known.get(one.source)
        if source is None or source.kind == "inbox" or one.failures:
            continue
        name = source.name or source.id
        slowest = (
            max(source.every, min(source.every * BOUND, SLOWEST)) if source.adapt else source.every
        )
        if one.last_try is None:
            if source.id in added and added[source.id] + _GRACE < end:
                yield Trouble(source=source.id, name=name, reason="unread")
        elif one.last_try + slowest + min(slowest, _GRACE) < end:
            yield Trouble(source=source.id, name=name, reason="late", since=one.last_try)
