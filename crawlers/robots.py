"""What a site's robots.txt allows (RFC 9309), failing closed (RELIABILITY D8).

Only a 4xx answer means "no rules". A server error, a timeout, an answer that is too large or no
text means that nothing is fetched, unless a good copy of the last 24 hours is at hand.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from protego import Protego

from schemas.base import Record, format_instant
from schemas.ids import digest

# RFC 9309, section 2.4 and 2.5: a day of caching, half a mebibyte read.
MAX_AGE = timedelta(hours=24)
MAX_BYTES = 512 * 1024
AGENT = "Zhibi"


class Rules(NamedTuple):
    """The rules of one origin. Without a *parser*: everything is allowed, or all refused."""

    parser: Protego | None = None
    unavailable: str = ""

    def allows(self, url: str) -> bool:
        """Say whether *url* may be fetched."""
        if self.unavailable:
            return False
        return self.parser is None or bool(self.parser.can_fetch(url, AGENT))

    @property
    def crawl_delay(self) -> float | None:
        """Return the seconds between requests that the site asks for, if it does."""
        delay = self.parser.crawl_delay(AGENT) if self.parser else None
        return None if delay is None else float(delay)


class Copy(Record):
    """A good robots.txt as kept on disk: an empty *text* stands for "there is none"."""

    origin: str
    fetched_at: datetime
    text: str


def origin(url: str) -> str:
    """Return scheme, host and port of *url*: each has its own robots.txt."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def text_of(status: int, content_type: str, body: bytes) -> str:
    """Return the rules that an answer states; empty for a 4xx. Raises ValueError with the reason."""
    if 400 <= status < 500 and status != 429:
        return ""
    if not 200 <= status < 300:
        raise ValueError(f"answered {status}")
    kind = content_type.split(";", 1)[0].strip().lower()
    if (kind and not kind.startswith("text/")) or b"\x00" in body:
        raise ValueError(f"is no text but {kind or 'binary data'}")
    if len(body) > MAX_BYTES:
        raise ValueError(f"is larger than {MAX_BYTES} bytes")
    return body.decode("utf-8", errors="replace").removeprefix("\ufeff")


def parse(text: str) -> Rules:
    """Return the rules of a robots.txt. Never raises: what it cannot read refuses."""
    if not text.strip():
        return Rules()
    try:
        return Rules(Protego.parse(text))
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        return Rules(unavailable=f"robots.txt cannot be read: {error}")


class Copies:
    """Good copies on disk, one file per origin, in *folders*; the first one is written to."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def load(self, site: str, now: datetime) -> str | None:
        """Return the text kept for *site*, if it is not older than a day."""
        for folder in self._folders:
            try:
                data = (folder / _file_name(site)).read_text(encoding="utf-8")
                copy = Copy.model_validate_json(data)
            except (OSError, ValueError):
                continue  # absent, or torn by a kill: fetched anew
            if copy.origin == site and timedelta(0) <= now - copy.fetched_at <= MAX_AGE:
                return copy.text
        return None

    def save(self, site: str, text: str, now: datetime) -> None:
        """Keep a good copy. Raises OSError."""
        folder = self._folders[0]
        folder.mkdir(parents=True, exist_ok=True)
        data = {"origin": site, "fetched_at": format_instant(now), "text": text}
        part = folder / (_file_name(site) + ".part")
        part.write_text(json.dumps(data), encoding="utf-8")
        part.replace(folder / _file_name(site))


def _file_name(site: str) -> str:
    return digest(site)[:32] + ".json"
