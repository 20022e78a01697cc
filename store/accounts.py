"""Accounts and how they sign in: passwords, sessions, links, tokens, failures. Secrets come as digests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from schemas.accounts import Account, AccountSession, ApiToken, LinkPurpose, OutsideSignIn
from schemas.base import Record
from store.database import Database, reading, writing
from store.sql import put
from store.tables_people import (
    accounts,
    api_tokens,
    outside_sign_ins,
    preferences,
    sessions,
    sign_in_failures,
    sign_in_links,
)

# Whoever begins sign-ins without end pushes out the oldest, and fills no disk.
_MOST_BEGUN = 2000


class Failures(Record):
    """Failed attempts to sign in by one name or from one address."""

    count: int = 0
    last: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AccountStore:
    """Who may sign in, by which secrets, and what each prefers."""

    database: Database

    @reading
    def all(self, connection: Connection) -> list[Account]:
        """Return all accounts, those that may no longer sign in too, by id."""
        rows = connection.scalars(select(accounts.c.payload).order_by(accounts.c.id))
        return [Account.model_validate_json(one) for one in rows]

    @reading
    def get(self, connection: Connection, account_id: str) -> Account | None:
        """Return one account, or None."""
        return _account(connection, account_id)

    @reading
    def by_subject(self, connection: Connection, subject: str) -> Account | None:
        """Return the account that somebody is for the identity provider, or None."""
        wanted = select(accounts.c.payload).where(accounts.c.subject == subject)
        found = connection.scalar(wanted)
        return None if found is None else Account.model_validate_json(found)

    @writing
    def begin_outside(self, connection: Connection, begun: OutsideSignIn, now: datetime) -> None:
        """Keep a sign-in that was begun, and forget those that never came back."""
        table = outside_sign_ins.c
        connection.execute(delete(outside_sign_ins).where(table.expires <= now))
        oldest = select(table.id).order_by(table.expires.desc()).offset(_MOST_BEGUN)
        connection.execute(delete(outside_sign_ins).where(table.id.in_(oldest)))
        row = {"expires": begun.expires, "payload": begun.model_dump_json()}
        put(connection, outside_sign_ins, {"id": begun.id, **row})

    @writing
    def take_outside(
        self, connection: Connection, begun_id: str, now: datetime
    ) -> OutsideSignIn | None:
        """Return a sign-in that was begun and has not expired; nobody gets it a second time."""
        table = outside_sign_ins.c
        found = connection.scalar(select(table.payload).where(table.id == begun_id))
        if found is None:
            return None
        connection.execute(delete(outside_sign_ins).where(table.id == begun_id))
        begun = OutsideSignIn.model_validate_json(found)
        return begun if begun.expires > now else None

    @writing
    def save(self, connection: Connection, account: Account) -> None:
        """Keep an account; its password stays. One that may not sign in loses its sessions."""
        row = {"subject": account.subject, "payload": account.model_dump_json()}
        put(connection, accounts, {"id": account.id, **row})
        if not account.active:
            connection.execute(delete(sessions).where(sessions.c.account == account.id))
            connection.execute(delete(sign_in_links).where(sign_in_links.c.account == account.id))

    @reading
    def password(self, connection: Connection, account_id: str) -> str | None:
        """Return the hash of an account's password; None where none is set."""
        return connection.scalar(select(accounts.c.password).where(accounts.c.id == account_id))

    @writing
    def set_password(self, connection: Connection, account_id: str, hashed: str) -> None:
        """Keep the hash of a new password; unused links of the account end."""
        mine = accounts.c.id == account_id
        connection.execute(update(accounts).where(mine).values(password=hashed))
        connection.execute(delete(sign_in_links).where(sign_in_links.c.account == account_id))

    # ------------------------------------------------------------------------------ sessions
    @writing
    def open_session(self, connection: Connection, session: AccountSession) -> None:
        """Keep a new session, and forget those that have expired."""
        connection.execute(delete(sessions).where(sessions.c.expires <= session.created))
        _put_session(connection, session)

    @reading
    def session(
        self, connection: Connection, session_id: str
    ) -> tuple[AccountSession, Account] | None:
        """Return a session with its account, or None."""
        wanted = select(sessions.c.payload).where(sessions.c.id == session_id)
        found = connection.scalar(wanted)
        if found is None:
            return None
        session = AccountSession.model_validate_json(found)
        account = _account(connection, session.account)
        return None if account is None else (session, account)

    @writing
    def touch(self, connection: Connection, session: AccountSession) -> None:
        """Keep when a session was last seen; one that has ended meanwhile stays ended."""
        if connection.scalar(select(sessions.c.id).where(sessions.c.id == session.id)):
            _put_session(connection, session)

    @reading
    def sessions_of(self, connection: Connection, account_id: str) -> list[AccountSession]:
        """Return the sessions of an account, the last seen first."""
        wanted = select(sessions.c.payload).where(sessions.c.account == account_id)
        rows = connection.scalars(wanted.order_by(sessions.c.seen.desc(), sessions.c.id))
        return [AccountSession.model_validate_json(one) for one in rows]

    @writing
    def end_session(self, connection: Connection, session_id: str) -> None:
        """End one session."""
        connection.execute(delete(sessions).where(sessions.c.id == session_id))

    @writing
    def end_sessions(
        self, connection: Connection, account_id: str, *, keep: str | None = None
    ) -> None:
        """End every session of an account but the one named *keep*."""
        mine = sessions.c.account == account_id
        others = mine if keep is None else mine & (sessions.c.id != keep)
        connection.execute(delete(sessions).where(others))

    # --------------------------------------------------------------------------------- links
    @writing
    def add_link(
        self,
        connection: Connection,
        link_id: str,
        account_id: str,
        purpose: LinkPurpose,
        expires: datetime,
    ) -> None:
        """Keep the digest of a link that lets its holder set a password once."""
        row = {"account": account_id, "purpose": purpose, "expires": expires}
        put(connection, sign_in_links, {"id": link_id, **row})

    @reading
    def link(self, connection: Connection, link_id: str, now: datetime) -> Account | None:
        """Return the account that an unused link, not yet expired, is for."""
        wanted = select(sign_in_links.c.account).where(
            sign_in_links.c.id == link_id, sign_in_links.c.expires > now
        )
        account_id = connection.scalar(wanted)
        account = None if account_id is None else _account(connection, account_id)
        return account if account is not None and account.active else None

    # -------------------------------------------------------------------------------- tokens
    @writing
    def save_token(
        self, connection: Connection, token: ApiToken, digest: str | None = None
    ) -> None:
        """Keep a token; *digest* of its secret where it is new."""
        if digest is None:
            mine = api_tokens.c.id == token.id
            values = {"payload": token.model_dump_json()}
            connection.execute(update(api_tokens).where(mine).values(**values))
            return
        row = {"digest": digest, "account": token.account, "payload": token.model_dump_json()}
        put(connection, api_tokens, {"id": token.id, **row})

    @reading
    def token(self, connection: Connection, digest: str) -> tuple[ApiToken, Account] | None:
        """Return the token whose secret has this digest, with its account, or None."""
        found = connection.scalar(select(api_tokens.c.payload).where(api_tokens.c.digest == digest))
        if found is None:
            return None
        token = ApiToken.model_validate_json(found)
        account = _account(connection, token.account)
        return None if account is None else (token, account)

    @reading
    def tokens(self, connection: Connection, account_id: str | None = None) -> list[ApiToken]:
        """Return the tokens of one account or of all, by id."""
        wanted = select(api_tokens.c.payload).order_by(api_tokens.c.id)
        if account_id is not None:
            wanted = wanted.where(api_tokens.c.account == account_id)
        return [ApiToken.model_validate_json(one) for one in connection.scalars(wanted)]

    # ------------------------------------------------------------------------------ failures
    @reading
    def failures(self, connection: Connection, key: str) -> Failures:
        """Return the failed attempts under *key*."""
        wanted = select(sign_in_failures).where(sign_in_failures.c.key == key)
        row = connection.execute(wanted).one_or_none()
        return (
            Failures() if row is None else Failures(count=row.count, last=row.last, until=row.until)
        )

    @writing
    def note_failures(
        self, connection: Connection, found: Mapping[str, Failures], forget: datetime
    ) -> None:
        """Keep failed attempts by key, and drop those whose last was before *forget*."""
        connection.execute(delete(sign_in_failures).where(sign_in_failures.c.last < forget))
        for key, one in found.items():
            row: dict[str, Any] = {"count": one.count, "last": one.last, "until": one.until}
            put(connection, sign_in_failures, {"key": key, **row})

    @writing
    def clear_failures(self, connection: Connection, key: str) -> None:
        """Forget the failed attempts under *key*."""
        connection.execute(delete(sign_in_failures).where(sign_in_failures.c.key == key))

    # --------------------------------------------------------------------------- preferences
    @reading
    def preferences(self, connection: Connection, account_id: str) -> dict[str, str]:
        """Return what an account prefers, by name."""
        table = preferences.c
        wanted = select(table.name, table.value).where(table.account == account_id)
        return {row.name: row.value for row in connection.execute(wanted)}

    @writing
    def prefer(self, connection: Connection, account_id: str, name: str, value: str) -> None:
        """Keep one preference of an account."""
        put(connection, preferences, {"account": account_id, "name": name, "value": value})

    @reading
    def count_administrators(self, connection: Connection) -> int:
        """Return how many active administrators there are."""
        rows = connection.scalars(select(accounts.c.payload))
        found = [Account.model_validate_json(one) for one in rows]
        return sum(one.active and one.role == "administrator" for one in found)


def _account(connection: Connection, account_id: str) -> Account | None:
    found = connection.scalar(select(accounts.c.payload).where(accounts.c.id == account_id))
    return None if found is None else Account.model_validate_json(found)


def _put_session(connection: Connection, session: AccountSession) -> None:
    put(
        connection,
        sessions,
        {
            "id": session.id,
            "account": session.account,
            "seen": session.seen,
            "expires": session.expires,
            "payload": session.model_dump_json(),
        },
    )
