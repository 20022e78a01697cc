"""The law of the search: both engines return the same ids in the same order."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from search.base import SearchIndex
from search.nodes import Query

_DOCUMENTS = 2_000
_QUERIES = 500  # before the changes, and as many others after them
_FACETS = ("company", "move", "family", "kind", "lang", "source", "status", "month")


def _answers(index: SearchIndex, query: Query, **options: Any) -> tuple[Any, ...]:
    found = index.search(query, limit=20, facets=_FACETS, **options)
    ids = [(hit.id, hit.collapsed) for hit in found.hits]
    # points agree to a thousandth: the engines' scores differ in the seventh digit
    told = [(hit.highlights, [(one.name, one.detail) for one in hit.why]) for hit in found.hits]
    return ids, found.total, found.stories, found.facets, found.histogram, told


def _differences(
    one: SearchIndex, other: SearchIndex, queries: list[str], ask: Callable[[str], Query]
) -> list[str]:
    wrong: list[str] = []
    for number, text in enumerate(queries):
        options: dict[str, Any] = {
            "sort": ("date", "importance")[number % 2] if number % 7 == 0 else "relevance",
            "collapse": number % 3 == 0,
            "histogram": number % 5 == 0,
        }
        if _answers(one, ask(text), **options) != _answers(other, ask(text), **options):
            wrong.append(text)
    return wrong


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_thousand_queries_have_the_same_answers_before_and_after_changes(
    embedded: SearchIndex,
    elastic: SearchIndex,
    generator: Callable[[int], Any],
    ask: Callable[[str], Query],
) -> None:
    made = generator(7)
    documents = [made.document(number) for number in range(_DOCUMENTS)]
    queries = [made.query() for _ in range(_QUERIES)]
    for index in (embedded, elastic):
        assert index.put(documents).stored == _DOCUMENTS
    found = [embedded.search(ask(text), limit=0).total for text in queries]
    assert sum(total > 0 for total in found) > 0.8 * _QUERIES  # the queries do find something
    assert _differences(embedded, elastic, queries, ask) == []

    changed = [made.document(number, version=2) for number in range(0, _DOCUMENTS, 7)]
    added = [made.document(number) for number in range(_DOCUMENTS, _DOCUMENTS + 150)]
    gone = [one.id for one in documents[3::11]]
    for index in (embedded, elastic):
        index.put(changed)
        index.put(added)
        index.delete(gone)
        index.compact()
    assert embedded.count() == elastic.count()
    more = [made.query() for _ in range(_QUERIES)]
    assert _differences(embedded, elastic, more, ask) == []


@pytest.mark.parametrize("collapse", [False, True])
@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_together_are_the_whole_result_on_both(
    embedded: SearchIndex,
    elastic: SearchIndex,
    generator: Callable[[int], Any],
    ask: Callable[[str], Query],
    sort: Any,
    collapse: bool,
) -> None:
    made = generator(8)
    documents = [made.document(number) for number in range(600)]
    query = ask("price OR 价格 OR cloud OR 云")
    walks: list[list[str]] = []
    for index in (embedded, elastic):
        index.put(documents)
        walked: list[str] = []
        cursor = None
        while True:
            page = index.search(query, limit=37, cursor=cursor, sort=sort, collapse=collapse)
            walked += [hit.id for hit in page.hits]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert len(walked) == len(set(walked))
        if collapse:
            stories = [one.story for one in documents if one.id in set(walked) and one.story]
            assert len(stories) == len(set(stories)) == page.stories
        else:
            assert len(walked) == page.total > 300
        walks.append(walked)
    assert walks[0] == walks[1]


def test_a_rebuild_is_not_noticed_by_those_who_search(
    index: SearchIndex, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    made = generator(9)
    documents = [made.document(number) for number in range(400)]
    index.put(documents)
    query = ask("price OR 价格 OR plan")
    expected = [hit.id for hit in index.search(query, limit=30).hits]
    wrong: list[Any] = []
    asked = 0
    done = threading.Event()

    def keep_asking() -> None:
        nonlocal asked
        while not done.is_set():
            try:
                found = [hit.id for hit in index.search(query, limit=30).hits]
            except Exception as error:  # noqa: BLE001 - whatever it is, a searcher would see it
                found = [repr(error)]
            asked += 1
            if found != expected:
                wrong.append(found)

    searcher = threading.Thread(target=keep_asking)
    searcher.start()
    for _ in range(4):
        assert index.rebuild(documents).stored == len(documents)
    done.set()
    searcher.join()
    assert wrong == []
    assert asked > 4
