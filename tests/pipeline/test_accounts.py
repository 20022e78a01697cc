"""Accounts: the first one, locks, links that work once, sessions that end, tokens that hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import accounts
from pipeline.accounts import AccountError, Caller
from pipeline.passwords import verify_password, weakness
from schemas.accounts import Account
from store import Store, open_store

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
WORDS = "harbour lantern 42"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'z.sqlite'}", tmp_path)
    yield opened
    opened.close()


def caller(minutes: float = 0, address: str = "192.0.2.1", account: str = "cli") -> Caller:
    return Caller(account, NOW + timedelta(minutes=minutes), address)


def person(store: Store, name: str = "petra") -> Account:
    account = Account(id=name, name="Petra Alm", role="administrator", created=NOW)
    accounts.add(store, account, caller())
    accounts.set_password(store, name, WORDS, caller())
    return account


def test_a_first_start_makes_one_administrator_and_a_lost_link_is_given_anew(store: Store) -> None:
    first = accounts.first_administrator(store, caller())
    second = accounts.first_administrator(store, caller(1))
    assert first
    assert second
    assert first != second
    assert [one.role for one in store.accounts.all()] == ["administrator"]
    accounts.use_link(store, second, WORDS, caller(2))
    assert accounts.first_administrator(store, caller(3)) is None
    assert accounts.link_account(store, first, NOW) is None, "a password was set: no link is left"


def test_a_link_works_once_and_not_after_its_days(store: Store) -> None:
    secret = accounts.first_administrator(store, caller()) or ""
    assert accounts.link_account(store, secret, NOW + timedelta(days=2)) is not None
    assert accounts.link_account(store, secret, NOW + timedelta(days=4)) is None
    with pytest.raises(AccountError, match="too weak"):
        accounts.use_link(store, secret, "short", caller())
    accounts.use_link(store, secret, WORDS, caller())
    with pytest.raises(AccountError, match="was used"):
        accounts.use_link(store, secret, WORDS + "!", caller())
    assert accounts.check_password(store, "admin", WORDS, caller()) is not None


def test_failures_make_one_wait_twice_as_long_each_time_and_alike_for_unknown_names(
    store: Store,
) -> None:
    person(store)
    waits = {}
    for name in ("petra", "nobody"):
        minute, found = 0.0, []
        for _ in range(7):
            try:
                assert (
                    accounts.check_password(store, name, "wrong words", caller(minute, name))
                    is None
                )
                accounts.check_password(store, name, "wrong words", caller(minute, name))
            except AccountError as error:
                found.append(error.wait)
                minute += error.wait / 60
        waits[name] = found
    assert waits["petra"] == waits["nobody"]
    assert len(waits["petra"]) > 3
    assert all(
        later >= sooner for sooner, later in zip(waits["petra"], waits["petra"][1:], strict=False)
    )
    assert waits["petra"][-1] > waits["petra"][0]
    with pytest.raises(AccountError, match="too many"):
        accounts.check_password(store, "petra", WORDS, caller(0.01, "elsewhere"))
    assert accounts.check_password(store, "petra", WORDS, caller(24 * 60 * 3)) is not None
    assert store.accounts.failures("account:petra").count == 0


def test_one_address_may_not_try_many_names(store: Store) -> None:
    person(store)
    for number in range(21):
        assert accounts.check_password(store, f"name{number}", "wrong words", caller()) is None
    with pytest.raises(AccountError, match="too many") as error:
        accounts.check_password(store, "petra", WORDS, caller())
    assert error.value.reason == "wait"
    assert accounts.check_password(store, "petra", WORDS, caller(0, "192.0.2.9")) is not None


def test_a_session_holds_while_used_and_ends_everywhere_at_once(store: Store) -> None:
    account = person(store)
    secret = accounts.sign_in(store, account, caller(), "Browser 1")
    other = accounts.sign_in(store, account, caller(1), "Browser 2")
    for day in range(1, 50, 10):
        assert accounts.session_of(store, secret, NOW + timedelta(days=day)) is not None
    assert accounts.session_of(store, secret, NOW + timedelta(days=61)) is None
    assert accounts.session_of(store, other, NOW + timedelta(days=15)) is None
    third = accounts.sign_in(store, account, caller(2))
    assert secret not in store.accounts.sessions_of("petra")[0].id
    accounts.change_password(store, "petra", WORDS, "another lantern 7", caller(3))
    assert accounts.session_of(store, third, NOW) is None
    assert accounts.check_password(store, "petra", WORDS, caller(4)) is None
    assert accounts.check_password(store, "petra", "another lantern 7", caller(5)) is not None


def test_somebody_who_left_is_out_and_the_last_administrator_cannot_leave(store: Store) -> None:
    account = person(store)
    with pytest.raises(AccountError, match="last administrator"):
        accounts.change(store, account.model_copy(update={"role": "viewer"}), caller())
    assert store.accounts.get("petra") == account, "nothing was kept of it"
    person(store, "lewin")
    secret = accounts.sign_in(store, account, caller())
    accounts.change(store, account.model_copy(update={"active": False}), caller())
    assert accounts.session_of(store, secret, NOW) is None
    assert accounts.check_password(store, "petra", WORDS, caller()) is None
    logged = store.audit.list(kind="account", record="petra")
    assert [one.action for one in logged][:2] == ["account-changed", "signed-in"]
    assert '"active":true' in (logged[0].before or "")
    assert '"active":false' in (logged[0].after or "")


def test_a_token_is_known_by_its_secret_only_until_it_is_revoked(store: Store) -> None:
    person(store)
    token, secret = accounts.add_token(
        store, "petra", "assistant", ["read"], caller(), NOW + timedelta(days=1)
    )
    found = accounts.token_of(store, secret, NOW)
    assert found is not None
    assert found[0].scopes == ("read",)
    assert accounts.token_of(store, secret + "x", NOW) is None
    assert accounts.token_of(store, secret, NOW + timedelta(days=2)) is None
    accounts.revoke_token(store, token, caller())
    assert accounts.token_of(store, secret, NOW) is None
    assert [one.revoked for one in store.accounts.tokens("petra")] == [True]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "short"), ("x" * 300, "long"), ("petra-petra1", "name"), ("1234567890123", "plain"),
        ("aaaaaaaaaaaab", "plain"), (WORDS, None), ("一二三四五六七八九十", None),
    ],
)  # fmt: skip
def test_what_is_no_password(password: str, why: str | None) -> None:
    assert weakness(password, "petra") == why


def test_no_hash_is_verified_by_any_password() -> None:
    assert not verify_password(WORDS, None)
    assert not verify_password(WORDS, "no hash at all")
