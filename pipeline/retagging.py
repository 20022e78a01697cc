"""Reading collected texts again after a company's names changed: its documents, their stories, the index."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from pipeline.correcting import follow
from pipeline.enrich import tag_revision
from pipeline.index import reindex
from pipeline.tagging import tagger_of
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.documents import Revision
from schemas.errors import WrongUseError
from schemas.language import Tagged
from schemas.registry import Company
from schemas.reports import StepReport
from store.history import TYPES
from text.folding import to_simplified

_BATCH = 100
# Before anything was collected.
_EVER = timedelta(days=365 * 80)


def retag(
    workspace: Workspace,
    company_id: str,
    *,
    last: timedelta | None = None,
    progress: Progress = silent,
) -> StepReport:
    """Tag texts again that name a company, or were said to; those of the period *last*, or all.

    Corrections stay. Stories and index follow; where names changed how Chinese is cut, the index is
    built anew. Raises WrongUseError for a company that never was.
    """
    tally = Tally("enrich", workspace.now)
    since = workspace.now - (last or _EVER)
    names, entities = _known_as(workspace, company_id)
    touched = _tag(workspace, since, names, entities, tally, progress)
    progress("stories", 0, 0)
    follow(workspace, touched)
    if workspace.index.health().detail.startswith("names changed"):
        tally.count("indexed anew", sum(reindex(workspace, progress).counts.values()))
    return tally.report()


def _tag(
    workspace: Workspace,
    since: datetime,
    names: Collection[str],
    entities: Collection[str],
    tally: Tally,
    progress: Progress,
) -> set[str]:
    """Tag what is concerned, in batches, and return its documents.

    All of them: where a task was ended in between, the tags of some are new and their stories old.
    """
    tagger = tagger_of(workspace)
    concerned: set[str] = set()
    batch: list[tuple[Tagged, Tagged]] = []
    for number, (revision, own) in enumerate(_texts(workspace, since), 1):
        progress("texts", number, 0)
        tally.count("texts")
        if not (_says(revision, names) or _linked(own, entities)):
            continue
        tally.count("tagged again")
        batch.append((own, tag_revision(tagger, revision)))
        if len(batch) >= _BATCH:
            concerned |= _keep(workspace, batch, tally)
            batch = []
    concerned |= _keep(workspace, batch, tally)
    return concerned


def _texts(workspace: Workspace, since: datetime) -> Iterator[tuple[Revision, Tagged]]:
    for revision, all_tags in workspace.store.tags.recent(since):
        for tagged in all_tags:
            if tagged.change is None:
                yield revision, tagged


def _keep(workspace: Workspace, batch: list[tuple[Tagged, Tagged]], tally: Tally) -> set[str]:
    """Save tags, count where what is kept now (corrections over it) differs, and return the documents."""
    workspace.store.tags.save([new for _old, new in batch])
    for old, new in batch:
        tally.count("changed", old not in workspace.store.tags.get(new.document_id))
    return {new.document_id for _old, new in batch}


def _known_as(workspace: Workspace, company_id: str) -> tuple[set[str], set[str]]:
    """Return every name that a company has or had, as texts are compared, and its entities."""
    past = workspace.store.registry.history("company", company_id)
    if not past:
        raise WrongUseError("there is no company with this id", where=company_id)
    names: set[str] = set()
    entities = {company_id}
    for one in past:
        company = TYPES["company"].model_validate_json(one.payload)
        if isinstance(company, Company):
            names |= {_folded(name) for name in _names(company)}
            entities |= {product.id for product in company.products}
    return {name for name in names if name}, entities


def _names(company: Company) -> Iterator[str]:
    for names in company.names.values():
        yield from names
    yield from (*company.brands, *company.subsidiaries, *company.tickers, *company.domains)
    for product in company.products:
        for names in product.names.values():
            yield from names
    for person in company.people:
        yield person.name
        for names in person.names.values():
            yield from names


def _says(revision: Revision, names: Collection[str]) -> bool:
    text = _folded(f"{revision.document.title}\n{revision.document.text}")
    return any(name in text for name in names)


def _linked(tagged: Tagged, entities: Collection[str]) -> bool:
    tags = tagged.tags
    mentioned = {one.entity for one in tags.mentions} | set(tags.about)
    actors = {one.actor.entity for one in tags.moves if one.actor}
    return bool((mentioned | actors) & set(entities))


def _folded(text: str) -> str:
    return to_simplified(text).casefold()
