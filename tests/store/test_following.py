"""What stories have not followed yet is kept with the correction, on each engine, until they have."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from schemas.corrections import Correction
from store import Store

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def joined(*documents: str, **were: str) -> Correction:
    return Correction(
        id="", fix="join", documents=documents, author="mei", at=NOW, reason="one", were=were
    )


def test_what_is_corrected_is_owed_until_stories_follow(store: Store) -> None:
    assert not store.corrections.owed().documents
    store.corrections.add(joined("d1", "d2"))
    owed = store.corrections.owed()
    assert set(owed.documents) == {"d1", "d2"}
    assert not owed.were
    store.corrections.add(joined("d2", "d3"))  # while they follow the first
    store.corrections.followed(owed)
    assert set(store.corrections.owed().documents) == {"d2", "d3"}
    store.corrections.followed(store.corrections.owed())
    assert not store.corrections.owed().documents


def test_what_is_undone_is_owed_with_where_it_returns_to(store: Store) -> None:
    made = store.corrections.add(joined("d1", "d2", d1="st1", d2="st2"))
    store.corrections.followed(store.corrections.owed())
    store.corrections.undo(made.id, author="mei", at=NOW)
    owed = store.corrections.owed()
    assert owed.were == {"d1": "st1", "d2": "st2"}
    assert set(owed.documents) == {"d1", "d2"}


def about(document: str) -> Correction:
    given = {"author": "mei", "at": NOW, "reason": "one"}
    return Correction(id="", fix="about", document_id=document, company="velmora", **given)


@pytest.mark.parametrize("then", ["corrected", "undone", "joined"])
def test_where_it_returns_to_stays_owed_unless_it_is_joined_anew(
    store: Store, make: Any, then: str
) -> None:
    document, source = make.article("Velmora opens in Lisbon."), make.source()
    taken = make.snapshot("s1", "http://velmora.example/a")
    d2 = store.documents.save(document, snapshot=taken, source=source, now=NOW).revision.document_id
    other = store.corrections.add(about(d2))
    made = store.corrections.add(joined("d1", d2, **{d2: "st2"}))
    store.corrections.followed(store.corrections.owed())
    store.corrections.undo(made.id, author="mei", at=NOW)
    if then == "corrected":
        store.corrections.add(about(d2))
    elif then == "undone":
        store.corrections.undo(other.id, author="mei", at=NOW)
    else:
        store.corrections.add(joined(d2, "d3"))
    owed = store.corrections.owed()
    assert owed.were == ({} if then == "joined" else {d2: "st2"})
    assert owed.documents[d2] == 2


def test_corrections_of_many_documents_are_asked_for_once(store: Store) -> None:
    made = [store.corrections.add(joined(f"a{n}", f"b{n}")) for n in range(12)]
    asked: list[str] = []

    @event.listens_for(store.database.engine, "before_cursor_execute")
    def seen(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    found = store.corrections.touching("b3", "a11", "a3", "unknown")
    assert [one.id for one in found] == [made[3].id, made[11].id], "each once, the oldest first"
    assert sum("FROM corrections" in one for one in asked) == 1
