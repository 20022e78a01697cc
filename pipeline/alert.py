"""Step *alert*: what readers are told at once; one message per event, later facts in its thread.

An alert is an edition of one story: frozen and queued together, so it is sent once at most, whatever
is killed when. It goes out with the next delivery (``--send`` here, or ``zhibi digest --send``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digests.alerting import compose_alert, render_alert
from digests.events import event_keys
from digests.facts import facts_of, new_facts
from digests.message import message_id
from digests.thresholds import Precision, precision
from pipeline.alertrules import ACCOUNT, FRESH, after_quiet, day_began, found_by, rules_of
from pipeline.editions import week_of
from pipeline.gathering import STALE, is_news
from pipeline.linking import address_of
from pipeline.outgoing import deliveries_of, with_posts
from pipeline.relevance import account_of, for_reader
from pipeline.tally import Progress, Tally, silent
from pipeline.telling import tell_operators
from pipeline.workspace import Workspace
from schemas.delivery import AlertNote, Digest, DigestInput
from schemas.errors import RetryLaterError
from schemas.ids import short_id
from schemas.registry import Reader
from schemas.reports import StepReport
from schemas.stories import Story
from search.query import QueryError

# After this a later fact begins a new thread: nobody looks for an answer to a mail of last month.
_THREAD = timedelta(days=30)
# Later facts of one event that are told at once; what follows stands in the digest.
_UPDATES = 3


@dataclass(frozen=True)
class _Candidate:
    """A story that a rule found for a reader, scored for him."""

    story: Story
    rule: str
    name: str
    threshold: float

    @property
    def at_once(self) -> bool:
        """A strategic customer's team is told whatever the threshold, the budget and the hour."""
        return self.rule == ACCOUNT


def alert(workspace: Workspace, run: str | None = None, progress: Progress = silent) -> StepReport:
    """Queue a message for each event that a rule of a reader finds, or for its later facts."""
    tally = Tally("alert", workspace.now, run)
    tell_operators(workspace, tally)
    readers = [reader for reader in workspace.registry.readers if reader.active]
    for number, reader in enumerate(readers, 1):
        progress("alert", number, len(readers))
        try:
            _alert_reader(workspace, reader, tally)
        except RetryLaterError as error:
            tally.count("failed")
            tally.problem("index", "index-away", error.what, error.remedy)
            break
    return tally.report()


def report(workspace: Workspace, days: int = 90) -> list[Precision]:
    """Return how many alerts of the last *days* were rated useful, by rule and of all."""
    since = workspace.now - timedelta(days=days)
    sent = [
        (one.id, one.alert.rule)
        for reader in workspace.registry.readers
        for one in workspace.store.editions.alerts(reader.id, since)
        if one.alert is not None
    ]
    return precision(sent, workspace.store.mail.ratings(since=since))


def _alert_reader(workspace: Workspace, reader: Reader, tally: Tally) -> None:
    earlier = workspace.store.editions.alerts(reader.id, workspace.now - _THREAD)
    midnight = day_began(reader, workspace.now)
    today = sum(one.cut_off >= midnight for one in earlier)
    for candidate in _candidates(workspace, reader, tally):
        outcome = _weigh(candidate, earlier, workspace.now)
        if outcome is not None:
            tally.count(outcome)
        elif today >= reader.alerts.budget and not candidate.at_once:
            tally.count("held back")
        else:
            made = _queue(workspace, candidate, reader, earlier)
            today += made is not None
            earlier = [*earlier, made] if made else earlier
            tally.count("queued" if made else "known")


