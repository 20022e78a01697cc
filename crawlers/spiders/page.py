"""Watched pages: the start addresses are the documents, nothing is followed."""

from crawlers.spiders.base import SourceSpider


class PageSpider(SourceSpider):
    """Fetches pricing, product, leadership and legal pages as they are."""

    name = "page"
    lists = False
