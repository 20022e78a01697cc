"""What a fetched page shows of itself: whether it is the place that its link promised."""

import html
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from crawlers.discover_topics import MISSING
from crawlers.links import feeds, pages
from crawlers.links.found import squeeze
from crawlers.links.markup import without_tags
from crawlers.links.site import same_site
from schemas.errors import SourceBrokenError
from schemas.ids import digest
from text.encoding import decode

_PRICE = re.compile(
    r"[€$£¥￥₹]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|元|円|USD|EUR|GBP|CNY|CHF|/\s?(?:mo|month|user|seat|月|年|人))",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:chief \w+ officer|c[efot]o|president|vice president|chair(?:man|woman)?|founder|head of|managing director"
    r"|geschäftsführer\w*|vorstand\w*|directeur\w*|présidente?|fondateur|director\w*|consejer\w+)\b"
    r"|总裁|董事长|董事|首席|总经理|副总|创始人|代表取締役|取締役|執行役員|社長",
    re.IGNORECASE,
)
_LISTS = frozenset({"newsroom", "blog", "changelog", "customers", "careers", "investors"})


class Seen(NamedTuple):
    """One answer: the address asked for and the one that answered, status, type and body."""

    requested: str
    url: str
    status: int
    content_type: str
    body: bytes


class Evidence(NamedTuple):
    """Points for or against a place, what was seen, and the feeds that the page announces."""

    points: float
    reasons: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    gone: bool = False


GONE = Evidence(-1.0, gone=True)


def examine(topic: str, seen: Seen, home: Seen | None) -> Evidence:
    """Return what a fetched page says for being *topic*; *home* is the site's front page."""
    if seen.status != 200 or _is_home_again(seen, home) or _is_missing(seen):
        return GONE
    announced = pages.feeds_of(seen.body, seen.url, seen.content_type)
    if feeds.read_feed(seen.body, seen.url, seen.content_type) is not None:
        return GONE if topic not in _LISTS else Evidence(0.1, ("it is a feed itself",))
    if topic in _LISTS:
        return _list_evidence(seen, announced)
    words = without_tags(decode(seen.body, seen.content_type).text)
    if topic == "pricing":
        number = len(_PRICE.findall(words))
        return _counted(number, "prices", announced, least=2)
    if topic == "leadership":
        return _counted(len(_ROLE.findall(words)), "roles of leading people", announced, least=3)
    return Evidence(0.05, ("it answers",), announced)


def feed_evidence(seen: Seen) -> Evidence:
    """Return what a fetched feed says for being watched."""
    feed = feeds.read_feed(seen.body, seen.url, seen.content_type) if seen.status == 200 else None
    if feed is None:
        return GONE
    if not feed.entries:
        return Evidence(-0.3, ("it is a feed without entries",))
    newest = max((one.published or one.updated for one in feed.entries[:1]), default="")
    said = f"a feed of {len(feed.entries)} entries" + (
        f", the first of {newest[:40]}" if newest else ""
    )
    return Evidence(0.2, (said,))


def title_of(seen: Seen) -> str:
    """Return the title of a page or feed, empty where it has none."""
    feed = feeds.read_feed(seen.body, seen.url, seen.content_type)
    if feed is not None:
        return squeeze(feed.title, 120) or ""
    text = decode(seen.body, seen.content_type).text
    match = re.search(r"<title[^<>]{0,200}>([^<]{0,500})</title", text, re.DOTALL | re.IGNORECASE)
    if match is None:
        return ""
    return squeeze(html.unescape(without_tags(match[1])), 120) or ""


def _list_evidence(seen: Seen, announced: tuple[str, ...]) -> Evidence:
    try:
        found = pages.read(seen.body, seen.url, same_site, content_type=seen.content_type)
    except SourceBrokenError:
        return Evidence(0.0, (), announced)
    number = len(found.documents)
    if number < 2:
        return Evidence(
            -0.1, ("no list is seen in it; it may need a browser or selectors",), announced
        )
    dated = sum(link.hint.published is not None for link in found.documents)
    said = f"it lists {number} documents" + (f", {dated} with dates" if dated else "")
    return Evidence(0.2 if dated or number > 4 else 0.1, (said,), announced)


def _counted(number: int, what: str, announced: tuple[str, ...], *, least: int) -> Evidence:
    if number >= least:
        return Evidence(0.2, (f"it shows {number} {what}",), announced)
    return Evidence(-0.05, (f"it shows hardly any {what}",), announced)


def _is_home_again(seen: Seen, home: Seen | None) -> bool:
    """Say whether a site answers anything with its front page."""
    if home is None or seen.requested == home.requested:
        return False
    same_place = urlsplit(seen.url).path.strip("/") == urlsplit(home.url).path.strip("/")
    moved = (
        seen.url != seen.requested
        and same_place
        and seen.url.split("/")[2] == home.url.split("/")[2]
    )
    return moved or digest(seen.body) == digest(home.body)


def _is_missing(seen: Seen) -> bool:
    title = title_of(seen).casefold()
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", title) for one in MISSING)