def _candidates(workspace: Workspace, reader: Reader, tally: Tally) -> list[_Candidate]:
    """Return what the reader's rules find, each story once, the most important first."""
    found: dict[str, _Candidate] = {}
    fresh = workspace.store.stories.open_since(workspace.now - FRESH) if reader.team else []
    for story in for_reader(workspace, reader, fresh, workspace.now):
        account = account_of(story, reader, workspace.registry)
        # A move of the customer itself, or one that names it: a report without a move can wait.
        if account is not None and account.tier == "strategic" and story.kind is not None:
            name = account.name(reader.language)
            found[story.id] = _Candidate(story, ACCOUNT, name, 0.0)
    for rule in rules_of(workspace, reader):
        try:
            stories = list(found_by(workspace, rule.search))
        except QueryError as error:
            tally.count("failed")
            tally.problem(f"search {rule.search.id}", "bad-query", error.what, error.remedy)
            continue
        for story in for_reader(workspace, reader, stories, workspace.now):
            own = _Candidate(story, rule.search.id, rule.search.name, rule.threshold)
            found.setdefault(story.id, own)
    return sorted(found.values(), key=lambda one: (-one.story.score, one.story.id))


def _weigh(candidate: _Candidate, earlier: Sequence[Digest], now: datetime) -> str | None:
    """Return why a candidate is not told now, or None where it is."""
    story = candidate.story
    thread = list(_thread(story, earlier))
    if thread:
        told = thread[-1].top[0].facts
        if not new_facts(facts_of(story), told):
            return "known"
        return "held back" if len(thread) > _UPDATES else None
    if story.score < candidate.threshold and not candidate.at_once:
        return "below threshold"
    if not is_news(story, (now - STALE).date().isoformat()):
        return "old"
    return None


def _thread(story: Story, earlier: Sequence[Digest]) -> Iterator[Digest]:
    """Yield the alerts that told this event before, under whatever story it stood then."""
    keys = set(event_keys(story))
    documents = {one.document_id for one in story.reports}
    for digest in earlier:
        told = digest.top[0]
        before = {one.document_id for one in told.story.reports}
        same_texts = told.story.kind == story.kind and bool(documents & before)
        if told.story.id == story.id or keys & set(told.events) or same_texts:
            yield digest


def _queue(
    workspace: Workspace, candidate: _Candidate, reader: Reader, earlier: Sequence[Digest]
) -> Digest | None:
    """Freeze and queue one alert; None where this reader had it before."""
    story = candidate.story
    thread = list(_thread(story, earlier))
    told = thread[-1].top[0].facts if thread else None
    began = story.first_seen >= workspace.now - FRESH
    if not thread and not (began or _got_further(workspace, story)):
        return None
    marks = [facts_of(story)] if thread or not began else []
    root = thread[0].top[0].story.id if thread else story.id
    edition_id = short_id("a", reader.id, root, *marks)
    editions = workspace.store.editions
    if editions.get(edition_id) is not None:
        return None
    note = AlertNote(
        rule=candidate.rule,
        name=candidate.name,
        threshold=candidate.threshold,
        moment=story.first_seen,
        told=told,
        thread=tuple(message_id(one.id, workspace.settings.smtp.sender) for one in thread),
        subject=thread[0].subject if thread else "",
        rate_url=address_of(workspace, "rate", edition_id),
    )
    given = _input(workspace, story, reader, note)
    made = compose_alert(edition_id, given)
    rendered = with_posts(workspace, reader, made, given, render_alert(made, given))
    later = None if candidate.at_once else after_quiet(reader, workspace.now)
    messages = deliveries_of(made, reader, workspace.now, rendered, later=later)
    return made if editions.freeze(made, given, rendered, *messages) else None


def _got_further(workspace: Workspace, story: Story) -> bool:
    """Say whether lately a fact came to a story that began before and was never told, or long ago."""
    then = workspace.now - FRESH
    before = workspace.store.stories.at([story.id], then).get(story.id)
    return before is not None and bool(new_facts(facts_of(story), facts_of(before)))


def _input(workspace: Workspace, story: Story, reader: Reader, note: AlertNote) -> DigestInput:
    settings = workspace.settings
    return DigestInput(
        reader=reader.model_copy(update={"floor": 0.0}),
        week=week_of(reader, workspace.now),
        start=workspace.now - FRESH,
        cut_off=workspace.now,
        stories=(story,),
        companies=workspace.registry.companies,
        base_url=settings.base_url,
        postal=settings.digests.postal,
        sender=settings.smtp.sender,
        unsubscribe_url=address_of(workspace, "unsubscribe", reader.id),
        preferences_url=address_of(workspace, "preferences", reader.id),
        alert=note,
    )
