"""Settings of a workspace: ``zhibi.yaml``, overridden by the environment. The only reader of both.

A variable is ``ZHIBI_`` and the setting's name, with two underscores for a nested one:
``ZHIBI_DATABASE``, ``ZHIBI_SMTP__PASSWORD``. ``ELASTICSEARCH_URL`` is read too, since hosts set it.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from egress.mailbox import MailboxSettings
from schemas.accounts import AccountRole
from schemas.base import Instant
from schemas.errors import WrongUseError
from schemas.harvest import EgressPolicy
from schemas.registry import Period

FILE_NAME = "zhibi.yaml"
PREFIX = "ZHIBI_"
# Variables of the same prefix that are not settings.
_NOT_SETTINGS = ("ZHIBI_WORKSPACE", "ZHIBI_TEST")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Smtp(_Section):
    """How mail leaves. *host* empty: digests are written to files only."""

    host: str = ""
    port: int = Field(default=25, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "none"
    username: str = ""
    password: SecretStr = SecretStr("")
    sender: str = "Zhibi <zhibi@localhost>"
    timeout: float = Field(default=30.0, gt=0, description="Seconds for each SMTP command")
    return_path: str = Field(default="", description="Where bounces go; empty: to the sender")
    bounces: str = Field(
        default="", description="Name of the mailbox under inbox.mailboxes that bounces come to"
    )
    dkim_domain: str = Field(default="", description="Domain that signs; empty: no DKIM signature")
    dkim_selector: str = Field(default="zhibi", description="Selector of the key in the DNS")
    dkim_key: str = Field(default="", description="File of the private key, in the workspace")


class Crawl(_Section):
    """Politeness and bounds of collection."""

    delay: float = Field(default=2.0, ge=0, description="Seconds between two requests to a host")
    refresh: Period = Field(
        default="7d", validate_default=True, description="When a known document is fetched again"
    )
    recheck: Period = Field(
        default="1h", validate_default=True, description="When a change is looked at again"
    )
    max_run_seconds: float = Field(default=3600.0, gt=0, description="Seconds a crawl may take")
    max_bytes: int = Field(default=12_000_000, gt=0, description="Bytes of one page at most")
    contact: str = Field(default="", description="Address or URL in the user agent, for webmasters")
    browser: str = Field(
        default="", description="Program that renders pages; empty: the system's Chromium"
    )
    browser_sandbox: bool = Field(
        default=True, description="Chromium's own sandbox; containers often cannot have it"
    )


class Digests(_Section):
    """What every digest carries."""

    floor: float = Field(default=20.0, description="Least score of a story, where readers set none")
    alert_floor: float = Field(
        default=40.0,
        description="Least score of an alert, where neither search nor reader sets one",
    )
    deadline: Period = Field(
        default="2h", validate_default=True, description="After this a digest is told as late"
    )
    postal: str = Field(default="", description="Postal address line of the sender")


class Sharing(_Section):
    """Whether a link opens what it leads to for people without an account."""

    stories: bool = Field(default=True, description="Links to one story")
    collections: bool = Field(default=False, description="Links to a collection")


class Oidc(_Section):
    """Signing in through an identity provider (OpenID Connect). *issuer* empty: by password only."""

    issuer: str = Field(default="", description="Address of the provider, as its tokens name it")
    client_id: str = Field(default="", description="Name under which the provider knows Zhibi")
    client_secret: SecretStr = Field(default=SecretStr(""), description="From the environment")
    client_secret_file: str = Field(
        default="", description="File that holds the secret instead; in the workspace, or anywhere"
    )
    client_auth: Literal["client_secret_basic", "client_secret_post"] = "client_secret_basic"
    name: str = Field(default="single sign-on", description="What the button calls the provider")
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    hosts: tuple[str, ...] = Field(
        default=(), description="Further hosts that the provider's endpoints may have"
    )
    create: Literal["nobody", "known", "anybody"] = Field(
        default="nobody", description="Who gets an account at the first sign-in"
    )
    addresses: tuple[str, ...] = Field(
        default=(), description="Known addresses beside those of readers: a@b.example, @b.example"
    )
    trust_email: bool = Field(
        default=False, description="Take addresses as verified where the provider does not say"
    )
    claim: str = Field(default="groups", description="Claim with roles or groups; a.b for nested")
    roles: dict[str, AccountRole] = Field(
        default_factory=dict, description="Value of the claim to role; empty: roles are kept here"
    )
    members_only: bool = Field(
        default=False, description="Whoever has none of the values in roles may not sign in"
    )
    leeway: int = Field(default=60, ge=0, le=300, description="Seconds that clocks may differ")
    hours: float = Field(default=24, gt=0, le=720, description="Hours that such a sign-in lasts")
    timeout: float = Field(default=10.0, gt=0, le=60, description="Seconds for each answer")

    @model_validator(mode="after")
    def _whole(self) -> "Oidc":
        if self.issuer and not self.client_id:
            raise ValueError("oidc.issuer needs oidc.client_id")
        if self.members_only and not self.roles:
            raise ValueError("oidc.members_only needs oidc.roles")
        return self


class MailboxSection(_Section):
    """One mailbox that is read over IMAP. The password comes from the environment."""

    host: str = ""
    port: int = Field(default=993, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "tls"
    username: str = ""
    password: SecretStr = SecretStr("")
    folder: str = Field(default="INBOX", description="Folder of the mailbox that is read")
    timeout: float = Field(default=30.0, gt=0, description="Seconds for each IMAP command")

    def opened(self) -> MailboxSettings:
        """Return it as the way out takes it."""
        return MailboxSettings(
            host=self.host,
            port=self.port,
            security=self.security,
            username=self.username,
            password=self.password.get_secret_value(),
            folder=self.folder,
            timeout=self.timeout,
        )


class ChannelSection(_Section):
    """A group or a machine that editions are posted to. Address and secret are secrets."""

    kind: Literal["webhook", "slack", "teams", "feishu", "dingtalk", "wecom"]
    url: SecretStr
    secret: SecretStr = SecretStr("")
    timeout: float = Field(default=20.0, gt=0, le=120, description="Seconds for each part")


class Inbox(_Section):
    """Where files are dropped in, and which mailboxes are read."""

    folder: str = Field(default="inbox", description="Folder of all inboxes, in the workspace")
    mailboxes: dict[str, MailboxSection] = Field(
        default_factory=dict, description="Name, as sources give it, to where the mailbox is"
    )


class Settings(_Section):
    """All settings, with the defaults that run on one laptop without any server."""

    database: str = Field(default="", description="SQLAlchemy URL; empty: SQLite in data/")
    index: str = Field(default="embedded", description="embedded, or Elasticsearch's URL")
    base_url: str = Field(default="http://127.0.0.1:8000", description="Where readers reach Zhibi")
    clock: Instant | None = Field(
        default=None, description="A fixed present, for demos and replays"
    )
    spacy_models: dict[Literal["en", "zh"], str] = Field(
        default_factory=dict, description="Installed spaCy model by language that finds names too"
    )
    workers: int = Field(default=2, ge=1, le=64, description="Child processes that read pages")
    operators: tuple[str, ...] = Field(
        default=(), description="Who is told by mail of sources that fail and recover"
    )
    smtp: Smtp = Smtp()
    crawl: Crawl = Crawl()
    digests: Digests = Digests()
    sharing: Sharing = Sharing()
    oidc: Oidc = Oidc()
    inbox: Inbox = Inbox()
    channels: dict[str, ChannelSection] = Field(
        default_factory=dict, description="Name, as readers give it, to where its messages go"
    )
    egress: EgressPolicy = EgressPolicy()

    @field_validator("base_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")


def environment() -> Mapping[str, str]:
    """Return the process's environment."""
    return os.environ


