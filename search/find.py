"""One page of results: the same for both engines, over what a backend offers."""

from collections.abc import Iterator, Sequence
from itertools import islice

from schemas.errors import WrongUseError
from schemas.searching import FacetValue, Hit, SearchResults
from search.base import FACET_FIELDS, Backend, Candidate, Sort
from search.clauses import And, AnyOf, Clause, Without
from search.cursor import Cursor, Phase, read_cursor, write_cursor
from search.describe import describe
from search.highlight import highlight
from search.nodes import Query
from search.plan import Plan, plan
from search.rescore import Ranked, rescore
from text.segment import Segmenter

# Rescoring can lift a document by 42 points of 100: whoever is beyond the best 200 by words stays
# there. They are shown after these, newest first.
BEST = 200
_MOST_VALUES = 1_000  # of a facet
_MOST_STORIES = 10_000  # counted exactly; nobody reads further
_MOST_ROWS = 1_000  # on one page
_BATCH = 200

Placed = tuple[Ranked, Phase]


def find(
    backend: Backend,
    query: Query,
    segmenter: Segmenter,
    *,
    limit: int = 10,
    cursor: str | None = None,
    facets: Sequence[str] = (),
    sort: Sort = "relevance",
    collapse: bool = False,
) -> SearchResults:
    """Return one page of what matches *query*. Raises WrongUseError for a wrong cursor or facet."""
    _check(limit, facets)
    asked = plan(query, segmenter)
    about = f"{query.text}\n{sort}\n{collapse}"
    after = read_cursor(cursor, about) if cursor else None
    finder = _Finder(backend, asked, query, collapse=collapse)
    rows = finder.by_date(after) if sort == "date" else finder.by_relevance(after)
    page = list(islice(rows, limit + 1))
    more, page = len(page) > limit, page[:limit]
    sizes = dict.fromkeys((FACET_FIELDS[name] for name in facets), _MOST_VALUES)
    tallies = backend.tally(asked.clause, sizes | {"story": _MOST_STORIES})
    return SearchResults(
        query=query.text,
        total=finder.total,
        stories=len(tallies["story"]),
        hits=tuple(finder.hits([ranked for ranked, _ in page])),
        facets={name: _facet(name, tallies[FACET_FIELDS[name]]) for name in facets},
        interpretation=describe(query),
        notes=query.notes,
        next_cursor=write_cursor(_place(page[-1]), about) if more and page else None,
    )


def _check(limit: int, facets: Sequence[str]) -> None:
    if not 0 <= limit <= _MOST_ROWS:
        raise WrongUseError(f"a page holds 0 to {_MOST_ROWS:,} results, not {limit:,}")
    for name in facets:
        if name not in FACET_FIELDS:
            raise WrongUseError(
                f"there is no facet '{name}'", remedy=f"Facets are {', '.join(FACET_FIELDS)}"
            )


def _facet(name: str, counted: dict[str, int]) -> tuple[FacetValue, ...]:
    """Months in order of time, other values by how many documents have them."""
    values = sorted(
        counted.items(), key=lambda pair: pair if name == "month" else (-pair[1], pair[0])
    )
    return tuple(FacetValue(value=value, count=count) for value, count in values[:_MOST_VALUES])


def _place(placed: Placed) -> Cursor:
    ranked, phase = placed
    place = ranked.points if phase == "best" else ranked.candidate.key
    return Cursor(phase, place, ranked.candidate.id)


class _Finder:
    """The results in order, from anywhere on."""

    def __init__(self, backend: Backend, plan: Plan, query: Query, *, collapse: bool) -> None:
        self.backend = backend
        self.plan = plan
        self.query = query
        self.collapse = collapse
        self.total = 0

    def by_date(self, after: Cursor | None) -> Iterator[Placed]:
        place = (int(after.place), after.id) if after else None
        return self._newest(self.plan.clause, place, count=True)

    def by_relevance(self, after: Cursor | None) -> Iterator[Placed]:
        clause = self.plan.clause
        # without words to score by, the newest are the best to begin with
        top = (
            self.backend.top(clause, BEST)
            if self.plan.scored
            else self.backend.newest(clause, BEST, None)
        )
        self.total = top.total
        best = rescore(top.candidates, self.plan, self.query.now)
        return self._ordered(best, after)

    def _ordered(self, best: list[Ranked], after: Cursor | None) -> Iterator[Placed]:
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
        place = (int(after.place), after.id) if after and after.phase == "rest" else None
        yield from self._newest(And((self.plan.clause, *hidden)), place, count=False)

    def _newest(
        self, clause: Clause, place: tuple[int, str] | None, *, count: bool
    ) -> Iterator[Placed]:
        while True:
            batch = self.backend.newest(clause, _BATCH, place)
            if count:
                self.total, count = batch.total, False
            rows = batch.candidates
            leaders = self._leaders(clause, rows) if self.collapse else {}
            for ranked in rescore_by_date(rows, self.plan, self.query):
                story = ranked.candidate.story
                if not story or leaders.get(story, ranked.candidate.id) == ranked.candidate.id:
                    yield ranked, "rest"
            if len(rows) < _BATCH:
                return
            place = (rows[-1].key, rows[-1].id)

    def _leaders(self, clause: Clause, rows: Sequence[Candidate]) -> dict[str, str]:
        """Return the newest matching document of each story in *rows*."""
        stories = tuple(sorted({row.story for row in rows if row.story}))
        if not stories:
            return {}
        leaders: dict[str, str] = {}
        place: tuple[int, str] | None = None
        members = And((clause, AnyOf("story", stories)))
        while len(leaders) < len(stories):
            found = self.backend.newest(members, _BATCH, place).candidates
            for one in found:
                leaders.setdefault(one.story or "", one.id)
            if len(found) < _BATCH:
                break
            place = (found[-1].key, found[-1].id)
        return leaders

    def hits(self, page: Sequence[Ranked]) -> Iterator[Hit]:
        documents = self.backend.documents([ranked.candidate.id for ranked in page])
        further = self._further(page)
        for ranked in page:
            one = ranked.candidate
            document = documents.get(one.id)
            if document is None:  # deleted between the two looks into the index
                continue
            yield Hit(
                id=one.id,
                score=ranked.points,
                document=document,
                highlights=highlight(document.title, document.text, self.plan.looks),
                collapsed=further.get(one.story or "", 1) - 1,
                why=ranked.factors,
            )

    def _further(self, page: Sequence[Ranked]) -> dict[str, int]:
        stories = tuple(sorted({one.candidate.story for one in page if one.candidate.story}))
        if not self.collapse or not stories:
            return {}
        members = And((self.plan.clause, AnyOf("story", stories)))
        return self.backend.tally(members, {"story": len(stories)})["story"]


def rescore_by_date(rows: Sequence[Candidate], plan: Plan, query: Query) -> list[Ranked]:
    """Return *rows* as they stand, with the points that they would have by relevance."""
    points = {ranked.candidate.id: ranked for ranked in rescore(rows, plan, query.now)}
    return [points[row.id] for row in rows]
