"""Sitemaps and their indexes: every row is a document of the same site."""

from urllib.parse import urljoin, urlsplit

from crawlers.links import feeds, sitemaps
from crawlers.links.found import Found
from crawlers.spiders.base import SourceSpider
from schemas.harvest import CrawlSource

# Where a site that is named by its home page says or keeps its sitemap.
_USUAL = ("/robots.txt", "/sitemap.xml")


class SitemapSpider(SourceSpider):
    """Reads sitemaps, the newest rows first, so that a budget is spent on news.

    A feed in a sitemap's place is read as one; from a page, the site's sitemaps are looked for.
    """

    name = "sitemap"

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return the rows of a sitemap, or the sitemaps of an index."""
        found = sitemaps.read(body, url, content_type) or feeds.read(body, url, content_type)
        if found is not None:
            return found
        if urlsplit(url).path.strip("/") == "" and b"<html" in body[:5000].lower():
            return Found("html", onward=tuple(urljoin(url, path) for path in _USUAL))
        return Found("unknown")
