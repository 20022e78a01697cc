"""Sitemaps and their indexes: every row is a document of the same site."""

from crawlers.links import sitemaps
from crawlers.links.found import Found
from crawlers.spiders.base import SourceSpider
from schemas.harvest import CrawlSource


class SitemapSpider(SourceSpider):
    """Reads sitemaps, the newest rows first, so that a budget is spent on news."""

    name = "sitemap"

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return the rows of a sitemap, or the sitemaps of an index."""
        return sitemaps.read(body, url) or Found("unknown")
