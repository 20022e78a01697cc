"""One page of results: the same for both engines, over what a backend offers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from schemas.errors import WrongUseError
from schemas.searching import FacetValue, Hit, IndexedDocument, SearchResults, Sort
from search.base import FACET_FIELDS, NOTHING, Backend, Candidate, Counted, Counts, Order, Place
from search.clauses import And, AnyOf, Clause, Without
from search.cursor import Cursor, Phase, read_cursor, write_cursor
from search.describe import describe, describe_order
from search.explain import with_details
from search.highlight import highlight, look_over
from search.histogram import histogram
from search.moments import seconds
from search.nodes import Query
from search.plan import Plan, plan
from search.rescore import Ranked, rescore
from text.segment import Segmenter

# Rescoring can lift a document by 32 points of 100: whoever is beyond the best 200 by words stays
# there. They are shown after these, newest first.
BEST = 200
_MOST_VALUES = 1_000  # of a facet
_MOST_STORIES = 10_000  # documents whose stories are counted: exact, and nobody reads further
_MOST_ROWS = 1_000  # on one page
_BATCH = 200
_ORDERS: dict[Sort, Order] = {"date": "key", "importance": "standing"}

Placed = tuple[Ranked, Phase]


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a search: see :meth:`search.base.SearchIndex.search`."""

    limit: int = 10
    cursor: str | None = None
    facets: Sequence[str] = ()
    sort: Sort = "relevance"
    collapse: bool = False
    histogram: bool = False

    def check(self) -> None:
        """Raise WrongUseError for a limit, facet or sort that cannot be."""
        if not 0 <= self.limit <= _MOST_ROWS:
            raise WrongUseError(f"a page holds 0 to {_MOST_ROWS:,} results, not {self.limit:,}")
        for name in self.facets:
            if name not in FACET_FIELDS:
                raise WrongUseError(
                    f"there is no facet '{name}'", remedy=f"Facets are {', '.join(FACET_FIELDS)}"
                )
        if self.sort != "relevance" and self.sort not in _ORDERS:
            raise WrongUseError(
                f"there is no order '{self.sort}'", remedy="relevance, date or importance"
            )

    @property
    def counts(self) -> Counts:
        """Return what the engine is to count."""
        sizes = dict.fromkeys((FACET_FIELDS[name] for name in self.facets), _MOST_VALUES)
        return Counts(sizes, self.histogram)


def find(backend: Backend, query: Query, segmenter: Segmenter, wanted: Wanted) -> SearchResults:
    """Return one page of what matches *query*. Raises WrongUseError for a wrong cursor or facet."""
    wanted.check()
    about = f"{query.text}\n{wanted.sort}\n{wanted.collapse}"
    after = read_cursor(wanted.cursor, about) if wanted.cursor else None
    if after:  # age counts from where the first page counted it
        query = replace(query, now=datetime.fromtimestamp(after.now, UTC))
    finder = _Finder(backend, query, segmenter, wanted.sort, collapse=wanted.collapse)
    page = list(islice(finder.rows(after, wanted.counts), wanted.limit + 1))
    more, page = len(page) > wanted.limit, page[: wanted.limit]
    days = finder.counted.days
    return SearchResults(
        query=query.text,
        total=finder.total,
        stories=finder.stories(),
        hits=tuple(finder.hits(page)),
        facets={name: _facet(name, finder.counted) for name in wanted.facets},
        histogram=histogram(days) if wanted.histogram else None,
        interpretation=describe(query),
        order=describe_order(wanted.sort, query.lang, BEST if finder.total > BEST else None),
        notes=query.notes,
        next_cursor=write_cursor(_place(page[-1], query, finder.order), about)
        if more and page
        else None,
    )


def scan(
    backend: Backend, query: Query, segmenter: Segmenter, sort: Sort
) -> Iterator[IndexedDocument]:
    """Yield everything that matches, in the order of the pages; documents come in batches."""
    Wanted(sort=sort).check()
    finder = _Finder(backend, query, segmenter, sort, collapse=False)
    rows = finder.rows(None, NOTHING)
    while batch := [ranked.candidate.id for ranked, _ in islice(rows, _BATCH)]:
        documents = backend.documents(batch)
        yield from (documents[one] for one in batch if one in documents)


def _facet(name: str, counted: Counted) -> tuple[FacetValue, ...]:
    """Months in order of time, other values by how many documents have them."""
    values = sorted(
        counted.values[FACET_FIELDS[name]].items(),
        key=lambda pair: pair if name == "month" else (-pair[1], pair[0]),
    )
    return tuple(FacetValue(value=value, count=count) for value, count in values[:_MOST_VALUES])


def _place(placed: Placed, query: Query, order: Order) -> Cursor:
    ranked, phase = placed
    place = ranked.points if phase == "best" else getattr(ranked.candidate, order)
    return Cursor(phase, place, ranked.candidate.id, seconds(query.now))


