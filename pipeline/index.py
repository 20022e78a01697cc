"""Step *index*: what the store holds becomes what search finds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from nlp.scoring import euros
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.documents import Revision
from schemas.kinds import FAMILY_OF, DocumentKind, MoveKind
from schemas.registry import Registry
from schemas.reports import StepReport
from schemas.searching import IndexedDocument
from search.base import PutReport
from store.stories import StoryBrief
from store.tagbriefs import MoveBrief, TagBrief

# Documents per commit: enough for several processes to read their texts. They pass one by one, so
# that none but their ids are held.
_BATCH = 20_000
# Documents read from the store at a time: one by one, half of the whole time would go into asking.
_READ = 200
# An index whose names are those of an older registry is built anew by itself up to this size, which
# takes a minute or two; a larger one waits for a person, who chooses when (zhibi reindex).
_SMALL = 50_000
# So much less sure is about as sure.
_AS_SURE = 0.05
_WATCHED: frozenset[DocumentKind] = frozenset({"offer", "product", "people"})


def index(workspace: Workspace, run: str | None = None, progress: Progress = silent) -> StepReport:
    """Index every document whose content, tags or story changed since it was last indexed.

    An index that another version of Zhibi made is built anew, one with an older registry's names too.
    """
    if _outdated(workspace):
        return reindex(workspace, progress)
    tally = Tally("index", workspace.now, run)
    queue = workspace.store.indexing
    owner_of = owners(workspace.registry)
    done = 0
    while pending := queue.pending(_BATCH):
        report = workspace.index.put(projections(workspace, pending, owner_of))
        done += len(pending)
        progress("index", done, 0)
        if _note(tally, pending, report, workspace):
            break  # what was refused stays due; a loop would only be refused again
    return tally.report()


def _outdated(workspace: Workspace) -> bool:
    """Say whether the whole index has to be built anew before anything is put into it."""
    found = workspace.index.health()
    if found.state == "stale":
        return True
    return found.state == "ready" and bool(found.remedy) and found.documents <= _SMALL


def reindex(workspace: Workspace, progress: Progress = silent) -> StepReport:
    """Build the whole index anew beside the old one, then put it in its place."""
    tally = Tally("index", workspace.now)
    store = workspace.store
    # As of now: what changes while the new index is built stays due.
    pairs = list(store.indexing.all_ids())
    owner_of = owners(workspace.registry)

    def everything() -> Iterator[IndexedDocument]:
        for number, document in enumerate(projections(workspace, pairs, owner_of), 1):
            progress("index", number, 0)
            yield document

    _note(tally, pairs, workspace.index.rebuild(everything()), workspace)
    return tally.report()


def _note(
    tally: Tally, pairs: Sequence[tuple[str, int]], report: PutReport, workspace: Workspace
) -> bool:
    """Note what is indexed; say whether any were refused: those stay due."""
    refused = {document_id for document_id, _reason in report.failed}
    workspace.store.indexing.done(pair for pair in pairs if pair[0] not in refused)
    tally.count("documents", report.stored)
    tally.count("failed", len(refused))
    for document_id, reason in report.failed:
        tally.problem(document_id, "index-refused", reason, "zhibi reindex tries it again")
    return bool(refused)


def projections(
    workspace: Workspace, pairs: Iterable[tuple[str, int]], owner_of: Mapping[str, str]
) -> Iterator[IndexedDocument]:
    """Yield what search knows of documents: a pure function of what the store holds, many at a time.

    Each of *pairs* is a document with the version it is indexed as; one that is gone gives nothing.
    """
    store, waiting = workspace.store, iter(pairs)
    while versions := dict(islice(waiting, _READ)):
        newest, first_seen = store.documents.newest(versions), store.documents.first_seen(versions)
        tags = store.tags.briefs_of_documents(versions)
        stories = store.stories.briefs_of_documents(versions)
        for one, version in versions.items():
            if one in newest:
                yield project(
                    newest[one], first_seen[one], version, tags[one], stories[one], owner_of
                )


def owners(registry: Registry) -> dict[str, str]:
    """Return the company of every entity id: its own, and those of its products."""
    found = {company.id: company.id for company in registry.companies}
    for company in registry.companies:
        found |= {product.id: company.id for product in company.products}
    return found


def _main_kind(moves: Sequence[MoveBrief], title: int) -> MoveKind | None:
    """Return what a text is about: what its title (of so many characters) tells, else its surest move.

    Of moves about as sure it is the one told first.
    """
    titled = [move for move in moves if move.start < title] or moves
    surest = max((move.confidence for move in titled), default=0.0) - _AS_SURE
    sure = [move for move in titled if move.confidence >= surest]
    return min(sure, key=lambda move: move.start).kind if sure else None


def project(
    revision: Revision,
    first_seen: datetime,
    version: int,
    all_tags: Sequence[TagBrief],
    stories: Sequence[StoryBrief],
    owner_of: Mapping[str, str],
) -> IndexedDocument:
    """Return the search record of one document from its latest revision, tags and stories."""
    document = revision.document
    moves = [move for tags in all_tags for move in tags.moves]
    about = _main_kind(moves, len(document.title))
    main = max(
        stories, key=lambda story: (story.kind == about, story.score, story.id), default=None
    )
    if main is not None:
        moves.sort(key=lambda move: move.kind != main.kind)  # the story's own kind stands first
    amounts = {euros(*one) for move in moves for one in move.sums}
    # A watched page is as new as its last change, whatever day it was first seen.
    since = revision.seen_at if document.kind in _WATCHED else first_seen
    put_right = next((tags.published for tags in all_tags if tags.published), None)
    stated = document.published.value if document.published else None
    day = document.published.day if document.published else since.date().isoformat()
    return IndexedDocument(
        id=revision.document_id,
        version=version,
        kind=document.kind,
        url=document.url,
        title=document.title or document.url,
        text=document.text,
        language=document.language,
        source=revision.source,
        published=_instant(put_right or stated, since),
        day=put_right or day,
        first_seen=first_seen,
        companies=_unique(
            [owner_of.get(entity) for tags in all_tags for entity in tags.entities]
            + [revision.company]
        ),
        about=_unique([company for tags in all_tags for company in tags.about]),
        moves=_unique([move.kind for move in moves]),
        families=_unique([FAMILY_OF[move.kind] for move in moves]),
        statuses=_unique([move.status for move in moves]),
        amounts=tuple(sorted(amount for amount in amounts if amount is not None)),
        story=main.id if main else None,
        score=min(100.0, main.score) if main else 0.0,  # in brief it is not cut
    )


def _instant(value: str | None, otherwise: datetime) -> datetime:
    if value is None:
        return otherwise
    if "T" in value:
        return datetime.fromisoformat(value)
    year, month, day = ([*value.split("-"), "01", "01"])[:3]
    return datetime(int(year), int(month), int(day), tzinfo=UTC)


def _unique(values: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
