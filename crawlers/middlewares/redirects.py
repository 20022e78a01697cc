"""Follows redirects, each hop a request of its own: checked, with robots and its host's turn."""

from urllib.parse import urldefrag, urljoin

from scrapy import Request
from scrapy.http import Response

from crawlers.fetch.outcomes import UnfetchedError
from crawlers.fetch.session import Job, denied
from crawlers.middlewares.base import SessionMiddleware
from schemas.errors import EgressDeniedError
from schemas.ids import canonical_url

_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
# What belongs to the address before: the validators of one page say nothing of another.
_OF_ONE_PAGE = ("If-None-Match", "If-Modified-Since")


class RedirectsMiddleware(SessionMiddleware):
    """Turns a 3xx with Location into the next request, up to the plan's limit."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return *response*, or the request for where it leads. Raises UnfetchedError."""
        if response.status not in _MOVED:
            return response
        chain: tuple[str, ...] = (*request.meta.get("redirects", ()), request.url)
        target = self._target(request, response)
        if target in chain:
            raise UnfetchedError("failed", "redirect-loop", " → ".join((*chain, target)))
        if len(chain) > self.session.plan.limits.max_redirects:
            raise UnfetchedError("failed", "too-many-redirects", " → ".join((*chain, target)))
        following = request.replace(url=target)
        for name in _OF_ONE_PAGE:
            following.headers.pop(name, None)
        following.meta.update(redirects=chain)
        job: Job | None = request.meta.get("job")
        if job is not None:
            for_good = response.status in _FOR_GOOD and (job.permanent or not job.redirects)
            following.meta["job"] = job._replace(redirects=chain, permanent=for_good)
            add_validators(following, self.session.validators(job.request, target))
        return following

    def _target(self, request: Request, response: Response) -> str:
        location = (response.headers.get(b"Location") or b"").decode("utf-8", errors="replace")
        if not location.strip():
            raise UnfetchedError("failed", "bad-redirect", f"{response.status} without a Location")
        target = urldefrag(urljoin(request.url, location.strip()))[0]
        try:
            self.session.guard.check_url(target)
            canonical_url(target)
        except EgressDeniedError as error:
            raise denied(error) from error
        except ValueError as error:
            raise UnfetchedError("failed", "bad-redirect", str(error)) from error
        return target


def add_validators(request: Request, validators: tuple[str | None, str | None]) -> None:
    """Make *request* conditional on (ETag, Last-Modified), where they are known."""
    etag, modified = validators
    if etag:
        request.headers["If-None-Match"] = etag
    if modified:
        request.headers["If-Modified-Since"] = modified