class _Finder:
    """The results in order, from anywhere on."""

    def __init__(
        self, backend: Backend, query: Query, segmenter: Segmenter, sort: Sort, *, collapse: bool
    ) -> None:
        self.backend = backend
        self.plan: Plan = plan(query, segmenter)
        self.query = query
        self.collapse = collapse
        self.sort = sort
        self.order: Order = _ORDERS.get(sort, "key")
        self.total = 0
        self.counted = Counted()

    def rows(self, after: Cursor | None, counts: Counts) -> Iterator[Placed]:
        """Yield the results after that place. The first one is fetched when asked for."""
        place = (int(after.place), after.id) if after and after.phase == "rest" else None
        if self.sort == "relevance":
            return self._by_relevance(after, place, counts)
        return self._in_order(self.plan.clause, place, counts)

    def stories(self) -> int | None:
        """Return how many stories the matches are of; None where there are too many matches."""
        if self.total > _MOST_STORIES:
            return None
        return self.backend.stories(self.plan.clause, _MOST_STORIES)

    def _by_relevance(
        self, after: Cursor | None, place: Place | None, counts: Counts
    ) -> Iterator[Placed]:
        clause = self.plan.clause
        # without words to score by, the newest are the best to begin with
        top = (
            self.backend.top(clause, BEST, counts)
            if self.plan.scored
            else self.backend.ordered(clause, BEST, "key", None, counts)
        )
        self.total, self.counted = top.total, top.counted
        best = rescore(top.candidates, self.plan, self.query.now)
        stories: set[str] = set()
        for ranked in best:
            story = ranked.candidate.story
            if self.collapse and story:
                if story in stories:
                    continue
                stories.add(story)
            if after is None or (
                after.phase == "best"
                and (-ranked.points, ranked.candidate.id) > (-after.place, after.id)
            ):
                yield ranked, "best"
        if self.total <= len(best):
            return
        shown = AnyOf("id", tuple(ranked.candidate.id for ranked in best))
        hidden: list[Clause] = [Without(shown)]
        if self.collapse and stories:
            hidden.append(Without(AnyOf("story", tuple(sorted(stories)))))
        yield from self._batches(And((clause, *hidden)), place)

    def _in_order(self, clause: Clause, place: Place | None, counts: Counts) -> Iterator[Placed]:
        first = self.backend.ordered(clause, _BATCH, self.order, place, counts)
        self.total, self.counted = first.total, first.counted
        yield from self._batches(clause, place, first.candidates)

    def _batches(
        self, clause: Clause, place: Place | None, rows: list[Candidate] | None = None
    ) -> Iterator[Placed]:
        while True:
            if rows is None:
                rows = self.backend.ordered(clause, _BATCH, self.order, place).candidates
            leaders = self._leaders(clause, rows) if self.collapse else {}
            points = {one.candidate.id: one for one in rescore(rows, self.plan, self.query.now)}
            for row in rows:
                if not row.story or leaders.get(row.story, row.id) == row.id:
                    yield points[row.id], "rest"
            if len(rows) < _BATCH:
                return
            place = (getattr(rows[-1], self.order), rows[-1].id)
            rows = None

    def _leaders(self, clause: Clause, rows: Sequence[Candidate]) -> dict[str, str]:
        """Return the first matching document, in the order, of each story in *rows*."""
        stories = tuple(sorted({row.story for row in rows if row.story}))
        leaders: dict[str, str] = {}
        place: Place | None = None
        members = And((clause, AnyOf("story", stories)))
        while len(leaders) < len(stories):
            found = self.backend.ordered(members, _BATCH, self.order, place).candidates
            for one in found:
                leaders.setdefault(one.story or "", one.id)
            if len(found) < _BATCH:
                break
            place = (getattr(found[-1], self.order), found[-1].id)
        return leaders

    def hits(self, page: Sequence[Placed]) -> Iterator[Hit]:
        """Yield the results of a page with their texts, marks and reasons."""
        documents = self.backend.documents([ranked.candidate.id for ranked, _ in page])
        further = self._further(page)
        for ranked, phase in page:
            one = ranked.candidate
            document = documents.get(one.id)
            if document is None:  # deleted between the two looks into the index
                continue
            seen = look_over(document.title, document.text, self.plan.looks)
            yield Hit(
                id=one.id,
                score=ranked.points,
                document=document,
                highlights=highlight(document.title, document.text, seen),
                collapsed=further.get(one.story or "", 1) - 1,
                why=with_details(ranked, seen, self.query),
                placed_by=self.sort if phase == "best" or self.sort != "relevance" else "date",
            )

    def _further(self, page: Sequence[Placed]) -> dict[str, int]:
        stories = tuple(sorted({one.candidate.story for one, _ in page if one.candidate.story}))
        if not self.collapse or not stories:
            return {}
        members = And((self.plan.clause, AnyOf("story", stories)))
        return self.backend.count(members, Counts({"story": len(stories)})).values["story"]
