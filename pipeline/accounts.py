"""Accounts: made, signed in, locked out, signed out. What the command and the pages both do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from pipeline.auditing import Caller, log
from pipeline.passwords import (
    digest_of,
    draw_secret,
    hash_password,
    verify_password,
    weakness,
)
from schemas.accounts import (
    Account,
    AccountRole,
    AccountSession,
    ApiToken,
    LinkPurpose,
    Scope,
)
from schemas.errors import WrongUseError
from store import Store
from store.accounts import Failures

# A person who works here daily signs in once a fortnight; a forgotten browser is out after one.
IDLE: Final = timedelta(days=14)
LONGEST: Final = timedelta(days=60)
LINK_LIVES: Final = timedelta(days=3)
# When *seen* is written again: not at each page.
_SEEN_EVERY = timedelta(minutes=30)
# Failures before one has to wait, by name and by address (an office shares one).
_FREE: Final = {"account": 4, "address": 20}
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(hours=1)
_FORGET = timedelta(days=1)
TOKEN_MARK: Final = "zhibi_"  # noqa: S105  # how a leaked token is known for what it is


class AccountError(WrongUseError):
    """Something about an account cannot be done. *reason* is a stable word for the pages."""

    def __init__(self, what: str, *, reason: str, remedy: str = "", wait: int = 0) -> None:
        super().__init__(what, where="account", remedy=remedy)
        self.reason = reason
        self.wait = wait


def add(store: Store, account: Account, caller: Caller) -> str:
    """Keep a new account and return the secret of the link by which it sets its password."""
    if store.accounts.get(account.id) is not None:
        raise AccountError(
            f"there is an account {account.id} already",
            reason="taken",
            remedy="Choose another name",
        )
    with store.batch():
        store.accounts.save(account)
        log(store, caller, "account-added", account.id, None, account, kind="account")
        return _link(store, account.id, "welcome", caller.now)


def change(store: Store, changed: Account, caller: Caller) -> int | None:
    """Change an account and return its entry of the log, None where nothing differs.

    Raises AccountError where no administrator would be left.
    """
    with store.batch():
        before = store.accounts.get(changed.id)
        if before is None:
            raise AccountError(f"there is no account {changed.id}", reason="unknown")
        if before == changed:
            return None
        store.accounts.save(changed)
        if not store.accounts.count_administrators():
            raise AccountError(
                "the last administrator stays one", reason="last", remedy="Make another one first"
            )
        return log(store, caller, "account-changed", changed.id, before, changed, kind="account")


def new_link(store: Store, account_id: str, caller: Caller) -> str:
    """Return the secret of a link by which an account sets a new password."""
    account = store.accounts.get(account_id)
    if account is None or not account.active:
        raise AccountError(f"there is no active account {account_id}", reason="unknown")
    with store.batch():
        log(store, caller, "link-made", account_id, kind="account")
        return _link(store, account_id, "reset", caller.now)


def first_administrator(store: Store, caller: Caller, account_id: str = "admin") -> str | None:
    """Return the secret of a link for the first administrator; None where one can sign in.

    A first start whose link was lost gives a new one at the next.
    """
    people = store.accounts.all()
    able = [one for one in people if one.active and one.role == "administrator"]
    if any(store.accounts.password(one.id) or one.subject for one in able):
        return None
    if not people:
        made = Account(
            id=account_id, name="Administrator", role="administrator", created=caller.now
        )
        return add(store, made, caller)
    return new_link(store, able[0].id, caller) if able else None


def set_password(store: Store, account_id: str, password: str, caller: Caller) -> None:
    """Set a password. Every session of the account ends. Raises AccountError for a weak one."""
    weak = weakness(password, account_id)
    if weak is not None:
        raise AccountError(
            f"this password is too weak ({weak})", reason=f"weak-{weak}", remedy="Choose another"
        )
    hashed = hash_password(password)
    with store.batch():
        if store.accounts.get(account_id) is None:
            raise AccountError(f"there is no account {account_id}", reason="unknown")
        store.accounts.set_password(account_id, hashed)
        store.accounts.end_sessions(account_id)
        store.accounts.clear_failures(f"account:{account_id}")
        log(store, caller, "password-set", account_id, kind="account")


def change_password(store: Store, account_id: str, old: str, new: str, caller: Caller) -> None:
    """Set a new password where the old one is right; counts as an attempt to sign in."""
    if check_password(store, account_id, old, caller) is None:
        raise AccountError("the present password is another one", reason="wrong")
    set_password(store, account_id, new, caller)


def link_account(store: Store, secret: str, now: datetime) -> Account | None:
    """Return whom a link is for, without using it up; None for one that does not (or no longer) hold."""
    return store.accounts.link(digest_of(secret), now)


def use_link(store: Store, secret: str, password: str, caller: Caller) -> Account:
    """Set the password that the holder of a link chose; the link is used up."""
    account = link_account(store, secret, caller.now)
    if account is None:
        raise AccountError("this link was used or has expired", reason="link")
    set_password(store, account.id, password, Caller(account.id, caller.now, caller.address))
    return account


def check_password(store: Store, name: str, password: str, caller: Caller) -> Account | None:
    """Return the account where name and password are right, None where not.

    Raises AccountError with seconds to wait where there were too many failures under this name or
    from this address; the same for names that exist and names that do not.
    """
    keys = {"account": f"account:{name}", "address": f"address:{caller.address}"}
    known = {kind: store.accounts.failures(key) for kind, key in keys.items()}
    until = max((one.until for one in known.values() if one.until), default=None)
    if until is not None and until > caller.now:
        wait = int((until - caller.now).total_seconds()) + 1
        raise AccountError("too many failed attempts", reason="wait", wait=wait)
    account = store.accounts.get(name)
    hashed = store.accounts.password(name) if account is not None and account.active else None
    if verify_password(password, hashed):
        store.accounts.clear_failures(keys["account"])
        return account
    after = {keys[kind]: _failed(one, _FREE[kind], caller.now) for kind, one in known.items()}
    store.accounts.note_failures(after, caller.now - _FORGET)
    return None


def sign_in(
    store: Store,
    account: Account,
    caller: Caller,
    agent: str = "",
    outside: timedelta | None = None,
) -> str:
    """Open a session for *account* and return its secret, which only the browser keeps.

    *outside*: the identity provider vouched for it, for so long.
    """
    secret = draw_secret()
    session = AccountSession(
        id=digest_of(secret),
        account=account.id,
        created=caller.now,
        seen=caller.now,
        expires=caller.now + (outside or IDLE),
        address=caller.address,
        agent=agent[:200],
        outside=outside is not None,
    )
    with store.batch():
        store.accounts.open_session(session)
        log(
            store,
            Caller(account.id, caller.now, caller.address),
            "signed-in-outside" if outside else "signed-in",
            account.id,
            kind="account",
        )
    return secret


def session_of(store: Store, secret: str, now: datetime) -> tuple[AccountSession, Account] | None:
    """Return the session that a browser's secret stands for, with its account, while it holds."""
    found = store.accounts.session(digest_of(secret))
    if found is None:
        return None
    session, account = found
    if not account.active or session.expires <= now:
        return None
    if now - session.seen >= _SEEN_EVERY:
        longest = session.expires if session.outside else session.created + LONGEST
        expires = min(now + IDLE, longest)
        session = session.model_copy(update={"seen": now, "expires": expires})
        store.accounts.touch(session)
    return session, account


