"""Step *digest*: compose, freeze and deliver the editions of readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from digests.compose import compose
from digests.delivery import SmtpSettings, deliver
from digests.render import render
from nlp.changes import LEAST_SIGNIFICANCE
from nlp.scoring import score
from pipeline.editions import latest_week, parse_week, period
from pipeline.outgoing import delivery_of
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.changes import Change, RecordedChange
from schemas.delivery import (
    Coverage,
    Digest,
    DigestInput,
    PriceMoved,
    RenderedDigest,
    Trouble,
)
from schemas.documents import PriceState
from schemas.errors import NotConfiguredError, WrongUseError
from schemas.ids import short_id
from schemas.registry import Reader
from schemas.reports import StepReport
from schemas.stories import Story

# A story may be read days after it was published; older ones are history, not news.
STALE = timedelta(days=10)
# Messages per call of the step; the rest goes out with the next.
_DELIVERIES = 500


@dataclass(frozen=True)
class Edition:
    """One digest with all that it was made from and all that it became."""

    digest: Digest
    input: DigestInput
    rendered: RenderedDigest


def digest(
    workspace: Workspace,
    *,
    readers: Sequence[str] = (),
    week: str | None = None,
    send: bool = False,
    progress: Progress = silent,
) -> StepReport:
    """Freeze the editions that are due, write them as files, and with *send* deliver the outbox."""
    tally = Tally("digest", workspace.now)
    if send and not workspace.settings.smtp.host:
        raise NotConfiguredError(
            "no mail server is set",
            where="zhibi.yaml",
            remedy="Set smtp.host, or leave --send away: the digest is then written as a file",
        )
    if week is not None:
        parse_week(week)
    chosen = choose(workspace, readers)
    for number, reader in enumerate(chosen, 1):
        which = week or latest_week(reader, workspace.now)
        frozen = _freeze(workspace, reader, which, queue=send)
        tally.count("frozen" if frozen else "already frozen")
        progress("digest", number, len(chosen))
    if send:
        for state, count in send_due(workspace).items():
            tally.count(state, count)
    return tally.report()


def choose(workspace: Workspace, ids: Sequence[str]) -> list[Reader]:
    """Return the named readers, or all active ones. Raises WrongUseError for an unknown id."""
    readers = {reader.id: reader for reader in workspace.registry.readers}
    for one in ids:
        if one not in readers:
            raise WrongUseError(
                f"no reader is called {one!r}", remedy=f"Readers: {', '.join(sorted(readers))}"
            )
    return [readers[one] for one in ids] or [one for one in readers.values() if one.active]


def preview(workspace: Workspace, reader: Reader, week: str | None = None) -> Edition:
    """Compose an edition as it would be now; nothing is stored or sent."""
    which = week or latest_week(reader, workspace.now)
    given = gather(workspace, reader, which)
    composed = compose(given)
    return Edition(composed, given, render(composed, given))


def write(edition: Edition, folder: Path) -> tuple[Path, Path]:
    """Write an edition as ``WEEK-READER.html`` and ``.txt``; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{edition.digest.week}-{edition.digest.reader}"
    html, text = folder / f"{stem}.html", folder / f"{stem}.txt"
    html.write_text(edition.rendered.html, encoding="utf-8")
    text.write_text(edition.rendered.text, encoding="utf-8")
    return html, text


def folder_of(workspace: Workspace) -> Path:
    """Return where editions are written as files."""
    return workspace.folder / "digests"


def send_due(workspace: Workspace) -> dict[str, int]:
    """Deliver what the outbox holds; each message at most once (RELIABILITY D6, D7)."""
    smtp = workspace.settings.smtp
    settings = SmtpSettings(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        username=smtp.username,
        password=smtp.password.get_secret_value(),
        sender=smtp.sender,
        timeout=smtp.timeout,
    )
    outbox = workspace.store.editions.outbox
    outbox.recover(workspace.now)
    counts = deliver(outbox, settings, workspace.now, _DELIVERIES)
    return {str(state): number for state, number in counts.items()}


def gather(workspace: Workspace, reader: Reader, week: str) -> DigestInput:
    """Collect all that one edition is composed from, as of its cut-off."""
    store, registry, settings = workspace.store, workspace.registry, workspace.settings
    start, end = period(reader, week)
    stories, left_out = _fresh(store.stories.between(start, end), end)
    scored = []
    for story in stories:
        points, factors = score(story, registry, reader=reader, now=end)
        scored.append(story.model_copy(update={"score": points, "factors": factors}))
    if reader.floor is None:
        reader = reader.model_copy(update={"floor": settings.digests.floor})
    changes = store.documents.changes(start, end)
    return DigestInput(
        reader=reader,
        week=week,
        start=start,
        cut_off=end,
        stories=tuple(scored),
        told=store.editions.told(reader.id, week),
        prices=tuple(_prices(changes, stories)),
        coverage=_coverage(workspace, start, end, left_out),
        companies=registry.companies,
        base_url=settings.base_url,
        postal=settings.digests.postal,
        sender=settings.smtp.sender,
    )


def _freeze(workspace: Workspace, reader: Reader, week: str, *, queue: bool) -> bool:
    """Store an edition, with its message if it is to be sent; an edition is made only once."""
    editions = workspace.store.editions
    edition_id = short_id("e", reader.id, week)
    existing = editions.get(edition_id)
    if existing is not None:
        if queue:
            editions.queue(
                edition_id, delivery_of(existing.digest, reader, workspace.now, existing.rendered)
            )
        return False
    edition = preview(workspace, reader, week)
    write(edition, folder_of(workspace))
    delivery = (
        delivery_of(edition.digest, reader, workspace.now, edition.rendered) if queue else None
    )
    return bool(editions.freeze(edition.digest, edition.input, edition.rendered, delivery))


def _fresh(stories: Sequence[Story], cut_off: datetime) -> tuple[list[Story], dict[str, int]]:
    oldest = (cut_off - STALE).date().isoformat()
    fresh = [story for story in stories if story.day >= oldest]
    stale = len(stories) - len(fresh)
    return fresh, {"stale": stale} if stale else {}


def _prices(changes: Sequence[RecordedChange], stories: Sequence[Story]) -> list[PriceMoved]:
    story_of = {move.change: story.id for story in stories for move in story.moves if move.change}
    rows = []
    for recorded in changes:
        change = recorded.change
        if change.kind not in {"price", "plan", "promotion"} or recorded.company is None:
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


def _state(change: Change) -> PriceState:
    """Return what is now known of a price: its amount, that it is hidden, that it is gone."""
    if change.field == "state" and change.new == "hidden":
        return "hidden"
    return "missing" if change.field == "state" and change.new == "missing" else "known"


def _coverage(
    workspace: Workspace, start: datetime, end: datetime, left_out: dict[str, int]
) -> Coverage:
    health = workspace.store.harvest.health(end)
    troubles = tuple(
        Trouble(
            source=one.source,
            name=one.source,
            reason=one.reason or "failed",
            since=one.since,
        )
        for one in health
        if one.failures
    )
    told = {one.source for one in troubles}
    troubles += tuple(
        Trouble(source=one.source, name=one.source, reason=one.failure, since=one.opened)
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
