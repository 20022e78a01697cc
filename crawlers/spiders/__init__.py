"""The spiders: each reads the links out of what its kind of source publishes."""

from crawlers.spiders.base import SourceSpider
from crawlers.spiders.feed import FeedSpider
from crawlers.spiders.listing import ListingSpider
from crawlers.spiders.page import PageSpider
from crawlers.spiders.registers import FilingsSpider, JobsSpider, ReviewsSpider
from crawlers.spiders.sitemap import SitemapSpider

# Which spider takes a source of a kind; a feed found in place of a list is read as one. An inbox
# is never crawled.
SPIDERS: dict[str, type[SourceSpider]] = {
    "feed": FeedSpider,
    "sitemap": SitemapSpider,
    "listing": ListingSpider,
    "page": PageSpider,
    "jobs": JobsSpider,
    "filings": FilingsSpider,
    "reviews": ReviewsSpider,
}

__all__ = [
    "SPIDERS", "FeedSpider", "FilingsSpider", "JobsSpider", "ListingSpider", "PageSpider", "ReviewsSpider", "SitemapSpider", "SourceSpider",
]  # fmt: skip
