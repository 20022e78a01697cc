"""The registry: applied as a whole, with revisions, conflicts and undo."""

from pathlib import Path
from typing import Any

import pytest

from schemas.errors import InvalidRecordError, WrongUseError
from schemas.registry import Interests, Registry
from store import Store
from store.records import VersionedRegistry
from store.yamlfiles import read_folder, write_folder


def _apply(store: Store, registry: Registry, make: Any, **options: Any) -> Any:
    return store.registry.apply(
        registry, author=options.pop("author", "ines"), now=make.now, **options
    )


def test_applied_twice_it_is_as_applied_once(store: Store, make: Any) -> None:
    first = _apply(store, make.registry(), make)
    assert first.new == (
        "company velmora", "company huanzhou", "source velmora-news", "search prices", "reader petra",
    )  # fmt: skip
    again = _apply(store, make.registry(), make)
    assert (again.new, again.changed, len(again.unchanged)) == ((), (), 5)
    assert len(store.registry.history("company", "velmora")) == 1
    assert store.registry.snapshot() == make.registry()


def test_each_kind_is_found_by_its_id(store: Store, make: Any) -> None:
    registry = make.registry()
    _apply(store, registry, make)
    assert store.registry.company("velmora") == registry.companies[0]
    assert store.registry.source("velmora-news") == registry.sources[0]
    assert store.registry.search("prices") == registry.searches[0]
    assert store.registry.reader("petra") == registry.readers[0]
    assert store.registry.company("none") is None
    assert store.registry.source("velmora") is None


def test_the_registry_keeps_its_order(store: Store, make: Any) -> None:
    ids = ["zeta", "alpha", "mira"]
    _apply(store, Registry(companies=tuple(make.company(one) for one in ids)), make)
    _apply(store, Registry(companies=(make.company("mira", note="new"),)), make)
    assert [one.id for one in store.registry.snapshot().companies] == ids


def test_what_a_folder_does_not_name_stays_unless_pruned(store: Store, make: Any) -> None:
    _apply(store, make.registry(), make)
    one = Registry(companies=(make.company(),))
    assert _apply(store, one, make).retired == ()
    assert len(store.registry.snapshot().companies) == 2
    report = _apply(store, one, make, prune=True)
    assert set(report.retired) == {
        "company huanzhou", "source velmora-news", "search prices", "reader petra",
    }  # fmt: skip
    assert store.registry.snapshot() == one
    assert store.registry.source("velmora-news") is None
    assert [one.action for one in store.registry.history("source", "velmora-news")] == [
        "apply",
        "retire",
    ]
    assert "source velmora-news" in _apply(store, make.registry(), make).new


def test_a_dry_run_says_what_would_be_done_and_does_nothing(store: Store, make: Any) -> None:
    report = _apply(store, make.registry(), make, dry_run=True, prune=True)
    assert len(report.new) == 5
    assert not report.applied
    assert store.registry.snapshot() == Registry()


def test_history_says_who_changed_what_and_undo_takes_it_back(store: Store, make: Any) -> None:
    _apply(store, make.registry(), make)
    changed = make.company(tier=1, note="watch")
    store.registry.apply(Registry(companies=(changed,)), author="bo", now=make.at(days=1))
    history = store.registry.history("company", "velmora")
    assert [(one.number, one.author, one.summary) for one in history] == [
        (1, "ines", "new"),
        (2, "bo", "tier, note"),
    ]
    assert store.registry.undo("company", "velmora", "ines", make.at(days=2)) == 3
    assert store.registry.company("velmora") == make.company()
    assert store.registry.history("company", "velmora")[-1].summary == "undone: tier, note"
    store.registry.undo("company", "velmora", "ines", make.at(days=2))
    assert store.registry.company("velmora") == changed
    assert store.registry.history("company", "none") == []
    with pytest.raises(WrongUseError, match="no company with this id"):
        store.registry.undo("company", "none", "ines", make.now)


