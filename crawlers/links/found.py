"""What a list of links holds."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from schemas.harvest import Hint


class Link(NamedTuple):
    """A link to a document; *modified* is the sitemap's date, for order only."""

    url: str
    hint: Hint
    modified: str = ""


class Found(NamedTuple):
    """Documents in the order of the list, and addresses where the list goes on.

    *kind* is what the bytes turned out to be: ``feed``, ``sitemap``, ``html`` or ``unknown``;
    ``bad-selector`` where the source's own rules could not be applied.
    """

    kind: str
    documents: tuple[Link, ...] = ()
    onward: tuple[str, ...] = ()


SameSite = Callable[[str, str], bool]
"""Says whether two addresses belong to one registrable domain."""


def absolute(base: str, href: str) -> str:
    """Return *href* joined to *base*, without fragment; empty where it cannot be joined."""
    try:
        return urldefrag(urljoin(base, href.strip()))[0]
    except ValueError:
        return ""


def joined(base: str, href: str) -> str:
    """Return *href* joined to *base*, fragment kept; as it stands where it cannot be joined."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href.strip()


def squeeze(text: str | None, limit: int = 2000) -> str | None:
    """Return *text* on one line, None where nothing is left."""
    return " ".join((text or "").split())[:limit].strip() or None
