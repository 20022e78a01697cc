"""What both engines do: the same cases for each."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.errors import WrongUseError
from schemas.searching import IndexedDocument
from search import open_index
from search.base import SearchIndex
from search.nodes import Query

_SEEN = datetime(2026, 11, 23, tzinfo=UTC)


def _document(number: int, title: str, text: str = "", **fields: Any) -> IndexedDocument:
    day = fields.pop("day", "2026-11-20")
    made: dict[str, Any] = {
        "id": f"d{number:016x}", "version": 1, "kind": "article",
        "url": f"https://ledger.example/{number}", "title": title, "text": text, "language": "en",
        "source": "ledger", "published": datetime.fromisoformat(f"{day}T00:00:00Z"), "day": day,
        "first_seen": _SEEN,
    }  # fmt: skip
    return IndexedDocument(**{**made, **fields})


_MARKET = (
    _document(
        1, "Brightloom lifts its Team plan to €99",
        "The Team plan will rise from €89. Existing customers keep their prices. Announcements "
        "follow.",
        companies=("brightloom",), about=("brightloom",), moves=("price-increase",),
        families=("pricing",), statuses=("announced",), story="st1", amounts=(99.0,), score=20.0,
    ),
    _document(
        2, "织明上调团队版价格", "供应链软件厂商织明科技周三宣布，团队版订阅费将由89欧元上调至99欧元。",
        language="zh", day="2026-11-19", companies=("brightloom",), moves=("price-increase",),
        families=("pricing",), statuses=("rumoured",), story="st1", source="guancha",
    ),
    _document(
        3, "乔澜发布华为云计算方案", "基于華為雲計算與iPhone17手机，完成A轮融资，3月交付。C++工程师参与。",
        language="zh", day="2026-10-18", companies=("qiaolan", "peakline"), about=("qiaolan",),
        moves=("product-launch", "funding"), families=("product", "finance"), statuses=("done",),
        amounts=(2_500_000.0, 40.0),
    ),
    _document(4, "Weather", "It is fine, of course; e-commerce in the U.S. uses GPT-4.5.", day="2025-02-01", kind="review"),
    _document(5, "", "", day="2024-01-05", kind="job"),
)  # fmt: skip


@pytest.fixture
def market(index: SearchIndex) -> SearchIndex:
    assert index.put(_MARKET).stored == len(_MARKET)
    return index


def _numbers(index: SearchIndex, query: Query, **options: Any) -> list[int]:
    return [int(hit.id[1:], 16) for hit in index.search(query, **options).hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {1, 2, 3, 4, 5}),
        ("price", {1}),
        ("PRICES", {1}),
        ("华为云", {3}),
        ("云计算", {3}),
        ("華為雲", {3}),
        ("云", {3}),
        ("A轮", {3}),
        ("3月", {3}),
        ("iPhone17手机", {3}),
        ("c++", {3}),
        ("e-commerce", {4}),
        ("commerce e", {4}),
        ('"commerce e"', set()),
        ("US", {4}),
        ("gpt-4.5", {4}),
        ("announcem*", {1}),
        ("e-comm*", {4}),
        ("title:织明*", {2}),
        ("上调*", {2}),
        ('"of course"', {4}),
        ("the of plan", {1}),
        ("团队版 价格", {2}),
        ("Brightloom", {1, 2}),
        ("织明", {1, 2}),
        ('"织明"', {2}),
        ("company:织明科技", {1, 2}),
        ("about:brightloom", {1}),
        ("mentions:peakline", {3}),
        ("move:pricing", {1, 2}),
        ("move:funding", {3}),
        ("status:rumoured", {2}),
        ("kind:job OR kind:review", {4, 5}),
        ("lang:zh -价格", {3}),
        ("source:guancha", {2}),
        ("story:st1", {1, 2}),
        ("amount:>1m", {3}),
        ("amount:<50", {3}),
        ("amount:99", {1}),
        ("amount:>1m amount:<50", {3}),
        ("last:30d", {1, 2}),
        ("before:2025-02-02", {4, 5}),
        ("after:2025-02-01 before:2026-11-20", {2, 3, 4}),
        ("date:2026-11", {1, 2}),
        ("title:team", {1}),
        ("title:订阅", set()),
        ("NOT (plan OR 价格)", {3, 4, 5}),
        ("weather OR (move:pricing lang:zh)", {2, 4}),
        ("nothing-like-this", set()),
    ],
)
def test_a_query_finds_exactly_the_documents_it_describes(
    market_once: SearchIndex, ask: Callable[[str], Query], text: str, found: set[int]
) -> None:
    results = market_once.search(ask(text), limit=20)
    assert {int(hit.id[1:], 16) for hit in results.hits} == found
    assert results.total == len(found)


@pytest.fixture(scope="module", params=["embedded", "elastic"])
def market_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, registry: Any
) -> Iterator[SearchIndex]:
    """Each engine with the small market, kept for the cases that only read."""
    if request.param == "embedded":
        url = f"embedded:{tmp_path_factory.mktemp('index')}"
    else:
        url = f"{request.getfixturevalue('elasticsearch_url')}/?index=t-readonly-market"
    index = open_index(url, registry)
    index.rebuild(_MARKET)
    yield index
    index.close()


def test_facets_count_all_that_matches_whatever_the_page(
    market: SearchIndex, ask: Callable[[str], Query]
) -> None:
    facets = ("company", "move", "family", "kind", "lang", "source", "status", "month")
    found = market.search(ask(""), limit=1, facets=facets)
    counted = {name: {one.value: one.count for one in found.facets[name]} for name in facets}
    assert counted["company"] == {"brightloom": 2, "qiaolan": 1, "peakline": 1}
    assert counted["family"] == {"pricing": 2, "product": 1, "finance": 1}
    assert counted["lang"] == {"en": 3, "zh": 2}
    assert [one.value for one in found.facets["month"]] == [
        "2024-01",
        "2025-02",
        "2026-10",
        "2026-11",
    ]
    assert found.stories == 1
    assert len(found.hits) == 1


def test_a_story_is_shown_once_with_what_else_it_has(
    market: SearchIndex, ask: Callable[[str], Query]
) -> None:
    found = market.search(ask("move:pricing"), collapse=True)
    assert [(hit.id[-1], hit.collapsed) for hit in found.hits] == [("1", 1)]
    assert (found.total, found.stories) == (2, 1)


def test_hits_show_marks_on_the_original_words(
    market: SearchIndex, ask: Callable[[str], Query]
) -> None:
    (hit,) = market.search(ask("華為雲 融资")).hits
    marked = {
        shown.field: [shown.text[start:end] for start, end in shown.marks]
        for shown in hit.highlights
    }
    assert marked == {"title": ["华为云"], "text": ["華為雲", "融资"]}


def test_hits_say_why_they_stand_where_they_stand(
    market: SearchIndex, ask: Callable[[str], Query]
) -> None:
    first, second = market.search(ask("Brightloom")).hits
    assert {factor.name for factor in first.why} == {
        "words",
        "title",
        "about",
        "recent",
        "important",
    }
    assert first.score == pytest.approx(sum(factor.points for factor in first.why))
    assert first.score > second.score


def test_newer_versions_replace_and_older_ones_change_nothing(
    market: SearchIndex, ask: Callable[[str], Query]
) -> None:
    newer = _document(4, "Storm", "A gale.", version=3)
    for version in (newer, _document(4, "Weather", "Fine again.", version=2), newer):
        assert market.put([version]).stored == 1
    assert market.count() == len(_MARKET)
    assert _numbers(market, ask("gale")) == [4]
    assert _numbers(market, ask("weather")) == []


def test_a_deleted_document_is_gone_and_may_come_back(
    market: SearchIndex, ask: Callable[[str], Query]
) -> None:
    market.delete([_MARKET[0].id, "d-unknown"])
    assert _numbers(market, ask("about:brightloom")) == []
    assert market.put([_MARKET[0]]).stored == 1
    assert _numbers(market, ask("about:brightloom")) == [1]


def test_a_rebuild_puts_the_new_documents_in_the_place_of_the_old(
    market: SearchIndex, ask: Callable[[str], Query]
) -> None:
    assert market.rebuild([_document(9, "Fresh start")]).stored == 1
    assert _numbers(market, ask("")) == [9]
    market.put([_document(10, "Then more")])
    assert market.count() == 2


def test_a_rebuild_that_breaks_off_leaves_the_old_index(
    market: SearchIndex, ask: Callable[[str], Query]
) -> None:
    def broken() -> Iterator[IndexedDocument]:
        yield _document(9, "Fresh start")
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError):
        market.rebuild(broken())
    assert _numbers(market, ask("fresh")) == []
    assert market.count() == len(_MARKET)
    assert market.rebuild(_MARKET[:2]).stored == 2
    assert market.count() == 2


def test_an_index_that_was_never_written_finds_nothing(
    index: SearchIndex, ask: Callable[[str], Query]
) -> None:
    found = index.search(ask("price"), facets=("company",), collapse=True)
    assert (found.total, found.hits, found.facets) == (0, (), {"company": ()})
    assert index.count() == 0
    assert index.health().state == "empty"
    index.delete(["d1"])
    index.compact()


def test_a_full_index_says_that_it_is_ready(market: SearchIndex) -> None:
    health = market.health()
    assert (health.state, health.documents, health.detail) == ("ready", len(_MARKET), "")


@pytest.mark.parametrize("cursor", ["x", "!", "WzFd", "WyJiZXN0IiwxLCJhIiwiMDAiXQ", "é"])
def test_a_cursor_of_another_search_is_refused(
    market_once: SearchIndex, ask: Callable[[str], Query], cursor: str
) -> None:
    with pytest.raises(WrongUseError, match="page mark"):
        market_once.search(ask("price"), cursor=cursor)


def test_an_unknown_facet_and_a_huge_page_are_refused(
    market_once: SearchIndex, ask: Callable[[str], Query]
) -> None:
    with pytest.raises(WrongUseError, match="no facet 'colour'"):
        market_once.search(ask(""), facets=("colour",))
    with pytest.raises(WrongUseError, match="a page holds"):
        market_once.search(ask(""), limit=10_000)


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1 --",
        "a') UNION SELECT 1",
        "MATCH(x)",
        "a~2",
        "/a.*/",
        "a{3}",
        "100%",
        "a_b",
        "[a TO b]",
        ".*x.*",
        "<b>",
    ],
)
def test_other_languages_syntax_is_only_words(
    market_once: SearchIndex, ask: Callable[[str], Query], text: str
) -> None:
    assert market_once.search(ask(f'"{text} {text}"')).total == 0
    assert market_once.search(ask("pl[a* OR .x* OR pl\\w*")).total == 0


def test_hostile_documents_are_stored_or_refused_and_never_stop_the_others(
    index: SearchIndex, ask: Callable[[str], Query]
) -> None:
    hostile = [
        _document(20, "x" * 40_000, "y" * 100_000),
        _document(21, "\x00\x1f\u2028\u202e<script>", "{{7*7}}" * 1000),
        _document(22, "tags", companies=("z" * 40_000,), amounts=(1e308, 0.0)),
        _document(23, "early", day="1901-01-01"),
        _document(24, "plain words"),
    ]
    report = index.put(hostile)
    assert report.stored + len(report.failed) == len(hostile)
    assert _numbers(index, ask('"plain words"')) == [24]
    assert 23 in _numbers(index, ask("before:1950"))


def test_facets_count_every_value_of_a_document_however_many_it_has(
    index: SearchIndex, ask: Callable[[str], Query]
) -> None:
    def several(first: int, size: int) -> tuple[str, ...]:
        return tuple(f"company-{number}" for number in range(first, first + size))

    documents = [
        _document(1, "one", companies=several(0, 9), about=several(0, 5)),
        _document(2, "two", companies=several(8, 2), about=several(4, 1)),
        _document(3, "none"),
    ]
    index.put(documents)
    for text, living in (("", documents), ("one", documents[:1]), ("two", documents[1:2])):
        found = index.search(ask(text), facets=("company", "about")).facets
        for name, field in (("company", "companies"), ("about", "about")):
            every = [value for one in living for value in getattr(one, field)]
            assert {one.value: one.count for one in found[name]} == Counter(every)


def test_stories_are_counted_once_and_those_without_one_not_at_all(
    index: SearchIndex, ask: Callable[[str], Query]
) -> None:
    told = ("a", "b", None, "a", "b", "b", "c", None)
    index.put([_document(number, "same", story=story) for number, story in enumerate(told)])
    assert index.search(ask("same")).stories == 3