def test_undoing_what_was_new_or_retired(store: Store, make: Any) -> None:
    _apply(store, make.registry(), make)
    store.registry.undo("search", "prices", "ines", make.now)
    assert store.registry.search("prices") is None
    store.registry.undo("search", "prices", "ines", make.now)
    assert store.registry.search("prices") is not None
    _apply(store, Registry(companies=(make.company(),)), make, prune=True)
    store.registry.undo("reader", "petra", "ines", make.now)
    assert store.registry.reader("petra") == make.reader()


def test_a_record_changed_since_the_export_is_a_conflict_and_nothing_is_applied(
    store: Store, make: Any, tmp_path: Path
) -> None:
    _apply(store, make.registry(), make)
    write_folder(store.registry.snapshot(), tmp_path)
    store.registry.apply(
        Registry(companies=(make.company(tier=1),)), author="bo", now=make.at(days=1)
    )
    copy = read_folder(tmp_path)
    edited = copy.model_copy(
        update={"companies": (make.company(tier=2), make.company("new")), "sources": ()}
    )
    report = _apply(store, edited, make)
    (conflict,) = report.conflicts
    assert (conflict.id, conflict.base, conflict.stored, conflict.author) == ("velmora", 1, 2, "bo")
    assert conflict.fields == ("tier",)
    assert "changed by bo" in str(conflict)
    assert not report.applied
    assert store.registry.company("new") is None
    found = store.registry.company("velmora")
    assert found is not None
    assert found.tier == 1


def test_a_copy_that_says_the_same_is_no_conflict(store: Store, make: Any) -> None:
    _apply(store, make.registry(), make)
    old = store.registry.snapshot()
    changed = make.company(tier=1)
    _apply(store, Registry(companies=(changed,)), make)
    same = VersionedRegistry(companies=(changed,), revisions=old.revisions)
    assert _apply(store, same, make).unchanged == ("company velmora",)


def test_the_same_copy_may_be_edited_and_applied_again(store: Store, make: Any) -> None:
    _apply(store, make.registry(), make)
    revisions = store.registry.snapshot().revisions
    for tier in (1, 2, 3):
        copy = VersionedRegistry(companies=(make.company(tier=tier),), revisions=revisions)
        assert _apply(store, copy, make).changed == ("company velmora",)


def test_a_second_copy_that_would_take_the_first_one_s_edit_back_is_a_conflict(
    store: Store, make: Any
) -> None:
    _apply(store, make.registry(), make)
    revisions = store.registry.snapshot().revisions
    first = VersionedRegistry(companies=(make.company(tier=1),), revisions=revisions)
    second = VersionedRegistry(companies=(make.company(note="mine"),), revisions=revisions)
    _apply(store, first, make)
    (conflict,) = _apply(store, second, make).conflicts
    assert conflict.fields == ("tier",)


def test_a_record_that_was_retired_since_is_a_conflict(store: Store, make: Any) -> None:
    _apply(store, make.registry(), make)
    revisions = store.registry.snapshot().revisions
    _apply(store, Registry(companies=(make.company(),)), make, prune=True)
    copy = VersionedRegistry(readers=(make.reader(name="P."),), revisions=revisions)
    assert [one.id for one in _apply(store, copy, make).conflicts] == ["petra"]


def test_a_name_of_nothing_is_refused_with_the_nearest(store: Store, make: Any) -> None:
    _apply(store, make.registry(), make)
    wrong = Registry(sources=(make.source("s", company="velmara"),))
    with pytest.raises(InvalidRecordError, match=r"no company 'velmara'.*Did you mean velmora"):
        _apply(store, wrong, make)
    _apply(store, Registry(sources=(make.source("s", company="huanzhou"),)), make)
    wanted = Registry(readers=(make.reader(interests=Interests(searches=("none",))),))
    with pytest.raises(InvalidRecordError, match="no saved search 'none'"):
        _apply(store, wanted, make)
