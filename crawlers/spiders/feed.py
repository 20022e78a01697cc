"""Feeds: every entry is a document, on whatever site it lies."""

from crawlers.links import feeds, pages
from crawlers.links.found import Found
from crawlers.spiders.base import SourceSpider
from schemas.harvest import CrawlSource


class FeedSpider(SourceSpider):
    """Reads RSS, Atom and JSON feeds; from a page that only announces a feed it goes on to that."""

    name = "feed"
    foreign_links = True

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return the entries of a feed."""
        found = feeds.read(body, url, content_type)
        if found is not None:
            return found
        announced = pages.feeds_of(body, url, content_type)
        # A feed of comments stands beside the feed of a blog; it is the only one of very few pages.
        entries = [one for one in announced if "comment" not in one.lower()]
        return Found("html", onward=tuple((entries or announced)[:1]))
