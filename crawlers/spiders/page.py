"""Watched pages: the start addresses are the documents, nothing is followed."""

from crawlers.links.found import Found
from crawlers.spiders.base import SourceSpider
from schemas.harvest import CrawlSource


class PageSpider(SourceSpider):
    """Fetches pricing, product, leadership and legal pages as they are."""

    name = "page"

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return nothing: a watched page is read when it is ingested."""
        return Found("html")
