"""Stories that somebody is to look after: handed on with a day, told by mail, done, followed when merged."""

from datetime import datetime

from digests.assigned import compose
from pipeline.auditing import Caller, log
from pipeline.outgoing import delivery_of
from pipeline.workspace import Workspace
from schemas.accounts import Account, Assignment
from schemas.delivery import Delivery, Digest, DigestInput, RenderedDigest
from schemas.errors import WrongUseError
from schemas.ids import short_id
from schemas.registry import Reader
from schemas.stories import Story
from store import Store


def assign(
    workspace: Workspace, story_id: str, account: str, due: str | None, caller: Caller, now: datetime
) -> Assignment:  # fmt: skip
    """Hand a story to *account*, to be looked after by *due* (a day).

    Whoever gets it is told by mail where the account is linked to a reader of the registry, unless
    it is the caller. Raises WrongUseError for nobody and for a story that is none.
    """
    store = workspace.store
    person = store.accounts.get(account)
    if person is None or not person.active:
        raise WrongUseError(f"there is no active account {account}", where="assign")
    story = store.stories.now_of(story_id)
    if story is None or story.ended:
        raise WrongUseError(f"there is no story {story_id}", where="assign")
    given = Assignment(story=story.id, account=account, by=caller.account, at=now, due=due)
    # Composed before anybody has to wait for the transaction.
    mail = _mail(workspace, story, given, person, caller)
    with store.batch():
        before = of_story(store, story.id)
        if before is not None and before.story != story.id:
            store.desk.unassign(before.story)
        store.desk.assign(given)
        log(store, caller, "story-assigned", story.id, before, given, kind="story")
        same = before is not None and not before.done
        if mail and not (same and before and (before.account, before.due) == (account, due)):
            store.editions.freeze(*mail)
    return given


def finish(
    store: Store, story: str, caller: Caller, now: datetime, *, done: bool = True
) -> Assignment | None:
    """Say that an assignment is done, or is not after all; None where there is none."""
    with store.batch():
        before = of_story(store, story)
        if before is None:
            return None
        after = before.model_copy(update={"done": now if done else None})
        store.desk.assign(after)
        action = "story-done" if done else "story-reopened"
        log(store, caller, action, before.story, before, after, kind="story")
    return after


def unassign(store: Store, story: str, caller: Caller) -> None:
    """Leave a story to nobody."""
    with store.batch():
        before = of_story(store, story)
        if before is not None:
            store.desk.unassign(before.story)
            log(store, caller, "story-unassigned", before.story, before, kind="story")


def of_story(store: Store, story_id: str) -> Assignment | None:
    """Return who looks after a story; of one that took in others, its own, else an open one of theirs."""
    found = [store.desk.assignment(one) for one in store.stories.family(story_id)]
    known = [one for one in found if one is not None]
    return min(known, key=lambda one: (one.story != story_id, one.done is not None), default=None)


def listed(
    store: Store, *, account: str | None = None, by: str | None = None, done: bool = False
) -> list[tuple[Assignment, Story]]:
    """Return assignments with the stories they are of now: the first due first, those without a day last.

    *account*: of whom; *by*: given by whom. Of stories that were merged the first due stands.
    """
    found: dict[str, tuple[Assignment, Story]] = {}
    given = [one for one in store.desk.assigned(account, done=done) if by in {None, one.by}]
    for one in sorted(given, key=lambda one: (one.due or "9", one.story)):
        story = store.stories.now_of(one.story)
        if story is not None:
            found.setdefault(story.id, (one, story))
    return sorted(found.values(), key=lambda pair: (pair[0].due or "9", -pair[1].score))


def _mail(
    workspace: Workspace, story: Story, given: Assignment, person: Account, caller: Caller
) -> tuple[Digest, DigestInput, RenderedDigest, Delivery] | None:
    """Return the mail that tells somebody of what he was given; None where nobody is to be told."""
    readers = workspace.registry.readers
    reader = next((one for one in readers if one.id == person.reader and one.active), None)
    if reader is None or person.id == caller.account:
        return None
    by = workspace.store.accounts.get(caller.account)
    year, week, _ = workspace.now.isocalendar()
    made = DigestInput(
        reader=Reader(id=reader.id, name=reader.name, email=reader.email, language=reader.language),
        week=f"{year}-W{week:02}",
        start=given.at,
        cut_off=given.at,
        stories=(story,),
        companies=workspace.registry.companies,
        base_url=workspace.settings.base_url,
        sender=workspace.settings.smtp.sender,
        postal=workspace.settings.digests.postal,
    )
    identity = short_id("g", story.id, person.id, given.due or "", caller.now.isoformat())
    digest, rendered = compose(identity, made, given, by.name if by else caller.account)
    return digest, made, rendered, delivery_of(digest, reader, workspace.now, rendered)
