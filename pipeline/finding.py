"""Searching the workspace, as the command and the pages do it."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from pipeline.clock import stopwatch
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.searching import Histogram, Hit, Preview, SearchResults, Sort, Suggestion
from search.cursor import moment
from search.explain import explained
from search.histogram import histogram as as_histogram
from search.moments import day_number
from search.names import names_of
from search.nodes import All, Query, Range
from search.query import parse
from search.relax import relaxed
from search.suggest import suggest
from text.display import Lang

_MOST_DAYS = 60  # of a preview: beyond, its bars would be weeks
FACETS = ("company", "family", "move", "kind", "lang", "source", "status")


def search(  # noqa: PLR0913 - one argument per thing that a page can ask for
    workspace: Workspace,
    query: str,
    *,
    limit: int = 10,
    cursor: str | None = None,
    sort: Sort = "relevance",
    collapse: bool = True,
    facets: Sequence[str] = FACETS,
    histogram: bool = False,
    lang: Lang = "en",
) -> SearchResults:
    """Return one page of the hits of *query*, told in *lang*.

    *histogram* counts them by day of publication. Where no document has all the words, ``suggestion``
    has a query that was perhaps meant, and the hits have some of the words: ``notes`` say so. Raises QueryError with the position of what cannot be read.
    """
    started = stopwatch()
    now = moment(cursor) if cursor else workspace.now
    parsed = parse(query, registry=workspace.registry, now=now, lang=lang)
    ask = partial(
        workspace.index.search, limit=limit, cursor=cursor, facets=facets, sort=sort,
        collapse=collapse, histogram=histogram,
    )  # fmt: skip
    results = ask(parsed)
    changes: dict[str, object] = {}
    if not results.total:
        changes["suggestion"] = _suggestion(workspace, parsed)
        easier = (ask(one) for one in relaxed(parsed))
        results = next((found for found in easier if found.total), results)
    changes["milliseconds"] = round((stopwatch() - started) * 1000, 2)
    return results.model_copy(update=changes)


def _suggestion(workspace: Workspace, query: Query) -> Suggestion | None:
    """Return the query that was probably meant, if that one finds anything."""
    index = workspace.index
    better = suggest(query.text, names_of(workspace.registry), index.alike)
    if better is None:
        return None
    parsed = parse(better, registry=workspace.registry, now=query.now)
    total = index.search(parsed, limit=0).total
    return Suggestion(query=better, total=total) if total else None


def similar(
    workspace: Workspace,
    document_id: str,
    *,
    within: str = "",
    limit: int = 10,
    lang: Lang = "en",
) -> SearchResults:
    """Return documents of other stories that are most like one, among those that *within* finds.

    Raises WrongUseError for a document that is not in the index, QueryError for *within*.
    """
    document = workspace.index.get([document_id]).get(document_id)
    if document is None:
        raise WrongUseError(f"no document '{document_id}' is indexed", remedy="zhibi index")
    parsed = parse(within, registry=workspace.registry, now=workspace.now, lang=lang)
    return workspace.index.similar(document, parsed, limit=limit)


def explain(workspace: Workspace, hit: Hit, lang: Lang = "en") -> tuple[str, ...]:
    """Say why *hit* stands where it does: one sentence per reason, with its points."""
    names = {one.id: one.name(lang) for one in workspace.registry.companies}
    return explained(hit.why, lang, lambda company: names.get(company, company))


def preview(workspace: Workspace, query: str, *, days: int = 30, lang: Lang = "en") -> Preview:
    """Return what *query* would have found in the last *days*: how many, when. Raises QueryError."""
    if not 1 <= days <= _MOST_DAYS:
        raise WrongUseError(f"a preview covers 1 to {_MOST_DAYS} days, not {days}")
    parsed = parse(query, registry=workspace.registry, now=workspace.now, lang=lang)
    last = day_number(workspace.now.date())
    first = last - days + 1
    recent = All((parsed.root, Range("day", first, last)))
    limited = Query(query, recent, parsed.now, (), lang, parsed.subjects)
    found = workspace.index.search(limited, limit=0, histogram=True)
    counts = {} if found.histogram is None else _per_day(found.histogram)
    bars = as_histogram(counts, first=first, last=last).bars
    most = max(bars, key=lambda bar: bar.count, default=None)
    return Preview(
        query=query,
        days=days,
        total=found.total,
        stories=found.stories,
        per_week=round(found.total * 7 / days, 1),
        most=most if most and most.count else None,
        quiet_days=sum(bar.count == 0 for bar in bars),
        histogram=Histogram(interval="day", bars=bars),
    )


def _per_day(found: Histogram) -> dict[int, int]:
    """Return how many documents each day has; bars of so short a span are days."""
    return {day_number(date.fromisoformat(bar.first)): bar.count for bar in found.bars}
