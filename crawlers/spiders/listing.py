"""Listings: pages of links, with or without selectors, over several pages."""

from crawlers.links import feeds, pages
from crawlers.links.found import Found
from crawlers.links.site import same_site
from crawlers.spiders.base import SourceSpider
from schemas.harvest import CrawlSource


class ListingSpider(SourceSpider):
    """Reads news rooms, job boards, filings and reviews; a feed in their place is read as one."""

    name = "listing"

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return the documents listed and the page on which the list goes on."""
        feed = feeds.read(body, url, content_type)
        if feed is not None:
            return feed
        return pages.read(
            body,
            url,
            same_site,
            content_type=content_type,
            follow=source.follow,
            next_page=source.next_page,
        )
