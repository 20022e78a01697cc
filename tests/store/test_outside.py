"""Sign-ins through a provider, on both engines: taken once, forgotten in time, one person per subject."""

from typing import Any

import pytest

from schemas.accounts import Account, OutsideSignIn
from schemas.errors import ZhibiError
from store import Store
from store import accounts as module


def begun(make: Any, name: str, minutes: float = 10) -> OutsideSignIn:
    return OutsideSignIn(
        id=name, browser="b", nonce="n", verifier="v", expires=make.at(minutes=minutes)
    )


def test_one_that_was_begun_is_taken_once_and_in_time(store: Store, make: Any) -> None:
    kept = store.accounts
    kept.begin_outside(begun(make, "a"), make.now)
    kept.begin_outside(begun(make, "late", minutes=1), make.now)
    assert kept.take_outside("none", make.now) is None
    assert kept.take_outside("a", make.now) == begun(make, "a")
    assert kept.take_outside("a", make.now) is None
    assert kept.take_outside("late", make.at(minutes=1)) is None


def test_whoever_begins_without_end_pushes_out_the_oldest(
    store: Store, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BEGUN", 2)
    for place, name in enumerate("abcd"):
        store.accounts.begin_outside(begun(make, name, minutes=place + 1), make.now)
    found = [name for name in "abcd" if store.accounts.take_outside(name, make.now)]
    assert found == ["b", "c", "d"]


def test_a_subject_is_one_account(store: Store, make: Any) -> None:
    anna = Account(id="anna", name="Anna", subject="https://id.example|1", created=make.now)
    store.accounts.save(anna)
    assert store.accounts.by_subject("https://id.example|1") == anna
    assert store.accounts.by_subject("https://id.example|2") is None
    with pytest.raises(ZhibiError):
        store.accounts.save(anna.model_copy(update={"id": "bo"}))
