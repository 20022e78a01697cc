"""What a start or onward page of a list holds, whatever it turns out to be: feed, sitemap, JSON, page."""

from collections.abc import Callable

from crawlers.links import feeds, pages, sitemaps
from crawlers.links.found import Found
from crawlers.links.site import same_site
from schemas.harvest import CrawlSource

Reader = Callable[[CrawlSource, str, bytes, str], Found | None]


def read(source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
    """Return what *body*, fetched from *url*, lists. Raises SourceBrokenError for a bad selector."""
    for reader in READERS:
        found = reader(source, url, body, content_type)
        if found is not None:
            return found
    return Found("unknown")


def _feed(_: CrawlSource, url: str, body: bytes, content_type: str) -> Found | None:
    return feeds.read(body, url, content_type)


def _sitemap(_: CrawlSource, url: str, body: bytes, content_type: str) -> Found | None:
    return sitemaps.read(body, url, content_type)


def _page(source: CrawlSource, url: str, body: bytes, content_type: str) -> Found | None:
    return pages.read(
        body,
        url,
        same_site,
        content_type=content_type,
        follow=source.follow,
        next_page=source.next_page,
    )


# Asked in this order; the first that knows the bytes answers. The last takes any page.
READERS: tuple[Reader, ...] = (_feed, _sitemap, _page)
