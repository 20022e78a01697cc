"""What a feed says, whatever its dialect: the feed, its entries, and how both become links."""

import html
import re
from typing import NamedTuple

from crawlers.links.feedtext import MARKED
from crawlers.links.found import Found, Link, squeeze
from crawlers.links.markup import without_tags
from crawlers.links.trackers import unwrapped
from schemas.harvest import Hint

_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$", re.IGNORECASE)
# A whole article with its markup fits; a feed that puts a book into an entry is cut.
_LONGEST_CONTENT = 200_000
_LONGEST_TITLE = 2000
# Markup of which a summary is made; a summary has 2,000 characters.
_SUMMARY_OF = 20_000


class Entry(NamedTuple):
    """One entry of a feed. Addresses are absolute, dates as written, *content* is HTML.

    *links* are all that the entry names, the first one being the document itself; *dates* all
    that it states.
    """

    url: str = ""
    id: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    dates: tuple[str, ...] = ()
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    links: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()


class Feed(NamedTuple):
    """A feed as published; *onward* are the addresses where older entries lie (RFC 5005)."""

    title: str = ""
    home: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    onward: tuple[str, ...] = ()


def found(feed: Feed) -> Found:
    """Return the documents that a feed leads to; an entry without any address leads nowhere."""
    links = tuple(
        Link(unwrapped(one.url).partition("#")[0], hint(one)) for one in feed.entries if one.url
    )
    return Found("feed", links, feed.onward)


def hint(entry: Entry) -> Hint:
    """Return what an entry says of the page it leads to."""
    return Hint(
        title=squeeze(entry.title, _LONGEST_TITLE),
        published=squeeze(entry.published or entry.updated, 200),
        origin="feed",
        summary=squeeze(plain((entry.summary or entry.content)[:_SUMMARY_OF])),
        language=language_tag(entry.language),
        updated=squeeze(entry.updated, 200) if entry.published else None,
        authors=tuple(one for name in entry.authors[:20] if (one := squeeze(name, 200))),
        content=entry.content[:_LONGEST_CONTENT].strip() or None,
    )


def plain(markup: str) -> str:
    """Return what a reader sees of HTML: feeds escape it inside XML, once or twice."""
    shown = markup[:_LONGEST_CONTENT]
    for _ in range(2):
        shown = html.unescape(without_tags(shown))
        if not MARKED.search(shown):
            break
    return shown.strip()


def language_tag(value: str | None) -> str | None:
    """Return a language tag as the records want it, or None."""
    tag = (value or "").strip().replace("_", "-")
    if not _LANGUAGE.match(tag):
        return None
    primary, _, rest = tag.partition("-")
    return primary.lower() + (f"-{rest}" if rest else "")
