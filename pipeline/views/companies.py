"""A company as its page shows it, and several beside each other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pipeline.views.coverage import source_lines
from pipeline.views.moves import kinds_of, moves
from pipeline.views.prices import changes, plans
from pipeline.workspace import Workspace
from schemas.changes import Watched
from schemas.documents import JobPosting, PeoplePage, Review, Revision
from schemas.errors import WrongUseError
from schemas.kinds import DocumentKind, MoveKind
from schemas.registry import Company
from schemas.views import (
    CompanyView,
    ComparedCompany,
    DocumentLine,
    ListedPerson,
    MoveLine,
    VacancyWeek,
)

# How far back a company's habits are counted.
YEAR = timedelta(days=365)
# Weeks of the trend of vacancies.
WEEKS = 26
_LATEST = 40
_OF_A_SECTION = 30
_LISTED: frozenset[DocumentKind] = frozenset({"product", "people", "job", "review"})
_PARTNERS: tuple[MoveKind, ...] = ("partnership", "alliance", "licensing", "patent")
_CUSTOMERS: tuple[MoveKind, ...] = ("customer-win", "customer-loss")


def company_of(workspace: Workspace, company_id: str) -> Company:
    """Return a registered company. Raises WrongUseError naming those that are there."""
    found = workspace.registry.company(company_id)
    if found is None:
        known = ", ".join(one.id for one in workspace.registry.companies[:20])
        raise WrongUseError(f"no company is called {company_id!r}", remedy=f"Companies: {known}")
    return found


def view(workspace: Workspace, company_id: str) -> CompanyView:
    """Return all that is shown of a company. Raises WrongUseError for an unknown id."""
    company = company_of(workspace, company_id)
    ours = [company_id]
    since = workspace.now - YEAR
    watched = _watched(workspace, company_id)
    read = _newest(workspace, watched)
    return CompanyView(
        company=company,
        kinds=workspace.store.moves.counts(companies=ours, since=since.date().isoformat()).get(
            company_id, {}
        ),
        latest=moves(workspace, companies=ours, limit=_LATEST).moves,
        plans=tuple(plans(workspace, ours)),
        changes=tuple(changes(workspace, since=since, companies=ours)),
        products=tuple(_lines(read, watched, "product")),
        people=tuple(_people(read, company, watched)),
        people_moves=_section(workspace, company_id, kinds_of(["people"])),
        jobs=tuple(_lines(read, watched, "job")),
        vacancies=tuple(_vacancies(workspace, company_id, watched)),
        partners=_section(workspace, company_id, _PARTNERS),
        customers=_section(workspace, company_id, _CUSTOMERS),
        reviews=tuple(_lines(read, watched, "review")),
        sources=tuple(source_lines(workspace, company_id)),
    )


def compare(
    workspace: Workspace, company_ids: Sequence[str], days: int = 90
) -> list[ComparedCompany]:
    """Return companies side by side over the last *days*. Raises WrongUseError for an unknown id."""
    chosen = [company_of(workspace, one) for one in dict.fromkeys(company_ids)]
    ids = [one.id for one in chosen]
    since = (workspace.now - timedelta(days=days)).date().isoformat()
    counted = workspace.store.moves.counts(companies=ids, since=since)
    priced = plans(workspace, ids)
    compared = []
    for company in chosen:
        watched = _watched(workspace, company.id)
        mine = [one for one in workspace.registry.sources if one.company == company.id]
        compared.append(
            ComparedCompany(
                company=company,
                kinds=counted.get(company.id, {}),
                latest=moves(workspace, companies=[company.id], since=since, limit=8).moves,
                plans=tuple(one for one in priced if one.company == company.id),
                open_jobs=sum(one.kind == "job" and not one.gone for one in watched),
                sources=len(mine),
            )
        )
    return compared


def _section(
    workspace: Workspace, company_id: str, kinds: Sequence[MoveKind]
) -> tuple[MoveLine, ...]:
    return moves(workspace, companies=[company_id], kinds=kinds, limit=_OF_A_SECTION).moves


def _watched(workspace: Workspace, company_id: str) -> list[Watched]:
    ours = [one.id for one in workspace.registry.sources if one.company == company_id]
    return workspace.store.watching.of_sources(ours)


def _newest(workspace: Workspace, watched: Sequence[Watched]) -> dict[str, Revision]:
    """Return the newest versions of the documents that a company's page lists, read at once."""
    return workspace.store.documents.newest(
        one.document_id for one in watched if one.kind in _LISTED
    )


