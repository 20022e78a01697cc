"""Tags, stories and the queue of the index."""

import threading
from collections.abc import Callable
from typing import Any

from store import Store

A, B = "http://velmora.example/a", "http://velmora.example/b"


def _queue(store: Store) -> dict[str, int]:
    return dict(store.indexing.pending(1000))


def _drain(store: Store) -> None:
    store.indexing.done(store.indexing.pending(1000))


def test_the_newest_revision_waits_for_tags(store: Store, make: Any) -> None:
    document_id = make.document(store)
    (waiting,) = store.tags.pending()
    assert (waiting.document_id, waiting.number) == (document_id, 1)
    assert store.tags.pending("run-1") == [waiting]
    assert store.tags.pending("run-2") == []
    store.tags.save([make.tagged(document_id)])
    assert store.tags.pending() == []
    make_later = make.snapshot("later", A, fetched_at=make.at(days=1))
    store.documents.save(
        make.article("Other."), snapshot=make_later, source=make.source(), now=make.at(days=1)
    )
    assert [one.number for one in store.tags.pending()] == [2]


def test_tags_of_a_change_do_not_stand_for_those_of_the_text(store: Store, make: Any) -> None:
    document_id = make.document(store)
    store.tags.save([make.tagged(document_id, change="c1")])
    assert len(store.tags.pending()) == 1


def test_tags_of_the_newest_text_and_of_all_changes_count(store: Store, make: Any) -> None:
    document_id = make.document(store)
    store.tags.save([make.tagged(document_id), make.tagged(document_id, change="c1")])
    later = make.at(days=1)
    store.documents.save(
        make.article("Other."),
        snapshot=make.snapshot("later", A, fetched_at=later),
        source=make.source(),
        now=later,
    )
    store.tags.save([make.tagged(document_id, 2, about=("velmora",))])
    found = store.tags.get(document_id)
    assert [(one.revision, one.change) for one in found] == [(2, None), (1, "c1")]
    recent = [
        (revision.number, [one.change for one in tags])
        for revision, tags in store.tags.recent(make.now)
    ]
    assert recent == [(1, ["c1"]), (2, [None])]
    assert [one.number for one, _tags in store.tags.recent(later)] == [2]


def test_recent_crosses_its_batches_in_order(store: Store, make: Any) -> None:
    ids = [make.document(store, f"{A}{number}", f"Text {number}") for number in range(620)]
    store.tags.save(make.tagged(one) for one in ids)
    found = list(store.tags.recent(make.now))
    assert [one.document_id for one, _tags in found] == sorted(ids)
    assert all(len(tags) == 1 for _one, tags in found)


def test_the_index_hears_of_content_tags_and_stories_and_only_then(store: Store, make: Any) -> None:
    one, two = make.document(store, A), make.document(store, B)
    assert _queue(store) == {one: 1, two: 1}
    _drain(store)
    assert _queue(store) == {}
    make.document(store, A)
    store.tags.save([make.tagged(one)])
    assert _queue(store) == {one: 2}
    _drain(store)
    store.tags.save([make.tagged(one)])
    assert _queue(store) == {}
    store.stories.save([make.story("t1", one, two)])
    assert _queue(store) == {one: 3, two: 2}
    _drain(store)
    store.stories.save([make.story("t1", one, two)])
    assert _queue(store) == {}
    store.stories.save([make.story("t1", one, two, title="Better title")])
    assert _queue(store) == {}
    store.stories.save([make.story("t1", one)])
    assert _queue(store) == {two: 3}
    store.stories.save([make.story("t1", one, score=5.0)])
    assert _queue(store) == {one: 4, two: 3}


def test_what_changed_while_it_was_indexed_stays_due(store: Store, make: Any) -> None:
    document_id = make.document(store)
    pairs = store.indexing.pending(10)
    store.tags.save([make.tagged(document_id)])
    store.indexing.done(iter(pairs))
    assert _queue(store) == {document_id: 2}
    store.indexing.done([(document_id, 2)])
    store.indexing.done([(document_id, 1)])
    assert _queue(store) == {}


def test_a_lost_index_is_filled_anew(store: Store, make: Any) -> None:
    ids = sorted(make.document(store, f"{A}{number}") for number in range(5))
    _drain(store)
    assert [one for one, _version in store.indexing.all_ids()] == ids
    store.indexing.reset()
    assert sorted(_queue(store)) == ids
    assert [one for one, _version in store.indexing.pending(2)] == ids[:2]


def test_stories_are_found_by_id_document_and_time(store: Store, make: Any) -> None:
    one, two = make.document(store, A), make.document(store, B)
    first = make.story("t1", one, two)
    second = make.story("t2", two, first_seen=make.at(days=1), updated=make.at(days=1))
    store.stories.save(iter([second, first]))
    assert store.stories.get("t1") == first
    assert store.stories.get("t9") is None
    assert store.stories.of_document(two) == [first, second]
    assert store.stories.of_document("none") == []
    assert store.stories.open_since(make.at(hours=1)) == [second]
    assert store.stories.between(make.now, make.at(days=1)) == [first]


def test_a_week_is_told_as_it_was_at_its_end(store: Store, make: Any) -> None:
    one, two = make.document(store, A), make.document(store, B)
    early = make.story("t1", one)
    later = make.story("t1", one, two, updated=make.at(days=8), title="Deal done")
    store.stories.save([early])
    store.stories.save([later])
    assert store.stories.between(make.now, make.at(days=7)) == [early]
    assert store.stories.between(make.at(days=7), make.at(days=14)) == [later]
    assert store.stories.get("t1") == later


def test_numbers_of_stories_are_never_given_twice(
    store: Store, make: Any, reopen: Callable[[], Store]
) -> None:
    taken: list[int] = []

    def take(from_store: Store) -> None:
        taken.extend(from_store.stories.next_number() for _ in range(20))

    threads = [threading.Thread(target=take, args=(one,)) for one in (store, store, reopen())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 61))