def workspace_variable(env: Mapping[str, str] | None = None) -> str | None:
    """Return the folder named by ``ZHIBI_WORKSPACE``, if any."""
    return (environment() if env is None else env).get("ZHIBI_WORKSPACE") or None


def read_settings(file: Path, env: Mapping[str, str] | None = None) -> Settings:
    """Read *file* (absent: defaults) and the environment.

    Raises WrongUseError with file, line and key for whatever cannot be taken.
    """
    values, lines = _read_yaml(file)
    _override(values, environment() if env is None else env)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        line = lines.get(str(first["loc"][0]) if first["loc"] else "", None)
        where = f"{file}:{line}" if line else f"environment ({PREFIX}{key.upper()})"
        raise WrongUseError(
            f"setting {key!r}: {first['msg'].removeprefix('Value error, ')}",
            where=where,
            remedy="docs/operations.md lists every setting",
        ) from error


def _read_yaml(file: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the settings as plain values and the line of each top-level key."""
    if not file.exists():
        return {}, {}
    try:
        loaded = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUseError(f"cannot be read: {error}", where=str(file)) from error
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = f":{mark.line + 1}" if mark else ""
        problem = (error.problem if isinstance(error, MarkedYAMLError) else None) or str(error)
        raise WrongUseError(f"is no valid YAML: {problem}", where=f"{file}{line}") from error
    if loaded is None:
        return {}, {}
    if not isinstance(loaded, CommentedMap):
        raise WrongUseError("must hold settings as 'name: value' lines", where=f"{file}:1")
    lines = {str(key): loaded.lc.key(key)[0] + 1 for key in loaded}
    return _plain(loaded), lines


def _plain(value: Any) -> Any:
    """Turn the YAML reader's own types into Python's."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def _override(values: dict[str, Any], env: Mapping[str, str]) -> None:
    if env.get("ELASTICSEARCH_URL") and "index" not in values:
        values["index"] = env["ELASTICSEARCH_URL"]
    for name, value in env.items():
        if not name.startswith(PREFIX) or name.startswith(_NOT_SETTINGS):
            continue
        *sections, key = name.removeprefix(PREFIX).lower().split("__")
        target = values
        for section in sections:
            target = target.setdefault(section, {})
        target[key] = value