def _lines(
    read: Mapping[str, Revision], watched: Sequence[Watched], kind: DocumentKind
) -> list[DocumentLine]:
    """Return the documents of a kind: those that are there first, the newest first."""
    found = []
    for one in watched:
        if one.kind != kind:
            continue
        revision = read.get(one.document_id)
        if revision is not None:
            found.append(_line(revision, gone=one.gone))
    found.sort(key=lambda line: (line.day, line.document_id), reverse=True)
    return sorted(found, key=lambda line: line.gone)


def _line(revision: Revision, *, gone: bool) -> DocumentLine:
    document = revision.document
    return DocumentLine(
        document_id=revision.document_id,
        kind=document.kind,
        url=document.url,
        title=document.title or document.url,
        day=document.published.day if document.published else revision.seen_at.date().isoformat(),
        detail=_detail(revision),
        gone=gone,
    )


def _detail(revision: Revision) -> str:
    document = revision.document
    if isinstance(document, JobPosting):
        return document.location or ""
    if isinstance(document, Review) and document.rating is not None:
        return f"{document.rating.normalize():f} / {(document.rating_max or 5):f}"
    price = next((one for one in document.offers if one.amount is not None), None)
    return f"{price.amount:f} {price.currency or ''}".strip() if price else ""


def _people(
    read: Mapping[str, Revision], company: Company, watched: Sequence[Watched]
) -> list[ListedPerson]:
    """Return who leads the company: as its own page lists them, then who is only registered."""
    found: dict[str, ListedPerson] = {}
    registered = {person.name.casefold() for person in company.people}
    for one in watched:
        if one.kind != "people" or one.gone:
            continue
        revision = read.get(one.document_id)
        if revision is None or not isinstance(revision.document, PeoplePage):
            continue
        for person in revision.document.people:
            key = person.name.casefold()
            known = key in registered
            found.setdefault(
                key, ListedPerson(name=person.name, role=person.role, registered=known, url=one.url)
            )
    for registered_person in company.people:
        key = registered_person.name.casefold()
        found.setdefault(
            key,
            ListedPerson(name=registered_person.name, role=registered_person.role, registered=True),
        )
    return list(found.values())


def _vacancies(
    workspace: Workspace, company_id: str, watched: Sequence[Watched]
) -> list[VacancyWeek]:
    """Return the trend of vacancies over half a year; nothing where none was ever watched."""
    jobs = [one for one in watched if one.kind == "job"]
    if not jobs:
        return []
    this = _monday(workspace.now.date())
    first = this - timedelta(weeks=WEEKS - 1)
    told = workspace.store.told.fields(
        since=workspace.now - timedelta(weeks=WEEKS), company=company_id, kind="job"
    )
    opened = Counter(_monday(at.date()) for at, field in told if field == "opened")
    closed = Counter(_monday(at.date()) for at, field in told if field == "closed")
    weeks = [first + timedelta(weeks=number) for number in range(WEEKS)]
    # Counted back from what is open now, since the first sight of a board is no opening.
    still = sum(not one.gone for one in jobs)
    rows = []
    for monday in reversed(weeks):
        rows.append(VacancyWeek(monday=monday, opened=opened[monday], closed=closed[monday], open=max(0, still)))  # fmt: skip
        still += closed[monday] - opened[monday]
    return rows[::-1]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
