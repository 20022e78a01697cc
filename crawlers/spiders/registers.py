"""Job boards and registers of filings: lists in JSON and XML, else pages of links as anywhere."""

from scrapy import Request

from crawlers.fetch.session import Job
from crawlers.links import filings, jobs, reviews
from crawlers.links.found import Found
from crawlers.links.site import same_site
from crawlers.spiders.listing import ListingSpider
from schemas.harvest import CrawlSource


class _RegisterSpider(ListingSpider):
    """A register names papers and vacancies on whatever host they lie; a page of links does not."""

    foreign_links = True

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return what a page of links leads to within its site."""
        found = super().links(source, url, body, content_type)
        own = tuple(one for one in found.documents if same_site(url, one.url))
        return found if found.kind == "feed" else found._replace(documents=own)


class JobsSpider(_RegisterSpider):
    """Reads job boards: Greenhouse, Lever, Ashby, SmartRecruiters, Workday, Personio, or pages."""

    name = "jobs"
    whole = True

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return the vacancies that lie elsewhere and where the list goes on."""
        board = jobs.read(body, url)
        if board is not None:
            return board
        found = super().links(source, url, body, content_type)
        if found.kind != "html" or source.follow:
            return found
        return jobs.complete(found, body, url, content_type)

    def _request(self, job: Job) -> Request:
        """Return the request for an address; Workday answers its lists to a POST alone."""
        request = super()._request(job)
        question = jobs.question(request.url)
        if question is None:
            return request
        asked = request.replace(method="POST", body=question)
        asked.headers["Content-Type"] = "application/json"
        asked.headers["Accept"] = "application/json"
        return asked


class ReviewsSpider(ListingSpider):
    """Reads pages of reviews, which may lead to more of them, and the lists of app stores."""

    name = "reviews"

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return where the reviews go on; a page that leads nowhere holds them itself."""
        found = reviews.read(body, url) or super().links(source, url, body, content_type)
        return found if found.documents else found._replace(kind="reviews")


class FilingsSpider(_RegisterSpider):
    """Reads registers of filings: EDGAR's JSON and Atom, Chinese exchanges' JSON, or pages."""

    name = "filings"

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return the papers listed, with what the list says of each."""
        return filings.read(body, url) or super().links(source, url, body, content_type)
