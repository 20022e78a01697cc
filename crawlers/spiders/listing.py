"""Listings: pages of links, with or without selectors, over several pages."""

from crawlers.links import lists
from crawlers.links.found import Found
from crawlers.spiders.base import SourceSpider
from schemas.harvest import CrawlSource


class ListingSpider(SourceSpider):
    """Reads news rooms, job boards, filings and reviews; a feed in their place is read as one."""

    name = "listing"

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return the documents listed and the page on which the list goes on."""
        return lists.read(source, url, body, content_type)
