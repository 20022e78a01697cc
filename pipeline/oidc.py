"""OpenID Connect with one provider: discovery, the way there, the code exchanged, the token checked.

Authlib does the protocol, joserfc the signatures; each connection goes through the guard. Only the code
flow with PKCE, state and nonce; only signed tokens; only https, but for a provider on this machine.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from egress import Guard
from egress.posting import NotSentError, UnclearError, request
from pipeline.settings import Oidc
from schemas.errors import EgressDeniedError, ZhibiError

# What a provider may sign with: nothing with a shared secret, and never "none".
ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_METADATA_LIVES: Final = timedelta(hours=1)
# An unknown key is looked up anew at most so often: anybody can send a token with one.
_KEYS_AGAIN: Final = timedelta(seconds=10)
# So long a provider that could not be reached is taken for away, without asking again.
_AWAY_FOR: Final = timedelta(seconds=15)
_MOST_BYTES: Final = 512 * 1024
_LONGEST_TOKEN: Final = 64 * 1024


class OidcError(ZhibiError):
    """A sign-in through the provider does not go on.

    *reason* is a stable word: ``away`` (it cannot be reached, or answers nonsense), ``refused`` (it said
    no), ``token`` (what it vouched with does not hold).
    """

    def __init__(self, what: str, *, reason: str, remedy: str = "") -> None:
        super().__init__(what, where="oidc", remedy=remedy)
        self.reason = reason


@dataclass(frozen=True)
class _Answer:
    """What the provider answered, in the shape that Authlib reads."""

    status_code: int
    body: bytes

    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("it is nested too deep") from error

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise OidcError(f"the provider answered {self.status_code}", reason="away")


@dataclass
class Provider:
    """The provider of the settings. Part of one process; threads share it."""

    settings: Oidc
    secret: str
    guard: Guard
    redirect_uri: str
    _lock: Lock = field(default_factory=Lock, repr=False)
    _metadata: dict[str, Any] = field(default_factory=dict, repr=False)
    _metadata_at: datetime | None = None
    _away: tuple[datetime, OidcError] | None = field(default=None, repr=False)
    _keys: KeySet | None = field(default=None, repr=False)
    _keys_at: datetime | None = None

    def way_there(self, *, state: str, nonce: str, verifier: str, now: datetime) -> str:
        """Return the address at the provider to which the browser is sent. Raises OidcError."""
        endpoint = self._endpoint("authorization_endpoint", now)
        url, _state = self._client().create_authorization_url(
            endpoint, state=state, code_verifier=verifier, nonce=nonce
        )
        return str(url)

    def vouched(self, code: str, *, nonce: str, verifier: str, now: datetime) -> dict[str, Any]:
        """Exchange *code* and return the claims of the token that came for it. Raises OidcError."""
        endpoint = self._endpoint("token_endpoint", now)
        try:
            token = self._client().fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
            )
        except OAuth2Error as error:
            raise OidcError(f"the provider said {str(error)[:200]}", reason="refused") from error
        except (ValueError, TypeError) as error:
            raise OidcError("its answer cannot be read", reason="away") from error
        access = token.get("access_token")
        raw = token.get("id_token")
        if not isinstance(raw, str) or len(raw) > _LONGEST_TOKEN:
            raise OidcError("it sent no identity token", reason="token")
        claims = self.checked(raw, nonce=nonce, access_token=access, now=now)
        return self._completed(claims, access, now)

    def checked(
        self, raw: str, *, nonce: str, access_token: Any = None, now: datetime
    ) -> dict[str, Any]:
        """Return the claims of an identity token that holds. Raises OidcError with the claim at fault."""
        token = self._decoded(raw, now)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": self.settings.issuer},
                "aud": {"essential": True, "value": self.settings.client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            params={
                "nonce": nonce,
                "client_id": self.settings.client_id,
                "access_token": access_token if isinstance(access_token, str) else None,
            },
        )
        try:
            claims.validate(now=int(now.timestamp()), leeway=self.settings.leeway)
        except (JoseError, TypeError, ValueError) as error:
            raise OidcError(
                f"its token does not hold: {str(error)[:160]}", reason="token"
            ) from error
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise OidcError("its token names nobody", reason="token")
        return dict(claims)

    def way_out(self, now: datetime, back: str) -> str | None:
        """Return the address at which one signs out at the provider too; None where it has none."""
        try:
            endpoint = self._endpoint("end_session_endpoint", now)
        except OidcError:
            return None
        query = urlencode({"client_id": self.settings.client_id, "post_logout_redirect_uri": back})
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"

    # ------------------------------------------------------------------------ what it is made of
    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            session=self,
            client_id=self.settings.client_id,
            client_secret=self.secret or None,
            token_endpoint_auth_method=self.settings.client_auth if self.secret else "none",
            scope=" ".join(dict.fromkeys(("openid", *self.settings.scopes))),
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
        )

    def post(
        self, url: str, data: dict[str, str], headers: dict[str, str], auth: ClientAuth
    ) -> _Answer:
        """Post a form for Authlib's client, which calls this its session."""
        url, sent, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return self._asked("POST", url, str(body).encode(), sent)

    def _asked(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> _Answer:
        try:
            reply = request(
                self.guard, method, url, body, headers, self.settings.timeout, most=_MOST_BYTES
            )
        except (NotSentError, UnclearError, EgressDeniedError) as error:
            raise OidcError(f"the provider cannot be reached: {error}", reason="away") from error
        return _Answer(reply.status, reply.body)

    def _document(self, url: str, **headers: str) -> dict[str, Any]:
        answer = self._asked("GET", url, None, {"Accept": "application/json", **headers})
        answer.raise_for_status()
        try:
            found = answer.json()
        except ValueError:
            found = None
        if answer.status_code != 200 or not isinstance(found, dict):
            raise OidcError("what the provider answers cannot be read", reason="away")
        return found

    def _endpoint(self, name: str, now: datetime) -> str:
        """Return an address of the provider's metadata, if it is one that may be gone to."""
        found = self._known(now).get(name)
        if not isinstance(found, str):
            raise OidcError(f"the provider states no {name}", reason="away")
        self._require_own(found)
        return found

    def _require_own(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        own = {urlsplit(self.settings.issuer).hostname, *self.settings.hosts}
        safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
        if not safe or host not in own:
            raise OidcError(
                f"{url[:120]} is no https address of the provider's own hosts",
                reason="away",
                remedy="If it is meant, add its host to oidc.hosts",
            )

    def _known(self, now: datetime) -> dict[str, Any]:
        """Return the provider's metadata; one that is away is not asked at each sign-in."""
        with self._lock:
            if self._metadata_at and abs(now - self._metadata_at) < _METADATA_LIVES:
                return self._metadata
            if self._away and abs(now - self._away[0]) < _AWAY_FOR:
                raise self._away[1]
        try:
            found = self._discovered()
        except OidcError as error:
            with self._lock:
                self._away = (now, error)
            raise
        with self._lock:
            self._metadata, self._metadata_at, self._away = found, now, None
        return found

    def _discovered(self) -> dict[str, Any]:
        self._require_own(self.settings.issuer)
        found = self._document(get_well_known_url(self.settings.issuer, external=True))
        if found.get("issuer") != self.settings.issuer:
            raise OidcError(
                f"the provider calls itself {str(found.get('issuer'))[:120]!r}",
                reason="away",
                remedy="oidc.issuer must be written just so",
            )
        return found

    def _decoded(self, raw: str, now: datetime) -> jwt.Token:
        """Return the token if one of the provider's keys signed it; keys may have changed since."""
        stated = self._known(now).get("id_token_signing_alg_values_supported")
        stated = stated if isinstance(stated, list) else ["RS256"]
        allowed = [one for one in ALGORITHMS if one in stated]
        if not allowed:
            raise OidcError("the provider signs with nothing that may be trusted", reason="away")
        for again in (False, True):
            keys = self._signing_keys(now, again=again)
            if keys is None:
                break
            try:
                return jwt.decode(raw, keys, algorithms=allowed)
            except (JoseError, ValueError, TypeError) as error:
                fault = error
        raise OidcError(f"its token is not signed by it: {str(fault)[:160]}", reason="token")

    def _signing_keys(self, now: datetime, *, again: bool) -> KeySet | None:
        """Return the provider's keys; *again*: those of now, None where they were just looked up."""
        with self._lock:
            age = now - self._keys_at if self._keys_at else None
            if self._keys is not None and age is not None:
                if again and abs(age) < _KEYS_AGAIN:
                    return None
                if not again and abs(age) < _METADATA_LIVES:
                    return self._keys
        found = self._document(self._endpoint("jwks_uri", now))
        usable = [
            one for one in found.get("keys", ()) if isinstance(one, dict) and one.get("use", "sig") == "sig"
        ]  # fmt: skip
        try:
            keys = KeySet.import_key_set({"keys": usable})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise OidcError("the provider's keys cannot be read", reason="away") from error
        with self._lock:
            self._keys, self._keys_at = keys, now
        return keys

    def _completed(self, claims: dict[str, Any], access: Any, now: datetime) -> dict[str, Any]:
        """Return *claims* with what only the provider's user information tells: address, groups."""
        wanted = (
            {"email", self.settings.claim.partition(".")[0]} if self.settings.roles else {"email"}
        )
        if wanted <= claims.keys() or not isinstance(access, str):
            return claims
        if "userinfo_endpoint" not in self._known(now):
            return claims
        endpoint = self._endpoint("userinfo_endpoint", now)
        try:
            told = self._document(endpoint, Authorization=f"Bearer {access}")
        except (OidcError, ValueError):
            return claims  # it is more than a sign-in needs
        # What is told of somebody else is nothing (OpenID Connect Core, 5.3.2).
        return {**told, **claims} if told.get("sub") == claims["sub"] else claims
