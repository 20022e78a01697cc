"""The spiders: each reads the links out of what its kind of source publishes."""

from crawlers.spiders.base import SourceSpider
from crawlers.spiders.feed import FeedSpider
from crawlers.spiders.listing import ListingSpider
from crawlers.spiders.page import PageSpider
from crawlers.spiders.registers import FilingsSpider, JobsSpider
from crawlers.spiders.sitemap import SitemapSpider

# Which spider takes a source of a kind. Reviews are listings of their own documents, or feeds
# where the address turns out to hold one. An inbox is never crawled.
SPIDERS: dict[str, type[SourceSpider]] = {
    "feed": FeedSpider,
    "sitemap": SitemapSpider,
    "listing": ListingSpider,
    "page": PageSpider,
    "jobs": JobsSpider,
    "filings": FilingsSpider,
    "reviews": ListingSpider,
}

__all__ = [
    "SPIDERS", "FeedSpider", "FilingsSpider", "JobsSpider", "ListingSpider", "PageSpider", "SitemapSpider", "SourceSpider",
]  # fmt: skip
