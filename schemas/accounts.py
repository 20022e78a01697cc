"""Who may use the pages and the API: accounts, sessions, tokens, and what was done by whom."""

from typing import Final, Literal, get_args

from pydantic import Field

from schemas.base import Instant, Record, Slug

AccountRole = Literal["viewer", "analyst", "administrator"]
"""viewer reads and marks for themselves; analyst also works on what all see; administrator also
keeps accounts, tokens and settings. Each may do what the one before may."""
ROLES: Final[tuple[AccountRole, ...]] = get_args(AccountRole)
Scope = Literal["read", "write", "admin"]
"""What a token may be used for, within the role of its account: nothing but reading; also changing
what an analyst may change; also what an administrator may."""
LinkPurpose = Literal["welcome", "reset"]


def at_least(role: AccountRole, least: AccountRole) -> bool:
    """Say whether *role* may do what *least* may."""
    return ROLES.index(role) >= ROLES.index(least)


class Account(Record):
    """A person, or a program, that may sign in. *id* is the name that is typed."""

    id: Slug
    name: str = Field(max_length=120)
    role: AccountRole = "viewer"
    active: bool = True
    reader: Slug | None = Field(default=None, description="The reader of the registry it is")
    subject: str | None = Field(
        default=None, description="Who it is for the identity provider, where one is set"
    )
    created: Instant


class AccountSession(Record):
    """One sign-in. *id* is the digest of the secret that the browser keeps."""

    id: str
    account: Slug
    created: Instant
    seen: Instant
    expires: Instant
    address: str = ""
    agent: str = ""
    outside: bool = Field(
        default=False,
        description="Signed in by the identity provider: it lasts to its end, no longer",
    )


class OutsideSignIn(Record):
    """A sign-in through the identity provider that was begun: used once, by the browser that began it."""

    id: str = Field(description="Digest of the state in the addresses")
    browser: str = Field(description="Digest of the secret that the browser keeps")
    nonce: str
    verifier: str
    following: str = "/"
    account: Slug | None = Field(default=None, description="Set: connect the provider to this one")
    expires: Instant


class ApiToken(Record):
    """A key for programs. Only the digest of its secret is kept; *id* names it to people."""

    id: str
    account: Slug
    name: str = Field(max_length=120)
    scopes: tuple[Scope, ...] = ("read",)
    created: Instant
    expires: Instant | None = None
    used: Instant | None = None
    revoked: bool = False


class AuditEntry(Record):
    """One thing that somebody did. *before* and *after* are the record's JSON, where there is one.

    *revision*: the revision of the registry record that it made, by which it can be undone. *part_of* is the number
    of the entry that it belongs to: a company that is removed takes its sources with it.
    """

    number: int = 0
    at: Instant
    account: str
    action: str = Field(description="A stable word, such as account-added or story-assigned")
    kind: str = Field(default="", description="What kind of thing: account, company, story …")
    record: str = Field(default="", description="Its id")
    before: str | None = None
    after: str | None = None
    revision: int | None = None
    address: str = ""
    reason: str = Field(default="", max_length=400, description="Why, in the words of who did it")
    part_of: int | None = None


class Mark(Record):
    """What one person did with one story, for themselves."""

    story: str
    read: Instant | None = None
    starred: Instant | None = None
    dismissed: Instant | None = None


class Assignment(Record):
    """A story that somebody is to look after."""

    story: str
    account: Slug
    by: Slug
    at: Instant
    due: str | None = Field(default=None, description="A day, YYYY-MM-DD")
    done: Instant | None = None


class Note(Record):
    """What a person wrote beside a story."""

    id: str
    subject: str = Field(description="What it stands beside: story:ID")
    author: Slug
    at: Instant
    text: str = Field(max_length=4000)


class Share(Record):
    """A link by which anybody who has it may read one story until it expires."""

    id: str
    story: str
    by: Slug
    at: Instant
    expires: Instant
    revoked: bool = False
