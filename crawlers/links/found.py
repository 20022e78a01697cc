"""What a list of links holds."""

import re
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
        return urldefrag(urljoin(base, _as_browsers_do(href)))[0]
    except ValueError:
        return ""


def joined(base: str, href: str) -> str:
    """Return *href* joined to *base*, fragment kept; as it stands where it cannot be joined."""
    try:
        return urljoin(base, _as_browsers_do(href))
    except ValueError:
        return href.strip()


def _as_browsers_do(href: str) -> str:
    """Return *href* without line breaks, its spaces encoded: pages are written by hand."""
    return re.sub(r"[\t\r\n]", "", href.strip()).replace(" ", "%20")


def squeeze(text: str | None, limit: int = 2000) -> str | None:
    """Return *text* on one line, None where nothing is left."""
    return " ".join((text or "").split())[:limit].strip() or None