def sign_out(store: Store, session: AccountSession, caller: Caller) -> None:
    """End one session."""
    with store.batch():
        store.accounts.end_session(session.id)
        log(store, caller, "signed-out", session.account, kind="account")


def sign_out_everywhere(store: Store, account_id: str, caller: Caller) -> None:
    """End every session of an account."""
    with store.batch():
        store.accounts.end_sessions(account_id)
        log(store, caller, "signed-out-everywhere", account_id, kind="account")


def add_token(
    store: Store,
    account_id: str,
    name: str,
    scopes: Sequence[Scope],
    caller: Caller,
    expires: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Keep a new token and return it with its secret, which is shown once."""
    secret = TOKEN_MARK + draw_secret()
    token = ApiToken(
        id=digest_of(secret)[:12],
        account=account_id,
        name=name,
        scopes=tuple(scopes),
        created=caller.now,
        expires=expires,
    )
    with store.batch():
        store.accounts.save_token(token, digest_of(secret))
        log(store, caller, "token-added", token.id, None, token, kind="token")
    return token, secret


def revoke_token(store: Store, token: ApiToken, caller: Caller) -> None:
    """Make a token worthless."""
    with store.batch():
        store.accounts.save_token(token.model_copy(update={"revoked": True}))
        log(store, caller, "token-revoked", token.id, kind="token")


def token_of(store: Store, secret: str, now: datetime) -> tuple[ApiToken, Account] | None:
    """Return the token that a program's secret stands for, with its account, while it holds."""
    found = store.accounts.token(digest_of(secret))
    if found is None:
        return None
    token, account = found
    if token.revoked or not account.active or (token.expires and token.expires <= now):
        return None
    if token.used is None or now - token.used >= _SEEN_EVERY:
        token = token.model_copy(update={"used": now})
        store.accounts.save_token(token)
    return token, account


def _failed(before: Failures, free: int, now: datetime) -> Failures:
    """Return the failures with one more: beyond *free* of them each wait is twice the last."""
    old = before.last is None or now - before.last > _FORGET
    count = 1 if old else before.count + 1
    beyond = count - free
    wait = min(_FIRST_WAIT * 2 ** min(beyond - 1, 12), _LONGEST_WAIT) if beyond > 0 else None
    return Failures(count=count, last=now, until=now + wait if wait else None)


def _link(store: Store, account_id: str, purpose: LinkPurpose, now: datetime) -> str:
    secret = draw_secret()
    store.accounts.add_link(digest_of(secret), account_id, purpose, now + LINK_LIVES)
    return secret


__all__ = [
    "IDLE", "AccountError", "AccountRole", "Caller", "add", "add_token", "change", "change_password",
    "check_password", "first_administrator", "link_account", "new_link", "revoke_token",
    "session_of", "set_password", "sign_in", "sign_out", "sign_out_everywhere", "token_of", "use_link",
]  # fmt: skip
