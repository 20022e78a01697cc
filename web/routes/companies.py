"""Companies: the list, one company whole, and several beside each other."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from charts.prices import PricePoint, price_steps
from charts.timeline import TimelineMark, timeline
from charts.trend import trend
from pipeline.views import companies as views
from pipeline.views import moves as move_views
from schemas.kinds import FAMILIES, FAMILY_OF, MoveKind, Role
from schemas.registry import Company
from schemas.views import CompanyView, ComparedCompany, PlanHistory
from text.display import Lang
from web.paging import Number, part
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
_YEAR = timedelta(days=365)
_QUARTER = timedelta(days=90)
_BEFORE = timedelta(days=7)  # shown of a chart before the first price
_ROLES: tuple[Role, ...] = ("competitor", "customer", "partner", "self")
# Marks on a timeline: more cannot be told apart.
_MARKS = 200
# Seconds for which the counts of all companies' moves may be old: they change with a run.
_COUNTED = 60.0
# Companies of one page of the list, price charts of one company: the board has all.
_LISTED, _CHARTS = 80, 4
_MOST_COMPARED = 5
_PERIODS = (30, 90, 365)
# Lines in one chart of prices; more cross each other too often to be read.
_MOST_LINES = 8


@router.get("/companies")
def companies(visit: Here, page: Number = 1) -> HTMLResponse:
    """List every company by role, with what it did lately."""
    registry = visit.workspace.registry
    since = (visit.now - _QUARTER).date().isoformat()
    counts = visit.site.cached(
        "moves of companies", _COUNTED, lambda: visit.store.moves.counts(since=since)
    )
    sources: dict[str | None, int] = defaultdict(int)
    for source in registry.sources:
        sources[source.company] += source.enabled
    ordered = [
        one
        for role in _ROLES
        for one in sorted((x for x in registry.companies if x.role == role), key=_tier)
    ]
    listed = part(ordered, page, _LISTED)
    groups = [(role, list(some)) for role, some in groupby(listed.items, key=lambda one: one.role)]
    sizes = Counter(one.role for one in ordered)
    totals = {company: sum(kinds.values()) for company, kinds in counts.items()}
    return visit.page(
        "companies/list",
        groups=groups,
        listed=listed,
        sizes=sizes,
        counts=counts,
        totals=totals,
        sources=sources,
    )


def _tier(company: Company) -> tuple[str, str]:
    ranks = {"strategic": "1", "key": "2", "general": "3"}
    return (ranks.get(str(company.tier), str(company.tier or 9)), company.id)


@router.get("/companies/{company_id}")
def company(visit: Here, company_id: str) -> HTMLResponse:
    """Show one company: what it did, charges, seeks, who leads it, whom it works with."""
    if visit.workspace.registry.company(company_id) is None:
        raise HTTPException(404)
    view = views.view(visit.workspace, company_id)
    return visit.page(
        "companies/company",
        view=view,
        timeline=_timeline(visit, view),
        charts=price_charts(visit, view.plans, _CHARTS),
        vacancies=_vacancies(visit, view),
        quarter=sum(one.day >= (visit.now - _QUARTER).date().isoformat() for one in view.latest),
    )


def _timeline(visit: Visit, view: CompanyView) -> str:
    end = visit.now.date()
    start = end - _YEAR
    page = move_views.moves(
        visit.workspace,
        companies=[view.company.id],
        since=start.isoformat(),
        limit=_MARKS,
        quoted=False,
    )
    marks = [
        TimelineMark(
            day=date.fromisoformat(one.day[:10]),
            family=one.family,
            title=f"{visit.site.speaker(visit.lang).words.kind(one.kind)} · {one.title}",
            href=f"/story/{one.story}",
        )
        for one in page.moves
    ]
    speaker = visit.site.speaker(visit.lang)
    name = view.company.name(visit.lang)
    title = visit.words("companies", "chart.moves", company=name)
    return timeline(
        marks,
        start=start,
        end=end,
        names={family: speaker.words.families[family] for family in FAMILIES},
        title=title,
        description=visit.words("companies", "chart.count", len(marks)),
        language=visit.lang,
    )


def price_charts(
    visit: Visit, plans: Sequence[PlanHistory], most: int = 12
) -> list[tuple[str, str]]:
    """Return a heading and a chart for plans that are paid alike: same page, currency and period."""
    end = visit.now.date()
    groups: dict[tuple[str, str | None, str | None, str | None], list[PlanHistory]] = defaultdict(
        list
    )
    for one in plans:
        currency = next((step.currency for step in reversed(one.steps) if step.currency), None)
        if any(step.amount is not None for step in one.steps):
            groups[one.document_id, currency, one.period, one.billed].append(one)
    drawn = []
    for (_document, currency, period, billed), some in list(groups.items())[:most]:
        earliest = min(one.steps[0].day for one in some)
        start = max(end - _YEAR, min(earliest - _BEFORE, end - _QUARTER))
        points = [
            PricePoint(
                plan=one.plan, day=max(step.day, start), amount=step.amount, state=step.state
            )
            for one in some[:_MOST_LINES]
            for step in one.steps
        ]
        words = [visit.site.speaker(visit.lang).paid(some[0].unit, period, billed), currency or ""]
        heading = " · ".join(word for word in words if word)
        svg = _steps(tuple(points), start, end, currency, visit.lang, heading)
        drawn.append((heading, svg))
    return drawn


@lru_cache(maxsize=256)
def _steps(
    points: tuple[PricePoint, ...],
    start: date,
    end: date,
    currency: str | None,
    lang: Lang,
    title: str,
) -> str:
    """Return a chart, drawn once: it takes a quarter of a second."""
    return price_steps(points, start=start, end=end, currency=currency, language=lang, title=title)


def _vacancies(visit: Visit, view: CompanyView) -> str:
    if not view.vacancies:
        return ""
    weeks = view.vacancies
    speaker = visit.site.speaker(visit.lang)
    return trend(
        [week.open for week in weeks],
        title=visit.words("companies", "chart.vacancies", company=view.company.name(visit.lang)),
        first=speaker.day(weeks[0].monday.isoformat()),
        last=speaker.day(weeks[-1].monday.isoformat()),
    )


@router.get("/compare")
def compare(
    visit: Here, company: Annotated[list[str] | None, Query()] = None, days: int = 90
) -> HTMLResponse:
    """Show companies side by side: what they did, charge and offer."""
    registry = visit.workspace.registry
    known = [one for one in registry.companies if one.role in {"competitor", "self"}]
    ids = {one.id for one in registry.companies}
    chosen = [one for one in dict.fromkeys(company or ()) if one in ids][:_MOST_COMPARED]
    if not chosen:
        rivals = sorted((one for one in known if one.role == "competitor"), key=_tier)
        chosen = [one.id for one in rivals[:3]]
    days = days if days in _PERIODS else 90
    columns = views.compare(visit.workspace, chosen, days)
    return visit.page(
        "companies/compare",
        known=sorted(known, key=_tier),
        chosen=chosen,
        columns=columns,
        rows=_rows(columns),
        features=_features(columns),
        days=days,
        periods=_PERIODS,
    )


def _rows(columns: Sequence[ComparedCompany]) -> list[tuple[MoveKind, list[int]]]:
    """Return kinds that any of them did, by family, with the number of each company."""
    kinds: list[MoveKind] = [
        kind for kind in FAMILY_OF if any(one.kinds.get(kind) for one in columns)
    ]
    return [(kind, [one.kinds.get(kind, 0) for one in columns]) for kind in kinds]


def _features(columns: Sequence[ComparedCompany]) -> list[tuple[str, list[dict[str, str]]]]:
    """Return feature names with, per company, the plans that state them and how."""
    names: dict[str, None] = {}
    for column in columns:
        for plan in column.plans:
            names |= dict.fromkeys(plan.features)
    return [
        (
            name,
            [
                {
                    plan.plan: "" if plan.features[name] is True else str(plan.features[name])
                    for plan in column.plans
                    if plan.features.get(name) not in {None, False}
                }
                for column in columns
            ],
        )
        for name in names
    ]
