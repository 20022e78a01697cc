"""Who somebody is here whom the identity provider vouches for: known, connected, made, or kept out."""

import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from egress import Guard
from pipeline.accounts import AccountError
from pipeline.auditing import Caller, log
from pipeline.oidc import OidcError, Provider
from pipeline.passwords import digest_of, draw_secret
from pipeline.settings import Oidc
from pipeline.workspace import Workspace
from schemas.accounts import ROLES, Account, AccountRole, OutsideSignIn
from schemas.errors import NotConfiguredError
from store import Store
from text.display import one_line

BACK: Final = "/sign-in/outside/back"
_LIVES: Final = timedelta(minutes=10)
_ADDRESS: Final = re.compile(r"^[^@\s<>\"]{1,64}@[^@\s<>\"]{3,190}$")


class OutsideError(AccountError):
    """Nobody is signed in. *reason*: state, unknown, closed, taken, unverified, member."""


def provider_of(workspace: Workspace) -> Provider | None:
    """Return the provider of the settings, None where there is none. Raises NotConfiguredError."""
    settings = workspace.settings.oidc
    if not settings.issuer:
        return None
    secret = settings.client_secret.get_secret_value()
    if settings.client_secret_file:
        place = workspace.folder / Path(settings.client_secret_file)
        try:
            secret = place.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise NotConfiguredError(
                f"the secret of the identity provider cannot be read: {error}", where=str(place)
            ) from error
    redirect = workspace.settings.base_url + BACK
    return Provider(settings, secret, Guard(workspace.egress), redirect)


def begin(
    store: Store, provider: Provider, browser: str, caller: Caller,
    *, following: str = "/", account: str | None = None,
) -> str:  # fmt: skip
    """Return the address at the provider that *browser* (its secret) is sent to. Raises OidcError.

    *account*: that of somebody who is signed in and connects the provider to it.
    """
    state, nonce, verifier = draw_secret(), draw_secret(), draw_secret()
    url = provider.way_there(state=state, nonce=nonce, verifier=verifier, now=caller.now)
    begun = OutsideSignIn(
        id=digest_of(state),
        browser=digest_of(browser),
        nonce=nonce,
        verifier=verifier,
        following=following,
        account=account,
        expires=caller.now + _LIVES,
    )
    store.accounts.begin_outside(begun, caller.now)
    return url


def come_back(
    workspace: Workspace, provider: Provider, browser: str, answer: Mapping[str, str], caller: Caller
) -> tuple[Account, OutsideSignIn]:  # fmt: skip
    """Return whom the provider vouches for in its *answer*, and the sign-in that was begun.

    Raises OutsideError or OidcError; both leave everything as it was.
    """
    store = workspace.store
    begun = store.accounts.take_outside(digest_of(answer.get("state", "")), caller.now)
    if begun is None or not hmac.compare_digest(begun.browser, digest_of(browser)):
        raise OutsideError("this sign-in was not begun here, or too long ago", reason="state")
    if answer.get("iss", provider.settings.issuer) != provider.settings.issuer:
        raise OidcError("another provider answered (RFC 9207)", reason="token")
    if "error" in answer or not answer.get("code"):
        said = one_line(answer.get("error", "no code"), 80)
        raise OidcError(f"the provider said {said}", reason="refused")
    claims = provider.vouched(
        answer["code"], nonce=begun.nonce, verifier=begun.verifier, now=caller.now
    )
    role = role_of(provider.settings, claims)
    subject = f"{provider.settings.issuer}|{claims['sub']}"
    with store.batch():
        found = store.accounts.by_subject(subject)
        if begun.account is not None:
            return _connected(store, begun.account, subject, found, caller), begun
        if found is None:
            return _made(workspace, provider.settings, claims, subject, role, caller), begun
        return _let_in(store, found, role, caller), begun


def role_of(settings: Oidc, claims: Mapping[str, Any]) -> AccountRole | None:
    """Return the highest role that the claim gives; None where roles are kept here.

    Who has none of the values is a viewer. Raises OutsideError where such people are kept out.
    """
    if not settings.roles:
        return None
    value: Any = claims
    for part in settings.claim.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    values = value if isinstance(value, list) else [value]
    given = {
        settings.roles[one] for one in values if isinstance(one, str) and one in settings.roles
    }
    if not given and settings.members_only:
        raise OutsideError("this person is in none of the groups", reason="member")
    return max(given, key=ROLES.index, default="viewer")


