"""Passwords and secrets: argon2id for what people choose, SHA-256 for what we drew ourselves."""

import hashlib
import secrets
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST: Final = 10
LONGEST: Final = 200  # characters: more would only feed the hash
# Each hash takes 64 MiB for a moment: a flood of sign-ins waits here and not for memory.
_AT_ONCE = BoundedSemaphore(2)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobody() -> str:
    """Return a hash that no password has, so that an unknown name costs the time of a known one."""
    return hash_password(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """Return the argon2id hash of *password*, with salt and cost in it."""
    with _AT_ONCE:
        return _hasher().hash(password)


def verify_password(password: str, hashed: str | None) -> bool:
    """Say whether *password* is the one; as long for no password as for a wrong one."""
    known = hashed or _nobody()
    try:
        with _AT_ONCE:
            _hasher().verify(known, password[: LONGEST + 1])
    except (Argon2Error, InvalidHashError):
        return False
    return hashed is not None


def weakness(password: str, name: str) -> str | None:
    """Return why *password* is none for the account *name*: short, long, name, plain; or None."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if name.casefold() in password.casefold() and len(password) < len(name) + SHORTEST:
        return "name"
    if len(set(password)) < 5 or password.isdigit():
        return "plain"
    return None


def draw_secret() -> str:
    """Return a new secret of 256 bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is stored of a secret that we drew: nothing can be guessed from 256 bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
