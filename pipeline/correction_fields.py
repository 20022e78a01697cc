"""The fields of a wish to put something right: which there are, and that they hold what can be kept."""

import re
from collections.abc import Mapping
from typing import Any

from schemas.errors import WrongUseError

Wish = Mapping[str, Any]
FIELDS = frozenset(
    {
        "id", "document", "fix", "move", "words", "change", "to", "slot", "name", "company", "status",
        "slots", "evidence", "stories", "reason", "author",
    }
)  # fmt: skip
# All others are texts.
_NO_TEXT = frozenset({"id", "to", "slots", "stories"})
# Longer is no reason but a text.
_LONGEST_REASON = 1000
_UNWRITABLE = re.compile("[\ud800-\udfff\0]")


def check(wish: Wish) -> None:
    """Raise WrongUseError for a field that is unknown, or that is no text where a text is asked for."""
    unknown = sorted(set(wish) - FIELDS)
    if unknown:
        raise WrongUseError(
            f"unknown {', '.join(map(repr, unknown))}", remedy=f"Known: {', '.join(sorted(FIELDS))}"
        )
    for name in sorted(FIELDS - _NO_TEXT):
        value = wish.get(name)
        if value is not None and not isinstance(value, str):
            raise WrongUseError(f"{name!r} must be text, not {str(value)[:80]!r}")
    if isinstance(wish.get("author"), str) and not wish["author"].strip():
        raise WrongUseError("'author' is empty", remedy="Leave it out, or say who says so")
    check_text(wish)


def check_text(wish: Wish) -> None:
    """Raise WrongUseError for what can be escaped in JSON but not be written as text."""
    if _UNWRITABLE.search(_all_text(wish)):
        raise WrongUseError("holds half a character or a null, which no text has")


def _all_text(value: Any) -> str:
    """Return every text within a JSON value, one after the other."""
    if isinstance(value, Mapping):
        return "".join(map(_all_text, (*value, *value.values())))
    if isinstance(value, list | tuple):
        return "".join(map(_all_text, value))
    return value if isinstance(value, str) else ""


def reason_of(wish: Wish) -> str:
    """Return why the wish is made. Raises WrongUseError where it does not say, or says more than a reason."""
    reason = (wish.get("reason") or "").strip()
    if not reason:
        raise WrongUseError("needs a 'reason': whoever reads it later was not there")
    if len(reason) > _LONGEST_REASON:
        raise WrongUseError(f"the reason has {len(reason)} characters, at most {_LONGEST_REASON}")
    return str(reason)
