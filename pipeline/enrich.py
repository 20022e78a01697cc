"""Step *enrich*: mentions and moves per document, moves of changes, stories and their scores."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from nlp.changes import moves as moves_of_changes
from nlp.reviews import with_review
from nlp.scoring import score, with_earlier
from nlp.stories.grouping import Grouper, StoryInput
from nlp.tagger import Tagger
from pipeline.outlets import Outlet, Outlets
from pipeline.tagging import tagger_of
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.changes import RecordedChange
from schemas.documents import Review, Revision
from schemas.kinds import DocumentKind
from schemas.language import Move, Tagged, Tags
from schemas.registry import Registry
from schemas.reports import StepReport
from schemas.stories import Story

# A report of one event may come weeks after the first one; candidates older than this never join.
WINDOW = timedelta(days=45)
# Tagged documents are stored in batches: one commit each would spend the time on fsync.
_BATCH = 100
# Moves are read from prose. Prices, people and vacancies speak through their changes.
_PROSE: frozenset[DocumentKind] = frozenset({"article", "filing", "review"})


def enrich(workspace: Workspace, run: str | None = None, progress: Progress = silent) -> StepReport:
    """Tag what has no tags yet, then group what has no story yet."""
    tally = Tally("enrich", workspace.now, run)
    tagged = _tag(workspace, run, tally, progress)
    _tag_changes(workspace, tally)
    _group(workspace, tagged, tally)
    return tally.report()


def _tag(workspace: Workspace, run: str | None, tally: Tally, progress: Progress) -> set[str]:
    """Tag pending revisions and return the ids of their documents."""
    pending = workspace.store.tags.pending(run)
    if not pending:
        return set()
    tagger = tagger_of(workspace)
    queue = iter(pending)
    done = 0
    while batch := list(islice(queue, _BATCH)):
        results = [tag_revision(tagger, revision) for revision in batch]
        workspace.store.tags.save(results)
        for result in results:
            tally.count("mentions", len(result.tags.mentions))
            tally.count("moves", len(result.tags.moves))
        done += len(batch)
        progress("enrich", done, len(pending))
    tally.count("documents", len(pending))
    return {revision.document_id for revision in pending}


def tag_revision(tagger: Tagger, revision: Revision) -> Tagged:
    """Return the tags of one revision; only prose holds moves."""
    document = revision.document
    tags = tagger.tag(
        document.title,
        document.text,
        published=document.published.day if document.published else None,
        language=document.language if document.language in {"en", "zh"} else "auto",
        publisher=revision.company,
        boilerplate=document.boilerplate,
        prose=document.kind in _PROSE,
    )
    if isinstance(document, Review):
        moves = with_review(tags.moves, document, tagger, revision.company)
        tags = tags.model_copy(update={"moves": moves, "about": _about(tags, moves)})
    if revision.company and revision.company not in tags.about:
        tags = tags.model_copy(update={"about": (revision.company, *tags.about)})
    return Tagged(document_id=revision.document_id, revision=revision.number, tags=tags)


def _about(tags: Tags, moves: Sequence[Move]) -> tuple[str, ...]:
    """Return whom a review is about: first the company that it reviews."""
    reviewed = [m.actor.entity for m in moves if m.kind == "customer-review" and m.actor]
    return tuple(dict.fromkeys([*filter(None, reviewed), *tags.about]))


def _tag_changes(workspace: Workspace, tally: Tally) -> None:
    """Give every change that means a move its tags; changes that mean none are left."""
    store = workspace.store
    since = workspace.now - WINDOW
    known = {
        tagged.change
        for _revision, all_tags in store.tags.recent(since)
        for tagged in all_tags
        if tagged.change
    }
    groups: dict[tuple[str, str], list[RecordedChange]] = defaultdict(list)
    for change in store.documents.changes(since):
        groups[_event(change)].append(change)
    new: list[Tagged] = []
    for group in groups.values():
        if all(change.id in known for change in group):
            continue
        first = group[0]
        revisions = store.documents.revisions(first.document_id)
        revision = _revision_of(revisions, first.new_snapshot)
        if revision is not None:
            new += _tags_of(group, revision)
    fresh = [one for one in new if one.change not in known]
    store.tags.save(fresh)
    tally.count("moves from changes", len(fresh))


def _event(change: RecordedChange) -> tuple[str, str]:
    """Return what groups changes: one version of one page; vacancies of a company by the day."""
    if change.change.kind == "job" and change.change.field in {"opened", "closed"}:
        return f"jobs of {change.company}", change.told_at.date().isoformat()
    return change.document_id, change.new_snapshot


def _revision_of(revisions: Sequence[Revision], snapshot: str) -> Revision | None:
    """Return the revision that *snapshot* made; the newest where it made none: the page is gone."""
    made = (one for one in reversed(revisions) if one.snapshot == snapshot)
    return next(made, revisions[-1] if revisions else None)


def _tags_of(group: Sequence[RecordedChange], revision: Revision) -> Iterator[Tagged]:
    found = moves_of_changes(
        [one.change for one in group], company=revision.company, document=revision.document
    )
    for move, index in found:
        change = group[index]
        yield Tagged(
            document_id=revision.document_id,
            revision=revision.number,
            change=change.id,
            tags=Tags(
                language=revision.document.language,
                moves=(move,),
                about=(revision.company,) if revision.company else (),
                tagger="changes",
            ),
        )


def _group(
    workspace: Workspace,
    tagged: Collection[str],
    tally: Tally,
    *,
    anew: Collection[str] = (),
    were: Mapping[str, str] | None = None,
) -> None:
    """Bring documents and changes without a story, and those just tagged, into stories.

    What is placed *anew* leaves its stories unless it still belongs there, or returns to where it *were*; so does
    what was corrected before and whose stories did not follow, since whoever corrected it was cut off.
    """
    store, registry, now = workspace.store, workspace.registry, workspace.now
    owed = store.corrections.owed()
    anew = {*anew, *owed.documents}
    were = {**owed.were, **(were or {})}
    since = now - WINDOW
    theirs = {story.id: story for d in anew for story in store.stories.of_document(d)}
    if theirs:  # what is corrected may be old
        since = min(since, *(report.first_seen for s in theirs.values() for report in s.reports))
    known = list(({story.id: story for story in store.stories.open_since(since)} | theirs).values())
    fresh, settled = _inputs(workspace, known, since, tagged, anew)
    if not fresh and not anew:
        return
    bonds = store.corrections.bonds()
    grouper = Grouper(registry, known, settled, bonds, anew, were)
    for entry in sorted(fresh, key=lambda one: (one.published, *one.order)):
        grouper.add(entry)
    new = grouper.stories()
    recent = {story.id: story for story in (*known, *new)}.values()
    found = [scored(story, registry) for story in with_earlier(new, recent)]
    with store.batch():
        store.stories.save(found)
        store.corrections.followed(owed)
    tally.count("stories", len(found))


def _inputs(
    workspace: Workspace,
    known: Sequence[Story],
    since: datetime,
    tagged: Collection[str],
    anew: Collection[str],
) -> tuple[list[StoryInput], list[StoryInput]]:
    """Return what is to be grouped, and what is already: not what was *tagged* or goes *anew*."""
    store, registry = workspace.store, workspace.registry
    placed = {report.document_id for story in known for report in story.reports}
    changed = {move.change for story in known for move in story.moves if move.change}
    outlets = Outlets(registry)
    told = {change.id: change.told_at for change in store.documents.changes(since)}
    fresh: list[StoryInput] = []
    settled: list[StoryInput] = []
    for revision, all_tags in store.tags.recent(since):
        for entry in inputs_of(revision, all_tags, outlets.of(revision), told):
            if entry.change:
                is_known = entry.change in changed
            else:
                is_known = entry.id in placed and entry.id not in tagged
            (settled if is_known and entry.id not in anew else fresh).append(entry)
    return fresh, settled


def regroup(
    workspace: Workspace, documents: Collection[str], were: Mapping[str, str] | None = None
) -> None:
    """Place documents anew whose tags or stories a person corrected.

    Their old stories lose them, are told anew, or end; ids stay where reports stay. *were* says to which
    stories they return where a correction is undone.
    """
    _group(workspace, (), Tally("enrich", workspace.now), anew=set(documents), were=were)


def scored(story: Story, registry: Registry) -> Story:
    """Return *story* with its score, as of its own day, and the factors that make it.

    News grows old by the day, not by the run: who shows a story fades it (:mod:`pipeline.relevance`).
    """
    day = datetime.fromisoformat(story.day[:10]).replace(tzinfo=UTC)
    points, factors = score(story, registry, now=day)
    return story.model_copy(update={"score": points, "factors": factors})


def inputs_of(
    revision: Revision,
    all_tags: Iterable[Tagged],
    outlet: Outlet,
    told: Mapping[str, datetime],
) -> Iterator[StoryInput]:
    """Yield what the grouper needs: the document if it is prose, and each change with a move.

    *told* says when a change became news, which is later than when it was seen first.
    """
    document = revision.document
    for tagged in all_tags:
        seen = told.get(tagged.change or "", revision.seen_at)
        if tagged.change is None and (document.kind not in _PROSE or tagged.tags.irrelevant):
            continue
        yield StoryInput(
            id=revision.document_id,
            change=tagged.change,
            title=document.title,
            text=document.text if tagged.change is None else "",
            published=tagged.tags.published or _day(revision)
            if tagged.change is None
            else seen.date().isoformat(),
            first_seen=seen,
            source=revision.source,
            source_name=outlet.name,
            outlet=outlet.id,
            company=revision.company,
            url=document.url,
            language=tagged.tags.language,
            tags=tagged.tags,
            kind=document.kind,
            boilerplate=tuple(document.boilerplate) if tagged.change is None else (),
        )


def _day(revision: Revision) -> str:
    published = revision.document.published
    return published.value if published else revision.seen_at.date().isoformat()
