"""One run, as its spiders share it: which addresses are taken, and what became of each."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crawlers.fetch.cookies import Jars
from crawlers.fetch.gate import Gate
from crawlers.fetch.outcomes import UnfetchedError
from crawlers.fetch.recorder import Later, Recorder
from crawlers.fetch.waiting import parked_until
from crawlers.robots import Copies, Rules
from crawlers.warc import Exchange
from egress import Guard
from schemas.errors import EgressDeniedError
from schemas.harvest import CrawlPlan, CrawlRequest, CrawlSource, JournalEntry
from schemas.ids import canonical_url, digest, url_host

if TYPE_CHECKING:
    import asyncio

KEPT_HEADERS = frozenset(
    {"content-type", "etag", "last-modified", "content-language", "retry-after", "link", "date"}
)
# Longer addresses are no page's; the journal keeps their beginning.
_MAX_URL = 4096
# A header that is longer is cut: the journal is read by people and by one line at a time.
_MAX_HEADER = 1000


class Job(NamedTuple):
    """One address on its way: what was asked for, for which source, and the hops so far."""

    request: CrawlRequest
    source: CrawlSource
    redirects: tuple[str, ...] = ()
    permanent: bool = False


class Session:
    """What spiders, middlewares and the download handler of one run share.

    *earlier* are the entries of a process that was killed: their addresses are not taken again.
    """

    def __init__(
        self,
        plan: CrawlPlan,
        folder: Path,
        later: Later,
        earlier: Iterable[JournalEntry] = (),
        robots_cache: Path | None = None,
    ) -> None:
        done = tuple(earlier)
        self.plan = plan
        self.folder = folder
        self.guard = Guard(plan.egress)
        self.gate = Gate(self.left)
        self.cookies = Jars()
        self.recorder = Recorder(
            folder, plan.run, later, [entry.warc_file for entry in done if entry.warc_file]
        )
        self.robots: dict[str, asyncio.Future[Rules | UnfetchedError]] = {}
        self.copies = Copies([robots_cache or folder / "robots"])
        self.sources = {source.id: source for source in plan.sources}
        self.lists = tuple(entry for entry in done if _was_list(entry))
        self._open: dict[str, Job] = {}
        self._started = time.monotonic()
        self._seen = {_key(entry.requested_url) for entry in done}
        self._skip = frozenset(plan.skip)
        self._parked = dict(plan.parked)
        self._taken = Counter(entry.source for entry in done if entry.outcome != "skipped")

    def now(self) -> datetime:
        """Return the run's own present: the plan's *now* and the time since the process began."""
        return self.plan.now + timedelta(seconds=time.monotonic() - self._started)

    def left(self) -> float:
        """Return the seconds that the run may still take; none after the disk has failed."""
        if self.recorder.broken is not None:
            return 0.0
        return self.plan.limits.max_run_seconds - (time.monotonic() - self._started)

    def take(self, request: CrawlRequest) -> Job | None:
        """Take an address for fetching; None where it was taken before or may not be fetched.

        Every address that is new and not fetched gets its line in the journal here.
        """
        source = self.sources[request.source]
        key = _key(request.url)
        if key in self._seen:
            return None
        self._seen.add(key)
        job = Job(request, source)
        try:
            self._admit(request, key, source)
        except UnfetchedError as error:
            self.drop(job, error)
            return None
        self._taken[source.id] += 1
        self._open[request.url] = job
        return job

    def _admit(self, request: CrawlRequest, key: str, source: CrawlSource) -> None:
        try:
            canonical_url(request.url)
            self.guard.check_url(request.url)
        except EgressDeniedError as error:
            raise denied(error) from error
        except ValueError as error:
            raise UnfetchedError("refused", "bad-url", str(error)) from error
        if len(request.url) > _MAX_URL:
            raise UnfetchedError("refused", "bad-url", f"longer than {_MAX_URL} characters")
        if request.purpose == "document" and key in self._skip:
            raise UnfetchedError("skipped", "not-due")
        if self.is_spent(source):
            raise UnfetchedError("skipped", "max-pages", f"{source.max_pages} pages were taken")

    def refuse(self, request: CrawlRequest, reason: str, detail: str) -> None:
        """Journal an address that is not even tried, once."""
        key = _key(request.url)
        if key not in self._seen:
            self._seen.add(key)
            job = Job(request, self.sources[request.source])
            self.drop(job, UnfetchedError("refused", reason, detail))

    def is_spent(self, source: CrawlSource) -> bool:
        """Say whether a source has taken all the pages that a run gives it."""
        return self._taken[source.id] >= source.max_pages

    def skip_rest(self, job: Job, page: str, number: int) -> None:
        """Journal in one line that *number* more addresses of the list at *page* were not taken."""
        url = f"{page.partition('#')[0]}#rest"
        rest = Job(job.request.model_copy(update={"url": url, "hint": None}), job.source)
        detail = f"{number:,} more addresses of this list; {job.source.max_pages} pages were taken"
        self.drop(rest, UnfetchedError("skipped", "max-pages", detail))

    def is_skipped(self, url: str) -> bool:
        """Say whether a document was fetched not long ago."""
        return _key(url) in self._skip

    def validators(self, request: CrawlRequest, url: str) -> tuple[str | None, str | None]:
        """Return the (ETag, Last-Modified) to send for *url*.

        A list of links is asked for conditionally only where the request itself says so: a "not
        modified" would hide links that an earlier run could not follow.
        """
        if request.etag or request.last_modified:
            return request.etag, request.last_modified
        if request.purpose != "document" and self.sources[request.source].kind != "page":
            return None, None
        return self.plan.known.get(_key(url), (None, None))

    def check_parked(self, host: str) -> None:
        """Raise UnfetchedError ``parked`` while *host* wants to be left alone."""
        until = self._parked.get(host)
        if until is not None and until > self.now():
            raise UnfetchedError("parked", "parked", f"{host} asked us to wait", until=until)

    def heed(self, host: str, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """Park *host* if it answered 429, or 503 with Retry-After. Raises UnfetchedError then."""
        named = kept_headers(headers)
        wait = named.get("retry-after")
        if status != 429 and not (status == 503 and wait):
            return
        until = parked_until(wait, now=self.now(), host_clock=named.get("date"))
        self._parked[host] = max(until, self._parked.get(host, until))
        detail = f"answered {status}, Retry-After: {wait or 'not given'}"
        raise UnfetchedError("parked", "retry-after", detail, status=status, until=until)

    def settle(self) -> None:
        """Account for what an error of ours left without a line; see the log for its cause."""
        for wanted in self.plan.requests:
            self.take(wanted)
        for job in tuple(self._open.values()):
            self.drop(job, UnfetchedError("failed", "internal", "an error of the crawler itself"))

    def drop(self, job: Job, error: UnfetchedError, url: str | None = None) -> None:
        """Journal that an address was not fetched, and why."""
        self._open.pop(job.request.url, None)
        self.recorder.add(
            JournalEntry(
                outcome=error.outcome,
                source=job.source.id,
                url=(url or job.request.url)[:_MAX_URL],
                requested_url=job.request.url[:_MAX_URL],
                purpose=job.request.purpose,
                redirects=job.redirects,
                status=error.status,
                fetched_at=self.now(),
                hint=job.request.hint,
                reason=error.reason,
                detail=error.detail or None,
                parked_until=error.until,
            )
        )

    def keep(self, job: Job, exchange: Exchange, seconds: float, reason: str | None = None) -> None:
        """Archive and journal a response; a 304 is journalled as unchanged, without a record."""
        self._open.pop(job.request.url, None)
        unchanged = exchange.status == 304
        self.recorder.add(
            JournalEntry(
                outcome="unchanged" if unchanged else "fetched",
                source=job.source.id,
                url=canonical_url(exchange.url),
                requested_url=job.request.url,
                purpose=job.request.purpose,
                redirects=job.redirects,
                permanent=job.permanent,
                status=exchange.status,
                headers=kept_headers(exchange.headers),
                fetched_at=exchange.fetched_at,
                digest=None if unchanged else digest(exchange.body),
                size=len(exchange.body),
                hint=job.request.hint,
                reason=reason,
                seconds=round(seconds, 3),
            ),
            None if unchanged else exchange,
        )


def denied(error: EgressDeniedError) -> UnfetchedError:
    """Return the outcome of an address that the egress guard refused."""
    return UnfetchedError("refused", "egress-denied", f"{error.rule}: {error}")


def kept_headers(headers: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the few headers that the journal keeps, names in lower case, the first value each."""
    kept: dict[str, str] = {}
    for name, value in headers:
        if name.lower() in KEPT_HEADERS:
            kept.setdefault(name.lower(), value[:_MAX_HEADER])
    return kept


def _was_list(entry: JournalEntry) -> bool:
    return entry.purpose != "document" and entry.outcome == "fetched"


def _key(url: str) -> str:
    """Return the canonical form, by which addresses are the same; what has none stands for itself."""
    try:
        return canonical_url(url) if url_host(url) else url[:_MAX_URL]
    except ValueError:
        return url[:_MAX_URL]
