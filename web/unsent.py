"""What somebody had written in a form that was refused because the sign-in had ended: kept, to be sent again.

It goes through the pages alone, from the refused form to the next: nothing of it is stored here.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request

from web import access
from web.visit import local

LONGEST = 100_000
"""Characters of all fields together, as they are kept."""
_OURS = frozenset({"csrf", "following"})
# What no person typed: ids, addresses, what a choice is called in the code.
_NOT_TYPED = re.compile(r"/\S*|[a-z]{1,3}[0-9a-f]{8,}|[a-z]+(?:-[a-z]+)*:[a-z-]+")


@dataclass(frozen=True)
class Unsent:
    """A form that was not taken: where it goes, and its fields in their order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> list[str]:
        """Return what a person reads of it."""
        return [value for _, value in self.fields if value and not _NOT_TYPED.fullmatch(value)]

    def packed(self) -> str:
        """Return it as one field of another form."""
        return json.dumps([self.path, self.fields], ensure_ascii=False)


def unpack(text: str) -> Unsent | None:
    """Return what :meth:`Unsent.packed` made, None for anything else."""
    try:
        path, fields = json.loads(text)
        kept = tuple((name, value) for name, value in fields)
    except (ValueError, TypeError, RecursionError):  # the last: brackets within brackets
        return None
    whole = all(isinstance(part, str) for part in (path, *(one for pair in kept for one in pair)))
    return Unsent(path, kept) if whole and local(path) != "/" else None


async def of(request: Request) -> Unsent | None:
    """Return what *request* posted from a page of ours; None where nothing was written, or of passwords."""
    if request.method != "POST" or request.scope["route"].path in access.ACCOUNT:
        return None
    origin = urlsplit(request.headers.get("origin", ""))
    if not origin.netloc or origin.netloc != request.headers.get("host"):
        return None
    fields: list[tuple[str, Any]] = [
        pair for pair in (await request.form()).multi_items() if pair[0] not in _OURS
    ]
    if any(not isinstance(value, str) for _, value in fields):
        return None  # a file: a page cannot hand it on
    length = sum(len(name) + len(value) for name, value in fields)
    if length > LONGEST or not any(value.strip() for _, value in fields):
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return Unsent(f"{request.url.path}{query}", tuple(fields))
