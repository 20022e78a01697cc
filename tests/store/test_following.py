"""What stories have not followed yet is kept with the correction, on each engine, until they have."""

from datetime import UTC, datetime

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
