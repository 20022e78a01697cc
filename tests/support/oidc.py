"""A small OpenID Connect provider on loopback, real in every step: discovery, PKCE, RS256, JWKS, user info.

It lets whoever comes through as ``person``. What a test wants wrong it says: other claims, another key,
another algorithm, an answer of its own for any path.
"""

import base64
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "zhibi", "s3cret-of-zhibi"


def new_key(kid: str | None) -> RSAKey:
    """Return a new key of 2048 bits that is called *kid*."""
    return RSAKey.generate_key(2048, {"kid": kid or "k1"})


def _forged(header: dict[str, Any], claims: dict[str, Any], key: RSAKey | None) -> str:
    """Return a token without a signature, or one signed with what everybody knows: the public key."""
    parts = [_b64(json.dumps(one).encode()) for one in (header, claims)]
    known = key.as_pem(private=False) if key else b""
    mac = hmac.new(known, ".".join(parts).encode(), "sha256").digest() if key else b""
    return ".".join([*parts, _b64(mac)])


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Provider:
    """The provider: who comes through, what it signs with, and what it does wrong."""

    now: datetime
    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)
    metadata: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    alg: str = "RS256"
    key: RSAKey = field(default_factory=lambda: new_key("k1"))
    published: list[RSAKey] | None = None
    iss: str | None = None
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def rotate(self, kid: str = "k2") -> None:
        """Sign with a new key from now on, and publish that one only."""
        self.key = new_key(kid)

    def discovery(self) -> dict[str, Any]:
        names = {
            "authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks",
            "userinfo_endpoint": "userinfo", "end_session_endpoint": "logout",
        }  # fmt: skip
        return {
            "issuer": self.url,
            **{name: f"{self.url}/{path}" for name, path in names.items()},
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            **self.metadata,
        }

    def keys(self) -> dict[str, Any]:
        shown = [self.key] if self.published is None else self.published
        return {"keys": [{**one.as_dict(private=False), "use": "sig"} for one in shown]}

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser is sent back to."""
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = {"code": code, "state": query["state"], "iss": self.iss or self.url}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Exchange a code, once, for whoever knows the secret and the verifier."""
        wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != f"Basic {wanted}":
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if create_s256_code_challenge(form.get("code_verifier", "")) != asked["code_challenge"]:
            return 400, {"error": "invalid_grant", "error_description": "PKCE"}
        access = secrets.token_urlsafe(16)
        return 200, {
            "access_token": access, "token_type": "Bearer", "expires_in": 300,
            "id_token": self.id_token(asked["nonce"]),
        }  # fmt: skip

    def id_token(self, nonce: str) -> str:
        at = int(self.now.timestamp())
        claims = {
            "iss": self.url, "aud": CLIENT, "sub": "u1", "iat": at, "exp": at + 300, "nonce": nonce,
            **self.person, **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if name not in self.without}
        header = {"alg": self.alg, "kid": self.key.kid}
        if self.alg in {"none", "HS256"}:  # no library signs so: by hand
            return _forged(header, claims, self.key if self.alg == "HS256" else None)
        return jwt.encode(header, claims, self.key, algorithms=[self.alg])


@contextmanager
def providing(now: datetime) -> Iterator[Provider]:
    """Run a provider until the block ends."""
    provider = Provider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            form = parse_qs(self.rfile.read(length).decode())
            self._answer({name: values[0] for name, values in form.items()})

        def _answer(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            provider.asked.append(parts.path)
            if parts.path in provider.answers:
                status, body = provider.answers[parts.path]
                return self._send(status, body.encode())
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return None
            if parts.path == "/token":
                status, told = provider.token(form, self.headers.get("Authorization", ""))
                return self._send(status, json.dumps(told).encode())
            pages = {
                "/.well-known/openid-configuration": provider.discovery,
                "/jwks": provider.keys,
                "/userinfo": lambda: {"sub": "u1", **provider.person},
                "/logout": lambda: {"signed": "out"},
            }
            made: Callable[[], Any] | None = pages.get(parts.path)
            return self._send(200 if made else 404, json.dumps(made() if made else {}).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
            """Keep silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