def verified_address(settings: Oidc, claims: Mapping[str, Any]) -> str | None:
    """Return the mail address that the provider has verified, in small letters; else None."""
    address = claims.get("email")
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        return None
    verified = claims.get("email_verified")
    held = verified is True or verified == "true" or (settings.trust_email and verified is None)
    return address.casefold() if held else None


def disconnect(store: Store, account: Account, caller: Caller) -> None:
    """Let the provider no longer sign *account* in. Raises AccountError where it has no password."""
    if store.accounts.password(account.id) is None:
        raise OutsideError("it has no password: nobody could sign in any more", reason="only")
    _save(store, account, account.model_copy(update={"subject": None}), caller)


def _connected(
    store: Store, account_id: str, subject: str, known: Account | None, caller: Caller
) -> Account:
    account = store.accounts.get(account_id)
    if account is None or not account.active:
        raise OutsideError("this account may not sign in", reason="closed")
    if known is not None and known.id != account_id:
        raise OutsideError("the provider signs in another account", reason="taken")
    return _save(store, account, account.model_copy(update={"subject": subject}), caller)


def _let_in(store: Store, found: Account, role: AccountRole | None, caller: Caller) -> Account:
    if not found.active:
        raise OutsideError("this account may not sign in", reason="closed")
    if role is None or role == found.role:
        return found
    if found.role == "administrator" and store.accounts.count_administrators() == 1:
        return found  # the last administrator stays one, whatever the provider says
    return _save(store, found, found.model_copy(update={"role": role}), _by_provider(caller))


def _made(
    workspace: Workspace, settings: Oidc, claims: Mapping[str, Any], subject: str,
    role: AccountRole | None, caller: Caller,
) -> Account:  # fmt: skip
    """Make the account of somebody who comes for the first time, where that is allowed."""
    if settings.create == "nobody":
        raise OutsideError("nobody has an account by this name", reason="unknown")
    address = verified_address(settings, claims)
    store, people = workspace.store, workspace.store.accounts.all()
    readers = workspace.registry.readers
    reader = next((one for one in readers if address and one.email.casefold() == address), None)
    if settings.create == "known":
        if address is None:
            raise OutsideError("the provider has not verified an address", reason="unverified")
        listed = {one.casefold() for one in settings.addresses}
        if reader is None and not {address, address[address.index("@") :]} & listed:
            raise OutsideError("this address is not known here", reason="unknown")
    if reader is not None and any(one.reader == reader.id for one in people):
        raise OutsideError("there is an account for this address", reason="taken")
    made = Account(
        id=_free_name(claims, address, {one.id for one in people}),
        name=one_line(str(claims.get("name") or address or claims["sub"]), 120),
        role=role or "viewer",
        reader=reader.id if reader else None,
        subject=subject,
        created=caller.now,
    )
    store.accounts.save(made)
    log(store, _by_provider(caller), "account-added", made.id, None, made, kind="account")
    return made


def _free_name(claims: Mapping[str, Any], address: str | None, taken: set[str]) -> str:
    """Return a name to sign in by that nobody has, after what the provider calls the person."""
    wanted = str(claims.get("preferred_username") or address or claims.get("name") or "person")
    plain = re.sub(r"[^a-z0-9._-]+", "-", wanted.partition("@")[0].casefold()).strip("-._")[:60]
    name, number = plain or "person", 1
    while name in taken:
        number += 1
        name = f"{plain or 'person'}-{number}"
    return name


def _save(store: Store, before: Account, after: Account, caller: Caller) -> Account:
    if before != after:
        with store.batch():
            store.accounts.save(after)
            log(store, caller, "account-changed", after.id, before, after, kind="account")
    return after


def _by_provider(caller: Caller) -> Caller:
    """Return who does in the log what the provider decides."""
    return Caller("oidc", caller.now, caller.address)
