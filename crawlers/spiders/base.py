"""What every spider does: ask for its sources' addresses, keep answers, follow links."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.fetch.bodies import ACCEPTED
from crawlers.fetch.outcomes import UnfetchedError
from crawlers.fetch.session import Job, Session
from crawlers.links.found import Found, Link
from crawlers.links.site import same_site
from crawlers.middlewares.redirects import add_validators
from crawlers.warc import Exchange, Position, read_body
from schemas.errors import SourceBrokenError
from schemas.harvest import CrawlRequest, CrawlSource, JournalEntry

# Lists that describe what they list themselves, or that may rightly be empty.
_HOLDS_ITS_OWN = frozenset({"postings", "filings", "reviews"})
# Addresses beyond a source's pages that get a line each; the rest of a flood is told in one (T12).
_MOST_SKIPS = 500


class SourceSpider(Spider):
    """Crawls the sources that are given to it, within the run that *session* stands for."""

    name = "source"
    # Whether links that leave the site are followed; a feed names its documents, a page anything.
    foreign_links = False
    # Whether the start addresses are lists of links, rather than documents themselves.
    lists = True
    # Whether a list is read to its end each time, so that what it no longer holds can be told.
    whole = False

    def __init__(self, session: Session, sources: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = session
        self._sources = frozenset(sources)
        self._listed: set[str] = set()

    def links(self, source: CrawlSource, url: str, body: bytes, content_type: str) -> Found:
        """Return what a start or onward page leads to. Pure; overridden by each kind."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first requests: of lists that were read before a kill, then of the plan."""
        for entry in self.session.lists:
            if self.lists and entry.source in self._sources:
                for request in self._again(entry):
                    yield request
        for wanted in self.session.plan.requests:
            if wanted.source in self._sources and (job := self.session.take(wanted)):
                yield self._request(job)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """Keep a response; follow the links of a list."""
        meta = response.meta
        job: Job = meta["job"]
        if response.status != 304 and not 200 <= response.status < 300:
            status = response.status
            error = UnfetchedError("failed", f"http-{status}", meta["phrase"], status=status)
            self.session.drop(job, error, response.url)
            return
        found = None
        if self.lists and response.status != 304 and job.request.purpose != "document":
            content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
            found = self._read(job, response.url, response.body, content_type)
        exchange = Exchange(
            url=response.url,
            fetched_at=meta["fetched_at"],
            request_headers=[*_flat(response.request)],
            status=response.status,
            reason=meta["phrase"],
            headers=meta["wire_headers"],
            body=response.body,
        )
        self.session.keep(job, exchange, meta["seconds"], _disappointment(found))
        if found is not None:
            yield from self._follow(job, response.url, found)

    def failed(self, failure: Failure) -> None:
        """Journal why an address was not fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if not isinstance(error, UnfetchedError):
            self.logger.error("unexpected: %s", failure.getTraceback())
            error = UnfetchedError("failed", "internal", f"{type(error).__name__}: {error}")
        self.session.drop(request.meta["job"], error, request.url)

    def _request(self, job: Job) -> Request:
        limits = self.session.plan.limits
        headers = {
            "User-Agent": limits.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en,zh;q=0.9",
            "Accept-Encoding": ACCEPTED,
        }
        request = Request(
            job.request.url.partition("#")[0],
            callback=self.parse,
            errback=self.failed,
            headers=headers,
            meta={"job": job, "delay": job.source.delay},
            dont_filter=True,
        )
        add_validators(request, self.session.validators(job.request, job.request.url))
        return request

    def _follow(self, job: Job, url: str, found: Found) -> Iterator[Request]:
        """Take every document of a list, and its continuation while it brings anything new."""
        news = [one for one in found.documents if self._is_news(one)]
        self._listed.update(one.url for one in found.documents)
        over = 0
        for number, link in enumerate(found.documents):
            over += self.session.is_spent(job.source)
            if over > _MOST_SKIPS:
                self.session.skip_rest(job, url, len(found.documents) - number)
                break
            hint = link.hint
            wanted = CrawlRequest(url=link.url, source=job.source.id, purpose="document", hint=hint)
            yield from self._take(wanted, url)
        # A later page without anything new is the end; an index of sitemaps has no documents.
        empty = job.request.purpose == "onward" and found.kind in {"html", "json"}
        if not news and (empty or (found.documents and not self.whole)):
            return
        for address in found.onward:
            yield from self._take(
                CrawlRequest(url=address, source=job.source.id, purpose="onward"), url
            )

    def _take(self, wanted: CrawlRequest, page: str) -> Iterator[Request]:
        if not self.foreign_links and not same_site(page, wanted.url):
            self.session.refuse(wanted, "off-site", f"{page} is another site")
        elif job := self.session.take(wanted):
            yield self._request(job)

    def _is_news(self, link: Link) -> bool:
        return link.url not in self._listed and not self.session.is_skipped(link.url)

    def _read(self, job: Job, url: str, body: bytes, content_type: str) -> Found:
        try:
            return self.links(job.source, url, body, content_type)
        except SourceBrokenError as error:
            self.logger.error("%s: %s", job.source.id, error)
            return Found("bad-selector")

    def _again(self, entry: JournalEntry) -> Iterable[Request]:
        """Follow a list that was archived before a kill, without fetching it again."""
        source = self.session.sources.get(entry.source)
        if source is None or entry.warc_file is None:
            return
        position = Position(entry.warc_file, entry.warc_offset or 0, entry.warc_length or 0)
        try:
            body = read_body(self.session.folder, position)
        except (OSError, ValueError) as error:
            # The archive has moved into the store: the run had come to its end before.
            self.logger.info("not read again: %s (%s)", entry.url, error)
            return
        request = CrawlRequest(
            url=entry.requested_url, source=entry.source, purpose=entry.purpose, hint=entry.hint
        )
        job = Job(request, source, entry.redirects)
        found = self._read(job, entry.url, body, entry.headers.get("content-type", ""))
        yield from self._follow(job, entry.url, found)


def _disappointment(found: Found | None) -> str | None:
    """Return the reason to journal for a list that led nowhere."""
    if found is None or found.documents or found.onward or found.kind in _HOLDS_ITS_OWN:
        return None
    return found.kind if found.kind == "bad-selector" else "no-links"


def _flat(request: Request | None) -> Iterator[tuple[str, str]]:
    for name, values in request.headers.items() if request is not None else ():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")
