"""Collections on both engines: in their order, seen by whom they are for; stories that were merged."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, text

from schemas.accounts import Account
from schemas.collecting import Collection, CollectionShare, Entry, Kept
from store import Store, open_store, schema

KEPT = Kept(title="Velmora raises prices", documents=("d1",))


@pytest.fixture
def people(store: Store, make: Any) -> None:
    for name in ("anna", "bo"):
        store.accounts.save(Account(id=name, name=name.title(), created=make.now))


def collection(make: Any, name: str, owner: str = "anna", **fields: Any) -> Collection:
    given = {"title": name, "owner": owner, "created": make.now, "updated": make.now, **fields}
    return Collection(id=name, **given)


def entry(make: Any, name: str, position: int, **fields: Any) -> Entry:
    given = {"collection": "rivals", "by": "anna", "at": make.now, "kept": KEPT, **fields}
    return Entry(id=name, position=position, **given)


@pytest.mark.usefixtures("people")
def test_each_sees_his_own_and_the_teams_the_last_changed_first(store: Store, make: Any) -> None:
    for place, (name, owner, fields) in enumerate(
        [
            ("rivals", "anna", {}),
            ("prices", "anna", {"visibility": "team"}),
            ("board", "bo", {"visibility": "team"}),
            ("secret", "bo", {}),
            ("gone", "anna", {"removed": make.now}),
        ]
    ):
        moment = make.now + timedelta(minutes=place)
        store.collections.save(collection(make, name, owner, updated=moment, **fields))
    store.collections.keep([entry(make, "e1", 0, story="s1"), entry(make, "e2", 1, story="s2")])

    def seen(account: str, **given: Any) -> list[tuple[str, int]]:
        return [(one.id, count) for one, count in store.collections.seen_by(account, **given)]

    assert seen("anna") == [("board", 0), ("prices", 0), ("rivals", 2)]
    assert seen("bo") == [("secret", 0), ("board", 0), ("prices", 0)]
    first = seen("anna", limit=1)
    board = store.collections.get("board")
    assert board is not None
    assert first == [("board", 0)]
    assert seen("anna", after=(board.updated, board.id)) == [("prices", 0), ("rivals", 2)]
    assert store.collections.get("gone") is not None
    assert store.collections.get("none") is None


@pytest.mark.usefixtures("people")
def test_collections_of_one_moment_are_paged_by_id(store: Store, make: Any) -> None:
    for name in ("c", "a", "b"):
        store.collections.save(collection(make, name))
    after: tuple[datetime, str] | None = None
    found: list[str] = []
    while page := store.collections.seen_by("anna", limit=1, after=after):
        found.append(page[0][0].id)
        after = (page[0][0].updated, page[0][0].id)
    assert found == ["a", "b", "c"]


@pytest.mark.usefixtures("people")
def test_entries_keep_their_order_and_what_is_removed_comes_back(store: Store, make: Any) -> None:
    kept = store.collections
    kept.save(collection(make, "rivals"))
    kept.keep([entry(make, f"e{n}", 2 - n, story=f"s{n}", note="周二 \x00") for n in range(3)])
    assert [one.id for one in kept.entries("rivals")] == ["e2", "e1", "e0"]
    assert [one.id for one in kept.entries("rivals", skip=1, limit=1)] == ["e1"]
    gone = kept.entries("rivals")[1].model_copy(update={"removed": make.now})
    kept.keep([gone])
    assert [one.id for one in kept.entries("rivals")] == ["e2", "e0"]
    assert kept.count("rivals") == 2
    assert kept.entry("e1") == gone
    assert kept.holding(stories=["s1"]) == []
    assert [one.id for one in kept.holding(stories=["s0", "s2"])] == ["e0", "e2"]
    kept.keep([gone.model_copy(update={"removed": None, "document": "d9", "story": None})])
    assert [one.id for one in kept.holding(documents=["d9"])] == ["e1"]


@pytest.mark.usefixtures("people")
def test_links_that_ended_or_expired_are_not_listed(store: Store, make: Any) -> None:
    store.collections.save(collection(make, "rivals"))
    for name, fields in (("a", {}), ("b", {"revoked": True}), ("c", {"days": -1}), ("d", {"days": 9})):  # fmt: skip
        days: Any = fields.pop("days", 3)
        share = CollectionShare(
            id=name, collection="rivals", by="anna", at=make.now,
            expires=make.now + timedelta(days=days), **fields,
        )  # fmt: skip
        store.collections.keep_share(share)
    assert [one.id for one in store.collections.shares("rivals", make.now)] == ["d", "a"]
    found = store.collections.share("b")
    assert found is not None
    assert found.revoked


def test_a_merged_story_leads_to_the_one_that_has_its_reports(store: Store, make: Any) -> None:
    def ended(name: str, into: str | None) -> Any:
        return make.story(name, ended=True, into=into)

    one, two, three = (
        make.document(store, f"http://velmora.example/{name}") for name in ("1", "2", "3")
    )
    store.stories.save([make.story("s1", one), make.story("s2", two), make.story("s3", three)])
    store.stories.save([ended("s2", "s1"), ended("s3", "s2"), ended("s4", None), ended("s5", "s9")])

    def now(name: str) -> str | None:
        found = store.stories.now_of(name)
        return found.id if found else None

    assert [now(name) for name in ("s1", "s2", "s3", "s4", "s5", "none")] == [
        "s1", "s1", "s1", "s4", "s5", None,
    ]  # fmt: skip
    names = ["s1", "s2", "s3", "s4", "s5", "none"]
    led = store.stories.standing(names)
    assert {name: led[name] for name in names[:4]} == {name: now(name) for name in names[:4]}
    assert led["none"] == "none"
    assert store.stories.family("s1") == ["s1", "s2", "s3"]
    assert store.stories.family("s2") == ["s2", "s3"]
    store.stories.save([make.story("s2", two, updated=make.at(hours=1))])  # parted again
    assert now("s3") == "s2"
    assert store.stories.family("s1") == ["s1"]


def test_stories_that_led_in_a_circle_end(store: Store, make: Any) -> None:
    store.stories.save([make.story("a", ended=True, into="b"), make.story("b", ended=True, into="a")])  # fmt: skip
    found = store.stories.now_of("a")
    assert found is not None
    assert found.ended
    assert sorted(store.stories.family("a")) == ["a", "b"]
    assert set(store.stories.standing(["a", "b"])) == {"a", "b"}


def test_stories_that_were_merged_before_the_upgrade_are_known_after_it(
    store_url: str, data: Path, make: Any
) -> None:
    plain = create_engine(store_url, poolclass=NullPool)
    merged = make.story("s2", ended=True, into="s1")
    with plain.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(schema.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        for story in (make.story("s1"), merged, make.story("s3", ended=True)):
            row = {
                "id": story.id,
                "at": f"{make.now:%Y-%m-%dT%H:%M:%S.%f}Z",
                "payload": story.model_dump_json(),
            }
            insert = "INSERT INTO stories (id, first_seen, updated, payload) VALUES (:id, :at, :at, :payload)"
            connection.execute(text(insert), row)
    plain.dispose()
    opened = open_store(store_url, data)
    try:
        assert opened.stories.family("s1") == ["s1", "s2"]
        assert opened.stories.standing(["s1", "s2", "s3"]) == {"s1": "s1", "s2": "s1", "s3": "s3"}
    finally:
        opened.close()
